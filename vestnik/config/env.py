"""Owns the settings: environment variables, each declared once, typed, with its default.

Knows nothing of Django, so that the launcher can read it and stay small. A variable that is
unset or empty has its default; a wrong one raises `SettingRefused`.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlsplit

from vestnik.config import values

T = TypeVar("T")
#: Every network of the machine.
_EVERY = {"0.0.0.0", "::"}


class SettingRefused(Exception):
    """A setting that cannot be used; its text is one sentence that says what to write."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name}: {sentence}")
        self.name = name
        self.sentence = sentence


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One environment variable.

    `default` is the text that an unset variable stands for; `{data}` in it is the data folder,
    `{port}` the port of VESTNIK_BIND. `secret` values are never shown.
    """

    name: str
    parse: Callable[[str], T]
    default: str
    help: str
    example: str
    secret: bool = False

    def given(self, environ: Mapping[str, str]) -> str:
        """The text as it stands in the environment; "" when unset or empty."""
        return environ.get(self.name, "").strip()

    def read(self, environ: Mapping[str, str], **known: object) -> T:
        """The value; raises `SettingRefused`."""
        try:
            return self.parse(self.given(environ) or self.default.format(**known))
        except values.Wrong as wrong:
            raise SettingRefused(self.name, str(wrong)) from None


DATA = Setting(
    "VESTNIK_DATA",
    values.folder,
    default="~/.local/share/vestnik",
    help="Folder of everything that is kept: database, photos, mail files, signing key. "
    "`bin/run` in a clone takes its folder `var`.",
    example="/srv/vestnik",
)
BIND = Setting(
    "VESTNIK_BIND",
    values.bind,
    default="127.0.0.1:8000",
    help="IP address and port on which the site answers.",
    example="0.0.0.0:80",
)
URL = Setting(
    "VESTNIK_URL",
    values.site_url,
    default="http://localhost:{port}",
    help="The site's address as readers type it, without a path: the one source of scheme, host "
    "and port. When it is not set, 127.0.0.1 and [::1] answer too.",
    example="https://vestnik.example",
)
NEWSROOM_URL = Setting(
    "VESTNIK_NEWSROOM_URL",
    values.own_url,
    default="",
    help="An address of its own for the newsroom, another host or port than the site's. Then the "
    "newsroom answers there only, and the site's address knows nothing of it. Your proxy must pass "
    "it on to Vestnik, and may let in only whom it knows.",
    example="https://newsroom.vestnik.example",
)
PROXIES = Setting(
    "VESTNIK_PROXIES",
    values.count,
    default="0",
    help="How many proxies of your own stand before Vestnik and write X-Forwarded-For. From it the "
    "limits of signing in know who tries; with 0 the header is not believed.",
    example="1",
)
TLS_CERT = Setting(
    "VESTNIK_TLS_CERT",
    values.own_file,
    default="",
    help="File of the site's certificate with those that vouch for it, as PEM. Vestnik then speaks TLS "
    "itself, and HTTP/2 with it; VESTNIK_TLS_KEY belongs to it. Not needed behind a proxy that does.",
    example="/etc/letsencrypt/live/vestnik.example/fullchain.pem",
)
TLS_KEY = Setting(
    "VESTNIK_TLS_KEY",
    values.own_file,
    default="",
    help="File of the key of VESTNIK_TLS_CERT, as PEM, without a password.",
    example="/etc/letsencrypt/live/vestnik.example/privkey.pem",
)
TIME_ZONE = Setting(
    "VESTNIK_TIME_ZONE",
    values.time_zone,
    default="Europe/Sofia",
    help="Time zone of the dates and hours that readers and editors see.",
    example="Europe/Skopje",
)
LANGUAGES = Setting(
    "VESTNIK_LANGUAGES",
    values.languages,
    default="bg,en",
    help="Languages of the site. The first one is the site's first language, its addresses "
    "have no prefix.",
    example="bg,en,de",
)
SECRET = Setting(
    "VESTNIK_SECRET",
    values.secret,
    default="",
    help="Key that signs sessions, at least 50 characters. When it is not set, one is made once "
    "and kept in the data folder in the file `secret`.",
    example="fifty-or-more-random-characters-that-nobody-else-knows",
    secret=True,
)
DATABASE = Setting(
    "DATABASE_URL",
    values.database,
    default="sqlite://{data}/vestnik.sqlite3",
    help="The database: an SQLite file or a PostgreSQL database.",
    example="postgresql://vestnik:password@db.example:5432/vestnik?sslmode=require",
    secret=True,
)
MEDIA_STORE = Setting(
    "MEDIA_STORE_URL",
    values.file_store,
    default="file://{data}/media",
    help="Where photos are kept: a folder.",
    example="file:///srv/vestnik/media",
)
EMAIL = Setting(
    "EMAIL_URL",
    values.email,
    default="file://{data}/mail",
    help="How mail is sent: a mail server, or a folder into which each mail is written as a file.",
    example="smtp://user:password@mail.example:587",
    secret=True,
)
LOOK = Setting(
    "VESTNIK_LOOK",
    values.look,
    default="",
    help="Folder of a look of your own: what lies in its folders `templates` and `static` goes "
    "before what Vestnik brings, and its `static/look.css` comes after Vestnik's stylesheet.",
    example="/srv/vestnik/look",
)
ALONE = Setting(
    "VESTNIK_ALONE",
    values.minutes,
    default="120",
    help="For how many minutes pages younger than a day are still shown while the database does not "
    "answer; older ones are shown without end.",
    example="30",
)
MEMORY = Setting(
    "VESTNIK_MEMORY",
    values.mebibytes,
    default="512",
    help="MiB of memory in which the press process keeps pages; what was asked for longest ago goes "
    "first. A page takes some 60 KiB. The process itself takes 60 MiB more.",
    example="2048",
)
MONITOR = Setting(
    "VESTNIK_MONITOR",
    values.port_of_its_own,
    default="",
    help="IP address and port, other than the site's, on which the press process tells its operator how "
    "it is: `/metrics` for Prometheus, `/health/live`, `/health/ready`. Whoever reaches it can read it: "
    "let it be one that readers do not reach. When it is not set, nothing listens.",
    example="127.0.0.1:9100",
)
LOG = Setting(
    "VESTNIK_LOG",
    values.log_style,
    default="text",
    help="How all processes write their log to standard error: `text` for people, or `json`, one object a "
    "line, with the id of the request (answered as X-Request-Id in the newsroom) and the numbers of changes.",
    example="json",
)
DEBUG = Setting(
    "VESTNIK_DEBUG",
    values.switch,
    default="no",
    help="yes shows technical details of errors to every visitor: only for developing.",
    example="yes",
)

SETTINGS: tuple[Setting[Any], ...] = (
    DATA,
    BIND,
    URL,
    NEWSROOM_URL,
    PROXIES,
    TLS_CERT,
    TLS_KEY,
    TIME_ZONE,
    LANGUAGES,
    SECRET,
    DATABASE,
    MEDIA_STORE,
    EMAIL,
    LOOK,
    ALONE,
    MEMORY,
    MONITOR,
    LOG,
    DEBUG,
)


@dataclass(frozen=True)
class Environment:
    """The settings of one installation, read and checked.

    `database` is for Django's `DATABASES["default"]`, `email` holds Django's `EMAIL_…` settings,
    `url` and `newsroom_url` have no slash at the end (they are the same where the newsroom has no
    address of its own), `given_secret` is empty where the kept one is used. `tls` are the files of
    certificate and key, `memory` is in MiB.
    """

    data: Path
    bind_host: str
    bind_port: int
    url: str
    newsroom_url: str
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    proxies: int
    tls: tuple[Path, Path] | None
    time_zone: str
    languages: tuple[str, ...]
    media_root: Path
    look: Path | None
    alone: int
    memory: int
    monitor: tuple[str, int] | None
    log: str
    debug: bool
    database: dict[str, Any] = field(repr=False)
    email: dict[str, Any] = field(repr=False)
    given_secret: str = field(repr=False)

    @property
    def language(self) -> str:
        """The site's first language."""
        return self.languages[0]

    @cached_property
    def secret_key(self) -> str:
        """The signing key; made and kept at its first use. Raises `SettingRefused`."""
        return self.given_secret or kept_secret(self.data)


def load(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read all settings; raises `SettingRefused` at the first wrong one. Writes nothing."""
    data = DATA.read(environ)
    in_url = quote(str(data))
    host, port = BIND.read(environ)
    url = URL.read(environ, port=port)
    hosts, origins = [_host(url)], [url]
    if not URL.given(environ):
        hosts += ["127.0.0.1", "[::1]"]
        origins += [values.site_url(f"http://{name}:{port}") for name in hosts[1:]]
    newsroom_url = NEWSROOM_URL.read(environ)
    if newsroom_url:
        hosts.append(_host(newsroom_url))
        origins.append(newsroom_url)
    return Environment(
        data=data,
        bind_host=host,
        bind_port=port,
        url=url,
        newsroom_url=newsroom_url or url,
        allowed_hosts=hosts,
        csrf_trusted_origins=origins,
        proxies=PROXIES.read(environ),
        tls=_tls(environ),
        time_zone=TIME_ZONE.read(environ),
        languages=LANGUAGES.read(environ),
        media_root=MEDIA_STORE.read(environ, data=in_url),
        look=LOOK.read(environ),
        alone=ALONE.read(environ),
        memory=MEMORY.read(environ),
        monitor=_monitor(environ, host, port),
        log=LOG.read(environ),
        debug=DEBUG.read(environ),
        database=DATABASE.read(environ, data=in_url),
        email=EMAIL.read(environ, data=in_url),
        given_secret=SECRET.read(environ),
    )


def _monitor(environ: Mapping[str, str], host: str, port: int) -> tuple[str, int] | None:
    """The operator's port. Raises `SettingRefused` where it would be the readers'."""
    found = MONITOR.read(environ)
    if found is not None and found[1] == port and (found[0] == host or {found[0], host} & _EVERY):
        raise SettingRefused(
            MONITOR.name, f"write another port than {port}, which is the site's ({BIND.name})."
        )
    return found


def kept_secret(data: Path) -> str:
    """The signing key of a data folder, made there once, readable by its owner only.

    Raises `SettingRefused` where it can neither be read nor made.
    """
    path = data / "secret"
    try:
        if not path.exists():
            data.mkdir(parents=True, exist_ok=True)
            # Written aside and linked: of two processes that start together both read one key.
            aside = data / f".secret-{os.getpid()}-{secrets.token_hex(4)}"
            with open(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(64) + "\n")
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(aside, path)
            except FileExistsError:
                pass
            finally:
                aside.unlink()
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError) as error:
        raise SettingRefused(
            DATA.name, f"the signing key in {path} cannot be read or written: {error}."
        ) from None
    if len(key) < 50:
        raise SettingRefused(
            DATA.name, f"the signing key in {path} is damaged; delete it to have a new one made."
        )
    return key


def _tls(environ: Mapping[str, str]) -> tuple[Path, Path] | None:
    cert, key = TLS_CERT.read(environ), TLS_KEY.read(environ)
    if cert is None and key is None:
        return None
    if cert is None or key is None:
        missing, other = (TLS_CERT, TLS_KEY) if cert is None else (TLS_KEY, TLS_CERT)
        raise SettingRefused(missing.name, f"write it too: {other.name} alone is not enough.")
    return cert, key


def _host(url: str) -> str:
    """The host of an address as Django compares it: IPv6 in brackets."""
    host = urlsplit(url).hostname or ""
    return f"[{host}]" if ":" in host else host

"""Owns how the text of one setting becomes a value, or a sentence that says what to write."""

import ipaddress
import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vestnik.kit import logs

# Parameters of libpq that may stand behind the question mark of a PostgreSQL address.
POSTGRESQL_OPTIONS = {
    "application_name",
    "connect_timeout",
    "gssencmode",
    "options",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
}

# WAL with synchronous=FULL: what is committed is on disk even when the power fails. Each thread keeps a
# connection, so the cache of each is small. As much of the file is mapped as SQLite can (2 GB), shared by all:
# with 256 MB a save cost 1.2 to 1.6 times as much at 100 000 stories (3 GB) as at 1 000, so the same.
SQLITE_OPENING = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8192; "
    "PRAGMA mmap_size=2147418112; PRAGMA temp_store=MEMORY;"
)


class Wrong(ValueError):
    """A text that is no value of its setting; carries the sentence that says what to write."""


def folder(text: str) -> Path:
    """An absolute path; `~` is the home folder, a relative one starts from the current folder."""
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:
        raise Wrong("write a full path: there is no home folder for '~' here.") from None


def look(text: str) -> Path | None:
    """A folder by its full path; None for no text."""
    if not text:
        return None
    path = Path(text)
    if not path.is_absolute():
        raise Wrong(f"write the full path of a folder, not '{text}'.")
    return path


def own_file(text: str) -> Path | None:
    """A file by its full path; None for no text."""
    if not text:
        return None
    path = Path(text)
    if not path.is_absolute():
        raise Wrong(f"write the full path of a file, not '{text}'.")
    return path


def bind(text: str) -> tuple[str, int]:
    """`host:port` of the socket to listen on; the host is an IP address or `localhost`."""
    wrong = Wrong(
        "write address:port, for example 127.0.0.1:8000, [::1]:8000, or 0.0.0.0:80 for every "
        f"network of the machine, not '{text}'."
    )
    match = re.fullmatch(r"(?:\[([^\]]+)\]|([^:\[\]]+)):([0-9]{1,5})", text)
    if not match:
        raise wrong
    bracketed, plain, port = match[1], match[2], int(match[3])
    try:
        address = ipaddress.ip_address(bracketed or plain.replace("localhost", "127.0.0.1"))
    except ValueError:
        raise wrong from None
    if (address.version == 6) != bool(bracketed) or not 0 < port < 65536:
        raise wrong
    return str(address), port


def port_of_its_own(text: str) -> tuple[str, int] | None:
    """As `bind`, with None for no text."""
    return bind(text) if text else None


def site_url(text: str) -> str:
    """`scheme://host[:port]` in small letters, ASCII (IDNA), without the scheme's own port."""
    wrong = Wrong(
        "write the site's address as readers type it, without a path, for example "
        f"https://vestnik.example, not '{text}'."
    )
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise wrong from None
    if ":" in host:
        try:
            host = f"[{ipaddress.IPv6Address(host)}]"
        except ValueError:
            raise wrong from None
    elif not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host):
        raise wrong
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None
    if parts.scheme not in ("http", "https") or extra or port == 0:
        raise wrong
    own_port = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, own_port) else "")


def own_url(text: str) -> str:
    """As `site_url`, with "" for none."""
    return site_url(text) if text else ""


def time_zone(text: str) -> str:
    """The name of a zone of the IANA database."""
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # OSError: a name like "Europe" is a folder of the zone database.
        raise Wrong(f"write a zone such as Europe/Sofia, not '{text}'.") from None


def languages(text: str) -> tuple[str, ...]:
    """Language codes; the first one is the site's first language."""
    codes = tuple(code.strip() for code in text.split(","))
    well_formed = all(re.fullmatch(r"[a-z]{2,3}(-[a-z]{2,4})?", code) for code in codes)
    if not well_formed or len(set(codes)) != len(codes):
        raise Wrong(
            "write language codes with commas between them, each once, the site's first language "
            f"first, for example bg,en, not '{text}'."
        )
    return codes


def secret(text: str) -> str:
    """A signing key of at least 50 characters; empty means the one kept in the data folder."""
    if text and len(text) < 50:
        raise Wrong("write at least 50 random characters, or leave it out to have one made.")
    return text


def switch(text: str) -> bool:
    """yes or no."""
    word = text.lower()
    if word not in ("yes", "true", "on", "1", "no", "false", "off", "0"):
        raise Wrong(f"write yes or no, not '{text}'.")
    return word in ("yes", "true", "on", "1")


def log_style(text: str) -> str:
    """text or json."""
    word = text.lower()
    if word not in (logs.TEXT, logs.JSON):
        raise Wrong(f"write text or json, not '{text}'.")
    return word


def minutes(text: str) -> int:
    """A number of minutes, 0 or more."""
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise Wrong(f"write a number of minutes from 0 to 999999, not '{text}'.")
    return int(text)


def mebibytes(text: str) -> int:
    """A size in MiB, 32 or more."""
    if not text.isascii() or not text.isdigit() or len(text) > 7 or int(text) < 32:
        raise Wrong(f"write a number of MiB from 32 on, not '{text}'.")
    return int(text)


def count(text: str) -> int:
    """A small number, 0 or more."""
    if not text.isascii() or not text.isdigit() or len(text) > 2:
        raise Wrong(f"write a number from 0 to 99, not '{text}'.")
    return int(text)


def file_store(text: str) -> Path:
    """The folder of a `file:///folder` address."""
    path = _file_path(_split(text), "file")
    if path is None:
        raise Wrong("write file:///folder with a full path; no other store is known yet.")
    return path


def database(text: str) -> dict[str, Any]:
    """What Django's `DATABASES["default"]` needs for an SQLite or PostgreSQL address."""
    # The text is never repeated in the sentence: it holds a password.
    wrong = Wrong(
        "write sqlite:///folder/file.sqlite3 with a full path, or "
        "postgresql://user:password@host:port/name, with % codes for special characters."
    )
    parts = _split(text)
    if parts is None:
        raise wrong
    if parts.scheme == "sqlite":
        path = _file_path(parts, "sqlite")
        if path is None or path.name == ":memory:":
            raise wrong
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_OPENING}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}
    name = unquote(parts.path[1:])
    if parts.scheme not in ("postgresql", "postgres") or not name or "/" in name or parts.fragment:
        raise wrong
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = query.pop("host", "") or unquote(parts.hostname or "")
    if unknown := sorted(set(query) - POSTGRESQL_OPTIONS):
        raise Wrong(
            f"'{unknown[0]}' is no option here; known are host (a socket's folder), "
            f"{', '.join(sorted(POSTGRESQL_OPTIONS))}."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
    }


def email(text: str) -> dict[str, Any]:
    """The Django `EMAIL_…` settings for a mail server or a folder of files."""
    # The text is never repeated in the sentence: it holds a password.
    wrong = Wrong(
        "write smtp://user:password@host:587 (STARTTLS; add ?starttls=no for a plain relay), "
        "smtps://user:password@host:465, or file:///folder with a full path."
    )
    parts = _split(text)
    path = _file_path(parts, "file")
    backends = "django.core.mail.backends"
    if path:
        return {"EMAIL_BACKEND": f"{backends}.filebased.EmailBackend", "EMAIL_FILE_PATH": str(path)}
    if parts is None or parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise wrong
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    starttls = query.pop("starttls", "yes")
    if query or parts.path.strip("/") or parts.fragment or starttls not in ("yes", "no"):
        raise wrong
    return {
        "EMAIL_BACKEND": f"{backends}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and starttls == "yes",
        "EMAIL_TIMEOUT": 20,
    }


def _split(text: str) -> SplitResult | None:
    """The parts of an address, or None where it is none (also a port that is no number)."""
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return None
    return parts


def _file_path(parts: SplitResult | None, scheme: str) -> Path | None:
    """The absolute path of `scheme:///path` (one leading slash more is forgiven), else None."""
    if parts is None or parts.scheme != scheme or parts.netloc or parts.query or parts.fragment:
        return None
    path = unquote(parts.path)
    return Path("/" + path.lstrip("/")) if path.strip("/") else None

"""The settings: what each one means, what is refused and in which words."""

import re
import stat
from pathlib import Path

import pytest

from vestnik.config import env
from vestnik.config.env import SETTINGS, SettingRefused, load

ROOT = Path(__file__).parents[3]


def test_every_default_can_be_used(tmp_path):
    read = load({"VESTNIK_DATA": str(tmp_path), "VESTNIK_BIND": ""})
    assert read.data == tmp_path
    assert (read.bind_host, read.bind_port) == ("127.0.0.1", 8000)
    assert read.url == "http://localhost:8000"
    assert read.allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert read.csrf_trusted_origins[:2] == ["http://localhost:8000", "http://127.0.0.1:8000"]
    assert (read.time_zone, read.language, read.languages) == ("Europe/Sofia", "bg", ("bg", "en"))
    assert read.media_root == tmp_path / "media"
    assert read.email["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
    assert read.debug is False
    assert list(tmp_path.iterdir()) == []


def test_the_default_database_keeps_what_is_committed(tmp_path):
    database = load({"VESTNIK_DATA": str(tmp_path)}).database
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"] == str(tmp_path / "vestnik.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_a_data_folder_may_have_any_name():
    read = load({"VESTNIK_DATA": "/срв/вестник 100%?#"})
    assert read.database["NAME"] == "/срв/вестник 100%?#/vestnik.sqlite3"
    assert read.media_root == Path("/срв/вестник 100%?#/media")


def test_a_relative_data_folder_starts_from_the_current_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load({"VESTNIK_DATA": "here"}).data == tmp_path / "here"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("127.0.0.1:8000", ("127.0.0.1", 8000)),
        ("[::1]:80", ("::1", 80)),
        ("0.0.0.0:65535", ("0.0.0.0", 65535)),
        ("localhost:8001", ("127.0.0.1", 8001)),
    ],
)
def test_bind(text, place):
    read = load({"VESTNIK_BIND": text})
    assert (read.bind_host, read.bind_port) == place


@pytest.mark.parametrize(
    ("text", "url", "host"),
    [
        ("https://vestnik.example", "https://vestnik.example", "vestnik.example"),
        ("https://Vestnik.Example:443/", "https://vestnik.example", "vestnik.example"),
        ("http://vestnik.example:8080", "http://vestnik.example:8080", "vestnik.example"),
        ("http://[::1]:8000", "http://[::1]:8000", "[::1]"),
        ("https://вестник.бг", "https://xn--b1agjinxh.xn--90ae", "xn--b1agjinxh.xn--90ae"),
    ],
)
def test_a_given_address_is_the_only_one_that_answers(text, url, host):
    read = load({"VESTNIK_URL": text})
    assert (read.url, read.allowed_hosts) == (url, [host])
    assert read.csrf_trusted_origins == [url]


def test_the_default_address_has_the_port_of_bind():
    assert load({"VESTNIK_BIND": "0.0.0.0:8123"}).url == "http://localhost:8123"
    assert load({"VESTNIK_BIND": "0.0.0.0:80"}).csrf_trusted_origins[1] == "http://127.0.0.1"


def test_postgresql_with_percent_codes_and_options():
    url = "postgresql://us%40er:p%2Fw%3A@[::1]:5433/my%20news?sslmode=require&connect_timeout=3"
    assert load({"DATABASE_URL": url}).database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "my news",
        "USER": "us@er",
        "PASSWORD": "p/w:",
        "HOST": "::1",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require", "connect_timeout": "3"},
    }


def test_postgresql_on_a_local_socket():
    database = load({"DATABASE_URL": "postgres://u@/news?host=%2Fvar%2Frun%2Fpg"}).database
    assert (database["HOST"], database["PORT"]) == ("/var/run/pg", "")
    assert database["OPTIONS"] == {}


@pytest.mark.parametrize("slashes", ["///", "////"])
def test_sqlite_paths_are_full_paths(slashes):
    assert load({"DATABASE_URL": f"sqlite:{slashes}srv/a%20b.db"}).database["NAME"] == "/srv/a b.db"


@pytest.mark.parametrize(
    ("url", "port", "ssl", "starttls"),
    [
        ("smtp://u:p%40@mail.example", 587, False, True),
        ("smtp://u:p%40@mail.example:25?starttls=no", 25, False, False),
        ("smtps://u:p%40@mail.example", 465, True, False),
    ],
)
def test_mail_servers(url, port, ssl, starttls):
    mail = load({"EMAIL_URL": url}).email
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"]) == ("mail.example", port)
    assert (mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"]) == ("u", "p@")
    assert (mail["EMAIL_USE_SSL"], mail["EMAIL_USE_TLS"]) == (ssl, starttls)


@pytest.mark.parametrize(("text", "value"), [("YES", True), ("1", True), ("off", False)])
def test_switches(text, value):
    assert load({"VESTNIK_DEBUG": text}).debug is value


REFUSED = {
    "VESTNIK_BIND": [
        "8000", "127.0.0.1", ":8000", "*:8000", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:http",
        "::1:8000", "[127.0.0.1]:80", "news.example:80", "127.0.0.1:٨٠", "300.0.0.1:80",
    ],
    "VESTNIK_URL": [
        "vestnik.example", "ftp://vestnik.example", "https://", "https://vestnik.example/news",
        "https://u@vestnik.example", "https://vestnik.example?a", "https://vestnik.example#a",
        "https://vestnik.example:x", "https://vestnik.example:0", "https://a b", "https://[x]",
        "https://" + "a" * 70 + ".example", "https://*.example",
    ],
    "VESTNIK_NEWSROOM_URL": ["newsroom", "https://vestnik.example/cms/", "ftp://newsroom.example"],
    "VESTNIK_PROXIES": ["one", "-1", "100", "1.5", "١"],
    "VESTNIK_TLS_CERT": ["cert.pem", "./cert.pem"],
    "VESTNIK_TLS_KEY": ["key.pem", "~/key.pem"],
    "VESTNIK_TIME_ZONE": ["Europe", "Sofia", "+02:00", "../etc/passwd", "/etc/localtime"],
    "VESTNIK_LANGUAGES": ["bg,", "bg;en", "bg,bg", "Bulgarian", "bg_BG"],
    "VESTNIK_LOOK": ["look", "./look", "~nobody-of-this-name/look"],
    "VESTNIK_ALONE": ["-1", "1.5", "two hours", "9999999", "٣"],
    "VESTNIK_MEMORY": ["31", "0", "-64", "1 GB", "64.5", "12345678"],
    "VESTNIK_MONITOR": ["9100", ":9100", "metrics.example:9100", "127.0.0.1:8000"],
    "VESTNIK_SECRET": ["short", "x" * 49],
    "DATABASE_URL": [
        "sqlite://", "sqlite:///", "sqlite://host/x", "sqlite:///:memory:", "mysql://u@h/n", "x",
        "postgresql://h", "postgresql://h/", "postgresql://h/a/b", "postgresql://h:x/n",
        "postgresql://u:p#w@h/n", "postgresql://h/n?pool=5",
    ],
    "MEDIA_STORE_URL": ["/srv/media", "file://srv/media", "file:///", "s3://bucket"],
    "EMAIL_URL": [
        "mail.example", "smtp://", "smtp://h/path", "smtp://h?tls=1", "smtp://h?starttls=maybe",
        "smtp://h:x", "file://", "file://srv/mail",
    ],
    "VESTNIK_LOG": ["yes", "JSON lines", "xml"],
    "VESTNIK_DEBUG": ["maybe", "2"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in REFUSED.items() for text in texts]
)
def test_what_is_refused(name, text):
    with pytest.raises(SettingRefused) as refused:
        load({name: text})
    assert refused.value.name == name
    said = str(refused.value)
    assert said.startswith(f"{name}: ")
    assert said.endswith(".")
    assert "\n" not in said


def test_a_certificate_needs_its_key_and_a_key_its_certificate(tmp_path):
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    both = {"VESTNIK_TLS_CERT": str(cert), "VESTNIK_TLS_KEY": str(key)}
    assert load(both).tls == (cert, key)
    assert load({}).tls is None
    for name, other in [tuple(both), tuple(both)[::-1]]:
        with pytest.raises(SettingRefused, match=f"{other} alone") as refused:
            load({other: both[other]})
        assert refused.value.name == name


def test_every_setting_but_the_folder_can_be_refused():
    assert {setting.name for setting in SETTINGS} - {"VESTNIK_DATA"} == set(REFUSED)


@pytest.mark.parametrize("name", ["DATABASE_URL", "EMAIL_URL", "VESTNIK_SECRET"])
def test_passwords_are_neither_said_nor_shown(name):
    with pytest.raises(SettingRefused) as refused:
        load({name: "x://u:geheim@h:port/"})
    assert "geheim" not in str(refused.value)
    good = {
        "DATABASE_URL": "postgresql://u:geheim@h/n",
        "EMAIL_URL": "smtp://u:geheim@h",
        "VESTNIK_SECRET": "geheim" * 10,
    }
    assert "geheim" not in repr(load(good))


def test_the_signing_key_is_made_once_and_kept_from_others(tmp_path):
    data = tmp_path / "new" / "folder"
    first = load({"VESTNIK_DATA": str(data)}).secret_key
    assert len(first) >= 50
    assert load({"VESTNIK_DATA": str(data)}).secret_key == first
    assert [path.name for path in data.iterdir()] == ["secret"]
    assert stat.S_IMODE((data / "secret").stat().st_mode) == 0o600


def test_a_given_signing_key_leaves_no_file(tmp_path):
    read = load({"VESTNIK_DATA": str(tmp_path), "VESTNIK_SECRET": "k" * 50})
    assert read.secret_key == "k" * 50
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"short\n", b"\xff" * 80])
def test_a_damaged_signing_key_is_refused(tmp_path, damage):
    (tmp_path / "secret").write_bytes(damage)
    with pytest.raises(SettingRefused, match="signing key"):
        load({"VESTNIK_DATA": str(tmp_path)}).secret_key  # noqa: B018


def test_two_processes_that_start_together_have_one_key(tmp_path, monkeypatch):
    """The other process finishes its key after we have looked and before we have written."""
    link = env.os.link

    def late(aside, path):
        Path(path).write_text("k" * 50)
        link(aside, path)

    monkeypatch.setattr(env.os, "link", late)
    assert env.kept_secret(tmp_path) == "k" * 50
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_sample_and_reference_page_tell_what_the_code_says():
    sample = (ROOT / ".env.sample").read_text()
    page = (ROOT / "docs/reference/settings.md").read_text()
    named = re.findall(r"^#([A-Z_]+)=(.*)$", sample, re.M)
    assert named == [(setting.name, setting.example) for setting in SETTINGS]
    assert re.findall(r"^## `(.*)`$", page, re.M) == [setting.name for setting in SETTINGS]
    in_sample = " ".join(re.sub(r"^# ?", "", line) for line in sample.splitlines())
    for setting in SETTINGS:
        assert f"{setting.help.replace('`', '')} Default: {setting.default or 'none'} " in in_sample
        section = " ".join(page.split(f"## `{setting.name}`")[1].split("## ")[0].split())
        assert section.startswith(setting.help)
        default = f"`{setting.default}`" if setting.default else "none"
        assert f"- Default: {default} - Example: `{setting.example}`" in section


def test_every_example_is_accepted():
    read = load({setting.name: setting.example for setting in SETTINGS})
    assert read.url == "https://vestnik.example"


@pytest.mark.parametrize(
    ("bind", "monitor"),
    [
        ("127.0.0.1:8000", "127.0.0.1:8000"),
        ("0.0.0.0:8000", "127.0.0.1:8000"),
        ("127.0.0.1:8000", "[::]:8000"),
    ],
)
def test_the_operators_port_is_never_the_readers(bind, monitor):
    with pytest.raises(SettingRefused, match="write another port than 8000"):
        load({"VESTNIK_BIND": bind, "VESTNIK_MONITOR": monitor})


def test_the_operators_port_is_none_unless_it_is_set():
    assert load({}).monitor is None
    read = load({"VESTNIK_BIND": "0.0.0.0:80", "VESTNIK_MONITOR": "127.0.0.1:9100"})
    assert read.monitor == ("127.0.0.1", 9100)
    assert load({"VESTNIK_MONITOR": "192.0.2.1:8000"}).monitor == ("192.0.2.1", 8000)

"""What a server is told of a copy: a configuration for nginx, pages that lead on, a word for who opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import PurePosixPath

from django.conf import settings

from vestnik.kit import clock
from vestnik.press import sheet
from vestnik.press.export.folder import CONF, OWN, README, Folder
from vestnik.press.export.record import Record, Row
from vestnik.press.surfaces import Kind

#: By the end of a file's name; all that the site has now. Others are written out address by address.
TYPES = {
    "html": "text/html", "htm": "text/html", "css": "text/css", "js": "text/javascript",
    "txt": "text/plain", "xml": "text/xml", "json": "application/json",
    "svg": "image/svg+xml", "avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg",
    "jpeg": "image/jpeg", "png": "image/png", "ico": "image/x-icon", "woff2": "font/woff2",
}  # fmt: skip
#: Headers that a static server says of itself, or that differ from file to file.
_ITS_OWN = {"content-encoding", "content-language", "date", "server"}


def write(folder: Folder, record: Record) -> None:
    """Write what belongs to the copy as it is now. Raises what `Folder.write` raises."""
    for place, text in (
        (CONF, "\n".join((*_conf(folder, record), ""))),
        (README, _readme(folder)),
    ):
        if not folder.holds(place, text.encode()):
            folder.write(place, text.encode())


def way_to(address: str) -> bytes:
    """A page that leads on, for servers that cannot be told to."""
    to = escape(address)
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{to}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={to}"><link rel="canonical" href="{to}"></head>\n'
        f'<body><p><a href="{to}">{to}</a></p></body></html>\n'
    ).encode()


def _readme(folder: Folder) -> str:
    now = clock.instant().strftime("%Y-%m-%d %H:%M UTC")
    return f"""\
A copy of {settings.VESTNIK_URL}, written by `vestnik press export`, last brought up to date at {now}.
Any static server serves it as the root of a host, such as: python3 -m http.server --directory .
nginx answers as the site did with `include {folder.root}/{CONF};` inside http {{ }}: see its first lines.
The same command brings it up to date and writes only what has changed; it can be stopped at any time.
{OWN}/ is no part of the site: the command's own record, and pages of addresses that were closed.
"""


def _conf(folder: Folder, record: Record) -> Iterator[str]:
    """The lines of the configuration."""
    moved = list(_moved(record))
    missing = [row.path for row in record.rows(f"kind = '{Kind.MISSING}'")]
    yield "# Written by `vestnik press export`. Include it inside http { }; change listen, server_name, root"
    yield "# in a copy of this file: the next run writes it anew."
    yield "map_hash_bucket_size 2048;"
    yield f"map_hash_max_size {max(2048, 4 * len(moved))};"
    yield "map $uri $vestnik_moved {"
    yield '    default "";'
    yield from moved
    yield "}"
    yield "server {"
    yield "    listen 80;"
    yield "    server_name _;"
    yield f"    root {_quoted(str(folder.root))};"
    yield "    index index.html;"
    yield "    charset utf-8;"
    yield "    charset_types text/xml;"
    yield "    absolute_redirect off;"
    yield "    types {"
    for end, kind in TYPES.items():
        yield f"        {kind} {end};"
    yield "    }"
    yield "    default_type application/octet-stream;"
    yield "    gzip on;"
    yield "    gzip_vary on;"
    yield "    gzip_types text/css text/javascript text/plain text/xml application/json image/svg+xml;"
    for name, value in _headers():
        yield f"    add_header {name} {_quoted(value)} always;"
    yield '    if ($vestnik_moved != "") { return 301 $vestnik_moved; }'
    yield f"    if (-f $document_root/{OWN}/closed$uri.html) {{ return 410; }}"
    yield f"    location ^~ /{OWN}/ {{ internal; types {{ }} default_type text/html; }}"
    for place in (CONF, README):
        yield f"    location = /{place} {{ return 404; }}"
    yield f"    error_page 410 /{OWN}/closed$uri.html;"
    # The shortest is that of the whole site.
    for path in sorted(missing, key=len):
        root = path.rpartition("/")[0]
        yield f"    location = {path} {{ internal; error_page 404 {path}; }}"
        if not root:
            # Here, so that what stands in no other place has them too.
            yield f"    error_page 403 =404 {path};"
            yield f"    error_page 404 {path};"
            yield "    location / { try_files $uri $uri/ =404; }"
            continue
        yield f"    location {root}/ {{"
        yield f"        error_page 403 =404 {path};"
        yield f"        error_page 404 {path};"
        yield f"        error_page 410 /{OWN}/closed$uri.html;"
        yield "        try_files $uri $uri/ =404;"
        yield "    }"
    # Their kind is not to be told from the name.
    for row in record.rows("status = 200 AND kind = 'page' AND path NOT LIKE '%/'"):
        if TYPES.get(_end(row)) != row.type.partition(";")[0]:
            yield f"    location = {_quoted(row.path)} {{"
            yield f"        types {{ }} default_type {_quoted(row.type.partition(';')[0])};"
            yield "    }"
    yield "}"


def _moved(record: Record) -> Iterator[str]:
    """Addresses that lead on, as lines of a map."""
    alike = record.alike()
    for row in record.rows("leads != ''"):
        name = row.path
        if _small(name) in alike:
            # A map takes small and capital letters for the same, a regular expression does not.
            name = f"~^{re.escape(name)}$"
        # A dollar sign would be the name of a variable.
        yield f"    {_quoted(name)} {_quoted(row.leads.replace('$', '%24'))};"


def _headers() -> list[tuple[str, str]]:
    """What the site says with each page, if its application ever ran on this node."""
    try:
        told = sheet.read(settings.VESTNIK_DATA / sheet.FILE).headers
    except (OSError, ValueError):
        return []
    return [(name, value) for name, value in told if name.lower() not in _ITS_OWN]


def _end(row: Row) -> str:
    return PurePosixPath(row.path).suffix.removeprefix(".").lower()


def _small(path: str) -> str:
    """In small letters as SQLite and nginx see them: of ASCII alone."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in path)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

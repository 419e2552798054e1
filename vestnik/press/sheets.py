"""Writing the sheet by which the press process knows this application."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string

from vestnik.press import due, files, sheet
from vestnik.press.gate.application import OWN, WORD_HEADER, word
from vestnik.press.marks import meaning
from vestnik.press.release import release

Wsgi = Callable[..., Iterable[bytes]]
#: A moment that no query holds by itself.
_SOME_MOMENT = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
#: A name that no file has.
_SOME_NAME = "name of no file"
#: Of one answer alone.
_OF_THE_BODY = {"content-length", "content-type", "cache-control", "vary"}
#: An address that the site's own middleware answers as any public one.
_ADDRESS = f"{OWN}headers"


def tell(application: Wsgi) -> None:
    """Write the sheet of this application into the node's data folder."""
    told = sheet.Sheet(
        release=release(),
        meaning=meaning(),
        due=tuple(_query(found) for found in due.queries(None)),
        due_after=tuple(_query(found) for found in due.queries(_SOME_MOMENT)),
        files=tuple(
            sheet.Files(kind.prefix, str(kind.folder()), _query(kind.rows(_SOME_NAME)))
            for kind in files.kinds
        ),
        headers=_headers(application),
        closed=render_to_string("closed.html"),
        unavailable=render_to_string("unavailable.html"),
    )
    sheet.write(told, settings.VESTNIK_DATA / sheet.FILE)


def _query(found: QuerySet[Any, Any]) -> sheet.Query:
    statement, values = found[:1].query.sql_with_params()
    return sheet.Query(statement, tuple(map(_value, values)))


def _value(value: Any) -> Any:
    if not isinstance(value, datetime | str):
        return value
    if value == _SOME_NAME:
        return {sheet.AFTER: True}
    if isinstance(value, str) and not value.startswith("1970-01-01 00:00:01"):
        return value
    # SQLite's moments are text by now.
    return {sheet.AFTER: True} if value in (_SOME_MOMENT, "1970-01-01 00:00:01") else str(value)


def _headers(application: Wsgi) -> tuple[tuple[str, str], ...]:
    """What the middleware puts on every public answer, whatever is asked for."""
    address = urlsplit(settings.VESTNIK_URL)
    told: list[tuple[str, str]] = []

    def start(status: str, headers: list[tuple[str, str]], *_: object) -> None:
        told.extend(headers)

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": _ADDRESS,
        "SERVER_NAME": address.hostname or "localhost",
        "SERVER_PORT": str(address.port or 80),
        "HTTP_HOST": address.netloc,
        f"HTTP_{WORD_HEADER.upper().replace('-', '_')}": word(settings.SECRET_KEY),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": address.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
    }
    answer = application(environ, start)
    for _ in answer:
        pass
    getattr(answer, "close", lambda: None)()
    return tuple((name, value) for name, value in told if name.lower() not in _OF_THE_BODY)

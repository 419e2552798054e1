"""Answers put together and kept in memory until one of their pieces changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus

from vestnik.press.answering import Answer, Answering
from vestnik.press.gate.encoding import gzipped

Headers = list[tuple[str, str]]
#: Readers revalidate at each visit; a page is served stale only when the site cannot answer.
CACHE_CONTROL = "public, max-age=0, stale-if-error=86400"
#: Quick: what changes often is compressed often.
QUICK = 1


@dataclass(slots=True)
class Ready:
    """One answer as it goes out. `pieces` are the prints in it, by name and number; it is right at
    `state` of the node, and between the moments `began` and `until` (seconds since 1970).
    """

    status: str
    etag: str
    bodies: dict[str, bytes]
    headers: dict[str, Headers]
    unchanged: dict[str, Headers]
    pieces: tuple[tuple[str, int], ...]
    began: float
    until: float
    counted: bool
    #: The stories that were left out since the node's operator closed them.
    left_out: frozenset[int] = frozenset()
    state: object = field(default=None, compare=False)

    @property
    def size(self) -> int:
        """Bytes of all bodies."""
        return sum(map(len, self.bodies.values()))


def ready(answer: Answer, common: Headers, made: Answering | None = None) -> Ready:
    """An answer made ready to go out, with the headers that all have in common."""
    tag = sha256(answer.body).hexdigest()[:24]
    control = "no-store" if answer.stale or answer.status >= 500 else CACHE_CONTROL
    own = {name.lower() for name, _ in answer.headers}
    shared = [
        *answer.headers,
        *(one for one in common if one[0].lower() not in own),
        ("Vary", "Accept-Encoding"),
        ("Cache-Control", control),
    ]
    if answer.stale:
        # Known to be behind: said so that a monitor sees it.
        shared.append(("Vestnik-Print", "stale"))
    bodies = {"identity": answer.body, "gzip": gzipped(answer.body, QUICK)}
    headers: dict[str, Headers] = {}
    unchanged: dict[str, Headers] = {}
    for name, body in bodies.items():
        etag = [("ETag", _etag(tag, name))] if control == CACHE_CONTROL else []
        encoding = [] if name == "identity" else [("Content-Encoding", name)]
        headers[name] = [*shared, *etag, *encoding, ("Content-Length", str(len(body)))]
        unchanged[name] = [*(one for one in shared if one[0] != "Content-Type"), *etag]
    return Ready(
        status=status_line(answer.status),
        etag=tag,
        bodies=bodies,
        headers=headers,
        unchanged=unchanged,
        pieces=tuple(made.pieces) if made else (),
        began=made.began.timestamp() if made and made.began else 0.0,
        until=made.until.timestamp() if made and made.until else float("inf"),
        counted=answer.status == 200 and not answer.invented,
        left_out=made.killed if made else frozenset(),
    )


def status_line(status: int) -> str:
    """A status as WSGI wants it."""
    return f"{status} {HTTPStatus(status).phrase}"


def matches(asked: str, found: Ready) -> bool:
    """Whether `If-None-Match` names this answer in any encoding (RFC 9110, 13.1.2)."""
    if asked.strip() == "*":
        return True
    return any(
        one.strip().removeprefix("W/").strip('"').partition("-")[0] == found.etag
        for one in asked[:2000].split(",")
    )


def _etag(tag: str, encoding: str) -> str:
    return f'"{tag}"' if encoding == "identity" else f'"{tag}-{encoding}"'

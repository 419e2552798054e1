"""Answers put together and kept in memory until one of their pieces changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING

from vestnik.press.answering import Answer, Answering
from vestnik.press.gate.encoding import QUICK, gzip_of, gzipped, packed_well
from vestnik.press.pieces import Filled, Segment, joined
from vestnik.press.store import Kept

if TYPE_CHECKING:
    from vestnik.press.gate.framing import Frame

Headers = list[tuple[str, str]]
#: Readers revalidate at each visit; a page is served stale only when the site cannot answer.
CACHE_CONTROL = "public, max-age=0, stale-if-error=86400"
#: Of more segments a page is rather compressed anew: each is packed without what stands before it.
MOST_SEGMENTS = 24
#: What a 304 leaves out (RFC 9110, 15.4.5).
_OF_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding"}


class Head(list[tuple[str, str]]):
    """The headers of what goes out many times, `own` ones behind those that it shares with others. `wire` is
    how they look on the wire, once somebody made it.
    """

    __slots__ = ("own", "shared", "wire")

    def __init__(self, own: Headers, shared: Head | None = None) -> None:
        super().__init__(own if shared is None else [*shared, *own])
        self.own, self.shared = own, shared
        self.wire = b""


class Form:
    """A body in one encoding, with the headers for it."""

    __slots__ = ("_segments", "_unchanged", "_whole", "headers", "size")

    def __init__(self, segments: Sequence[Segment], size: int, headers: Head) -> None:
        self._segments = segments
        # What most readers take is of one piece.
        self._whole = segments[0].body if len(segments) == 1 else None
        #: Bytes of the body.
        self.size = size
        self.headers = headers
        self._unchanged: Head | None = None

    @property
    def body(self) -> bytes:
        """What goes over the wire."""
        return joined(self._segments) if self._whole is None else self._whole

    @property
    def unchanged(self) -> Head:
        """The headers of a 304."""
        if self._unchanged is None:
            self._unchanged = Head([one for one in self.headers if one[0] not in _OF_THE_BODY])
        return self._unchanged


@dataclass(slots=True)
class Ready:
    """One answer as it goes out, in the forms that there are by now. `prints` are those in it, by name; it is
    right at `state` of the node, and between the moments `began` and `until` (seconds since 1970).
    """

    status: int
    etag: str
    #: Replaced as a whole, never changed: who sends one reads it once.
    forms: dict[str, Form]
    shared: Head
    prints: tuple[tuple[str, Kept], ...]
    began: float
    until: float
    counted: bool
    #: What it was put together of; None where that is of no use.
    filled: Filled | None = None
    #: The stories that were left out since the node's operator closed them.
    left_out: frozenset[int] = frozenset()
    state: object = field(default=None, compare=False)
    #: Whether somebody has already seen to its being packed well.
    noted: bool = field(default=False, compare=False)
    #: The numbers of `prints`.
    numbers: frozenset[int] = frozenset()
    #: All of it but the part that was printed anew last (framing.py).
    frame: Frame | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not self.numbers:
            self.numbers = frozenset([kept.number for _, kept in self.prints])

    @property
    def size(self) -> int:
        """Bytes of all bodies, and of the frame."""
        bodies = sum([form.size for form in self.forms.values()])
        return bodies if self.frame is None else bodies + self.frame.size

    def holds(self, now: float) -> bool:
        """Whether no time of it has ended or not yet begun."""
        return self.began <= now < self.until

    def pack_well(self) -> None:
        """Have it in every encoding, as small as is worth the time: tens of milliseconds."""
        plain = self.forms["identity"]
        packed = packed_well(plain.body).items()
        self.forms = {
            "identity": plain,
            **{name: self._form(name, body, name) for name, body in packed},
        }

    def _form(self, encoding: str, body: bytes, mark: str) -> Form:
        own = [("Content-Encoding", encoding), ("Content-Length", str(len(body)))]
        if self.etag:
            own.append(("ETag", f'"{self.etag}-{mark}"'))
        return form_of(body, Head(own, self.shared))


def form_of(body: bytes, headers: Head) -> Form:
    """A body of one piece."""
    return Form((Segment(body),), len(body), headers)


def ready(
    answer: Answer, common: Iterable[tuple[str, str]], made: Answering | None = None
) -> Ready:
    """An answer made ready to go out, with the headers that all have in common."""
    kept = not answer.stale and answer.status < 500
    found = Ready(
        status=answer.status,
        etag="",
        forms={},
        shared=_shared(answer.headers, tuple(common), kept, answer.stale),
        prints=tuple(made.prints) if made else (),
        began=made.began.timestamp() if made and made.began else 0.0,
        until=made.until.timestamp() if made and made.until else float("inf"),
        counted=answer.status == 200 and not answer.invented,
        left_out=made.killed if made else frozenset(),
    )
    _fill(found, answer.filled, tagged=kept)
    return found


def put_together(old: Ready, filled: Filled, prints: tuple[tuple[str, Kept], ...]) -> Ready:
    """The same answer with other parts in it, made of these prints."""
    began, until = span(prints)
    found = Ready(
        status=old.status,
        etag="",
        forms={},
        shared=old.shared,
        prints=prints,
        began=began,
        until=until,
        counted=old.counted,
    )
    _fill(found, filled, tagged=True)
    return found


def span(prints: Iterable[tuple[str, Kept]]) -> tuple[float, float]:
    """Between which moments all of some prints hold."""
    ends = [kept.until for _, kept in prints if kept.until is not None]
    began = max([kept.made for _, kept in prints]).timestamp()
    return began, min(ends).timestamp() if ends else float("inf")


def _fill(found: Ready, filled: Filled, *, tagged: bool) -> None:
    """Give an answer its body, as it is and as gzip."""
    segments = filled.segments
    size = sum([len(segment.body) for segment in segments])
    if tagged:
        found.etag = tag_of(segments)
    # One piece is packed for this answer alone.
    joins = 1 < len(segments) <= MOST_SEGMENTS
    quick = gzip_of(segments) if joins else gzipped(joined(segments), QUICK)
    found.filled = filled
    with_bodies(found, segments, size, quick)


def with_bodies(found: Ready, segments: Sequence[Segment], size: int, quick: bytes) -> None:
    """Give an answer, whose tag is known, a body of so many bytes, as it is and as gzip."""
    plain = [("Content-Length", str(size))]
    if found.etag:
        plain.append(("ETag", f'"{found.etag}"'))
    found.forms["identity"] = Form(segments, size, Head(plain, found.shared))
    # Other bytes than the well packed ones: a strong ETag tells them apart (RFC 9110, 8.8.3).
    found.forms["gzip"] = found._form("gzip", quick, "quick")


def tag_of(segments: Iterable[Segment]) -> str:
    """What tells one body from another; of their digests, which were made before."""
    return sha256(b"".join([segment.digest for segment in segments])).hexdigest()[:24]


# Few answers have headers of their own.
@lru_cache(maxsize=256)
def _shared(
    own: tuple[tuple[str, str], ...], common: tuple[tuple[str, str], ...], kept: bool, stale: bool
) -> Head:
    """The headers of an answer in all its forms. `kept`: browsers may keep it, and ask whether it is still
    right.
    """
    names = {name.lower() for name, _ in own}
    return Head(
        [
            *own,
            *(one for one in common if one[0].lower() not in names),
            ("Vary", "Accept-Encoding"),
            ("Cache-Control", CACHE_CONTROL if kept else "no-store"),
            # Known to be behind: said so that a monitor sees it.
            *([("Vestnik-Print", "stale")] if stale else []),
        ]
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

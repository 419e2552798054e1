"""How a body goes over the wire: the encodings that a client takes, and the body in each."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Collection
from functools import lru_cache

import brotli
import zstandard

from vestnik.press.pieces import Segment

#: Of the encodings that a client likes equally the first is sent: best first.
KNOWN = ("br", "zstd", "gzip", "identity")
#: For what waits for an answer, and for what can take its time.
QUICK, WELL = 1, 9
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
#: Bytes for which CPython keeps its lock while it makes a checksum (zlibmodule.c).
_AT_ONCE = 5 * 1024
#: An empty last block, with which a deflate stream ends.
DEFLATE_END = b"\x03\x00"


# Bounded: strangers choose the header.
@lru_cache(maxsize=512)
def accepted(header: str) -> tuple[str, ...]:
    """The encodings that `Accept-Encoding` allows, best first (RFC 9110, 12.5.3); identity at the end
    also where it is refused: something must be sent.
    """
    weights: dict[str, float] = {}
    for one in header[:1000].split(","):
        name, _, rest = one.partition(";")
        weights[name.strip().lower()] = _weight(rest)
    others = weights.get("*", 0.0)
    taken = [name for name in KNOWN[:-1] if weights.get(name, others) > 0]
    taken.sort(key=lambda name: -weights.get(name, others))
    return (*taken, "identity")


def gzipped(body: bytes, level: int) -> bytes:
    """The body as gzip, the same bytes each time."""
    return gzip.compress(body, level, mtime=0)


def gzip_of(segments: Collection[Segment]) -> bytes:
    """A body as gzip (RFC 1952), joined of its segments, which were packed before."""
    crc = length = 0
    pieces = [GZIP_HEAD]
    for segment in segments:
        length += len(segment.body)
        crc = checksum(segment.body, crc)
        pieces.append(segment.deflated)
    pieces += (DEFLATE_END, struct.pack("<II", crc, length & 0xFFFFFFFF))
    return b"".join(pieces)


def checksum(body: bytes, before: int) -> int:
    """The CRC-32 of a body that stands behind another one of this CRC-32."""
    # For more than this at once `crc32` lets another thread go on, and to come back into the line takes far
    # longer than the checksum does.
    if len(body) <= _AT_ONCE:
        return zlib.crc32(body, before)
    view = memoryview(body)
    for at in range(0, len(body), _AT_ONCE):
        before = zlib.crc32(view[at : at + _AT_ONCE], before)
    return before


def packed_well(body: bytes) -> dict[str, bytes]:
    """The body in every encoding but identity, as small as is worth the time."""
    return {
        "gzip": gzipped(body, WELL),
        "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=WELL),
        "zstd": zstandard.ZstdCompressor(level=15).compress(body),
    }


def _weight(rest: str) -> float:
    name, _, value = rest.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0

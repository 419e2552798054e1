"""How a body goes over the wire: the encodings that a client takes, and the body in each."""

from __future__ import annotations

import gzip
from functools import lru_cache

#: Best first.
KNOWN = ("gzip", "identity")


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
    return (*taken, "identity")


def gzipped(body: bytes, level: int) -> bytes:
    """The body as gzip, the same bytes each time."""
    return gzip.compress(body, level, mtime=0)


def _weight(rest: str) -> float:
    name, _, value = rest.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0

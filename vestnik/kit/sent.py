"""Owns the reading of what a browser has sent as JSON or in an address: anything at all may stand in it."""

from __future__ import annotations

import json
import re
from typing import Any

#: NUL, which PostgreSQL refuses, and halves of letters, which no encoding has. Both can be written in JSON.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def text(sent: object) -> str:
    """What was sent as text that can be kept and searched for; nothing for None."""
    return "" if sent is None else _NO_TEXT.sub("", str(sent))


def is_text(sent: str) -> bool:
    """Whether all of it can be kept."""
    return _NO_TEXT.search(sent) is None


def number(sent: object) -> int | None:
    """A row's number of at most eighteen digits (what fits in 64 bits); None for all else.

    Only 0 to 9 are digits here: for Python "٣" is a 3 and "²" a digit that `int` refuses.
    """
    written = str(sent)
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None


def json_object(body: bytes, *, most: int) -> dict[str, Any]:
    """A JSON object, each text of it as by `text`; an empty one for what is none or has more bytes."""
    if len(body) > most:
        return {}
    try:
        read = _clean(json.loads(body))
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _clean(read: Any) -> Any:
    if isinstance(read, str):
        return text(read)
    if isinstance(read, list):
        return [_clean(one) for one in read]
    if isinstance(read, dict):
        return {text(name): _clean(one) for name, one in read.items()}
    return read

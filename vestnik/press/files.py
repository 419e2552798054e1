"""What besides printed pages readers fetch by an address of its own, told to the press process: public photos.

Who keeps such files registers where they lie and which rows say that one may be shown; the press process
asks the database itself, as it asks the log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """Files under one prefix of addresses. `rows` gives, of the file with a name, the two moments between
    which it may be shown (None: without end), as a QuerySet of at most one row; none: nobody may see it.
    """

    prefix: str
    folder: Callable[[], Path]
    rows: Callable[[str], Any]


kinds: list[Kind] = []


def register(prefix: str, folder: Callable[[], Path], rows: Callable[[str], Any]) -> None:
    """Name files that the press process may serve by itself."""
    kinds.append(Kind(prefix, folder, rows))

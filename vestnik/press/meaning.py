"""What one row of the change log means for the press: what it touches, closes and opens.

Which events and tables there are only the application knows; it writes that down for the press process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

#: Touches every print.
ALL = "*"


class Logged(Protocol):
    """What is read of a row of the log."""

    @property
    def id(self) -> int: ...
    @property
    def event(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def keys(self) -> Iterable[str]: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """One change. `closes`: its subject is not to be seen any more; `opens`: it is again.

    `blind`: the row does not tell which subjects it touched, so some may have been closed by it.
    `at` is in seconds since 1970.
    """

    change: int
    at: float
    event: str
    subject: str
    keys: frozenset[str]
    closes: bool
    opens: bool
    blind: bool
    #: Pages to be printed though no print was made stale: the subject's own, where it can be read.
    pages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Flags:
    """What an event of one name does to its subject; as in `changes.events.Event`."""

    closes: bool
    opens: bool
    blind: bool


#: An event that only a newer release knows may have done anything.
UNKNOWN = Flags(closes=False, opens=False, blind=True)


@dataclass(frozen=True, slots=True)
class Meaning:
    """How rows are read: the flags of each event, and for each kind of key ("story") the broad keys of
    the tables that a write of such a row may touch.
    """

    events: Mapping[str, Flags]
    tables: Mapping[str, frozenset[str]]

    def mark(self, row: Logged) -> Mark:
        """What a row of the log means."""
        flags, keys = self.events.get(row.event, UNKNOWN), self.touched(row)
        return Mark(
            change=row.id,
            at=row.at.timestamp(),
            event=row.event,
            subject=row.subject,
            keys=frozenset(keys),
            closes=flags.closes,
            opens=flags.opens,
            blind=ALL in keys,
        )

    def touched(self, row: Logged) -> set[str]:
        """The keys of a change, with the broad keys of the tables that rows of their kind lie in.

        A change that names a table and no rows (a migration, a write of very many rows, one that the
        net caught) may have touched any row, so any print: "*".
        """
        keys = set(row.keys)
        blind = self.events.get(row.event, UNKNOWN).blind
        if blind or any(key.startswith("table:") for key in keys):
            return keys | {ALL}
        for key in row.keys:
            keys |= self.tables.get(key.partition(":")[0], frozenset())
        return keys

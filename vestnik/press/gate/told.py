"""What the application that started last told this node of itself, read again when it is another."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from vestnik.changes.place import moment
from vestnik.press import sheet as sheets
from vestnik.press.gate.database import PostgreSQLReader, SQLiteReader


class NotTold(Exception):
    """The application has never told this node of itself."""


class Told:
    """The sheet in the node's data folder."""

    def __init__(self, data: Path) -> None:
        self._path = data / sheets.FILE
        self._sheet: sheets.Sheet | None = None
        #: Another one for each sheet.
        self.stamp: object = None

    def now(self) -> sheets.Sheet:
        """The sheet of the application that started last. Raises NotTold."""
        try:
            stat = self._path.stat()
            stamp = (stat.st_ino, stat.st_mtime_ns)
            if stamp != self.stamp:
                self._sheet = sheets.read(self._path)
                self.stamp = stamp
        except (OSError, ValueError) as error:
            if self._sheet is None:
                raise NotTold from error
        if self._sheet is None:
            raise NotTold
        return self._sheet

    def last(self) -> sheets.Sheet:
        """The same as it was read last: a look at its file for each answer is too many. Raises NotTold."""
        return self._sheet or self.now()

    def first_due(
        self, database: SQLiteReader | PostgreSQLReader, after: datetime | None
    ) -> datetime | None:
        """The first moment after one (None: of all) at which something is due. Raises NotTold, DatabaseGone."""
        told = self.now()
        queries = told.due if after is None else told.due_after
        found = [
            row[0]
            for query in queries
            for row in database.ask(query.statement, query.filled(after))
        ]
        return min((moment(at) for at in found if at is not None), default=None)

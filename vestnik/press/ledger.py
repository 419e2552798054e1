"""Small files in which the processes of a node keep figures: laid when missing, laid anew when damaged."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from vestnik.press.damage import identity_of, is_damage, throw_away

logger = logging.getLogger("vestnik.press")
#: Nobody waits longer for another's writing, in seconds.
PATIENCE = 0.2


@contextmanager
def ledger(path: Path, schema: str) -> Iterator[sqlite3.Connection]:
    """The file in one transaction. Thrown away when it is damaged: the next use lays a new one.

    Raises sqlite3.Error and OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    file = identity_of(path)
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE)) as db, db:
            # Figures that a power cut may take: no answer waits for the disk.
            db.execute("PRAGMA synchronous = OFF")
            db.executescript(schema)
            yield db
    except sqlite3.Error as error:
        # Another thread or process may have been faster: what lies there now is whole then.
        if is_damage(error) and identity_of(path) == file:
            logger.error("%s is damaged (%s) and begins anew.", path.name, error)
            throw_away(path)
        raise

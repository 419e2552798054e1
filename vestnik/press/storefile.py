"""The file of the store of prints: its tables, laid anew where they are another release's; who writes when."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from secrets import randbits

from vestnik.press import receipts, touched

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS prints (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE NOT NULL, until REAL,
    stale INTEGER NOT NULL DEFAULT 0, blind INTEGER NOT NULL DEFAULT 0,
    made REAL NOT NULL, milliseconds REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS contents (print_id INTEGER PRIMARY KEY, content TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS prints_by_end ON prints (until) WHERE until IS NOT NULL AND stale = 0;
CREATE INDEX IF NOT EXISTS prints_by_cost ON prints (milliseconds);
CREATE TABLE IF NOT EXISTS keys (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL);
CREATE TABLE IF NOT EXISTS used (
    key_id INTEGER NOT NULL, print_id INTEGER NOT NULL, PRIMARY KEY (key_id, print_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS used_by_print ON used (print_id);
CREATE TABLE IF NOT EXISTS closed (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS killed (path TEXT PRIMARY KEY, story INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
{receipts.SCHEMA}
"""
#: What belongs to a print goes with it. A mark writes a print's row anew and a look reads it: its content, a
#: hundred times as long, lies elsewhere.
_TRIGGERS = (
    "CREATE TRIGGER IF NOT EXISTS prints_go AFTER DELETE ON prints BEGIN"
    " DELETE FROM contents WHERE print_id = OLD.id;"
    " DELETE FROM used WHERE print_id = OLD.id; END",
    *touched.SCHEMA,
)
#: A store written by another release is laid anew.
FORMAT = "4"
TABLES = (
    "prints",
    "contents",
    "used",
    "keys",
    "closed",
    "facts",
    "killed",
    *receipts.TABLES,
    *touched.TABLES,
)
#: Seconds for which others may write, and after which it is looked again whether they still do.
PATIENCE, AGAIN = 10.0, 0.001


def opened(path: Path) -> sqlite3.Connection:
    """A connection to the store in this file, which is laid when it is not there or of another release."""
    db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    # A cache: what a power cut loses is printed again.
    db.execute("PRAGMA synchronous = OFF")
    # Nothing in it is secret; Debian's SQLite would write zeros over all that is removed.
    db.execute("PRAGMA secure_delete = OFF")
    if not _is_ours(db):
        db.execute("BEGIN IMMEDIATE")
        # Another process may have been faster.
        if not _is_ours(db):
            lay(db)
        db.execute("COMMIT")
    return db


def lay(db: sqlite3.Connection) -> None:
    """Have all tables empty, within a transaction, but for what the operator of the node has killed."""
    killed = _killed_before(db)
    # Also where they are this release's: to delete row by row would fire the triggers at each.
    for table in TABLES:
        db.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in (*_SCHEMA.split(";"), *_TRIGGERS):
        db.execute(statement)
    db.executemany("INSERT INTO killed VALUES (?, ?)", killed)
    # So that nothing ever had the number of something that was there before, in this file or another one.
    for table in ("prints", *touched.TABLES):
        db.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", [table, randbits(50)])
    set_fact(db, "format", FORMAT)


def begin(db: sqlite3.Connection) -> None:
    """Begin to write as soon as no other process does. Left to itself SQLite would look again after up to
    100 ms, and readers who wait for a mark would wait with it.
    """
    end = time.monotonic() + PATIENCE
    db.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                db.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > end:
                    raise
            time.sleep(AGAIN)
    finally:
        db.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")


def fact(db: sqlite3.Connection, name: str) -> str | None:
    """A small thing that the node remembers; None when it does not."""
    row = db.execute("SELECT value FROM facts WHERE name = ?", [name]).fetchone()
    return None if row is None else str(row[0])


def set_fact(db: sqlite3.Connection, name: str, value: str) -> None:
    """Remember a small thing, as a part of the transaction that is going on."""
    db.execute("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", [name, value])


def _killed_before(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """What is killed in a store that another release laid; its table may be another, or not there."""
    try:
        return db.execute("SELECT path, story FROM killed").fetchall()
    except sqlite3.OperationalError:
        return []


def _is_ours(db: sqlite3.Connection) -> bool:
    """Whether the file was laid by this release."""
    try:
        return fact(db, "format") == FORMAT
    except sqlite3.OperationalError:
        return False

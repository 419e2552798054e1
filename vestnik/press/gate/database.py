"""The newsroom's database as the press process asks it: it only reads, and only the log and what is due."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

#: Seconds for a statement and for a connection; then the database counts as gone.
PATIENCE = 2.0


class DatabaseGone(Exception):
    """The database does not answer."""


class SQLiteReader:
    """An SQLite file, one connection a thread."""

    is_postgresql = False

    def __init__(self, path: str) -> None:
        self._path = path
        self._local = threading.local()

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of one SELECT, its placeholders `%s`. Raises DatabaseGone."""
        try:
            return (
                self._connection().execute(statement.replace("%s", "?"), _plain(values)).fetchall()
            )
        except sqlite3.Error as error:
            self._local.db = None
            raise DatabaseGone(str(error)) from error

    def _connection(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            # Never made by who only reads: a missing file is a database that is gone.
            db = sqlite3.connect(
                f"file:{self._path}?mode=ro", uri=True, timeout=PATIENCE, isolation_level=None
            )
            self._local.db = db
        return db


class PostgreSQLReader:
    """A PostgreSQL database, one connection for all threads: it is asked under the follower's lock."""

    is_postgresql = True

    def __init__(self, **parameters: Any) -> None:
        self._parameters = parameters
        self._lock = threading.Lock()
        self._db: Any = None

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of one SELECT, its placeholders `%s`. Raises DatabaseGone."""
        import psycopg

        with self._lock:
            try:
                if self._db is None or self._db.closed:
                    self._db = psycopg.connect(
                        **self._parameters, autocommit=True, connect_timeout=int(PATIENCE)
                    )
                    self._db.execute("SET default_transaction_read_only = on")
                    self._db.execute(f"SET statement_timeout = {int(PATIENCE * 1000)}")
                found: list[tuple[Any, ...]] = self._db.execute(statement, list(values)).fetchall()
                return found
            except psycopg.Error as error:
                if self._db is not None:
                    self._db.close()
                    self._db = None
                raise DatabaseGone(str(error)) from error


def reader(database: dict[str, Any]) -> SQLiteReader | PostgreSQLReader:
    """The reader of a database, given as in Django's settings."""
    if "sqlite" in database["ENGINE"]:
        return SQLiteReader(str(database["NAME"]))
    names = {
        "NAME": "dbname",
        "USER": "user",
        "PASSWORD": "password",
        "HOST": "host",
        "PORT": "port",
    }
    parameters = {ours: database[name] for name, ours in names.items() if database.get(name)}
    options = {
        name: value
        for name, value in database.get("OPTIONS", {}).items()
        if name not in ("pool", "server_side_binding", "isolation_level", "assume_role")
    }
    return PostgreSQLReader(**parameters, **options)


def _plain(values: Sequence[Any]) -> list[Any]:
    """Values as SQLite holds them: moments as text in UTC."""
    return [
        str(value.astimezone(UTC).replace(tzinfo=None)) if isinstance(value, datetime) else value
        for value in values
    ]

"""The newsroom of `newsroom_process` as tests speak to it, and the database that it works on."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).parents[2]


class Newsroom:
    """The process of `newsroom_process`, and how it is spoken to."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        self.errors = log.open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.properties.newsroom_process"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )
        self._read()

    def _read(self) -> dict:
        line = self.process.stdout.readline()
        assert line, self.log.read_text("utf-8")
        return json.loads(line)

    def ask(self, do: str, **order) -> dict:
        self.process.stdin.write(json.dumps({"do": do, **order}) + "\n")
        self.process.stdin.flush()
        return self._read()

    def answer(self, do: str, **order):
        said = self.ask(do, **order)
        assert "answer" in said, f"{said} {self.log.read_text('utf-8')[-3000:]}"
        return said["answer"]

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(20)
        self.errors.close()


def postgres_url(name: str) -> str:
    given = connection.settings_dict
    who = ":".join(quote(given[part], safe="") for part in ("USER", "PASSWORD") if given[part])
    host, port = given["HOST"], given["PORT"]
    where = "" if host.startswith("/") else f"{host}{f':{port}' if port else ''}"
    return f"postgresql://{who}@{where}/{name}" + (f"?host={host}" if host[:1] == "/" else "")


def copy_of_the_database(folder: Path, name: str) -> str:
    """A database of its own, a copy of the tests' own as it was committed; its DATABASE_URL."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        path = folder / "newsroom.sqlite3"
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        return f"sqlite://{path}"
    name = f"{connection.settings_dict['NAME']}_{name}"
    template = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return postgres_url(name)


def drop_copy(name: str) -> None:
    """Drop the copy of this name; on SQLite it went with its folder."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            copy = f"{connection.settings_dict['NAME']}_{name}"
            cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')

"""The ground that each example stands on: a process with a database of its own, put back in a moment.

Nothing here is inside a test's transaction: what the machine commits is committed.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

#: The same in both processes: names of renditions hang on it.
SECRET = "one secret for both processes of the machine, as for all nodes of a site"


class Ground:
    """A database and the photos beside it, as they were when `keep()` was called."""

    def __init__(self, folder: Path, database: str = "") -> None:
        """Make this process a newsroom in the folder. `database`: a URL, to be worked on and overwritten."""
        self.folder = folder
        self.url = database or f"sqlite://{folder}/newsroom.sqlite3"
        for name in [name for name in os.environ if name.startswith("VESTNIK_")]:
            if name != "VESTNIK_MUTANT":
                del os.environ[name]
        os.environ |= self.environment(folder / "data")
        _start()

    def environment(self, data: Path) -> dict[str, str]:
        """The settings of one process of the site."""
        return {
            "DJANGO_SETTINGS_MODULE": "vestnik.config.settings",
            "DATABASE_URL": self.url,
            "VESTNIK_DATA": str(data),
            "VESTNIK_URL": "http://site.test",
            "VESTNIK_SECRET": SECRET,
        }

    def keep(self) -> None:
        """Remember the state to which `put_back()` returns."""
        from django.db import connection

        connection.close()
        shutil.copytree(self._media, self.folder / "kept media", dirs_exist_ok=True)
        if connection.vendor == "sqlite":
            with closing(photograph(connection.settings_dict["NAME"])) as picture:
                develop(picture, str(self._kept))
            return
        with connection._nodb_cursor() as cursor:
            name = connection.settings_dict["NAME"]
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}_ground" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}_ground" TEMPLATE "{name}"')

    def put_back(self) -> None:
        """The state that was kept. Nobody may be connected to the database."""
        from django.db import connection

        connection.close()
        shutil.rmtree(self._media)
        shutil.copytree(self.folder / "kept media", self._media)
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self._kept)) as kept:
                develop(kept, connection.settings_dict["NAME"])
            return
        with connection._nodb_cursor() as cursor:
            name = connection.settings_dict["NAME"]
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{name}_ground"')

    def leave(self) -> None:
        """Drop what was kept outside the folder."""
        from django.db import connection

        connection.close()
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                name = connection.settings_dict["NAME"]
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}_ground" WITH (FORCE)')

    @property
    def _kept(self) -> Path:
        return self.folder / "kept.sqlite3"

    @property
    def _media(self) -> Path:
        return self.folder / "data" / "media"


def photograph(path: str) -> sqlite3.Connection:
    """An SQLite database as it is now, in memory."""
    picture = sqlite3.connect(":memory:")
    with closing(sqlite3.connect(path)) as live:
        live.backup(picture)
    return picture


def develop(picture: sqlite3.Connection, path: str) -> None:
    """Put an SQLite database back to what it was; who is connected sees it change."""
    with closing(sqlite3.connect(path, timeout=20)) as live:
        picture.backup(live)


def _start() -> None:
    import django
    from django.conf import settings

    django.setup()
    settings.VESTNIK_NET_RAISES = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ALLOWED_HOSTS = ["*"]
    quicken(settings.DATABASES["default"])
    one_clock()


def quicken(database: dict[str, Any]) -> None:
    """No power cut is waited for here."""
    if "sqlite" in database["ENGINE"]:
        database["OPTIONS"]["init_command"] += "; PRAGMA synchronous = OFF"


def one_clock() -> None:
    """Let Django's and Wagtail's clock tell what the kit's does: the machine moves both."""
    from django.utils import timezone

    from vestnik.kit import clock

    timezone.now = clock._now

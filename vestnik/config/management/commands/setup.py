"""`vestnik setup`: migrates, lays the first data, loads the demo edition once."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from vestnik.changes.actor import Actor, acting
from vestnik.config import first_data
from vestnik.importer.demo.load import load_demo
from vestnik.stories.models import Story

NEWER_DATABASE = 3


class Command(BaseCommand):
    help = "Prepares the database: migrates it, lays the first data, loads the demo edition once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave the site empty")
        parser.add_argument(
            "--for-run", action="store_true", help="print one JSON object for the launcher"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            newer = self._newer_migrations()
        except DatabaseError as error:
            self.stderr.write(f"The database does not answer: {str(error).strip()}")
            sys.exit(2)
        if newer:
            self.stderr.write(
                "This database was made by a newer release of Vestnik "
                f"({newer[0]} is unknown here): install that release, or use another database."
            )
            sys.exit(NEWER_DATABASE)
        call_command("migrate", interactive=False, verbosity=0)
        with acting(Actor(None, "setup")):
            first_data.lay()
            # Together: who stops it half-way finds neither a user whose password he never saw nor
            # a site that counts as set up and has no edition.
            with transaction.atomic():
                user = first_data.first_user()
                fresh = user is not None and not Story.objects.exists()
                loaded = load_demo(self._tell) if fresh and not options["no_demo"] else 0
        if options["for_run"]:
            self.stdout.write(
                json.dumps(
                    {
                        "newsroom_user": user[0] if user else None,
                        "password": user[1] if user else None,
                        "demo_loaded": loaded,
                        "state": "new" if user else "kept",
                    }
                )
            )
            return
        self.stdout.write(f"Ready. Demo stories loaded: {loaded}.")
        if user:
            self.stdout.write(f"Newsroom user {user[0]}, password {user[1]} (shown once).")

    def _tell(self, done: int, of: int) -> None:
        """Say on a terminal how many pictures of the demo edition are drawn."""
        if self.stderr.isatty():
            end = "\n" if done == of else "\r"
            print(
                f"Drawing the pictures of the demo edition: {done} of {of}",
                end=end,
                file=sys.stderr,
                flush=True,
            )

    @staticmethod
    def _newer_migrations() -> list[str]:
        """Migrations of ours that the database has and this release has not."""
        loader = MigrationLoader(connection, ignore_no_migrations=True)
        known = set(loader.disk_migrations)
        ours = {"changes", "accounts", "photos", "stories"}
        return [
            f"{app}.{name}"
            for app, name in sorted(loader.applied_migrations)
            if app in ours and (app, name) not in known
        ]

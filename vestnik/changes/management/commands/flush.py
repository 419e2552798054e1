"""Django's own `flush` with the net lifted: it announces the whole site once instead."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.flush import Command as Stock
from django.db import connections, transaction

from vestnik.changes import sealing
from vestnik.changes.announcing import announce, lifted
from vestnik.changes.events import SiteMigrated


class Command(Stock):
    def handle(self, *args: Any, **options: Any) -> None:
        with lifted(), sealing.unsealed(connections[options["database"]]):
            super().handle(*args, **options)
        with transaction.atomic():
            announce(SiteMigrated("site"), ["site"])

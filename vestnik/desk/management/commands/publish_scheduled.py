"""Wagtail's command by its name, doing what our clock does (rule 12)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from vestnik.desk.clock import publish_due


class Command(BaseCommand):
    help = "Publishes what is due now, once."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{publish_due()} published or taken off.")

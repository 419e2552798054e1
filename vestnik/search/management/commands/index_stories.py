"""`vestnik index_stories`: makes the newsroom's index of stories anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from vestnik.kit.progress import counting
from vestnik.search.actions.index import index
from vestnik.search.models import Card, Waiting
from vestnik.stories.models import Story

#: Stories that are indexed in one transaction.
BATCH = 200


class Command(BaseCommand):
    help = "Makes the newsroom's index of stories anew; can be stopped, and continued with --from."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", type=int, default=None, dest="first", metavar="ID",
            help="Go on from this story down instead of beginning with an empty index.",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        stories = Story.objects.order_by("-pk")
        if options["first"] is None:
            Card.objects.all().delete()
        else:
            stories = stories.filter(pk__lte=options["first"])
        last, done = None, 0
        with counting("Indexing", "stories") as progress:
            task = progress.add_task("", total=stories.count())
            while True:
                rest = stories if last is None else stories.filter(pk__lt=last)
                pks = list(rest.values_list("pk", flat=True)[:BATCH])
                if not pks:
                    break
                index(pks)
                Waiting.objects.filter(pk__in=pks).delete()
                last, done = pks[-1], done + len(pks)
                progress.advance(task, len(pks))
        self.stdout.write(f"{done} stories indexed.")

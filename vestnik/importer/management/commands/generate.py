"""`vestnik generate --stories N`: a believable archive, for trying everything at size."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vestnik.changes.actor import Actor, acting
from vestnik.importer.actions.cast import find_or_make_cast
from vestnik.importer.actions.generate import done_so_far, generate
from vestnik.importer.invented import photo_indexes
from vestnik.kit.progress import counting

MOST = 10_000_000


class Command(BaseCommand):
    help = "Fills the site with an invented archive of N stories; can be stopped and resumed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stories", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=2009, help="another seed, another archive")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted, seed = options["stories"], options["seed"]
        if not 0 < wanted <= MOST:
            raise CommandError(f"--stories takes a number from 1 to {MOST}.", returncode=2)
        have = done_so_far(seed)
        if have >= wanted:
            self.stdout.write(f"{have} generated stories are there already; nothing to do.")
            return
        with acting(Actor(None, "generate")), counting("Generating", "stories") as progress:
            cast = find_or_make_cast(photos=len(photo_indexes(wanted)))
            task = progress.add_task("", total=wanted, completed=have)
            for written in generate(cast, first=have, last=wanted, seed=seed):
                progress.advance(task, written)
        self.stdout.write(f"{wanted - have} stories written, {wanted} in all.")

"""`vestnik press verify|status|kill|revive|export`: the press of this node, for its operator."""

from __future__ import annotations

import json
import shlex
import sqlite3
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console
from rich.progress import track

from vestnik.changes import nudge
from vestnik.kit import clock
from vestnik.kit.progress import counting
from vestnik.press import answers, status, surfaces, verifying
from vestnik.press.errors import CannotExport
from vestnik.press.export.copying import Done, Stopped, export

#: Exit code of `verify` when a print was not right.
WRONG = 1
#: Prints whose names are read at a time.
PAGE = 500


class Command(BaseCommand):
    help = "Verifies what this node has printed, shows its state, closes an address on it, copies the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        verify = acts.add_parser("verify", help="compare prints with fresh renders, and mend them")
        size = verify.add_mutually_exclusive_group()
        size.add_argument("--all", action="store_true", help="every print of this node")
        size.add_argument("--sample", type=int, default=100, metavar="N", help="N by chance (100)")
        shown = acts.add_parser(
            "status", help="surfaces, bytes, lag, verification, slowest renders"
        )
        shown.add_argument("--json", action="store_true", help="as one JSON object")
        kill = acts.add_parser("kill", help="close an address on this node, whatever it holds")
        kill.add_argument("address", metavar="ADDRESS", help="path or whole address")
        revive = acts.add_parser("revive", help="open an address that was killed")
        revive.add_argument("address", metavar="ADDRESS", help="path or whole address")
        export = acts.add_parser(
            "export",
            help="write the whole site as plain files, or bring such a copy up to date",
            epilog="It can be stopped at any time: the copy is usable, and the same command goes on.",
        )
        export.add_argument("folder", metavar="DIR", type=Path, help="a new folder, or such a copy")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["act"]:
            case "verify":
                self._verify(None if options["all"] else options["sample"])
            case "status":
                self._status(as_json=options["json"])
            case "kill":
                self._kill(_path(options["address"]))
            case "export":
                self._export(options["folder"])
            case _:
                self._revive(_path(options["address"]))

    def _verify(self, size: int | None) -> None:
        if size is not None and size < 1:
            raise CommandError("--sample: write a number from 1.")
        _must_be_of_the_site()
        console = Console(stderr=True)
        total = answers.store().figures()["surfaces"] if size is None else size
        names: Iterable[str] = _all_names() if size is None else verifying.sample(size)
        checked = wrong = 0
        try:
            for name, difference in track(
                verifying.verify_and_repair(names),
                "Verifying",
                total=total,
                console=console,
                disable=not console.is_terminal,
            ):
                checked += 1
                if difference is not None:
                    wrong += 1
                    self.stdout.write(f"{name} was not right, and was printed again:")
                    self.stdout.write("\n".join(difference.lines()))
        except DatabaseError as error:
            raise CommandError(f"The database does not answer: {error}") from None
        self.stdout.write(f"{checked} prints compared, {wrong} wrong.")
        if wrong:
            sys.exit(WRONG)

    def _export(self, folder: Path) -> None:
        _must_be_of_the_site()
        with counting("Writing", "addresses") as progress:
            task = progress.add_task("", total=None)

            def shown(total: int, done: int) -> None:
                if total:
                    progress.reset(task, total=total)
                progress.advance(task, done)

            try:
                done = export(folder, shown)
            except Stopped as stopped:
                self.stdout.write(f"Stopped: {_in_words(stopped.done)}.")
                self.stdout.write(
                    "The copy can be served as it is. To go on: vestnik press export"
                    f" {shlex.quote(str(folder))}"
                )
                raise KeyboardInterrupt from None
            except CannotExport as error:
                raise CommandError(str(error)) from None
            except DatabaseError as error:
                raise CommandError(f"The database does not answer: {error}") from None
        self.stdout.write(f"{done.addresses} addresses: {_in_words(done)}.")
        for path in sorted(done.odd):
            self.stdout.write(f"{path} cannot be a file, and is not in the copy.")
        for path in sorted(done.failed):
            self.stdout.write(f"{path} could not be printed, and is not in the copy.")
        if done.failed:
            sys.exit(WRONG)

    def _status(self, *, as_json: bool) -> None:
        found = status.read(answers.follower())
        if as_json:
            self.stdout.write(json.dumps(asdict(found), default=str))
            return
        for line in status.in_lines(found, clock.instant()):
            self.stdout.write(line)

    def _kill(self, path: str) -> None:
        answers.store().kill(path, surfaces.story_at(path))
        nudge.nudge()
        self.stdout.write(
            f"{path} answers 410 on this node; `vestnik press revive` opens it again."
        )

    def _revive(self, path: str) -> None:
        if not answers.store().revive(path):
            raise CommandError(f"{path} was not killed on this node.")
        nudge.nudge()
        self.stdout.write(f"{path} answers again.")


def _all_names() -> Iterator[str]:
    last = ""
    while names := answers.store().names(after=last, limit=PAGE):
        yield from names
        last = names[-1]


def _must_be_of_the_site() -> None:
    answers.follower().takes_over = False
    try:
        right = answers.follower().may_keep()
    except sqlite3.Error as error:
        raise CommandError(f"The press's store cannot be used: {error}") from None
    if not right:
        raise CommandError(
            "The site runs with other settings or another release than this command: "
            "run it with the site's environment."
        )


def _in_words(done: Done) -> str:
    return f"{done.written} files written, {done.same} as they were, {done.removed} removed"


def _path(address: str) -> str:
    path = urlsplit(address).path
    if not path.startswith("/"):
        raise CommandError(f"{address} is no address: write its path, such as /svyat/.")
    return path

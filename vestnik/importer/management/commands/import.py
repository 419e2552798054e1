"""`vestnik import page FILE…`: saved pages become drafts, or published stories."""

from __future__ import annotations

import gzip
import json
import logging
import sys
import zlib
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import Error as DatabaseFailure
from rich.console import Console
from rich.progress import track

from vestnik.importer.actions.import_page import Imported, import_page
from vestnik.importer.reading.found import MAX_BYTES
from vestnik.stories.models import Section

logger = logging.getLogger("vestnik.importer")
SUFFIXES = {".html", ".htm", ".xhtml", ".txt", ".gz"}
#: Exit codes: something was refused; nothing could be tried.
SOME_REFUSED, WRONG_USE = 1, 2


class Command(BaseCommand):
    help = "Imports what was written elsewhere: `import page FILE…`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="page")
        page = kinds.add_parser("page", help="pages saved as text or HTML")
        page.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files or folders")
        page.add_argument("--publish", action="store_true", help="publish at once, not as drafts")
        page.add_argument("--section", help="address of the section, such as svyat")
        page.add_argument("--json", action="store_true", help="print one JSON object a file")
        page.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        files = list(_files(options["files"]))
        if not files:
            raise CommandError("There are no pages in what was named.", returncode=WRONG_USE)
        section = _section(options["section"])
        console = Console(stderr=True)
        states: Counter[str] = Counter()
        shown = track(
            files, "Importing", console=console, disable=options["json"] or not console.is_terminal
        )
        for path in shown:
            result = _one(path, section, options["publish"], options["dry_run"])
            states[result.state] += 1
            if options["json"]:
                line = json.dumps(asdict(result), ensure_ascii=False, cls=DjangoJSONEncoder)
                self.stdout.write(line)
            else:
                self._tell(result, dry=options["dry_run"])
        if not options["json"]:
            summary = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
            self.stdout.write(f"{len(files)} files: {summary}.")
        if states["refused"]:
            sys.exit(SOME_REFUSED)

    def _tell(self, result: Imported, *, dry: bool) -> None:
        would = "would be " if dry and result.state != "refused" else ""
        where = result.address or (f"story {result.story}" if result.story else "")
        line = f"{result.file}: {would}{result.state} {where}".rstrip()
        if result.reason:
            line += f" ({result.refused}: {result.reason})"
        if result.teasers:
            line += f"; {len(result.teasers)} announced stories as drafts"
        self.stdout.write(line)


def _one(path: Path, section: Section | None, publish: bool, dry_run: bool) -> Imported:
    """Import one file; whatever goes wrong with it concerns it alone."""
    # Names of old archives are often not UTF-8, and could not be written as they are.
    name = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    try:
        data = _read(path)
    except (OSError, EOFError, zlib.error) as error:
        return Imported(name, "refused", refused="unreadable", reason=f"{error}.")
    try:
        return import_page(data, name=name, section=section, to_publish=publish, dry_run=dry_run)
    except DatabaseFailure as error:
        return Imported(name, "refused", refused="database", reason=f"{error}")
    except Exception as error:
        # One page that is unlike all others must not end the import of a whole archive.
        logger.exception("%s could not be imported.", name)
        return Imported(name, "refused", refused="failed", reason=f"{error!r}")


def _read(path: Path) -> bytes:
    """The file's bytes, at most one more than is allowed: what is larger is refused by its size."""
    if path.suffix == ".gz":
        with gzip.open(path) as packed:
            return packed.read(MAX_BYTES + 1)
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _files(given: list[Path]) -> Iterator[Path]:
    for path in given:
        if path.is_dir():
            yield from sorted(
                found for found in path.rglob("*") if found.is_file() and found.suffix in SUFFIXES
            )
        else:
            yield path


def _section(slug: str | None) -> Section | None:
    if slug is None:
        return None
    section = Section.objects.live().filter(slug=slug).first()
    if section is None:
        known = ", ".join(Section.objects.live().values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no section {slug}. Sections: {known}.", returncode=WRONG_USE)
    return section

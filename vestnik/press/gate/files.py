"""Photos, styles and scripts of public pages, served by the press process: they are there when the application
is not. Everything else under their addresses is passed on.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from vestnik.changes.place import moment
from vestnik.kit import clock
from vestnik.press.gate.database import DatabaseGone, PostgreSQLReader, SQLiteReader
from vestnik.press.gate.ready import Head, Ready, form_of, tag_of
from vestnik.press.memory import Memory
from vestnik.press.pieces import Segment
from vestnik.press.sheet import Files as Kind
from vestnik.press.sheet import Sheet

STATIC = "/static/"
#: Seconds for which browsers may keep what lies for good under its address, and what does not.
YEAR, HOUR = 31_536_000, 3_600
#: Bytes of names and of static files that are remembered.
MOST_NAMES, MOST_STATIC = 4 * 1024 * 1024, 8 * 1024 * 1024

#: What becomes smaller by packing; pictures and fonts are packed already.
TEXTS = ("text/", "image/svg", "application/json", "application/javascript")

Rights = tuple[datetime | None, datetime | None]


class Files:
    """The files that this node serves by itself. `folders` hold static files, the first goes before the
    second. `place` is how far the node has read the log, None while the database is away; `may_be_alone`
    says whether what was allowed then is still shown.
    """

    def __init__(
        self,
        folders: Iterable[Path],
        database: SQLiteReader | PostgreSQLReader,
        told: Callable[[], Sheet | None],
        place: Callable[[], object | None],
        may_be_alone: Callable[[], bool],
    ) -> None:
        self._folders = [folder.resolve() for folder in folders]
        self._database = database
        self._told, self._place, self._may_be_alone = told, place, may_be_alone
        self._rights: Memory[str, tuple[object, Rights | None]] = Memory(MOST_NAMES)
        self._static: Memory[str, tuple[object, Ready]] = Memory(MOST_STATIC)

    def find(self, path: str, query: str) -> Ready | None:
        """What lies at a path; None for what this process does not serve."""
        told = self._told()
        if told is None:
            return None
        if path.startswith(STATIC):
            return self._static_file(path.removeprefix(STATIC), query, told)
        for kind in told.files:
            if path.startswith(kind.prefix):
                return self._guarded(path.removeprefix(kind.prefix), kind, told)
        return None

    def _static_file(self, name: str, query: str, told: Sheet) -> Ready | None:
        for folder in self._folders:
            found = _inside(folder, name)
            if found is None:
                continue
            stat = found.stat()
            # An address with its version is another one when the file is. Of what strangers write behind
            # the question mark nothing else counts, or each of their words would be packed anew.
            keep = YEAR if query.startswith("v=") else HOUR
            stamp = (str(found), stat.st_mtime_ns, stat.st_size, told.headers)
            known = self._static.get(f"{name} {keep}")
            if known is None or known[0] != stamp:
                made = _ready(found.read_bytes(), name, f"public, max-age={keep}", told)
                if _is_text(made):
                    made.pack_well()
                known = (stamp, made)
                self._static.put(f"{name} {keep}", known, made.size)
            return known[1]
        return None

    def _guarded(self, name: str, kind: Kind, told: Sheet) -> Ready | None:
        try:
            rights = self._rights_of(name, kind)
        except DatabaseGone:
            return None
        now = clock.instant()
        if rights is None or (rights[0] and now < rights[0]) or (rights[1] and rights[1] <= now):
            # Said by the application, in its own words.
            return None
        found = _inside(Path(kind.folder), name)
        if found is None:
            return None
        # No copy outlives the right to show it.
        keep = YEAR if rights[1] is None else int((rights[1] - now).total_seconds())
        keeping = f"public, max-age={min(YEAR, keep)}, immutable"
        return _ready(found.read_bytes(), name, keeping, told)

    def _rights_of(self, name: str, kind: Kind) -> Rights | None:
        """Between which moments a file may be shown; None when nobody may see it. Raises DatabaseGone."""
        place = self._place()
        known = self._rights.get(name)
        if known is not None and (known[0] == place or (place is None and self._may_be_alone())):
            return known[1]
        rows = self._database.ask(kind.query.statement, kind.query.filled(name))
        rights = (_moment(rows[0][0]), _moment(rows[0][1])) if rows else None
        if place is not None and rights is not None:
            self._rights.put(name, (place, rights), len(name) + 100)
        return rights


def _moment(at: datetime | str | None) -> datetime | None:
    return None if at is None else moment(at)


def _inside(folder: Path, name: str) -> Path | None:
    """The file of this name in the folder; None when there is none, or it leads out of it."""
    try:
        found = (folder / name).resolve()
        return found if found.is_relative_to(folder.resolve()) and found.is_file() else None
    except (OSError, ValueError):
        return None


def _is_text(made: Ready) -> bool:
    return dict(made.shared)["Content-Type"].startswith(TEXTS)


def _ready(body: bytes, name: str, keep: str, told: Sheet) -> Ready:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    vary = [("Vary", "Accept-Encoding")] if kind.startswith(TEXTS) else []
    shared = Head([("Content-Type", kind), *told.headers, ("Cache-Control", keep), *vary])
    etag = tag_of([Segment(body)])
    plain = Head([("Content-Length", str(len(body))), ("ETag", f'"{etag}"')], shared)
    return Ready(
        status=200,
        etag=etag,
        forms={"identity": form_of(body, plain)},
        shared=shared,
        prints=(),
        began=0.0,
        until=float("inf"),
        counted=False,
    )

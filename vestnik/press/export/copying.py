"""Writing the copy: every address that the site has, one after the other, in runs that can be stopped.

A run first writes down all addresses and takes away what the site has no more or has closed. Then it settles
each: one that was made of prints which are all still right is left alone, every other one is answered anew.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError

from vestnik.changes import log
from vestnik.kit import clock
from vestnik.press import answers
from vestnik.press.answering import Answer, Answering
from vestnik.press.errors import CannotExport
from vestnik.press.export import serving
from vestnik.press.export.folder import FULL, Folder, NoFile, Stamp, closed_place_of, place_of
from vestnik.press.export.record import Record, Row, Trace
from vestnik.press.following import MOST_ROWS
from vestnik.press.marks import meaning
from vestnik.press.meaning import ALL
from vestnik.press.memory import Contents, Memory
from vestnik.press.surfaces import Kind, Known, known

logger = logging.getLogger("vestnik.press")
#: Addresses that are written down at a time.
BATCH = 1_000
#: Seconds after which what was settled is kept in the record.
KEEP = 2.0
#: Looks at the whole copy because something was closed while it was written.
PASSES = 5
#: Bytes of parts that are known by heart.
PARTS = 64 * 1024 * 1024
#: The public files of packages; all others are the newsroom's.
DESIGN = "design/"


@dataclass(slots=True)
class Done:
    """What a run did. `failed` are addresses that could not be printed, `odd` those that cannot be files."""

    addresses: int = 0
    written: int = 0
    same: int = 0
    removed: int = 0
    failed: set[str] = field(default_factory=set)
    odd: set[str] = field(default_factory=set)


class Stopped(Exception):
    """A run was stopped by the keyboard; carries what it did."""

    def __init__(self, done: Done) -> None:
        super().__init__()
        self.done = done


def export(root: Path, shown: Callable[[int, int], None]) -> Done:
    """Write a copy of the site, or bring one up to date. Raises Stopped, CannotExport, DatabaseError.

    `shown(total, done)` is told how far it is: how many addresses there are to look at from now on (0: as
    told before), and how many more were looked at.
    """
    # A server that runs as another user must be able to read all of it.
    before = os.umask(0o022)
    try:
        folder = Folder(root)
        try:
            with closing(Record(folder.root)) as record:
                copying = _Copying(folder, record, shown)
                try:
                    copying.run()
                except KeyboardInterrupt:
                    raise Stopped(copying.done) from None
                return copying.done
        finally:
            folder.close()
    except (sqlite3.Error, OSError) as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
            raise CannotExport(FULL.format(root=root)) from error
        raise CannotExport(f"The copy in {root} cannot be written: {error}") from error
    finally:
        os.umask(before)


class _Copying:
    """One run."""

    def __init__(self, folder: Folder, record: Record, shown: Callable[[int, int], None]) -> None:
        self.done = Done()
        self._folder, self._record, self._shown = folder, record, shown
        self._parts: Contents = Memory(PARTS)
        self._kept = monotonic()

    def run(self) -> None:
        """Write the copy to its end. Raises CannotExport, OSError, DatabaseError."""
        try:
            self._run()
        except BaseException:
            # What is there can be served.
            with suppress(OSError, CannotExport, sqlite3.Error):
                serving.write(self._folder, self._record)
                self._record.commit()
            raise
        serving.write(self._folder, self._record)
        self._record.commit()
        os.sync()

    def _run(self) -> None:
        for _ in range(PASSES):
            answers.follower().look()
            place, killed = log.position(), answers.follower().killed()
            self._record.begin()
            self._list()
            for row in self._record.left_over():
                self._take_away(row)
                self._record.forget(row.path)
            self._record.commit()
            self.done.addresses = self._record.count()
            self._shown(self.done.addresses, 0)
            # What is in the copy first: nothing of it may be shown longer than need be.
            for row in self._record.rows("status != 0"):
                self._settle(row)
            for row in self._record.rows("status = 0"):
                self._settle(row)
            if not _closed_since(place) and answers.follower().killed() == killed:
                return
        raise CannotExport(
            "Something was withdrawn again and again meanwhile: give the command again."
        )

    def _list(self) -> None:
        """Write every address down, and close at once what is closed."""
        addresses = iter(_every_address())
        while some := list(islice(addresses, BATCH)):
            self._record.note(some)
            for one in some:
                if one.kind is Kind.CLOSED:
                    self._close(one.path)
        for path in answers.follower().killed():
            self._close(path)

    def _close(self, path: str) -> None:
        row = self._record.get(path)
        if row is not None and row.status != 410:
            self._take_away(row)
            self._record.settle(row.unsettled())

    def _take_away(self, row: Row) -> None:
        """Remove the file of an address, also one of which a run that was killed made no record."""
        places = {row.place}
        with suppress(NoFile):
            places |= {place_of(row.path), closed_place_of(row.path)}
        for place in places - {""}:
            self.done.removed += self._folder.remove(place)

    def _settle(self, row: Row) -> None:
        try:
            if row.kind == Kind.FILE:
                self._file(row)
            else:
                self._page(row)
        except NoFile:
            self.done.odd.add(row.path)
        self._shown(0, 1)
        if monotonic() - self._kept >= KEEP:
            self._kept = monotonic()
            self._record.commit()

    def _file(self, row: Row) -> None:
        place, source = place_of(row.path), Path(row.source)
        try:
            # The library never writes into a file that it made; what belongs to packages is copied.
            took = self._folder.take(
                place, source, link=Path(settings.MEDIA_ROOT) in source.parents
            )
        except FileNotFoundError:
            self._take_away(row)
            self._record.forget(row.path)
            return
        self._note(took)
        self._record.settle(Row(row.path, row.kind, row.source, 200, place=place))

    def _page(self, row: Row) -> None:
        # Without the database nobody knows what is right: this raises then.
        answers.follower().look()
        if row.trace and self._is_right(row):
            self._note(written=False)
            return
        try:
            answered, work = answers.answer_of_prints(row.path, self._parts)
        except DatabaseError:
            raise
        except Exception:
            # Fails closed: what it would be now nobody knows.
            logger.exception("%s cannot be printed.", row.path)
            self.done.failed.add(row.path)
            self._take_away(row)
            self._record.settle(replace(row.unsettled(), status=500))
            return
        if answered.status == 503:
            # Says itself what is wrong, or the page could not be made for another reason.
            answers.follower().look()
            raise CannotExport(f"{row.path} cannot be answered now: give the command again.")
        self._keep(row, answered, _trace(answered, work))

    def _is_right(self, row: Row) -> bool:
        """Whether the answer is the one that was written, and the file still that one."""
        trace, follower = Trace.read(row.trace), answers.follower()
        killed, now = follower.killed(), clock.instant().timestamp()
        return (
            row.path not in killed
            and trace.left_out == _left_out(killed)
            and trace.began <= now
            and (trace.until is None or now < trace.until)
            and follower.store.still_right(trace.pieces)
            and (not row.place or self._folder.stamp(row.place) == row.stamp)
        )

    def _keep(self, row: Row, answered: Answer, trace: str) -> None:
        """Have an answer in the copy, as a file of its own where it is one."""
        headers = {name.lower(): value for name, value in answered.headers}
        leads, body = headers.get("location", ""), answered.body
        if answered.status == 410:
            place = closed_place_of(row.path)
            # Also what a run that was killed had written before.
            self.done.removed += self._folder.remove(place_of(row.path))
        elif leads:
            place, body = self._place_of_way(row.path), serving.way_to(leads)
        elif answered.status == 200 or row.kind == Kind.MISSING:
            place = place_of(row.path)
        else:
            self._take_away(row)
            self._record.forget(row.path)
            return
        if row.place and row.place != place:
            self.done.removed += self._folder.remove(row.place)
        try:
            digest, stamp = self._have(row, place, body) if place else ("", Stamp(0, 0))
        except NoFile:
            if not leads:
                raise
            # A server's rule leads on all the same.
            place, digest, stamp = "", "", Stamp(0, 0)
        self._record.settle(
            Row(
                row.path, row.kind, row.source, answered.status, headers.get("content-type", ""),
                leads, place, digest, stamp.size, stamp.changed, trace,
            )
        )  # fmt: skip

    def _have(self, row: Row, place: str, body: bytes) -> tuple[str, Stamp]:
        """Have these bytes in a file; their digest, and the file's stamp."""
        digest, stamp = sha256(body).hexdigest(), self._folder.stamp(place)
        if stamp is not None:
            known = (row.place, row.digest, row.stamp) == (place, digest, stamp)
            # Written by a run that was killed before it made a record of it, say.
            if known or self._folder.holds(place, body):
                self._note(written=False)
                return digest, stamp
        self._note(written=True)
        return digest, self._folder.write(place, body)

    def _place_of_way(self, path: str) -> str:
        """Where a page lies that leads on; "" where only a server's own rule can do it."""
        last = path.rpartition("/")[2]
        try:
            if not last or last.endswith((".html", ".htm")):
                return place_of(path)
            if "." in last or self._record.get(f"{path}/") is not None:
                return ""
            return place_of(f"{path}/")
        except NoFile:
            return ""

    def _note(self, written: bool) -> None:
        self.done.written += written
        self.done.same += not written


def _every_address() -> Iterator[Known]:
    yield from known()
    found: set[str] = set()
    for finder in finders.get_finders():
        # The newsroom's own look goes before what belongs to packages, and is all of readers.
        look = isinstance(finder, finders.FileSystemFinder)
        for name, storage in finder.list([]):
            if (look or name.startswith(DESIGN)) and name not in found:
                found.add(name)
                yield Known(f"{settings.STATIC_URL}{name}", Kind.FILE, Path(storage.path(name)))


def _trace(answered: Answer, work: Answering | None) -> str:
    if work is None or answered.stale or work.began is None:
        return ""
    until = None if work.until is None else work.until.timestamp()
    left_out = tuple(sorted(work.killed))
    return Trace(work.pieces, work.began.timestamp(), until, left_out).written()


def _left_out(killed: dict[str, int]) -> tuple[int, ...]:
    return tuple(sorted(set(killed.values()) - {0}))


def _closed_since(place: log.Position) -> bool:
    """Whether anything was withdrawn, or may have been, since a place in the log."""
    rows = log.later_than(place, limit=MOST_ROWS)
    marks = [meaning().mark(row) for row in rows]
    return len(rows) >= MOST_ROWS or any(mark.closes or ALL in mark.keys for mark in marks)

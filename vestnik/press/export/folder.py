"""The folder in which a copy lies: where an address has its file, and files put in place whole."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vestnik.press.errors import CannotExport

#: Holds what is no part of the site. A folder without it is none of ours.
OWN = ".vestnik"
README, CONF = "README.txt", "nginx.conf"
FULL = (
    "The disk of {root} is full. What is written there is whole and can be served; make room, and give"
    " the same command again."
)
_RESERVED = {OWN, README, CONF}
_FULL = {errno.ENOSPC, errno.EDQUOT}
#: Of a file system: too long a name, or a folder where a file is to lie, and the other way round.
_NO_FILE = {errno.ENAMETOOLONG, errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENOTEMPTY}
#: Of a file that can be copied but not linked: another disk, or a file system or owner that forbids it.
_NO_LINK = {errno.EXDEV, errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOTSUP}
_READ_BY_ALL = 0o444


class NoFile(Exception):
    """The address cannot be a file in this folder."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """By which a file is known again without reading it."""

    size: int
    changed: int


def place_of(path: str) -> str:
    """Where the file of an address lies, below the folder. Raises NoFile."""
    *between, last = path.removeprefix("/").split("/")
    if any(part in ("", ".", "..") for part in between) or last in (".", ".."):
        raise NoFile(path)
    if "\0" in path or (between[0] if between else last) in _RESERVED:
        raise NoFile(path)
    return "/".join((*between, last or "index.html"))


def closed_place_of(path: str) -> str:
    """Where the page lies that tells that this address was closed; beside the site. Raises NoFile."""
    place_of(path)
    return f"{OWN}/closed{path}.html"


class Folder:
    """A folder, taken for one process; `close()` lets go of it."""

    def __init__(self, root: Path) -> None:
        """Raises CannotExport when something else lies there, or another process writes to it."""
        self.root = Path(os.path.abspath(root))
        self._aside = self.root / OWN / "aside"
        if self.root.exists() and not self.root.is_dir():
            raise CannotExport(f"{root} is a file: name a folder.")
        if self.root.is_dir() and not (self.root / OWN).is_dir() and any(self.root.iterdir()):
            raise CannotExport(
                f"{root} is not empty, and no copy that this command made: name a new or empty folder."
            )
        self._aside.mkdir(parents=True, exist_ok=True)
        self._lock = (self.root / OWN / "lock").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise CannotExport(f"Another process is writing the copy in {root}.") from None
        for left in self._aside.iterdir():
            left.unlink()

    def close(self) -> None:
        """Let another process write here."""
        self._lock.close()

    def stamp(self, place: str) -> Stamp | None:
        """The stamp of the file that lies there."""
        try:
            found = os.stat(self.root / place)
        except OSError:
            return None
        return Stamp(found.st_size, found.st_mtime_ns)

    def holds(self, place: str, body: bytes) -> bool:
        """Whether the file holds these bytes."""
        with suppress(OSError):
            file = self.root / place
            return file.stat().st_size == len(body) and file.read_bytes() == body
        return False

    def write(self, place: str, body: bytes) -> Stamp:
        """Put a file in place. Raises NoFile, CannotExport for a full disk, OSError."""

        def lay(aside: Path) -> None:
            aside.write_bytes(body)

        return self._put(place, lay)

    def take(self, place: str, source: Path, *, link: bool) -> bool:
        """Have the same file as `source`, as a hard link where it can be; whether that was anything to do.

        Raises FileNotFoundError when there is none, and what `write` raises.
        """
        wanted = source.stat()
        has = self.stamp(place)
        if has == Stamp(wanted.st_size, wanted.st_mtime_ns):
            return False

        def lay(aside: Path) -> None:
            # A server that runs as another user must be able to read it.
            if link and wanted.st_mode & _READ_BY_ALL == _READ_BY_ALL:
                try:
                    os.link(source, aside)
                    return
                except OSError as error:
                    if error.errno not in _NO_LINK:
                        raise
            shutil.copyfile(source, aside)
            os.utime(aside, ns=(wanted.st_atime_ns, wanted.st_mtime_ns))

        self._put(place, lay)
        return True

    def remove(self, place: str) -> bool:
        """Take a file away, and folders that are empty then; whether there was one."""
        file = self.root / place
        try:
            file.unlink()
        except OSError as error:
            if error.errno == errno.ENOENT or error.errno in _NO_FILE:
                return False
            raise
        for above in file.parents:
            if above == self.root or above == self.root / OWN:
                break
            try:
                above.rmdir()
            except OSError:
                break
        return True

    def _put(self, place: str, lay: Callable[[Path], None]) -> Stamp:
        """Lay a file aside and put it in place at one stroke: whoever reads has the old one or the new."""
        file, aside = self.root / place, self._aside / str(os.getpid())
        try:
            with suppress(FileNotFoundError):
                aside.unlink()
            lay(aside)
            file.parent.mkdir(parents=True, exist_ok=True)
            aside.replace(file)
            found = file.stat()
        except OSError as error:
            if isinstance(error, FileNotFoundError) or error.errno is None:
                raise
            if error.errno in _FULL:
                raise CannotExport(FULL.format(root=self.root)) from error
            if error.errno in _NO_FILE:
                raise NoFile(place) from error
            raise
        finally:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
        return Stamp(found.st_size, found.st_mtime_ns)

"""Where pictures are opened and renditions made: in a child process with limits, one for each task.

A picture is what a stranger sent. A decoder that crashes, swells or never ends costs that picture
alone: the child dies, this process says so with `PictureRefused`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.base import File

from vestnik.photos.darkroom import kinds
from vestnik.photos.errors import PictureRefused

#: What one picture may cost: bytes of address space, seconds of a processor.
MOST_MEMORY: Final = 512 * 1024 * 1024
MOST_SECONDS: Final = 9
#: Seconds until a child that waits for a processor, rather than using one, is given up.
MOST_WAITING: Final = 60
#: An examination decodes to the size that renditions need: what passes it can be made.
_EXAMINED = 1800

# Each child may take half a gigabyte, so few work at a time, whoever sends how many pictures.
_room = threading.BoundedSemaphore(2)
_START = (
    "import sys; sys.path[:] = {path!r}; from vestnik.photos.darkroom.child import main; main()"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What an examination found. `said` holds raw IPTC-IIM, XMP and EXIF (`embedded.said_by`)."""

    format: str
    width: int
    height: int
    tone: int
    likeness: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    memory: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Job:
    """One rendition: a box (left, top, right, bottom) of the upright picture, brought to a size."""

    box: tuple[float, float, float, float]
    size: tuple[int, int]
    format: str


@dataclass(frozen=True, slots=True)
class Made:
    """A rendition on disk, until the `with` block ends."""

    width: int
    height: int
    path: Path


def examine(picture: File[bytes]) -> Facts:
    """Decode the picture once and say what it is. Raises `PictureRefused`."""
    picture.seek(0)
    kinds.refuse_others(picture.read(kinds.HEAD))
    picture.seek(0)
    with _on_disk(picture) as path:
        languages = [code.split("-")[0] for code, _ in settings.LANGUAGES]
        answer = _ask("examine", path, languages=languages, width=_EXAMINED)
    return Facts(**answer)


class Set(list[Made]):
    """The renditions of one picture, in the order of the jobs, with what they cost."""

    memory: int
    seconds: float


@contextmanager
def made_of(picture: File[bytes], jobs: Sequence[Job], packet: str = "") -> Iterator[Set]:
    """The renditions of a picture, each with the XMP `packet` in it. Raises `PictureRefused`."""
    with _on_disk(picture) as path, tempfile.TemporaryDirectory(prefix="vestnik-") as folder:
        wanted = [{"box": job.box, "size": job.size, "format": job.format} for job in jobs]
        answer = _ask("make", path, jobs=wanted, packet=packet, folder=folder)
        made = Set(Made(one["width"], one["height"], Path(one["file"])) for one in answer["made"])
        made.memory, made.seconds = answer["memory"], answer["seconds"]
        yield made


def _ask(task: str, picture: Path, **more: Any) -> dict[str, Any]:
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    request = {
        "task": task, "picture": str(picture), "pixels": most, "memory": MOST_MEMORY,
        "seconds": MOST_SECONDS, **more,
    }  # fmt: skip
    if not _room.acquire(timeout=MOST_WAITING):
        raise PictureRefused("busy")
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _START.format(path=_python_path())],
            input=json.dumps(request).encode(), capture_output=True, timeout=MOST_WAITING,
            env=_environment(), check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise PictureRefused("time") from late
    finally:
        _room.release()
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        # It died before it answered: out of time by the kernel's hand, or crashed in a decoder.
        late_signals = (-24, -9)  # SIGXCPU, SIGKILL
        raise PictureRefused("time" if done.returncode in late_signals else "broken") from None
    if "refused" in answer:
        raise PictureRefused(answer["refused"], millions=f"{most / 1_000_000:g}")
    return answer


def _python_path() -> list[str]:
    # -S leaves out what `site` adds; what this process found is told instead.
    return [entry for entry in sys.path if entry] + [str(settings.PACKAGE.parent)]


def _environment() -> dict[str, str]:
    kept = ("PATH", "LD_LIBRARY_PATH", "TMPDIR", "SYSTEMROOT")
    # Several arenas would each claim 64 MB of the address space.
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8",
    }  # fmt: skip


@contextmanager
def _on_disk(picture: File[bytes]) -> Iterator[Path]:
    """The picture as a file with a path; a copy where it lies in memory or in another storage."""
    for name in ("temporary_file_path", "path"):
        try:
            found = getattr(picture, name)
            path = Path(found() if callable(found) else found)
        except (AttributeError, NotImplementedError, ValueError):
            continue
        if path.is_file():
            yield path
            return
    with tempfile.NamedTemporaryFile(prefix="vestnik-") as copy:
        picture.seek(0)
        shutil.copyfileobj(picture, copy)
        picture.seek(0)
        copy.flush()
        yield Path(copy.name)

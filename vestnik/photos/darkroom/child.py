"""The child process in which pictures of strangers are opened: one picture, limits, one answer.

Reads one request from standard input as JSON, and writes one answer to standard output. Knows neither
Django nor the database, and is started with an environment that holds no secret.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

_SAMPLE = 24


def main() -> None:
    """Answer the request on standard input. Never raises: a failure is an answer too."""
    request = json.load(sys.stdin)
    _limit(request["memory"], request["seconds"])
    try:
        answer = _work(request)
    except MemoryError:
        answer = {"refused": "memory"}
    except Exception as failure:
        answer = {"refused": _code_of(failure), "why": repr(failure)[:300]}
    usage = resource.getrusage(resource.RUSAGE_SELF)
    answer["memory"] = _peak() or usage.ru_maxrss * 1024
    answer["seconds"] = round(usage.ru_utime + usage.ru_stime, 3)
    json.dump(answer, sys.stdout)


def _limit(memory: int, seconds: int) -> None:
    # Address space is more than what is used of it: the measured size stays below.
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000_000, 100_000_000))


def _peak() -> int:
    """The most memory this process had, in bytes; 0 where the system does not say.

    Not `ru_maxrss`, which on Linux begins with what the parent had when it forked.
    """
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    return next(
        (int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0
    )


def _code_of(failure: Exception) -> str:
    from PIL import Image, UnidentifiedImageError

    from vestnik.photos.darkroom.opening import TooManyPixels

    bombs = (TooManyPixels, Image.DecompressionBombError, Image.DecompressionBombWarning)
    if isinstance(failure, bombs):
        return "pixels"
    return "unknown" if isinstance(failure, UnidentifiedImageError) else "broken"


def _work(request: dict[str, Any]) -> dict[str, Any]:
    from vestnik.photos.darkroom import embedded, opening

    picture = opening.opened(request["picture"], request["pixels"])
    width, height = opening.shown_size(picture)
    if request["task"] == "examine":
        said = embedded.said_by(picture, request["languages"])
        kind = picture.format
        largest = max(width / request["width"], height / request["width"], 1.0)
        small = opening.developed(picture, 1 / largest)
        return {
            "format": "JPEG" if kind == "MPO" else kind,
            "width": width,
            "height": height,
            "said": said,
            "tone": _tone(small),
            "likeness": _likeness(small),
        }
    return {"made": _make(picture, (width, height), request)}


def _tone(picture: Any) -> int:
    from vestnik.design.tones import dominant

    small = picture.resize((_SAMPLE, _SAMPLE))
    return dominant(small.getdata())


def _likeness(picture: Any) -> str:
    import dhash

    # Brought down in one step by what the picture is made of, then by the library to nine by nine.
    row, column = dhash.dhash_row_col(picture.resize((_SAMPLE * 3, _SAMPLE * 3)))
    return f"{row:016x}{column:016x}"


def _make(picture: Any, size: tuple[int, int], request: dict[str, Any]) -> list[dict[str, Any]]:
    """Each job is a box of the upright picture, the size it is brought to, and a format."""
    from PIL import Image

    from vestnik.photos.darkroom import opening

    jobs = request["jobs"]
    scale = max(max(job["size"][0] / _span(job, 0), job["size"][1] / _span(job, 1)) for job in jobs)
    base = opening.developed(picture, min(1.0, scale))
    across, down = base.width / size[0], base.height / size[1]
    packet = request["packet"].encode()
    made, cuts = [], {}
    for number, job in enumerate(jobs):
        left, top, right, bottom = job["box"]
        box = (left * across, top * down, right * across, bottom * down)
        key = (*job["box"], *job["size"])
        if key not in cuts:
            cuts[key] = base.resize(tuple(job["size"]), Image.Resampling.LANCZOS, box=box)
        file = Path(request["folder"]) / str(number)
        _save(cuts[key], file, job["format"], packet)
        made.append({"width": job["size"][0], "height": job["size"][1], "file": str(file)})
    return made


def _span(job: dict[str, Any], axis: int) -> float:
    return max(1.0, job["box"][axis + 2] - job["box"][axis])


def _save(picture: Any, file: Path, format: str, packet: bytes) -> None:
    how: dict[str, Any] = {"xmp": packet} if packet else {}
    if format == "avif":
        # Measured on 12 million points: speed 9 takes a third of 8 for the same number of bytes.
        how |= {"quality": 56, "speed": 9, "max_threads": 1}
    elif format == "webp":
        how |= {"quality": 77, "method": 2}
    elif format == "jpeg":
        how |= {"quality": 80, "optimize": True, "progressive": True}
    with file.open("wb") as out:
        picture.save(out, format.upper(), **how)

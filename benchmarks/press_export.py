"""Promise: the emergency copy of 100 000 stories is a matter of a night, and keeping it up to date of minutes.

Written from nothing, again at once, and after one publication, which every page with the latest news shows. A
copy of nothing new costs a tenth of the first. VESTNIK_BENCH_SIZES chooses other sizes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import _archives
from benchmarks._report import Report

SIZES = (1_000, 10_000)
#: Of the time of the first run, what one with nothing new to write may take.
PART = 0.1
#: Addresses a second that make 100 000 stories, with 212 000 addresses, a matter of a night (8 hours).
RATE = 8


def main() -> None:
    if len(sys.argv) > 1:
        publish()
        return
    report = Report("The emergency copy")
    sizes = [int(size) for size in os.environ.get("VESTNIK_BENCH_SIZES", "").split()] or SIZES
    for size in sizes:
        archive = _archives.stories(size)
        with tempfile.TemporaryDirectory(dir=_archives.FOLDER) as folder:
            data, copy = Path(folder) / "data", Path(folder) / "copy"
            shutil.copytree(archive["VESTNIK_DATA"], data)
            env = {**archive, "VESTNIK_DATA": str(data)}
            first, addresses, _ = _export(env, copy)
            report.figure(f"{size:>6} stories: addresses", addresses, "")
            report.figure(f"{size:>6} stories: from nothing", first, "s")
            rate = addresses / first
            report.figure(f"{size:>6} stories: addresses a second", rate, "1/s", at_least=RATE)
            again, _, written = _export(env, copy)
            report.figure(f"{size:>6} stories: nothing new", again, "s", at_most=PART * first)
            report.must(written == 0, f"{size:>6} stories: nothing new, nothing written")
            subprocess.run(
                [sys.executable, "-m", "benchmarks.press_export", "--publish"],
                cwd=_archives.ROOT, env=env, check=True,
            )  # fmt: skip
            after, _, written = _export(env, copy)
            report.figure(f"{size:>6} stories: after one publication", after, "s")
            report.figure(f"{size:>6} stories: files written then", written, "")
            sizes_of = (_megabytes(copy), _megabytes(data / "press.sqlite3"))
            for name, megabytes in zip(("copy", "store of prints"), sizes_of, strict=True):
                report.figure(f"{size:>6} stories: {name}", megabytes, "MB")
    report.close()


def _export(env: dict[str, str], copy: Path) -> tuple[float, int, int]:
    """Seconds that the command took; how many addresses there are, and files that were written."""
    began = time.monotonic()
    said = _archives.vestnik(env, "press", "export", str(copy))
    found = re.match(r"(\d+) addresses: (\d+) files written", said)
    assert found is not None, said
    return time.monotonic() - began, int(found[1]), int(found[2])


def _megabytes(path: Path) -> float:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1_000_000


def publish() -> None:
    """Publish the newest story under another headline, in this environment's archive."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vestnik.config.settings"
    import django

    django.setup()
    from vestnik.changes.actor import Actor
    from vestnik.stories.actions.publish import publish
    from vestnik.stories.models import Story

    story = Story.objects.get(pk=Story.objects.newest("bg").first().pk)
    story.headline = story.short_headline = "Заглавие от мерене"
    publish(story, by=Actor(None, "bench"))


if __name__ == "__main__":
    main()

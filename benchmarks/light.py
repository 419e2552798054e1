"""Promise: a story page weighs at most 30 kB, the front 45: HTML, style and script, compressed; fonts 160 kB.

Reads the demo edition as a reader's browser would: each page, and from it every style, script and font that it
names. `--check` prints nothing but what is over its budget. Pictures are not counted: a reader asks for the
size that fits his screen.
"""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import _archives
from benchmarks._report import Report

#: kB (1 000 bytes), compressed, by kind of page; of all other kinds those of a story.
FRONT, STORY, FONTS = 45, 30, 160
#: Pages of a kind that are told, the heaviest first.
HEAVIEST = 3
#: As servers are set up: gzip at its usual level.
LEVEL = 6


def main() -> None:
    if "--measure" in sys.argv:
        print(measure())
        return
    with tempfile.TemporaryDirectory() as folder:
        env = _archives.environment(Path(folder))
        _archives.vestnik(env, "setup")
        said = subprocess.run(
            [sys.executable, "-m", "benchmarks.light", "--measure"],
            cwd=_archives.ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True,
        ).stdout  # fmt: skip
    report = Report("What a reader's browser fetches, compressed", quiet="--check" in sys.argv)
    weights = [line.rsplit("\t", 2) for line in said.splitlines()]
    for kind, budget in (("front", FRONT), ("page", STORY), ("fonts", FONTS)):
        ours = sorted(
            ((float(kilobytes), path) for path, what, kilobytes in weights if what == kind),
            reverse=True,
        )
        for kilobytes, path in ours[:HEAVIEST]:
            report.figure(f"{kind} {path}"[:52], kilobytes, "kB", at_most=budget)
    report.close()


def measure() -> str:
    """Lines of path, what, kB; in a process of its own, whose database is the demo edition."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "vestnik.config.settings"
    import django

    django.setup()
    from vestnik.press.answers import fresh_answer
    from vestnik.stories.models import Address, Front

    lines = []
    live = Address.objects.filter(state=Address.State.LIVE).order_by("path")
    fronts = {f"page:{pk}" for pk in Front.objects.values_list("pk", flat=True)}
    for path, subject in live.values_list("path", "subject"):
        body = fresh_answer(path).body
        named = re.findall(r'(?:href|src)="/static/([^"?]+\.(?:css|js))', body.decode())
        page = [body, *(_static(name) for name in dict.fromkeys(named))]
        kind = "front" if subject in fronts else "page"
        lines.append(f"{path}\t{kind}\t{sum(map(_weight, page)) / 1000:.2f}")
    fonts = (_archives.ROOT / "vestnik/design/static/design").rglob("*.woff2")
    lines.append(f"all files\tfonts\t{sum(font.stat().st_size for font in fonts) / 1000:.2f}")
    return "\n".join(lines)


def _static(name: str) -> bytes:
    from django.contrib.staticfiles import finders

    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_bytes()


def _weight(data: bytes) -> int:
    return len(gzip.compress(data, LEVEL, mtime=0))


if __name__ == "__main__":
    main()

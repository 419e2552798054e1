"""Makes the demo edition in a folder, once, and finds one address of each kind of page that it has.

Run with the settings of that site, in a process of its own, since it has a database of its own. Of each kind
that page is taken which has most on it. A kind that nobody thought of here is found too: by the links that
lead there.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import subprocess
import sys
from collections import Counter
from html import unescape
from pathlib import Path

import django
from django.core.management import call_command

from tests.processes.nodes import ROOT, environment

#: Pages of one kind that are looked at.
LOOKED_AT = 60
NOWHERE = "/takava-stranitsa-nyama/"


def folder(config) -> Path:
    """Where the demo edition is made for all processes of the tests."""
    # While one works on these tests, a folder that is kept saves a minute each time.
    if kept := os.environ.get("VESTNIK_KEPT_DEMO"):
        return Path(kept)
    base = config._tmp_path_factory.getbasetemp()
    return (base.parent if hasattr(config, "workerinput") else base) / "demo-edition"


def make(folder: Path) -> subprocess.Popen:
    """Make the demo edition, or wait for the process that is making it."""
    folder.mkdir(exist_ok=True)
    with (folder / "making.log").open("a") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.browser.demo_site", str(folder)],
            cwd=ROOT, env=environment(folder, f"sqlite://{folder}/vestnik.sqlite3"),
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip


def kinds() -> dict[str, str]:
    """Path by kind, "bg story news" for one; the site loses a brief, so that one address is gone."""
    from vestnik.press.answers import fresh_answer
    from vestnik.stories.models import Address
    from vestnik.stories.routing import Found, resolve

    live = Address.objects.filter(state=Address.State.LIVE).order_by("path")
    waiting = list(live.values_list("path", flat=True))
    seen, seen_of = set(waiting), Counter()
    best: dict[str, tuple[int, str]] = {"404": (0, NOWHERE), "410": (0, withdrawn())}
    while waiting:
        path = waiting.pop(0)
        found = resolve(path)
        if not isinstance(found, Found):
            continue
        name = _name(found)
        seen_of[name] += 1
        if seen_of[name] > LOOKED_AT:
            continue
        page = fresh_answer(path)
        if page.status == 200:
            best[name] = max(best.get(name, (0, "")), (len(page.body), path))
        for link in re.findall(r'<a [^>]*href="(/[^"#?]*)"', page.body.decode()):
            if unescape(link) not in seen:
                seen.add(unescape(link))
                waiting.append(unescape(link))
    return {name: path for name, (_size, path) in sorted(best.items())}


def _name(found) -> str:
    words = [found.language, found.kind]
    if found.kind == "story":
        words.append(found.shown.kind)
    if getattr(found, "month", None):
        words.append("of a month")
    return " ".join(words)


def withdrawn() -> str:
    """The address of a story that was withdrawn just now."""
    from vestnik.accounts.models import User
    from vestnik.stories.actions.withdraw import withdraw
    from vestnik.stories.models import Story

    stories = Story.objects.live().filter(locale__language_code="bg").order_by("dated")
    story = stories.filter(kind=Story.Kind.BRIEF).first() or stories.first()
    withdraw(story, by=User.objects.first(), reason="Данните не се потвърдиха.")
    return story.address


def main(folder: Path) -> None:
    """Make it, or wait for the one who is making it."""
    pages = folder / "pages.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not pages.exists():
            django.setup()
            call_command("setup")
            pages.write_text(json.dumps(kinds()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

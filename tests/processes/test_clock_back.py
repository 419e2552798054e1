"""A machine whose clock jumps and is put back: every process shows what is right at the time that it says."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.processes.test_press_process import published

#: Debian's package libfaketime; the variant for programs with threads.
LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(LIBRARY is None, reason="the Debian package libfaketime is missing"),
]
HOUR, DAY = 3_600, 86_400


@pytest.fixture(scope="module")
def clock_of_the_machine(tmp_path_factory):
    """Sets how many seconds all processes of the site are off, at once. What counts only passing seconds
    goes on, as on a real machine whose clock is set.
    """
    told = tmp_path_factory.mktemp("clock") / "offset"

    def off(seconds: int) -> None:
        aside = told.with_suffix(".new")
        aside.write_text(f"{seconds:+d}\n")
        aside.replace(told)

    off(0)
    # The library refuses what Python sleeps with (clock_nanosleep to a moment; seen with 0.9.10).
    (told.parent / "sitecustomize.py").write_text(
        "import select, time\ntime.sleep = lambda seconds: select.select([], [], [], seconds) and None\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(told.parent))
        patch.setenv("LD_PRELOAD", str(LIBRARY))
        patch.setenv("FAKETIME_TIMESTAMP_FILE", str(told))
        patch.setenv("FAKETIME_NO_CACHE", "1")
        patch.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        yield off


@pytest.fixture(scope="module")
def site(clock_of_the_machine, request):
    # Begun when the clock is the machine's own no more.
    return request.getfixturevalue("node_site")


def front_has(site, story: str) -> list[bool]:
    return [f'href="{story}"'.encode() in web.get("/")[2] for web in webs(site)]


def webs(site) -> tuple:
    return site.near, site.beside, site.far


def test_the_clock_jumps_and_is_put_back(site, clock_of_the_machine: Callable[[int], None]):
    site.worker.start()
    open_, gone = published(site), published(site)
    site.act("withdraw", int(gone.rstrip("/").rsplit("-", 1)[1]))
    coming = site.draft()
    site.newsroom.answer("schedule", story=coming, seconds=HOUR)

    def is_right() -> None:
        assert site.wrong(*webs(site)) == []
        for web in webs(site):
            assert web.get(gone)[0] == 410
            assert web.get(open_)[0] == 200

    is_right()
    before = [web.get("/")[2] for web in webs(site)]

    clock_of_the_machine(2 * HOUR)
    # The first request already shows what has become due.
    assert [web.get("/")[2] != one for web, one in zip(webs(site), before, strict=True)] == [
        True
    ] * 3
    is_right()

    for seconds in (0, -DAY - HOUR, -40 * DAY):
        clock_of_the_machine(seconds)
        is_right()

    # News too, and what is withdrawn, while the clock says a day long past.
    late = published(site)
    assert front_has(site, late) == [True] * 3
    site.act("withdraw", int(late.rstrip("/").rsplit("-", 1)[1]))
    assert [web.get(late)[0] for web in webs(site)] == [410] * 3
    is_right()

    clock_of_the_machine(0)
    is_right()
    assert [web.get(late)[0] for web in webs(site)] == [410] * 3
    for log in {process.log for process in (*webs(site), site.near.application, site.worker)}:
        assert "Traceback" not in log.read_text("utf-8"), log.read_text("utf-8")[-3_000:]


def test_the_clock_of_the_processes_is_the_one_that_is_set(site, clock_of_the_machine):
    """Or the other test would show nothing."""
    clock_of_the_machine(-DAY)
    said = site.near.vestnik("shell", "-c", "import time; print(int(time.time()))")
    clock_of_the_machine(0)

    assert abs(int(said.stdout.split()[-1]) + DAY - time.time()) < 60

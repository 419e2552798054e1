"""The emergency copy: each address in it as the site answers it, written once, and nothing that was closed."""

from __future__ import annotations

import errno
import io
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.kit import clock
from vestnik.press import answers, surfaces
from vestnik.press.answers import fresh_answer, store
from vestnik.press.errors import CannotExport
from vestnik.press.export import copying, folder
from vestnik.press.export.copying import Stopped, export
from vestnik.press.export.folder import Folder, NoFile, place_of
from vestnik.stories.actions.publish import publish
from vestnik.stories.actions.withdraw import withdraw
from vestnik.stories.models import Address, Story

pytestmark = [
    pytest.mark.django_db,
    keeps_prints,
]


@pytest.fixture(autouse=True)
def _one_moment():
    """What is compared was made on the same day."""
    with clock.fixed(clock.instant()):
        yield


@pytest.fixture(autouse=True)
def _no_sync(monkeypatch):
    """Nobody waits for the disks of the whole machine."""
    monkeypatch.setattr(os, "sync", lambda: None)


@pytest.fixture
def stories(site):
    """Three live stories and an address that leads on."""
    Address.objects.create(path="/staro/", target="/svyat/")
    made = [newsroom.live_story(site, f"Материал {number}") for number in range(3)]
    return [Story.objects.get(pk=one.pk) for one in made]


def copied(root: Path) -> copying.Done:
    return export(root, lambda *_: None)


def files(root: Path) -> dict[str, int]:
    """Every file of the site with its inode, which another one that is put in its place does not have."""
    inside = (path for path in root.rglob("*") if path.is_file())
    return {
        str(path.relative_to(root)): path.stat().st_ino
        for path in inside
        if path.name not in (folder.README, folder.CONF) and path.parts[-2:-1] != (folder.OWN,)
    }


def assert_equal_to_the_site(root: Path) -> None:
    """Each file is what the site answers, and each page of the site is a file."""
    wanted: dict[str, bytes] = {}
    for known in surfaces.known():
        if known.kind is surfaces.Kind.FILE:
            wanted[place_of(known.path)] = known.source.read_bytes()
            continue
        found = fresh_answer(known.path)
        if known.path in answers.store().killed():
            continue
        if found.status == 410:
            wanted[folder.closed_place_of(known.path)] = found.body
        elif found.status == 200 or known.kind is surfaces.Kind.MISSING:
            wanted[place_of(known.path)] = found.body
    here = set(files(root))
    ways = {name for name in here - set(wanted) if b"refresh" in (root / name).read_bytes()}
    closed = {name for name in here if name.startswith(f"{folder.OWN}/closed/")} - set(wanted)
    design = {name for name in here if name.startswith("static/")}
    assert here - ways - closed - design == set(wanted)
    assert not {name for name in wanted if (root / name).read_bytes() != wanted[name]}


def test_the_copy_is_the_site_with_its_parts(stories, tmp_path):
    done = copied(tmp_path / "copy")
    assert_equal_to_the_site(tmp_path / "copy")
    assert (done.failed, done.odd) == (set(), set())
    page = (tmp_path / "copy" / place_of(stories[0].address)).read_text()
    assert "Материал 2" in page
    assert (tmp_path / "copy/static/design/vestnik.css").is_file()
    assert "url=/svyat/" in (tmp_path / "copy/staro/index.html").read_text()
    assert '"/staro/" "/svyat/";' in (tmp_path / "copy/nginx.conf").read_text()
    assert len((tmp_path / "copy/README.txt").read_text().splitlines()) == 5
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "copy").rglob("*.html")}
    assert modes == {0o644}


def test_what_is_there_and_right_is_neither_printed_nor_read_nor_written_again(
    stories, tmp_path, monkeypatch
):
    root = tmp_path / "copy"
    copied(root)
    before = files(root)
    asked, real = [], answers.answer_of_prints
    monkeypatch.setattr(answers, "answer_of_prints", lambda p, k: asked.append(p) or real(p, k))
    done = copied(root)
    assert files(root) == before
    assert (done.written, done.removed) == (0, 0)
    # The press keeps no page that says that nothing is there.
    assert {path for path in asked if fresh_answer(path).status == 200} == set()


def test_only_what_a_change_touched_is_written_again_and_what_was_withdrawn_is_gone(
    stories, site, tmp_path
):
    root = tmp_path / "copy"
    copied(root)
    before = files(root)
    chief = newsroom.chief()
    stories[0].headline = "Друго заглавие"
    publish(stories[0], by=chief)
    withdraw(stories[1], by=chief, reason="Проба.")
    newsroom.live_story(site, "Нов материал", by=chief)
    done = copied(root)
    assert_equal_to_the_site(root)
    after = files(root)
    assert place_of(stories[1].address) not in after
    assert not [p for p in root.rglob("*.html") if "Материал 1" in p.read_text()]
    same = {name for name in before if before[name] == after.get(name)}
    assert {"static/design/vestnik.css", "staro/index.html", "popravki/index.html"} <= same
    # It has the new one under "more news".
    assert place_of(stories[2].address) not in same
    assert done.written == len(set(after.items()) - set(before.items()))
    assert done.removed >= 1


def test_what_is_killed_on_the_node_is_not_in_the_copy(stories, tmp_path):
    root = tmp_path / "copy"
    copied(root)
    path = stories[0].address
    store().kill(path, stories[0].pk)
    answers.follower().look_again()
    copied(root)
    assert not (root / place_of(path)).exists()
    assert "Материал 0" not in (root / "index.html").read_text()
    store().revive(path)
    answers.follower().look_again()
    copied(root)
    assert_equal_to_the_site(root)


def test_what_is_withdrawn_while_the_copy_is_written_is_not_in_it(stories, tmp_path):
    looked = []

    def shown(total, done):
        looked.append(done)
        if sum(looked) == copying_total // 2:
            withdraw(stories[2], by=newsroom.chief(), reason="Проба.")

    copying_total = copied(tmp_path / "first").addresses
    export(tmp_path / "copy", shown)
    assert_equal_to_the_site(tmp_path / "copy")
    assert not [p for p in (tmp_path / "copy").rglob("*.html") if "Материал 2" in p.read_text()]


@pytest.mark.parametrize("after", [1, 7, 20])
def test_a_run_that_is_stopped_leaves_a_usable_copy_and_the_next_one_goes_on(
    stories, tmp_path, monkeypatch, after
):
    root, looked = tmp_path / "copy", []

    def shown(total, done):
        looked.append(done)
        if sum(looked) == after:
            raise KeyboardInterrupt

    with pytest.raises(Stopped):
        export(root, shown)
    assert (root / folder.CONF).is_file()
    before = files(root)
    done = copied(root)
    assert_equal_to_the_site(root)
    assert {name: files(root)[name] for name in before} == before
    assert done.same >= len(before)


def test_a_run_that_was_killed_before_it_made_a_record_writes_nothing_twice(stories, tmp_path):
    root = tmp_path / "copy"
    copied(root)
    before = files(root)
    with closing(sqlite3.connect(root / ".vestnik/copy.sqlite3")) as db, db:
        db.execute("UPDATE addresses SET status = 0, place = '', digest = '', trace = ''")
    withdraw(stories[0], by=newsroom.chief(), reason="Проба.")
    copied(root)
    assert_equal_to_the_site(root)
    assert not (root / place_of(stories[0].address)).exists()
    assert files(root)["staro/index.html"] == before["staro/index.html"]


def test_a_file_that_somebody_changed_or_took_away_is_put_back(stories, tmp_path):
    root = tmp_path / "copy"
    copied(root)
    (root / "index.html").write_text("чуждо")
    (root / place_of(stories[0].address)).unlink()
    (root / "static/design/vestnik.css").write_text("")
    copied(root)
    assert_equal_to_the_site(root)
    assert (root / "static/design/vestnik.css").stat().st_size > 0


def test_a_full_disk_is_said_and_nothing_is_half_written(stories, tmp_path, monkeypatch):
    root, real, written = tmp_path / "copy", Path.write_bytes, []

    def write_bytes(self, body):
        written.append(self)
        if len(written) < 9:
            return real(self, body)
        real(self, body[: len(body) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    with pytest.raises(CannotExport, match="is full"):
        copied(root)
    assert not list((root / ".vestnik/aside").iterdir())
    whole = [p for p in root.rglob("*.html") if not p.read_text().rstrip().endswith("</html>")]
    assert whole == []
    monkeypatch.undo()
    monkeypatch.setattr(os, "sync", lambda: None)
    copied(root)
    assert_equal_to_the_site(root)


def test_a_page_that_cannot_be_printed_does_not_end_the_run_and_is_told(
    stories, tmp_path, monkeypatch
):
    root, path = tmp_path / "copy", stories[0].address
    copied(root)
    store().forget_all()
    real = surfaces.render

    def render(name):
        if name == f"page:{path}":
            raise ZeroDivisionError
        return real(name)

    monkeypatch.setattr(surfaces, "render", render)
    answers.follower().look_again()
    done = copied(root)
    assert done.failed == {path}
    assert not (root / place_of(path)).exists()
    assert (root / place_of(stories[1].address)).is_file()


def test_only_a_copy_of_ours_or_nothing_may_lie_in_the_folder(tmp_path):
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("мое")
    with pytest.raises(CannotExport, match="not empty"):
        copied(foreign)
    assert [path.name for path in foreign.iterdir()] == ["thesis.txt"]
    with pytest.raises(CannotExport, match="is a file"):
        copied(foreign / "thesis.txt")
    taken = Folder(tmp_path / "copy")
    with pytest.raises(CannotExport, match="Another process"):
        copied(tmp_path / "copy")
    taken.close()
    (tmp_path / "copy/.vestnik/copy.sqlite3").write_text("no database" * 100)
    with pytest.raises(CannotExport, match="damaged"):
        copied(tmp_path / "copy")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", "index.html"),
        ("/тема/вода/", "тема/вода/index.html"),
        ("/feed.xml", "feed.xml"),
        ("/a/../../etc/", None),
        ("/..", None),
        ("//a/", None),
        ("/.vestnik/copy.sqlite3", None),
        ("/nginx.conf", None),
    ],
)
def test_an_address_has_its_place_in_the_folder_or_none(path, place):
    if place is None:
        with pytest.raises(NoFile):
            place_of(path)
    else:
        assert place_of(path) == place


def test_odd_addresses_lead_on_where_a_server_can_do_it(stories, tmp_path):
    odd = {
        "/Новини/Стари/": "Новини/Стари/index.html",
        "/news/a.html": "news/a.html",
        "/news/1.php": "",
        "/bez-cherta": "bez-cherta/index.html",
        "/a/../b/": "",
        f"/{'я' * 200}/": "",
        '/$x"y\\z/': '$x"y\\z/index.html',
    }
    for path in odd:
        Address.objects.create(path=path, target="/svyat/?a=$b")
    Address.objects.create(path="/Svyat/", target="/svyat/")
    done = copied(tmp_path / "copy")
    assert done.odd == set()
    for path, place in odd.items():
        if place:
            assert "refresh" in (tmp_path / "copy" / place).read_text(), path
    conf = (tmp_path / "copy/nginx.conf").read_text()
    assert '"/news/1.php" "/svyat/?a=%24b";' in conf
    assert '"~^/Svyat/$" "/svyat/";' in conf
    assert '"/$x\\"y\\\\z/" "/svyat/?a=%24b";' in conf


def test_the_command_says_what_it_did_and_what_is_wrong(stories, tmp_path, capsys):
    said = io.StringIO()
    call_command("press", "export", str(tmp_path / "copy"), stdout=said)
    assert "files written, 0 as they were, 0 removed." in said.getvalue()
    assert capsys.readouterr().err == ""
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign/x").touch()
    with pytest.raises(CommandError, match="not empty"):
        call_command("press", "export", str(tmp_path / "foreign"))


def test_the_record_names_each_file_with_its_digest(stories, tmp_path):
    copied(tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy/.vestnik/copy.sqlite3")) as db:
        row = db.execute(
            "SELECT status, place, LENGTH(digest), trace FROM addresses WHERE path = '/'"
        ).fetchone()
    assert row[:3] == (200, "index.html", 64)
    assert json.loads(row[3])[0][0][0] == "page:/"

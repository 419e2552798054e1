"""Printing: what changes on the way is printed again, and a render reaches nothing but rows."""

from __future__ import annotations

import socket
import subprocess
import threading
from contextlib import closing, contextmanager

import pytest

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.changes.models import Change
from vestnik.press import answers, follower, printing
from vestnik.press.answers import answer, fresh_answer, store
from vestnik.press.errors import RenderReachedOut
from vestnik.press.follower import Follower
from vestnik.press.printing import TRIES, print_surface
from vestnik.stories.actions.publish import publish
from vestnik.stories.models import Edition, Story

pytestmark = [
    pytest.mark.django_db,
    keeps_prints,
]


@pytest.fixture
def after_snapshot(monkeypatch):
    """Have something happen after each of the next snapshots, before the print is looked at."""
    happenings = []
    real = printing.snapshot

    @contextmanager
    def snapshot():
        with real() as place:
            yield place
        if happenings:
            happenings.pop(0)()

    monkeypatch.setattr(printing, "snapshot", snapshot)
    return happenings


def test_a_page_whose_story_changed_meanwhile_is_printed_again(site, after_snapshot):
    story = newsroom.live_story(site, "Преди промяната")

    def change():
        story.headline = "След промяната"
        publish(story, by=newsroom.chief())

    after_snapshot.append(change)
    answered = answer(story.address)

    assert "След промяната" in answered.body.decode()
    assert answered.body == fresh_answer(story.address).body
    assert not after_snapshot


def test_a_change_of_something_else_does_not_print_again(site, after_snapshot):
    story = newsroom.live_story(site)
    other = newsroom.live_story(site)
    renders = []
    after_snapshot.append(lambda: Story.objects.filter(pk=other.pk).update(deck="Друг подзаглавие"))

    made = print_surface(lambda: renders.append(Story.objects.live().get(pk=story.pk)))

    assert len(renders) == 1
    assert made.still


def test_a_page_that_never_stands_still_is_answered_and_not_kept(site, after_snapshot):
    def change():
        edition = Edition.objects.get()
        edition.tagline += "!"
        edition.save()

    after_snapshot.extend([change] * (TRIES + 1))
    assert answer("/").status == 200
    assert store().get("page:/") is None


def test_a_render_may_not_reach_the_network(site):
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        place = server.getsockname()
        with pytest.raises(RenderReachedOut):
            print_surface(lambda: socket.create_connection(place, timeout=2))
        with pytest.raises(RenderReachedOut):
            print_surface(lambda: socket.getaddrinfo("localhost", 80))
        # Others are not kept from it: the recording is the render's own.
        with closing(socket.create_connection(place, timeout=2)):
            pass


def test_a_render_may_not_start_or_remove_anything(site, tmp_path):
    kept = tmp_path / "kept"
    kept.write_text("x")
    for reach in (
        lambda: subprocess.run(["true"], check=True),
        kept.unlink,
        lambda: kept.rename(tmp_path / "other"),
        lambda: (tmp_path / "folder").mkdir(),
        lambda: kept.open("a"),
    ):
        with pytest.raises(RenderReachedOut):
            print_surface(reach)
    assert kept.read_text() == "x"


def test_what_runs_beside_a_render_is_not_bound_by_it(site, tmp_path):
    written = threading.Event()

    def beside():
        (tmp_path / "note").write_text("x")
        written.set()

    def render():
        thread = threading.Thread(target=beside)
        thread.start()
        thread.join(5)

    print_surface(render)
    assert written.is_set()


@pytest.fixture
def before_keeping(monkeypatch):
    """Have something happen after the next prints were looked at, before they are kept."""
    happenings = []
    real = answers.print_surface

    def printed(render):
        made = real(render)
        if happenings:
            happenings.pop(0)()
        return made

    monkeypatch.setattr(answers, "print_surface", printed)
    return happenings


def read_by_another_process():
    Follower(store()).look()


def test_a_print_is_kept_though_the_node_has_read_of_something_else_meanwhile(site, before_keeping):
    story, other = newsroom.live_story(site), newsroom.live_story(site)

    def elsewhere():
        Story.objects.filter(pk=other.pk).update(deck="Друго подзаглавие")
        read_by_another_process()

    before_keeping.append(elsewhere)
    assert answer(story.address).printed
    assert store().get(f"page:{story.address}") is not None
    assert not answer(story.address).printed
    assert answer(story.address).body == fresh_answer(story.address).body


def test_a_print_is_not_kept_when_the_node_has_read_meanwhile_what_touches_it(site, before_keeping):
    story = newsroom.live_story(site, "Преди промяната")

    def of_it():
        story.headline = "След промяната"
        publish(story, by=newsroom.chief())
        read_by_another_process()

    before_keeping.append(of_it)
    answer(story.address)
    assert store().get(f"page:{story.address}") is None
    assert "След промяната" in answer(story.address).body.decode()


def test_a_print_is_not_kept_when_a_newer_release_has_begun_meanwhile(
    site, before_keeping, monkeypatch
):
    story = newsroom.live_story(site)
    monkeypatch.setattr(follower, "release", lambda: "older")
    mine = Follower(store())
    monkeypatch.setattr(answers, "follower", lambda: mine)

    def taken_over():
        monkeypatch.setattr(follower, "release", lambda: "newer")
        Follower(store()).look()
        monkeypatch.setattr(follower, "release", lambda: "older")

    before_keeping.append(taken_over)
    assert answer(story.address).printed
    assert store().get(f"page:{story.address}") is None


@pytest.mark.parametrize("grown_again", [False, True])
def test_a_print_is_not_kept_when_the_database_was_put_back_meanwhile(
    site, before_keeping, grown_again
):
    story = newsroom.live_story(site)
    Story.objects.filter(pk=story.pk).update(deck="Подзаглавие")

    def put_back():
        last = Change.objects.order_by("-id").first()
        lost = last.id
        last.delete()
        if grown_again:
            for number in (lost, lost + 1):
                Change.objects.create(
                    id=number, event="StoryChanged", subject="story:0", keys=["nobody:1"]
                )
        read_by_another_process()

    before_keeping.append(put_back)
    assert answer(story.address).printed
    assert store().get(f"page:{story.address}") is None

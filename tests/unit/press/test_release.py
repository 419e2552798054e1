"""A new release, or other settings, print everything anew; an older process keeps nothing beside it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.press import answers, follower
from vestnik.press.answers import answer, store
from vestnik.press.follower import Follower
from vestnik.press.release import release
from vestnik.stories.models import Edition

pytestmark = [
    pytest.mark.django_db,
    keeps_prints,
]


@pytest.fixture
def running(monkeypatch):
    """Have this process be another one, of a given release, that has just started."""

    def start(name: str) -> Follower:
        monkeypatch.setattr(follower, "release", lambda: name)
        started = Follower(store())
        monkeypatch.setattr(answers, "follower", lambda: started)
        return started

    return start


def test_a_new_release_prints_anew_and_has_the_old_as_last_resort(site, running):
    story = newsroom.live_story(site)
    running("old")
    answer("/")
    assert not answer("/").printed
    running("new")
    assert answer("/").printed
    assert not answer("/").printed
    assert not store().get("page:/").blind
    assert story.pk


def test_an_older_process_keeps_nothing_beside_a_newer_one(site, running, monkeypatch):
    older = running("old")
    answer("/")
    running("new")
    answer("/")
    monkeypatch.setattr(follower, "release", lambda: "old")
    monkeypatch.setattr(answers, "follower", lambda: older)
    older.look_again()
    assert not answer("/").printed, "what the newer one keeps is right"
    Edition.objects.update(tagline="Нов подслов")
    assert answer("/").printed
    assert answer("/").printed
    assert store().get("page:/").stale


def test_the_release_tells_settings_apart(settings):
    release.cache_clear()
    before = release()
    settings.VESTNIK_URL = "https://another.example"
    release.cache_clear()
    assert release() != before
    release.cache_clear()


def test_verify_refuses_to_work_with_other_settings_than_the_site(site, running):
    running("the site")
    answer("/")
    running("a shell")
    with pytest.raises(CommandError, match="environment"):
        call_command("press", "verify", stdout=StringIO())
    assert not store().get("page:/").stale

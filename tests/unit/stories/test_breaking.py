"""The breaking strip: on every page at once, without printing a page anew, and gone when it should be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.marks import keeps_prints
from tests.roads.newsdesk import Desk, local
from vestnik.accounts.roles import Role
from vestnik.kit import clock
from vestnik.press.answers import answer, fresh_answer
from vestnik.stories.actions.breaking import end_breaking, show_breaking
from vestnik.stories.actions.publish import publish
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.errors import BreakingIsOver, BreakingSaysNothing
from vestnik.stories.models import Breaking, Story

pytestmark = [
    pytest.mark.django_db,
    keeps_prints,
]
ADDRESS = "/cms/desk/breaking/bg/"


def shown(path="/"):
    kept, fresh = answer(path), fresh_answer(path)
    assert kept.body == fresh.body
    return kept.body.decode()


def test_it_stands_on_every_page_and_no_page_is_printed_for_it(site):
    chief = newsroom.chief()
    story = newsroom.live_story(site, by=chief)
    paths = ["/", "/svyat/", Story.objects.get(pk=story.pk).address, "/en/"]
    for path in paths:
        assert 'class="breaking"' not in shown(path)

    show_breaking(language="bg", text="Затвориха моста", by=chief)

    for path in paths[:3]:
        answered = answer(path)
        assert not answered.printed
        assert "Затвориха моста" in answered.body.decode()
        assert 'class="breaking"' in shown(path)
    assert "Затвориха моста" not in shown("/en/")
    end_breaking(language="bg", by=chief)
    for path in paths:
        assert 'class="breaking"' not in shown(path)


def test_it_ends_by_itself_to_the_second(site):
    until = clock.instant() + timedelta(minutes=10)
    show_breaking(language="bg", text="Затвориха моста", until=until, by=newsroom.chief())
    with clock.fixed(until - timedelta(seconds=1)):
        assert "Затвориха моста" in shown()
    with clock.fixed(until):
        assert "Затвориха моста" not in shown()


def test_it_leads_to_the_story_and_goes_with_it(site):
    chief = newsroom.chief()
    draft = newsroom.story(site, "Тайно заглавие", short_headline="Мостът падна")
    show_breaking(language="bg", story=draft, by=chief)
    assert 'class="breaking"' not in shown(), "a draft gives it no words"
    show_breaking(language="bg", text="Инцидент на моста", story=draft, by=chief)
    assert "<span>Инцидент на моста</span>" in shown()

    publish(draft, by=chief)
    path = Story.objects.get(pk=draft.pk).address
    assert f'<a href="{path}">Инцидент на моста</a>' in shown()
    assert 'class="breaking"' not in shown(path), "not on the story's own page"
    show_breaking(language="bg", story=draft, by=chief)
    assert f'</span> <a href="{path}">Мостът падна</a>' in shown()

    withdraw(draft, by=chief, reason="Непроверено.")
    assert 'class="breaking"' not in shown()
    bring_back(draft, by=chief)
    assert 'class="breaking"' in shown()


def test_what_says_nothing_or_is_over_is_refused(site):
    chief = newsroom.chief()
    with pytest.raises(BreakingSaysNothing):
        show_breaking(language="bg", text=" ", by=chief)
    with pytest.raises(BreakingIsOver):
        show_breaking(language="bg", text="Край", until=clock.instant(), by=chief)
    assert not Breaking.objects.exists()


# The newsroom


@pytest.mark.parametrize("role", list(Role))
def test_who_may_switch_it(site, role):
    desk = Desk(site)
    may = role in (Role.CHIEF_EDITOR, Role.EDITOR, Role.EDITOR_ON_DUTY)
    browser = desk.browser(role)
    home = browser.get("/cms/")
    assert (reverse("desk_breaking") in home.content.decode()) == may
    opened = browser.get(ADDRESS)
    assert (opened.status_code == 200) == may
    browser.post(ADDRESS, {"text": "Затвориха моста", "show": ""})
    assert Breaking.objects.filter(live=True).exists() == may


def test_on_and_off_from_the_menu(site):
    desk = Desk(site)
    story = newsroom.live_story(site, "Мостът")
    until = clock.instant() + timedelta(hours=1)
    form = {"text": "Затвориха моста", "story": story.pk, "until": local(until), "show": ""}
    desk.post(Role.EDITOR_ON_DUTY, ADDRESS, form)
    assert "Затвориха моста" in shown()
    seen = desk.browser(Role.EDITOR).get(reverse("desk_breaking")).content.decode()
    assert "Спри лентата" in seen
    assert "Мостът" in seen

    desk.post(Role.EDITOR, ADDRESS, {"end": ""})

    assert 'class="breaking"' not in shown()
    seen = desk.browser(Role.EDITOR).get(reverse("desk_breaking")).content.decode()
    assert "Затвориха моста" in seen, "its words stay for the next time"
    assert "Спри лентата" not in seen


def test_the_form_says_what_is_wrong(site):
    browser = Desk(site).browser(Role.EDITOR)
    assert "Напишете какво се е случило" in browser.post(ADDRESS, {"show": ""}).content.decode()
    long = browser.post(ADDRESS, {"text": "я" * 141, "show": ""})
    assert long.status_code == 200
    assert not Breaking.objects.exists()
    assert browser.get("/cms/desk/breaking/xx/").status_code == 404

"""The notice above an old story, and the second at which it changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from tests.factories import newsroom
from tests.marks import keeps_prints
from vestnik.kit import clock
from vestnik.press.answers import answer, fresh_answer
from vestnik.stories.age import MONTH, age_notice
from vestnik.stories.models import Story
from vestnik.stories.pages import zone

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TICK = timedelta(milliseconds=1)


@pytest.fixture
def story(site):
    made = newsroom.live_story(site)
    made.refresh_from_db()
    return made


def told(story, age, language="bg") -> str:
    with clock.fixed(story.dated + age), translation.override(language):
        notice = age_notice(story, zone())
    return "" if notice is None else f"{notice.text}{' (!)' if notice.strong else ''}"


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (timedelta(0), ""),
        (MONTH - TICK, ""),
        (MONTH, "Този материал е отпреди повече от месец."),
        (2 * MONTH, "Този материал е отпреди повече от 2 месеца."),
        (11 * MONTH, "Този материал е отпреди почти година."),
        (366 * DAY, "Този материал е отпреди повече от година. (!)"),
        (3 * 366 * DAY, "Този материал е отпреди повече от 3 години. (!)"),
    ],
)
def test_what_is_said_at_which_age(story, age, text):
    assert told(story, age) == text


def test_it_is_said_in_the_language_of_the_page(story):
    assert told(story, 2 * MONTH, "en") == "This story is more than 2 months old."


def test_a_story_without_a_date_has_no_age(story):
    story.date_precision = Story.DatePrecision.UNKNOWN
    assert told(story, 400 * DAY) == ""


@keeps_prints
def test_the_kept_page_changes_at_its_second_and_not_before(story):
    def page(age):
        with clock.fixed(story.dated + age):
            shown = answer(story.address)
            assert shown.body == fresh_answer(story.address).body
            return shown

    assert "отпреди" not in page(timedelta(0)).body.decode()
    before = page(MONTH - TICK)
    assert not before.printed
    assert "отпреди" not in before.body.decode()
    at = page(MONTH)
    assert at.printed
    assert "отпреди повече от месец" in at.body.decode()
    assert not page(2 * MONTH - TICK).printed
    assert page(2 * MONTH).printed
    assert page(400 * DAY).printed

"""Schedules over HTTP: given, moved, cancelled, tried again; of clock and editor one comes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.checks import run_checks
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from tests.factories import newsroom
from tests.unit.desk.screens import page_of, said, stored, text_of
from vestnik.accounts.roles import Role
from vestnik.changes.models import AuditEntry
from vestnik.desk import clock as desk_clock
from vestnik.desk.clock import publish_due
from vestnik.desk.roads.models import Notice
from vestnik.desk.roads.moments import trouble
from vestnik.kit import clock
from vestnik.press import due
from vestnik.stories import publication
from vestnik.stories.actions.publish import schedule
from vestnik.stories.models import Story

pytestmark = pytest.mark.django_db
CHIEF, EDITOR, AUTHOR = Role.CHIEF_EDITOR, Role.EDITOR, Role.AUTHOR
WATCH = "/cms/desk/watch/"


@pytest.fixture(autouse=True)
def fresh_clock():
    desk_clock._failed.clear()


def in_hours(hours: float) -> datetime:
    return (clock.instant() + timedelta(hours=hours)).replace(microsecond=0)


def wall(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S")


def scheduled(site, hours: float = 2, **fields) -> Story:
    story = newsroom.story(site, **fields)
    schedule(story, at=in_hours(hours), by=newsroom.chief())
    return stored(story)


def overdue(site, seconds: int = 30, **fields) -> Story:
    """A story whose moment passed so many seconds ago, and no clock has looked."""
    story = scheduled(site, **fields)
    at = clock.instant() - timedelta(seconds=seconds)
    revision = story.scheduled_revision
    revision.content["go_live_at"] = at.isoformat()
    revision.approved_go_live_at = at
    revision.save(update_fields=["content", "approved_go_live_at"])
    Story.objects.filter(pk=story.pk).update(go_live_at=at)
    return stored(story)


def moment_of(story: Story) -> datetime | None:
    waiting = stored(story).scheduled_revision
    return waiting.approved_go_live_at if waiting else None


# Given, moved, cancelled


def test_a_chief_schedules_to_the_second_and_an_editor_moves_and_cancels(site, people):
    story = newsroom.story(site)
    story.save_revision(clean=False)
    first, second = in_hours(2) + timedelta(seconds=7), in_hours(3) + timedelta(seconds=9)

    people(CHIEF).post(page_of(story, "schedule"), {"moment": wall(first)})
    assert moment_of(story) == first
    shown = people(EDITOR).get(page_of(story, "move-schedule"))
    assert wall(first) in shown.content.decode()
    people(EDITOR).post(page_of(story, "move-schedule"), {"moment": wall(second)})
    assert moment_of(story) == second
    assert stored(story).scheduled_revision.as_object().go_live_at == second
    people(EDITOR).post(page_of(story, "cancel-schedule"))

    assert moment_of(story) is None
    assert stored(story).get_latest_revision_as_object().go_live_at is None
    kept = AuditEntry.objects.filter(subject=story.log_subject()).order_by("pk")
    assert [entry.act for entry in kept] == [
        "story.schedule", "story.reschedule", "story.unschedule"
    ]  # fmt: skip


def test_a_moment_must_lie_ahead_and_behind_the_embargo(site, people):
    story = scheduled(site, hours=5, embargo=in_hours(4))
    before = moment_of(story)

    for moment, sentence in (
        (in_hours(-1), "Моментът вече е минал."),
        (in_hours(1), "Материалът е под ембарго до по-късно."),
    ):
        answer = people(EDITOR).post(page_of(story, "move-schedule"), {"moment": wall(moment)})
        assert sentence in text_of(answer)

    assert moment_of(story) == before


def test_whoever_comes_after_the_clock_is_told_so(site, people):
    story = overdue(site)
    page = people(EDITOR).get(page_of(story, "cancel-schedule"))
    assert "button" in page.content.decode()

    assert publish_due() == 1
    answers = [
        people(EDITOR).post(page_of(story, "cancel-schedule")),
        people(EDITOR).post(page_of(story, "move-schedule"), {"moment": wall(in_hours(1))}),
    ]

    assert all("Материалът вече е излязъл." in text_of(answer) for answer in answers)
    assert stored(story).live


def test_wagtails_own_button_says_so_too(site, people):
    story = overdue(site)
    revision = story.scheduled_revision
    publish_due()

    answer = people(CHIEF).post(
        reverse("wagtailsnippets_stories_story:revisions_unschedule", args=[story.pk, revision.pk])
    )

    assert "Материалът вече е излязъл." in said(answer)[0]


def test_the_clock_that_comes_after_a_cancellation_publishes_nothing(site, people):
    story = overdue(site)
    people(EDITOR).post(page_of(story, "cancel-schedule"))

    assert publish_due() == 0
    assert not stored(story).live


# The two hours of a year


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2040-03-25 03:30:00", "На 25.03.2040 няма 03:30 ч.: часовникът се мести напред."),
        ("2040-10-28 03:30:00", "На 28.10.2040 два пъти е 03:30 ч.: часовникът се връща."),
    ],
)
def test_an_hour_that_there_is_not_or_twice_is_refused_in_words(written, sentence, site, people):
    story = scheduled(site)
    before = moment_of(story)

    answer = people(EDITOR).post(page_of(story, "move-schedule"), {"moment": written})

    assert sentence in text_of(answer)
    assert moment_of(story) == before


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2040-10-28 03:30:00+03:00", datetime(2040, 10, 28, 0, 30, tzinfo=UTC)),
        ("2040-10-28 03:30:00+02:00", datetime(2040, 10, 28, 1, 30, tzinfo=UTC)),
        ("2040-03-25 04:00", datetime(2040, 3, 25, 1, 0, tzinfo=UTC)),
        ("25.03.2040 02:59:59", datetime(2040, 3, 25, 0, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_schedule_across_the_change_goes_out_at_its_instant(written, moment, site, people):
    story = scheduled(site)

    people(EDITOR).post(page_of(story, "move-schedule"), {"moment": written})

    assert moment_of(story) == moment
    with clock.fixed(moment - timedelta(seconds=1)):
        assert publish_due() == 0
    with clock.fixed(moment):
        assert due.first_of(desk_clock.moments(None)) == moment


def test_only_two_hours_of_a_year_are_any_trouble():
    hours = (datetime(2040, 1, 1) + timedelta(minutes=30 * n) for n in range(17_520))
    assert [f"{hour:%m-%d %H:%M}" for hour in hours if trouble(hour)] == [
        "03-25 03:00", "03-25 03:30", "10-28 03:00", "10-28 03:30"
    ]  # fmt: skip


# The alarm


def test_nothing_late_is_no_alarm(site, people):
    overdue(site, seconds=2)
    scheduled(site)

    told = people(CHIEF).get(WATCH).json()

    assert (told["alarm"], told["lines"]) == ("", [])


def test_a_late_story_is_said_on_every_page_and_by_the_check(site, people):
    story = overdue(site, headline="Закъснял")

    told = people(EDITOR).get(WATCH).json()

    assert told["alarm"] == "Насрочен материал трябваше да е излязъл, а не е."
    (line,) = told["lines"]
    assert (line["title"], line["url"]) == ("Закъснял", story.edit_url())
    assert line["againUrl"] == page_of(story, "try-again")
    page = people(EDITOR).get(reverse("wagtailadmin_home")).content.decode()
    assert f'data-desk-watch="{WATCH}"' in page
    (problem,) = run_checks(
        tags=["database"], include_deployment_checks=True, databases=["default"]
    )
    assert problem.id == "desk.E001"
    assert story.log_subject() in problem.msg


def test_an_author_reads_no_headline_of_another(site, people):
    overdue(site, headline="Канарче")

    told = people(AUTHOR).get(WATCH)

    assert told.json()["alarm"]
    assert "Канарче" not in told.content.decode()
    assert not told.json()["lines"][0]["againUrl"]


def test_what_fails_says_why_keeps_its_schedule_and_is_tried_again(site, people, monkeypatch):
    story = overdue(site)
    story.owner = people.user(AUTHOR)
    story.save()

    def full(photo_ids):
        raise OSError("дискът е пълен")

    with monkeypatch.context() as patch:
        patch.setattr(publication, "put_to_use", full)
        assert publish_due() == 0
        (line,) = people(EDITOR).get(WATCH).json()["lines"]
        assert "OSError: дискът е пълен" in line["text"]
        again = people(EDITOR).post(page_of(story, "try-again"))
        assert "OSError: дискът е пълен" in text_of(again)
        assert moment_of(story) is not None
    notice = Notice.objects.get(to=people.user(AUTHOR))
    assert (notice.what, notice.story_id, notice.text) == (
        "failed", story.pk, "OSError: дискът е пълен"
    )  # fmt: skip

    people(EDITOR).post(page_of(story, "try-again"))

    assert stored(story).live
    assert not people(EDITOR).get(WATCH).json()["alarm"]
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_what_went_out_late_is_logged_and_its_people_are_told(site, people, caplog):
    story = overdue(site, seconds=600)
    story.owner = people.user(AUTHOR)
    story.save()

    assert publish_due() == 1

    entry = AuditEntry.objects.get(act="story.late")
    assert (entry.subject, entry.actor_name) == (story.log_subject(), "clock")
    assert 600 <= entry.details["seconds"] < 660
    assert "late" in caplog.text
    assert Notice.objects.get(to=people.user(AUTHOR)).what == "late"

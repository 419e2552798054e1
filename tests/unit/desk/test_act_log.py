"""The log of acts: every road leaves one line, whoever may reads and exports it, nobody changes it."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from tests.factories import newsroom
from tests.roads.newsdesk import REASON, Desk, account_form, local
from tests.unit.desk.screens import is_refused, page_of, text_of
from tests.unit.desk.test_keeping import Writer
from vestnik.accounts.roles import Role
from vestnik.changes import audit
from vestnik.changes.models import AuditEntry
from vestnik.desk.actlog import finding
from vestnik.desk.actlog.finding import Wish, subject_in
from vestnik.kit import clock
from vestnik.stories.models import Story

pytestmark = pytest.mark.django_db
LOG = "/cms/desk/log/"
AUTHOR, EDITOR, CHIEF = Role.AUTHOR, Role.EDITOR, Role.CHIEF_EDITOR


@pytest.fixture
def desk(site):
    return Desk(site)


def acts() -> list[str]:
    """What was done with stories."""
    kept = AuditEntry.objects.filter(act__startswith="story.").order_by("pk")
    return list(kept.values_list("act", flat=True))


# What is kept


def test_the_way_of_a_story_leaves_one_line_for_each_act(desk):
    story = desk.write(AUTHOR, "submit")
    desk.decide(EDITOR, story, "reject")
    desk.edit(AUTHOR, story, "submit", headline="По-добро")
    desk.decide(EDITOR, story, "approve")
    desk.decide(CHIEF, story, "approve")
    desk.edit(CHIEF, story, "publish", silent_edit="on", deck="Тихо")
    for act in ("correct", "withdraw", "bring-back"):
        desk.browser(CHIEF).post(page_of(story, act), {"words": REASON})

    kept = AuditEntry.objects.filter(subject=f"story:{story.pk}").order_by("pk")

    assert [entry.act.removeprefix("story.") for entry in kept] == [
        "create", "submit", "return", "edit", "submit", "approve", "approve", "publish",
        "edit", "publish_silently", "correct", "withdraw", "bring_back",
    ]  # fmt: skip
    assert [entry.actor_id for entry in kept[:3]] == [
        desk.user(AUTHOR).pk, desk.user(AUTHOR).pk, desk.user(EDITOR).pk
    ]  # fmt: skip
    assert kept[2].reason == "Да."


def test_a_schedule_and_its_end_are_kept_with_the_moment(desk):
    at = (clock.instant() + timedelta(hours=2)).replace(second=0, microsecond=0)
    story = desk.write(CHIEF, "publish", go_live_at=local(at))

    entry = AuditEntry.objects.get(act="story.schedule")

    assert (entry.subject, entry.details["at"]) == (f"story:{story.pk}", str(at))
    assert acts() == ["story.create", "story.schedule"]


def test_a_save_of_the_same_version_is_no_new_act(desk):
    story = desk.write(AUTHOR)
    window = Writer(desk, AUTHOR, story)

    for number in range(3):
        window.save(headline=f"Заглавие {number}")

    assert acts() == ["story.create", "story.edit"]


def test_roles_of_people_are_kept(desk, site):
    person = newsroom.person(Role.AUTHOR)
    groups = [group.pk for group in person.groups.all()]
    desk.browser(Role.ADMINISTRATOR).post(
        reverse("wagtailusers_users:edit", args=[person.pk]),
        {"email": person.email, "first_name": "Нова", "last_name": "Роля", "groups": groups},
    )

    entry = AuditEntry.objects.get(act="user.edit")
    assert (entry.subject, entry.details["roles"]) == (f"user:{person.pk}", ["author"])
    assert entry.actor_id == desk.user(Role.ADMINISTRATOR).pk


def test_ones_own_account_is_kept_like_anybodys(desk):
    browser = desk.browser(AUTHOR)

    answer = browser.post(reverse("wagtailadmin_account"), account_form(browser))

    assert answer.status_code == 302

    entry = AuditEntry.objects.get(act="user.edit")
    number = desk.user(AUTHOR).pk
    assert (entry.subject, entry.actor_id) == (f"user:{number}", number)


# Nobody changes it


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE changes_auditentry SET reason = 'друго'",
        "DELETE FROM changes_auditentry",
        "DELETE FROM changes_auditentry WHERE id > 0",
    ],
)
def test_the_database_refuses_to_change_the_log(change):
    audit.record("story.publish", "story:1", reason="първа")

    refused = pytest.raises(Error, match="written once")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    with pytest.raises(Error, match="written once"), transaction.atomic():
        AuditEntry.objects.update(reason="друго")

    assert AuditEntry.objects.order_by("pk").last().reason == "първа"


def test_no_screen_and_no_right_changes_the_log(people):
    for role in (None, CHIEF):
        assert people(role).post(LOG, {"reason": "друго"}).status_code == 405
    with pytest.raises(NoReverseMatch):
        reverse("wagtailsnippets_changes_auditentry:list")


# Who reads it, and how


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: role or "superuser")
def test_chiefs_and_administrators_read_it(role, people):
    for address in (LOG, f"{LOG}?export=csv"):
        answer = people(role).get(address)
        if role in (CHIEF, Role.ADMINISTRATOR, None):
            assert answer.status_code == 200
        else:
            assert is_refused(answer)


def test_an_administrator_reads_no_headline_of_a_draft(site, people):
    story = newsroom.story(site, "Канарче")
    audit.record("story.create", story.log_subject())

    assert "Канарче" in text_of(people(CHIEF).get(LOG))
    assert "Канарче" not in text_of(people(Role.ADMINISTRATOR).get(LOG))


def test_it_is_filtered_by_person_act_story_and_day(site, people):
    # The set-up of the site has told its own.
    today = clock.instant() + timedelta(days=10)
    for days, who, act, story in (
        (3, 5, "story.publish", 1), (2, 5, "story.withdraw", 2), (1, 6, "story.publish", 2),
    ):  # fmt: skip
        AuditEntry.objects.create(
            at=today - timedelta(days=days), actor_id=who, act=act, subject=f"story:{story}"
        )

    def found(**wish):
        return [entry.at for entry in Wish(**wish).page(None)[0]]

    old, middle, new = (today - timedelta(days=days) for days in (3, 2, 1))
    assert found()[:3] == [new, middle, old]
    assert found(person=5) == [middle, old]
    assert found(act="story.publish") == [new, old]
    assert found(person=5, act="story.publish") == [old]
    assert found(subject="story:2") == [new, middle]
    days = [timezone.localtime(moment).date() for moment in (old, middle, new)]
    assert found(since=days[1]) == [new, middle]
    assert found(until=days[1])[:2] == [middle, old]
    assert found(since=days[1], until=days[1]) == [middle]
    assert found(since=date.min, until=date.max)[:3] == [new, middle, old]
    assert found(since=date.max) == found(until=date.min) == []


@pytest.mark.parametrize(
    ("text", "subject"),
    [("42", "story:42"), ("https://v.test/2025/12/most-42/", "story:42"), ("story:42", "story:42"),
     ("/2025/12/", "story:12"), ("мост", ""), ("9" * 30, "")],
)  # fmt: skip
def test_a_story_is_meant_by_number_or_address(text, subject):
    assert subject_in(text) == subject


def test_what_is_wrong_in_the_filter_is_said(people):
    page = people(CHIEF).get(f"{LOG}?story=мост&since=вчера&act=x&person=y&before=z")

    assert page.status_code == 200
    assert "Напишете номера на материала или сложете адреса му." in text_of(page)


def test_pages_lead_to_older_acts_and_keep_the_filter(people):
    for number in range(finding.ON_PAGE + 2):
        audit.record("story.lock", "story:1", reason=f"№{number}.")

    first = people(CHIEF).get(f"{LOG}?act=story.lock")
    older = people(CHIEF).get(LOG + first.context["older"])

    assert "№2." in text_of(first)
    assert "№1." not in text_of(first)
    assert [line.reason for line in older.context["lines"]] == ["№1.", "№0."]
    assert not older.context["older"]


def test_the_export_streams_everything_and_no_cell_is_a_formula(people, monkeypatch):
    monkeypatch.setattr(finding, "_BATCH", 2)
    for reason in ("=HYPERLINK(1)", "+1", "-1", "@a", "\ta", "проста"):
        audit.record("story.withdraw", "story:1", reason=reason)
    audit.record("story.lock", "story:1")

    answer = people(CHIEF).get(f"{LOG}?export=csv&act=story.withdraw")

    assert answer.streaming
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Reason"] for row in rows] == [
        "проста", "'\ta", "'@a", "'-1", "'+1", "'=HYPERLINK(1)"
    ]  # fmt: skip
    assert {row["Act"] for row in rows} == {"story.withdraw"}
    assert [entry.reason for entry in Wish(act="story.withdraw").all(most=3)] == [
        "проста", "\ta", "@a"
    ]  # fmt: skip


def test_erased_text_is_not_in_the_log(desk, site):
    story = desk.write(CHIEF, "publish", headline="Канарче в заглавие", body="Канарче в текста")
    desk.edit(CHIEF, story, "publish", headline="Канарче отново")
    desk.browser(CHIEF).post(page_of(story, "erase"), {"words": REASON})

    assert not Story.objects.filter(pk=story.pk).exists()
    kept = str(list(AuditEntry.objects.values()))
    assert "story.erase" in kept
    assert "Канарче" not in kept

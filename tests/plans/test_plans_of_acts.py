"""The logs, of acts and of changes, notices and the alarm: no question grows with what has been done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.plans import archive
from tests.plans.plans import Watch, condemned, grown
from tests.roads.newsdesk import Desk
from vestnik.accounts.roles import Role
from vestnik.changes.log import Reader
from vestnik.changes.models import AuditEntry, Change
from vestnik.desk.roads.models import Notice
from vestnik.kit import clock

ADDED = 1_200
#: So many that a story has fewer acts than its list shows: else a walk along all is the shorter way.
SUBJECTS = 200
ACTS = ("story.edit", "story.publish", "story.lock")


def screens(person: int) -> list[str]:
    """Every way of asking the log, near its head and far from it, and the person's notices."""
    log = reverse("desk_act_log")
    day = f"{clock.instant():%Y-%m-%d}"
    asked = ("", f"person={person}", "act=story.lock", "story=7", f"person={person}&act=story.lock")
    return [
        *(f"{log}?{one}" for one in asked),
        *(f"{log}?{one}&before=500" for one in asked),
        *(f"{log}?{one}&since={day}&until={day}" for one in asked),
        f"{log}?export=csv&act=story.lock&since=2000-01-01&until=2000-01-02",
        reverse("desk_notices"),
        reverse("desk_watch"),
    ]


@pytest.mark.django_db
def test_no_question_of_the_log_grows_with_it(site, planned_as_at_size):
    desk, now = Desk(site), clock.instant()
    reader = desk.user(Role.CHIEF_EDITOR)
    story = newsroom.story(site)
    visits = []
    for _visit in range(2):
        AuditEntry.objects.bulk_create(
            AuditEntry(
                at=now - timedelta(days=400) + timedelta(seconds=number),
                actor_id=(reader.pk, 10**6)[number % 2],
                act=ACTS[number % 3],
                subject=f"story:{number % SUBJECTS}",
            )
            for number in range(ADDED)
        )
        Notice.objects.bulk_create(
            Notice(to=reader, story=story, what="told", read_at=(None, now)[number % 2])
            for number in range(ADDED)
        )
        archive.gather_statistics()
        watch = Watch()
        for address in screens(reader.pk):
            with watch.watching(address):
                answer = desk.browser(Role.CHIEF_EDITOR).get(address)
                assert answer.status_code == 200
                if answer.streaming:
                    b"".join(answer.streaming_content)
        visits.append(watch.statements)
    ours = [
        fault
        for fault in [*condemned(visits[1]), *grown(*visits, added=ADDED)]
        if "changes_auditentry" in fault
        or "desk_notice" in fault
        or "wagtailcore_revision" in fault
    ]
    assert not ours, "\n\n".join(ours)


@pytest.mark.django_db(transaction=True)
def test_following_the_log_does_not_grow(planned_as_at_size):
    """Outside a transaction, as readers of the log are."""
    visits = []
    for _visit in range(2):
        Change.objects.bulk_create(
            Change(event="StoryChanged", subject=f"story:{number}", keys=[])
            for number in range(1_200)
        )
        archive.gather_statistics()
        reader = Reader(f"plans {_visit}", from_start=True)
        watch = Watch()
        with watch.watching("follow the log"):
            for _round in range(3):
                with reader.batch(50) as rows:
                    assert len(rows) == 50
        visits.append(watch.statements)
    assert visits[0]
    assert not condemned(visits[1])
    assert not grown(*visits, added=1_200)

"""Rules 11 and 12: nothing is public before its moment, and at its moment nothing stands in its way."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, models, transaction
from django.utils import translation
from django.utils.text import capfirst
from wagtail.models import Revision

from tests.factories import newsroom
from tests.roads import ledger
from tests.roads.newsdesk import in_an_hour, local, said, story_form
from tests.roads.test_story_roads import in_two_hours
from vestnik.accounts.roles import Role
from vestnik.changes.models import AuditEntry
from vestnik.desk.clock import publish_due
from vestnik.kit import clock
from vestnik.stories import publication
from vestnik.stories.actions import publish
from vestnik.stories.models import Story
from vestnik.stories.models.constraints import DatabaseOnlyCheck

pytestmark = pytest.mark.django_db
CHIEF = Role.CHIEF_EDITOR


def stored(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


# Rule 11


def end_of_embargo():
    return (clock.instant() + timedelta(hours=1)).replace(second=0, microsecond=0)


def test_rule_11_the_database_refuses_what_is_live_under_embargo(site):
    """No road of any code makes a story public before its moment."""
    story = newsroom.live_story(site)

    with pytest.raises(IntegrityError, match="stories_story_embargo"), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(embargo=in_an_hour())


def test_rule_11_the_database_alone_asks(site):
    """Django would ask against the columns of before the publication: a legal wish becomes a 500."""
    story = newsroom.live_story(site)
    story.embargo = in_an_hour()
    checks = [one for one in Story._meta.constraints if isinstance(one, models.CheckConstraint)]

    story.validate_constraints()

    assert all(isinstance(check, DatabaseOnlyCheck) for check in checks)


def test_rule_11_a_legal_wish_on_a_live_story_is_a_schedule(desk):
    """Schedule in two hours, embargo for one: the stock screen answers 500."""
    story, end = newsroom.live_story(desk.site, "Живо"), end_of_embargo()
    wish = end + timedelta(hours=1)

    desk.edit(CHIEF, story, "publish", headline="После", embargo=local(end), go_live_at=local(wish))

    assert stored(story).headline == "Живо"
    assert local(stored(story).scheduled_revision.approved_go_live_at) == local(wish)


def test_rule_11_the_form_makes_a_schedule_and_says_so(desk):
    """The editor would read "published" of a story that waits."""
    story, end = newsroom.story(desk.site), end_of_embargo()
    form = story_form(desk.site, "publish", story, embargo=local(end))

    answer = desk.browser(CHIEF).post(desk.story("edit", story), form)

    assert local(stored(story).scheduled_revision.approved_go_live_at) == local(end)
    (sentence,) = said(answer)
    # Wagtail's words, in whatever language the newsroom reads them.
    with translation.override(settings.LANGUAGE_CODE):
        words = translation.gettext(
            "%(model_name)s '%(object)s' has been scheduled for publishing."
        )
        words %= {"model_name": capfirst(Story._meta.verbose_name), "object": story}
    assert words in html.unescape(sentence)


def test_rule_11_a_draft_under_embargo_saves_freely(desk):
    story, end = newsroom.story(desk.site), end_of_embargo()

    desk.edit(CHIEF, story, embargo=local(end), section="", headline="Недовършено")

    saved = stored(story).get_latest_revision_as_object()
    assert (saved.headline, local(saved.embargo)) == ("Недовършено", local(end))
    assert saved.go_live_at is None


@pytest.mark.parametrize("wish", [None, timedelta(minutes=-30), timedelta(minutes=30)])
def test_rule_11_a_road_without_a_form_moves_the_schedule_up_to_the_embargo(wish, site):
    """The clock, an approval and code know no form."""
    end = end_of_embargo()
    story = newsroom.story(site, embargo=end, go_live_at=wish and end + wish)
    revision = story.save_revision(clean=False)

    revision.publish(skip_permission_checks=True)

    assert not stored(story).live
    moment = max(end, end + (wish or timedelta()))
    kept = Revision.objects.get(pk=revision.pk)
    assert kept.approved_go_live_at == moment
    # The editor is shown the revision: it must say when it will be published.
    assert kept.as_object().go_live_at == moment


# Rule 12


def test_rule_12_one_story_that_fails_stops_nobody_and_keeps_its_schedule(
    site, commits, monkeypatch, caplog
):
    """Wagtail's command dies at it, publishes none of the later ones, and has lost its schedule."""
    first, second = newsroom.story(site), newsroom.story(site)
    for minutes, story in enumerate((first, second), start=30):
        at = clock.instant() + timedelta(minutes=minutes)
        publish.schedule(story, at=at, by=newsroom.chief())
    put_to_use = publication.put_to_use
    tried: list[int] = []

    def fail_once(photo_ids):
        tried.append(1)
        if len(tried) == 1:
            raise OSError("the disk is full")
        put_to_use(photo_ids)

    monkeypatch.setattr(publication, "put_to_use", fail_once)
    with ledger.watching() as watch:
        in_two_hours(lambda: call_command("publish_scheduled"))

    assert (stored(first).live, stored(second).live) == (False, True)
    assert stored(first).scheduled_revision is not None
    assert AuditEntry.objects.filter(act="story.failed").exists()
    assert "failed" in caplog.text
    watch.assert_each_commit_says_what_it_did()


def test_rule_12_each_due_story_is_a_transaction_of_its_own(site, commits):
    stories = [newsroom.story(site), newsroom.story(site)]
    for story in stories:
        publish.schedule(story, at=in_an_hour(), by=newsroom.chief())

    with ledger.watching() as watch:
        in_two_hours(publish_due)

    assert [bool(commit.differ) for commit in watch.commits] == [True, True]
    watch.assert_each_commit_says_what_it_did()

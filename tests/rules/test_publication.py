"""Rules 6 to 10 and 14: what a publication is, on every road, and what it may never take with it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.actions.registry import action_registry
from wagtail.models import ModelLogEntry, Revision
from wagtail.snippets.models import get_snippet_models

from tests.factories import newsroom
from tests.roads import ledger
from tests.roads.newsdesk import REASON, in_an_hour, story_form
from vestnik.accounts.roles import Role
from vestnik.changes import audit
from vestnik.changes.models import AuditEntry
from vestnik.kit import clock
from vestnik.stories import publication
from vestnik.stories.actions import correct, publish, withdraw
from vestnik.stories.models import Address, Correction, Story, StoryVersion

pytestmark = pytest.mark.django_db
CHIEF = Role.CHIEF_EDITOR


class Broken(Exception):
    """The last thing that a publication does has failed."""


def fail(*args, **kwargs):
    raise Broken


def stored(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def draft_of(story: Story, **changes) -> Revision:
    """A later revision that nobody has published."""
    working = stored(story).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(working, name, value)
    return working.save_revision(clean=False)


# Rule 6


def test_rule_06_a_publication_that_fails_at_its_end_leaves_nothing(site, commits, monkeypatch):
    """Wagtail commits each statement: the story would be live with no version, address or log row."""
    story = newsroom.story(site)
    revision = story.save_revision(clean=False)
    before, mark = ledger.picture(), ledger.last_change()
    monkeypatch.setattr(publication, "put_to_use", fail)

    with pytest.raises(Broken):
        story.publish(revision)

    assert not stored(story).live
    assert ledger.picture() == before
    assert ledger.changes_since(mark) == []
    assert not StoryVersion.objects.filter(story=story).exists()
    assert not ModelLogEntry.objects.filter(object_id=story.pk, action="wagtail.publish").exists()


def test_rule_06_taking_off_that_fails_at_its_end_leaves_the_story_live(site, commits, monkeypatch):
    """A story off the site whose address still answers 200, or the other way round."""
    story = newsroom.live_story(site)
    before, mark = ledger.picture(), ledger.last_change()
    monkeypatch.setattr(type(Address.objects), "close", fail)

    with pytest.raises(Broken):
        stored(story).unpublish()

    assert stored(story).live
    assert ledger.picture() == before
    assert ledger.changes_since(mark) == []


def test_rule_06_wagtails_registry_has_our_actions(site):
    """What publishes by the registry, as the API does, would pass by the rules of publication."""
    story = newsroom.story(site, embargo=in_an_hour())
    live = newsroom.live_story(site)
    publishing = action_registry.get_action_class(Story, "publish")
    taking_off = action_registry.get_action_class(Story, "unpublish")

    publishing(story.save_revision(clean=False)).execute(skip_permission_checks=True)
    taking_off(stored(live)).execute(skip_permission_checks=True)

    assert not stored(story).live
    assert Address.objects.get(path=live.address).state == "gone"


def test_rule_06_wagtails_unpublish_view_leads_to_our_act(desk):
    """The stock view asks no reason and forgets the address."""
    story = newsroom.live_story(desk.site)

    answer = desk.browser(CHIEF).post(desk.story("unpublish", story))

    assert answer.url == reverse("desk_act", args=[story.pk, "withdraw"])
    assert stored(story).live


# Rule 7


def test_rule_07_publishing_may_stand_inside_a_transaction(site):
    """A durable publish() fails wherever Wagtail has opened a transaction: approval, create, API."""
    story = newsroom.story(site)

    with transaction.atomic():
        story.publish(story.save_revision(clean=False), skip_permission_checks=True)
    assert stored(story).live

    with transaction.atomic():
        stored(story).unpublish()
    assert not stored(story).live


def test_rule_07_the_last_approval_publishes(desk):
    story = desk.write(Role.CONTRIBUTOR, "submit")
    story = desk.decide(Role.EDITOR, story, "approve")

    story = desk.decide(CHIEF, story, "approve")

    assert (story.live, story.workflow_in_progress) == (True, False)


# Rule 8

#: What an old revision says of these is not what they are now.
NOT_THE_EDITORS = (
    "uid", "owner", "slug", "address", "dated", "date_precision", "updated", "version", "hash",
    "live_revision", "last_published_at", "comments", "origin_kind", "origin_url", "expired",
    "live", "has_unpublished_changes", "first_published_at", "latest_revision", "locale",
    "translation_key", "locked", "locked_at", "locked_by",
)  # fmt: skip


def test_rule_08_every_column_is_the_editors_or_kept():
    """A column added later would silently go back in time at each publication."""
    form = Story.snippet_viewset.get_edit_handler().get_form_class()
    columns = {field.name for field in Story._meta.concrete_fields if not field.primary_key}

    assert columns - set(form.base_fields) == set(NOT_THE_EDITORS)


@pytest.mark.parametrize("name", NOT_THE_EDITORS)
def test_rule_08_an_old_revision_does_not_bring_back_what_is_not_the_editors(name, site):
    """Wagtail takes every other column from the revision: the owner of then, the address of then."""
    story = newsroom.story(site)
    old = story.save_revision(clean=False)
    publish.publish(story, by=newsroom.chief())
    now = clock.instant().replace(microsecond=0) + timedelta(days=3)
    Story.objects.filter(pk=story.pk).update(
        uid=uuid.uuid4(), translation_key=uuid.uuid4(), owner=newsroom.person(Role.AUTHOR),
        comments="closed", origin_kind="imported",
        origin_url="https://old.test/", date_precision="day", dated=now, updated=now,
        last_published_at=now, first_published_at=now, expired=True, locked=True, locked_at=now,
        locked_by=newsroom.chief(), version=5, has_unpublished_changes=True,
    )  # fmt: skip
    row = stored(story)

    opened = Revision.objects.get(pk=old.pk).as_object()

    attribute = Story._meta.get_field(name).attname
    assert getattr(opened, attribute) == getattr(row, attribute)


def test_rule_08_publishing_an_old_revision_changes_the_editors_columns_alone(site):
    story = newsroom.live_story(site, "Първо", owner=newsroom.person(Role.AUTHOR))
    old = stored(story).latest_revision
    draft_of(story, headline="Второ").publish(skip_permission_checks=True)
    Story.objects.filter(pk=story.pk).update(
        owner=None, comments="off", origin_url="https://x.test/"
    )
    before = stored(story)

    Revision.objects.get(pk=old.pk).publish(skip_permission_checks=True)

    after = stored(story)
    assert (after.headline, after.version) == ("Първо", before.version + 1)
    assert after.live_revision_id == old.pk
    assert after.last_published_at >= before.last_published_at
    assert after.updated >= before.updated
    for name in (
        "uid", "owner_id", "slug", "address", "dated", "date_precision", "comments", "origin_kind",
        "origin_url", "first_published_at",
    ):  # fmt: skip
        assert getattr(after, name) == getattr(before, name), name


# Rule 9


def test_rule_09_a_new_row_is_a_draft_unless_somebody_publishes_it(site):
    """Wagtail's default is True: whatever makes a row of its own would make it public."""
    assert Story._meta.get_field("live").default is False
    assert Story(headline="Нов").live is False

    made = Story.objects.create(headline="Нов", section=site.world, locale=site.locale)
    (bulk,) = Story.objects.bulk_create(
        [Story(headline="Нов", section=site.world, locale=site.english.locale)]
    )

    assert not Story.objects.live().filter(pk__in=[made.pk, bulk.pk]).exists()


# Rule 10


def test_rule_10_what_translates_by_itself_is_not_installed():
    """simple_translation publishes the draft of a live story in another language at once."""
    assert not apps.is_installed("wagtail.contrib.simple_translation")
    with pytest.raises(NoReverseMatch):
        reverse("simple_translation:submit_snippet_translation", args=["stories", "story", "1"])


@pytest.mark.parametrize("model", get_snippet_models(), ids=lambda model: model._meta.label)
def test_rule_10_wagtails_copy_view_is_closed(model, desk):
    """It takes a POST at the original's address, overwrites the original and takes it off line."""
    name = model.snippet_viewset.get_url_name("copy")

    with pytest.raises(NoReverseMatch):
        reverse(name, args=[1])
    assert "copy" not in {route.name for route in model.snippet_viewset.get_urlpatterns()}


def test_rule_10_a_post_to_the_copy_address_leaves_the_story_alone(desk):
    story = newsroom.live_story(desk.site, "Остава")
    form = story_form(desk.site, "", story, headline="Презаписано")

    answer = desk.browser(CHIEF).post(f"/cms/snippets/stories/story/copy/{story.pk}/", form)

    assert answer.status_code == 404
    assert (stored(story).live, stored(story).headline) == (True, "Остава")


def test_rule_10_a_translation_is_a_draft_that_was_never_published(site):
    """The stock copy is live with the unpublished draft's text, and names the source's revision."""
    story = newsroom.live_story(site, "Живо")
    draft_of(story, headline="Само чернова", go_live_at=in_an_hour())

    copy = stored(story).copy_for_translation(site.english.locale)
    copy.save()

    copy = stored(copy)
    assert copy.uid != story.uid
    assert (copy.live, copy.has_unpublished_changes, copy.locked, copy.expired) == (
        False, True, False, False,
    )  # fmt: skip
    assert (copy.version, copy.address, copy.slug, copy.hash) == (0, "", "", "")
    for name in (
        "first_published_at", "last_published_at", "live_revision", "latest_revision",
        "go_live_at", "expire_at", "dated", "updated",
    ):  # fmt: skip
        assert getattr(copy, name) is None, name
    copy.publish(copy.save_revision(clean=False), skip_permission_checks=True)
    assert stored(copy).address != stored(story).address


# Rule 14


@pytest.mark.parametrize("model", [Correction, StoryVersion, AuditEntry])
def test_rule_14_what_must_never_be_lost_is_no_child_of_a_revision(model):
    """Reverting deletes children, and purging deletes revisions."""
    children = {relation.related_model for relation in get_all_child_relations(Story)}
    relations = [field for field in model._meta.fields if field.is_relation]

    assert model not in children
    assert not any(isinstance(field, ParentalKey) for field in relations)
    assert not any(field.related_model is Revision for field in relations)


def test_rule_14_corrections_versions_and_audit_outlive_a_revert_and_a_purge(site):
    chief = newsroom.chief()
    story = newsroom.live_story(site, "Първо", by=chief)
    old = stored(story).latest_revision
    draft_of(story, headline="Второ").publish(user=chief, skip_permission_checks=True)
    correct.correct(story, by=chief, what="Годината е 2023.")

    Revision.objects.get(pk=old.pk).publish(user=chief, skip_permission_checks=True)
    call_command("purge_revisions", verbosity=0)

    assert [one.what for one in stored(story).corrections.all()] == ["Годината е 2023."]
    kept = StoryVersion.objects.filter(story=story).order_by("number")
    assert [one.content["headline"] for one in kept] == ["Първо", "Второ", "Първо"]
    assert AuditEntry.objects.filter(act="story.correct", subject=story.log_subject()).exists()


def test_rule_14_a_withdrawn_story_comes_back_from_its_version_not_from_a_revision(site):
    """The purge has taken what was public; a later draft is not it."""
    chief = newsroom.chief()
    story = newsroom.live_story(site, "Каквото четоха", by=chief)
    withdraw.withdraw(story, by=chief, reason=REASON)
    draft_of(story, headline="Чернова след това")
    call_command("purge_revisions", verbosity=0)

    withdraw.bring_back(story, by=chief)

    assert (stored(story).live, stored(story).headline) == (True, "Каквото четоха")


def test_rule_14_nobody_edits_the_audit_trail(db):
    entry = audit.record("story.publish", "story:1")

    entry.reason = "Друга"
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    assert AuditEntry.objects.get(pk=entry.pk).reason == ""

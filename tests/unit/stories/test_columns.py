"""Columns that are not the editor's survive; readers are told of an update when they see one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from wagtail.models import Revision

from tests.factories import newsroom
from vestnik.kit import clock
from vestnik.stories.actions.correct import correct
from vestnik.stories.actions.publish import publish
from vestnik.stories.errors import NotLive, ReasonMissing
from vestnik.stories.models import Correction, Story, StoryVersion

pytestmark = pytest.mark.django_db


def stored(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def edit(story: Story, by, *, after: timedelta = timedelta(hours=1), **changes) -> Story:
    """Open the story as an editor does, change it, publish it some time later."""
    with clock.fixed(clock.instant() + after):
        working = stored(story).get_latest_revision_as_object()
        for name, value in changes.items():
            setattr(working, name, value)
        publish(working, by=by)
    return stored(story)


def test_publishing_an_old_revision_keeps_what_is_not_the_editors(site):
    chief, author = newsroom.chief(), newsroom.person()
    story = newsroom.live_story(site, "Първо заглавие", by=chief)
    old = Revision.objects.get(pk=story.latest_revision_id)
    edit(story, chief, headline="Второ заглавие")
    Story.objects.filter(pk=story.pk).update(
        owner=author, comments="closed", origin_url="https://old.test/"
    )
    before = stored(story)

    with clock.fixed(clock.instant() + timedelta(hours=5)):
        old.publish(user=chief, skip_permission_checks=True)

    after = stored(story)
    assert after.headline == "Първо заглавие"
    for name in (
        "uid", "owner_id", "slug", "address", "dated", "date_precision", "comments", "origin_url",
        "origin_kind", "first_published_at",
    ):  # fmt: skip
        assert getattr(after, name) == getattr(before, name), name
    assert (before.version, after.version) == (2, 3)
    assert after.updated > before.updated
    assert after.last_published_at >= before.last_published_at
    assert after.hash != before.hash
    assert after.live_revision_id == old.pk


def test_saving_an_old_revision_as_a_draft_leaves_the_live_row_alone(site):
    story = newsroom.live_story(site, "Първо заглавие")
    old = Revision.objects.get(pk=story.latest_revision_id)
    edit(story, newsroom.chief(), headline="Второ заглавие")
    before = Story.objects.filter(pk=story.pk).values().get()

    old.as_object().save_revision(clean=False, previous_revision=old)

    after = Story.objects.filter(pk=story.pk).values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"latest_revision_id", "has_unpublished_changes"}


def test_reverting_to_before_the_first_publication_and_scheduling_keeps_the_story_live(site):
    draft = newsroom.story(site, "Чернова")
    first = draft.save_revision(clean=False)
    story = edit(draft, newsroom.chief(), headline="Публикувано")
    assert story.live

    old = Revision.objects.get(pk=first.pk).as_object()
    old.go_live_at = clock.instant() + timedelta(days=1)
    revision = old.save_revision(clean=False)
    old.publish(revision, skip_permission_checks=True)

    after = stored(story)
    assert (after.live, after.headline) == (True, "Публикувано")
    assert after.live_revision_id == story.live_revision_id


def test_first_published_and_the_address_never_change(site):
    chief = newsroom.chief()
    story = newsroom.live_story(site, "Заглавие с дати", by=chief)
    first = stored(story)

    # Far enough for another month and for other words in the address.
    later = edit(story, chief, after=timedelta(days=70), headline="Съвсем друго")

    assert later.first_published_at == first.first_published_at == first.dated == later.dated
    assert later.address == first.address
    assert later.updated - first.updated >= timedelta(days=70)


def test_an_edit_that_readers_do_not_see_is_no_update(site):
    story = stored(newsroom.live_story(site))

    again = edit(story, newsroom.chief())

    assert again.version == 2
    assert again.updated == story.updated
    assert again.hash == story.hash


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "Друго"},
        {"deck": "Друго"},
        {"kicker": "Друго"},
        {"dateline": "СОФИЯ"},
        {"kind": "analysis"},
        {"lead_caption": "Друго"},
        {"body": [("paragraph", "<p>Друг текст.</p>")]},
        {"story_sources": []},
        {"story_bylines": []},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_edit_that_readers_see_is_an_update(site, change):
    story = stored(newsroom.live_story(site))

    assert edit(story, newsroom.chief(), **change).updated > story.updated


def test_a_silent_edit_is_published_without_an_update_and_is_kept_as_silent(site):
    story = stored(newsroom.live_story(site))

    after = edit(story, newsroom.chief(), headline="Без печатна грешка", silent_edit=True)

    assert after.headline == "Без печатна грешка"
    assert after.updated == story.updated
    assert after.version == 2
    assert StoryVersion.objects.get(story=story, number=2).silent


def test_silence_lasts_for_one_edit(site):
    chief = newsroom.chief()
    story = stored(newsroom.live_story(site))
    edit(story, chief, headline="Тихо", silent_edit=True)

    after = edit(story, chief, headline="На глас", after=timedelta(hours=2))

    assert after.updated > story.updated
    assert not StoryVersion.objects.get(story=story, number=3).silent


def test_a_correction_is_never_silent(site):
    chief = newsroom.chief()
    story = newsroom.live_story(site, by=chief)
    # Somebody has a silent edit in work.
    draft = stored(story).get_latest_revision_as_object()
    draft.silent_edit = True
    draft.save_revision(clean=False)
    before = stored(story)

    with clock.fixed(clock.instant() + timedelta(hours=1)):
        correct(story, by=chief, what="Годината е 2023.", before="2022", after="2023")

    after = stored(story)
    assert after.updated - before.updated >= timedelta(minutes=59)
    assert after.headline == before.headline
    assert Correction.objects.get(story=story).by_name == str(chief)


def test_a_correction_survives_a_revert(site):
    chief = newsroom.chief()
    story = newsroom.live_story(site, by=chief)
    old = Revision.objects.get(pk=story.latest_revision_id)
    correct(story, by=chief, what="Годината е 2023.")

    old.publish(user=chief, skip_permission_checks=True)

    assert [c.what for c in stored(story).corrections.all()] == ["Годината е 2023."]


def test_only_live_stories_are_corrected_and_with_words(site):
    with pytest.raises(NotLive), transaction.atomic():
        correct(newsroom.story(site), by=newsroom.chief(), what="Нещо")
    with pytest.raises(ReasonMissing), transaction.atomic():
        correct(newsroom.live_story(site), by=newsroom.chief(), what="  ")
    assert not Correction.objects.exists()


def test_every_published_version_is_kept(site):
    chief = newsroom.chief()
    story = newsroom.live_story(site, "Едно", by=chief)
    edit(story, chief, headline="Две")
    edit(story, chief, headline="Три")
    stored(story).revisions.exclude(pk=stored(story).latest_revision_id).delete()

    kept = list(StoryVersion.objects.filter(story=story))
    assert [(v.number, v.content["headline"]) for v in kept] == [
        (1, "Едно"),
        (2, "Две"),
        (3, "Три"),
    ]
    assert {v.by_id for v in kept} == {chief.pk}
    assert len({v.hash for v in kept}) == 3

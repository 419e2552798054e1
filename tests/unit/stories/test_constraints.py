"""What the database itself refuses, whoever writes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import newsroom
from vestnik.changes.announcing import lifted
from vestnik.kit import clock
from vestnik.stories.errors import AddressTaken
from vestnik.stories.models import Address, Correction, Story, StorySource

pytestmark = pytest.mark.django_db


def write(table: str, pk: int, **columns) -> None:
    """An UPDATE past every line of Django's and ours."""
    names = ", ".join(f'"{name}" = %s' for name in columns)
    with lifted(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET {names} WHERE id = %s', [*columns.values(), pk])
        assert cursor.rowcount == 1


def moment(**shift):
    """A moment as the database takes it."""
    return connection.ops.adapt_datetimefield_value(clock.instant() + timedelta(**shift))


def test_a_live_story_has_no_embargo_after_its_publication(site):
    live = newsroom.live_story(site)

    write("stories_story", live.pk, embargo=moment(days=-1))
    with pytest.raises(IntegrityError, match="stories_story_embargo"):
        write("stories_story", live.pk, embargo=moment(days=1))


def test_a_story_under_embargo_cannot_be_made_live(site):
    draft = newsroom.story(site, embargo=clock.instant() + timedelta(hours=1))

    complete = {
        "address": "/2026/01/x-1/", "dated": moment(), "updated": moment(), "version": 1,
        "hash": "x", "last_published_at": moment(),
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="stories_story_embargo"):
        write("stories_story", draft.pk, live=True, **complete)
    write("stories_story", draft.pk, live=True, embargo=None, **complete)


@pytest.mark.parametrize(
    "column", ["address", "dated", "updated", "version", "hash", "last_published_at"]
)
def test_a_live_story_is_complete(site, column):
    live = newsroom.live_story(site)
    nothing = {"address": "", "version": 0, "hash": ""}.get(column)

    with pytest.raises(IntegrityError, match="stories_story_live_is_complete"):
        write("stories_story", live.pk, **{column: nothing})


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("headline", "", "stories_story_says_something"),
        ("kind", "article", "stories_story_kind"),
        ("comments", "shut", "stories_story_comments"),
        ("date_precision", "perhaps", "stories_story_date_precision"),
    ],
)
def test_a_story_holds_only_what_the_glossary_knows(site, column, value, constraint):
    draft = newsroom.story(site)

    with pytest.raises(IntegrityError, match=constraint):
        write("stories_story", draft.pk, **{column: value})


def test_two_stories_never_share_an_address(site):
    one, two = newsroom.live_story(site), newsroom.live_story(site)

    with pytest.raises(IntegrityError):
        write("stories_story", two.pk, address=one.address)
    # Drafts have none, all of them.
    assert newsroom.story(site).address == newsroom.story(site).address == ""


def test_a_story_has_one_translation_in_a_language(site):
    one, two = newsroom.story(site), newsroom.story(site)
    one.refresh_from_db()

    key = Story.objects.filter(pk=one.pk).values_list("translation_key", flat=True).get()
    stored = Story._meta.get_field("translation_key").get_db_prep_value(key, connection)
    with pytest.raises(IntegrityError):
        write("stories_story", two.pk, translation_key=stored)


def test_a_source_is_carried_or_cited(site):
    draft = newsroom.story(site)
    source = StorySource.objects.filter(story=draft).get()

    with pytest.raises(IntegrityError, match="stories_source_role"):
        write("stories_storysource", source.pk, role="heard")


def test_a_correction_says_something(site):
    live = newsroom.live_story(site)
    correction = Correction.objects.create(story=live, what="Вярното е друго.")

    with pytest.raises(IntegrityError, match="stories_correction_says_what"):
        write("stories_correction", correction.pk, what="")


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"path": "no-root/"}, "stories_address_path_from_root"),
        ({"state": "lost"}, "stories_address_state"),
        ({"subject": ""}, "stories_address_subject_or_target"),
        ({"target": "/elsewhere/"}, "stories_address_subject_or_target"),
    ],
)
def test_an_address_is_whole(site, columns, constraint):
    live = newsroom.live_story(site)
    address = Address.objects.get(path=live.address)

    with pytest.raises(IntegrityError, match=constraint):
        write("stories_address", address.pk, **columns)


def test_a_path_is_given_once_and_a_subject_answers_at_one(site):
    one, two = newsroom.live_story(site), newsroom.live_story(site)
    address = Address.objects.get(path=one.address)

    with pytest.raises(IntegrityError):
        write("stories_address", address.pk, path=two.address)
    with pytest.raises(IntegrityError):
        write("stories_address", address.pk, subject=two.log_subject())


def test_an_address_is_never_given_to_another_story(site):
    one, two = newsroom.live_story(site), newsroom.live_story(site)

    with pytest.raises(AddressTaken):
        Address.objects.give(one.address, two.log_subject())
    assert Address.objects.get(path=one.address).subject == one.log_subject()

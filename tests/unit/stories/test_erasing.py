"""An erased story leaves nothing but its address, which says 410."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from wagtail.models import ModelLogEntry, Revision, WorkflowState

from tests.factories import newsroom
from tests.roads.newsdesk import Desk, story_form
from vestnik.accounts.roles import Role
from vestnik.changes.models import AuditEntry, Change
from vestnik.stories.actions.correct import correct
from vestnik.stories.actions.erase import erase
from vestnik.stories.actions.publish import publish
from vestnik.stories.actions.withdraw import withdraw
from vestnik.stories.errors import NotAllowed, ReasonMissing
from vestnik.stories.models import Address, Correction, Listing, Story, StoryVersion

pytestmark = pytest.mark.django_db

#: In the letters of the text, and as an address would write it.
CANARY, IN_ADDRESS = "канарче", "kanarche"


def tables_with_the_canary() -> dict[str, list[str]]:
    """Every row of every table in which the canary sings, by table."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                told = {
                    name: str(value)
                    for name, value in zip(names, row, strict=True)
                    if CANARY in str(value).lower()
                    or IN_ADDRESS in str(value).lower()
                    # JSON as some databases keep it.
                    or CANARY in str(value).encode().decode("unicode_escape", "replace").lower()
                }
                if told:
                    found.setdefault(table, []).append(str(told))
    return found


@pytest.fixture
def lived(site):
    """A story with a whole life behind it: drafts, approval, publications, a correction, previews."""
    desk = Desk(site)
    story = desk.write(
        Role.AUTHOR,
        "submit",
        headline="Канарче в заглавието",
        short_headline="Късо",
        kicker="канарче",
        deck="Канарче отдолу",
        dateline="канарче",
        body="Канарче в текста.",
        lead_caption="канарче",
    )
    desk.browser(Role.AUTHOR).post(
        desk.story("preview_on_edit", story), story_form(site, "", story, deck="канарче в преглед")
    )
    story = desk.decide(Role.EDITOR, story, "approve")
    story = desk.decide(Role.CHIEF_EDITOR, story, "approve")
    assert story.live
    chief = desk.user(Role.CHIEF_EDITOR)
    correct(story, by=chief, what="Канарчето е жълто.", before="канарче", after="канарче")
    story = desk.edit(Role.CHIEF_EDITOR, story, "publish", headline="Ново канарче")
    story = desk.edit(Role.EDITOR, story, headline="Чернова с канарче")
    other = newsroom.live_story(
        site,
        "Сочи към него",
        body=[("paragraph", f'<p><a linktype="story" id="{story.pk}">то</a></p>')],
    )
    return desk, story, other


def test_the_canary_sings_in_many_places_before(lived):
    assert len(tables_with_the_canary()) >= 5


def test_nothing_of_an_erased_story_is_left_in_any_table(lived, client):
    desk, story, other = lived
    pk, subject, path = story.pk, story.log_subject(), story.address

    erase(story, by=desk.user(Role.CHIEF_EDITOR), reason="По решение на съда.")

    assert tables_with_the_canary() == {}
    assert not Story.objects.filter(pk=pk).exists()
    assert not Listing.objects.filter(story_id=pk).exists()
    assert not StoryVersion.objects.filter(story_id=pk).exists()
    assert not Correction.objects.exists()
    assert (
        not Revision.objects.filter(object_id=str(pk))
        .exclude(content_type__model__in=("front", "section"))
        .exists()
    )
    assert not WorkflowState.objects.filter(object_id=str(pk)).exists()
    assert {a.path: (a.state, a.reason) for a in Address.objects.of(subject)} == {
        path: ("gone", "erased")
    }
    response = client.get(path)
    assert response.status_code == 410
    assert "съда" not in response.content.decode()
    assert client.get(other.address).status_code == 200
    last = Change.objects.filter(subject=subject).latest("id")
    assert last.event == "StoryErased"
    entry = AuditEntry.objects.get(act="story.erase")
    assert (entry.subject, entry.reason) == (subject, "По решение на съда.")


def test_the_words_of_the_address_stay_only_as_addresses(site):
    chief = newsroom.chief()
    story = newsroom.live_story(site, "Канарче в адреса", by=chief)
    path = story.address
    assert IN_ADDRESS in path

    erase(story, by=chief, reason="Проба.")

    for table, rows in tables_with_the_canary().items():
        assert table in ("stories_address", "changes_change"), rows
        for row in rows:
            assert IN_ADDRESS not in row.replace(path, "").lower(), row


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_live_is_erased_too(site, client, state):
    chief = newsroom.chief()
    if state == "draft":
        story = newsroom.story(site, "Чернова", deck="канарче")
        story.save_revision(clean=False)
    else:
        story = newsroom.live_story(site, "Свалено", by=chief, deck="канарче")
        withdraw(story, by=chief, reason="Проба.")
        assert client.get(story.address).status_code == 410

    erase(Story.objects.get(pk=story.pk), by=chief, reason="Проба.")

    assert tables_with_the_canary() == {}
    if state == "withdrawn":
        assert client.get(story.address).status_code == 410
    assert ModelLogEntry.objects.filter(label__icontains="канарче").count() == 0


def test_only_chief_editors_erase_and_they_say_why(site):
    story = newsroom.live_story(site)
    for role in set(Role) - {Role.CHIEF_EDITOR}:
        with pytest.raises(NotAllowed), transaction.atomic():
            erase(story, by=newsroom.person(role), reason="Проба.")
    with pytest.raises(ReasonMissing), transaction.atomic():
        erase(story, by=newsroom.chief(), reason=" ")
    assert Story.objects.get(pk=story.pk).live


def test_a_new_story_never_gets_an_erased_ones_address(site):
    chief = newsroom.chief()
    erased = newsroom.live_story(site, "Едно и също", by=chief)
    path, pk = erased.address, erased.pk
    erase(erased, by=chief, reason="Проба.")

    again = newsroom.story(site, "Едно и също")
    publish(again, by=chief)

    assert again.pk != pk
    assert again.address != path
    assert Address.objects.get(path=path).state == "gone"


def test_no_row_hangs_on_an_erased_story(site):
    """What points to a story without a constraint of the database is deleted by name."""
    chief = newsroom.chief()
    story = newsroom.live_story(site, by=chief)
    erase(story, by=chief, reason="Проба.")

    with connection.cursor() as cursor:
        connection.check_constraints()
        cursor.execute("SELECT COUNT(*) FROM stories_storybyline WHERE story_id = %s", [story.pk])
        assert cursor.fetchone() == (0,)

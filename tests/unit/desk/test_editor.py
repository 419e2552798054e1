"""The story's way through the newsroom over HTTP: who writes, submits, approves, schedules, publishes."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.urls import reverse

from tests.factories import newsroom
from tests.roads.newsdesk import Desk, local, story_form
from tests.unit.desk.conftest import everything
from tests.unit.desk.screens import said, stored, text_of
from vestnik.accounts.roles import Role
from vestnik.changes.models import Change
from vestnik.config.roles import STEP_TWO
from vestnik.desk.clock import publish_due
from vestnik.kit import clock
from vestnik.photos.models import Photo
from vestnik.stories.models import Story, Topic

pytestmark = pytest.mark.django_db

CHIEF, ON_DUTY, EDITOR, AUTHOR = (
    Role.CHIEF_EDITOR, Role.EDITOR_ON_DUTY, Role.EDITOR, Role.AUTHOR,
)  # fmt: skip

#: Design section 3. "own" and "others'" say whose story it is; an x is what the role may.
TABLE = """
                 write  edit own  edit others'  submit  step one  step two  lock  publish  schedule  silent
contributor      x      x         -             x       -         -         -     -        -         -
author           x      x         -             x       -         -         -     -        -         -
editor           x      x         x             x       x         -         x     -        -         -
editor on duty   x      x         x             x       x         -         x     -        -         -
chief editor     x      x         x             x       x         x         x     x        x         x
photo editor     -      x         x             x       -         -         -     -        -         -
moderator        -      -         -             -       -         -         -     -        -         -
administrator    -      -         -             -       -         -         -     -        -         -
superuser        x      x         x             x       x         x         x     x        x         x
"""
HEADLINE = "Ново заглавие"


def address(name: str, *args) -> str:
    return reverse(f"wagtailsnippets_stories_story:{name}", args=args)


def draft(site, owner=None) -> Story:
    story = newsroom.story(site, owner=owner)
    story.save_revision(clean=False)
    return stored(story)


def latest(story: Story) -> Story:
    return stored(story).get_latest_revision_as_object()


def write(site, people, role) -> bool:
    people(role).post(address("add"), story_form(site, headline=HEADLINE))
    made = Story.objects.filter(headline=HEADLINE).first()
    return made is not None and made.owner_id == people.user(role).pk


def edit_own(site, people, role) -> bool:
    return _edit(site, people, role, draft(site, people.user(role)))


def edit_others(site, people, role) -> bool:
    return _edit(site, people, role, draft(site, newsroom.person(AUTHOR)))


def _edit(site, people, role, story) -> bool:
    people(role).post(address("edit", story.pk), story_form(site, "", story, headline=HEADLINE))
    assert not stored(story).live
    return latest(story).headline == HEADLINE


def submit(site, people, role) -> bool:
    story = draft(site, people.user(role))
    people(role).post(address("edit", story.pk), story_form(site, "submit", story))
    return bool(stored(story).workflow_in_progress)


def step_one(site, people, role) -> bool:
    story = _submitted(site)
    first = story.current_workflow_task_state.pk
    people(role).post(address("workflow_action", story.pk, "approve", first), {"comment": ""})
    assert not stored(story).live
    return stored(story).current_workflow_task_state.pk != first


def step_two(site, people, role) -> bool:
    story = _submitted(site)
    story.current_workflow_task_state.approve(user=newsroom.chief())
    second = stored(story).current_workflow_task_state.pk
    people(role).post(address("workflow_action", story.pk, "approve", second), {"comment": ""})
    return stored(story).live


def _submitted(site) -> Story:
    writer = newsroom.person(AUTHOR)
    story = draft(site, writer)
    Story.get_default_workflow().start(story, writer)
    return stored(story)


def lock(site, people, role) -> bool:
    story = draft(site, people.user(role))
    people(role).post(address("lock", story.pk))
    return stored(story).locked


def publish(site, people, role) -> bool:
    return _publish(site, people, role).live


def schedule(site, people, role) -> bool:
    moment = clock.instant() + timedelta(hours=3)
    story = _publish(site, people, role, go_live_at=local(moment))
    assert not story.live
    due = story.scheduled_revision
    return due is not None and local(due.approved_go_live_at) == local(moment)


def silent(site, people, role) -> bool:
    """Readers are shown a change and not told of it."""
    story = newsroom.live_story(site, owner=people.user(role))
    updated, later = story.updated, clock.instant() + timedelta(hours=3)
    with clock.fixed(later):
        form = story_form(site, "publish", story, deck="Друга карета.", silent_edit="on")
        people(role).post(address("edit", story.pk), form)
    story = stored(story)
    assert story.updated == updated
    return story.deck == "Друга карета."


def _publish(site, people, role, **fields) -> Story:
    story = draft(site, people.user(role))
    people(role).post(address("edit", story.pk), story_form(site, "publish", story, **fields))
    return stored(story)


DEEDS = {
    "write": write,
    "edit own": edit_own,
    "edit others'": edit_others,
    "submit": submit,
    "step one": step_one,
    "step two": step_two,
    "lock": lock,
    "publish": publish,
    "schedule": schedule,
    "silent": silent,
}


def cells() -> list[tuple[Role | None, str, bool]]:
    """Role, deed and whether he may, of each cell of the table."""
    lines = TABLE.strip("\n").splitlines()
    names = [name.strip() for name in lines[0].split("  ") if name.strip()]
    found = []
    for line in lines[1:]:
        who = line[:17].strip()
        role = None if who == "superuser" else Role(who)
        found += [
            (role, name, mark == "x") for name, mark in zip(names, line[17:].split(), strict=True)
        ]
    return found


def test_the_table_has_every_deed_and_every_role():
    assert {deed for _, deed, _ in cells()} == set(DEEDS)
    assert {role for role, _, _ in cells()} == {*Role, None}


@pytest.mark.parametrize(("role", "deed", "may"), cells())
def test_the_role_decides(role, deed, may, site, people):
    assert DEEDS[deed](site, people, role) is may


# A day in the newsroom


def test_an_author_writes_and_two_editors_publish(site, people, client):
    """Draft, submission, first reading, approval: what readers see comes with the last step."""
    people(AUTHOR).post(address("add"), story_form(site, "submit", headline=HEADLINE))
    story = Story.objects.get(headline=HEADLINE)
    mark = Change.objects.count()

    for role in (EDITOR, CHIEF):
        waiting = people(role).get(reverse("wagtailadmin_home"))
        assert HEADLINE in text_of(waiting), "Nobody tells the editor that a story waits for him."
        state = stored(story).current_workflow_task_state
        assert Change.objects.count() == mark
        people(role).post(address("workflow_action", story.pk, "approve", state.pk), {})

    story = stored(story)
    assert story.live
    assert Change.objects.filter(event="StoryWentLive", subject=story.log_subject()).count() == 1
    assert HEADLINE in client.get(story.address).content.decode()


def test_approving_in_the_editor_takes_the_step(site, people):
    """As the button under the editor does it, with nothing changed."""
    story, said = _submitted(site), []

    for role in (EDITOR, CHIEF):
        form = story_form(site, "workflow-action", stored(story))
        form["workflow-action-name"] = "approve"
        said.append(text_of(people(role).post(address("edit", story.pk), form, follow=True)))

    assert stored(story).live
    named = f"„{latest(story).headline}“"
    assert f"Материалът {named} е одобрен. Следва: {STEP_TWO}." in said[0]
    assert f"Материалът {named} е одобрен и публикуван." in said[1]


def test_a_story_that_is_sent_back_returns_to_its_author(site, people):
    people(AUTHOR).post(address("add"), story_form(site, "submit", headline=HEADLINE))
    story = Story.objects.get(headline=HEADLINE)
    form = story_form(site, "", story, headline="Докато го четат")
    people(AUTHOR).post(address("edit", story.pk), form)
    assert latest(story).headline == HEADLINE, "It was changed while it was being read."

    state = story.current_workflow_task_state
    reject = address("workflow_action", story.pk, "reject", state.pk)
    answer = people(EDITOR).post(reject, {"comment": "Кой го казва?"}, follow=True)
    assert f"„{HEADLINE}“ се връща на автора си." in text_of(answer)

    page = people(AUTHOR).get(address("edit", story.pk))
    assert "Кой го казва?" in text_of(page)
    people(AUTHOR).post(address("edit", story.pk), form)
    assert latest(story).headline == "Докато го четат"


def test_a_story_moves_to_another_section_by_its_field(site, people, client):
    """At once for readers, its address stays."""
    story = newsroom.live_story(site)
    assert story.headline in client.get("/svyat/").content.decode()

    form = story_form(site, "publish", story, section=site.economy.pk)
    people(CHIEF).post(address("edit", story.pk), form)

    assert story.headline not in client.get("/svyat/").content.decode()
    assert story.headline in client.get("/ikonomika/").content.decode()
    assert client.get(story.address).status_code == 200


def test_a_move_of_an_editor_waits_for_approval(site, people):
    story = newsroom.live_story(site)

    form = story_form(site, "submit", story, section=site.economy.pk)
    people(EDITOR).post(address("edit", story.pk), form)
    assert stored(story).section_id == site.world.pk

    for _ in range(2):
        state = stored(story).current_workflow_task_state
        people(CHIEF).post(address("workflow_action", story.pk, "approve", state.pk), {})
    assert stored(story).section_id == site.economy.pk


def test_what_an_editor_schedules_goes_out_by_itself_once_it_is_approved(site, people):
    story = draft(site, people.user(EDITOR))
    moment = clock.instant() + timedelta(hours=3)
    form = story_form(site, "submit", story, go_live_at=local(moment))
    people(EDITOR).post(address("edit", story.pk), form)
    for _ in range(2):
        state = stored(story).current_workflow_task_state
        people(CHIEF).post(address("workflow_action", story.pk, "approve", state.pk), {})
    assert not stored(story).live

    later = moment + timedelta(minutes=1)
    # Wagtail's action looks at Django's clock, ours at the kit's.
    with clock.fixed(later), mock.patch("django.utils.timezone.now", return_value=later):
        publish_due()

    assert stored(story).live


# What the form refuses


@pytest.mark.parametrize(
    ("fields", "at", "sentence"),
    [
        ({"headline": ""}, "headline", "задължително"),
        ({"headline": "а" * 301}, "headline", "300"),
        ({"headline": "Нула\x00та"}, "headline", "нулев знак"),
        ({"section": ""}, "section", "Изберете рубрика"),
        ({"section": "987654321"}, "section", "Няма такъв избор"),
        ({"kind": "поема"}, "kind", "Няма такъв избор"),
        ({"body-count": "0"}, "body", "няма текст"),
        ({"lead_photo": "987654321"}, "lead_photo", "Няма такъв избор"),
        ({"go_live_at": "вчера"}, "go_live_at", "валидна дата"),
        ({"embargo": "2026-13-45 99:00"}, "embargo", "валидна дата"),
        ({"expire_at": "2020-01-01 10:00"}, "expire_at", "напред"),
        ({"go_live_at": "2031-02-01 10:00", "expire_at": "2031-01-01 10:00"}, "expire_at", "преди"),
    ],
)
def test_what_cannot_be_published_is_said_in_bulgarian_and_what_was_typed_stays(
    fields, at, sentence, site, people
):
    story = draft(site)
    before = everything()
    form = story_form(site, "publish", story, deck="Дълго писана карета") | fields

    answer = people(CHIEF).post(address("edit", story.pk), form)

    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["form"].errors[at])
    assert "Не е записано (материал): има грешки" in said(answer)[0]
    assert "Дълго писана карета" in answer.content.decode()
    assert everything() == before


def test_a_draft_may_be_as_unfinished_as_it_is(site, people):
    form = story_form(site, "", headline=HEADLINE, section="") | {"body-count": "0"}

    answer = people(AUTHOR).post(address("add"), form)

    assert answer.status_code == 302
    assert said(answer)
    assert Story.objects.get(headline=HEADLINE).section is None


def test_a_draft_without_a_headline_is_refused_with_a_sentence(site, people):
    """Deferred validation lets other required fields wait; the database demands this one."""
    answer = people(AUTHOR).post(address("add"), story_form(site, "", headline=""))

    assert answer.status_code == 200
    assert "Това поле е задължително." in text_of(answer)
    assert not Story.objects.exists()


def test_an_archived_topic_is_offered_only_where_it_is_chosen_already(site, people):
    kept, gone = (Topic.objects.create(name=name) for name in ("Стара тема", "Друга стара"))
    story = newsroom.story(site)
    story.topics.add(kept)
    story.save()
    story.save_revision(clean=False)
    for topic in (kept, gone):
        topic.archived = True
        topic.save()

    at_its_story = text_of(people(CHIEF).get(address("edit", story.pk)))
    at_a_new_one = text_of(people(CHIEF).get(address("add")))

    assert "Стара тема" in at_its_story
    assert "Друга стара" not in at_its_story
    assert "Стара тема" not in at_a_new_one


def test_a_story_whose_photo_has_no_picture_can_be_edited(site):
    """As after an import of a page whose caption and credit are known, and nothing else."""
    photo = Photo.objects.create(title="Без картина", caption="Мостът", credit="архив")
    story = newsroom.live_story(site, by=newsroom.chief(), lead_photo=photo)
    screen = Desk(site).browser(CHIEF).get(f"/cms/snippets/stories/story/edit/{story.pk}/")
    assert screen.status_code == 200
    assert b'name="headline"' in screen.content

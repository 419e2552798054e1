"""Roads of which no reader sees anything: drafts, locks, schedules, the workflow. They leave no row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Revision

from tests.factories import newsroom
from tests.roads import ledger
from tests.roads.newsdesk import in_an_hour, local, page_form, photo_form, picture_file, story_form
from tests.roads.test_story_roads import (
    draft,
    due_on_live,
    in_step_two,
    in_two_hours,
    live,
    live_in_step_two,
    live_owned,
    live_with_draft,
    live_with_older_revision,
    nothing,
    submitted,
)
from vestnik.accounts.roles import Role
from vestnik.desk.clock import publish_due
from vestnik.photos.models import Photo
from vestnik.stories.actions import publish
from vestnik.stories.models import Byline, Story, StoryByline

CHIEF, EDITOR, CONTRIBUTOR = Role.CHIEF_EDITOR, Role.EDITOR, Role.CONTRIBUTOR


def create_draft(desk, _):
    desk.write(CONTRIBUTOR)


def edit_draft(desk, story):
    desk.edit(CHIEF, story, headline="Друга чернова", section=desk.site.economy.pk)


def edit_draft_children(desk, story):
    byline = Byline.objects.filter(name__startswith="Автор").first()
    desk.edit(CHIEF, story, bylines=[{"byline": byline.pk}, {"byline": byline.pk}])


def autosave(desk, story):
    form = story_form(desk.site, "", story, headline="Пише се в момента")
    answer = desk.browser(CHIEF).post(
        desk.story("edit", story), form, headers={"accept": "application/json"}
    )
    assert answer.json()["success"] is True, answer.content
    again = form | {
        "overwrite_revision_id": answer.json()["revision_id"],
        "headline": "Още се пише",
    }
    answer = desk.browser(CHIEF).post(
        desk.story("edit", story), again, headers={"accept": "application/json"}
    )
    assert answer.json()["success"] is True, answer.content
    latest = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert latest.headline == "Още се пише"


def schedule(desk, story):
    moment = in_an_hour()
    desk.edit(CHIEF, story, "publish", headline="Утре", go_live_at=local(moment))
    scheduled = Story.objects.get(pk=story.pk).scheduled_revision
    assert scheduled is not None, "The wish for a later moment was not kept."
    assert local(scheduled.approved_go_live_at) == local(moment)


def schedule_by_action(desk, story):
    publish.schedule(story, at=in_an_hour(), by=newsroom.chief())
    assert Story.objects.get(pk=story.pk).scheduled_revision is not None


def publish_under_embargo(desk, story):
    moment = in_an_hour()
    desk.edit(CHIEF, story, "publish", embargo=local(moment))
    scheduled = Story.objects.get(pk=story.pk).scheduled_revision
    assert local(scheduled.approved_go_live_at) == local(moment)


def unschedule(desk, story):
    revision = story.scheduled_revision
    desk.post(CHIEF, desk.story("revisions_unschedule", story, revision.pk))
    assert Story.objects.get(pk=story.pk).scheduled_revision is None


def nothing_due(desk, _):
    assert publish_due() == 0


def lock_and_unlock(desk, story):
    desk.post(CHIEF, desk.story("lock", story))
    assert Story.objects.get(pk=story.pk).locked
    desk.post(CHIEF, desk.story("unlock", story))
    assert not Story.objects.get(pk=story.pk).locked


def submit(desk, story):
    desk.edit(EDITOR, story, "submit", headline="За одобрение")
    assert Story.objects.get(pk=story.pk).workflow_in_progress


def approve_first_step(desk, story):
    story = desk.decide(EDITOR, story, "approve")
    assert story.current_workflow_task.name == "Одобрение за печат"


def reject(desk, story):
    desk.decide(CHIEF, story, "reject")
    assert Story.objects.get(pk=story.pk).current_workflow_state.status == "needs_changes"


def cancel(desk, story):
    desk.edit(CHIEF, story, "cancel-workflow")
    assert not Story.objects.get(pk=story.pk).workflow_in_progress


def restart(desk, story):
    desk.decide(CHIEF, story, "reject")
    desk.edit(CONTRIBUTOR, story, "restart-workflow")
    assert Story.objects.get(pk=story.pk).workflow_in_progress


def revert_to_draft(desk, story):
    oldest = story.revisions.order_by("pk").first()
    desk.edit(CHIEF, story, headline=oldest.as_object().headline, revision=oldest.pk)


def look_at_revert_and_compare(desk, story):
    first, last = story.revisions.order_by("pk").first(), story.latest_revision
    for address in (
        desk.story("revisions_revert", story, first.pk),
        desk.story("revisions_compare", story, first.pk, last.pk),
        desk.story("revisions_view", story, first.pk),
        desk.story("history", story),
        desk.story("usage", story),
        desk.story("inspect", story),
        desk.story("edit", story),
        desk.story("list"),
    ):
        assert desk.browser(CHIEF).get(address).status_code == 200, address


def preview(desk, story):
    form = story_form(desk.site, "", story, headline="Само за поглед")
    address = desk.story("preview_on_edit", story)
    answer = desk.browser(CHIEF).post(address, form)
    assert answer.json()["is_valid"] is True
    assert "Само за поглед" in desk.browser(CHIEF).get(address).content.decode()


def translate(desk, story):
    copy = story.copy_for_translation(desk.site.english.locale)
    copy.save()
    assert not Story.objects.get(pk=copy.pk).live


def owner_deleted(desk, story):
    desk.post(None, reverse("wagtailusers_users:delete", args=[story.owner_id]))
    assert Story.objects.get(pk=story.pk).owner is None


def silent_columns(desk, story):
    Story.objects.filter(pk=story.pk).update(owner=newsroom.person(CONTRIBUTOR), locked=True)
    story.save(update_fields=["latest_revision", "has_unpublished_changes"])


def purge_revisions(desk, story):
    call_command("purge_revisions", verbosity=0)
    assert Revision.objects.for_instance(story).count() == 1


def wagtails_commands(desk, _):
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)


def draft_saved_by_code(desk, story):
    story.headline = "Направо в реда"
    story.save()
    Story.objects.filter(pk=story.pk).update(deck="Още")
    StoryByline.objects.filter(story=story).update(sort_order=5)


def draft_deleted(desk, story):
    story.delete()
    assert not Story.objects.filter(pk=story.pk).exists()


def page_draft(desk, _):
    section = desk.site.world
    desk.post(CHIEF, desk.page("edit", section.pk), page_form(title="Чернова", slug="svyat"))
    section.refresh_from_db()
    assert section.has_unpublished_changes
    assert section.title == "Свят"


def page_created_as_draft(desk, _):
    desk.post(CHIEF, desk.page("add", "stories", "section", desk.site.front.pk), page_form())


def page_locked(desk, _):
    desk.post(None, desk.page("lock", desk.site.world.pk))
    desk.site.world.refresh_from_db()
    assert desk.site.world.locked


def photo_uploaded(desk, _):
    address = reverse("wagtailimages:add")
    desk.post(Role.PHOTO_EDITOR, address, photo_form(file=picture_file()))
    assert Photo.objects.filter(in_use_since=None).exists()


def unused_photo(desk):
    photo = newsroom.photo()
    photo.file.close()
    return photo.pk


def unused_photo_edited(desk, photo_id):
    address = reverse("wagtailimages:edit", args=[photo_id])
    desk.post(Role.PHOTO_EDITOR, address, photo_form(caption="Друг надпис"))
    assert Photo.objects.get(pk=photo_id).caption == "Друг надпис"


class Road(NamedTuple):
    name: str
    given: Callable[[Any], Any]
    go: Callable[[Any, Any], None]


# fmt: off
QUIET = [
    Road("editor: create a draft", nothing, create_draft),
    Road("editor: save a draft", draft, edit_draft),
    Road("editor: save a draft of a live story", live, edit_draft),
    Road("editor: other bylines in a draft of a live story", live, edit_draft_children),
    Road("editor: autosave a draft", draft, autosave),
    Road("editor: autosave a live story", live, autosave),
    Road("editor: preview a live story", live, preview),
    Road("editor: look around", live_with_older_revision, look_at_revert_and_compare),
    Road("editor: revert to a draft", live_with_older_revision, revert_to_draft),
    Road("editor: schedule a draft", draft, schedule),
    Road("editor: schedule on a live story", live, schedule),
    Road("editor: publish under an embargo", draft, publish_under_embargo),
    Road("editor: publish a live story under an embargo", live, publish_under_embargo),
    Road("action: schedule on a live story", live, schedule_by_action),
    Road("unschedule", due_on_live, unschedule),
    Road("clock: nothing is due", due_on_live, nothing_due),
    Road("lock and unlock a live story", live, lock_and_unlock),
    Road("workflow: submit a draft", draft, submit),
    Road("workflow: submit a live story", live, submit),
    Road("workflow: approve the first step", submitted, approve_first_step),
    Road("workflow: reject", in_step_two, reject),
    Road("workflow: reject a live story's draft", live_in_step_two, reject),
    Road("workflow: cancel", submitted, cancel),
    Road("workflow: restart", submitted, restart),
    Road("translate", live, translate),
    Road("translate a live story with a draft", live_with_draft, translate),
    Road("the owner is deleted", live_owned, owner_deleted),
    Road("silent columns of a live story", live, silent_columns),
    Road("command purge_revisions", live_with_older_revision, purge_revisions),
    Road("commands that index", live, wagtails_commands),
    Road("a draft written by code", draft, draft_saved_by_code),
    Road("a draft deleted by code", draft, draft_deleted),
    Road("page: save a draft", nothing, page_draft),
    Road("page: create a draft", nothing, page_created_as_draft),
    Road("page: lock", nothing, page_locked),
    Road("photo: upload", nothing, photo_uploaded),
    Road("photo: edit one that no page shows", unused_photo, unused_photo_edited),
]
# fmt: on


@pytest.mark.parametrize("road", QUIET, ids=lambda road: road.name)
def test_a_road_that_no_reader_sees_leaves_no_row(road, desk):
    given = road.given(desk)

    with ledger.watching() as watch:
        road.go(desk, given)

    assert watch.differ == set()
    assert watch.announced == set()
    assert watch.rows == []


def test_the_ledger_itself_sees_a_difference(desk):
    """Without this the tests above would pass with a blind picture."""
    story = live(desk)
    before = ledger.picture()

    in_two_hours(lambda: Story.objects.filter(pk=story.pk).update(deck="Видимо"))

    assert ledger.keys_that_differ(before, ledger.picture()) == set(story.public_keys())

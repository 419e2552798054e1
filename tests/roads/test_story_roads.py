"""The roads on which a story becomes visible, changes and goes: each says so, in its own transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple
from unittest import mock

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.factories import newsroom
from tests.roads import ledger
from tests.roads.newsdesk import REASON, in_an_hour
from vestnik.accounts.roles import Role
from vestnik.desk.clock import publish_due
from vestnik.kit import clock
from vestnik.stories.actions import correct, erase, publish, withdraw
from vestnik.stories.models import Byline, Story, StoryByline, Topic

CHIEF, EDITOR, CONTRIBUTOR = Role.CHIEF_EDITOR, Role.EDITOR, Role.CONTRIBUTOR
ON_DUTY = Role.EDITOR_ON_DUTY


# What is there before


def nothing(desk):
    return None


def draft(desk):
    return newsroom.story(desk.site)


def live(desk):
    return newsroom.live_story(desk.site)


def live_with_topic(desk):
    story = newsroom.story(desk.site)
    story.topics = [Topic.objects.create(name="Язовири")]
    publish.publish(story, by=newsroom.chief())
    return story


def live_with_draft(desk):
    story = live(desk)
    return desk.edit(CHIEF, story, headline="Чернова върху живо")


def live_with_older_revision(desk):
    story = live(desk)
    return desk.edit(
        CHIEF, story, "publish", headline="Второ заглавие", section=desk.site.economy.pk
    )


def withdrawn(desk):
    story = live(desk)
    withdraw.withdraw(story, by=newsroom.chief(), reason=REASON)
    return story


def due(desk):
    story = newsroom.story(desk.site)
    publish.schedule(story, at=in_an_hour(), by=newsroom.chief())
    return story


def due_on_live(desk):
    story = newsroom.live_story(desk.site)
    story.headline = "Утре друго"
    publish.schedule(story, at=in_an_hour(), by=newsroom.chief())
    return story


def expiring(desk):
    return newsroom.live_story(desk.site, expire_at=in_an_hour())


def submitted(desk):
    return desk.write(CONTRIBUTOR, "submit")


def in_step_two(desk):
    return desk.decide(EDITOR, submitted(desk), "approve")


def live_in_step_two(desk):
    story = newsroom.live_story(desk.site)
    desk.edit(EDITOR, story, "submit", headline="Одобрено второ", section=desk.site.economy.pk)
    return desk.decide(EDITOR, story, "approve")


def live_owned(desk):
    return newsroom.live_story(desk.site, owner=newsroom.person(CONTRIBUTOR))


def two_live(desk):
    return [live(desk), live(desk)]


# The roads


def create_and_publish(desk, _):
    desk.write(CHIEF, "publish", headline="Язовирът преля")


def publish_draft(desk, story):
    desk.edit(CHIEF, story, "publish")


def publish_again(desk, story):
    desk.edit(CHIEF, story, "publish", headline="Друго заглавие", section=desk.site.economy.pk)


def publish_children(desk, story):
    topic = Topic.objects.create(name="Наводнения")
    byline = Byline.objects.create(name="Нов автор")
    desk.edit(CHIEF, story, "publish", topics=[topic.pk], bylines=[{"byline": byline.pk}])


def move_by_the_field(desk, story):
    desk.edit(CHIEF, story, "publish", section=desk.site.economy.pk)


def silent_edit(desk, story):
    desk.edit(CHIEF, story, "publish", deck="Без една печатна грешка.", silent_edit="on")


def publish_the_draft(desk, story):
    desk.edit(CHIEF, story, "publish")


def act(name: str, role: Role = CHIEF) -> Callable[[Any, Any], None]:
    """An act with a story, by its page in the newsroom."""

    def go(desk, story):
        desk.post(role, reverse("desk_act", args=[story.pk, name]), {"words": REASON})

    return go


def in_two_hours(run: Callable[[], Any]) -> None:
    later = clock.instant() + timedelta(hours=2)
    # Wagtail's actions look at Django's clock, ours at the kit's.
    with clock.fixed(later), mock.patch("django.utils.timezone.now", return_value=later):
        run()


def our_clock(desk, _):
    in_two_hours(publish_due)


def command_publish_scheduled(desk, _):
    in_two_hours(lambda: call_command("publish_scheduled"))


def approve_last_step(desk, story):
    desk.decide(CHIEF, story, "approve")


def approve_in_editor(desk, story):
    form = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    story = desk.edit(CHIEF, story, headline="Одобрено с поправка", **form)
    # What was edited is read again from the first step on.
    while story.current_workflow_task:
        story = desk.decide(CHIEF, story, "approve")


def publish_past_the_workflow(desk, story):
    desk.edit(CHIEF, story, "publish")


def revert_and_publish(desk, story):
    oldest = story.revisions.order_by("pk").first()
    older = oldest.as_object()
    fields = {"headline": older.headline, "section": older.section_id, "revision": oldest.pk}
    desk.edit(CHIEF, story, "publish", **fields)


def revision_publish(desk, story):
    story.revisions.order_by("pk").first().publish()


def unpublish_by_code(desk, story):
    story.unpublish()


def save_alone(desk, story):
    story = Story.objects.get(pk=story.pk)
    story.headline = "Записано направо"
    story.save(update_fields=["headline"])


def update(desk, story):
    Story.objects.filter(pk=story.pk).update(section=desk.site.economy)


def update_moves_what_was_filtered(desk, story):
    Story.objects.filter(section=desk.site.world).update(section=desk.site.economy)


def update_by_base_manager(desk, story):
    Story._base_manager.filter(pk=story.pk).update(live=False)


def bulk_update(desk, stories):
    for story in stories:
        story.deck = "Нова карета"
    Story.objects.bulk_update(stories, ["deck"])


def bulk_create(desk, story):
    # Rows of a restored copy: live from the first moment.
    made = Story(headline="Наведнъж", section=desk.site.world, locale=desk.site.locale, live=True)
    for name in ("dated", "updated", "version", "hash", "last_published_at"):
        setattr(made, name, getattr(Story.objects.get(pk=story.pk), name))
    made.address = "/2020/01/navednazh-1/"
    Story.objects.bulk_create([made])


def child_saved_alone(desk, story):
    part = StoryByline.objects.filter(story=story).first()
    part.byline = Byline.objects.create(name="Поправен автор")
    part.save()


def child_created_alone(desk, story):
    StoryByline.objects.create(
        story=story, byline=Byline.objects.create(name="Втори автор"), sort_order=2
    )


def child_deleted_alone(desk, story):
    StoryByline.objects.filter(story=story).delete()


def withdraw_action(desk, story):
    withdraw.withdraw(story, by=newsroom.chief(), reason=REASON)


def bring_back_action(desk, story):
    withdraw.bring_back(story, by=newsroom.chief())


def erase_action(desk, story):
    erase.erase(story, by=newsroom.chief(), reason=REASON)


def correct_action(desk, story):
    correct.correct(story, by=newsroom.chief(), what="Язовирът е друг.")


def move_action(desk, story):
    publish.move_to_section(story, section=desk.site.economy, by=newsroom.chief())


def publish_at_once_action(desk, story):
    publish.publish_at_once(story, by=newsroom.person(Role.EDITOR_ON_DUTY), reason=REASON)


class Road(NamedTuple):
    name: str
    given: Callable[[Any], Any]
    go: Callable[[Any, Any], None]
    says: str


# fmt: off
ROADS = [
    Road("editor: create and publish", nothing, create_and_publish, "StoryWentLive"),
    Road("editor: publish a draft", draft, publish_draft, "StoryWentLive"),
    Road("editor: publish a live story again", live, publish_again, "StoryChanged"),
    Road("editor: publish other bylines and topics", live_with_topic, publish_children, "StoryChanged"),
    Road("editor: publish the draft of a live story", live_with_draft, publish_the_draft, "StoryChanged"),
    Road("editor: publish while in the workflow", submitted, publish_past_the_workflow, "StoryWentLive"),
    Road("editor: publish a withdrawn story again", withdrawn, publish_draft, "StoryWentLive"),
    Road("editor: move to another section", live, move_by_the_field, "StoryChanged"),
    Road("editor: a silent edit", live, silent_edit, "StoryChanged"),
    Road("act: take off, with a reason", live, act("withdraw"), "StoryWithdrawn"),
    Road("act: bring back", withdrawn, act("bring-back"), "StoryWentLive"),
    Road("act: correct", live, act("correct", EDITOR), "CorrectionPublished"),
    Road("act: publish at once", draft, act("publish-at-once", ON_DUTY), "StoryWentLive"),
    Road("act: publish the draft at once", live_with_draft, act("publish-at-once", ON_DUTY), "StoryChanged"),
    Road("act: publish at once past the workflow", submitted, act("publish-at-once", ON_DUTY), "StoryWentLive"),
    Road("act: take off, with a draft waiting", live_in_step_two, act("withdraw"), "StoryWithdrawn"),
    Road("act: erase", live, act("erase"), "StoryErased"),
    Road("act: erase, with a draft waiting", live_in_step_two, act("erase"), "StoryErased"),
    Road("act: erase what was taken off", withdrawn, act("erase"), "StoryErased"),
    Road("clock: what is due goes live", due, our_clock, "StoryWentLive"),
    Road("clock: what is due on a live story", due_on_live, our_clock, "StoryChanged"),
    Road("clock: what expires is taken off", expiring, our_clock, "StoryWithdrawn"),
    Road("command publish_scheduled", due, command_publish_scheduled, "StoryWentLive"),
    Road("workflow: approve the last step", in_step_two, approve_last_step, "StoryWentLive"),
    Road("workflow: approve the last step, live", live_in_step_two, approve_last_step, "StoryChanged"),
    Road("workflow: approve in the editor", in_step_two, approve_in_editor, "StoryWentLive"),
    Road("editor: revert and publish", live_with_older_revision, revert_and_publish, "StoryChanged"),
    Road("Revision.publish()", live_with_older_revision, revision_publish, "StoryChanged"),
    Road("Story.unpublish()", live, unpublish_by_code, "StoryWithdrawn"),
    Road("save(update_fields)", live, save_alone, "StoryChanged"),
    Road("update()", live, update, "StoryChanged"),
    Road("update() of the column it filters by", live, update_moves_what_was_filtered, "StoryChanged"),
    Road("update() by the base manager", live, update_by_base_manager, "StoryWithdrawn"),
    Road("bulk_update()", two_live, bulk_update, "StoryChanged"),
    Road("bulk_create()", live, bulk_create, "StoryWentLive"),
    Road("child row saved alone", live, child_saved_alone, "StoryChanged"),
    Road("child row created alone", live, child_created_alone, "StoryChanged"),
    Road("child rows deleted alone", live, child_deleted_alone, "StoryChanged"),
    Road("action: withdraw", live, withdraw_action, "StoryWithdrawn"),
    Road("action: bring back", withdrawn, bring_back_action, "StoryWentLive"),
    Road("action: erase", live, erase_action, "StoryErased"),
    Road("action: correct", live, correct_action, "CorrectionPublished"),
    Road("action: move to another section", live, move_action, "StoryChanged"),
    Road("action: publish at once", draft, publish_at_once_action, "StoryWentLive"),
]
# fmt: on


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.name)
def test_a_road_announces_the_keys_before_and_after_with_the_change(road, desk):
    story = road.given(desk)

    with ledger.watching() as watch:
        road.go(desk, story)

    assert watch.differ, "The road led nowhere: readers see what they saw."
    watch.assert_each_commit_says_what_it_did()
    assert road.says in watch.events

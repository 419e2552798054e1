"""Rules about stories by the newsroom's own screens: forms posted as a browser does."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from hypothesis import strategies as st

from tests.press.stage import Idle, Stage, numbers, step
from tests.press.story_rules import minutes
from tests.roads.newsdesk import REASON, local
from vestnik.accounts.roles import Role
from vestnik.stories.models import Agency, Byline, Section, Story, Storyline, Topic

CHIEF, EDITOR, CONTRIBUTOR = Role.CHIEF_EDITOR, Role.EDITOR, Role.CONTRIBUTOR


class DeskRules(Stage):
    """Stories in the editor, in the workflow, and by the page of an act."""

    @step(number=numbers)
    def write_and_publish(self, number):
        self.need_room()
        section = self.one(Section.objects.all(), number)
        words = f"От редактора {self.now:%H:%M:%S}"
        self.desk.write(CHIEF, "publish", headline=words, section=section.pk)

    @step(number=numbers, save=st.sampled_from(["publish", "publish", ""]))
    def retitle_in_the_editor(self, number, save):
        words = f"Редакция {self.now:%H:%M:%S}"
        self.desk.edit(CHIEF, self._open(number), save, headline=words)

    @step(number=numbers, other=numbers, section=st.booleans())
    def rearrange_in_the_editor(self, number, other, section):
        fields = {
            "topics": [self.one(Topic.objects.all(), other).pk],
            "bylines": [{"byline": self.one(Byline.objects.all(), other).pk}],
            "sources": [{"agency": self.one(Agency.objects.all(), other).pk, "role": "cited"}],
            "storyline": self.one(Storyline.objects.all(), other).pk,
        }
        if section:
            fields["section"] = self.one(Section.objects.all(), other).pk
        self.desk.edit(CHIEF, self._open(number), "publish", **fields)

    @step(
        number=numbers, after=minutes, what=st.sampled_from(["go_live_at", "expire_at", "embargo"])
    )
    def set_a_time_in_the_editor(self, number, after, what):
        self.need_room()
        story = self.one(self._unlocked(), number)
        if what == "expire_at" and not story.live:
            raise Idle
        times = {what: local(self.now + timedelta(minutes=after))}
        self.desk.edit(CHIEF, story, "publish", headline=f"Към час {self.now:%H:%M:%S}", **times)

    @step(number=numbers)
    def unschedule(self, number):
        revision = self.one(self._scheduled(), number)
        story = Story.objects.get(pk=revision.object_id)
        self.desk.post(CHIEF, self.desk.story("revisions_unschedule", story, revision.pk))

    @step(number=numbers)
    def revert_in_the_editor(self, number):
        story = self._open(number)
        oldest = self.one(story.revisions.all(), 0)
        older = oldest.as_object()
        fields = {"headline": older.headline, "section": older.section_id or ""}
        self.desk.edit(CHIEF, story, "publish", revision=oldest.pk, **fields)

    @step(number=numbers)
    def approve_through_the_workflow(self, number):
        story = self._open(number)
        if story.workflow_in_progress:
            raise Idle
        words = f"Одобрено {self.now:%H:%M:%S}"
        self.desk.edit(EDITOR, story, "submit", headline=words)
        for role in (EDITOR, CHIEF):
            story = self.desk.decide(role, story, "approve")

    @step(number=numbers, name=st.sampled_from(["withdraw", "correct", "correct"]))
    def act_on_a_live_story(self, number, name):
        address = reverse("desk_act", args=[self.live(number).pk, name])
        self.desk.post(CHIEF, address, {"words": f"{REASON} {self.now:%H:%M:%S}"})

    @step(number=numbers)
    def bring_back_at_the_desk(self, number):
        story = self.one(Story.objects.filter(live=False, version__gt=0), number)
        self.desk.post(CHIEF, reverse("desk_act", args=[story.pk, "bring-back"]), {"words": ""})

    @step(number=numbers)
    def publish_at_once_at_the_desk(self, number):
        self.need_room()
        address = reverse("desk_act", args=[self.not_live(number).pk, "publish-at-once"])
        self.desk.post(Role.EDITOR_ON_DUTY, address, {"words": REASON})

    @step(number=numbers)
    def erase_at_the_desk(self, number):
        if Story.objects.count() < 5:
            raise Idle
        story = self.one(Story.objects.all(), number)
        self.desk.post(CHIEF, reverse("desk_act", args=[story.pk, "erase"]), {"words": REASON})

    def _unlocked(self):
        return Story.objects.filter(locked=False)

    def _open(self, number):
        """A live story that the editor may save."""
        return self.one(self._unlocked().filter(live=True), number)

    def _scheduled(self):
        from wagtail.models import Revision

        stories = {str(pk) for pk in Story.objects.values_list("pk", flat=True)}
        waiting = Revision.objects.filter(approved_go_live_at__isnull=False)
        return waiting.filter(object_id__in=stories, content_type__model="story")

"""Rules about fronts and the breaking strip."""

from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import strategies as st

from tests.press.stage import Idle, Stage, numbers, step
from tests.press.story_rules import minutes
from tests.roads.newsdesk import front_form, local
from vestnik.accounts.roles import Role
from vestnik.photos.actions.use import put_to_use
from vestnik.photos.models import Photo
from vestnik.stories.actions.breaking import end_breaking, show_breaking
from vestnik.stories.models import Breaking, Byline, Front, Section, Story

CHIEF, ON_DUTY = Role.CHIEF_EDITOR, Role.EDITOR_ON_DUTY
KINDS = ["lead", "grid", "list", "opinion", "briefs", "section", "photo"]


class FrontRules(Stage):
    """What editors of the front do."""

    def _zones(self, number: int) -> list:
        """Some zones, with stories live and not, sections and photos as they are just now."""
        chance = random.Random(number)
        stories = [*Story.objects.order_by("pk").values_list("pk", flat=True)]
        sections = [*Section.objects.order_by("pk").values_list("pk", flat=True)]
        photos = [*Photo.objects.order_by("pk").values_list("pk", flat=True)]
        zones = []
        for kind in chance.sample(KINDS, chance.randint(1, 4)):
            value = {"title": chance.choice(["", f"Зона {self.now:%H:%M:%S}"])}
            if kind == "photo":
                value |= {"photo": chance.choice(photos), "caption": chance.choice(["", "Друг"])}
            else:
                value["count"] = chance.randint(2, 4)
                most = min(2, len(stories))
                value["stories"] = chance.sample(stories, chance.randint(0, most))
            if kind == "section":
                value["section"] = chance.choice(sections)
            elif kind in ("opinion", "briefs"):
                value["fill"] = chance.random() < 0.8
            elif kind != "photo":
                fill = chance.choice(["newest", "section", "kinds", "nothing"])
                some = chance.sample(Story.Kind.values, 3)
                value |= {"fill": fill, "section": chance.choice(sections), "kinds": some}
            zones.append((kind, value))
        return zones

    def _front(self) -> Front:
        return Front.objects.get(pk=self.site.front.pk)

    @step(number=numbers, action=st.sampled_from(["publish", "publish", ""]))
    def arrange_the_front(self, number, action):
        """In the newsroom's form."""
        zones = self._zones(number)
        for _kind, value in zones:
            if value.get("fill") in (True, False):
                value["fill"] = "on" if value["fill"] else ""
        form = front_form(zones, action, title=self._front().title)
        self.desk.post(CHIEF, self.desk.page("edit", self.site.front.pk), form)

    @step(number=numbers, by_update=st.booleans())
    def arrange_the_front_by_code(self, number, by_update):
        zones = [{"type": kind, "value": value} for kind, value in self._zones(number)]
        if by_update:
            Front.objects.filter(pk=self.site.front.pk).update(zones=zones)
        else:
            front = self._front()
            front.zones = front.zones.stream_block.to_python(zones)
            front.save()

    @step(number=numbers)
    def shuffle_the_zones(self, number):
        front = self._front()
        zones = [*front.zones.raw_data]
        if len(zones) < 2:
            raise Idle
        random.Random(number).shuffle(zones)
        front.zones = front.zones.stream_block.to_python(zones)
        front.save_revision().publish()

    @step()
    def take_a_zone_away(self):
        front = self._front()
        zones = [*front.zones.raw_data]
        if not zones:
            raise Idle
        front.zones = front.zones.stream_block.to_python(zones[1:])
        front.save_revision().publish()

    @step(number=numbers, after=minutes)
    def schedule_a_front(self, number, after):
        front = self._front()
        zones = [{"type": kind, "value": value} for kind, value in self._zones(number)]
        front.zones = front.zones.stream_block.to_python(zones)
        front.go_live_at = self.now + timedelta(minutes=after)
        front.save_revision().publish()

    @step(number=numbers, other=numbers, used=st.booleans())
    def give_a_portrait(self, number, other, used):
        byline = self.one(Byline.objects.all(), number)
        byline.portrait = self.one(Photo.objects.filter(withdrawn_at=None), other)
        if used:
            put_to_use([byline.portrait_id])
        byline.save()

    # The breaking strip

    @step(number=numbers, what=st.sampled_from(["text", "story", "both"]), ends=st.booleans())
    def show_breaking(self, number, what, ends):
        story = None if what == "text" else self.one(Story.objects.all(), number)
        until = self.now + timedelta(minutes=1 + number % 30) if ends else None
        text = "" if what == "story" else f"Извънредно {self.now:%H:%M:%S}"
        show_breaking(language="bg", text=text, story=story, until=until, by=self.chief)

    @step(number=numbers, language=st.sampled_from(["bg", "en"]))
    def show_breaking_at_the_desk(self, number, language):
        story = self.one(Story.objects.all(), number)
        form = {"text": f"Спешно {self.now:%H:%M:%S}", "story": story.pk, "show": ""}
        form["until"] = local(self.now + timedelta(hours=1)) if number % 2 else ""
        self.desk.post(ON_DUTY, f"/cms/desk/breaking/{language}/", form)

    @step()
    def end_breaking(self):
        if not Breaking.objects.filter(pk="bg", live=True).exists():
            raise Idle
        end_breaking(language="bg", by=self.chief)

    @step(how=st.sampled_from(["update", "delete", "bulk"]))
    def breaking_by_code(self, how):
        if how == "bulk":
            if Breaking.objects.filter(pk="en").exists():
                raise Idle
            Breaking.objects.bulk_create([Breaking(language="en", text="Bulk", live=True)])
        elif how == "update":
            Breaking.objects.update(text=f"Всички {self.now:%H:%M:%S}")
        else:
            self.one(Breaking.objects.all(), 0).delete()

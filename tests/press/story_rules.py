"""Rules about stories by actions and by code: what is published, changed and taken off past any screen."""

from __future__ import annotations

import random
from datetime import timedelta

from django.db import connection, models, transaction
from django.test.utils import override_settings
from hypothesis import strategies as st

from tests.factories import newsroom
from tests.press.stage import Idle, Stage, numbers, step
from tests.roads.newsdesk import REASON
from vestnik.accounts.roles import Role
from vestnik.photos.models import Photo
from vestnik.stories.actions.correct import correct
from vestnik.stories.actions.erase import erase
from vestnik.stories.actions.publish import move_to_section, publish, publish_at_once, schedule
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.models import (
    Agency,
    Byline,
    Correction,
    Section,
    Story,
    StoryByline,
    Storyline,
    StorySource,
    Topic,
)

minutes = st.sampled_from([1, 9, 11, 130, 1500])


class StoryRules(Stage):
    """Actions, and the roads that a shell or an importer takes."""

    # Words

    def words(self) -> str:
        return f"{self.now:%m-%d %H:%M:%S}"

    def vary(self, story: Story, number: int) -> None:
        """Change some of what readers see of a story, in memory."""
        chance = random.Random(number)
        others = list(Story.objects.exclude(pk=story.pk).order_by("pk"))
        photos = list(Photo.objects.order_by("pk"))
        links = "".join(f'<a linktype="story" id="{other.pk}">друга</a> ' for other in others[-3:])

        def some(model, most: int) -> list:
            # Other rules may have deleted all but one, or all.
            rows = list(model.objects.order_by("pk"))
            return chance.sample(rows, min(most, len(rows)))

        changes = {
            "headline": lambda: f"Заглавие {self.words()}",
            "short_headline": lambda: chance.choice(["", f"Кратко {self.words()}"]),
            "kicker": lambda: chance.choice(["", "Хроника"]),
            "deck": lambda: f"Каре {self.words()}",
            "kind": lambda: chance.choice(Story.Kind.values),
            "dateline": lambda: chance.choice(["", "Варна"]),
            "lead_photo": lambda: chance.choice([None, *photos]),
            "lead_caption": lambda: chance.choice(["", "Друг надпис"]),
            "section": lambda: chance.choice([None, *Section.objects.order_by("pk")]),
            "storyline": lambda: chance.choice([None, *Storyline.objects.order_by("pk")]),
            "topics": lambda: some(Topic, 2),
            "other_sections": lambda: [chance.choice([*Section.objects.order_by("pk")])],
            "story_bylines": lambda: [
                StoryByline(byline=byline, sort_order=0) for byline in some(Byline, 1)
            ],
            "story_sources": lambda: [
                StorySource(agency=agency, role=chance.choice(["carried", "cited"]), sort_order=0)
                for agency in some(Agency, 1)
            ],
            "body": lambda: [
                ("paragraph", f"<p>{self.words()} {links}</p>"),
                ("related", chance.sample(others, min(2, len(others)))),
                ("photo", {"photo": chance.choice(photos), "caption": ""}),
            ],
            "silent_edit": lambda: True,
        }
        for name in chance.sample(sorted(changes), 4):
            setattr(story, name, changes[name]())

    # Actions

    @step(number=numbers)
    def publish_new(self, number):
        self.need_room()
        story = newsroom.story(self.site, f"Ново {self.words()}")
        self.vary(story, number)
        publish(story, by=self.chief)

    @step(number=numbers, variant=numbers)
    def publish_again(self, number, variant):
        story = Story.objects.get(pk=self.live(number).pk).get_latest_revision_as_object()
        self.vary(story, variant)
        publish(story, by=self.chief)

    @step(number=numbers)
    def publish_at_once(self, number):
        self.need_room()
        publish_at_once(self.not_live(number), by=self.chief, reason=REASON)

    @step(number=numbers, other=numbers)
    def move_to_section(self, number, other):
        section = self.one(Section.objects.all(), other)
        move_to_section(self.live(number), section=section, by=self.chief)

    @step(number=numbers)
    def correct(self, number):
        correct(self.live(number), by=self.chief, what=f"Поправка {self.words()}")

    @step(number=numbers)
    def withdraw(self, number):
        withdraw(self.live(number), by=self.chief, reason=f"Причина {self.words()}")

    @step(number=numbers)
    def bring_back(self, number):
        bring_back(self.one(Story.objects.filter(live=False, version__gt=0), number), by=self.chief)

    @step(number=numbers)
    def erase(self, number):
        if Story.objects.count() < 5:
            raise Idle
        erase(self.one(Story.objects.all(), number), by=self.chief, reason=REASON)

    @step(number=numbers, variant=numbers, after=minutes)
    def schedule(self, number, variant, after):
        self.need_room()
        story = self.one(Story.objects.all(), number).get_latest_revision_as_object()
        self.vary(story, variant)
        schedule(story, at=self.now + timedelta(minutes=after), by=self.chief)

    @step(number=numbers, after=minutes)
    def publish_under_embargo(self, number, after):
        self.need_room()
        story = self.one(Story.objects.all(), number).get_latest_revision_as_object()
        story.headline = f"Под ембарго {self.words()}"
        story.embargo = self.now + timedelta(minutes=after)
        publish(story, by=self.chief)

    @step(number=numbers, after=minutes)
    def publish_what_expires(self, number, after):
        story = Story.objects.get(pk=self.live(number).pk).get_latest_revision_as_object()
        story.expire_at = self.now + timedelta(minutes=after)
        publish(story, by=self.chief)

    @step(number=numbers)
    def publish_an_older_revision(self, number):
        self.one(self.live(number).revisions.all(), 0).publish()

    @step(number=numbers)
    def unpublish_by_code(self, number):
        self.live(number).unpublish()

    @step(number=numbers, live=st.booleans())
    def translate(self, number, live):
        self.need_room()
        here = Story.objects.live().filter(locale=self.site.locale)
        story = self.one(here.exclude(translation_key__in=self._translated()), number)
        copy = story.copy_for_translation(self.site.english.locale)
        copy.headline, copy.section = f"In English {self.words()}", None
        copy.save()
        if live:
            publish(copy, by=self.chief)

    def _translated(self):
        english = Story.objects.filter(locale=self.site.english.locale)
        return list(english.values_list("translation_key", flat=True))

    @step(number=numbers, variant=numbers)
    def save_a_draft(self, number, variant):
        """No reader sees it; what was printed stays."""
        story = self.one(Story.objects.all(), number).get_latest_revision_as_object()
        self.vary(story, variant)
        story.save_revision(user=self.chief, clean=False)

    # Code

    @step(number=numbers, variant=numbers)
    def save_the_row(self, number, variant):
        story = Story.objects.get(pk=self.live(number).pk)
        self.vary(story, variant)
        story.save()

    @step(number=numbers)
    def save_one_column(self, number):
        story = self.live(number)
        story.headline = f"Направо {self.words()}"
        story.save(update_fields=["headline"])

    @step(number=numbers, all_of_them=st.booleans())
    def update_stories(self, number, all_of_them):
        pks = Story.objects.live().values("pk") if all_of_them else [self.live(number).pk]
        Story.objects.filter(pk__in=pks).update(deck=f"Обновено {self.words()}")

    @step(number=numbers, other=numbers)
    def update_the_section(self, number, other):
        """The column that the rows are found by is the one that is written."""
        old, new = self.live(number).section, self.one(Section.objects.all(), other)
        Story.objects.filter(section=old).update(section=new)

    @step(
        number=numbers,
        # Now and then to another decade: a month's page leads over those without stories.
        days=st.integers(1, 400) | st.sampled_from([4_000, 8_000, 12_000]),
        precision=st.sampled_from(Story.DatePrecision.values),
    )
    def update_the_date(self, number, days, precision):
        """As an importer that learns when a story was published."""
        story = self.live(number)
        dated = self.now - timedelta(days=days)
        Story.objects.filter(pk=story.pk).update(dated=dated, date_precision=precision)

    @step(number=numbers)
    def take_off_by_update(self, number):
        Story.objects.filter(pk=self.live(number).pk).update(live=False)

    @step(number=numbers)
    def put_on_by_update(self, number):
        row = self.one(Story.objects.filter(live=False, version__gt=0, embargo=None), number)
        Story.objects.filter(pk=row.pk).update(live=True)

    @step(fields=st.sampled_from([("deck",), ("headline", "kicker"), ("section",)]))
    def bulk_update(self, fields):
        stories = list(Story.objects.live().order_by("pk")[:3])
        section = Section.objects.order_by("pk").last()
        for story in stories:
            story.headline = story.deck = f"Наведнъж {self.words()} {story.pk}"
            story.kicker, story.section = "Наведнъж", section
        Story.objects.bulk_update(stories, fields)

    @step(number=numbers)
    def bulk_create(self, number):
        """Rows of a restored copy, live from the first moment."""
        self.need_room()
        model = self.live(number)
        made = Story(headline=f"Върнато {self.words()}", section=model.section, locale=model.locale)
        for name in ("dated", "updated", "version", "hash", "last_published_at", "live"):
            setattr(made, name, getattr(model, name))
        made.address = f"/2020/01/varnato-{self.now:%m%d%H%M%S}/"
        Story.objects.bulk_create([made])

    @step(
        number=numbers, other=numbers, how=st.sampled_from(["save", "create", "delete", "update"])
    )
    def write_a_byline(self, number, other, how):
        story, byline = self.live(number), self.one(Byline.objects.all(), other)
        parts = StoryByline.objects.filter(story=story)
        if how == "save":
            part = self.one(parts, other)
            part.byline = byline
            part.save()
        elif how == "create":
            StoryByline.objects.create(story=story, byline=byline, sort_order=5)
        elif how == "delete":
            parts.delete()
        else:
            parts.update(byline=byline)

    @step(number=numbers, other=numbers, how=st.sampled_from(["save", "create", "delete"]))
    def write_a_source(self, number, other, how):
        story, agency = self.live(number), self.one(Agency.objects.all(), other)
        parts = StorySource.objects.filter(story=story)
        if how == "save":
            part = self.one(parts, other)
            part.role = "cited" if part.role == "carried" else "carried"
            part.save()
        elif how == "create":
            StorySource.objects.create(story=story, agency=agency, role="cited", sort_order=5)
        else:
            self.one(parts, other).delete()

    @step(
        number=numbers,
        other=numbers,
        how=st.sampled_from(["save", "create", "update", "delete", "bulk_create"]),
    )
    def write_a_correction(self, number, other, how):
        """Past the action, which writes the story too."""
        story, words = self.live(number), f"Направо {self.words()}"
        corrections = Correction.objects.filter(story__live=True)
        if how == "create":
            Correction.objects.create(story=story, what=words)
        elif how == "bulk_create":
            Correction.objects.bulk_create(
                [Correction(story=story, language=story.language, what=words)]
            )
        else:
            row = self.one(corrections, other)
            if how == "save":
                row.what = words
                row.save()
            elif how == "update":
                corrections.filter(pk=row.pk).update(what=words)
            else:
                corrections.filter(pk=row.pk).delete()

    @step(number=numbers, other=numbers, part=st.sampled_from(["byline", "source"]))
    def write_parts_in_bulk(self, number, other, part):
        story = self.live(number)
        if part == "byline":
            byline = self.one(Byline.objects.all(), other)
            StoryByline.objects.bulk_create([StoryByline(story=story, byline=byline, sort_order=7)])
        else:
            agency = self.one(Agency.objects.all(), other)
            StorySource.objects.bulk_create([StorySource(story=story, agency=agency, sort_order=7)])

    @step(number=numbers)
    def delete_a_draft(self, number):
        self.one(Story.objects.filter(address=""), number).delete()

    @step(number=numbers)
    def silent_columns(self, number):
        story = self.live(number)
        Story.objects.filter(pk=story.pk).update(
            owner=self.desk.user(Role.CONTRIBUTOR), locked=True
        )

    # Past the choke point

    @step(
        number=numbers,
        other=numbers,
        road=st.sampled_from(["sql", "queryset", "through", "child", "page"]),
    )
    def write_past_everything(self, number, other, road):
        """What the net catches, and announces as its table."""
        story, topic = self.live(number), self.one(Topic.objects.all(), other)
        with override_settings(VESTNIK_NET_RAISES=False), transaction.atomic():
            match road:
                case "sql":
                    with connection.cursor() as cursor:
                        words = f"SQL {self.words()}"
                        cursor.execute("UPDATE stories_story SET deck = %s WHERE live", [words])
                        cursor.execute("UPDATE stories_topic SET name = %s WHERE id = %s",
                                       [f"{words} {topic.pk}", topic.pk])  # fmt: skip
                case "queryset":
                    rows = models.QuerySet(Story).filter(pk=story.pk)
                    rows.update(headline=f"Покрай {self.words()}")
                case "through":
                    through = Story.topics.through.objects
                    through.filter(story=story, topic=topic).delete()
                    through.create(story=story, topic=topic)
                case "child":
                    models.QuerySet(StoryByline).filter(story=story)._raw_delete("default")
                case "page":
                    from wagtail.models import Page

                    section = self.one(Section.objects.all(), other)
                    Page.objects.filter(pk=section.pk).update(title=f"Раздел {self.words()}")

    @step()
    def change_very_many(self):
        """More rows than are told one by one."""
        from vestnik.changes import public

        most, public.MOST_ROWS = public.MOST_ROWS, 1
        try:
            Story.objects.live().update(kicker=f"Много {self.words()}")
        finally:
            public.MOST_ROWS = most

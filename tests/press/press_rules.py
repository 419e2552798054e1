"""Rules about time and about the press itself: jumps, restarts, stores lost and put back, missed nudges."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from datetime import timedelta
from unittest import mock

from django.conf import settings
from django.db import connection
from django.utils import timezone, translation
from hypothesis import strategies as st

from tests.press.ground import develop, photograph
from tests.press.stage import Idle, Stage, numbers, step
from vestnik.changes import nudge
from vestnik.desk.clock import publish_due
from vestnik.kit import clock
from vestnik.press import answers, receipts, surfaces
from vestnik.press.following import POLL
from vestnik.stories.models import Story

JUMPS = [timedelta(minutes=3), timedelta(minutes=20), timedelta(hours=2), timedelta(hours=25),
         timedelta(days=20), timedelta(days=366)]  # fmt: skip


class PressRules(Stage):
    """Nothing here is done by an editor."""

    @step()
    def a_moment_passes(self):
        """The first rule by name: Hypothesis begins with an example of nothing but this one."""
        raise Idle

    @step(by=st.sampled_from(JUMPS))
    def time_passes(self, by):
        self.now += by

    @step()
    def midnight_passes(self):
        local = timezone.localtime(self.now, timezone.get_default_timezone())
        night = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        self.now = max(self.now, night.astimezone(self.now.tzinfo))

    @step()
    def the_last_second_before_midnight(self):
        local = timezone.localtime(self.now, timezone.get_default_timezone())
        self.now = local.replace(hour=23, minute=59, second=59).astimezone(self.now.tzinfo)

    @step(number=numbers)
    def an_anniversary_comes(self, number):
        """First the evening before it, so that no other time that a page reads has its end between."""
        zone = timezone.get_default_timezone()
        here = timezone.localtime(self.now, zone)
        dated = timezone.localtime(self.one(Story.objects.filter(live=True), number).dated, zone)
        if dated.day > 28 or dated.year >= here.year:
            raise Idle
        day = dated.replace(year=here.year, hour=0, minute=0, second=1)
        if day <= here:
            day = day.replace(year=here.year + 1)
        evening = (day - timedelta(hours=3)).astimezone(self.now.tzinfo)
        self.now = evening if evening > self.now else day.astimezone(self.now.tzinfo)

    @step()
    def the_worker_publishes_what_is_due(self):
        self.now += timedelta(minutes=20)
        with clock.fixed(self.now):
            publish_due()

    @step()
    def process_restarts(self):
        self.restart()

    @step(whole=st.booleans())
    def store_is_deleted(self, whole):
        if whole:
            self.forget_store()
        else:
            (settings.VESTNIK_DATA / "press.sqlite3").unlink()

    @step()
    def store_is_put_by(self):
        self.saved["store"] = photograph(str(settings.VESTNIK_DATA / "press.sqlite3"))

    @step()
    def old_store_is_put_back(self):
        if "store" not in self.saved:
            raise Idle
        answers.follower.cache_clear()
        self.forget_store()
        develop(self.saved["store"], str(settings.VESTNIK_DATA / "press.sqlite3"))

    @step()
    def database_is_backed_up(self):
        if connection.vendor != "sqlite":
            raise Idle
        self.saved["database"] = photograph(connection.settings_dict["NAME"])

    @step(restart=st.booleans())
    def database_is_restored(self, restart):
        if "database" not in self.saved:
            raise Idle
        connection.close()
        develop(self.saved["database"], connection.settings_dict["NAME"])
        self.desk.sign_out()
        if restart:
            self.restart()
        time.sleep(POLL)

    @step(number=numbers)
    def change_without_a_nudge(self, number):
        """Another process was killed between its commit and its nudge."""
        story, own = self.live(number), nudge._own
        with mock.patch.object(nudge, "nudge", return_value=None):
            Story.objects.filter(pk=story.pk).update(deck=f"Нечуто {self.now:%H:%M:%S}")
        nudge._own = own
        time.sleep(POLL)

    @step(number=numbers)
    def killed_while_marking(self, number):
        """The press dies between two marks of one change, and is started again."""
        story = self.live(number)
        Story.objects.filter(pk=story.pk).update(deck=f"Мъртво {self.now:%H:%M:%S}")
        with mock.patch.object(receipts, "open_for", side_effect=Died):
            self._dies()

    @step(number=numbers)
    def killed_while_keeping(self, number):
        """The press dies while it keeps a print, and is started again."""
        story = self.live(number)
        Story.objects.filter(pk=story.pk).update(deck=f"Недописано {self.now:%H:%M:%S}")
        with mock.patch.object(receipts, "note_right", side_effect=Died):
            self._dies(story.address)

    def _dies(self, path="/"):
        try:
            answers.answer(path)
        except Died:
            self.count("deaths")
            self.restart()

    @step(number=numbers, again=st.integers(1, 3))
    def overtaken_while_printing(self, number, again):
        """Another thread changes the story while its page is printed, once or at each try."""
        story = self.live(number)
        render, left = surfaces.render_page, [again]

        def slow(path):
            page = render(path)
            if left[0]:
                left[0] -= 1
                thread = threading.Thread(target=change)
                thread.start()
                thread.join()
            return page

        def change():
            with closing(connection), clock.fixed(self.now):
                words = f"Изпреварено {left[0]} {self.now:%H:%M:%S}"
                Story.objects.filter(pk=story.pk).update(headline=words)

        answers.store().drop(f"page:{story.address}")
        with mock.patch.object(surfaces, "render_page", slow):
            answers.answer(story.address)

    @step()
    def the_process_speaks_another_language(self):
        """Something of a reader was left behind in the thread that prints."""
        translation.activate("en")
        timezone.activate("Asia/Tokyo")
        self.forget_store()


class Died(BaseException):
    """The process ends here."""

"""What every example has: the newsroom put back to its beginning, a clock, and the comparison."""

from __future__ import annotations

import difflib
import functools
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.utils import timezone, translation
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from wagtail.models import Page, Revision, Site

from tests.press import mutants, world
from tests.press.fresh import FreshProcess
from tests.press.ground import Ground
from tests.roads.newsdesk import Desk, said
from vestnik.kit import clock
from vestnik.press import answers
from vestnik.stories import languages
from vestnik.stories.errors import StoryError
from vestnik.stories.models import Story

#: Between two steps.
TICK = timedelta(seconds=7)
#: Lines of a difference that are told.
MOST_LINES = 24
numbers = st.integers(0, 999)


class Difference(AssertionError):
    """An address answers something else than a fresh render; or what is due has not happened."""


class Found(KeyboardInterrupt):
    """Ends the run at the first difference: Hypothesis lets only this one through."""


class Idle(Exception):
    """There is nothing that the rule could act on."""


@dataclass
class Run:
    """One run of the machine: its two processes, and what was counted."""

    ground: Ground
    fresh: FreshProcess
    desk: Desk
    stop_at_first: bool = True
    #: After so many steps nothing more is done.
    limit: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    idle: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    compared: int = 0
    story: list[str] = field(default_factory=list)
    seconds: Counter[str] = field(default_factory=Counter)

    @property
    def steps(self) -> int:
        return self.rules.total()

    @property
    def is_over(self) -> bool:
        return self.steps >= self.limit

    def go_on(self) -> None:
        """Something was found: Hypothesis walks again and again to make it smaller."""
        self.limit = sys.maxsize


#: Set by whoever runs the machine: Hypothesis makes the machines itself.
run: Run


def begin(with_run: Run) -> None:
    global run
    run = with_run


def step(**given: Any) -> Callable[[Callable[..., None]], Any]:
    """A rule: some addresses are asked for, something is done, and every address is compared."""

    def wrap(work: Callable[..., None]) -> Any:
        @rule(chance=st.integers(0, 2**16), **given)
        @functools.wraps(work)
        def one(self: Stage, chance: int, **drawn: Any) -> None:
            self.step(work, chance, drawn)

        return one

    return wrap


class AllEnabled:
    """In place of Hypothesis's choice of rules."""

    def is_enabled(self, name: str) -> bool:
        return True


class Stage(RuleBasedStateMachine):
    """The machine without its rules."""

    def __init__(self) -> None:
        super().__init__()
        # Hypothesis leaves out some rules in each example, often most of them, so that a walk may be
        # one rule thirty times over. Here few steps must suffice: all rules at each.
        self._rules_strategy.enabled_rules_strategy = st.just(AllEnabled())
        self.desk = Doors(self, run.desk)
        self.site = run.desk.site
        self.now = world.BEGIN
        self.saved: dict[str, Any] = {}
        if run.is_over:
            return
        run.story = []
        run.fresh.leave_database()
        run.ground.put_back()
        self.forget_store()
        self.restart()

    def step(self, work: Callable[..., None], chance: int, drawn: dict[str, Any]) -> None:
        if run.is_over:
            return
        name, begun = work.__name__, time.perf_counter()
        self.chance = random.Random(chance)
        self.now += TICK
        words = ", ".join(f"{key}={value!r}" for key, value in drawn.items())
        run.story.append(f"{self.now:%Y-%m-%d %H:%M:%S} {name}({words})")
        self.ask_some()
        mutants.rule_in_hand = name
        try:
            with clock.fixed(self.now):
                work(self, **drawn)
        except (Idle, StoryError) as nothing:
            if isinstance(nothing, StoryError):
                run.refused[str(nothing)] += 1
            run.idle[name] += 1
            run.story[-1] += "  idle"
            return
        except Exception:
            run.go_on()
            raise
        run.rules[name] += 1
        run.seconds[name] += time.perf_counter() - begun
        begun = time.perf_counter()
        self.compare()
        run.seconds["(comparing)"] += time.perf_counter() - begun

    # Asking

    def ask_some(self) -> None:
        """Ask for some addresses, and let some prints be lost, as a cache may."""
        paths = world.paths(self.now)
        with clock.fixed(self.now):
            for path in self.chance.sample(paths, 3):
                answers.answer(path)
        for path in self.chance.sample(paths, 2):
            answers.store().drop(f"page:{path}")

    def compare(self) -> None:
        """Ask for every address twice, and compare with what the second process renders."""
        paths = world.paths(self.now)
        self.chance.shuffle(paths)
        with clock.fixed(self.now):
            told = {paths[0]: answers.answer(paths[0])}
            self.assert_nothing_is_due()
            run.fresh.begin(self.now, paths)
            told |= {path: answers.answer(path) for path in paths}
            # What is not kept is rendered for each request: asking again would say nothing.
            kept = [path for path in paths if answers.store().get(f"page:{path}") is not None]
            again = told | {path: answers.answer(path) for path in kept}
        fresh = run.fresh.end()
        run.compared += len(paths) + len(kept)
        wrong = [
            path
            for path in paths
            for told_once in (told[path], again[path])
            if _said(told_once) != fresh[path] or told_once.stale
        ]
        if wrong:
            body = run.fresh.bodies([wrong[0]])[wrong[0]]
            mine = told[wrong[0]] if _said(told[wrong[0]]) != fresh[wrong[0]] else again[wrong[0]]
            self.fail(
                f"{len(set(wrong))} of {len(paths)} differ, {wrong[0]}:",
                _diff(mine, fresh[wrong[0]], body),
            )
        for path in kept:
            if again[path].printed:
                self.fail(f"{path} was printed again though nothing changed.")

    def assert_nothing_is_due(self) -> None:
        """Once an answer was given, everything whose moment has come has happened."""
        due = [
            *Revision.objects.filter(approved_go_live_at__lte=self.now),
            *Story.objects.filter(live=True, expire_at__lte=self.now),
            *Page.objects.filter(live=True, expire_at__lte=self.now),
        ]
        if due:
            self.fail(f"Still due after an answer: {due}")

    def count(self, event: str) -> None:
        """Note that something happened for which a rule is there."""
        run.events[event] += 1

    def fail(self, what: str, lines: Sequence[str] = ()) -> None:
        """A difference: told at once, or handed to Hypothesis to be made smaller."""
        run.go_on()
        text = "\n".join([what, *lines])
        raise (Found if run.stop_at_first else Difference)(text)

    # The press

    def restart(self) -> None:
        """What a process has in memory is gone; the store's file stays."""
        answers.follower.cache_clear()
        cache.clear()
        ContentType.objects.clear_cache()
        Site.clear_site_root_paths_cache()
        languages.forget()
        translation.deactivate()
        timezone.deactivate()

    def forget_store(self) -> None:
        """Delete the store with its journal."""
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                (settings.VESTNIK_DATA / f"press.sqlite3{ending}").unlink()

    # Choosing

    def one(self, rows: Any, number: int) -> Any:
        """One of the rows, by a number; Idle when there is none."""
        found = list(rows.order_by("pk"))
        if not found:
            raise Idle
        return found[number % len(found)]

    def live(self, number: int) -> Story:
        return self.one(Story.objects.live(), number)

    def not_live(self, number: int) -> Story:
        return self.one(Story.objects.filter(live=False), number)

    def need_room(self) -> None:
        """For rules that make new addresses."""
        if world.is_full():
            raise Idle

    @property
    def chief(self) -> Any:
        from vestnik.accounts.roles import Role

        return self.desk.user(Role.CHIEF_EDITOR)


class Doors(Desk):
    """The newsroom's doors at a time when sessions begun long ago have ended."""

    def __init__(self, stage: Stage, laid: Desk) -> None:
        super().__init__(laid.site)
        self._browsers = laid._browsers
        self._stage = stage
        self._since: dict[Any, datetime] = {}

    def browser(self, role: Any) -> Any:
        user, client = self._browsers[role]
        last = self._since.get(role)
        if last is None or abs(self._stage.now - last) > timedelta(days=7):
            client.force_login(user)
            self._since[role] = self._stage.now
        return client

    def edit(self, role: Any, story: Story, action: str = "", **fields: Any) -> Story:
        """As ever, also where a byline or an agency of the story is no more."""
        draft = story.get_latest_revision_as_object()
        for name, parts in (("byline", draft.story_bylines), ("agency", draft.story_sources)):
            formset = "bylines" if name == "byline" else "sources"
            if any(getattr(part, name) is None for part in parts.all()):
                fields.setdefault(formset, [])
        return super().edit(role, story, action, **fields)

    def sign_out(self) -> None:
        """Sessions are gone, as after a database was put back."""
        self._since.clear()

    def post(self, role: Any, address: str, form: dict[str, Any] | None = None) -> Any:
        """Post a form; Idle when the newsroom refuses it in words."""
        response = self.browser(role).post(address, form or {})
        assert response.status_code in (200, 302), f"{address}: {response.status_code}"
        assert "/login" not in response.get("Location", ""), f"{address}: nobody is signed in"
        if response.status_code == 200 and response.content:
            shown = (response.context or {}).get("form")
            run.refused[str(dict(shown.errors) if shown is not None else said(response))] += 1
            raise Idle
        return response


def _said(answer: answers.Answer) -> list[Any]:
    headers = [list(header) for header in answer.headers]
    return [answer.status, headers, sha256(answer.body).hexdigest()]


def _diff(mine: answers.Answer, fresh: list[Any], body: str) -> list[str]:
    def lines(status: int, headers: Any, text: str) -> list[str]:
        return [str(status), *map(str, headers), *text.replace(">", ">\n").splitlines()]

    ours = lines(mine.status, map(list, mine.headers), mine.body.decode())
    theirs = lines(fresh[0], fresh[1], body)
    diff = list(difflib.unified_diff(ours, theirs, "answered", "fresh", lineterm="", n=1))
    return diff[:MOST_LINES]

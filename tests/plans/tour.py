"""Asks everything that readers and the newsroom ask: pages, every screen that can be reached, writes.

The newsroom is walked like a browser would: from its first screen along every address found in a screen,
one of each kind, so that a screen that Wagtail adds in a later release is looked at too.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.plans.plans import Watch
from tests.roads.newsdesk import Desk, front_form
from vestnik.accounts.roles import Role
from vestnik.desk.clock import publish_due
from vestnik.importer.models import Origin
from vestnik.press import surfaces
from vestnik.stories.actions.breaking import end_breaking, show_breaking
from vestnik.stories.actions.withdraw import bring_back, withdraw
from vestnik.stories.addresses import (
    archive_path,
    corrections_path,
    day_path,
    month_path,
    photo_path,
)
from vestnik.stories.models import Address, Front, Section, Story

#: Views that the walk leaves out: files, and what ends the visit.
LEFT_OUT = frozenset(
    {
        "newsroom_thumbnail",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_logout",
        "wagtailadmin_password_reset",
    }
)
#: Screens that no address leads to: lists narrowed by their forms' fields, and deep pages.
BY_HAND = (
    "/cms/desk/pulse/",
    "/cms/desk/diary/?who=all",
    "/cms/desk/corrections/",
    "/cms/snippets/stories/story/?state=live",
    "/cms/snippets/stories/story/?state=draft&state=step",
    "/cms/snippets/stories/story/?state=scheduled",
    "/cms/snippets/stories/story/?state=embargoed&whose=mine",
    "/cms/snippets/stories/story/?q=решение",
    "/cms/snippets/stories/story/?q=реш&state=live&kind=news",
    "/cms/snippets/stories/story/?topic=а&byline=и&date_from=2020-01-15&date_to=2026-11-03",
    "/cms/snippets/stories/story/?kind=opinion",
    "/cms/snippets/stories/story/?kind=analysis&state=live",
    "/cms/snippets/stories/story/?section={section}",
    "/cms/snippets/stories/story/?section={section}&kind=news&state=live",
    "/cms/snippets/stories/story/?p=2",
    "/cms/snippets/stories/story/?p=9",
    "/cms/snippets/stories/topic/?archived=false",
    "/cms/snippets/stories/topic/?q=спорт",
    "/cms/snippets/stories/address/?state=gone",
    "/cms/snippets/stories/address/?state=moved",
    "/cms/images/?q=пейзаж",
    "/cms/images/?p=2",
    "/cms/images/?person=иван&credit=бта&use=used&taken_from=2020-01-01",
    "/cms/images/?rights=soon",
    "/cms/images/?rights=ended",
    "/cms/images/chooser/results/?q=пейзаж",
    "/cms/users/?q=reader",
    "/cms/reports/site-history/?label=избори",
    "/cms/reports/workflow/?status=approved",
    "/cms/reports/workflow_tasks/?status=approved",
)
#: Stands for the superuser, who opens every screen.
ADMINISTRATOR = object()
_ADDRESS = re.compile(r"/cms/[^\s\"'<>\\)]*")


@dataclass
class Tour:
    """One visit to everything; its screens are found once and visited again the same way."""

    desk: Desk
    story: Story
    draft: Story
    screens: list[str] = field(default_factory=list)
    #: Addresses that answered with an error of the server.
    broken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, desk: Desk) -> Tour:
        """A tour around the first generated story, and a draft that nobody has begun to publish."""
        origins = Origin.objects.filter(key__startswith="generated:").values("story_id")
        stories = Story.objects.filter(pk__in=origins, section__isnull=False).order_by("pk")
        drafts = stories.filter(version=0, go_live_at=None, embargo=None)
        return cls(desk, stories.live()[0], drafts[0])

    def go(self, watch: Watch) -> None:
        """Ask everything, under the eyes of `watch`."""
        for path in reader_paths(self.story):
            self.ask(watch, None, path)
        if not self.screens:
            self.find_screens(watch)
        else:
            for path in self.screens:
                self.ask(watch, ADMINISTRATOR, path)
        for role in (Role.CONTRIBUTOR, Role.EDITOR, Role.CHIEF_EDITOR):
            for path in ("/cms/", *story_screens(self.story), *newsroom_lists()):
                self.ask(watch, role, path)
        # Undone at the end: the next visit finds the same ground.
        with transaction.atomic():
            for name, work in self._work():
                with watch.watching(name):
                    work()
            transaction.set_rollback(True)

    def find_screens(self, watch: Watch) -> None:
        """The newsroom's screens: one address of each kind that leads from another screen."""
        kinds: set[Any] = set()
        waiting = ["/cms/", *story_screens(self.story), *newsroom_lists()]
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(path)
            if kind is None or kind in kinds:
                continue
            kinds.add(kind)
            response = self.ask(watch, ADMINISTRATOR, path)
            if response.status_code == 200:
                self.screens.append(path)
                waiting += addresses_in(response)

    def ask(self, watch: Watch, who: Any, path: str) -> Any:
        """One request of a reader (None), the superuser or somebody with a role."""
        if who is None:
            browser, name = Client(), "reader"
        elif who is ADMINISTRATOR:
            browser, name = self.desk.browser(None), "superuser"
        else:
            browser, name = self.desk.browser(who), who.name.lower()
        browser.raise_request_exception = False
        with watch.watching(f"{path} ({name})"):
            response = browser.get(path)
            if response.streaming:
                b"".join(response.streaming_content)
        # Wagtail's own page of a finished workflow wants revisions that the archive's states do not have.
        if response.status_code >= 500 and "workflow_history" not in path:
            self.broken.add(f"{path} ({name})")
        return response

    def _work(self) -> Iterator[tuple[str, Any]]:
        desk, story, draft = self.desk, self.story, self.draft
        editor, chief = Role.EDITOR, Role.CHIEF_EDITOR
        yield "save a draft", lambda: desk.edit(editor, story, headline="Ново заглавие, чернова")
        yield "publish", lambda: desk.edit(chief, story, "publish", headline="Ново заглавие")
        yield "submit", lambda: desk.edit(editor, draft, "submit")
        yield "approve", lambda: desk.decide(chief, draft, "approve")
        by = desk.user(chief)
        yield "withdraw", lambda: withdraw(Story.objects.get(pk=story.pk), by=by, reason="Проба.")
        yield "bring back", lambda: bring_back(Story.objects.get(pk=story.pk), by=by)
        yield "the clock", publish_due
        yield "arrange a front", lambda: self.arrange(chief)
        yield "arrange it on its picture", lambda: self.arrange_on_its_picture(chief)
        yield "an arranged front", lambda: surfaces.render_page("/")
        yield "breaking", lambda: show_breaking(language="bg", story=story, by=by)
        yield "the breaking strip", lambda: surfaces.render_part("breaking:bg")
        yield "no more breaking", lambda: end_breaking(language="bg", by=by)

    def arrange(self, role: Role) -> None:
        """Every kind of zone, and every way of filling one."""
        front = Front.objects.get(slug="front-bg")
        section = self.story.section_id
        zones = [
            ("lead", {"stories": [self.story.pk, self.draft.pk]}),
            ("grid", {"fill": "section", "section": section}),
            ("list", {"fill": "kinds", "kinds": ["news", "opinion", "brief"]}),
            ("opinion", {}),
            ("briefs", {}),
            ("section", {"section": section}),
        ]
        form = front_form(zones, "publish", title=front.title)
        self.desk.post(role, self.desk.page("edit", front.pk), form)

    def arrange_on_its_picture(self, role: Role) -> None:
        """All that the screen asks: its picture, the shelf, the history, a draft, publication."""
        front = Front.objects.get(slug="front-bg")
        browser = self.desk.browser(role)
        for name in ("shelf", "pulse", "history"):
            answer = browser.get(reverse(f"desk_front_{name}", args=[front.pk]), {"q": "решение"})
            assert answer.status_code == 200, name
        browser.get(reverse("desk_front_shelf", args=[front.pk]))
        address = reverse("desk_front_version", args=[front.pk, front.latest_revision_id])
        sent: dict[str, Any] = browser.get(address).json()
        for name, wish in (("draw", "draft"), ("save", "draft"), ("save", "publish")):
            latest = Front.objects.get(pk=front.pk).latest_revision_id
            form = json.dumps(sent | {"base": latest, "do": wish})
            url = reverse(f"desk_front_{name}", args=[front.pk])
            answer = browser.post(url, form, content_type="application/json")
            assert answer.status_code == 200, (name, wish)


def reader_paths(story: Story) -> list[str]:
    """One address of each kind that a reader may ask for."""
    section = Section.objects.get(pk=story.section_id)
    gone = Address.objects.filter(state="gone").order_by("pk").first()
    assert story.dated is not None
    subjects = [
        story.topics.first(),
        story.storyline,
        story.story_bylines.first().byline,
        story.story_sources.first().agency,
    ]
    of_subjects = [row.path(story.language) for row in subjects if row is not None]
    return [
        "/",
        "/en/",
        section.path_on_site,
        story.address,
        story.address.replace("-", "-old-", 1),
        f"/arhiv/{story.pk}/",
        day_path(story.language, story.dated.date()),
        archive_path(story.language),
        archive_path(story.language, story.dated.date(), whole_year=True),
        archive_path(story.language, story.dated.date().replace(day=1)),
        corrections_path(story.language),
        photo_path(story.language, story.lead_photo_id or 0),
        *of_subjects,
        *(month_path(home, story.dated.date()) for home in (section.path_on_site, *of_subjects)),
        gone.path if gone is not None else "/gone/",
        "/nothing/here/",
        "/arhiv/1999/01/01/",
    ]


def story_screens(story: Story) -> list[str]:
    """The screens of one story."""
    names = ("edit", "history", "usage", "inspect", "unpublish", "workflow_history")
    return [reverse(f"wagtailsnippets_stories_story:{name}", args=[story.pk]) for name in names]


@cache
def newsroom_lists() -> list[str]:
    """The addresses of `BY_HAND`."""
    section = Section.objects.order_by("pk")[0]
    return [path.format(section=section.pk) for path in BY_HAND]


def kind_of(path: str) -> Any:
    """What is alike for all addresses of one kind; None for those that are left out."""
    parts = urlsplit(path)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    query = dict(parse_qsl(parts.query))
    # An export is a whole table by intention; a fragment of a screen asks what the screen asks.
    if (
        not match.view_name
        or match.view_name in LEFT_OUT
        or {"export", "_w_filter_fragment"} & set(query)
    ):
        return None
    if path in newsroom_lists():
        return path
    ordering = query.get("ordering", "").lstrip("-")
    named = [value for value in match.kwargs.values() if isinstance(value, str)]
    return match.view_name, ordering, *sorted(value for value in named if not value.isdigit())


def addresses_in(response: Any) -> list[str]:
    """The newsroom's addresses in a screen: links, and those that its scripts ask."""
    if response.streaming:
        return []
    text = html.unescape(response.content.decode("utf-8", "replace")).replace("\\u0026", "&")
    return list(dict.fromkeys(_ADDRESS.findall(text)))

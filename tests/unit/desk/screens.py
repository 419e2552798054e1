"""The newsroom's screens as tests read them, and stories in the states that acts are for."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from tests.factories import newsroom
from vestnik.accounts.roles import Role
from vestnik.desk.acts import ACTS
from vestnik.kit import clock
from vestnik.stories.actions import publish, withdraw
from vestnik.stories.models import Story

# What is there before


def taken_off(site) -> Story:
    story = newsroom.live_story(site)
    withdraw.withdraw(story, by=newsroom.chief(), reason="Първа причина")
    return stored(story)


def draft(site) -> Story:
    story = newsroom.story(site)
    story.save_revision(clean=False)
    return stored(story)


def scheduled(site) -> Story:
    story = newsroom.story(site)
    at = clock.instant() + timedelta(hours=1)
    publish.schedule(story, at=at, by=newsroom.chief())
    return stored(story)


def late(site) -> Story:
    """Scheduled, with its moment past and no clock that has looked."""
    story = scheduled(site)
    revision = story.scheduled_revision
    revision.approved_go_live_at = clock.instant() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save(update_fields=["content", "approved_go_live_at"])
    return stored(story)


def given_to(act: str) -> dict[str, str]:
    """What the form of the act asks for beside words."""
    if ACTS[act].form == "hand-over":
        return {"to": str(newsroom.person(Role.EDITOR).pk)}
    if ACTS[act].form == "moment":
        moment = timezone.localtime(clock.instant() + timedelta(hours=2))
        return {"moment": f"{moment:%Y-%m-%d %H:%M:%S}"}
    return {}


FIT = {
    "schedule": draft,
    "move-schedule": scheduled,
    "cancel-schedule": scheduled,
    "try-again": late,
    "hand-over": draft,
    "correct": newsroom.live_story,
    "publish-at-once": draft,
    "withdraw": newsroom.live_story,
    "bring-back": taken_off,
    "erase": newsroom.live_story,
}
asks_for_words = pytest.mark.parametrize("act", [act for act in ACTS if ACTS[act].words])
each_act = pytest.mark.parametrize("act", ACTS)


def stored(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def page_of(story: Story, act: str) -> str:
    return reverse("desk_act", args=[story.pk, act])


def text_of(answer) -> str:
    """What the screen says, as its reader has it."""
    bare = re.sub(r"<(script|style|template)\b.*?</\1>|<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(bare).split())


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def is_refused(answer) -> bool:
    """Sent away: to the newsroom's first page, or to its door."""
    return answer.status_code == 302 and answer.url.split("?")[0] in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_login"),
    )

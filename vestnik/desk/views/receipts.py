"""Receipts in the newsroom: after a publication, which pages changed for readers and when each was right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from wagtail.permissions import policy_registry

from vestnik.desk.event_words import happened
from vestnik.press import receipts, surfaces
from vestnik.press.answers import store
from vestnik.press.receipts import Receipt
from vestnik.press.surfaces import Words
from vestnik.stories.models import Story

ON_PAGE = 30
#: Lines of one receipt that are put into words: each costs a look at its address.
MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """A receipt in words. Seconds are None while a surface is still being printed."""

    at: datetime
    what: Promise | str
    subject: Words | None
    lines: list[tuple[Words, float | None]]
    more: int
    everything: bool
    slowest: float | None


@require_safe
def newest_receipts(request: HttpRequest) -> HttpResponse:
    """What changed for readers lately, on the whole site."""
    return _answer(request, receipts.newest(store(), ON_PAGE), "")


@require_safe
def receipts_of_story(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed for readers with one story."""
    story = get_object_or_404(Story, pk=pk)
    policy = policy_registry.get(story)
    if not policy.user_has_any_permission_for_instance(
        request.user, ["change", "view", "publish"], story
    ):
        raise PermissionDenied
    found = receipts.of_subject(store(), story.log_subject(), ON_PAGE)
    return _answer(request, found, story.headline)


def _answer(request: HttpRequest, found: list[Receipt], subtitle: str) -> HttpResponse:
    context = {
        "title": gettext("What changed for readers"),
        "subtitle": subtitle,
        "receipts": [_shown(receipt, with_subject=not subtitle) for receipt in found],
        "waiting": not all(receipt.done for receipt in found),
    }
    # The page asks for its own list again while something is being printed.
    only_list = "list" in request.GET
    template = "desk/receipt_list.html" if only_list else "desk/receipts.html"
    return TemplateResponse(request, template, context)


def _shown(receipt: Receipt, *, with_subject: bool) -> Shown:
    took = [line.seconds for line in receipt.lines if line.seconds is not None]
    own = surfaces.pages_of(receipt.subject) if with_subject else frozenset()
    return Shown(
        at=receipt.at,
        what=happened(receipt.event),
        subject=surfaces.in_words(min(own)) if own else None,
        lines=[(surfaces.in_words(line.name), line.seconds) for line in receipt.lines[:MOST_LINES]],
        more=max(0, receipt.surfaces - MOST_LINES),
        everything=receipt.everything,
        slowest=max(took) if took and receipt.done else None,
    )

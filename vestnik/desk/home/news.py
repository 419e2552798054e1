"""What is new: what changed for readers lately; and the front as they see it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vestnik.changes.models import Change
from vestnik.desk.event_words import happened
from vestnik.desk.home.panels import MOST_LINES, Glance, Line, Panel, light, provide
from vestnik.desk.wanted.views import ASK, may_correct

#: Rows of the change log that are looked at; one publication may leave several.
LOOKED_AT = 60
TOLD = {"StoryWentLive", "StoryChanged", "StoryWithdrawn", "CorrectionPublished"}


@provide(40)
def news(glance: Glance) -> Panel:
    """The newest changes of stories, each story once."""
    newest: dict[int, Change] = {}
    for row in Change.objects.order_by("-id").defer("keys")[:LOOKED_AT]:
        kind, _colon, number = row.subject.partition(":")
        if kind == "story" and number.isdigit() and row.event in TOLD:
            newest.setdefault(int(number), row)
    stories = light().in_bulk(list(newest)[: MOST_LINES * 2])
    lines = []
    for pk, row in newest.items():
        story = stories.get(pk)
        # The row of a story that is not live holds a draft: only those who may open it read it.
        if story is None or not (story.live or glance.may_open(story)):
            continue
        url = story.edit_url() if glance.may_open(story) else story.address
        at = glance.in_words(row.at)
        act = None
        if story.live and not may_correct(glance.user):
            act = (f"{reverse('desk_ask_correction')}?story={pk}", ASK)
        said = happened(row.event)
        lines.append(Line(story.headline, url, said, at, note=row.actor_name, act=act))
    return Panel(
        "news", _("What is new"), lines[:MOST_LINES], _("Nothing has changed for readers yet.")
    )


@provide(10)
def front(glance: Glance) -> Panel:
    """The front as readers see it at this moment."""
    return Panel(
        "front",
        _("The front as readers see it"),
        column="side",
        template="desk/home/front.html",
    )

"""What went wrong: late schedules, corrections that colleagues ask for, photos without a credit."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vestnik.desk.home.panels import MOST_LINES, Glance, Line, Panel, light, provide
from vestnik.desk.wanted.models import CorrectionWanted
from vestnik.desk.wanted.views import may_correct
from vestnik.stories.models import Story

#: A publication is late when it is not out so long after its moment.
LATE = timedelta(seconds=20)
#: The newest live stories whose photos are looked at, in each language.
LOOKED_AT = 40


@provide(5)
def wrong(glance: Glance) -> Panel | None:
    """What somebody must do something about now; for those who may."""
    if not glance.may("change"):
        return None
    lines = [*_late(glance), *_wanted(glance), *_without_credit(glance)]
    return Panel("wrong", _("What went wrong"), lines[:MOST_LINES], _("Nothing went wrong."))


def _late(glance: Glance) -> list[Line]:
    due = glance.now - LATE
    late = {pk: at for pk, at in glance.schedules.items() if at < due}
    stories = light().in_bulk(list(late)[:MOST_LINES])
    return [
        Line(
            story.headline,
            story.edit_url(),
            _("Not out on time"),
            glance.in_words(late[story.pk]),
            bad=True,
        )
        for story in stories.values()
        if glance.may_open(story)
    ]


def _wanted(glance: Glance) -> list[Line]:
    if not may_correct(glance.user):
        return []
    return [
        Line(
            wanted.story.headline,
            reverse("desk_wanted_decide", args=[wanted.pk]),
            _("Correction asked for"),
            glance.in_words(wanted.at),
            note=f"{wanted.asker_name}: {wanted.words}",
            bad=True,
        )
        for wanted in CorrectionWanted.objects.waiting()[:MOST_LINES]
    ]


def _without_credit(glance: Glance) -> list[Line]:
    lines = []
    for language, _name in settings.LANGUAGES:
        newest = Story.objects.newest(language).select_related("lead_photo").defer("body")
        for story in newest[:LOOKED_AT]:
            photo = story.lead_photo
            if photo is None or photo.credit.strip() or not glance.may_open(story):
                continue
            lines.append(
                Line(
                    story.headline,
                    reverse("wagtailimages:edit", args=[photo.pk]),
                    _("Photo without a credit"),
                    bad=True,
                )
            )
    return lines

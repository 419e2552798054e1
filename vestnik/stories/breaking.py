"""The breaking strip as the press prints it: a part of its own, so that switching it prints no page anew."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from vestnik.kit import clock
from vestnik.press.pieces import Part
from vestnik.stories.models import Breaking, Story

NOTHING = Part(())


def breaking(language: str) -> Part:
    """The strip of one language; nothing at all while there is none.

    A story that is not public yet gives no link and no words of its own; both come when it does. With
    one that was taken off the strip goes too.
    """
    strip = Breaking.objects.filter(pk=language).first()
    if strip is None or not strip.live or (strip.until is not None and clock.is_past(strip.until)):
        return NOTHING
    story = Story.objects.filter(pk=strip.story_id).first() if strip.story_id else None
    if story is not None and not story.live and story.address:
        return NOTHING
    path, text = "", strip.text
    if story is not None and story.live:
        path, text = story.address, text or story.list_headline
    if not text:
        return NOTHING
    with translation.override(language):
        html = render_to_string("components/breaking.html", {"path": path, "text": text})
    return Part(((strip.story_id or 0, html),))

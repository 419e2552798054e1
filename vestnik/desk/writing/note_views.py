"""What the notes' panel asks: the notes of a story, a new one, one resolved, whom one can mention."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views import View

from vestnik.desk.views.stories import StoryDoor
from vestnik.desk.writing import notes
from vestnik.desk.writing.models import Note
from vestnik.kit.sent import json_object
from vestnik.stories.models import Story

#: Bytes of a request: the longest note in the widest letters, and its wrapping.
MOST_BYTES = 20_000


class NotesOfStory(StoryDoor, View):
    """The notes of one story, for those who may open it."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        story = _story(pk)
        return JsonResponse(
            {
                "notes": [as_data(note) for note in notes.of_story(story)],
                "people": [str(user) for user in notes.colleagues(story)],
            }
        )

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        story, asked = _story(pk), said(request)
        if asked.get("seen"):
            notes.seen(story, by=request.user)  # type: ignore[arg-type]
            return JsonResponse({})
        try:
            note = notes.write(
                story,
                by=request.user,  # type: ignore[arg-type]
                text=str(asked.get("text", "")),
                block=str(asked.get("block", "")),
            )
        except notes.NoteRefused as refused:
            return JsonResponse({"error": str(refused)}, status=400)
        return JsonResponse(as_data(note))


class OneNote(StoryDoor, View):
    """One note of a story: resolved, or open again."""

    def post(self, request: HttpRequest, pk: int, note: int) -> JsonResponse:
        found = Note.objects.filter(pk=note, story=_story(pk)).first()
        if found is None:
            raise Http404
        notes.resolve(found, by=request.user, done=bool(said(request).get("done")))  # type: ignore[arg-type]
        return JsonResponse(as_data(found))


def said(request: HttpRequest, most: int = MOST_BYTES) -> dict[str, Any]:
    """What a script has sent; nothing when it cannot be read or has more than `most` bytes."""
    return json_object(request.body, most=most)


def as_data(note: Note) -> dict[str, Any]:
    """A note as the panel shows it."""
    at = note.at.astimezone(ZoneInfo(settings.TIME_ZONE))
    return {
        "id": note.pk,
        "block": note.block,
        "text": note.text,
        "by": note.author_name,
        "at": date_format(at, "j.m.Y, H:i"),
        "done": (
            _("Resolved by %(name)s") % {"name": note.resolved_by} if note.resolved_at else ""
        ),
    }


def _story(pk: int) -> Story:
    story = Story.objects.filter(pk=pk).first()
    if story is None:
        raise Http404
    return story

"""Notes to colleagues: written at a story or at a block of it, with mentions, until they are resolved."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from vestnik.accounts.models import User
from vestnik.desk.policies import ALL_STORIES
from vestnik.desk.roads.models import Notice
from vestnik.desk.roads.telling import notify, read
from vestnik.desk.writing.models import Note
from vestnik.kit import clock
from vestnik.stories.models import Story

#: Notes of one story that are shown, the newest.
MOST_SHOWN = 200
#: Notes that one story can have.
MOST_OF_STORY = 1_000
#: Colleagues who can be mentioned.
MOST_PEOPLE = 300
LONGEST = 2_000


class NoteRefused(Exception):
    """Why a note is not kept, in a sentence for whoever wrote it."""


def colleagues(story: Story) -> list[User]:
    """Who can be mentioned at a story: those who may open it, by name."""
    roles = [role.value for role in ALL_STORIES]
    people = {
        user.pk: user
        for user in User.objects.filter(groups__name__in=roles, is_active=True)[:MOST_PEOPLE]
    }
    if story.owner is not None and story.owner.is_active:
        people[story.owner.pk] = story.owner
    return sorted(people.values(), key=str)


def of_story(story: Story) -> list[Note]:
    """The story's notes, oldest first."""
    notes = Note.objects.filter(story=story).order_by("-pk")[:MOST_SHOWN]
    return sorted(notes, key=lambda note: note.pk)


def write(story: Story, *, by: User, text: str, block: str = "") -> Note:
    """Keep a note, and tell those whom it mentions by "@" and their name. Raises NoteRefused."""
    text = text.strip()
    if not text:
        raise NoteRefused(_("The note is empty."))
    if len(text) > LONGEST or len(block) > 36:
        raise NoteRefused(_("The note is too long."))
    if Note.objects.filter(story=story).count() >= MOST_OF_STORY:
        raise NoteRefused(_("The story has too many notes."))
    with transaction.atomic():
        note = Note.objects.create(
            story=story,
            block=block,
            text=text,
            author=by,
            author_name=str(by)[:150],
            at=clock.instant(),
        )
        for colleague in colleagues(story):
            if f"@{colleague}" in text:
                notify(colleague, story, Notice.What.TOLD, text, by)
    return note


def resolve(note: Note, *, by: User, done: bool) -> None:
    """Say that what the note asks for is done, or that it is not."""
    note.resolved_at = clock.instant() if done else None
    note.resolved_by = str(by)[:150] if done else ""
    note.save(update_fields=["resolved_at", "resolved_by"])


def seen(story: Story, *, by: User) -> None:
    """The person has looked at the story's notes, and so has read what they told."""
    told = Notice.objects.unread().filter(to=by, story=story, what=Notice.What.TOLD)
    if here := list(told[:MOST_OF_STORY]):
        read(by, *here)

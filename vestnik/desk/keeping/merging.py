"""The screen on which two drafts of one story become one: shown side by side, chosen by block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vestnik.desk.acts import in_words
from vestnik.desk.keeping import contents
from vestnik.desk.keeping.contents import ROWS
from vestnik.desk.keeping.crumbs import crumbs, edit_address
from vestnik.desk.keeping.differences import between, marked
from vestnik.desk.keeping.drafts import MERGED, locked, merge_aside, open_latest, write
from vestnik.desk.keeping.rights import story_for
from vestnik.desk.keeping.threeway import Conflict, Merge, Side
from vestnik.desk.keeping.wording import Words
from vestnik.kit.word_diff import by_word
from vestnik.stories.errors import StoryError
from vestnik.stories.models import Hand, Story


@dataclass(frozen=True, slots=True)
class Choice:
    """One conflict as the screen shows it: what each side says against what it was before."""

    conflict: Conflict
    label: str | Promise
    mine: SafeString
    theirs: SafeString
    chosen: str

    @property
    def name(self) -> str:
        return f"choice-{self.conflict.key}"

    @property
    def both(self) -> bool:
        return Side.BOTH in self.conflict.choices

    @property
    def gone(self) -> str:
        """The side that has taken the block out."""
        if self.conflict.mine is None:
            return "mine" if self.conflict.block else ""
        return "theirs" if self.conflict.theirs is None and self.conflict.block else ""


@require_http_methods(["GET", "POST"])
def merge_screen(request: HttpRequest, pk: int, aside: int) -> HttpResponse:
    """Show the draft that was set aside beside the latest one, and make one of them."""
    user: Any = request.user
    story = story_for(user, pk, to_change=True)
    hand = _aside(story, aside)
    if hand.revision.user_id != user.pk:
        raise PermissionDenied
    if request.method == "POST":
        wrong = _merged(request, story, hand)
        if wrong is None:
            messages.success(request, _("The two texts are merged. Look the story through."))
            return redirect(edit_address(story))
        messages.error(request, wrong)
    # Before it is read: what is shown and chosen here must not be written over meanwhile.
    open_latest(story.pk)
    story = story_for(user, pk, to_change=True)
    return TemplateResponse(request, "desk/keeping/merge.html", _context(request, story, hand))


def _aside(story: Story, pk: int) -> Hand:
    found = Hand.objects.filter(pk=pk, aside=True).select_related("revision__user", "base").first()
    if found is None or found.revision.object_id != str(story.pk):
        raise Http404
    if found.revision.base_content_type_id != story.get_base_content_type().pk:
        raise Http404
    return found


def _merged(request: HttpRequest, story: Story, hand: Hand) -> str | None:
    """Write the merge; what is wrong with it, as a sentence, when it cannot be written."""
    user: Any = request.user
    with transaction.atomic():
        row = locked(story.pk)
        if row is None:
            raise Http404
        if str(row.latest_revision_id or "") != request.POST.get("theirs", ""):
            return _(
                "Somebody has saved the story again meanwhile. These are the texts as they are now."
            )
        merged = merge_aside(row, hand)
        try:
            content = merged.resolved(_chosen(request, merged))
            write(row, content, by=user, act=MERGED)
        except KeyError:
            return _("Choose in every place where both of you have written.")
        except StoryError as refused:
            return str(refused)
    return None


def _chosen(request: HttpRequest, merged: Merge) -> dict[str, Side]:
    found = {}
    for conflict in merged.conflicts:
        value = request.POST.get(f"choice-{conflict.key}", "")
        if value in tuple(Side):
            found[conflict.key] = Side(value)
    return found


def _context(request: HttpRequest, story: Story, hand: Hand) -> dict[str, Any]:
    merged = merge_aside(story, hand)
    words = Words()
    base = contents.of_revision(hand.base) if hand.base is not None else {}
    mine = contents.of_revision(hand.revision)
    latest = story.latest_revision
    theirs = contents.of_revision(latest) if latest is not None else contents.of_story(story)
    words.learn(base, mine, theirs)
    in_conflict = {conflict.key for conflict in merged.conflicts}
    in_conflict |= {conflict.field for conflict in merged.conflicts if conflict.field in ROWS}
    title = _("Merge two texts")
    return {
        "story": story,
        "choices": [_choice(request, one, words) for one in merged.conflicts],
        "of_mine": _alone(base, mine, words, in_conflict),
        "of_theirs": _alone(base, theirs, words, in_conflict),
        "asked": "asked" in request.GET,
        "theirs": story.latest_revision_id or "",
        "who": (latest and latest.user) or _("Somebody"),
        "own": bool(latest and latest.user_id == request.user.pk),
        "when": in_words(latest.created_at) if latest is not None else "",
        "back": edit_address(story),
        "history": reverse("wagtailsnippets_stories_story:history", args=[story.pk]),
        **crumbs(story, title, "copy"),
    }


def _alone(base: Any, side: Any, words: Words, in_conflict: set[str]) -> list[Any]:
    """What one side has changed and the other has not."""
    return [one for one in between(base, side, words) if one.key not in in_conflict]


def _choice(request: HttpRequest, conflict: Conflict, words: Words) -> Choice:
    if conflict.reordered:
        label: str | Promise = _("Order of the blocks")
        before, mine, theirs = (_in_order(conflict, side) for side in ("base", "mine", "theirs"))
    elif conflict.block:
        block = conflict.mine or conflict.theirs
        label = words.block_label(conflict.field, block)
        before, mine, theirs = (
            words.of_block(conflict.field, side)
            for side in (conflict.base, conflict.mine, conflict.theirs)
        )
    else:
        label = words.label(conflict.field)
        before, mine, theirs = (
            words.of_field(conflict.field, side)
            for side in (conflict.base, conflict.mine, conflict.theirs)
        )
    return Choice(
        conflict,
        label,
        marked(by_word(before, mine)),
        marked(by_word(before, theirs)),
        request.POST.get(f"choice-{conflict.key}", ""),
    )


def _in_order(conflict: Conflict, side: str) -> str:
    """The blocks' places before, in this side's order: "1 3 2"."""
    places = {block: str(place + 1) for place, block in enumerate(conflict.base)}
    return " ".join(places.get(block, "+") for block in getattr(conflict, side))

"""The screens of a story's history: the rows, any two texts compared by word, any text restored or named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Revision

from vestnik.desk.keeping import contents
from vestnik.desk.keeping.contents import OF_THE_MOMENT, Content
from vestnik.desk.keeping.crumbs import crumbs, edit_address, history_address
from vestnik.desk.keeping.differences import between
from vestnik.desk.keeping.drafts import RESTORED, locked, write
from vestnik.desk.keeping.rights import story_for
from vestnik.desk.keeping.timeline import page_of
from vestnik.desk.keeping.wording import Words
from vestnik.kit import sent
from vestnik.stories.errors import StoryError
from vestnik.stories.models import NamedVersion, Story, StoryVersion

_REF = re.compile(r"([rv])([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the history: a revision ("r12") or a publication ("v3")."""

    ref: str
    name: str
    when: str
    who: str
    content: Content
    revision: Revision | None = None


def text_of(story: Story, ref: str) -> Text:
    """The text that a ref of the story stands for. Raises Http404."""
    from vestnik.desk.acts import in_words

    found = _REF.fullmatch(ref)
    if found is None:
        raise Http404
    number = int(found[2])
    if found[1] == "v":
        version = get_object_or_404(StoryVersion, story=story, number=number)
        name = _("Publication %(number)d") % {"number": number}
        return Text(ref, name, in_words(version.at), version.by_name, contents.of_version(version))
    rows = story.revisions.select_related("user", "named_version")
    one: Revision = get_object_or_404(rows, pk=number)
    named = getattr(one, "named_version", None)
    name = f"„{named.name}“" if named is not None else ""
    return Text(
        ref, name, in_words(one.created_at), str(one.user or ""), contents.of_revision(one), one
    )


def history_page(request: HttpRequest, story: Story) -> HttpResponse:
    """The rows, newest first."""
    older_than = sent.number(request.GET.get("before", ""))
    page = page_of(story, older_than)
    context = {
        "story": story,
        "page": page,
        "latest": f"r{story.latest_revision_id}" if story.latest_revision_id else "",
        "before": older_than,
        "back": edit_address(story),
        "may_change": _may_change(request, story),
        **crumbs(story, _("History"), "history"),
    }
    return TemplateResponse(request, "desk/keeping/history.html", context)


def _may_change(request: HttpRequest, story: Story) -> bool:
    from django.core.exceptions import PermissionDenied

    try:
        story_for(request.user, story.pk, to_change=True)
    except PermissionDenied:
        return False
    return True


@require_safe
def compare_texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Two texts of the history by word, the older one first, whichever was named first."""
    story = story_for(request.user, pk)
    after = text_of(story, request.GET.get("after", ""))
    given = request.GET.get("before", "")
    before = text_of(story, given) if given else None
    if before is not None and _is_newer(before, after):
        before, after = after, before
    found = between(before.content if before else {}, after.content, Words())
    latest = f"r{story.latest_revision_id}"
    context = {
        "story": story,
        "before": before,
        "after": after,
        "differences": found,
        "count": sum(one.count for one in found),
        "latest": latest,
        "restorable": [
            one
            for one in (before, after)
            if one is not None and one.ref != latest and _may_change(request, story)
        ],
        "back": history_address(story),
        **crumbs(story, _("What changed"), "history", under_history=True),
    }
    return TemplateResponse(request, "desk/keeping/compare.html", context)


def _is_newer(one: Text, other: Text) -> bool:
    """Of two of one kind by number; a revision against a publication stays as it was asked."""
    return one.ref[0] == other.ref[0] and int(one.ref[1:]) > int(other.ref[1:])


@require_POST
def restore(request: HttpRequest, pk: int, ref: str) -> HttpResponse:
    """Make a text of the history the newest draft. Facts and wishes of the moment stay as they are."""
    user: Any = request.user
    story = story_for(user, pk, to_change=True)
    text = text_of(story, ref)
    with transaction.atomic():
        row = locked(story.pk)
        if row is None:
            raise Http404
        latest = row.latest_revision
        now = contents.of_revision(latest) if latest is not None else contents.of_story(row)
        content = text.content | {name: now[name] for name in OF_THE_MOMENT}
        try:
            write(row, content, by=user, act=RESTORED, source=text.revision)
        except StoryError as refused:
            messages.error(request, str(refused))
            return redirect(history_address(story))
    said = _("The text of %(when)s is the draft now. Nothing is published.") % {"when": text.when}
    if latest is not None:
        said = format_html(
            '{} <span class="buttons"><button type="button" class="button button-small button-secondary"'
            ' data-controller="w-action" data-action="w-action#post" data-w-action-url-value="{}">{}'
            "</button></span>",
            said,
            reverse("desk_restore", args=[story.pk, f"r{latest.pk}"]),
            _("Undo"),
        )
    messages.success(request, said)
    return redirect(edit_address(story))


@require_POST
def name_version(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """Give a revision a name, another name, or none."""
    user: Any = request.user
    story = story_for(user, pk, to_change=True)
    one = get_object_or_404(story.revisions, pk=revision)
    name = " ".join(request.POST.get("name", "").replace("\x00", "").split())[:120]
    if not name:
        NamedVersion.objects.filter(revision=one).delete()
    else:
        who = user.as_actor()
        NamedVersion.objects.update_or_create(
            revision=one,
            defaults={
                "story": story,
                "name": name,
                "by_id": who.id,
                "by_name": who.name[:150],
            },
        )
    return redirect(f"{history_address(story)}#r{one.pk}")

"""What the browser's script asks: whether the server is there, and what a kept copy has that it has not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Revision
from wagtail.permissions import policy_registry

from vestnik.desk.keeping import contents
from vestnik.desk.keeping.contents import Content
from vestnik.desk.keeping.differences import between
from vestnik.desk.keeping.drafts import Opened
from vestnik.desk.keeping.rights import story_for
from vestnik.desk.keeping.wording import Words
from vestnik.kit import sent
from vestnik.stories.models import Story

#: A person's latest saves among which a copy is looked for.
LOOKED_AT = 20


@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """Who is signed in, with a token for his forms. Whoever is not is led to the door, as everywhere."""
    return JsonResponse(
        {
            "user": request.user.pk,
            "token": get_token(request),
            "leaving": gettext(
                "In this browser there is text of yours that is not on the server yet. "
                "If you sign out it is removed. Sign out?"
            ),
        }
    )


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where one arrives after signing in beside the editor."""
    context = {"page_title": gettext("You are signed in"), "header_icon": "check"}
    return TemplateResponse(request, "desk/keeping/signed_in.html", context)


@require_POST
def compare_copy(request: HttpRequest, story: str) -> JsonResponse:
    """What a copy, posted as its form would be, has that the story's latest draft has not."""
    user: Any = request.user
    if story == "new":
        if not policy_registry.get_by_type(Story).user_has_permission(user, "add"):
            raise PermissionDenied
        row, known = Story(), _newest_drafts(user)
    elif (number := sent.number(story)) is not None:
        row = story_for(user, number, to_change=True)
        known = (contents.of_revision(one) for one in _own_saves(row, user))
    else:
        raise PermissionDenied
    draft = row.get_latest_revision_as_object() if row.pk else row
    before = contents.of_story(draft)
    after = _posted(request, draft)
    if after is None:
        # What the form refuses is shown by the form, with everything in it.
        return JsonResponse({"differs": True, "html": "", "summary": ""})
    if after == before or any(after == one for one in known):
        return JsonResponse({"differs": False})
    found = between(before, after, Words())
    if not found:
        return JsonResponse({"differs": False})
    count = sum(one.count for one in found)
    summary = [_counted(count)]
    if row.pk and Opened.by_form(request.POST).base not in (None, row.latest_revision_id):
        summary.append(
            gettext("The story has been saved since: you will see both texts before they merge.")
        )
    html = render_to_string("desk/keeping/differences.html", {"differences": found})
    return JsonResponse({"differs": True, "summary": " ".join(summary), "html": html})


def _counted(count: int) -> str:
    if not count:
        return gettext("No word differs, but something else does.")
    return ngettext(
        "%(count)d word differs from what is saved.",
        "%(count)d words differ from what is saved.",
        count,
    ) % {"count": count}


def _posted(request: HttpRequest, draft: Story) -> Content | None:
    """The content of the posted form; None when the form refuses it."""
    handler = Story.snippet_viewset.get_edit_handler()
    form = handler.get_form_class()(request.POST, instance=draft, for_user=request.user)
    form.defer_required_fields()
    if not form.is_valid():
        return None
    return contents.of_story(form.save(commit=False))


def _own_saves(story: Story, user: Any) -> Iterator[Revision]:
    """The latest revisions, of which the person's own count; also those set aside."""
    newest = story.revisions.order_by("-pk")[:LOOKED_AT]
    return (one for one in newest if one.user_id == user.pk)


def _newest_drafts(user: Any) -> Iterator[Content]:
    """The newest stories that the person began."""
    stories = Story.objects.filter(owner=user).order_by("-pk").select_related("latest_revision")
    for story in stories[:LOOKED_AT]:
        if story.latest_revision is not None:
            yield contents.of_revision(story.latest_revision)

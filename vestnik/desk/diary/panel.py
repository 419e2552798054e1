"""The story editor's side panel of the diary: suggestions of the draft, what is marked, marking by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.forms import Media, Script
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.dateparse import parse_date
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.side_panels import BaseSidePanel

from vestnik.accounts.models import User
from vestnik.desk.diary import actions
from vestnik.desk.diary.models import FollowUp
from vestnik.desk.diary.rights import policy, story_of
from vestnik.desk.diary.suggesting import find, suggestions, today
from vestnik.kit import sent
from vestnik.stories.errors import StoryError
from vestnik.stories.models import Story

#: Entries of one story that the panel shows.
MOST_SHOWN = 50


class DiaryPanel(BaseSidePanel):
    """Beside the text: what to come back to."""

    name = "diary"
    title = gettext_lazy("For follow-up")
    template_name = "desk/diary/side_panel.html"
    order = 350

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("For follow-up")
        icon_name = "calendar-check"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["count"] = len(self.panel.found)
            return context

    def __init__(self, story: Story, request: HttpRequest) -> None:
        super().__init__(story, request)
        self.found = suggestions(story)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, **panel_context(self.object, self.found)}

    @property
    def media(self) -> Media:
        return Media(
            js=[Script("desk/diary.js", type="module")],  # type: ignore[list-item]
            css={"all": ["desk/diary.css"]},
        )


def with_diary(panels: Any, view: Any) -> Any:
    """The editor's side panels and this one, for whoever may change the story.

    An autosave answers with the panels that it changes; this one stays as it is in the page.
    """
    story, request = view.form.instance, view.request
    if view.expects_json_response or getattr(view, "hydrate_create_view", False):
        return panels
    if policy().user_has_permission_for_instance(request.user, "change", story):
        panels.append(DiaryPanel(story, request))
    return panels


def panel_context(story: Story, found: Any = None) -> dict[str, Any]:
    """What the panel shows of a story as it stands in memory."""
    entries = FollowUp.objects.filter(story_id=story.pk, state=FollowUp.State.OPEN)
    return {
        "story": story,
        "suggestions": suggestions(story) if found is None else found,
        "entries": entries.order_by("due", "pk")[:MOST_SHOWN],
        "today": today(),
    }


@require_http_methods(["GET", "POST"])
def panel_of_story(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel of the latest draft, alone; before that, what its script was asked to do."""
    user, story = story_of(request.user, pk)
    working = story.get_latest_revision_as_object()
    said = ""
    status = 200
    if request.method == "POST":
        try:
            said = _do(request, working, user)
        except StoryError as refused:
            said, status = str(refused), 400
    context = {**panel_context(working), "said": said, "refused": status != 200}
    html = render_to_string("desk/diary/panel.html", context, request)
    return HttpResponse(html, status=status)


def _do(request: HttpRequest, story: Story, user: User) -> str:
    post = request.POST
    wish = post.get("do", "")
    if wish == "mark":
        words, block = (sent.text(post.get(name)) for name in ("words", "block"))
        actions.mark(story, words=words, block=block, due=_day(post), by=user)
        return gettext("Marked: it comes back on its day.")
    suggestion = find(story, post.get("words", ""), post.get("named", ""))
    if suggestion is None:
        raise actions.FollowUpError(gettext("The text has changed since. Look again."))
    if wish == "dismiss":
        actions.dismiss(story, suggestion, by=user)
        return gettext("It will not be suggested again.")
    actions.accept(story, suggestion, by=user, due=_day(post))
    return gettext("Marked: it comes back on its day.")


def _day(post: Any) -> date | None:
    text = post.get("due", "")
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if text and day is None:
        raise actions.FollowUpError(gettext("This is no day of the calendar."))
    return day

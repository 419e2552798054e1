"""Registers the editor's helpers with Wagtail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from vestnik.desk.writing.asking import ChecksOfNewStory, ChecksOfStory
from vestnik.desk.writing.models import Mention
from vestnik.desk.writing.note_views import NotesOfStory, OneNote
from vestnik.desk.writing.notes import unseen_by
from vestnik.desk.writing.settings_screen import RIGHT, rules_before_publication
from vestnik.desk.writing.word_views import dictionary, own_words, typography
from vestnik.stories.models import Story


@hooks.register("register_admin_urls")
def writing_urls() -> list[Any]:
    """What the editor's scripts ask, and the rules."""
    viewset = Story.snippet_viewset
    form = viewset.get_form_class(for_update=True)
    new_form = viewset.get_form_class()
    return [
        path(
            "desk/writing/checks/<int:pk>/",
            viewset.construct_view(ChecksOfStory, form_class=form),
            name="desk_writing_checks",
        ),
        path(
            "desk/writing/checks/",
            viewset.construct_view(ChecksOfNewStory, form_class=new_form),
            name="desk_writing_checks_of_new",
        ),
        path("desk/writing/notes/<int:pk>/", NotesOfStory.as_view(), name="desk_writing_notes"),
        path(
            "desk/writing/notes/<int:pk>/<int:note>/", OneNote.as_view(), name="desk_writing_note"
        ),
        path("desk/writing/typography/", typography, name="desk_writing_typography"),
        path(
            "desk/writing/dictionary/<slug:language>.<slug:kind>",
            dictionary,
            name="desk_writing_dictionary",
        ),
        path("desk/writing/words/<slug:language>/", own_words, name="desk_writing_words"),
        path("desk/writing/rules/", rules_before_publication, name="desk_writing_rules"),
    ]


class RulesItem(MenuItem):
    """Stands in the menu of those who may change the rules."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(RIGHT))


@hooks.register("register_settings_menu_item")
def rules_in_the_menu() -> MenuItem:
    """Beside the edition's own settings."""
    return RulesItem(
        _("Before publication"), reverse_lazy("desk_writing_rules"), icon_name="tasks", order=110
    )


#: Mentions that the first screen names; the others follow when these have been seen.
MOST_MENTIONS = 10


class MentionsPanel(Component):
    """Notes in which colleagues have named whoever looks, until the story's notes are opened."""

    order = 50
    template_name = "desk/writing/mentions.html"

    def __init__(self, mentions: list[Mention]) -> None:
        self.mentions = mentions

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"mentions": self.mentions}


@hooks.register("construct_homepage_panels")
def mentions_on_the_first_screen(request: HttpRequest, panels: list[Any]) -> None:
    """Above what else waits: a colleague waits for an answer."""
    if mentions := unseen_by(request.user, MOST_MENTIONS):
        panels.append(MentionsPanel(mentions))

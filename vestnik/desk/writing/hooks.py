"""Registers the editor's helpers with Wagtail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from vestnik.desk.writing.asking import ChecksOfNewStory, ChecksOfStory
from vestnik.desk.writing.note_views import NotesOfStory, OneNote
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

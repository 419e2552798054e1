"""Registers the screens that keep what is written, and what the log says of them."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from vestnik.desk.keeping.copies import alive, compare_copy, signed_in
from vestnik.desk.keeping.drafts import MERGED, RESTORED
from vestnik.desk.keeping.history import compare_texts, name_version, restore
from vestnik.desk.keeping.merging import merge_screen
from vestnik.desk.keeping.pages import compare_page


@hooks.register("register_admin_urls")
def keeping_screens() -> list[Any]:
    """Copies, merging, history."""
    return [
        path("desk/keeping/alive/", alive, name="desk_alive"),
        path("desk/keeping/signed-in/", signed_in, name="desk_signed_in"),
        path("desk/keeping/copy/<str:story>/", compare_copy, name="desk_compare_copy"),
        path("desk/keeping/page/<int:pk>/compare/", compare_page, name="desk_compare_page"),
        path("desk/keeping/story/<int:pk>/merge/<int:aside>/", merge_screen, name="desk_merge"),
        path("desk/keeping/story/<int:pk>/compare/", compare_texts, name="desk_compare"),
        path("desk/keeping/story/<int:pk>/restore/<slug:ref>/", restore, name="desk_restore"),
        path(
            "desk/keeping/story/<int:pk>/name/<int:revision>/",
            name_version,
            name="desk_name_version",
        ),
    ]


@hooks.register("register_log_actions")
def acts_of_keeping(actions: Any) -> None:
    """In words, for Wagtail's log."""
    actions.register_action(MERGED, _("Merge"), _("Two texts were merged"))
    actions.register_action(RESTORED, _("Restore"), _("An earlier text was restored"))


@hooks.register("insert_global_admin_js")
def copies_go_with_who_signs_out() -> SafeString:
    """On every screen, since one may sign out on every screen."""
    return format_html(
        '<script id="kept-leaving" type="module" src="{}" data-alive="{}" data-logout="{}"></script>',
        static("desk/kept_leaving.js"),
        reverse("desk_alive"),
        reverse("wagtailadmin_logout"),
    )

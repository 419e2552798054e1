"""Registers the desk with Wagtail: each feature, the viewsets, then what is taken away."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from vestnik.desk.absent import NoDocuments, PagesWithoutActions, absent_urls
from vestnik.desk.views.acts import do_act
from vestnik.desk.views.breaking import RIGHT as BREAKING_RIGHT
from vestnik.desk.views.breaking import breaking_strip
from vestnik.desk.views.look import may_see_the_look, scheme_sheet, specimen, specimens
from vestnik.desk.views.receipts import newest_receipts, receipts_of_story
from vestnik.desk.viewsets import StoryViewSet, SubjectsGroup
from vestnik.stories.models import Story

#: Each brings its own screens, in a module `hooks` of its folder.
FEATURES = (
    "actlog", "diary", "fronts", "home", "inert", "keeping", "keys", "library", "listing", "pressroom", "roads",
    "wanted", "writing",
)  # fmt: skip
for feature in FEATURES:
    import_module(f"vestnik.desk.{feature}.hooks")

register_snippet(StoryViewSet)
register_snippet(SubjectsGroup)


@hooks.register("construct_snippet_action_menu")
def hide_what_the_server_refuses(items: list[Any], request: HttpRequest, context: Any) -> None:
    """Menu items follow has_perm, not the policy (rule 17); deleting is closed to everyone."""
    if context.get("model") is Story:
        items[:] = [item for item in items if item.name != "action-delete"]


@hooks.register("construct_admin_api", order=1000)
def stand_in_for_documents(router: Any) -> None:
    """Wagtail's screens name the documents app on every page."""
    router.register_endpoint("documents", NoDocuments)
    # Nothing in the newsroom asks the admin's API of photos, which counts them all and names originals.
    router.register_endpoint("images", NoDocuments)


@hooks.register("construct_admin_api")
def pages_are_only_read_by_the_api(router: Any) -> None:
    """The explorer's menu asks it; its actions make aliases and pass by our screens."""
    router.register_endpoint("pages", PagesWithoutActions)


@hooks.register("register_admin_urls")
def acts_with_stories() -> list[Any]:
    """Correcting, publishing at once, taking off, bringing back, erasing."""
    return [path("desk/story/<int:pk>/<slug:name>/", do_act, name="desk_act")]


@hooks.register("register_admin_urls")
def receipts() -> list[Any]:
    """What changed for readers, after each publication."""
    return [
        path("desk/receipts/", newest_receipts, name="desk_receipts"),
        path("desk/receipts/story/<int:pk>/", receipts_of_story, name="desk_story_receipts"),
    ]


@hooks.register("register_admin_urls")
def look() -> list[Any]:
    """Every page and component with invented content."""
    return [
        path("design/", specimens, name="desk_look"),
        path("design/<slug:name>/", specimen, name="desk_specimen"),
        path("design/<slug:scheme>.css", scheme_sheet, name="desk_scheme"),
    ]


class LookItem(MenuItem):
    """Stands in the menu of those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_the_look(request)


@hooks.register("register_settings_menu_item")
def look_in_the_menu() -> MenuItem:
    """Beside the edition's own settings."""
    return LookItem(_("Look of the site"), reverse_lazy("desk_look"), icon_name="view", order=900)


class BreakingMenuItem(MenuItem):
    """Shown to those who may switch the strip."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(BREAKING_RIGHT))


@hooks.register("register_admin_urls")
def breaking_screens() -> list[Any]:
    """The breaking strip, one screen for each language."""
    return [
        path("desk/breaking/", breaking_strip, name="desk_breaking"),
        path("desk/breaking/<slug:language>/", breaking_strip, name="desk_breaking"),
    ]


@hooks.register("register_admin_menu_item")
def breaking_in_the_menu() -> MenuItem:
    """On and off in two clicks."""
    return BreakingMenuItem(
        _("Breaking strip"), reverse_lazy("desk_breaking"), icon_name="warning", order=120
    )


@hooks.register("register_reports_menu_item")
def receipts_in_the_menu() -> MenuItem:
    """For everybody: what readers see is no secret."""
    return MenuItem(
        _("What changed for readers"), reverse_lazy("desk_receipts"), icon_name="history", order=100
    )


@hooks.register("register_admin_urls")
def stand_in_for_sites() -> list[Any]:
    """So does the root of the page explorer with the sites app."""
    return absent_urls()


# Last, after Wagtail's own apps have added theirs.
@hooks.register("construct_homepage_summary_items", order=1000)
def count_nothing_that_grows(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's tiles count whole tables at each visit."""
    items.clear()


@hooks.register("construct_reports_menu")
def only_reports_that_are_offered(request: HttpRequest, items: list[Any]) -> None:
    """What `config/urls.py` closes is not in the menu."""
    closed = {"site-history", "workflows", "workflow-tasks"}
    items[:] = [item for item in items if item.name not in closed]


@hooks.register("before_delete_page")
def pages_are_unpublished(request: HttpRequest, page: Any) -> Any:
    """A page that was ever public keeps its address: it is unpublished instead."""
    return refuse_deletion(request, [page])


@hooks.register("before_bulk_action")
def nothing_public_is_deleted_in_bulk(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> Any:
    """The same for Wagtail's bulk actions on pages, photos and snippets."""
    if action_type == "delete":
        return refuse_deletion(request, objects)
    return None


@hooks.register("before_delete_snippet")
def subjects_are_archived(request: HttpRequest, instances: Any) -> Any:
    """Topics, bylines and the like are archived."""
    return refuse_deletion(request, instances)


def refuse_deletion(request: HttpRequest, objects: Any) -> Any:
    """Go back with a sentence when one of the objects was ever public."""
    from django.contrib import messages
    from django.shortcuts import redirect
    from django.utils.translation import gettext

    if any(_was_public(item) for item in objects):
        messages.error(
            request,
            gettext(
                "What was ever public is not deleted. Take it off or archive it: its address stays."
            ),
        )
        return redirect("wagtailadmin_home")
    return None


def _was_public(item: Any) -> bool:
    from vestnik.stories.models import Address
    from vestnik.stories.models.pages import SitePage
    from vestnik.stories.models.subjects import Subject

    if isinstance(item, Page):
        page = item.specific
        return bool(page.was_public()) if isinstance(page, SitePage) else False
    return bool(getattr(item, "in_use_since", None) or isinstance(item, Subject | Address | Story))

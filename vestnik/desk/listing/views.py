"""The list of stories as a view, and the views that people have saved of it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.permissions import policy_registry
from wagtail.snippets.views import snippets

from vestnik.accounts.roles import Role, has_role
from vestnik.desk.home.panels import Glance
from vestnik.desk.listing import many
from vestnik.desk.listing.columns import headline
from vestnik.desk.listing.filters import StoryFilters, search_of
from vestnik.desk.listing.models import MOST_OWN, MOST_SHARED, SavedView
from vestnik.desk.paginator import BoundedPaginator
from vestnik.desk.states import standings
from vestnik.search.queries import Search, headlines, passages
from vestnik.stories import languages
from vestnik.stories.models import Story

LIST = "wagtailsnippets_stories_story:list"
#: Parts of an address that no saved view keeps: the page, and what Wagtail's scripts add.
PASSING = ("p", "_w_filter_fragment", "export", "next")
#: The views that are always there: name, and what they ask.
ALWAYS = (
    (_("All"), ""),
    (_("Mine"), "whose=mine"),
    (_("Drafts"), "state=draft&state=changed"),
    (_("Waiting"), "state=step&state=returned"),
    (_("Scheduled ones"), "state=scheduled&state=embargoed"),
)


class StoryIndex(snippets.IndexView):
    """The list of stories: one's own for contributors and authors, newest first.

    Words and filters are answered by the newsroom's index, all of them at once; without any the list
    is a walk along the table's own order.
    """

    paginator_class = BoundedPaginator
    filterset_class = StoryFilters
    is_searchable = True

    def get_base_queryset(self) -> QuerySet[Story]:
        stories = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, ["change", "view"]
        )
        return stories.select_related("section", "locale").defer("body").order_by("-pk")

    @cached_property
    def search(self) -> Search:
        """What is looked for."""
        given = self.filters.form.cleaned_data if self.filters and self.filters.is_valid() else {}
        code = given.get("locale")
        return search_of(
            self.search_query,
            given,
            self.request.user,
            only_own=not self.permission_policy.opens_all(self.request.user),
            locale=languages.locale_id_of(code) if code else None,
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search_query) or bool(self.is_filtering)

    def filter_queryset(self, queryset: QuerySet[Story]) -> QuerySet[Story]:
        if not self.is_narrowed:
            return queryset
        return queryset.filter(pk__in=self.search.find(self.paginator_class.bound))

    def search_queryset(self, queryset: QuerySet[Story]) -> QuerySet[Story]:
        return queryset

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, rows, has_more = super().paginate_queryset(queryset, page_size)
        page.object_list = self._told(list(rows))
        return paginator, page, page.object_list, has_more

    def _told(self, stories: list[Story]) -> list[Story]:
        """The stories of one page with all that their lines say."""
        glance = Glance.of(self.request.user)
        said = headlines(story.pk for story in stories)
        where = standings(stories, glance.now, glance.steps, glance.schedules)
        looking = bool(self.search_query)
        unsaid = []
        for story in stories:
            story.standing = where[story.pk]
            at = story.standing.at
            story.standing_at = glance.in_words(at) if at is not None else ""
            name = said.get(story.pk, story.headline)
            story.shown = self.search.emphasised(name) if looking else name
            if looking and "<mark>" not in story.shown:
                unsaid.append(story)
        found = passages(self.search, unsaid) if looking else {}
        for story in stories:
            story.passage = found.get(story.pk, "")
        return stories

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        column = super()._get_title_column(field_name, *args, **kwargs)
        column.accessor = headline
        return column

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {
            "tabs": tabs_for(self.request),
            "may_share": may_share(self.request.user),
            "acts": [act for act in many.ACTS.values() if act.may(self.request.user)],
            "query": kept_part(self.request.GET).urlencode(),
        }


def kept_part(given: QueryDict) -> QueryDict:
    """What of an address a saved view keeps."""
    kept = given.copy()
    for name in PASSING:
        kept.pop(name, None)
    for name in [name for name in kept if not any(kept.getlist(name))]:
        kept.pop(name)
    return kept


def may_share(user: Any) -> bool:
    """Whether the person may save views for everybody."""
    return bool(policy_registry.get_by_type(Story).opens_all(user))


def tabs_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The views above the list: those that are always there, the shared ones, one's own."""
    here = _sorted(kept_part(request.GET))
    saved = SavedView.objects.filter(Q(owner=request.user) & Q(shared=False))
    own = list(saved.order_by("id")[:MOST_OWN])
    shared = list(SavedView.objects.filter(shared=True).order_by("id")[:MOST_SHARED])
    fixed: list[dict[str, Any]] = [
        {"name": name, "query": query, "view": None} for name, query in ALWAYS
    ]
    fixed += [
        {
            "name": view.name,
            "query": view.query,
            "view": view,
            "may": may_take_away(request.user, view),
        }
        for view in (*shared, *own)
    ]
    for tab in fixed:
        tab["here"] = _sorted(QueryDict(tab["query"])) == here
    return fixed


def _sorted(query: QueryDict) -> list[tuple[str, str]]:
    return sorted((name, value) for name, values in query.lists() for value in values)


def may_take_away(user: Any, view: SavedView) -> bool:
    """Whoever saved it; a shared one also a chief editor."""
    return view.owner_id == user.pk or (view.shared and has_role(user, Role.CHIEF_EDITOR))


class ViewForm(forms.ModelForm):  # type: ignore[type-arg]
    """A name for what is looked at."""

    class Meta:
        model = SavedView
        fields = ("name", "query", "shared")


@require_POST
@transaction.atomic
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters under a name."""
    if not _reads_stories(request.user):
        raise PermissionDenied
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Give the view a name of at most 40 letters."))
        return redirect(LIST)
    view = form.save(commit=False)
    view.owner = request.user
    view.query = kept_part(QueryDict(view.query)).urlencode()
    view.shared = view.shared and may_share(request.user)
    there = SavedView.objects.filter(shared=True) if view.shared else _own_views(request.user)
    if there.count() >= (MOST_SHARED if view.shared else MOST_OWN):
        messages.error(request, gettext("There are too many views. Take one away first."))
    else:
        view.save()
        messages.success(request, gettext("The view is kept: %(name)s.") % {"name": view.name})
    return _to_list(view.query)


@require_POST
def take_view_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved view."""
    view = get_object_or_404(SavedView, pk=pk)
    if not may_take_away(request.user, view):
        raise PermissionDenied
    view.delete()
    messages.success(request, gettext("The view was taken away: %(name)s.") % {"name": view.name})
    return redirect(LIST)


def _own_views(user: Any) -> QuerySet[SavedView]:
    return SavedView.objects.filter(owner=user, shared=False)


def _reads_stories(user: Any) -> bool:
    policy = policy_registry.get_by_type(Story)
    return bool(policy.user_has_any_permission(user, ["change", "view"]))


def _to_list(query: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(LIST)}?{query}" if query else reverse(LIST))

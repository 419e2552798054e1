"""Choosing a story from another one: what readers can see, and what one may open anyway."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser

from vestnik.desk.paginator import BoundedPaginator
from vestnik.search.queries import MOST_LETTERS, Search
from vestnik.stories.models import Story


def choosable_by(user: Any) -> Any:
    """All stories for those who open all, else the live ones: drafts of others have no name."""
    policy = policy_registry.get_by_type(Story)
    return Story.objects.all() if policy.opens_all(user) else Story.objects.live()


class StoryFilter(BaseFilterForm):
    """The search above the list of the dialog, answered by the newsroom's index."""

    q = forms.CharField(
        label=_("Search term"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
    )
    #: States in which a story may be to be found; none means any.
    states: tuple[str, ...] = ()

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        if not self.is_searching:
            return objects
        found = Search(self.search_query, {"state": self.states}).find(BoundedPaginator.bound)
        return objects.filter(pk__in=found)


class LiveStoryFilter(StoryFilter):
    """For those who may not read drafts: the index has the words of a live story's draft, so that none of
    these is found by it."""

    states = ("live",)


class Choosable:
    """Mixed into the views that list stories to choose from; the stock ones list every draft."""

    request: HttpRequest

    @property
    def filter_form_class(self) -> type[StoryFilter]:
        policy = policy_registry.get_by_type(Story)
        return StoryFilter if policy.opens_all(self.request.user) else LiveStoryFilter

    def get_object_list(self) -> Any:
        return choosable_by(self.request.user)


class Chosen:
    """Mixed into the views that answer with what was chosen; the stock ones name any draft."""

    request: HttpRequest

    def get_object(self, pk: Any) -> Story:
        story: Story = choosable_by(self.request.user).get(pk=pk)
        return story

    def get_objects(self, pks: Any) -> Any:
        return choosable_by(self.request.user).filter(pk__in=pks)


class Choose(Choosable, chooser.ChooseView):
    """The dialog."""


class ChooseResults(Choosable, chooser.ChooseResultsView):
    """The list in it, alone."""


class ChosenOne(Chosen, chooser.SnippetChosenView):
    """One was chosen."""


class ChosenMany(Chosen, chooser.SnippetChosenMultipleView):
    """Several were chosen."""


class StoryChooser(chooser.SnippetChooserViewSet):
    """The dialog in which a story is chosen."""

    choose_view_class = Choose
    choose_results_view_class = ChooseResults
    chosen_view_class = ChosenOne
    chosen_multiple_view_class = ChosenMany

"""Choosing a story from another one: what readers can see, and what one may open anyway."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser

from vestnik.stories.models import Story


def choosable_by(user: Any) -> Any:
    """All stories for those who open all, else the live ones: drafts of others have no name."""
    policy = policy_registry.get_by_type(Story)
    return Story.objects.all() if policy.opens_all(user) else Story.objects.live()


class Choosable:
    """Mixed into the views that list stories to choose from; the stock ones list every draft."""

    request: HttpRequest

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

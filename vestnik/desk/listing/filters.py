"""The filters above the list of stories, and what they ask the index."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Task

from vestnik.desk.paginator import BoundedPaginator
from vestnik.desk.states import WORDS, State, schedules, steps, still_embargoed
from vestnik.desk.views.subjects import beginning_with
from vestnik.search.queries import Search
from vestnik.stories.models import Agency, Byline, Section, Story, Storyline, Topic

#: Subjects that a name may begin; more have nothing in common.
MOST_SUBJECTS = 50
#: States that a row tells, which the index keeps; the others are looked up where they are kept.
INDEXED = (State.DRAFT, State.LIVE, State.CHANGED, State.WITHDRAWN)
STEP = "step-"
#: Stories that a list shows at most.
LISTED = BoundedPaginator.bound


def _states() -> list[tuple[str, Any]]:
    """The states, with each step of the workflow by its name."""
    named = [(f"{STEP}{pk}", name) for pk, name in _steps_by_name()]
    first = (State.DRAFT, State.IN_STEP)
    rest = (
        State.RETURNED,
        State.SCHEDULED,
        State.EMBARGOED,
        State.LIVE,
        State.CHANGED,
        State.WITHDRAWN,
    )
    return [
        *((state.value, WORDS[state]) for state in first),
        *named,
        *((state.value, WORDS[state]) for state in rest),
    ]


def _steps_by_name() -> list[tuple[int, str]]:
    return list(Task.objects.filter(active=True).order_by("pk").values_list("pk", "name"))


def _many(label: Any, **more: Any) -> Any:
    return {"label": label, "widget": forms.CheckboxSelectMultiple, **more}


class StoryFilters(WagtailFilterSet):
    """Every filter goes with every other one; the view asks the index, not the table."""

    state = django_filters.MultipleChoiceFilter(choices=_states, **_many(_("State")))
    section = django_filters.ModelMultipleChoiceFilter(
        queryset=Section.objects.order_by("title"), **_many(_("Section"))
    )
    kind = django_filters.MultipleChoiceFilter(choices=Story.Kind.choices, **_many(_("Kind")))
    agency = django_filters.ModelMultipleChoiceFilter(
        queryset=Agency.objects.order_by("name")[:100], **_many(_("Agency"))
    )
    byline = django_filters.CharFilter(label=_("Byline begins with"))
    topic = django_filters.CharFilter(label=_("Topic begins with"))
    storyline = django_filters.CharFilter(label=_("Storyline begins with"))
    date = django_filters.DateFromToRangeFilter(
        label=_("Date of publication, or of a draft's last change"), widget=DateRangePickerWidget
    )
    whose = django_filters.ChoiceFilter(
        label=_("Whose"),
        choices=[("mine", _("Mine"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Story
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset


NAMED = {"byline": Byline, "topic": Topic, "storyline": Storyline}


def search_of(
    typed: str, given: dict[str, Any], user: Any, *, only_own: bool, locale: int | None
) -> Search:
    """What is looked for, by the words and the cleaned filters."""
    filed: dict[str, list[object]] = {
        "section": [section.pk for section in given.get("section") or ()],
        "kind": list(given.get("kind") or ()),
        "agency": [agency.pk for agency in given.get("agency") or ()],
    }
    for name, model in NAMED.items():
        begins = given.get(name)
        if begins:
            found = beginning_with(begins, model._default_manager.all())
            filed[name] = list(found.values_list("pk", flat=True)[:MOST_SUBJECTS]) or ["none"]
    if only_own or given.get("whose") == "mine":
        filed["owner"] = [user.pk]
    if locale is not None:
        filed["locale"] = [locale]
    span = given.get("date")
    since = span.start.date() if span and span.start else None
    until = span.stop.date() if span and span.stop else None
    states = list(given.get("state") or ())
    search = Search(typed, filed, since, until)
    among = _among(states, search)
    if among is None:
        filed["state"] = [state for state in states if state in INDEXED]
        return search
    return replace(search, among=among)


def _among(states: list[str], search: Search) -> list[int] | None:
    """The stories in the states that the index does not keep; None when none of these is asked for.

    One of the index's own states beside them would be every second story: of these the newest are
    found, as far as a list goes, that have all the rest that `search` asks for.
    """
    if not [state for state in states if state not in INDEXED]:
        return None
    found: set[int] = set()
    under_way = steps().values()
    for state in states:
        if state == State.SCHEDULED:
            found |= schedules().keys()
        elif state == State.RETURNED:
            found |= {step.story_id for step in under_way if step.returned}
        elif state == State.IN_STEP:
            found |= {step.story_id for step in under_way if not step.returned}
        elif state.startswith(STEP):
            task = int(state.removeprefix(STEP))
            found |= {
                step.story_id for step in under_way if step.task_id == task and not step.returned
            }
        elif state == State.EMBARGOED:
            found |= set(under_embargo(search))
        else:
            found |= set(_also(search, state=state).find(LISTED))
    return sorted(found)


def under_embargo(search: Search) -> list[int]:
    """Stories whose latest version has an embargo to come; the index keeps which have one at all."""
    return still_embargoed(_also(search, embargo=1).find(LISTED))


def _also(search: Search, **filed: object) -> Search:
    """The same question with one more filter."""
    more = {name: [value] for name, value in filed.items()}
    return replace(search, filed={**search.filed, **more})

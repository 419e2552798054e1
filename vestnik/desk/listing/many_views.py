"""The screens of acts on many stories: what is asked before, and undoing."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages as plain_messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from vestnik.accounts.models import User
from vestnik.desk.listing import many
from vestnik.desk.listing.models import Done
from vestnik.desk.roads.telling import WRITERS
from vestnik.desk.views.subjects import beginning_with
from vestnik.kit import sent
from vestnik.stories.models import Section, Story, Topic

LIST = "wagtailsnippets_stories_story:list"
#: Failures that are told one by one.
MOST_TOLD = 5


class SectionForm(forms.Form):
    given = forms.ModelChoiceField(Section.objects.order_by("title"), label=_("Section"))


class TopicForm(forms.Form):
    given = forms.CharField(
        label=_("Topic"), max_length=100, help_text=_("Its name, or how no other one begins.")
    )

    def clean_given(self) -> Topic:
        found = list(beginning_with(self.cleaned_data["given"], Topic.objects.current())[:2])
        exact = [
            topic for topic in found if topic.name.lower() == self.cleaned_data["given"].lower()
        ]
        if len(found) != 1 and not exact:
            raise forms.ValidationError(
                _("No topic begins so.") if not found else _("Several topics begin so.")
            )
        return (exact or found)[0]


def _journalists() -> QuerySet[User]:
    """Who works on stories: a walk over the people of these groups."""
    roles = [role.value for role in WRITERS]
    people = User.groups.through.objects.filter(group__name__in=roles)
    return User.objects.filter(pk__in=people.values("user_id"), is_active=True).order_by("pk")


class OwnerForm(forms.Form):
    given = forms.ModelChoiceField(_journalists(), label=_("To whom"))


class ReasonForm(forms.Form):
    given = forms.CharField(
        label=_("Reason, shown to readers"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OnMany(SnippetBulkAction):
    """One act; Wagtail's machinery lists the chosen stories, asks, and calls `form_valid`."""

    models: ClassVar[list[type[Story]]] = [Story]
    template_name = "desk/listing/many.html"
    #: Set for each act by `action_class`, with Wagtail's own names for its parts.
    act: many.Many

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.act.may(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> Any:
        # Never "all" of a list: an act has a bound, and what it takes is seen before.
        pks = [pk for pk in map(sent.number, object_ids) if pk is not None][: many.MOST]
        return Story.objects.filter(pk__in=pks).defer("body").order_by("-pk")

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[int]:
        return []

    def check_perm(self, obj: Story) -> bool:
        policy = policy_registry.get_by_type(Story)
        return bool(policy.user_has_permission_for_instance(self.request.user, "change", obj))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"act": self.act}

    def form_valid(self, form: Any) -> HttpResponse:
        stories, _others = self.get_actionable_objects()
        user: Any = self.request.user
        outcome = many.do(
            self.act, [story.pk for story in stories], by=user, given=form.cleaned_data["given"]
        )
        _tell(self.request, self.act, outcome)
        return redirect(self.next_url)


def _tell(request: HttpRequest, act: many.Many, outcome: many.Outcome) -> None:
    if outcome.done is not None:
        said = ngettext("%(done)s: %(count)d story.", "%(done)s: %(count)d stories.", outcome.count)
        undo = messages.button(reverse("desk_undo", args=[outcome.done.pk]), gettext("Undo"))
        words = said % {"done": act.done, "count": outcome.count}
        messages.success(request, words, buttons=[undo])
    elif not outcome.failures:
        plain_messages.info(request, gettext("There was nothing to change."))
    _tell_failures(request, outcome)


def _tell_failures(request: HttpRequest, outcome: many.Outcome) -> None:
    for name, why in outcome.failures[:MOST_TOLD]:
        plain_messages.error(request, f"{name}: {why}")
    if len(outcome.failures) > MOST_TOLD:
        more = len(outcome.failures) - MOST_TOLD
        said = ngettext("%(more)d more failed.", "%(more)d more failed.", more) % {"more": more}
        plain_messages.error(request, said)


def action_class(act: many.Many, form: type[forms.Form]) -> type[OnMany]:
    """The act as Wagtail's bulk actions want it."""
    return type(
        f"{act.name.title()}OnMany",
        (OnMany,),
        {"act": act, "action_type": act.name, "form_class": form,
         "display_name": act.label, "aria_label": act.label},
    )  # fmt: skip


FORMS: dict[str, type[forms.Form]] = {
    "section": SectionForm, "topic": TopicForm, "owner": OwnerForm, "withdraw": ReasonForm,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once more, and undoes an act on many of one's own."""
    user: Any = request.user
    done = get_object_or_404(Done, pk=pk, by=user)
    act = many.ACTS.get(done.act)
    if act is None or not act.may(user):
        raise Http404
    if request.method == "POST":
        outcome = many.undo(done, by=user)
        if outcome.done is None:
            plain_messages.error(request, gettext("It cannot be undone any more."))
        elif outcome.count:
            said = ngettext("Undone: %(count)d story.", "Undone: %(count)d stories.", outcome.count)
            plain_messages.success(request, said % {"count": outcome.count})
        _tell_failures(request, outcome)
        return redirect(LIST)
    context = {
        "act": act,
        "done": done,
        "fresh": many.is_fresh(done),
        "count": len(done.before),
        "back": reverse(LIST),
    }
    return TemplateResponse(request, "desk/listing/undo.html", context)

"""The log of acts: who did what with which story and why, filtered and exported; there is no way to edit it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin.widgets import AdminDateInput
from wagtail.permissions import policy_registry

from vestnik.accounts.models import User
from vestnik.accounts.roles import Role, has_role, role_name
from vestnik.changes.models import AuditEntry
from vestnik.desk.actlog.finding import Wish, subject_in
from vestnik.desk.actlog.words import GROUPS, in_words, proof_in_words
from vestnik.desk.acts import in_words as moment_in_words
from vestnik.kit import sent
from vestnik.stories.models import Story

READERS = (Role.CHIEF_EDITOR, Role.ADMINISTRATOR)
#: People in the list of the filter; of anybody else the log is read by a link of his entries.
_MOST_PEOPLE = 300
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def may_read_the_log(user: object) -> bool:
    """Chief editors and administrators: it names sign-ins and settings."""
    return has_role(user, *READERS)


class LogForm(forms.Form):
    """What to look for; whatever is wrong is left out and said."""

    person = forms.TypedChoiceField(
        label=_("Who"), required=False, coerce=int, empty_value=None, choices=()
    )
    act = forms.ChoiceField(label=_("What"), required=False, choices=())
    story = forms.CharField(
        label=_("Story: its number or address"), required=False, max_length=1_000
    )
    since = forms.DateField(label=_("From"), required=False, widget=AdminDateInput())
    until = forms.DateField(label=_("Until, that day too"), required=False, widget=AdminDateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(groups__isnull=False).distinct().order_by("pk")[:_MOST_PEOPLE]
        fields: dict[str, Any] = self.fields
        fields["person"].choices = [
            ("", gettext("everybody")),
            (0, gettext("the clock and other machines")),
            *sorted(((user.pk, str(user)) for user in people), key=lambda one: one[1]),
        ]
        fields["act"].choices = [
            ("", gettext("everything")),
            *((group, list(acts.items())) for group, acts in GROUPS),
        ]

    def clean_story(self) -> str:
        text: str = self.cleaned_data["story"]
        subject = subject_in(text)
        if text and not subject:
            raise forms.ValidationError(_("Write the story's number, or paste its address."))
        return subject

    def wish(self) -> Wish:
        """What is looked for; of a wrong form, what was right in it."""
        self.is_valid()
        right = self.cleaned_data
        return Wish(
            person=right.get("person"),
            act=right.get("act", ""),
            subject=right.get("story", ""),
            since=right.get("since"),
            until=right.get("until"),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One act in words."""

    at: datetime
    who: str
    what: Any
    subject: str
    headline: str
    url: str
    reason: str
    details: str


@require_safe
def act_log(request: HttpRequest) -> HttpResponseBase:
    """One page of the log, or with `?export=csv` all that was found."""
    if not may_read_the_log(request.user):
        raise PermissionDenied
    form = LogForm(request.GET)
    wish = form.wish()
    if request.GET.get("export") == "csv":
        return _exported(wish)
    before = sent.number(request.GET.get("before", ""))
    entries, more = wish.page(before)
    asked = {name: text for name, text in request.GET.items() if name in form.fields and text}
    context = {
        "form": form,
        "lines": list(_lines(entries, request.user)),
        "older": "?" + urlencode(asked | {"before": entries[-1].pk}) if more else "",
        "newest": "?" + urlencode(asked) if before is not None else "",
        "export": "?" + urlencode(asked | {"export": "csv"}),
        "page_title": gettext("Log of acts"),
        "header_title": gettext("Log of acts"),
        "header_icon": "list-ul",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
            {"url": "", "label": gettext("Log of acts")},
        ],
    }
    return TemplateResponse(request, "desk/act_log.html", context)


def _lines(entries: Iterable[AuditEntry], user: Any) -> Iterator[Line]:
    entries = list(entries)
    stories, people = _stories(entries, user), _people(entries)
    for entry in entries:
        story = stories.get(entry.subject)
        yield Line(
            at=entry.at,
            who=entry.actor_name if entry.actor_id else _machine(entry.actor_name),
            what=in_words(entry.act),
            subject=entry.subject,
            headline=story.headline if story is not None else people.get(entry.subject, ""),
            url=story.edit_url() if story is not None else "",
            reason=entry.reason,
            details=_details(entry),
        )


def _stories(entries: Iterable[AuditEntry], user: Any) -> dict[str, Story]:
    """The stories of a page that the reader of the log may open."""
    if not policy_registry.get_by_type(Story).opens_all(user):
        return {}
    found = Story.objects.filter(pk__in=_numbers(entries, "story")).only("pk", "headline")
    return {story.log_subject(): story for story in found}


def _people(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """The people of a page by name: who is meant by a wrong password, say, did nothing himself."""
    found = User.objects.filter(pk__in=_numbers(entries, "user"))
    return {person.log_subject(): str(person) for person in found}


def _numbers(entries: Iterable[AuditEntry], wanted: str) -> set[int]:
    """The numbers of the subjects of one kind."""
    subjects = (entry.subject.partition(":") for entry in entries)
    return {int(number) for kind, _colon, number in subjects if kind == wanted and number.isdigit()}


def _machine(name: str) -> str:
    return gettext("the clock") if name == "clock" else (name or gettext("nobody signed in"))


def _details(entry: AuditEntry) -> str:
    """What else is known of an act, in words; what has none stays in the export."""
    told = []
    details = entry.details
    moment = parse_datetime(str(details.get("at", "")))
    if moment is not None and moment.tzinfo is not None:
        told.append(gettext("for %(moment)s") % {"moment": moment_in_words(moment)})
    if step := details.get("step"):
        told.append(str(step))
    if "seconds" in details:
        told.append(gettext("%(number)s s late") % {"number": details["seconds"]})
    if "to" in details:
        told.append(gettext("to %(name)s") % {"name": details["to"]})
    if why := details.get("why"):
        told.append(str(why))
    return "; ".join([*told, *_details_of_people(details)])


def _details_of_people(details: dict[str, Any]) -> Iterator[str]:
    """How somebody came in, and which rights became which."""
    if proofs := details.get("how"):
        yield ", ".join(map(proof_in_words, proofs))
    if browser := details.get("browser"):
        yield str(browser)
    if factor := details.get("factor"):
        yield proof_in_words(factor)
    if number := details.get("sessions"):
        yield ngettext("%d session", "%d sessions", number) % number
    if role := details.get("role"):
        yield role_name(role)
    if "roles" in details:
        yield _roles(details["roles"])
    if "was" in details:
        yield gettext("before: %(roles)s") % {"roles": _roles(details["was"])}


def _roles(names: list[str]) -> str:
    return ", ".join(map(role_name, names)) or gettext("no role")


class _Echo:
    """What `csv` takes for a file: gives back what is written."""

    def write(self, text: str) -> str:
        return text


def _exported(wish: Wish) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(_csv(wish), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="acts.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def _csv(wish: Wish) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # Excel takes UTF-8 for what it is only by this mark.
    yield "\N{ZERO WIDTH NO-BREAK SPACE}"
    names = ("Number", "Time", "Who", "Who (number)", "What", "Act", "Of what", "Reason", "Details")
    yield writer.writerow(names)
    for entry in wish.all():
        row = (
            entry.pk, entry.at.isoformat(), entry.actor_name, entry.actor_id or "",
            in_words(entry.act), entry.act, entry.subject, entry.reason, _details(entry),
        )  # fmt: skip
        yield writer.writerow([_harmless(cell) for cell in row])


def _harmless(cell: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(_RISKY) else text


def log_of_story(story: Story) -> str:
    """The address of the log of one story."""
    return f"{reverse('desk_act_log')}?{urlencode({'story': story.pk})}"

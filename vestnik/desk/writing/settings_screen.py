"""The screen on which the chief editor sets what is checked before publication, and the measures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vestnik.desk.writing import checks
from vestnik.desk.writing.models import CheckRule

RIGHT = "desk.change_checkrule"
#: The longest measure: the length of the longest field that has one.
LONGEST = 1_000


class RulesForm(forms.Form):
    """Two fields for each check: how grave it is, and its measure if it has one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, rule in checks.rules().items():
            self.fields[f"{key}-level"] = forms.ChoiceField(
                label=rule.check.title, choices=CheckRule.Level.choices, initial=rule.level
            )
            if key in checks.ALWAYS:
                self.fields[f"{key}-level"].disabled = True
                self.initial[f"{key}-level"] = checks.BLOCKS
            if rule.check.limit is not None:
                self.fields[f"{key}-limit"] = forms.IntegerField(
                    label=_("%(rule)s: characters") % {"rule": rule.check.title},
                    min_value=1,
                    max_value=LONGEST,
                    initial=rule.limit,
                    widget=forms.NumberInput(attrs={"size": 5}),
                )

    def rows(self) -> list[dict[str, Any]]:
        """The fields of each check, for the table."""
        return [
            {
                "title": check.title,
                "level": self[f"{key}-level"],
                "limit": self[f"{key}-limit"] if check.limit is not None else None,
            }
            for key, check in checks.CHECKS.items()
        ]

    def keep(self) -> None:
        """Write the rules; a row for each, so that they stay when what we ship changes."""
        for key, check in checks.CHECKS.items():
            limit = self.cleaned_data.get(f"{key}-limit") if check.limit is not None else None
            level = self.cleaned_data[f"{key}-level"]
            CheckRule.objects.update_or_create(key=key, defaults={"level": level, "limit": limit})


@require_http_methods(["GET", "POST"])
def rules_before_publication(request: HttpRequest) -> HttpResponse:
    """Show the rules, or keep them."""
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    form = RulesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.keep()
        messages.success(request, gettext("The rules are kept: they hold from now on."))
        return redirect("desk_writing_rules")
    title = gettext("Before publication")
    context = {
        "form": form,
        "page_title": title,
        "header_title": title,
        "header_icon": "tasks",
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": "", "label": title},
        ],
    }
    return TemplateResponse(request, "desk/writing/rules.html", context)

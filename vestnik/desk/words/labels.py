"""Names the fields that Wagtail leaves unnamed: Django would name them after the variable, in English."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import choosers, workflows
from wagtail.admin.views.pages.search import SearchView
from wagtail.models import Page
from wagtail.users import forms as users
from wagtail.users.views.bulk_actions.assign_role import RoleForm

LABELS: tuple[tuple[type[Form], dict[str, Any]], ...] = (
    (choosers.ExternalLinkChooserForm, {"link_text": _("Link text")}),
    (choosers.AnchorLinkChooserForm, {"link_text": _("Link text")}),
    (
        choosers.EmailLinkChooserForm,
        {
            "email_address": _("E-mail address"),
            "link_text": _("Link text"),
            "subject": pgettext_lazy("e-mail", "Subject"),
            "body": _("Message"),
        },
    ),
    (
        choosers.PhoneLinkChooserForm,
        {"phone_number": _("Phone number"), "link_text": _("Link text")},
    ),
    (workflows.WorkflowPageForm, {"page": _("Page")}),
    (workflows.WorkflowContentTypeForm, {"content_types": _("What it is for")}),
    (users.PagePermissionsForm, {"page": _("Page")}),
    (RoleForm, {"role": _("Role")}),
)


def name_fields() -> None:
    """Called once, when the app is ready."""
    for form, labels in LABELS:
        for name, label in labels.items():
            form.base_fields[name].label = label
    _name_the_language(choosers.LocaleFilterMixin)
    # Its list counts "5 None": the only one that does not say what it lists.
    SearchView.verbose_name_plural = Page._meta.verbose_name_plural


def _name_the_language(form: type[Form]) -> None:
    """This field is made anew for each form, with the languages that there are."""
    made = form.__init__

    def made_and_named(self: Form, *args: Any, **kwargs: Any) -> None:
        made(self, *args, **kwargs)
        if "locale" in self.fields:
            self.fields["locale"].label = _("Language")

    form.__init__ = made_and_named  # type: ignore[method-assign, assignment]

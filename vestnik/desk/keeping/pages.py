"""Fronts, sections and standing pages written as forms: a copy in the browser, as of stories."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from vestnik.desk.keeping.contents import tidy_html
from vestnik.desk.keeping.copies import LOOKED_AT
from vestnik.desk.keeping.panel import PageKeepingPanel
from vestnik.stories.models import Front, Section, StandingPage


def keep_pages() -> None:
    """Give the forms their panel. Called once, before any form is made."""
    for model in (Front, Section, StandingPage):
        model.edit_handler = TabbedInterface(
            [
                ObjectList(model.content_panels, heading=_("Content")),
                ObjectList(model.promote_panels, heading=_("Promote")),
                PageKeepingPanel(),
            ],
            base_form_class=model.base_form_class,
        )


@require_POST
def compare_page(request: HttpRequest, pk: int) -> JsonResponse:
    """Which fields of a copy, posted as its form would be, differ from the page's latest draft."""
    user: Any = request.user
    page = get_object_or_404(Page, pk=pk).specific
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    before = _contents(draft)
    form_class = draft.get_edit_handler().get_form_class()
    form = form_class(request.POST, instance=draft, parent_page=draft.get_parent(), for_user=user)
    form.defer_required_fields()
    try:
        valid = form.is_valid()
    except MultiValueDictKeyError:
        # Not of this form: a form of blocks always says how many it has. It stays where it is kept.
        return JsonResponse({}, status=400)
    if not valid:
        # What the form refuses is shown by the form, with everything in it.
        return JsonResponse({"differs": True, "html": "", "summary": ""})
    after = _contents(form.save(commit=False))
    names = [name for name in form.fields if name in after]
    own = page.revisions.filter(user=user).order_by("-pk")[:LOOKED_AT]
    if any(not _differing(page, one.content, after, names) for one in own):
        return JsonResponse({"differs": False})
    found = _differing(page, before, after, names)
    labels = ", ".join(f"„{form.fields[name].label}“" for name in found)
    summary = gettext("It differs from what is saved in: %(fields)s.") % {"fields": labels}
    return JsonResponse({"differs": bool(found), "html": "", "summary": summary})


def _contents(page: Any) -> dict[str, Any]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            # Read block by block, so that what was stored is written as what was posted.
            for block in getattr(page, field.name):
                assert block.value is not None
    contents: dict[str, Any] = page.serializable_data()
    return contents


def _differing(
    page: Any, before: dict[str, Any], after: dict[str, Any], names: list[str]
) -> list[str]:
    """The fields that two contents of a page have otherwise."""
    return [name for name in names if _said(page, before, name) != _said(page, after, name)]


def _said(page: Any, content: dict[str, Any], name: str) -> str:
    value, field = content.get(name), page._meta.get_field(name)
    if isinstance(field, RichTextField):
        value = tidy_html(value or "", tuple(field.features))
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)

"""Words and rights for many photos at once, and taking the last such change back."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.images.views.bulk_actions.image_bulk_action import ImageBulkAction
from wagtail.permissions import policy_registry

from vestnik.changes.announcing import gathering
from vestnik.desk.library.filters import LibraryFilterSet
from vestnik.photos.finding import find
from vestnik.photos.models import Photo
from vestnik.photos.rights import Place

logger = logging.getLogger("vestnik.desk")

#: So many at once: those in use get other renditions, about a second each.
MOST: Final = 60
#: Photos that failed, told by name.
MOST_TOLD: Final = 5
_KEPT: Final = "photos changed at once"
_FIELDS: Final = (
    "caption", "credit", "file_photo", "people", "place", "rights_from", "rights_until",
    "rights_where", "rights_cost",
)  # fmt: skip


class ManyForm(forms.Form):
    """What many photos get. What is left empty stays as it is at each of them."""

    caption = forms.CharField(
        label=_("Caption"), required=False, max_length=1_000, widget=forms.Textarea({"rows": 3})
    )
    credit = forms.CharField(label=_("Credit"), required=False, max_length=200)
    file_photo = forms.ChoiceField(
        label=_("File photo"),
        required=False,
        choices=(("", _("as it is")), ("yes", _("Yes")), ("no", _("No"))),
    )
    people = forms.CharField(label=_("Who is seen"), required=False, max_length=500)
    place = forms.CharField(label=_("Where it was taken"), required=False, max_length=200)
    rights_from = forms.DateTimeField(
        label=_("Rights from"), required=False, widget=AdminDateTimeInput
    )
    rights_until = forms.DateTimeField(
        label=_("Rights until"), required=False, widget=AdminDateTimeInput
    )
    rights_where = forms.ChoiceField(
        label=_("Where it may be shown"),
        required=False,
        choices=(("", _("as it is")), *Place.choices),
    )
    rights_cost = forms.DecimalField(
        label=_("Price of one use, in euros"), required=False, min_value=0, max_digits=9,
        decimal_places=2,
    )  # fmt: skip
    tags = forms.CharField(label=_("Tags to add, parted by commas"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        begins, ends = said.get("rights_from"), said.get("rights_until")
        if begins and ends and begins > ends:
            self.add_error("rights_until", _("The right ends before it begins."))
        return said

    def values(self) -> dict[str, Any]:
        """The fields that were filled, with their values."""
        said = {name: self.cleaned_data[name] for name in _FIELDS}
        if said["file_photo"]:
            said["file_photo"] = said["file_photo"] == "yes"
        return {name: value for name, value in said.items() if value not in ("", None)}

    def tag_names(self) -> list[str]:
        """The tags to add."""
        said = self.cleaned_data["tags"].split(",")
        return [name for part in said if (name := part.strip()[:100])]


class ChangeMany(ImageBulkAction):
    """The form over the chosen photos."""

    display_name = _("Words and rights")
    action_type = "words_and_rights"
    aria_label = _("Change words and rights of the chosen photos")
    template_name = "desk/library/change_many.html"
    action_priority = 10
    form_class = ManyForm

    def check_perm(self, photo: Photo) -> bool:
        return bool(
            self.permission_policy.user_has_permission_for_instance(
                self.request.user, "change", photo
            )
        )

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[int]:
        # The address has the filters of the list in which "all" was chosen.
        asked = LibraryFilterSet(self.request.GET, queryset=Photo.objects.all())
        wanted = asked.wanted(self.request.GET.get("q", ""))
        if wanted:
            return find(wanted)[: MOST + 1]
        return list(Photo.objects.order_by("-pk").values_list("pk", flat=True)[: MOST + 1])

    def form_valid(self, form: ManyForm) -> HttpResponse:
        # Not Wagtail's, whose one transaction would hold the database while all renditions are made.
        photos, _others = self.get_actionable_objects()
        if len(photos) > MOST:
            form.add_error(None, gettext("At most %(most)d photos at once.") % {"most": MOST})
            return self.form_invalid(form)
        values, tags = form.values(), form.tag_names()
        kept, refused, failed = {}, 0, []
        for photo in photos:
            before = {name: getattr(photo, name) for name in values}
            added = [name for name in tags if name not in set(photo.tags.names())]
            if not _may_follow(photo, values):
                refused += 1
                continue
            if not _tried(photo, values, add=added):
                failed.append(photo)
                continue
            kept[str(photo.pk)] = {"before": before, "after": values, "tags": added}
        keep(self.request, kept)
        said = ngettext("%(count)d photo changed.", "%(count)d photos changed.", len(kept))
        messages.success(self.request, said % {"count": len(kept)})
        if refused:
            said = ngettext(
                "%(count)d photo stays as it was: its right would end before it begins.",
                "%(count)d photos stay as they were: their rights would end before they begin.",
                refused,
            )
            messages.warning(self.request, said % {"count": refused})
        _tell_failed(self.request, failed)
        return redirect(self.next_url)


def _tried(
    photo: Photo, values: dict[str, Any], *, add: Sequence[str] = (), remove: Sequence[str] = ()
) -> bool:
    """Whether a photo was changed; what goes wrong with one is in the log and ends none of the others."""
    try:
        with transaction.atomic():
            _set(photo, values, add, remove)
    except Exception:
        logger.exception("On many: photo %s could not be changed", photo.pk)
        return False
    return True


def _tell_failed(request: HttpRequest, failed: list[Photo]) -> None:
    if not failed:
        return
    said = ngettext(
        "%(count)d photo failed and stays as it was: %(names)s. The cause is in the server's log.",
        "%(count)d photos failed and stay as they were: %(names)s. The cause is in the server's log.",
        len(failed),
    )
    names = "; ".join(f"№ {photo.pk} {photo.title}" for photo in failed[:MOST_TOLD])
    more = "…" if len(failed) > MOST_TOLD else ""
    messages.error(request, said % {"count": len(failed), "names": f"{names}{more}"})


def _may_follow(photo: Photo, values: dict[str, Any]) -> bool:
    begins = values.get("rights_from", photo.rights_from)
    ends = values.get("rights_until", photo.rights_until)
    return not (begins and ends and begins > ends)


def _set(photo: Photo, values: dict[str, Any], add: Sequence[str], remove: Sequence[str]) -> None:
    """Write one photo, in a transaction of its own."""
    with gathering():
        for name, value in values.items():
            setattr(photo, name, value)
        if values:
            photo.save(update_fields=list(values))
        if add or remove:
            photo.tags.add(*add)
            photo.tags.remove(*remove)
            photo.write_words()


def keep(request: HttpRequest, rows: dict[str, Any]) -> None:
    """Remember in the session what can be taken back: the last change alone."""
    if rows:
        encode = DjangoJSONEncoder()
        request.session[_KEPT] = encode.encode(rows)


def last_change(request: HttpRequest) -> int:
    """Of how many photos the last change can be taken back."""
    return len(_remembered(request))


def _remembered(request: HttpRequest) -> dict[str, Any]:
    rows: dict[str, Any] = json.loads(request.session.get(_KEPT, "{}"))
    return rows


@require_admin_access
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last change back. What somebody has changed since stays as it is."""
    policy = policy_registry.get_by_type(Photo)
    rows = _remembered(request)
    photos = list(Photo.objects.filter(pk__in=[int(pk) for pk in rows]))
    for photo in photos:
        if not policy.user_has_permission_for_instance(request.user, "change", photo):
            raise PermissionDenied
    done, failed = 0, []
    for photo in photos:
        row = rows[str(photo.pk)]
        back = {}
        for name in row["before"]:
            field = Photo._meta.get_field(name)
            if getattr(photo, name) == _value(field, row["after"][name]):
                back[name] = _value(field, row["before"][name])
        if not _may_follow(photo, back):
            continue
        if _tried(photo, back, remove=row["tags"]):
            done += 1
        else:
            failed.append(photo)
    request.session.pop(_KEPT, None)
    said = ngettext(
        "%(count)d photo is as it was before.", "%(count)d photos are as they were before.", done
    )
    messages.success(request, said % {"count": done})
    _tell_failed(request, failed)
    return redirect("wagtailimages:index")


def _value(field: Any, stored: Any) -> Any:
    """A field's value from what the session keeps of it."""
    return None if stored is None else field.to_python(stored)

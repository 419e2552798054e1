"""What the library is asked, in its list and in the dialog of a story: the same questions in both."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.widgets import AdminDateInput

from vestnik.photos.finding import Wanted, find
from vestnik.photos.models import Photo

USES = (("used", _("Shown to readers")), ("unused", _("Never shown")))
RIGHTS = (("soon", _("End soon")), ("ended", _("Have ended")))
FILE_PHOTOS = (("yes", _("From the archive only")),)


def answering(wanted: Wanted, photos: QuerySet[Any]) -> QuerySet[Any]:
    """The photos that answer a question, the newest first."""
    return photos.filter(pk__in=find(wanted)) if wanted else photos


class LibraryFilterSet(WagtailFilterSet):
    """The filters of the list. The view asks them all at once (`wanted`), none by itself."""

    person = django_filters.CharFilter(label=_("Who is seen"))
    credit = django_filters.CharFilter(label=_("Credit"))
    taken = django_filters.DateFromToRangeFilter(label=_("Taken"), widget=DateRangePickerWidget)
    use = django_filters.ChoiceFilter(label=_("Use"), choices=USES)
    rights = django_filters.ChoiceFilter(label=_("Rights"), choices=RIGHTS)
    file_photo = django_filters.ChoiceFilter(label=_("File photos"), choices=FILE_PHOTOS)

    class Meta:
        model = Photo
        fields: tuple[str, ...] = ()

    def wanted(self, text: str) -> Wanted:
        """The whole question, with the words of the search."""
        asked = self.form.cleaned_data if self.is_valid() else {}
        taken: Any = asked.get("taken")
        return Wanted(
            text=text[:200],
            person=(asked.get("person") or "")[:200],
            credit=(asked.get("credit") or "")[:200],
            since=taken.start.date() if taken and taken.start else None,
            until=taken.stop.date() if taken and taken.stop else None,
            use=asked.get("use") or "",
            rights=asked.get("rights") or "",
            file_photo=asked.get("file_photo") == "yes" or None,
        )


class ChooserFilter(BaseFilterForm):
    """The same above the dialog in which a photo is chosen."""

    q = forms.CharField(
        label=_("Search term"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
    )
    person = forms.CharField(label=_("Who is seen"), required=False, max_length=200)
    credit = forms.CharField(label=_("Credit"), required=False, max_length=200)
    since = forms.DateField(label=_("Taken from"), required=False, widget=AdminDateInput)
    until = forms.DateField(label=_("Taken until"), required=False, widget=AdminDateInput)
    use = forms.ChoiceField(label=_("Use"), choices=(("", _("All")), *USES), required=False)
    rights = forms.ChoiceField(label=_("Rights"), choices=(("", _("All")), *RIGHTS), required=False)

    def __init__(self, *args: Any, collections: Any = None, **kwargs: Any) -> None:
        # Wagtail hands over collections: the library is one.
        super().__init__(*args, **kwargs)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        self.search_query = asked.get("q")
        self.is_searching = bool(self.search_query)
        wanted = Wanted(
            text=(asked.get("q") or "")[:200],
            person=asked.get("person") or "",
            credit=asked.get("credit") or "",
            since=asked.get("since"),
            until=asked.get("until"),
            use=asked.get("use") or "",
            rights=asked.get("rights") or "",
        )
        return answering(wanted, objects)

"""Says yes and no in the list of the filters in force, where Wagtail says True and False."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django_filters import BooleanFilter
from wagtail.admin.active_filters import (
    ActiveFilter,
    BaseFilterAdapter,
    register_filter_adapter_class,
)


class YesOrNo(BaseFilterAdapter):
    """A filter that is on or off."""

    def get_active_filters(self) -> Iterator[ActiveFilter]:
        for active in super().get_active_filters():
            yield active._replace(value=gettext("Yes") if self.value else gettext("No"))


def say_yes_and_no() -> None:
    """Called once, when the app is ready."""
    register_filter_adapter_class(BooleanFilter, YesOrNo)

"""A moment as an editor writes it: wall time with seconds, and what to do where the clock is put on or back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateTimeInput

FORMAT = "%Y-%m-%d %H:%M:%S"
_FORMATS = (FORMAT, "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y г. %H:%M")


class MomentField(forms.DateTimeField):
    """A date and time in the newsroom's zone, to the second.

    An hour that there is not, or twice, is refused in words that say what to write instead.
    """

    widget = AdminDateTimeInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", _FORMATS)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime | None:
        wall = _wall(value)
        if wall is not None:
            wrong = trouble(wall)
            if wrong:
                raise ValidationError(wrong, code="ambiguous_timezone")
        moment: datetime | None = super().to_python(value)
        return moment


def trouble(wall: datetime) -> str:
    """What is wrong with a wall time in the newsroom's zone, in words; empty for all but two hours a year."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return ""
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        # In the gap the earlier rule, taken to the end, shows how late it really is.
        real = first.astimezone(UTC).astimezone(zone)
        return _("There is no %(time)s on %(day)s: the clock is put on. Write %(real)s.") % {
            "time": f"{wall:%H:%M}",
            "day": f"{wall:%d.%m.%Y}",
            "real": f"{real:%H:%M}",
        }
    return _(
        "It is %(time)s twice on %(day)s: the clock is put back."
        " Write %(first)s for the first time, %(second)s for the second."
    ) % {
        "time": f"{wall:%H:%M}",
        "day": f"{wall:%d.%m.%Y}",
        "first": _exact(first),
        "second": _exact(second),
    }


def _exact(moment: datetime) -> str:
    offset = moment.utcoffset() or timedelta()
    hours, minutes = divmod(int(offset.total_seconds()) // 60, 60)
    return f"{moment:%Y-%m-%d %H:%M:%S}{hours:+03d}:{minutes:02d}"


def _wall(value: Any) -> datetime | None:
    """The wall time that was written, unless it names its offset."""
    if not isinstance(value, str):
        return None
    for form in _FORMATS:
        try:
            return datetime.strptime(value.strip(), form)
        except ValueError:
            continue
    return None

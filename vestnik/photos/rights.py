"""The rights of a photo: from when, until when and where it may be shown, and what takes its place then.

They act by themselves: every page asks `on_pages`, which is a reading of the clock, so that a print holds
until the second at which a right begins or ends. Nothing has to run for a page to be right; the clock only
takes the files away afterwards (`actions/rights.py`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self, cast

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vestnik.kit import clock

if TYPE_CHECKING:
    from vestnik.photos.models import Photo

#: The newsroom is warned of a right that ends within this time.
SOON: Final = timedelta(days=14)
#: A replacement may have a replacement; beyond so many steps nothing is shown.
_STEPS: Final = 4


class Place(models.TextChoices):
    """Where a photo may be shown."""

    EVERYWHERE = "everywhere", _("Everywhere")
    SITE = "site", _("On the site, but not as the picture of a shared link")
    PRINT = "print", _("In print only")


class Licensed(models.Model):
    """What a photo's licence says."""

    rights_from = models.DateTimeField(
        _("rights from"),
        null=True,
        blank=True,
        help_text=_("Before this moment no page shows the photo."),
    )
    rights_until = models.DateTimeField(
        _("rights until"),
        null=True,
        blank=True,
        help_text=_("From this moment on no page shows the photo; it is taken off by itself."),
    )
    rights_where = models.CharField(
        _("where it may be shown"), max_length=12, choices=Place, default=Place.EVERYWHERE
    )
    rights_cost = models.DecimalField(
        _("price of one use, in euros"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    replacement = models.ForeignKey(
        "self",
        verbose_name=_("replacement"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Stands on all pages in the place of this photo while it may not be shown."),
    )
    #: When the clock took the public files away; None while they are where pages need them.
    rights_ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.rights_from and self.rights_until and self.rights_from > self.rights_until:
            raise ValidationError({"rights_until": _("The right ends before it begins.")})
        after, steps = self.replacement, 0
        while after is not None and steps < _STEPS:
            if after.pk == self.pk:
                raise ValidationError(
                    {"replacement": _("A photo cannot stand in its own place, by no way round.")}
                )
            after, steps = after.replacement, steps + 1

    @property
    def rights_hold(self) -> bool:
        """Whether the site may show it at this moment. A reading of the clock."""
        if self.rights_where == Place.PRINT:
            return False
        if self.rights_from is not None and not clock.is_past(self.rights_from):
            return False
        return self.rights_until is None or not clock.is_past(self.rights_until)

    @property
    def may_be_shared(self) -> bool:
        """Whether it may be the picture of a link that readers share."""
        return self.rights_where == Place.EVERYWHERE

    def rights_over(self, now: datetime) -> bool:
        """Whether no page will show it again unless somebody changes its rights."""
        ended = self.rights_until is not None and self.rights_until <= now
        return ended or self.rights_where == Place.PRINT

    def standing_in(self, may_be_seen: Any) -> Self | None:
        """What stands in the photo's place at this moment: itself, a replacement, or nothing.

        `may_be_seen` is asked of each photo beside its rights.
        """
        photo: Any = self
        for _step in range(_STEPS):
            if photo is None or not may_be_seen(photo):
                return None
            if photo.rights_hold:
                return cast(Self, photo)
            photo = photo.replacement
        return None

    @property
    def on_pages(self) -> Self | None:
        """What pages show of it at this moment. A reading of the clock."""
        return self.standing_in(lambda photo: photo.is_public)


def warning_of(photo: Photo, now: datetime | None = None) -> str:
    """What an editor must know of a photo's rights before he uses it; "" when there is nothing."""
    now = clock.instant() if now is None else now
    if photo.rights_where == Place.PRINT:
        said = gettext("For print only: no page of the site shows it.")
    elif photo.rights_until is not None and photo.rights_until <= now:
        said = gettext("The right to show it ended on %(when)s: no page shows it.")
        said %= {"when": _in_words(photo.rights_until)}
    elif photo.rights_from is not None and photo.rights_from > now:
        said = gettext("It may be shown from %(when)s: until then no page shows it.")
        said %= {"when": _in_words(photo.rights_from)}
    elif photo.rights_until is not None and photo.rights_until <= now + SOON:
        said = gettext("The right to show it ends on %(when)s: then every page drops it.")
        said %= {"when": _in_words(photo.rights_until)}
    else:
        return ""
    after: Any = photo.replacement
    if after is not None:
        name = after.caption or after.title
        said += " " + gettext("In its place: “%(photo)s”.") % {"photo": name[:80]}
    return said


def _in_words(when: datetime) -> str:
    return formats.date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT")

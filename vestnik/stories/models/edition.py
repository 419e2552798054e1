"""The edition: the site's own name, words and switches, set in the newsroom."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from vestnik.changes.public import PublicModel
from vestnik.press import keys
from vestnik.stories.events import EditionChanged


@register_setting(icon="site")
class Edition(PublicModel, BaseGenericSetting):
    """One row: what the newspaper is called and what it says of itself on every page."""

    whole = keys.SITE
    appeared = changed = disappeared = EditionChanged

    name = models.CharField(_("name of the newspaper"), max_length=80, default="Вестник")
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    publisher = models.CharField(_("publisher"), max_length=160, blank=True)
    demo = models.BooleanField(
        _("demonstration"),
        default=False,
        help_text=_("Every page says that its contents are invented."),
    )

    panels = (
        FieldPanel("name", help_text=_("At the head and the foot of every page.")),
        FieldPanel("tagline", help_text=_("Below the name, and in the title of the front page.")),
        FieldPanel(
            "publisher",
            help_text=_("At the foot of every page and in what search engines are told."),
        ),
        FieldPanel("demo"),
    )

    class Meta(PublicModel.Meta):
        verbose_name = _("edition")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def kinds(cls) -> frozenset[str]:
        return frozenset({keys.SITE})

    @classmethod
    def key_of(cls, pk: Any) -> str | None:
        return keys.SITE

    def log_subject(self) -> str:
        return keys.SITE

    def public_keys(self) -> frozenset[str]:
        return frozenset({keys.SITE})

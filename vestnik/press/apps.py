"""App configuration of the press."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "vestnik.press"
    label = "press"
    verbose_name = _("Press")

    def ready(self) -> None:
        from vestnik.press import figures, readings

        readings.in_folder(settings.VESTNIK_DATA)
        figures.in_folder(settings.VESTNIK_DATA)

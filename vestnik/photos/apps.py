"""App configuration of photos."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PhotosConfig(AppConfig):
    name = "vestnik.photos"
    label = "photos"
    verbose_name = _("Photos")

    def ready(self) -> None:
        from vestnik.photos.actions import rights
        from vestnik.press import due

        due.register(rights.moments, rights.end_due)

"""App configuration of photos."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PhotosConfig(AppConfig):
    name = "vestnik.photos"
    label = "photos"
    verbose_name = _("Photos")

    def ready(self) -> None:
        from django.conf import settings

        from vestnik.photos import known_files, storage, views
        from vestnik.photos.actions import rights
        from vestnik.press import due, files, surfaces

        due.register(rights.moments, rights.end_due)
        files.register(settings.MEDIA_URL, storage.public_folder, views.allowed)
        surfaces.register_known(known_files.known)

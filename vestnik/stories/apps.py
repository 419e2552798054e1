"""App configuration of stories."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "vestnik.stories"
    label = "stories"
    verbose_name = _("Stories")

    def ready(self) -> None:
        from vestnik.stories import outside, surfaces

        outside.declare_tables()
        surfaces.register()

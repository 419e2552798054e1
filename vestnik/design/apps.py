"""App configuration of design: its template tags."""

from django.apps import AppConfig
from django.conf import settings

from vestnik.design import marks


class DesignConfig(AppConfig):
    name = "vestnik.design"
    label = "design"
    verbose_name = "Design"

    def ready(self) -> None:
        marks.keyed_by(settings.SECRET_KEY)

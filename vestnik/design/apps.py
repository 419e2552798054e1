"""App configuration of design: its template tags."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "vestnik.design"
    label = "design"
    verbose_name = "Design"

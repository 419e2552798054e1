"""App configuration of the wiring: commands and checks that see everything."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "vestnik.config"
    label = "vestnik_config"
    verbose_name = "Vestnik"

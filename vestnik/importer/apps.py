"""App configuration of the importer."""

from django.apps import AppConfig


class ImporterConfig(AppConfig):
    name = "vestnik.importer"
    label = "importer"
    verbose_name = "Importer"

"""App configuration: puts the net under every database connection."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "vestnik.changes"
    label = "changes"
    verbose_name = "Change log"

    def ready(self) -> None:
        from vestnik.changes import net

        net.install()

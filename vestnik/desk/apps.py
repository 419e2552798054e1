"""App configuration of the desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "vestnik.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from vestnik.desk import clock
        from vestnik.desk.bounded import bound_lists
        from vestnik.desk.inert.starts import quiet_choosers
        from vestnik.press import due

        bound_lists()
        quiet_choosers()
        due.register(clock.next_due, clock.publish_due)

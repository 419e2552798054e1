"""App configuration of the desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "vestnik.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from vestnik.desk import checks, clock  # noqa: F401
        from vestnik.desk.bounded import bound_lists
        from vestnik.desk.inert.starts import quiet_choosers
        from vestnik.desk.words.filters import say_yes_and_no
        from vestnik.desk.words.labels import name_fields
        from vestnik.press import due

        bound_lists()
        quiet_choosers()
        name_fields()
        say_yes_and_no()
        due.register(clock.next_due, clock.publish_due)

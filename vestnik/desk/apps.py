"""App configuration of the desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "vestnik.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from django.core import checks
        from wagtail.permissions import register_permission_policy

        from vestnik.desk import clock
        from vestnik.desk.bounded import bound_lists
        from vestnik.desk.checks import schedules_are_kept
        from vestnik.desk.inert.starts import quiet_choosers
        from vestnik.desk.keeping.pages import keep_pages
        from vestnik.desk.policies import StoryPolicy
        from vestnik.desk.words.filters import say_yes_and_no
        from vestnik.desk.words.labels import name_fields
        from vestnik.press import due
        from vestnik.stories.models import Story

        # Before anything looks the policy up, else Wagtail has put its own in place for good.
        register_permission_policy(Story, StoryPolicy(Story))
        # Among those of deployment: the plain ones run before each migration, on empty tables too.
        checks.register(schedules_are_kept, checks.Tags.database, deploy=True)
        bound_lists()
        quiet_choosers()
        keep_pages()
        name_fields()
        say_yes_and_no()
        due.register(clock.moments, clock.publish_due)

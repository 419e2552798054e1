"""Puts our screen of roles in the place of Wagtail's, by the door that Wagtail has for it."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    group_viewset = "vestnik.desk.words.groups.RoleViewSet"

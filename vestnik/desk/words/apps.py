"""Puts our screens of people and roles in the place of Wagtail's, by the door that Wagtail has for them."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "vestnik.accounts.viewsets.PeopleViewSet"
    group_viewset = "vestnik.desk.words.groups.RoleViewSet"

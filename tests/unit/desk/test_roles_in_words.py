"""Roles are shown by their names in the reader's language and keep those by which the code knows them."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation

from tests.unit.desk.screens import text_of
from vestnik.accounts.roles import Role, has_role
from vestnik.desk.words.groups import RoleForm

pytestmark = pytest.mark.django_db


def test_every_role_has_a_name_in_each_language(site):
    for role in Role:
        group = Group.objects.get(name=role.value)
        with translation.override("bg"):
            assert not str(group).isascii(), role
        with translation.override("en"):
            assert str(group) == role.value
    assert str(Group(name="Гости")) == "Гости"


def test_the_list_and_the_form_say_what_a_role_is_called(people):
    group = Group.objects.get(name=Role.CHIEF_EDITOR.value)
    browser = people(None)

    assert "главен редактор" in text_of(browser.get(reverse("wagtailusers_groups:index")))
    screen = browser.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()
    assert 'value="главен редактор"' in screen


def test_a_role_cannot_be_renamed_and_another_group_can(people):
    group = Group.objects.get(name=Role.EDITOR.value)
    guests = Group.objects.create(name="Гости")

    for one, after in ((group, Role.EDITOR.value), (guests, "Друго")):
        form = RoleForm({"name": "Друго", "permissions": []}, instance=one)
        assert form.is_valid(), form.errors
        form.save()
        one.refresh_from_db()
        assert one.name == after
    assert has_role(people.user(Role.EDITOR), Role.EDITOR)

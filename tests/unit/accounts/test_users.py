"""People: one user for newsroom and readers, known by an e-mail address; sign-in, passwords, roles."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser, Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from tests.factories import newsroom
from vestnik.accounts.models import User
from vestnik.accounts.roles import Role, has_role
from vestnik.accounts.signin import invitations
from vestnik.accounts.viewsets import SwitchPeople
from vestnik.changes import actor
from vestnik.config.roles import RIGHTS, apply_roles

pytestmark = pytest.mark.django_db

LOGIN = "wagtailadmin_login"
PASSWORD = newsroom.PASSWORD


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(reverse(LOGIN), {"username": email, "password": password})


def is_in(client: Client) -> bool:
    return client.get(reverse("wagtailadmin_home")).status_code == 200


# The user


def test_a_user_is_known_by_an_address_in_any_case(site):
    user = User.objects.create_user("Maria.Petrova@Example.Test", PASSWORD)

    assert user.email == "maria.petrova@example.test"
    assert authenticate(username="MARIA.petrova@example.TEST", password=PASSWORD) == user
    assert authenticate(username="maria.petrova@example.test", password="друга") is None


@pytest.mark.parametrize("email", ["", None])
def test_a_user_needs_an_address(email, site):
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user(email, PASSWORD)


@pytest.mark.parametrize(
    "email", ["maria@example.test", "MARIA@EXAMPLE.TEST", "Maria@example.test"]
)
def test_an_address_belongs_to_one_user_whatever_its_case(email, site):
    User.objects.create_user("maria@example.test", PASSWORD)

    # Past the manager, which lowers it: the database is asked.
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email=email).save()


def test_a_new_user_has_no_rights_and_a_hashed_password(site):
    user = User.objects.create_user("new@example.test", PASSWORD)

    assert (user.is_staff, user.is_superuser) == (False, False)
    assert user.get_all_permissions() == set()
    assert PASSWORD not in user.password
    assert not User.objects.create_user("none@example.test").has_usable_password()


def test_a_person_is_called_by_name_and_else_by_address(site):
    user = User.objects.create_user("ivan@example.test", PASSWORD)
    assert str(user) == "ivan@example.test"

    user.first_name, user.last_name = "Иван", "Иванов"
    assert str(user) == "Иван Иванов"
    assert user.as_actor() == actor.Actor(user.pk, "Иван Иванов")


def test_each_user_has_an_id_that_counts_nothing(site):
    one, other = newsroom.person(), newsroom.person()
    assert one.uid != other.uid
    assert one.uid.version == 4


# Roles


@pytest.mark.parametrize("role", [*Role], ids=str)
def test_a_role_is_held_by_its_group_and_by_nobody_else(role, site):
    user = newsroom.person(role)

    assert has_role(user, role)
    assert not any(has_role(user, other) for other in Role if other is not role)
    assert not has_role(newsroom.person(), *Role)


def test_who_is_not_active_holds_no_role(site):
    user = newsroom.person(Role.CHIEF_EDITOR)
    user.is_active = False
    root = newsroom.person(superuser=True)
    assert has_role(root, *Role)
    root.is_active = False

    assert not has_role(user, Role.CHIEF_EDITOR)
    assert not has_role(root, Role.CHIEF_EDITOR)
    assert not has_role(AnonymousUser(), *Role)
    assert not has_role(None, *Role)


def test_every_role_has_a_group_with_exactly_its_rights(site):
    chief = Group.objects.get(name=Role.CHIEF_EDITOR.value)
    chief.permissions.clear()
    author = Group.objects.get(name=Role.AUTHOR.value)
    author.permissions.set(Group.objects.get(name=Role.ADMINISTRATOR.value).permissions.all())

    apply_roles()

    assert {group.name for group in Group.objects.all()} == {role.value for role in Role}
    for role, rights in RIGHTS.items():
        held = {
            f"{right.content_type.app_label}.{right.codename}"
            for right in Group.objects.get(name=role.value).permissions.all()
        }
        assert held - {"wagtailadmin.access_admin"} == set(rights), role
        assert ("wagtailadmin.access_admin" in held) is (role is not Role.MODERATOR)


def test_an_administrator_keeps_users_and_not_stories(site, client):
    client.force_login(newsroom.person(Role.ADMINISTRATOR))

    assert client.get(reverse("wagtailusers_users:index")).status_code == 200
    answer = client.get(reverse("wagtailsnippets_stories_story:list"))
    assert answer.status_code == 302
    assert answer.url == reverse("wagtailadmin_home")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR], ids=str)
def test_nobody_else_keeps_users(role, site, client):
    client.force_login(newsroom.person(role))
    users = User.objects.count()

    shown = client.get(reverse("wagtailusers_users:index"))
    client.post(reverse("wagtailusers_users:add"), new_user("intruder@example.test"))

    assert shown.status_code == 302
    assert User.objects.count() == users


# Sign-in


def test_signing_in_and_out(site, client):
    user = newsroom.person(Role.EDITOR)
    assert not is_in(client)

    answer = sign_in(client, user.email.upper())
    assert answer.status_code == 302
    assert is_in(client)

    client.post(reverse("wagtailadmin_logout"))
    assert not is_in(client)


def test_the_session_is_new_and_its_cookies_are_the_newsrooms(site, client):
    """No page of readers is asked for with them, and no script reads the session's."""
    client.get(reverse(LOGIN))
    sign_in(client, newsroom.person(Role.EDITOR).email)

    session = client.cookies["sessionid"]
    assert (session["path"], session["httponly"], session["samesite"]) == ("/cms/", True, "Lax")
    assert client.cookies["csrftoken"]["path"] == "/cms/"


def test_a_wrong_sign_in_says_the_same_whoever_is_asked_for(site):
    user = newsroom.person(Role.EDITOR)
    gone = newsroom.person(Role.EDITOR)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    said = set()
    for email, password in (
        (user.email, "не е тази"),
        ("nobody@example.test", PASSWORD),
        (gone.email, PASSWORD),
    ):
        client = Client()
        answer = sign_in(client, email, password)
        assert answer.status_code == 200
        assert not is_in(client)
        said.add(" ".join(answer.context["form"].non_field_errors()))

    assert len(said) == 1
    assert "парола" in said.pop()


@pytest.mark.parametrize(
    ("email", "password"),
    [("", ""), ("а\x00б@example.test", PASSWORD), ("a" * 5_000, "b" * 5_000), ("' OR 1=1 --", "x")],
)
def test_an_odd_sign_in_is_refused(email, password, site, client):
    answer = sign_in(client, email, password)

    assert answer.status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("role", [None, Role.MODERATOR])
def test_a_sign_in_without_a_role_of_the_newsroom_opens_nothing(role, site, client):
    user = newsroom.person(*([role] if role else []))

    sign_in(client, user.email)

    assert not is_in(client)


def test_the_door_leads_back_to_where_one_wanted_to_go_and_nowhere_else(site):
    user = newsroom.person(Role.EDITOR)
    wanted = reverse("wagtailsnippets_stories_story:list")
    for following, leads_to in (
        (wanted, wanted),
        ("https://evil.example/", reverse("wagtailadmin_home")),
        ("//evil.example/", reverse("wagtailadmin_home")),
        ("javascript:alert(1)", reverse("wagtailadmin_home")),
    ):
        form = {"username": user.email, "password": PASSWORD, "next": following}
        assert Client().post(reverse(LOGIN), form).url == leads_to


def test_a_new_password_ends_the_other_sessions(site):
    user = newsroom.person(Role.EDITOR)
    client = Client()
    sign_in(client, user.email)
    user.set_password("съвсем друга парола")
    user.save()

    assert not is_in(client)


def test_who_is_switched_off_is_out_at_once(site, client):
    user = newsroom.person(Role.EDITOR)
    sign_in(client, user.email)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert not is_in(client)


# People


def new_user(email: str) -> dict[str, str]:
    return {"email": email, "first_name": "Мария", "last_name": "Петрова"}


def test_an_administrator_adds_a_person(site, client):
    client.force_login(newsroom.person(Role.ADMINISTRATOR))

    answer = client.post(reverse("wagtailusers_users:add"), new_user("Maria@Example.Test"))

    assert answer.status_code == 302
    made = User.objects.get(email__iexact="maria@example.test")
    assert not made.has_usable_password()
    assert not made.is_superuser


@pytest.mark.parametrize(("email", "sentence"), [("не е адрес", "имейл"), ("", "задължително")])
def test_an_address_must_be_one(email, sentence, site, client):
    client.force_login(newsroom.person(Role.ADMINISTRATOR))
    users = User.objects.count()

    answer = client.post(reverse("wagtailusers_users:add"), new_user(email))

    assert answer.status_code == 200
    errors = unescape(" ".join(answer.context["form"].errors["email"]))
    assert re.search(sentence, errors), errors
    assert User.objects.count() == users


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("късичка", "късичка", "12"),
        ("1qaz2wsx3edc", "1qaz2wsx3edc", "разпространена"),
        ("мария петрова", "мария петрова", "подобна|прилича|сходна"),
        (PASSWORD, "друга парола 1", "съвпадат"),
    ],
    ids=["short", "common", "similar", "not the same"],
)
def test_what_a_password_must_be(password, again, sentence, site, client):
    user = User.objects.create_user("new@example.test", first_name="Мария", last_name="Петрова")
    link = reverse(
        "accounts_accept", args=[invitations.link_of(invitations.invite(user)).split("/")[-2]]
    )

    answer = client.post(link, {"new_password1": password, "new_password2": again})

    assert answer.status_code == 200
    errors = unescape(" ".join(answer.context["form"].errors["new_password2"]))
    assert re.search(sentence, errors), errors
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_a_taken_address_is_said_at_the_field(site, client):
    User.objects.create_user("maria@example.test", PASSWORD)
    client.force_login(newsroom.person(Role.ADMINISTRATOR))

    answer = client.post(reverse("wagtailusers_users:add"), new_user("MARIA@example.test"))

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert User.objects.filter(email__iexact="maria@example.test").count() == 1


# Who acted


def test_the_log_names_whoever_was_signed_in(site):
    from vestnik.changes.models import AuditEntry, Change

    chief = newsroom.person(Role.CHIEF_EDITOR)
    story = newsroom.live_story(site)
    client = Client()
    sign_in(client, chief.email)

    client.post(reverse("desk_act", args=[story.pk, "withdraw"]), {"words": "Грешка."})

    assert AuditEntry.objects.order_by("-pk")[0].actor_id == chief.pk
    assert Change.objects.order_by("-pk")[0].actor_name == str(chief)
    assert actor.current() == actor.NOBODY, "The next request would act in his name."


def test_an_administrator_makes_nobody_a_superuser_and_changes_none(site, client):
    administrator = newsroom.person(Role.ADMINISTRATOR)
    root = newsroom.person(superuser=True)
    colleague = newsroom.person(Role.EDITOR)
    client.force_login(administrator)
    tick = {"is_superuser": "on"}

    client.post(reverse("wagtailusers_users:add"), new_user("new@example.test") | tick)
    edit = reverse("wagtailusers_users:edit", args=[colleague.pk])
    assert "is_superuser" not in client.get(edit).context["form"].fields
    form = new_user(colleague.email) | tick | {"is_active": "on"}
    assert client.post(edit, form).status_code == 302
    assert list(User.objects.filter(is_superuser=True)) == [root]

    above = reverse("wagtailusers_users:edit", args=[root.pk])
    client.post(above, new_user("mine@example.test") | {"is_active": "on"})
    root.refresh_from_db()
    assert root.email != "mine@example.test"

    client.force_login(root)
    assert "is_superuser" in client.get(edit).context["form"].fields


def test_no_act_on_many_people_reaches_a_superuser(site, client):
    administrator, root = newsroom.person(Role.ADMINISTRATOR), newsroom.person(superuser=True)
    acts = list(bulk_action_registry.get_bulk_actions_for_model("accounts", "user"))
    assert {act.action_type for act in acts} == {"assign_role", "delete", "set_active_state"}
    group = Group.objects.get(name=Role.MODERATOR.value)
    form = {"mark_as_active": "False", "role": str(group.pk)}

    def do(by: User, act: type) -> list[User]:
        """The people whom the act reached."""
        client.force_login(by)
        colleague = newsroom.person(Role.EDITOR)
        address = reverse("wagtail_bulk_action", args=["accounts", "user", act.action_type])
        people = [colleague, root]
        assert client.post(f"{address}?id={colleague.pk}&id={root.pk}", form).status_code == 302
        return [one for one in people if was_reached(one)]

    def was_reached(person: User) -> bool:
        found = User.objects.filter(pk=person.pk, is_active=True).first()
        return found is None or found.groups.filter(pk=group.pk).exists()

    for act in acts:
        assert [one.is_superuser for one in do(administrator, act)] == [False], act

    other = newsroom.person(superuser=True)
    assert [one.is_superuser for one in do(other, SwitchPeople)] == [False, True]

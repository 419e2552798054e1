"""The second factor: who must have one, setting it up, being asked for it, losing the phone."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from tests.factories import newsroom
from vestnik.accounts.models import SecondFactorDemand, User
from vestnik.accounts.roles import Role
from vestnik.changes.models import AuditEntry

pytestmark = pytest.mark.django_db

DEMANDS = reverse("accounts_demands")
HOME = reverse("wagtailadmin_home")


def signed_in(user: User, password: str = newsroom.PASSWORD) -> Client:
    client = Client()
    form = {"username": user.email, "password": password}
    assert client.post(reverse("wagtailadmin_login"), form).status_code == 302
    return client


def demand(*roles: Role) -> None:
    for group in Group.objects.filter(name__in=[role.value for role in roles]):
        SecondFactorDemand.objects.create(group=group)


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def with_app(user: User) -> str:
    """Give the person an app; its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def set_app_up(client: Client):
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    return client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)


def test_the_chief_editor_demands_it_by_role(site, client):
    chief = newsroom.person(Role.CHIEF_EDITOR)
    client.force_login(chief)
    author = Group.objects.get(name=Role.AUTHOR.value)

    client.post(DEMANDS, {"role": [str(author.pk), "not a number", "999999"]})

    assert [one.group for one in SecondFactorDemand.objects.all()] == [author]
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.actor_id) == ("group.demand_factor", chief.pk)

    client.post(DEMANDS, {})
    assert not SecondFactorDemand.objects.exists()
    assert AuditEntry.objects.latest("pk").act == "group.release_factor"


def test_the_screen_counts_who_has_one(site, client):
    with_app(newsroom.person(Role.AUTHOR))
    newsroom.person(Role.AUTHOR)
    client.force_login(newsroom.person(Role.CHIEF_EDITOR))

    roles = {role.name: role for role in client.get(DEMANDS).context["roles"]}

    assert (roles["author"].people, roles["author"].with_factor) == (2, 1)
    assert (roles["moderator"].people, roles["moderator"].with_factor) == (0, 0)


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role not in (Role.CHIEF_EDITOR, Role.ADMINISTRATOR)],
    ids=str,
)
def test_nobody_else_says_of_whom_it_is_demanded(role, site, client):
    demand(Role.CHIEF_EDITOR)
    client.force_login(newsroom.person(role))

    assert client.get(DEMANDS).status_code == 302
    client.post(DEMANDS, {})
    assert SecondFactorDemand.objects.count() == 1


def test_who_lacks_it_is_led_to_set_it_up_before_anything_else(site):
    client = signed_in(newsroom.person(Role.AUTHOR))
    other = signed_in(newsroom.person(Role.EDITOR))
    assert is_in(client)

    demand(Role.AUTHOR)

    for path in (
        HOME,
        reverse("wagtailsnippets_stories_story:list"),
        reverse("wagtailusers_users:index"),
    ):
        assert client.get(path).url == reverse("mfa_index")
    assert client.post(reverse("wagtailsnippets_stories_story:add"), {}).url == reverse("mfa_index")
    assert client.get(HOME, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    assert is_in(other)

    shown = set_app_up(client)
    codes = re.findall(r"<code>(\d{8})</code>", shown.content.decode())
    assert len(codes) == 10
    assert is_in(client)
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(code in again for code in codes)


def test_a_superuser_must_have_it_as_soon_as_anybody_must(site):
    client = signed_in(newsroom.person(superuser=True))
    demand(Role.MODERATOR)
    assert client.get(HOME).url == reverse("mfa_index")


def test_the_password_alone_no_longer_opens_the_newsroom(site):
    user = newsroom.person(Role.EDITOR)
    secret = with_app(user)

    client = signed_in(user)

    assert not is_in(client)
    assert client.get(reverse("mfa_index")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000x"})
    assert wrong.context["form"].errors
    assert not is_in(client)
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert answer.url == HOME
    assert is_in(client)


def test_a_recovery_code_opens_it_once(site):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user = newsroom.person(Role.EDITOR)
    with_app(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]

    for opens in (True, False):
        client = signed_in(user)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client) is opens


def test_a_sign_in_that_waits_can_be_given_up(site):
    user = newsroom.person(Role.EDITOR)
    with_app(user)
    client = signed_in(user)

    client.post(reverse("account_logout"))

    assert client.get(reverse("mfa_authenticate")).url == reverse("account_login")


def test_the_last_factor_stays_while_it_is_demanded(site):
    user = newsroom.person(Role.EDITOR)
    secret = with_app(user)
    demand(Role.EDITOR)
    client = signed_in(user)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=user, type="totp").exists()

    SecondFactorDemand.objects.all().delete()
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=user).exists()


def test_an_old_session_says_who_it_is_before_it_changes_the_sign_in(site, client):
    user = newsroom.person(Role.EDITOR)
    client.force_login(user)

    first = client.get(reverse("mfa_activate_totp"))
    assert first.url.startswith(reverse("account_reauthenticate"))
    wrong = client.post(first.url, {"password": "не е тази"})
    assert wrong.status_code == 200
    right = client.post(first.url, {"password": newsroom.PASSWORD})
    assert right.url == reverse("mfa_activate_totp")
    assert client.get(right.url).status_code == 200

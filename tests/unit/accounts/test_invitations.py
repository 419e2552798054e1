"""Invitations instead of passwords: made, mailed, used once; and the sessions that come of signing in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories import newsroom
from tests.roads.newsdesk import account_form
from tests.unit.accounts.test_second_factor import is_in, signed_in, with_app
from vestnik.accounts.actions import forget_ended_sessions
from vestnik.accounts.models import Invitation, User
from vestnik.accounts.roles import Role
from vestnik.accounts.signin import invitations, sessions
from vestnik.changes.models import AuditEntry
from vestnik.kit import clock

pytestmark = pytest.mark.django_db

CHOSEN = {"new_password1": "съвсем нова парола", "new_password2": "съвсем нова парола"}


def page_of(user: User) -> str:
    return reverse("accounts_sign_in_of", args=[user.pk])


@pytest.fixture
def keeper(site, client):
    client.force_login(newsroom.person(Role.ADMINISTRATOR))
    return client


def invited(keeper: Client) -> tuple[User, str]:
    """A person just entered by the administrator, and the path of the link in the mail."""
    form = {"email": "Maria@Example.Test", "first_name": "Мария", "last_name": "Петрова"}
    answer = keeper.post(reverse("wagtailusers_users:add"), form)
    user = User.objects.get(email__iexact="maria@example.test")
    assert answer.url == page_of(user)
    return user, re.search(r"https?://[^/]+(/cms/invitation/\S+)", mail.outbox[-1].body)[1]


def test_the_form_for_a_new_person_asks_for_no_password(keeper):
    shown = keeper.get(reverse("wagtailusers_users:add")).content.decode()
    assert 'name="email"' in shown
    assert 'type="password"' not in shown


def test_the_invited_person_chooses_a_password_once(keeper):
    user, link = invited(keeper)
    assert not user.has_usable_password()
    assert link in keeper.get(page_of(user)).content.decode()
    user.groups.add(*newsroom.person(Role.AUTHOR).groups.all())
    hers = Client()

    # Mail programs look at links before people do.
    assert hers.get(link).status_code == hers.get(link).status_code == 200
    short = hers.post(link, {"new_password1": "късичка", "new_password2": "късичка"})
    assert short.context["form"].errors
    assert hers.post(link, CHOSEN).status_code == 302
    assert is_in(hers)
    user.refresh_from_db()
    assert user.check_password(CHOSEN["new_password1"])
    kept = AuditEntry.objects.filter(subject=f"user:{user.pk}").order_by("pk")
    assert [entry.act for entry in kept][-2:] == ["user.accept", "user.sign_in"]

    other = {"new_password1": "на крадеца парола", "new_password2": "на крадеца парола"}
    assert Client().post(link, other).status_code == 410
    user.refresh_from_db()
    assert user.check_password(CHOSEN["new_password1"])


def test_a_newer_invitation_makes_the_older_void(keeper):
    user, old = invited(keeper)
    keeper.post(page_of(user), {"act": "invite"})
    new = re.search(r"(/cms/invitation/\S+)", mail.outbox[-1].body)[1]
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200


def test_an_invitation_ends_after_three_days_and_with_the_account(keeper):
    user, link = invited(keeper)
    with clock.fixed(clock.instant() + timedelta(days=invitations.DAYS, minutes=1)):
        assert Client().get(link).status_code == 410
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().post(link, CHOSEN).status_code == 410


def test_forged_links_open_nothing_and_are_counted(keeper):
    _user, link = invited(keeper)
    for wrong in (link[:-5] + "xxxx/", "/cms/invitation/x/", "/cms/invitation/%00/"):
        assert Client().get(wrong).status_code == 410
    answers = [Client().get("/cms/invitation/x/").status_code for _ in range(60)]
    assert answers[-1] == 429


def test_who_comes_in_already_is_never_invited(keeper):
    user = newsroom.person(Role.EDITOR)
    keeper.post(page_of(user), {"act": "invite"})
    assert not Invitation.objects.exists()
    assert not mail.outbox
    user.refresh_from_db()
    assert user.check_password(newsroom.PASSWORD)


def test_a_mail_that_does_not_go_leaves_the_link(keeper, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    form = {"email": "maria@example.test", "first_name": "Мария", "last_name": "Петрова"}
    answer = keeper.post(reverse("wagtailusers_users:add"), form, follow=True)
    assert "/cms/invitation/" in answer.context["link"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR], ids=str)
def test_nobody_else_sees_how_people_come_in(role, site, client):
    user = newsroom.person(Role.AUTHOR)
    with_app(user)
    client.force_login(newsroom.person(role))
    assert client.get(page_of(user)).status_code == 302
    client.post(page_of(user), {"act": "factors"})
    assert user.authenticator_set.exists()


def test_an_administrator_does_not_open_the_door_of_a_superuser(keeper):
    root = newsroom.person(superuser=True)
    with_app(root)
    assert keeper.get(page_of(root)).status_code == 302
    keeper.post(page_of(root), {"act": "factors"})
    assert root.authenticator_set.exists()


def test_the_administrator_helps_who_lost_the_phone(keeper):
    user = newsroom.person(Role.EDITOR)
    hers = signed_in(user)
    with_app(user)
    assert is_in(hers)

    keeper.post(page_of(user), {"act": "factors"})

    assert not is_in(hers)
    assert is_in(signed_in(user))
    assert AuditEntry.objects.filter(act="user.take_factors").count() == 1


# Sessions


def test_sessions_are_listed_and_ended_one_by_one_or_together(site):
    user = newsroom.person(Role.EDITOR)
    phone, laptop, stolen = signed_in(user), signed_in(user), signed_in(user)
    shown = laptop.get(reverse("accounts_sessions")).context["sessions"]
    assert [one.current for one in shown] == [False, True, False]

    laptop.post(reverse("accounts_sessions"), {"session": shown[0].pk})
    assert (is_in(phone), is_in(laptop), is_in(stolen)) == (True, True, False)

    laptop.post(reverse("accounts_sessions"))
    assert (is_in(phone), is_in(laptop)) == (False, True)


def test_a_session_in_which_the_password_changed_is_ended_like_any_other(site):
    user, new = newsroom.person(Role.EDITOR), CHOSEN["new_password1"]
    hers = signed_in(user)
    passwords = {"password-old_password": newsroom.PASSWORD}
    passwords |= {"password-new_password1": new, "password-new_password2": new}
    form = account_form(hers, **passwords)

    assert hers.post(reverse("wagtailadmin_account"), form).status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)
    assert is_in(hers)
    other = signed_in(user, new)
    assert len(other.get(reverse("accounts_sessions")).context["sessions"]) == 2

    other.post(reverse("accounts_sessions"))

    assert (is_in(hers), is_in(other)) == (False, True)


def test_nobody_ends_the_sessions_of_others(site):
    one, other = newsroom.person(Role.EDITOR), newsroom.person(Role.EDITOR)
    hers, his = signed_in(one), signed_in(other)
    number = hers.get(reverse("accounts_sessions")).context["sessions"][0].pk
    his.post(reverse("accounts_sessions"), {"session": number})
    assert is_in(hers)


def test_the_administrator_ends_anothers(keeper):
    user = newsroom.person(Role.EDITOR)
    hers = signed_in(user)
    keeper.post(page_of(user), {"act": "sessions"})
    assert not is_in(hers)


def test_what_has_ended_by_itself_is_forgotten_and_nothing_else(site):
    user = newsroom.person(Role.EDITOR)
    old, strange, new = signed_in(user), Client(), signed_in(user)
    strange.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    keys = [browser.session.session_key for browser in (old, strange)]
    past = clock.instant() - timedelta(minutes=1)
    Session.objects.filter(pk__in=keys).update(expire_date=past)

    assert [forget_ended_sessions(1) for _time in range(3)] == [1, 1, 0]

    assert is_in(new)
    assert [row.session_key for row in UserSession.objects.all()] == [new.session.session_key]
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)  # fmt: skip
def test_a_browser_is_named(agent, words):
    assert sessions.browser(agent) == words

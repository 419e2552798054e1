"""What of signing in, people and their rights is kept in the log of acts, and what never is."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories import newsroom
from tests.unit.accounts.test_second_factor import code_of, set_app_up, signed_in, with_app
from tests.unit.desk.screens import text_of
from vestnik.accounts.models import User
from vestnik.accounts.roles import Role
from vestnik.accounts.signin import limits
from vestnik.changes.models import AuditEntry

pytestmark = pytest.mark.django_db

LOG, LOGIN = "/cms/desk/log/", reverse("wagtailadmin_login")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def kept_of(user: User) -> list[AuditEntry]:
    """The log of one person, the oldest first."""
    return list(AuditEntry.objects.filter(subject=f"user:{user.pk}").order_by("pk"))


def acts_of(user: User) -> list[str]:
    return [entry.act.removeprefix("user.") for entry in kept_of(user)]


def try_password(user: User | str, password: str = "не е тази", address: str = "192.0.2.1"):
    email = user if isinstance(user, str) else user.email
    form = {"username": email, "password": password}
    return Client(headers={"user-agent": FIREFOX}).post(LOGIN, form, REMOTE_ADDR=address)


def test_who_comes_in_and_goes_out_is_kept_with_the_way(site):
    user = newsroom.person(Role.EDITOR)
    secret = with_app(user)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    for code in (code_of(secret), codes[0]):
        client = signed_in(user)
        assert acts_of(user)[-1:] in ([], ["sign_in"]), "The password alone is not coming in."
        client.post(reverse("mfa_authenticate"), {"code": code}, headers={"user-agent": FIREFOX})
    client.post(reverse("wagtailadmin_logout"))
    Client().post(reverse("wagtailadmin_logout"))

    first, second, out = kept_of(user)
    assert [entry.act for entry in (first, second, out)] == [
        "user.sign_in", "user.sign_in", "user.sign_out"
    ]  # fmt: skip
    assert first.details == {"how": ["password", "totp"], "browser": "Firefox, Linux"}
    assert second.details["how"] == ["password", "recovery_codes"]
    assert {entry.actor_id for entry in (first, second, out)} == {user.pk}


def test_wrong_tries_at_a_known_name_are_kept_and_nothing_of_what_was_typed(site):
    user = newsroom.person(Role.EDITOR)
    secret = with_app(user)
    try_password(user, "Канарче е паролата")
    try_password("Kanarche@example.test", "Канарче е паролата")
    client = signed_in(user)
    client.post(reverse("mfa_authenticate"), {"code": "987654"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert acts_of(user) == ["wrong_password", "wrong_code", "sign_in"]
    assert [entry.actor_id for entry in kept_of(user)] == [None, None, user.pk]
    everything = str(list(AuditEntry.objects.values())).lower()
    for typed in ("канарче", "kanarche", "987654", "192.0.2.1", user.email.lower()):
        assert typed not in everything


def test_strangers_do_not_fill_the_log(site, monkeypatch):
    user = newsroom.person(Role.EDITOR)
    monkeypatch.setattr(limits, "AT_ACCOUNT", limits.Limit("at account", 4, 5))
    for number in range(6):
        try_password(user, address=f"192.0.2.{number}")
    assert len(kept_of(user)) == 4, "What the limit refuses is not told."

    monkeypatch.setattr(limits, "AT_ACCOUNT", limits.Limit("at account", 400, 5))
    for number in range(limits.WRONG_TOLD.most):
        assert try_password(user, address=f"192.0.3.{number}").status_code == 200
    assert len(kept_of(user)) == limits.WRONG_TOLD.most


def test_the_second_factor_and_sessions_leave_their_line(site):
    user = newsroom.person(Role.EDITOR)
    client, other = signed_in(user), signed_in(user)
    set_app_up(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("accounts_sessions"))
    client.post(reverse("mfa_deactivate_totp"))
    assert other.get(reverse("wagtailadmin_home")).status_code == 302

    kept = kept_of(user)[2:]
    assert [(entry.act, entry.details) for entry in kept] == [
        ("user.add_factor", {"factor": "totp"}),
        ("user.add_factor", {"factor": "recovery_codes"}),
        ("user.end_sessions", {"sessions": 1}),
        ("user.remove_factor", {"factor": "totp"}),
    ]
    assert {entry.actor_id for entry in kept} == {user.pk}


def test_a_password_by_the_link_of_a_mail_is_kept(site):
    user, hers = newsroom.person(Role.EDITOR), Client()
    hers.post(reverse("wagtailadmin_password_reset"), {"email": user.email})
    link = re.search(r"(/cms/password_reset/confirm/\S+)", mail.outbox[-1].body)[1]
    form = hers.get(link, follow=True)
    new = {"new_password1": "съвсем нова парола", "new_password2": "съвсем нова парола"}

    assert hers.post(form.redirect_chain[-1][0], new).status_code == 302

    user.refresh_from_db()
    assert user.check_password(new["new_password1"])
    assert acts_of(user) == ["new_password"]


def test_rights_of_people_are_kept_as_they_were_and_as_they_became(site, client):
    root, user = newsroom.person(superuser=True), newsroom.person(Role.AUTHOR)
    client.force_login(root)
    editor = Group.objects.get(name=Role.EDITOR.value)
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    form = {"email": user.email, "first_name": "Мария", "last_name": "Петрова"}

    client.post(edit, form | {"groups": [editor.pk], "is_active": "on", "is_superuser": "on"})
    client.post(edit, form | {"groups": [editor.pk]})

    kept = [entry for entry in kept_of(user) if entry.act != "user.edit"]
    assert [entry.act for entry in kept] == [
        "user.roles", "user.raise", "user.switch_off", "user.lower"
    ]  # fmt: skip
    assert kept[0].details == {"was": ["author"], "roles": ["editor"]}


@pytest.mark.parametrize(
    ("act", "leaves"),
    [("assign_role", "roles"), ("set_active_state", "switch_off"), ("delete", "delete")],
)
def test_an_act_on_many_leaves_a_line_for_each(act, leaves, site, client):
    client.force_login(newsroom.person(Role.ADMINISTRATOR))
    people = [newsroom.person(Role.AUTHOR), newsroom.person(Role.EDITOR)]
    role = Group.objects.get(name=Role.MODERATOR.value)
    query = "&".join(f"id={person.pk}" for person in people)

    client.post(
        f"{reverse('wagtail_bulk_action', args=['accounts', 'user', act])}?{query}",
        {"mark_as_active": "False", "role": str(role.pk)},
    )

    assert [acts_of(person) for person in people] == [[leaves], [leaves]]


def test_the_log_says_all_this_in_words_and_finds_it(site, client):
    user = newsroom.person(Role.AUTHOR)
    User.objects.filter(pk=user.pk).update(first_name="Грозданка", last_name="Първанова")
    try_password(user)
    try_password(user, newsroom.PASSWORD)
    root = newsroom.person(superuser=True)
    client.force_login(root)
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    form = {"email": user.email, "first_name": "Грозданка", "last_name": "Първанова"}
    client.post(edit, form | {"is_active": "on"})

    def shown(act: str) -> str:
        page = client.get(f"{LOG}?act={act}")
        assert [line.headline for line in page.context["lines"]] == ["Грозданка Първанова"]
        return text_of(page)

    assert "Грешна парола" in shown("user.wrong_password")
    assert "парола; Firefox, Linux" in shown("user.sign_in")
    assert "без роля; преди: автор" in shown("user.roles")

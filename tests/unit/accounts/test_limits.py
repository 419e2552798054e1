"""How often one may try to come in, and that nobody is kept out by others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from tests.factories import newsroom
from tests.unit.accounts.test_second_factor import code_of, is_in, signed_in, with_app
from vestnik.accounts.models import Tally
from vestnik.accounts.roles import Role
from vestnik.accounts.signin import limits
from vestnik.kit import clock

pytestmark = pytest.mark.django_db

LOGIN = reverse("wagtailadmin_login")


def tries(email: str, *, client: Client | None = None, address: str = "192.0.2.7", password="не е"):
    form = {"username": email, "password": password}
    return (client or Client()).post(LOGIN, form, REMOTE_ADDR=address)


def test_an_account_is_tried_ten_times_from_anywhere_then_one_waits(site):
    user = newsroom.person(Role.EDITOR)
    for number in range(limits.AT_ACCOUNT.most):
        assert tries(user.email.upper(), address=f"192.0.2.{number}").status_code == 200

    answer = tries(user.email, password=newsroom.PASSWORD)

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= limits.AT_ACCOUNT.minutes * 60
    assert "Опитайте пак в" in answer.content.decode()
    later = clock.instant() + timedelta(minutes=limits.AT_ACCOUNT.minutes, seconds=1)
    with clock.fixed(later):
        assert tries(user.email, password=newsroom.PASSWORD).status_code == 302


def test_unknown_accounts_are_counted_like_known_ones(site):
    answers = [tries("nobody@example.test").status_code for _ in range(limits.AT_ACCOUNT.most + 1)]
    assert answers[-1] == 429


def test_an_address_is_stopped_whatever_accounts_it_tries(site):
    for number in range(limits.FROM_ADDRESS.most):
        assert tries(f"one{number}@example.test").status_code == 200
    assert tries("other@example.test").status_code == 429
    assert tries("other@example.test", address="192.0.2.8").status_code == 200


def test_strangers_do_not_keep_a_colleague_out_of_her_own_browser(site):
    user = newsroom.person(Role.EDITOR)
    hers = signed_in(user)
    hers.post(reverse("wagtailadmin_logout"))
    for _ in range(limits.AT_ACCOUNT.most + 1):
        answer = tries(user.email)
    assert answer.status_code == 429

    tries(user.email, client=hers, password=newsroom.PASSWORD)
    assert is_in(hers)


def test_a_known_browser_is_known_for_its_own_account_only_and_counted_too(site):
    one, other = newsroom.person(Role.EDITOR), newsroom.person(Role.EDITOR)
    client = signed_in(one)
    client.post(reverse("wagtailadmin_logout"))

    for email in (one.email, other.email):
        answers = [tries(email, client=client).status_code for _ in range(11)]
        assert answers[-1] == 429
    assert tries(one.email).status_code == 200
    assert tries(other.email).status_code == 429


def test_right_passwords_do_not_count(site):
    user = newsroom.person(Role.EDITOR)
    for _ in range(limits.AT_ACCOUNT.most + 2):
        assert tries(user.email, password=newsroom.PASSWORD).status_code == 302


def test_codes_are_counted_and_a_code_opens_once(site):
    user = newsroom.person(Role.EDITOR)
    secret = with_app(user)
    first, second = signed_in(user), signed_in(user)
    once = code_of(secret)
    first.post(reverse("mfa_authenticate"), {"code": once})
    assert is_in(first)

    for same in (once, f" {once} ", f"{once[:3]} {once[3:]}", f"{once[:3]}-{once[3:]}."):
        # allauth's own memory of used codes is that of one process: this is another one.
        cache.clear()
        second.post(reverse("mfa_authenticate"), {"code": same})
        assert not is_in(second)
    for _ in range(limits.CODE.most):
        answer = second.post(reverse("mfa_authenticate"), {"code": "12"})
    assert "Твърде много опити" in answer.content.decode()


def test_strangers_begin_no_sessions_without_end(site):
    door = reverse("mfa_login_webauthn")

    def asks():
        return Client().get(door, headers={"accept": "application/json"})

    assert asks().status_code == 200
    assert Client().post(door, {"credential": "{}"}).status_code == 302
    for _ in range(limits.PASSKEY.most - 2):
        limits.take(limits.PASSKEY, "127.0.0.1")
    begun = Session.objects.count()

    answer = asks()

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= limits.PASSKEY.minutes * 60
    assert Session.objects.count() == begun


def test_a_new_password_is_asked_for_three_times_an_hour(site):
    user = newsroom.person(Role.EDITOR)
    answers = {
        Client().post(reverse("wagtailadmin_password_reset"), {"email": user.email}).url
        for _ in range(5)
    }
    assert answers == {reverse("wagtailadmin_password_reset_done")}
    assert len(mail.outbox) == 3


def test_the_table_of_tries_forgets(site):
    with clock.fixed(clock.instant() - timedelta(hours=2)):
        for number in range(5):
            limits.take(limits.AT_ACCOUNT, str(number))
    limits.take(limits.AT_ACCOUNT, "new")
    assert Tally.objects.count() == 1


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "who"),
    [
        (0, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (1, "10.0.0.1", "198.51.100.66, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
        (1, "10.0.0.1", "<script>", "unknown"),
    ],
)
def test_who_tries_is_the_peer_or_what_our_proxy_says(proxies, peer, forwarded, who):
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"x-forwarded-for": forwarded})
    with override_settings(VESTNIK_PROXIES=proxies):
        assert limits.address_of(request) == who

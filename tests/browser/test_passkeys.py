"""Passkeys, which only a browser has: added, asked for beside the password, enough by themselves."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.db import connections

from tests.browser.conftest import CHROMIUM, HIRE
from tests.browser.window import PEOPLE, STEP
from tests.factories.newsroom import PASSWORD
from tests.processes.nodes import ROOT, Web, environment
from tests.properties.newsroom_client import copy_of_the_database, drop_copy
from vestnik.accounts.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


INVITE = """
from django.contrib.auth.models import Group
from vestnik.accounts.models import User
from vestnik.accounts.signin import invitations
new = User.objects.create_user("new@example.test", None, first_name="Мария")
new.groups.set(Group.objects.filter(name="author"))
print(invitations.link_of(invitations.invite(new)))
"""


@pytest.fixture(scope="module")
def web(django_db_setup, django_db_blocker, tmp_path_factory):
    """A newsroom under a name to which browsers give passkeys without https."""
    if not CHROMIUM.exists():
        pytest.skip("There is no Chromium on this machine.")
    folder = tmp_path_factory.mktemp("passkeys")
    with django_db_blocker.unblock():
        database = copy_of_the_database(folder, "passkeys")
    person = [PEOPLE[Role.EDITOR], Role.EDITOR.value]
    subprocess.run(
        [sys.executable, "-c", HIRE, PASSWORD, *person],
        cwd=ROOT, env=environment(folder, database), check=True, timeout=120,
    )  # fmt: skip
    web = Web("web", folder, database)
    web.own["VESTNIK_URL"] = f"http://localhost:{web.port}"
    web.start()
    try:
        yield web
    finally:
        web.kill()
        with django_db_blocker.unblock():
            drop_copy("passkeys")


@pytest.fixture
def home(web) -> str:
    """Its address."""
    return web.own["VESTNIK_URL"]


@pytest.fixture
def page(home):
    """A window in which a phone is at hand."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as environ, sync_playwright() as playwright:
        environ.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_context(locale="bg-BG").new_page()
        page.set_default_timeout(STEP)
        devices = page.context.new_cdp_session(page)
        devices.send("WebAuthn.enable")
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
        yield page
        browser.close()
        connections.close_all()


def knock(page, home: str) -> None:
    """To the door, with cookies of nobody."""
    page.context.clear_cookies()
    page.goto(f"{home}/cms/")


def test_a_passkey_is_added_asked_for_and_enough(page, home):
    knock(page, home)
    page.fill("[name=username]", PEOPLE[Role.EDITOR])
    page.fill("[name=password]", PASSWORD)
    page.click(".login-form button[type=submit]")
    page.wait_for_url(f"{home}/cms/")

    page.goto(f"{home}/cms/account/factor/passkeys/add/")
    page.get_by_role("button", name="Добавяне на ключ за достъп").click()
    page.locator(".signin-codes").wait_for()
    assert page.locator(".signin-codes code").count() == 10

    # The password alone leads to the question, and the phone answers it.
    knock(page, home)
    page.fill("[name=username]", PEOPLE[Role.EDITOR])
    page.fill("[name=password]", PASSWORD)
    page.click(".login-form button[type=submit]")
    page.get_by_role("button", name="С ключ за достъп").click()
    page.wait_for_url(f"{home}/cms/")

    knock(page, home)
    page.get_by_role("button", name="Влез с ключ за достъп").click()
    page.wait_for_url(f"{home}/cms/")


def test_a_passkey_of_nobody_says_so_on_the_page(page, home):
    knock(page, home)
    page.get_by_role("button", name="Влез с ключ за достъп").click()
    page.locator("[data-passkey-trouble]").wait_for(state="visible")


def test_the_door_asks_nothing_by_itself(page, home):
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(home)))
    knock(page, home)
    page.wait_for_load_state("networkidle")
    assert "/cms/" in asked
    assert "/cms/desk/watch/" not in asked


def test_an_invitation_is_accepted_with_a_passkey_once(page, web, home):
    said = web.vestnik("shell", "-c", INVITE)
    link = said.stdout.split()[-1]
    assert link.startswith(f"{home}/cms/"), said.stderr
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_text("new@example.test").wait_for()
    page.get_by_role("button", name="С ключ за достъп").click()
    page.wait_for_url(f"{home}/cms/")
    page.goto(f"{home}/cms/account/sessions/")
    assert page.url == f"{home}/cms/account/sessions/"

    page.context.clear_cookies()
    assert page.goto(link).status == 410
    knock(page, home)
    page.get_by_role("button", name="Влез с ключ за достъп").click()
    page.wait_for_url(f"{home}/cms/")

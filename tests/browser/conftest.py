"""Debian's Chromium before a newsroom that runs as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections

from tests.browser.window import PEOPLE, Window
from tests.factories.newsroom import PASSWORD
from tests.processes.nodes import HOST, ROOT, Web, environment
from tests.properties.newsroom_client import copy_of_the_database, drop_copy
from vestnik.accounts.roles import Role

CHROMIUM = Path("/usr/bin/chromium")
HIRE = """
import django, sys
django.setup()
from django.contrib.auth.models import Group
from vestnik.accounts.models import User
for email, role in zip(sys.argv[2::2], sys.argv[3::2]):
    user = User.objects.create_user(email, sys.argv[1], first_name=role)
    user.groups.set(Group.objects.filter(name=role))
"""


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker, tmp_path_factory):
    """A site with one person of each role."""
    folder = tmp_path_factory.mktemp("browser")
    with django_db_blocker.unblock():
        database = copy_of_the_database(folder, "browser")
    people = [word for role, email in PEOPLE.items() for word in (email, role.value)]
    subprocess.run(
        [sys.executable, "-c", HIRE, PASSWORD, *people],
        cwd=ROOT, env=environment(folder, database), check=True, timeout=120,
    )  # fmt: skip
    web = Web("web", folder, database)
    web.start()
    try:
        yield web
    finally:
        web.kill()
        with django_db_blocker.unblock():
            drop_copy("browser")


@pytest.fixture(scope="module")
def chromium(server):
    """The browser; it finds the site by its name and nothing else."""
    if not CHROMIUM.exists():
        pytest.skip("There is no Chromium on this machine.")
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as environ, sync_playwright() as playwright:
        # Its loop runs in this thread, where Django's own fixtures look at the database.
        environ.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=[
                *(["--no-sandbox"] if os.geteuid() == 0 else []),
                "--disable-gpu",
                "--disable-background-networking",
                f"--host-resolver-rules=MAP {HOST}:80 127.0.0.1:{server.port}, MAP * ~NOTFOUND",
            ],
        )
        yield browser
        browser.close()
        # While the loop runs this thread has a second connection, of which nobody else knows.
        connections.close_all()


@pytest.fixture
def window(chromium):
    """Opens windows of their own cookies; at the end nothing may have gone wrong in any."""
    opened: list[Window] = []

    def open_one(role: Role | None = None, width: int = 1280) -> Window:
        opened.append(Window(chromium, width))
        if role is not None:
            opened[-1].sign_in(role)
        return opened[-1]

    yield open_one
    wrong = [what for one in opened for what in one.wrong]
    for one in opened:
        one.page.context.close()
    assert not wrong

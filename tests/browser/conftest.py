"""Debian's Chromium before a newsroom, or before the demo edition, each a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections

from tests.browser import demo_site
from tests.browser.reading import Reader
from tests.browser.window import PEOPLE, Window
from tests.factories.newsroom import PASSWORD
from tests.processes.nodes import HOST, ROOT, Web, environment
from tests.properties.newsroom_client import copy_of_the_database, drop_copy
from vestnik.accounts.roles import Role

CHROMIUM = Path("/usr/bin/chromium")
HIRE = """
import django, sys
django.setup()
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from vestnik.accounts.models import User
# One hash for all: each is to cost a second.
password = make_password(sys.argv[1])
for email, role in zip(sys.argv[2::2], sys.argv[3::2]):
    user = User(email=email, first_name=role, password=password)
    user.save()
    user.groups.set(Group.objects.filter(name=role))
"""


def hire(folder: Path, database: str) -> None:
    """Add one person of each role to the site."""
    people = [word for role, email in PEOPLE.items() for word in (email, role.value)]
    subprocess.run(
        [sys.executable, "-c", HIRE, PASSWORD, *people],
        cwd=ROOT, env=environment(folder, database), check=True, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker, tmp_path_factory):
    """A site with one person of each role."""
    folder = tmp_path_factory.mktemp("browser")
    with django_db_blocker.unblock():
        database = copy_of_the_database(folder, "browser")
    hire(folder, database)
    web = Web("web", folder, database)
    web.start()
    try:
        yield web
    finally:
        web.kill()
        with django_db_blocker.unblock():
            drop_copy("browser")


@contextmanager
def browser_before(port: int, *flags: str) -> Iterator:
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
                *flags,
                f"--host-resolver-rules=MAP {HOST}:80 127.0.0.1:{port}, MAP * ~NOTFOUND",
            ],
        )
        yield browser
        browser.close()
        # While the loop runs this thread has a second connection, of which nobody else knows.
        connections.close_all()


@pytest.fixture(scope="module")
def chromium(server):
    """The browser before the newsroom."""
    with browser_before(server.port) as browser:
        yield browser


@pytest.fixture
def window(chromium):
    """Opens windows of their own cookies; at the end nothing may have gone wrong in any."""
    with windows_of(chromium) as open_one:
        yield open_one


@contextmanager
def windows_of(browser) -> Iterator:
    """As the fixture `window`, before any site."""
    opened: list[Window] = []

    def open_one(role: Role | None = None, width: int = 1280) -> Window:
        opened.append(Window(browser, width))
        if role is not None:
            opened[-1].sign_in(role)
        return opened[-1]

    yield open_one
    wrong = [what for one in opened for what in one.wrong]
    for one in opened:
        one.page.context.close()
    assert not wrong


@dataclass(frozen=True)
class Demo:
    """The demo edition as a site of its own; `pages` has one path of each kind of page."""

    web: Web
    pages: dict[str, str]


def _without_demo() -> str:
    """Why the demo edition is not read here; "" when it is."""
    if not CHROMIUM.exists():
        return "There is no Chromium on this machine."
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return "Readers get the same bytes from every database; these are read on SQLite."
    return ""


MAKING: list[subprocess.Popen] = []


def pytest_collection_finish(session):
    """Making the demo edition takes as long as many tests: it begins before the first of them."""
    asked = any({"demo", "demo_newsroom"} & set(item.fixturenames) for item in session.items)
    if asked and not session.config.option.collectonly and not _without_demo():
        MAKING.append(demo_site.make(demo_site.folder(session.config)))


def pytest_sessionfinish(session):
    for process in MAKING:
        # Another process of the tests may be waiting for it.
        if not hasattr(session.config, "workerinput"):
            process.kill()
        process.wait()


@contextmanager
def _served_demo(config, data: Path) -> Iterator[Demo]:
    """The demo edition, made once for all processes of the tests, as a site of its own in `data`."""
    if why := _without_demo():
        pytest.skip(why)
    made = demo_site.folder(config)
    assert demo_site.make(made).wait() == 0, (made / "making.log").read_text()
    shutil.copytree(made, data, dirs_exist_ok=True)
    web = Web("web", data, f"sqlite://{data}/vestnik.sqlite3")
    web.start()
    try:
        yield Demo(web, json.loads((data / "pages.json").read_text()))
    finally:
        web.kill()


@pytest.fixture(scope="session")
def demo(request, tmp_path_factory):
    """The demo edition to be read; nobody changes it."""
    with _served_demo(request.config, tmp_path_factory.mktemp("demo")) as served:
        yield served


@pytest.fixture(scope="module")
def demo_newsroom(request, tmp_path_factory):
    """A demo edition with one person of each role, to be worked in."""
    with _served_demo(request.config, tmp_path_factory.mktemp("newsroom")) as served:
        hire(served.web.data, served.web.database)
        yield served


@pytest.fixture(scope="module")
def readers_browser(demo):
    """The browser before the demo edition."""
    flags = (
        # Specimens come from the test, and what they need from the site.
        "--disable-features=LocalNetworkAccessChecks",
        # As one behind https, which gives share buttons what they need.
        f"--unsafely-treat-insecure-origin-as-secure=http://{HOST}",
    )
    with browser_before(demo.web.port, *flags) as browser:
        yield browser


@pytest.fixture
def reader(readers_browser):
    """Opens pages as a reader; at the end nothing may have gone wrong unseen."""
    one = Reader(readers_browser)
    yield one
    one.close()
    assert not one.wrong

"""A newsroom on an address of its own: a real process asked by both names."""

from __future__ import annotations

import http.client
import re
from contextlib import closing
from urllib.parse import urlencode

import pytest

from tests.factories.newsroom import PASSWORD
from tests.processes.nodes import HOST, Web
from tests.properties.newsroom_client import copy_of_the_database, drop_copy
from vestnik.config.newsroom_headers import HEADERS

pytestmark = pytest.mark.django_db

NEWSROOM = "redakcia.test:8443"
STRANGE = {"Sec-Fetch-Dest": "iframe"}


@pytest.fixture(scope="module")
def web(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hosts")
    with django_db_blocker.unblock():
        url = copy_of_the_database(folder, "hosts")
    web = Web("web", folder, url, own={"VESTNIK_NEWSROOM_URL": f"http://{NEWSROOM}"})
    made = web.vestnik("shell", "-c", _HIRE)
    assert made.returncode == 0, made.stderr
    web.start()
    yield web
    web.kill()
    with django_db_blocker.unblock():
        drop_copy("hosts")


_HIRE = f"""
User.objects.create_superuser("chief@example.test", {PASSWORD!r})
"""


@pytest.mark.parametrize("path", ["/cms", "/cms/", "/cms/login/", "/cms/snippets/stories/story/"])
def test_the_sites_address_knows_nothing_of_it(path, web):
    status, headers, body = web.get(path)
    never = web.get("/nyama-takova/")
    assert (status, body) == (404, never[2])
    assert headers | {"date": ""} == never[1] | {"date": ""}
    # Nor by another port of the newsroom's name.
    assert web.get(path, Host="redakcia.test")[0] == 404


def test_a_name_of_neither_is_refused(web):
    assert web.get("/cms/", Host="other.test")[0] == 400


def test_readers_pages_keep_their_one_address(web):
    assert web.get("/")[0] == 200
    assert web.get("/", Host=NEWSROOM)[1]["location"] == "/cms/"
    status, headers, _ = web.get("/popravki/?a=1", Host=NEWSROOM)
    assert (status, headers["location"]) == (302, f"http://{HOST}/popravki/?a=1")
    assert headers["referrer-policy"] == "unsafe-url"
    # The desk's picture of the front.
    assert web.get("/", Host=NEWSROOM, **STRANGE)[0] == 200
    assert web.get("/static/wagtailadmin/css/core.css", Host=NEWSROOM)[0] == 200


def test_one_signs_in_there(web):
    status, headers, body = web.get("/cms/login/", Host=NEWSROOM)
    assert status == 200
    assert (headers | {name.lower(): text for name, text in HEADERS.items()}) == headers
    cookie = headers["set-cookie"].split(";")[0]
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', body)[1].decode()
    form = {"csrfmiddlewaretoken": token, "username": "chief@example.test", "password": PASSWORD}
    answers = []
    for host in (NEWSROOM, HOST):
        with closing(http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)) as line:
            line.request(
                "POST", "/cms/login/", urlencode(form),
                {
                    "Host": host, "Origin": f"http://{host}", "Cookie": cookie,
                    "Content-Type": "application/x-www-form-urlencoded",
                },
            )  # fmt: skip
            answers.append(line.getresponse().status)
    assert answers == [302, 405]


def test_an_invitation_leads_there(web):
    said = web.vestnik(
        "shell", "-c",
        "from vestnik.accounts.signin import invitations\n"
        "from vestnik.accounts.models import User\n"
        "print(invitations.link_of(invitations.invite(User.objects.create_user('new@example.test', None))))",
    )  # fmt: skip
    assert f"http://{NEWSROOM}/cms/" in said.stdout, said.stderr

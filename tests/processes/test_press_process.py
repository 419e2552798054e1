"""The press process with its application dead, stopped, slow or new: printed pages do not notice."""

from __future__ import annotations

import gzip
import http.client
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.processes.nodes import HOST
from vestnik.press.gate.forward import MOST

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
#: More than Granian lets in by itself, and idle for longer than a test.
SILENT = 1_500


def story_path(site, story: int) -> str:
    # A topic's address may end so too.
    ends = (p for p in site.newsroom.answer("paths") if p.startswith("/20"))
    return next(p for p in ends if p.rstrip("/").endswith(f"-{story}"))


def published(site) -> str:
    story = site.draft()
    site.act("publish", story)
    return story_path(site, story)


@pytest.fixture
def near(node_site):
    """The node, its front printed, and whole again after the test."""
    node_site.near.get("/")
    yield node_site.near
    if node_site.near.application.process is None:
        node_site.near.application.start()
    node_site.near.signal(signal.SIGCONT)
    node_site.near.await_answer()


def test_a_page_goes_out_as_the_standard_says(node_site, near):
    path = published(node_site)
    status, headers, body = near.get(path)
    assert (status, headers["vary"], headers.get("content-encoding")) == (
        200,
        "Accept-Encoding",
        None,
    )
    _, packed, squeezed = near.get(path, **{"Accept-Encoding": "gzip, br;q=0.5"})
    assert packed["content-encoding"] == "gzip"
    assert gzip.decompress(squeezed) == body
    assert packed["etag"] != headers["etag"]
    # As an application alone sends it, but for what belongs to the encoding.
    alone = node_site.beside.get(path)
    assert alone[2] == body
    own = {"content-length", "etag", "vary", "date", "server", "content-security-policy"}
    assert {n: v for n, v in headers.items() if n not in own} == {
        n: v for n, v in alone[1].items() if n not in own
    }

    policies = [one["content-security-policy"].split("; ") for one in (headers, alone[1])]
    assert sorted(policies[0]) == sorted(policies[1])

    for tag in (headers["etag"], f'"x", W/{headers["etag"]}', "*"):
        unchanged = near.get(path, **{"If-None-Match": tag})
        assert (unchanged[0], unchanged[2]) == (304, b"")
        assert unchanged[1]["etag"] == headers["etag"]
    assert near.get(path, **{"If-None-Match": '"x"'})[0] == 200
    with closing(http.client.HTTPConnection("127.0.0.1", near.port, timeout=30)) as line:
        line.request("HEAD", path, headers={"Host": HOST})
        answer = line.getresponse()
        assert (answer.read(), answer.getheader("Content-Length")) == (b"", str(len(body)))


def test_nothing_of_a_request_takes_part_in_an_answer(node_site, near):
    path = published(node_site)
    body = near.get(path)[2]
    for odd in (
        f"{path}?utm_source=x&q=%3Cscript%3E",
        f"http://{HOST}{path}",
        f"{path}?{'a' * 4000}",
    ):
        assert near.get(odd)[2] == body
    assert near.get(path, Cookie="sessionid=x", **{"X-Forwarded-Host": "evil.test"})[2] == body
    assert near.get(path, Host="evil.test")[0] == 400
    assert near.get("/~press/settle")[0] == 404
    assert near.get(f"/~press/answer{path}", **{"Vestnik-Press": "guess"})[0] == 404
    assert near.get("/cms/login/")[0] == 200
    assert near.get("/%ff%fe/")[0] == 404
    assert near.get("/nyama%2Ftakava/")[0] == 404


def test_with_the_application_dead_what_is_printed_is_served_and_what_is_withdrawn_is_not(
    node_site, near
):
    site, story = node_site, node_site.draft()
    site.act("publish", story)
    path, gone = story_path(site, story), published(site)
    kept = {one: near.get(one)[2] for one in ("/", path, gone)}
    near.application.kill()

    assert {one: near.get(one)[2] for one in kept} == kept
    refused = near.get("/arhiv/2001/01/01/")
    assert (refused[0], refused[1]["retry-after"]) == (503, "30")
    assert near.get("/cms/login/")[0] == 502

    site.act("withdraw", int(gone.rstrip("/").rsplit("-", 1)[1]))
    assert near.get(gone)[0] in (410, 503)
    front = near.get("/")
    assert f'href="{gone}"'.encode() not in front[2]
    assert f'href="{path}"'.encode() in front[2]
    assert front[1]["vestnik-print"] == "stale"
    assert front[1]["cache-control"] == "no-store"

    near.application.start()
    near.await_answer()
    assert near.get(gone)[0] == 410
    assert site.wrong(near) == []


def test_forwards_that_wait_hold_nobody_up(node_site, near):
    path = published(node_site)
    body = near.get(path)[2]
    near.application.signal(signal.SIGSTOP)
    with ThreadPoolExecutor(MOST + 8) as readers:
        waiting = [readers.submit(near.get, "/cms/login/") for _ in range(MOST)]
        time.sleep(1.0)
        assert near.get(path)[2] == body
        busy = near.get("/cms/login/")
        assert (busy[0], busy[1]["retry-after"]) == (503, "1")
        near.application.signal(signal.SIGCONT)
        assert {one.result()[0] for one in waiting} == {200}


def test_many_readers_of_a_page_that_nobody_printed_wait_for_one_print(node_site, near):
    path = published(node_site)
    near.application.signal(signal.SIGSTOP)
    with ThreadPoolExecutor(100) as readers:
        asked = [readers.submit(near.get, path) for _ in range(100)]
        time.sleep(0.5)
        near.application.signal(signal.SIGCONT)
        answers = {(one.result()[0], one.result()[2]) for one in asked}
    assert len(answers) == 1
    assert next(iter(answers))[0] == 200


def test_silent_connections_shut_nobody_out(near):
    silent = [socket.create_connection(("127.0.0.1", near.port)) for _ in range(SILENT)]
    try:
        assert near.get("/")[0] == 200
    finally:
        for one in silent:
            one.close()


def test_a_store_that_is_deleted_or_damaged_costs_no_reader_his_page(node_site, near):
    path = published(node_site)
    body = near.get(path)[2]
    store = near.data / "press.sqlite3"
    store.unlink()
    assert near.get(path)[2] == body
    time.sleep(0.2)
    assert near.get(path)[2] == body
    store.write_bytes(b"no database" * 1000)
    for _ in range(3):
        assert near.get(path)[2] == body
        time.sleep(0.1)
    assert node_site.wrong(near) == []


def test_an_address_killed_on_the_node_is_closed_at_once_without_the_application(node_site, near):
    path = published(node_site)
    assert near.get(path)[0] == 200
    near.application.kill()
    assert near.vestnik("press", "kill", path).returncode == 0
    assert near.get(path)[0] == 410
    assert f'href="{path}"'.encode() not in near.get("/")[2]
    assert near.vestnik("press", "revive", path).returncode == 0
    assert near.get(path)[0] == 200

"""The press process with its application dead, stopped, slow or new: printed pages do not notice."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import resource
import signal
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
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


def test_a_thousand_readers_of_a_page_that_nobody_printed_wait_for_one_print(node_site, near):
    path = published(node_site)
    near.get("/")
    before = last_print(near)
    near.application.signal(signal.SIGSTOP)
    lines = [socket.create_connection(("127.0.0.1", near.port), timeout=60) for _ in range(1_000)]
    try:
        asked = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
        for line in lines:
            line.sendall(asked)
        time.sleep(0.5)
        # Meanwhile nobody else waits.
        assert near.get("/")[0] == 200
        near.application.signal(signal.SIGCONT)
        answers = {whole(line).partition(b"\r\n\r\n")[::2] for line in lines}
    finally:
        for line in lines:
            line.close()
    assert {head.split()[1] for head, _ in answers} == {b"200"}
    assert len({body for _, body in answers}) == 1
    # The page, and at most the parts that it shares.
    assert 1 <= last_print(near) - before <= 4


def last_print(node) -> int:
    """The number of the print that was made last."""
    with closing(sqlite3.connect(node.data / "press.sqlite3")) as db:
        return db.execute("SELECT MAX(id) FROM prints").fetchone()[0]


def whole(line: socket.socket) -> bytes:
    """All that comes until the other side hangs up."""
    got = []
    while block := line.recv(65536):
        got.append(block)
    return b"".join(got)


def test_another_release_takes_the_store_over_before_anybody_asks(node_site, near):
    path = published(node_site)
    assert near.get(path)[0] == 200
    before = release_of_the_store(near)
    near.application.kill()
    # What readers see of the settings is part of a release.
    near.application.own["VESTNIK_TIME_ZONE"] = "Europe/Paris"
    try:
        near.application.start()
        end = time.monotonic() + 60
        while release_of_the_store(near) == before:
            assert time.monotonic() < end
            time.sleep(0.1)
    finally:
        near.application.kill()
        del near.application.own["VESTNIK_TIME_ZONE"]
        near.application.start()
        near.await_answer()


def release_of_the_store(node) -> str:
    """Whose prints the store holds."""
    with closing(sqlite3.connect(node.data / "press.sqlite3")) as db:
        (place,) = db.execute("SELECT value FROM facts WHERE name = 'place'").fetchone()
        return json.loads(place)["release"]


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


def test_with_the_application_dead_pages_have_their_style_and_their_pictures(node_site, near):
    story = node_site.pictured.pop()
    node_site.act("publish", story)
    page = near.get(story_path(node_site, story))[2].decode()
    files = sorted(set(re.findall(r'"(/(?:static|media)/[^" ]+)', page)))
    assert {one.split("/")[1] for one in files} == {"static", "media"}
    by_application = {one: node_site.beside.get(one) for one in files}
    near.application.kill()
    for one, (status, headers, body) in by_application.items():
        assert status == 200, one
        served = near.get(one)
        assert (served[0], served[2]) == (200, body), one
        for name in ("content-type", "x-content-type-options", "cache-control"):
            assert served[1][name].partition(";")[0] == headers[name].partition(";")[0], (one, name)
        assert near.get(one, **{"If-None-Match": served[1]["etag"]})[0] == 304
    style = next(one for one in files if ".css" in one)
    assert near.get(style, **{"Accept-Encoding": "br"})[1]["content-encoding"] == "br"
    for odd in ("/static/../secret", "/static/%2e%2e/secret", "/media/newsroom/x", "/media/nyama.jpg",
                "/static/wagtailadmin/css/core.css", "/static/design/", "/media/"):  # fmt: skip
        assert near.get(odd)[0] == 502, odd


def test_while_the_newsroom_is_migrated_pages_are_served(node_site, near):
    """A migration holds tables that the press process reads, for longer than it waits."""
    path = published(node_site)
    pages = {one: near.get(one)[::2] for one in ("/", path)}
    with migrating(near.database):
        for _ in range(3):
            assert {one: near.get(one)[::2] for one in pages} == pages
            time.sleep(0.3)
    time.sleep(1.2)
    node_site.act("publish", node_site.draft())
    assert near.get("/")[2] != pages["/"][1]
    assert node_site.wrong(near) == []


@contextmanager
def migrating(url: str):
    """The table of the log locked against everybody."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(urlsplit(url).path, isolation_level=None)) as db:
            db.execute("BEGIN EXCLUSIVE")
            yield
            db.execute("ROLLBACK")
        return
    with psycopg.connect(url) as db:
        db.execute("LOCK TABLE changes_change IN ACCESS EXCLUSIVE MODE")
        yield
        db.rollback()


def test_without_media_pages_are_served_and_pictures_come_back(node_site, near):
    story = node_site.pictured.pop()
    node_site.act("publish", story)
    path = story_path(node_site, story)
    page = near.get(path)
    picture = re.search(rb'"(/media/[^" ]+)', page[2])[1].decode()
    shown = near.get(picture)
    assert shown[0] == 200
    media, aside = near.data / "media", near.data / "media-aside"
    media.rename(aside)
    try:
        assert near.get(path)[::2] == page[::2]
        assert near.get(picture)[0] == 404
    finally:
        aside.rename(media)
    assert near.get(picture)[::2] == shown[::2]
    assert node_site.wrong(near) == []


def test_on_a_full_disk_what_is_printed_is_served_and_news_too(node_site, near):
    path = published(node_site)
    pages = {one: near.get(one)[::2] for one in ("/", path)}
    with full(near):
        assert {one: near.get(one)[::2] for one in pages} == pages
        # Published from a machine that has room: the node can note nothing of it, and prints it each time.
        node_site.act("edit", int(path.rstrip("/").rpartition("-")[2]))
        assert near.get(path)[0] == 200
        assert node_site.wrong(near) == []
        assert "store cannot be used" in near.application.log.read_text()
    assert node_site.wrong(near) == []
    assert near.get(path)[2] != pages[path][1]


@contextmanager
def full(node):
    """No process of the node can make a file longer than it is now."""
    numbers = [
        one for process in (node.process, node.application.process) for one in family(process)
    ]
    before = {number: resource.prlimit(number, resource.RLIMIT_FSIZE) for number in numbers}
    for number, (_, hard) in before.items():
        resource.prlimit(number, resource.RLIMIT_FSIZE, (4096, hard))
    yield
    for number, limits in before.items():
        resource.prlimit(number, resource.RLIMIT_FSIZE, limits)


def family(process) -> list[int]:
    """A process and those that it started."""
    own = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [process.pid, *map(int, own)]

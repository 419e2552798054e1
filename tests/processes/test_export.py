"""The emergency copy of the demo edition, served by nginx and by Python: what the press process answers."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote, urljoin

import pytest

from tests.browser import demo_site
from tests.processes.nodes import HOST, ROOT, Pressed, environment, free_port

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
Answer = tuple[int, str, bytes]


@dataclass
class Copied:
    """The demo edition on a node, and a folder for the copy."""

    node: Pressed
    root: Path

    def act(self, *act: str):
        """An act of the newsroom; what it tells."""
        return json.loads(run(self.node, "tests.processes.demo_acts", *act))

    def export(self) -> str:
        """Write the copy, or bring it up to date; what the command said."""
        done = self.node.vestnik("press", "export", str(self.root))
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr == ""
        return done.stdout

    def addresses(self) -> dict[str, int]:
        """Every address of the copy, with what the site answers there."""
        with closing(sqlite3.connect(self.root / ".vestnik/copy.sqlite3")) as record:
            found = record.execute("SELECT path, status FROM addresses ORDER BY path")
            return dict(found.fetchall())

    def files(self) -> dict[str, int]:
        """Every page of the copy with its inode."""
        return {
            str(path.relative_to(self.root)): path.stat().st_ino
            for path in self.root.rglob("*.html")
        }


def run(node: Pressed, module: str, *arguments: str) -> str:
    """What a module printed, run with the node's settings."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT, env=environment(node.data, node.database, node.port),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def demo(request, tmp_path_factory):
    """The demo edition, with addresses that lead on; a story of it was withdrawn."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("Readers get the same bytes from every database; these are compared on SQLite.")
    made = demo_site.folder(request.config)
    assert demo_site.make(made).wait() == 0, (made / "making.log").read_text()
    data = tmp_path_factory.mktemp("export")
    shutil.copytree(made, data, dirs_exist_ok=True)
    node = Pressed(data, f"sqlite://{data}/vestnik.sqlite3")
    copy = Copied(node, data / "copy")
    copy.act("lead_on", "/svyat/", "/Стара рубрика/", "/News.php", "/Svyat/")
    node.start()
    try:
        yield copy
    finally:
        node.kill()


def asked(port: int, path: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.request("GET", quote(path, safe="/%"), headers={"Host": HOST})
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()


@contextmanager
def nginx(root: Path, folder: Path):
    """nginx with the configuration that lies in the copy, but for the port; its port."""
    if NGINX is None:
        pytest.skip("There is no nginx on this machine: only Python's server is compared.")
    folder.mkdir(exist_ok=True)
    port, conf = free_port(), folder / "server.conf"
    conf.write_text((root / "nginx.conf").read_text().replace("listen 80;", f"listen {port};"))
    temporary = " ".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    main.write_text(
        f"user root; daemon off; pid {folder}/pid; error_log {folder}/log; worker_processes 1;"
        f" events {{}} http {{ access_log off; {temporary} include {conf}; }}"
    )
    process = subprocess.Popen(
        [NGINX, "-c", str(main), "-p", str(folder), "-e", f"{folder}/log"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        end = time.monotonic() + 20
        while True:
            try:
                asked(port, "/")
                break
            except OSError:
                assert process.poll() is None, process.stderr.read()
                assert time.monotonic() < end
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


@contextmanager
def plain_server(root: Path):
    """Python's own server of files; its port."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def of_the_press(copy: Copied) -> dict[str, tuple]:
    """What the press process answers at every address of the copy."""
    return {path: asked(copy.node.port, path) for path in copy.addresses()}


def assert_same_in_nginx(copy: Copied, port: int, site: dict[str, tuple]) -> None:
    for path, (status, headers, body) in site.items():
        here = asked(port, path)
        assert here[0] == status, path
        if status == 301:
            # A server may write the same address as a whole one.
            assert urljoin(path, here[1]["Location"]) == urljoin(path, headers["Location"]), path
            continue
        assert here[2] == body, path
        # What Python takes the packages' files for hangs on the machine.
        if not path.startswith("/static/"):
            assert here[1]["Content-Type"] == headers["Content-Type"], path
        assert here[1].get("Content-Security-Policy") == headers.get("Content-Security-Policy")


def assert_same_in_a_plain_server(port: int, site: dict[str, tuple]) -> None:
    for path, (status, headers, body) in site.items():
        here = asked(port, path)
        if status == 200:
            assert (here[0], here[2]) == (200, body), path
        elif status == 301 and here[0] == 200:
            assert f"url={headers['Location']}".encode() in here[2], path
        else:
            # What it cannot lead on, and what was closed, is not there.
            assert status in (301, 404, 410), path
            assert here[0] in (301, 404) or path.endswith("/404.html"), path


def test_the_copy_answers_as_the_site_and_follows_it(demo, tmp_path):
    said = demo.export()
    assert "could not" not in said
    addresses = demo.addresses()
    assert {200, 301, 404, 410} == set(addresses.values())
    assert len([path for path in addresses if re.match(r"/20\d\d/\d\d/", path)]) > 40
    site = of_the_press(demo)
    assert {path: found[0] for path, found in site.items()} == addresses
    with plain_server(demo.root) as port:
        assert_same_in_a_plain_server(port, site)
    with nginx(demo.root, tmp_path / "nginx") as port:
        assert_same_in_nginx(demo, port, site)
        for path in (
            "/nyama/",
            "/en/nyama/",
            "/404.html",
            "/en/404.html",
            "/.vestnik/copy.sqlite3",
            "/README.txt",
        ):
            here = asked(port, path)
            assert (here[0], here[2]) == (404, asked(demo.node.port, path)[2]), path
        assert asked(port, "/svyat")[1]["Location"] == "/svyat/"
        # All that pages need of files.
        needed = set()
        for path, (status, _, body) in site.items():
            if status == 200 and path.endswith("/"):
                needed |= set(re.findall(r'/(?:media|static)/[^"\s?,)]+', body.decode()))
        assert len(needed) > 100
        assert not [path for path in needed if asked(port, path)[0] != 200]


def test_after_a_publication_and_a_withdrawal_only_what_changed_is_written(demo, tmp_path):
    demo.export()
    before = demo.files()
    kept = (demo.root / "popravki/index.html").stat().st_ino
    told = demo.act("change")
    said = demo.export()
    after, site = demo.files(), of_the_press(demo)
    changed = {name for name in after if before.get(name) != after[name]}
    written = int(re.search(r"(\d+) files written", said)[1])
    assert written == len(changed)
    assert site[told["gone"]][0] == 410
    assert not (demo.root / told["gone"].strip("/")).exists()
    linked = f'href="{told["gone"]}"'
    assert not [page for page in demo.root.rglob("*.html") if linked in page.read_text()]
    assert "каквото никой" in (demo.root / told["changed"][1:] / "index.html").read_text()
    assert (demo.root / "popravki/index.html").stat().st_ino == kept
    assert "0 files written" in demo.export()
    with nginx(demo.root, tmp_path / "nginx") as port:
        assert_same_in_nginx(demo, port, site)


def test_a_run_killed_again_and_again_ends_with_the_same_copy(demo, tmp_path):
    demo.export()
    whole = {name: (demo.root / name).read_bytes() for name in demo.files()}
    other = Copied(demo.node, tmp_path / "copy")
    for count in (1, 40, 200):
        process = subprocess.Popen(
            [sys.executable, "-m", "vestnik", "press", "export", str(other.root)],
            cwd=ROOT, env=environment(demo.node.data, demo.node.database, demo.node.port),
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + 120
        while len(other.files()) < count:
            assert process.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < end
            time.sleep(0.02)
        process.kill()
        process.wait()
        for name in other.files():
            assert (other.root / name).read_bytes() == whole[name]
    other.export()
    assert {name: (other.root / name).read_bytes() for name in other.files()} == whole

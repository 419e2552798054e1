"""The site with a certificate of its own: TLS and HTTP/2 without a proxy, as a browser speaks them."""

from __future__ import annotations

import http.client
import ipaddress
import os
import shutil
import ssl
import subprocess
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.browser.conftest import CHROMIUM
from tests.processes.nodes import Pressed
from tests.properties.newsroom_client import copy_of_the_database
from vestnik.config import env
from vestnik.config.launcher import ground


def certificate(folder):
    """Files of a certificate for this machine, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert_file, key_file


def test_files_that_do_not_belong_together_are_refused(tmp_path):
    cert, key = certificate(tmp_path)
    ground.usable_tls((cert, key))
    ground.usable_tls(None)
    other = tmp_path / "other"
    other.mkdir()
    _, strange = certificate(other)
    for files, name in [
        ((cert, strange), "VESTNIK_TLS_KEY"),
        ((key, cert), "VESTNIK_TLS_KEY"),
        ((tmp_path / "none.pem", key), "VESTNIK_TLS_CERT"),
        ((cert, tmp_path), "VESTNIK_TLS_KEY"),
    ]:
        with pytest.raises(env.SettingRefused) as refused:
            ground.usable_tls(files)
        assert refused.value.name == name


class Secured(Pressed):
    """A node that speaks TLS, as an ordinary client of HTTP/1.1 asks it."""

    def get(self, path, **headers):
        trusting = ssl.create_default_context(cafile=self.data / "cert.pem")
        with closing(
            http.client.HTTPSConnection("localhost", self.port, timeout=30, context=trusting)
        ) as line:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, names, answer.read()


@pytest.fixture(scope="module")
def node(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    cert, key = certificate(folder)
    with django_db_blocker.unblock():
        made = Secured(folder, copy_of_the_database(folder, "tls"))
    made.own |= {
        "VESTNIK_URL": f"https://localhost:{made.port}",
        "VESTNIK_TLS_CERT": str(cert),
        "VESTNIK_TLS_KEY": str(key),
    }
    made.application.own = made.own
    made.start()
    yield made
    made.kill()


@pytest.mark.browser
@pytest.mark.slow
def test_a_browser_speaks_http_2_with_it_and_an_old_client_http_1(node):
    status, headers, front = node.get("/")
    assert (status, headers["strict-transport-security"]) == (200, "max-age=31536000")
    # The newsroom behind it knows too that it is reached safely.
    _, headers, _ = node.get("/cms/login/")
    assert "secure" in headers["set-cookie"].lower()
    assert headers["strict-transport-security"] == "max-age=31536000"
    with browser() as chromium:
        page = chromium.new_page(ignore_https_errors=True)
        for path in ("/", "/cms/login/"):
            page.goto(f"https://localhost:{node.port}{path}")
            told = "performance.getEntriesByType('navigation')[0].nextHopProtocol"
            assert page.evaluate(told) == "h2"
        page.goto(f"https://localhost:{node.port}/")
        asked = "fetch('/', {cache: 'no-store'}).then((answer) => answer.text())"
        assert page.evaluate(asked) == front.decode()


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("h2load"), reason="There is no h2load (Debian: nghttp2-client)."
)
@pytest.mark.parametrize("protocol", [[], ["--h1"]], ids=["http 2", "http 1"])
def test_many_requests_at_once_in_one_connection_are_all_answered(node, protocol):
    """Sixteen connections, in HTTP/2 with as many streams as may be at once, in HTTP/1.1 one by one."""
    node.get("/")
    streams = ["-m", "1"] if protocol else ["-m", "100"]
    told = subprocess.run(
        ["h2load", *protocol, *streams, "-n", "4000", "-c", "16", f"https://localhost:{node.port}/"],
        capture_output=True, text=True, timeout=120, check=True,
    ).stdout  # fmt: skip
    assert "4000 done, 4000 succeeded, 0 failed, 0 errored, 0 timeout" in told, told
    assert "4000 2xx" in told


@contextmanager
def browser():
    if not CHROMIUM.exists():
        pytest.skip("There is no Chromium on this machine.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=[*root, "--disable-gpu"]
        )
        yield chromium
        chromium.close()

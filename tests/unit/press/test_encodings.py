"""A page on the wire: packed piece by piece while it changes, as a whole once it stays as it is."""

from __future__ import annotations

import gzip
import zlib
from types import SimpleNamespace

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as some

from vestnik.press.answering import whole
from vestnik.press.gate import packing
from vestnik.press.gate.encoding import accepted, gzip_of
from vestnik.press.gate.files import Files
from vestnik.press.gate.ready import Ready, matches, ready
from vestnik.press.gate.server import Gate
from vestnik.press.gate.tally import Tally
from vestnik.press.memory import Memory
from vestnik.press.pieces import Segment

ALL = ("identity", "gzip", "br", "zstd")
UNPACK = {
    "identity": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
}
BODY = "<p>Водата спря в осем часа.</p>".encode() * 40


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("zstd;q=1, br;q=0.5, gzip;q=0.2", "zstd"),
        ("br;q=0, *", "zstd"),
        ("", "identity"),
        ("*;q=0, identity;q=0", "identity"),
        ("GZIP ;q=0.3", "gzip"),
        ("gzip;q=odd", "identity"),
        ("," * 5_000 + "br", "identity"),
    ],
)
def test_the_best_of_what_the_client_takes_is_sent(header, encoding):
    assert accepted(header)[0] == encoding


def test_what_is_not_there_yet_is_not_sent():
    page = ready(whole(200, (("Content-Type", "text/plain"),), b"body"), [])
    answers = SimpleNamespace(in_memory=None)
    gate = Gate(answers, None, None, {"h"}, lambda scope: False, lambda path: None, Tally())
    for header, encoding in (("br, gzip", "gzip"), ("br", None)):
        wants = gate.wants({"HTTP_HOST": "h", "HTTP_ACCEPT_ENCODING": header})
        _, headers, _ = gate._sent(page, "/", "GET", wants)
        assert dict(headers).get("Content-Encoding") == encoding


@given(some.lists(some.binary(max_size=2_000).map(lambda body: body * 6), max_size=12))
def test_segments_packed_one_by_one_are_one_stream(bodies):
    segments = [Segment(body) for body in bodies]
    whole = b"".join(bodies)
    packed = gzip_of(segments)
    assert gzip.decompress(packed) == whole
    # Nothing stands behind the stream: a strict reader would refuse it.
    reader = zlib.decompressobj(wbits=31)
    assert reader.decompress(packed) == whole
    assert reader.eof
    assert reader.unused_data == b""


def made(body: bytes = BODY, status: int = 200, *, stale: bool = False) -> Ready:
    answer = whole(status, (("Content-Type", "text/html"),), body, stale=stale)
    return ready(answer, [("X-Frame-Options", "DENY")])


def headers(found: Ready, encoding: str) -> dict[str, str]:
    return dict(found.forms[encoding].headers)


def test_packed_well_it_is_smaller_and_the_same_in_every_encoding():
    found = made()
    quick = found.forms["gzip"]
    found.pack_well()
    assert set(found.forms) == set(ALL)
    for name, form in found.forms.items():
        assert UNPACK[name](form.body) == BODY
        assert headers(found, name)["Content-Length"] == str(len(form.body))
        assert headers(found, name).get("Content-Encoding", "identity") == name
        assert headers(found, name)["Vary"] == "Accept-Encoding"
    assert len(found.forms["gzip"].body) <= len(quick.body)


def test_other_bytes_have_another_strong_tag_and_each_is_recognised():
    found = made()
    tags = [headers(found, "gzip")["ETag"]]
    found.pack_well()
    tags += [headers(found, name)["ETag"] for name in ALL]
    assert len(set(tags)) == 5
    assert all(matches(f'"other", W/{tag}', found) for tag in tags)
    assert not matches(tags[0], made(BODY + b"!"))


def test_a_304_names_nothing_of_the_body_it_leaves_out():
    unchanged = dict(made().forms["gzip"].unchanged)
    assert unchanged.keys().isdisjoint({"Content-Type", "Content-Length", "Content-Encoding"})
    assert {"ETag", "Vary", "Cache-Control", "X-Frame-Options"} <= unchanged.keys()


@pytest.mark.parametrize("odd", [made(status=503), made(stale=True)])
def test_what_must_not_be_kept_has_no_tag(odd):
    odd.pack_well()
    for name in ALL:
        assert headers(odd, name)["Cache-Control"] == "no-store"
        assert "ETag" not in headers(odd, name)


def test_the_packer_packs_what_stays_and_leaves_what_has_gone(monkeypatch):
    monkeypatch.setattr(packing, "QUIET", 0.0)
    monkeypatch.setattr(packing, "NICER", 0)
    shelf: Memory[str, Ready] = Memory(1_000_000)
    stays, went = made(), made(b"old")
    shelf.put("/a/", stays, stays.size)
    shelf.put("/b/", made(b"new"), 3)
    packer = packing.Packer(shelf)
    packer.note("/b/", went)
    packer.note("/a/", stays)
    for _ in range(500):
        if "br" in stays.forms:
            break
        packing.time.sleep(0.01)
    assert "br" in stays.forms
    assert "br" not in went.forms


@pytest.fixture
def files(tmp_path):
    """Files of a folder, with their texts packed; `packed` counts how often."""
    (tmp_path / "a.css").write_bytes(BODY)
    (tmp_path / "a.woff2").write_bytes(b"wOF2" + bytes(5_000))
    (tmp_path.parent / "secret.css").write_bytes(b"secret")
    told = SimpleNamespace(files=(), headers=())
    return Files([tmp_path], None, lambda: told, object, lambda: False)


def test_a_style_is_packed_once_whatever_stands_behind_its_address(files, monkeypatch):
    packed = []
    pack = Ready.pack_well
    monkeypatch.setattr(Ready, "pack_well", lambda self: (packed.append(1), pack(self)))
    kept = {files.find("/static/a.css", query).forms["br"].body for query in ("", "v=1", "v=2")}
    for number in range(20):
        files.find("/static/a.css", f"{number}zz")
    assert len(kept) == 1
    assert len(packed) == 2, "with a version and without one"
    assert "max-age=31536000" in headers(files.find("/static/a.css", "v=1"), "br")["Cache-Control"]
    assert "max-age=3600" in headers(files.find("/static/a.css", "x=1"), "br")["Cache-Control"]


def test_what_is_packed_already_goes_out_as_it_is(files):
    font = files.find("/static/a.woff2", "v=1")
    assert set(font.forms) == {"identity"}
    assert "Vary" not in headers(font, "identity")


def test_no_way_leads_out_of_the_folder(files):
    for name in ("../secret.css", "a/../../secret.css", "", ".", "a.css/x", "\x00"):
        assert files.find(f"/static/{name}", "") is None

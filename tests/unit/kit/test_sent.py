"""What a browser sends as JSON is read whatever stands in it."""

from __future__ import annotations

import json

import pytest

from vestnik.kit import sent


def test_an_object_is_read_without_what_no_database_keeps():
    body = json.dumps({"a\x00": ["\ud800б", {"в": "г\x00\udfff"}], "d": 1, "e": None}).encode()

    assert sent.json_object(body, most=200) == {"a": ["б", {"в": "г"}], "d": 1, "e": None}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[1]",
        b"null",
        b"{",
        b"\xff",
        b"[" * 90_000,
        b'{"a":' * 10_000,
        b'{"a": 1}' + b" " * 99_999,
    ],
    ids=["nothing", "a list", "null", "half", "no UTF-8", "deep", "deep objects", "too long"],
)
def test_what_is_no_object_is_an_empty_one(body):
    assert sent.json_object(body, most=100_000) == {}


@pytest.mark.parametrize(
    "odd", ["", "x", "-1", "1.5", "9" * 19, "٣", "²", "1 OR 1=1", " 1", None, True]
)
def test_what_is_no_number_of_a_row_is_none(odd):
    assert sent.number(odd) is None


def test_a_number_of_a_row_is_a_number():
    assert [sent.number(one) for one in ("0", "17", 17, "9" * 18)] == [0, 17, 17, 10**18 - 1]


def test_text_is_what_can_be_kept():
    assert sent.text("а\x00б\udc80") == "аб"
    assert sent.text(None) == ""
    assert sent.text(5) == "5"
    assert [sent.is_text(one) for one in ("аб\n", "а\x00", "\ud83d")] == [True, False, False]

"""Fingerprints that tell everything apart, and names that only the secret's holder can make."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.kit.hashing import fingerprint, keyed_name

parts = st.lists(st.none() | st.text(max_size=6) | st.binary(max_size=6), max_size=4)


def test_stored_fingerprints_stay_what_they_are():
    # By sha256sum, of: n, length 0; s, length 4, "Тр" in UTF-8; b, length 1, A.
    assert fingerprint(None, "Тр", b"A") == (
        "998df5626b0a548b90a5ddb4a12f481a1a410ef8b0f0773f4a35d9c231d7a7f9"
    )


@given(one=parts, other=parts)
def test_different_parts_have_different_fingerprints(one, other):
    assert (fingerprint(*one) == fingerprint(*other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("a",), (b"a",)),
        (("",), (None,)),
        ((), (None,)),
        (("a",), ("a", "")),
        (("n" + "\0" * 8,), ("n", None)),
    ],
)
def test_look_alikes_are_told_apart(one, other):
    assert fingerprint(*one) != fingerprint(*other)
    assert keyed_name(b"secret", *one) != keyed_name(b"secret", *other)


def test_broken_text_has_a_fingerprint():
    assert fingerprint("\ud800") != fingerprint("?")


@given(parts=parts, length=st.integers(16, 51))
def test_names_are_plain_and_depend_on_the_secret(parts, length):
    name = keyed_name(b"one", *parts, length=length)
    assert re.fullmatch(r"[a-z2-7]+", name)
    assert len(name) == length
    assert name == keyed_name(b"one", *parts, length=length)
    assert name != keyed_name(b"two", *parts, length=length)


def test_a_name_is_24_characters_by_default():
    assert len(keyed_name(b"secret", "photo", "42")) == 24


@pytest.mark.parametrize("length", [0, 15, 52])
def test_names_that_can_be_guessed_or_do_not_exist_are_refused(length):
    with pytest.raises(ValueError, match="16 to 51"):
        keyed_name(b"secret", "photo", length=length)


def test_an_empty_secret_is_refused():
    with pytest.raises(ValueError, match="secret"):
        keyed_name(b"", "photo")

"""Owns fingerprints of content and names that cannot be guessed."""

import base64
import hashlib
import hmac

Part = str | bytes | None
"""What is hashed. Text, bytes and nothing are told apart, also when empty."""

_NAME_LENGTHS = range(16, 52)


def fingerprint(*parts: Part) -> str:
    """SHA-256 of `parts` in order, as 64 hexadecimal digits.

    Each part is written with its length, so that ("ab", "c") and ("a", "bc") differ. Stored
    fingerprints depend on this encoding: it must not change.
    """
    return hashlib.sha256(_encode(parts)).hexdigest()


def keyed_name(secret: bytes, *parts: Part, length: int = 24) -> str:
    """A name for `parts` that only the holder of `secret` can compute (HMAC-SHA256, RFC 2104).

    Letters a-z and digits 2-7 (base32), five bits each: safe in addresses and on file systems
    that do not tell capitals. Raises ValueError for an empty secret and for a length outside
    16 to 51, below which names can be guessed.
    """
    if not secret:
        raise ValueError("A keyed name needs a secret.")
    if length not in _NAME_LENGTHS:
        raise ValueError(f"A keyed name has 16 to 51 characters, not {length}.")
    digest = hmac.new(secret, _encode(parts), hashlib.sha256).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:length]


def _encode(parts: tuple[Part, ...]) -> bytes:
    pieces: list[bytes] = []
    for part in parts:
        if part is None:
            kind, content = b"n", b""
        elif isinstance(part, str):
            # surrogatepass: text from broken files must have a fingerprint too.
            kind, content = b"s", part.encode("utf-8", "surrogatepass")
        else:
            kind, content = b"b", part
        pieces += [kind, len(content).to_bytes(8, "big"), content]
    return b"".join(pieces)

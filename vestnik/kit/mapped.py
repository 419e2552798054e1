"""Owns a word in a mapped file, by which processes of one machine tell each other that something is new."""

import mmap
import os
import secrets
from pathlib import Path

_BYTES = 8


class Word:
    """Eight bytes of a file that every process which opened it reads at the price of a memory access."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.ftruncate(descriptor, _BYTES)
            # As one number: a slice of the file would be made at each request.
            self._word = memoryview(mmap.mmap(descriptor, _BYTES)).cast("Q")
        finally:
            os.close(descriptor)

    def read(self) -> int:
        """The word as it stands."""
        return self._word[0]

    def renew(self) -> None:
        """Write another word.

        One never used before, in place of a count, which two processes could set to the same.
        """
        self._word[0] = secrets.randbits(8 * _BYTES)

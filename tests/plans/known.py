"""Statements that grow with the archive and are known to: where, why it may stay, until when.

The list only gets shorter: an entry that no statement matches any more fails the test.
"""

from __future__ import annotations

import re

#: A pattern of the fault's text (address, what is wrong, statement) → why it is borne.
KNOWN: dict[str, str] = {}


def known(fault: str) -> str | None:
    """The pattern of the list that a fault matches."""
    return next((pattern for pattern in KNOWN if re.search(pattern, fault, re.DOTALL)), None)

"""What the tests of signing in stand on."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal import auth


@pytest.fixture(autouse=True)
def _one_half_minute(monkeypatch):
    """An app's code is of one half minute: it must not end between making the code and typing it."""
    now = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: now))

"""An application takes the place of an older one when it takes requests, not when it is loaded."""

from __future__ import annotations

import os
import socket
import sys
import threading
from contextlib import closing
from types import SimpleNamespace

import pytest

from vestnik.config.launcher import child, web


@pytest.mark.parametrize("again", [False, True])
def test_it_says_that_it_is_ready_when_it_listens(tmp_path, monkeypatch, again):
    aside, place = tmp_path / "application.sock.1", tmp_path / "application.sock"
    done: list[bool] = []
    fake = SimpleNamespace(take_over=lambda: done.append(aside.exists()))
    monkeypatch.setitem(sys.modules, "an.application", fake)
    monkeypatch.setattr(web, "APPLICATION", "an.application")
    ready, says = os.pipe()
    monkeypatch.setenv(child.READY, str(says))
    with closing(socket.socket(socket.AF_UNIX)) as opened, os.fdopen(ready, "rb") as told:
        # Where the server starts its process again, its socket lies in its place already.
        opened.bind(str(place if again else aside))
        taking = threading.Thread(target=web._take_place, args=(aside, place))
        taking.start()
        taking.join(0.3)
        assert taking.is_alive()
        assert done == []
        assert place.exists() is again
        opened.listen()
        taking.join(10)
        assert done == [False]
        assert place.exists()
        assert told.read(1) == b"1"

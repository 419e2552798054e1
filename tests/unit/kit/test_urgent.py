"""Threads that keep their priority."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextvars import ContextVar

import pytest

from vestnik.kit import urgent

HERE = ContextVar("here", default="")
NICE = """
import os, sys, threading
from vestnik.kit import urgent
urgent.begin(2)
os.nice(5)
def niceness():
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
later = []
thread = threading.Thread(target=lambda: later.append(niceness()))
thread.start(); thread.join()
print(urgent.done(niceness), niceness() - 5, later[0] - 5)
"""


@pytest.fixture
def begun(monkeypatch):
    monkeypatch.setattr(urgent, "_pool", None)
    urgent.begin(2)
    yield
    urgent._pool.shutdown()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process has one niceness")
def test_a_thread_keeps_the_niceness_that_its_process_gave_up():
    own = os.getpriority(os.PRIO_PROCESS, 0)
    told = subprocess.run([sys.executable, "-c", NICE], capture_output=True, text=True, check=True)
    assert told.stdout.split() == [str(own)] * 3


def test_the_work_knows_where_it_was_asked_for_and_its_failure_comes_back(begun):
    token = HERE.set("request 7")
    assert urgent.done(HERE.get) == "request 7"
    HERE.reset(token)
    assert urgent.done(threading.get_ident) != threading.get_ident()
    with pytest.raises(ZeroDivisionError):
        urgent.done(lambda: 1 // 0)


def test_where_none_were_begun_it_is_done_here(monkeypatch):
    monkeypatch.setattr(urgent, "_pool", None)
    assert urgent.done(threading.get_ident) == threading.get_ident()

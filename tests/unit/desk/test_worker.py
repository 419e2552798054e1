"""`vestnik worker` goes on whatever becomes of one look at the clock."""

import pytest
from django.core.management import call_command
from django.db import InterfaceError

from vestnik.desk.management.commands import worker


@pytest.mark.parametrize("failure", [InterfaceError("connection closed"), RuntimeError("a fault")])
def test_a_failure_does_not_stop_the_clock(monkeypatch, failure):
    stops, looks = [], []

    def look() -> int:
        looks.append(1)
        if len(looks) == 1:
            raise failure
        stops[0]()
        return 0

    monkeypatch.setattr(worker.signal, "signal", lambda _name, stop: stops.append(stop))
    monkeypatch.setattr(worker.Ahead, "run", lambda _self, _stop: None)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "publish_due", look)
    monkeypatch.setattr(worker, "TICK", 0.001)
    call_command("worker")
    assert len(looks) == 2


def test_ended_sessions_are_forgotten_by_portions_once_a_day(monkeypatch):
    left, asked, now = [7], [], [1_000.0]

    def forget(most: int) -> int:
        asked.append(min(most, left[0]))
        left[0] -= asked[-1]
        return asked[-1]

    monkeypatch.setattr(worker, "forget_ended_sessions", forget)
    monkeypatch.setattr(worker, "FORGOTTEN_A_TICK", 3)
    monkeypatch.setattr(worker.time, "monotonic", lambda: now[0])
    daily = worker._Daily()

    for _tick in range(9):
        daily.look()
    assert asked == [3, 3, 1]
    now[0] += worker.DAY
    daily.look()
    assert asked == [3, 3, 1, 0]

"""What waits keeps nothing from being answered that need not wait."""

from __future__ import annotations

import queue
import threading
import time
from functools import partial

import pytest

from vestnik.press.gate.flights import Flight, Flights
from vestnik.press.gate.offload import MOST_BODIES, OFTEN, TRIES, Offloading, Spare, Threads


class Exchange:
    """What Granian gives: takes the first answer, as it does."""

    def __init__(self) -> None:
        self.sent: list[int] = []
        self.by = ""

    def response_bytes(self, status, headers, body):
        if not self.sent:
            self.sent.append(status)
            self.by = threading.current_thread().name


class Site:
    """Has `/` in memory and `/joined/` at hand; all else waits until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.waiting = threading.Semaphore(0)
        self.flights = Flights()
        self.abandoned: list[str] = []

    def from_memory(self, scope):
        return (200, [], b"printed") if scope["PATH_INFO"] == "/" else None

    def at_hand(self, scope, again, *, looks=True):
        if scope["PATH_INFO"] == "/shared/" and not self.let_go.is_set():
            if again is not None:
                scope["flight"] = self.flights.begin("shared", again)
            return None
        return (
            (200, [], b"put together") if scope["PATH_INFO"] in ("/joined/", "/shared/") else None
        )

    def abandon(self, scope):
        self.abandoned.append(scope["PATH_INFO"])

    def may_take_its_time(self, exchange, scope):
        self.waiting.release()
        assert self.let_go.wait(10)
        if scope["PATH_INFO"] == "/broken/":
            raise ValueError(scope["PATH_INFO"])
        if "flight" in scope:
            self.flights.land(scope["flight"])
        exchange.response_bytes(200, [], b"")


def until(condition) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.fixture
def site():
    made = Site()
    yield made
    made.let_go.set()


def ask(callback, path: str) -> Exchange:
    exchange = Exchange()
    callback(exchange, {"PATH_INFO": path})
    return exchange


def test_what_is_at_hand_is_answered_where_it_was_asked_while_all_threads_wait(site):
    callback = Offloading(site, site.may_take_its_time, Threads(2))
    waiting = [ask(callback, "/slow/") for _ in range(2)]
    for _ in waiting:
        assert site.waiting.acquire(timeout=10)
    printed = ask(callback, "/")
    assert (printed.sent, printed.by) == ([200], threading.current_thread().name)
    assert [one.sent for one in waiting] == [[], []]
    assert ask(callback, "/joined/").sent == [200]
    # More than may wait: refused at once, and whoever counts on it is told.
    assert ask(callback, "/slow/").sent == [503]
    assert site.abandoned == ["/slow/"]
    site.let_go.set()
    until(lambda: all(one.sent == [200] for one in waiting))
    assert {one.by for one in waiting} == {"waiting"}


def test_who_needs_what_others_began_holds_no_thread_and_is_answered_at_its_end(site):
    threads = Threads(2)
    callback = Offloading(site, site.may_take_its_time, threads)
    first = ask(callback, "/shared/")
    assert site.waiting.acquire(timeout=10)
    others = [ask(callback, "/shared/") for _ in range(100)]
    assert threads.there == 1
    assert [one.sent for one in others] == [[]] * 100
    site.let_go.set()
    until(lambda: all(one.sent == [200] for one in (first, *others)))


def test_who_was_called_again_some_times_waits_in_a_thread(site):
    threads = Threads(1)
    callback = Offloading(site, site.may_take_its_time, threads)
    asked = ask(callback, "/shared/")
    assert site.waiting.acquire(timeout=10)
    again = ask(callback, "/shared/")
    flight = site.flights._flying["shared"]
    for _ in range(TRIES):
        # It cannot be done: called again, it is to begin itself, and others are faster each time.
        site.flights._flying["shared"] = other = Flight("shared")
        site.flights.land(flight)
        flight = other
    site.flights.land(flight)
    # No thread is free for it, and it is not parked for ever.
    assert again.sent == [503]
    site.let_go.set()
    until(lambda: asked.sent == [200])


def test_who_fails_before_he_began_leaves_nobody_parked(site):
    def failing(exchange, scope):
        site.waiting.release()
        assert site.let_go.wait(10)
        raise ValueError

    def abandon(scope):
        site.flights.land(scope["flight"])

    site.abandon = abandon
    callback = Offloading(site, failing, Threads(2))
    first = ask(callback, "/shared/")
    assert site.waiting.acquire(timeout=10)
    other = ask(callback, "/shared/")
    site.let_go.set()
    until(lambda: (first.sent, other.sent) == ([500], [200]))


def test_a_failure_is_answered_and_costs_no_thread(site, caplog):
    threads = Threads(1)
    callback = Offloading(site, site.may_take_its_time, threads)
    site.let_go.set()
    for _ in range(3):
        broken = ask(callback, "/broken/")
        until(lambda one=broken: one.sent == [500])
        until(lambda: threads.free == 1)
    assert "could not be answered" in caplog.text
    assert ask(callback, "/slow/").sent in ([], [200])
    until(lambda: threads.free == 1)


def test_threads_are_used_again_and_end_when_they_have_nothing_to_do():
    threads, done = Threads(50, idle=0.2), []
    for number in range(20):
        assert threads.run(lambda number=number: done.append(number))
        until(lambda number=number: len(done) > number and threads.free == threads.there)
    assert (len(done), threads.there) == (20, 1)
    until(lambda: threads.there == 0)
    assert threads.run(lambda: done.append("late"))
    until(lambda: done[-1] == "late")


def test_nothing_is_lost_when_work_comes_as_threads_end():
    threads, done = Threads(8, idle=0.001), []
    for number in range(2_000):
        while not threads.run(lambda number=number: done.append(number)):
            time.sleep(0.0005)
        if number % 50 == 0:
            time.sleep(0.002)
    until(lambda: len(done) == 2_000)
    assert sorted(done) == list(range(2_000))
    until(lambda: (threads.there, threads.free) == (0, 0))


class Sender:
    """A body that comes block by block, as its sender likes."""

    def __init__(self) -> None:
        self.blocks: queue.Queue[bytes] = queue.Queue()

    def read(self, size):
        return self.blocks.get(timeout=10)


def forwarded(reads: int, let_go: threading.Event):
    """What reads a body in so many blocks, and answers when it is let go."""

    def waiting(exchange, scope):
        for _ in range(reads):
            scope["wsgi.input"].read(100)
        assert let_go.wait(10)
        exchange.response_bytes(200, [], b"")

    return waiting


@pytest.mark.parametrize(
    ("said", "blocks"),
    [
        ({"CONTENT_LENGTH": "6"}, [b"abc", b"def"]),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, [b"abc", b""]),
    ],
)
def test_a_body_holds_its_thread_until_it_is_read_not_until_it_is_answered(site, said, blocks):
    callback = Offloading(site, forwarded(2, site.let_go), Threads(4))
    exchange, sender = Exchange(), Sender()
    scope = {"PATH_INFO": "/slow/", "wsgi.input": sender, **said}
    asking = threading.Thread(target=callback, args=(exchange, scope))
    asking.start()
    sender.blocks.put(blocks[0])
    asking.join(0.1)
    assert asking.is_alive()
    sender.blocks.put(blocks[1])
    asking.join(10)
    assert not asking.is_alive()
    assert (exchange.sent, callback.spare.taken) == ([], 0)
    site.let_go.set()
    until(lambda: exchange.sent == [200])


def test_a_request_with_a_body_is_not_called_again(site):
    callback = Offloading(site, forwarded(0, site.let_go), Threads(4))
    assert ask(callback, "/shared/").sent == []
    site.let_go.set()
    exchange = Exchange()
    # At hand by now; its body is closed when the callback returns.
    callback(exchange, {"PATH_INFO": "/shared/", "wsgi.input": Sender(), "CONTENT_LENGTH": "6"})
    assert (exchange.sent, exchange.by) == ([200], "waiting")


def test_a_body_that_nobody_reads_lets_its_thread_go_with_the_answer(site):
    callback = Offloading(site, forwarded(0, site.let_go), Threads(4))
    site.let_go.set()
    exchange = Exchange()
    callback(exchange, {"PATH_INFO": "/slow/", "wsgi.input": Sender(), "CONTENT_LENGTH": "6"})
    assert (exchange.sent, callback.spare.taken) == ([200], 0)


def test_more_slow_bodies_than_may_be_read_are_refused_at_once(site):
    callback = Offloading(site, forwarded(1, site.let_go), Threads(100))
    senders = [Sender() for _ in range(MOST_BODIES)]

    def scope(sender):
        return {"PATH_INFO": "/slow/", "wsgi.input": sender, "CONTENT_LENGTH": "1"}

    asking = [
        threading.Thread(target=callback, args=(Exchange(), scope(sender))) for sender in senders
    ]
    for one in asking:
        one.start()
    until(lambda: callback.spare.taken == MOST_BODIES)
    refused = Exchange()
    callback(refused, scope(Sender()))
    assert refused.sent == [503]
    assert ask(callback, "/").sent == [200]
    for sender in senders:
        sender.blocks.put(b"x")
    for one in asking:
        one.join(10)
    assert callback.spare.taken == 0


def test_a_thread_too_many_rests_after_some_answers_and_is_called_when_a_body_takes_its_place(site):
    callback = Offloading(site, site.may_take_its_time, Threads(2))
    spare = callback.spare
    for _ in range(OFTEN - 1):
        ask(callback, "/")
    assert spare.resting == 0
    asked, enough = [], threading.Event()

    def go_on():
        while not enough.is_set():
            asked.append(ask(callback, "/"))

    resting = [threading.Thread(target=go_on) for _ in range(MOST_BODIES)]
    spare.rest = partial(spare.rest, 60)
    for thread in resting:
        thread.start()
    try:
        until(lambda: spare.resting == MOST_BODIES)
    finally:
        enough.set()
    # Others go on.
    for _ in range(2 * OFTEN):
        assert ask(callback, "/").sent == [200]
    assert spare.take()
    until(lambda: spare.resting == MOST_BODIES - 1)
    spare.rest()
    assert (spare.taken, spare.resting) == (1, MOST_BODIES - 1)
    for _ in range(MOST_BODIES - 1):
        assert spare.take()
    until(lambda: spare.resting == 0)
    assert not spare.take()
    for thread in resting:
        thread.join(10)
    # Each was answered before it rested.
    assert len(asked) >= MOST_BODIES
    assert all(one.sent == [200] for one in asked)


def test_who_rests_comes_back_by_himself():
    spare = Spare(1)
    spare.rest(0.01)
    assert spare.resting == 0

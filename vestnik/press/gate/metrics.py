"""The node's figures as Prometheus reads them (text format 0.0.4), written by hand: a dozen names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate

from vestnik.press import figures
from vestnik.press.gate.state import State
from vestnik.press.gate.tally import BOUNDS, OUTCOMES, Tally

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[str, float | None]
#: Names that are not the sum of anything.
_GAUGES = "gauge"


def text(tally: Tally, state: State, told: figures.Told | None) -> str:
    """All figures. What is not known is left out, so that nobody takes it for 0."""
    return "".join(
        line
        for name, kind, what, samples in (*_of_requests(tally), *_of_state(state), *_of_node(told))
        for line in _family(name, kind, what, samples)
    )


Family = tuple[str, str, str, list[Sample]]


def _family(name: str, kind: str, what: str, samples: Iterable[Sample]) -> Iterator[str]:
    known = [(labels, value) for labels, value in samples if value is not None]
    if known:
        yield f"# HELP {name} {what}\n# TYPE {name} {kind}\n"
        yield from (f"{name}{labels} {_number(value)}\n" for labels, value in known)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _of_requests(tally: Tally) -> Iterator[Family]:
    ways: list[Sample] = [(f'{{outcome="{name}"}}', getattr(tally, name)) for name in OUTCOMES]
    yield "vestnik_requests_total", "counter", "Requests by how they ended.", ways
    yield "vestnik_unchanged_total", "counter", "Answers told by a 304.", [("", tally.unchanged)]
    shown = "Answers shown though known to be behind."
    yield "vestnik_stale_total", "counter", shown, [("", tally.stale)]
    # Cumulative, as the format wants it; all begins of answers are in the last.
    counts = list(accumulate(tally.times()))
    buckets: list[Sample] = [
        (f'_bucket{{le="{bound}"}}', count)
        for bound, count in zip((*BOUNDS, "+Inf"), counts, strict=True)
    ]
    buckets += [("_sum", tally.seconds), ("_count", counts[-1])]
    yield (
        "vestnik_answer_seconds",
        "histogram",
        "Seconds until an answer began; from memory as none.",
        buckets,
    )


def _of_state(state: State) -> Iterator[Family]:
    def gauge(name: str, what: str, *samples: Sample) -> Family:
        return f"vestnik_{name}", _GAUGES, what, list(samples)

    yield gauge(
        "log_age_seconds", "Since the node last had all changes marked.", ("", state.log_age)
    )
    yield gauge("database_up", "1 while the database answers.", ("", state.database))
    yield gauge("application_up", "1 while the application answers.", ("", state.application))
    yield gauge("store_up", "1 while the store of prints can be used.", ("", state.store))
    yield gauge(
        "worker_silent_seconds", "Since the worker was last alive.", ("", state.worker_silent)
    )
    yield gauge("forwards", "Requests passed on at this moment.", ("", state.forwards))
    yield gauge("forwards_limit", "As many may be at once.", ("", state.most_forwards))
    yield gauge("asked", "Prints asked of the application at this moment.", ("", state.asked))
    of = ('{of="answers"}', state.kept_answers), ('{of="prints"}', state.kept_prints)
    yield gauge("kept_bytes", "Bytes kept in memory.", *of)
    yield gauge("kept_limit_bytes", "Of each kind at most so many.", ("", state.most_kept))
    yield gauge("waiting_surfaces", "Surfaces to be printed ahead.", ("", state.waiting))
    yield gauge("store_bytes", "Size of the store of prints.", ("", state.store_bytes))
    if state.disk is not None:
        yield gauge("disk_free_bytes", "Free where the data lies.", ("", state.disk.free))
        yield gauge("disk_bytes", "Size of that disk.", ("", state.disk.total))


#: What all processes of the node did together, since the file of figures was laid.
_SUMS = (
    ("prints_total", "prints", 1.0, "Surfaces printed."),
    ("print_seconds_total", "milliseconds", 0.001, "Seconds spent on it."),
    ("print_failures_total", "failures", 1.0, "Surfaces that could not be printed."),
    ("changes_marked_total", "marked", 1.0, "Rows of the change log read and marked."),
)


def _of_node(told: figures.Told | None) -> Iterator[Family]:
    if told is None:
        return
    for name, figure, factor, what in _SUMS:
        yield f"vestnik_{name}", "counter", what, [("", told.ever.get(figure, 0.0) * factor)]

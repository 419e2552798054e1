"""The state of a node's press, as figures and as lines for its operator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError

from vestnik.press import figures, verifying
from vestnik.press.follower import Follower
from vestnik.press.gate.tally import HITS, OUTCOMES
from vestnik.press.store import Store

_OTHERS = ("prints", "milliseconds", "failures")
#: Readers who got no answer to what they asked for.
UNANSWERED = ("failed", "unavailable", "busy", "away")


@dataclass(frozen=True, slots=True)
class Hour:
    """What the node did in some time, the last hour say. `hits`: the share of public answers that needed
    nobody but the press process, None without such answers; `lag`: seconds, None when nothing is known.
    """

    requests: int
    hits: float | None
    lag: float | None
    prints: int
    milliseconds: float
    failures: int
    unanswered: int

    @classmethod
    def of(cls, steps: Sequence[Mapping[str, float]]) -> Hour:
        """All of these steps together."""
        found = {name: sum(step.get(name, 0) for step in steps) for name in (*OUTCOMES, *_OTHERS)}
        return cls(
            requests=int(sum(found[name] for name in OUTCOMES)),
            hits=hit_rate(found),
            lag=max((step["lag"] for step in steps if "lag" in step), default=None),
            prints=int(found["prints"]),
            milliseconds=found["milliseconds"],
            failures=int(found["failures"]),
            unanswered=int(sum(found[name] for name in UNANSWERED)),
        )


@dataclass(frozen=True, slots=True)
class Status:
    """Figures of one node. `behind`: changes not read yet, None when the database does not answer."""

    surfaces: int
    stale: int
    bytes: int
    killed: list[str]
    behind: int | None
    contact: datetime | None
    verified: int
    wrong: int
    last_verified: datetime | None
    last_wrong: str
    slowest: list[tuple[str, float]]
    hour: Hour
    beats: dict[str, datetime]


def hit_rate(found: Mapping[str, float]) -> float | None:
    """The share of public answers, of counts by outcome, that needed nobody but the press process."""
    public = sum(found.get(name, 0) for name in OUTCOMES if name not in ("passed", "away"))
    return sum(found.get(name, 0) for name in HITS) / public if public else None


def count_prints(store: Store) -> int:
    """How many prints there are: a walk along the smallest index, without a look at any print."""
    return int(store.connection().execute("SELECT COUNT(*) FROM prints").fetchone()[0])


def slowest(store: Store, limit: int) -> list[tuple[str, float]]:
    """The surfaces that took longest to print, with their milliseconds."""
    asked = "SELECT name, milliseconds FROM prints ORDER BY milliseconds DESC LIMIT ?"
    return store.connection().execute(asked, [limit]).fetchall()


@dataclass(frozen=True, slots=True)
class Verified:
    """What all verifications of the node found."""

    checked: int
    wrong: int
    last_at: datetime | None
    last_wrong: str


def verified(store: Store) -> Verified:
    """What the verifications of the node found."""
    found = verifying.so_far(store)
    return Verified(found.checked, found.wrong, verifying.last_at(found), found.last_wrong)


def read(follower: Follower) -> Status:
    """The state now; looks at the log without reading on."""
    of_store = follower.store.figures()
    told = figures.read(minutes=60) or figures.Told()
    found = verifying.so_far(follower.store)
    try:
        behind = follower.behind()
    except DatabaseError:
        behind = None
    return Status(
        surfaces=of_store["surfaces"],
        stale=of_store["stale"],
        bytes=of_store["bytes"],
        killed=sorted(follower.store.killed()),
        behind=behind,
        contact=follower.contact(),
        verified=found.checked,
        wrong=found.wrong,
        last_verified=verifying.last_at(found),
        last_wrong=found.last_wrong,
        slowest=of_store["slowest"],
        hour=Hour.of(list(told.steps.values())),
        beats={process: beat.at for process, beat in told.beats.items()},
    )


def in_lines(status: Status, now: datetime) -> Iterator[str]:
    """The state in words."""
    yield f"prints        {status.surfaces}, {status.stale} of them stale, {_size(status.bytes)}"
    if status.behind is None:
        yield "change log    the database does not answer"
    else:
        yield f"change log    {status.behind} changes behind"
    yield f"last contact  {_ago(status.contact, now)}"
    yield from _hour_in_lines(status.hour)
    for process, at in sorted(status.beats.items()):
        yield f"{process:13} alive {_ago(at, now)}"
    yield f"verified      {status.verified} prints, {status.wrong} wrong; {_ago(status.last_verified, now)}"
    if status.last_wrong:
        yield f"last wrong    {status.last_wrong}"
    for path in status.killed:
        yield f"killed        {path}"
    for name, milliseconds in status.slowest:
        yield f"slow          {milliseconds:6.0f} ms  {name}"


def _hour_in_lines(hour: Hour) -> Iterator[str]:
    hits = "" if hour.hits is None else f", {hour.hits:.2%} of pages by the press alone"
    yield f"last hour     {hour.requests} requests{hits}, {hour.unanswered} unanswered"
    mean = hour.milliseconds / hour.prints if hour.prints else 0.0
    yield f"prints made   {hour.prints}, {mean:.0f} ms each, {hour.failures} failed"
    if hour.lag is not None:
        yield f"lag           {hour.lag:.2f} s at most"


def _size(count: int) -> str:
    return f"{count / 1_048_576:.1f} MiB" if count >= 1_048_576 else f"{count / 1024:.0f} KiB"


def _ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "never"
    seconds = max(0.0, (now - moment).total_seconds())
    if seconds < 120:
        return f"{seconds:.0f} s ago"
    return f"{seconds / 60:.0f} min ago" if seconds < 7200 else f"{seconds / 3600:.0f} h ago"

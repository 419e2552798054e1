"""Comparing what is kept with what a fresh render gives, on the running site."""

from __future__ import annotations

import difflib
import json
import logging
import random
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from vestnik.changes import nudge
from vestnik.kit import clock
from vestnik.press import answers, surfaces
from vestnik.press.snapshot import snapshot
from vestnik.press.store import Kept, Store

logger = logging.getLogger("vestnik.press")
TRIES = 5
#: Lines of a difference that are told.
MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept print that is not what a fresh render gives."""

    name: str
    kept: dict[str, Any]
    fresh: dict[str, Any]

    def lines(self) -> list[str]:
        """The difference as a unified diff, line by line, of limited length."""
        diff = list(
            difflib.unified_diff(
                _lines(self.kept), _lines(self.fresh), "kept", "fresh", lineterm="", n=1
            )
        )
        more = [f"… {len(diff) - MOST_LINES} lines more"] if len(diff) > MOST_LINES else []
        return diff[:MOST_LINES] + more


@dataclass(slots=True)
class Verification:
    """What all verifications of the node found together: how many, how many were wrong, when."""

    checked: int = 0
    wrong: int = 0
    last: str = ""
    last_wrong: str = ""


def verify(name: str) -> Difference | None:
    """Compare one print with a fresh render; None when they are equal or it would not be shown."""
    store = answers.store()
    for _ in range(TRIES):
        answers.follower().look()
        kept = store.get(name)
        if kept is None or not _is_shown(kept):
            return None
        with snapshot():
            fresh = json.loads(json.dumps(asdict(surfaces.render(name))))
        if fresh == kept.content:
            return None
        # A change may have come between the look and the render: then the print is marked now.
        answers.follower().look_again()
        answers.follower().look()
        if store.get(name) == kept and _is_shown(kept):
            return Difference(name, kept.content, fresh)
    return None


def verify_and_repair(names: Iterable[str]) -> Iterator[tuple[str, Difference | None]]:
    """Verify prints one by one; a wrong one is logged and printed again. All is counted."""
    store = answers.store()
    for name in names:
        difference = verify(name)
        if difference is not None:
            logger.error("%s was not right:\n%s", name, "\n".join(difference.lines()))
            store.drop(name)
            answers.reprint(name)
            # Who keeps answers in memory has one that is not right.
            nudge.nudge()
        _count(store, difference)
        yield name, difference


def sample(size: int) -> list[str]:
    """The names of some prints, by chance."""
    found = (answers.store().some_name(random.random()) for _ in range(size))
    return sorted({name for name in found if name is not None})


def so_far(store: Store) -> Verification:
    """What the verifications of this node found."""
    text = store.fact("verification")
    return Verification() if text is None else Verification(**json.loads(text))


def last_at(found: Verification) -> datetime | None:
    """When a print was verified last."""
    return datetime.fromisoformat(found.last) if found.last else None


def _is_shown(kept: Kept) -> bool:
    return not kept.stale and (kept.until is None or kept.until > clock.instant())


def _count(store: Store, difference: Difference | None) -> None:
    found = so_far(store)
    found.checked += 1
    found.last = clock.instant().isoformat(timespec="seconds")
    if difference is not None:
        found.wrong += 1
        found.last_wrong = difference.name
    store.set_fact("verification", json.dumps(asdict(found)))


def _lines(content: dict[str, Any]) -> list[str]:
    """A print as lines: each tag on its own."""
    found = []
    for name, value in content.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        found += [f"{name}:", *text.replace(">", ">\n").splitlines()]
    return found

"""What the application tells the press process of itself, in one file of the node.

The press process knows no models, events or templates; with the sheet it follows the log, and says what is
always the same, also while the application is away. Each start of the application writes it anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vestnik.press.meaning import Flags, Meaning

#: The file's name in the node's data folder.
FILE = "press.json"
#: Stands in a query's values for the moment after which is looked, or for the name that is looked for.
AFTER = "after"


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT of moments; among its values, `AFTER` where what is looked for is to stand."""

    statement: str
    values: tuple[Any, ...]

    def filled(self, wanted: Any) -> list[Any]:
        """The values, with what is looked for in its place."""
        return [wanted if isinstance(one, dict) else one for one in self.values]


@dataclass(frozen=True, slots=True)
class Files:
    """Files under one prefix of addresses, the folder in which they lie, and the query for the two moments
    between which the one of a name may be shown.
    """

    prefix: str
    folder: str
    query: Query


@dataclass(frozen=True, slots=True)
class Sheet:
    """Release, meaning of the log, queries for what is due (of all, and after a moment), files, the headers
    that every public answer carries, and the two pages that need nothing.
    """

    release: str
    meaning: Meaning
    due: tuple[Query, ...]
    due_after: tuple[Query, ...]
    files: tuple[Files, ...]
    headers: tuple[tuple[str, str], ...]
    closed: str
    unavailable: str


def write(sheet: Sheet, path: Path) -> None:
    """Put the sheet in place at one stroke: whoever reads has the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}-{os.getpid()}")
    text = json.dumps(asdict(sheet), ensure_ascii=False, default=sorted)
    with open(os.open(aside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
    aside.replace(path)


def read(path: Path) -> Sheet:
    """The sheet as it was written. Raises OSError when there is none, ValueError for another format."""
    try:
        told = json.loads(path.read_text())
        meaning = told["meaning"]
        return Sheet(
            release=told["release"],
            meaning=Meaning(
                {name: Flags(**flags) for name, flags in meaning["events"].items()},
                {kind: frozenset(keys) for kind, keys in meaning["tables"].items()},
            ),
            due=_queries(told["due"]),
            due_after=_queries(told["due_after"]),
            files=tuple(
                Files(one["prefix"], one["folder"], _queries([one["query"]])[0])
                for one in told["files"]
            ),
            headers=tuple((name, value) for name, value in told["headers"]),
            closed=told["closed"],
            unavailable=told["unavailable"],
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path} is of another release: {error!r}") from error


def _queries(told: Sequence[dict[str, Any]]) -> tuple[Query, ...]:
    return tuple(Query(one["statement"], tuple(one["values"])) for one in told)

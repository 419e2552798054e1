"""The one way in which long commands show how far they are: on a terminal, and not at all in a pipe."""

from __future__ import annotations

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class _Rate(ProgressColumn):
    """So many a second; nothing before the first are done."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit

    def render(self, task: Task) -> Text:
        """The rate in words."""
        return Text("" if task.speed is None else f"{task.speed:.0f} {self._unit}/s")


def counting(what: str, unit: str, *, console: Console | None = None) -> Progress:
    """A bar with count, rate and time left ("Generating", "stories"), on the error stream."""
    console = console or Console(stderr=True)
    return Progress(
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(unit),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )

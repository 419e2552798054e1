"""What long commands show on a terminal, and in a pipe."""

from __future__ import annotations

import io

from rich.console import Console

from vestnik.kit.progress import counting


def shown(*, terminal: bool) -> str:
    written = io.StringIO()
    console = Console(file=written, force_terminal=terminal, width=200)
    with counting("Generating", "stories", console=console) as progress:
        task = progress.add_task("", total=30)
        for _ in range(3):
            progress.advance(task, 10)
    return written.getvalue()


def test_a_terminal_is_shown_count_and_rate_also_before_there_is_a_rate():
    written = shown(terminal=True)
    assert "Generating" in written
    assert "30/30" in written
    assert "stories/s" in written


def test_a_pipe_is_shown_nothing():
    assert shown(terminal=False).strip() == ""

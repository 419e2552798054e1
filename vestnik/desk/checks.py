"""`vestnik check --deploy --database default`: fails while a scheduled story should be out and is not."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error


def schedules_are_kept(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """For supervisors: asked with a database alone, since it looks into one."""
    if not databases or "default" not in databases:
        return []
    from vestnik.desk.roads.lateness import late_now

    return [
        Error(
            f"{late.subject} was due at {late.due.isoformat()} and is {late.seconds} s late."
            + (f" {late.why}" if late.why else ""),
            hint="Is `vestnik worker` running? The newsroom shows the story and offers to try again.",
            id="desk.E001",
        )
        for late in late_now()
    ]

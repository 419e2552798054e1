"""Small plots of a day in steps, drawn as SVG paths by the server: no script, no library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

#: Minutes of a step, and steps of a day.
STEP, STEPS = 5, 288
#: Height of a plot in its own units; a step is one unit wide.
HEIGHT = 60
Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Series:
    """One figure over the day; None for a step of which nothing is known. `top` is the height of the plot."""

    values: tuple[float | None, ...]
    top: float

    @property
    def path(self) -> str:
        """Columns without gaps between them, from the ground up, as one path; gaps where nothing is known."""
        drawn = []
        for place, value in enumerate(self.values):
            if value:
                height = round(min(value / self.top, 1.0) * HEIGHT, 1)
                # Whatever there is, is seen.
                drawn.append(f"M{place} {HEIGHT}v-{max(height, 1.0):g}h1V{HEIGHT}z")
        return "".join(drawn)

    @property
    def line(self) -> str:
        """A line from step to step, broken where nothing is known."""
        drawn, broken = [], True
        for place, value in enumerate(self.values):
            if value is not None:
                height = round(HEIGHT - min(value / self.top, 1.0) * HEIGHT, 1)
                drawn.append(f"{'M' if broken else 'L'}{place} {height:g}h1")
            broken = value is None
        return "".join(drawn)

    @property
    def highest(self) -> tuple[int, float] | None:
        """The place and the value of the highest step."""
        known = [(value, place) for place, value in enumerate(self.values) if value]
        if not known:
            return None
        value, place = max(known)
        return place, value


def first_step(now: datetime) -> datetime:
    """When the day of steps that ends with the present one began."""
    seconds = STEP * 60
    last = datetime.fromtimestamp(now.timestamp() // seconds * seconds, now.tzinfo)
    return last - timedelta(minutes=STEP * (STEPS - 1))


def series(
    steps: Mapping[datetime, Figures],
    now: datetime,
    figure: Callable[[Figures], float | None],
    *,
    top: float | None = None,
) -> Series:
    """A figure of each step. Its plot is as high as `top`, or as its highest step."""
    first = first_step(now)
    moments = (first + timedelta(minutes=STEP * place) for place in range(STEPS))
    values = tuple(figure(steps[at]) if at in steps else None for at in moments)
    return Series(values, top or max((value for value in values if value), default=1.0))

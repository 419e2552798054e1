"""Owns chance for invented news: one stream of numbers for each story, and picks with odds."""

from bisect import bisect
from collections.abc import Callable, Mapping
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")
Rnd = Callable[[], float]
"""A source of floats in [0, 1)."""
_MASK = (1 << 64) - 1


def stream(seed: int, number: int) -> Rnd:
    """The story's own stream of floats.

    Seed and number are mixed by SplitMix64's finaliser, so that neighbours share nothing.
    """
    mixed = (seed * 0x9E3779B97F4A7C15 + number * 0xD1B54A32D192ED03) & _MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
    return Random(mixed ^ (mixed >> 31)).random


def zipf(rnd: Rnd, count: int) -> int:
    """An index below ``count``; the k-th is drawn about 1/k as often as the first."""
    return int(count ** rnd()) - 1


class Odds(Generic[T]):
    """Values with weights, drawn by bisection."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        total = sum(weights.values())
        self._values = tuple(weights)
        # The last bound is left out: what lies above all others is the last value.
        self._bounds = [bound / total for bound in accumulate(weights.values())][:-1]

    def draw(self, rnd: Rnd) -> T:
        return self._values[bisect(self._bounds, rnd())]

"""What invented news is about: one module of plots for each section, in the order of SECTIONS."""

from vestnik.importer.invented.plots import (
    bulgaria,
    culture,
    economy,
    science,
    society,
    sport,
    views,
    world,
)

DESKS = (
    bulgaria.DESK,
    world.DESK,
    economy.DESK,
    society.DESK,
    culture.DESK,
    sport.DESK,
    science.DESK,
    views.DESK,
)
"""By section index."""

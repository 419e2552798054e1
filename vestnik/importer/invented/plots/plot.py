"""Owns the shape of a plot: the phrase templates of one recurring kind of news.

Templates are ``%``-templates over the slots of ``grammar.Forms`` and these: ``t`` place,
``vt``/``Vt`` place with preposition, ``i``/``I``/``io`` institution (subject, capitalised,
otherwise), ``n`` 11 to 89, ``k`` 2 to 9, ``h`` hundreds, ``pc`` percent, ``m`` a sum of money,
``d`` weekday with preposition, ``mo`` a month, ``y``/``y1`` this and next year, ``q`` a quarter of
a town, ``sc`` a score; in interviews ``person``, ``office``, ``quote`` and ``pe``, the ending of
the person's participles.

No noun follows „в“ or „с“ directly: the preposition would depend on its first sound.
"""

from dataclasses import dataclass

from vestnik.importer.invented.grammar import Forms


@dataclass(frozen=True, slots=True)
class Plot:
    """One recurring kind of news; every tuple is a pool that a story draws from."""

    title: str
    """What a storyline of this plot is called: a template over ``t`` and ``vt``."""
    things: tuple[Forms, ...]
    kickers: tuple[str, ...]
    headlines: tuple[str, ...]
    shorts: tuple[str, ...]
    decks: tuple[str, ...]
    leads: tuple[str, ...]
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the stories of one section share."""

    plots: tuple[Plot, ...]
    institutions: tuple[Forms, ...]
    offices: tuple[str, ...]
    details: tuple[str, ...]
    quotes: tuple[str, ...]
    abroad: bool = False

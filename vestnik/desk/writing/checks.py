"""The checks before publication: each a function of the draft alone, with the level and limit we ship.

The newsroom sets level and limit in its rules (`models.CheckRule`). A check that warns asks for a
confirmation, one that blocks stops publication and submission with its sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vestnik.desk.writing.draft import Draft, paragraphs
from vestnik.desk.writing.models import CheckRule
from vestnik.kit import clock, proofreading

OFF, WARNS, BLOCKS = CheckRule.Level.OFF, CheckRule.Level.WARNS, CheckRule.Level.BLOCKS
#: Findings of one check that are named; more say nothing new.
MOST_OF_ONE: Final = 5

Found = Iterable[tuple[str, str]]
"""Where, and the sentence."""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule as it is shipped. `limit` is in characters; a check without one counts nothing."""

    key: str
    title: Any
    find: Callable[[Draft, int], Found]
    level: str = WARNS
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found: which one, how grave, where it stands, what to say."""

    key: str
    level: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A check as the newsroom has set it."""

    check: Check
    level: str
    limit: int | None


def rules() -> dict[str, Rule]:
    """All checks as the newsroom has set them, in the order in which they are shown."""
    rows = {row.key: row for row in CheckRule.objects.all()[: 2 * len(CHECKS)]}
    return {
        key: Rule(
            check,
            rows[key].level if key in rows else check.level,
            (rows[key].limit or check.limit) if key in rows and check.limit else check.limit,
        )
        for key, check in CHECKS.items()
    }


def findings(draft: Draft, ruled: dict[str, Rule] | None = None) -> list[Finding]:
    """What is to be said of a draft, what blocks first."""
    found = []
    for rule in (ruled or rules()).values():
        if rule.level != OFF:
            said = list(dict.fromkeys(rule.check.find(draft, rule.limit or 0)))[:MOST_OF_ONE]
            found += [Finding(rule.check.key, rule.level, where, text) for where, text in said]
    return sorted(found, key=lambda one: one.level != BLOCKS)


# The checks


def _text(draft: Draft, _limit: int) -> Found:
    if not any(one.where.startswith("body:") for one in draft.texts):
        yield "body", _("The story has no text yet.")


def _section(draft: Draft, _limit: int) -> Found:
    if not draft.has_section:
        yield "section", _("The story has no section.")


def _too_long(name: str) -> Callable[[Draft, int], Found]:
    def find(draft: Draft, limit: int) -> Found:
        over = len(getattr(draft, name)) - limit
        if over > 0:
            yield (
                name,
                ngettext(
                    "%(over)d character longer than our measure of %(limit)d.",
                    "%(over)d characters longer than our measure of %(limit)d.",
                    over,
                )
                % {"over": over, "limit": limit},
            )

    return find


def _captions(draft: Draft, limit: int) -> Found:
    for shown in draft.photos:
        if len(shown.caption) > limit:
            yield (
                shown.where,
                _("The caption is longer than our measure of %(limit)d characters.")
                % {"limit": limit},
            )


def _short_headline(draft: Draft, limit: int) -> Found:
    if not draft.short_headline and len(draft.headline) > limit:
        yield (
            "short_headline",
            _("The headline is long for lists and cards: a short headline would help."),
        )


def _photo(draft: Draft, _limit: int) -> Found:
    if draft.kind != "brief" and not any(one.where == "lead_photo" for one in draft.photos):
        yield "lead_photo", _("The story has no lead photo.")


def _credit(draft: Draft, _limit: int) -> Found:
    for shown in draft.photos:
        if not shown.photo.credit.strip():
            yield (
                shown.where,
                _("The photo “%(title)s” has no credit.") % {"title": shown.photo.title[:60]},
            )


def _alt(draft: Draft, _limit: int) -> Found:
    for shown in draft.photos:
        if shown.photo.file and not shown.photo.description.strip():
            yield (
                shown.where,
                _("The photo “%(title)s” has no text for those who cannot see it.")
                % {"title": shown.photo.title[:60]},
            )


def _topic(draft: Draft, _limit: int) -> Found:
    if not draft.topics:
        yield "topics", _("The story has no topic.")


def _signature(draft: Draft, _limit: int) -> Found:
    if not draft.bylines and not draft.sources:
        yield "story_bylines", _("The story has neither a byline nor a source.")


def _source(draft: Draft, _limit: int) -> Found:
    if draft.sources:
        return
    text = "\n".join(one.text for one in draft.texts)
    for name in draft.agencies:
        at = text.find(name)
        if at >= 0 and not text[at + len(name) : at + len(name) + 1].isalpha():
            yield (
                "story_sources",
                _("The text names %(agency)s, but the story has no source.") % {"agency": name},
            )
            return


def _quotes(draft: Draft, _limit: int) -> Found:
    for one in paragraphs(draft):
        if beginning := proofreading.unpaired(one.text, draft.language):
            yield (
                one.where,
                _("A quotation mark has no partner: %(words)s") % {"words": f"{beginning}…"},
            )


def _doubled(draft: Draft, _limit: int) -> Found:
    for one in paragraphs(draft):
        for twice in proofreading.said_twice(one.text):
            yield one.where, _("The same word twice: %(words)s") % {"words": twice}


def _names(draft: Draft, _limit: int) -> Found:
    texts = [one.text for one in draft.texts]
    for one, other in proofreading.spelled_two_ways(texts):
        where = next((text.where for text in draft.texts if other in text.text), "body")
        yield (
            where,
            _("The same name in two spellings? %(one)s and %(other)s")
            % {"one": one, "other": other},
        )


def _embargo(draft: Draft, _limit: int) -> Found:
    if draft.embargo is not None and draft.embargo > clock.instant():
        yield "embargo", _("Under embargo: publication will wait for its end.")


def _links(draft: Draft, _limit: int) -> Found:
    for one in draft.unpublished:
        yield (
            one.where,
            _("“%(headline)s” is not published: readers will see no link.")
            % {"headline": one.text[:80]},
        )


def _table() -> Iterator[Check]:
    yield Check("text", gettext_lazy("No text"), _text, BLOCKS)
    yield Check("section", gettext_lazy("No section"), _section, BLOCKS)
    yield Check("credit", gettext_lazy("A photo without credit"), _credit, BLOCKS)
    yield Check(
        "alt", gettext_lazy("A photo without text for those who cannot see it"), _alt, BLOCKS
    )
    yield Check("headline", gettext_lazy("Headline"), _too_long("headline"), WARNS, 90)
    yield Check(
        "short_headline", gettext_lazy("Short headline"), _too_long("short_headline"), WARNS, 50
    )
    yield Check("kicker", gettext_lazy("Kicker"), _too_long("kicker"), WARNS, 30)
    yield Check("deck", gettext_lazy("Deck"), _too_long("deck"), WARNS, 200)
    yield Check("caption", gettext_lazy("Caption"), _captions, WARNS, 200)
    yield Check(
        "no_short_headline",
        gettext_lazy("A headline too long for cards, and no short one"),
        _short_headline,
        WARNS,
        90,
    )
    yield Check("photo", gettext_lazy("No lead photo"), _photo)
    yield Check("topic", gettext_lazy("No topic"), _topic)
    yield Check("signature", gettext_lazy("Neither byline nor source"), _signature)
    yield Check("source", gettext_lazy("An agency in the text, but no source"), _source)
    yield Check("quotes", gettext_lazy("A quotation mark without a partner"), _quotes)
    yield Check("doubled", gettext_lazy("The same word twice"), _doubled)
    yield Check("names", gettext_lazy("A name in two spellings"), _names)
    yield Check("links", gettext_lazy("A link to a story that is not published"), _links)
    yield Check("embargo", gettext_lazy("An embargo that has not ended"), _embargo)


CHECKS: Final = {check.key: check for check in _table()}
#: Without these a story cannot be on a page: the form refuses it too, whatever the rules say.
ALWAYS: Final = frozenset({"text", "section"})
#: Fields with a measure; the counters beside them show it.
MEASURED: Final = ("headline", "short_headline", "kicker", "deck", "caption")

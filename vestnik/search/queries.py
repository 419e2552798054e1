"""Asking the index: words as somebody typed them, filters by what stories are filed under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Revision

from vestnik.search import fulltext
from vestnik.search.actions.index import body_texts
from vestnik.search.fulltext import Question
from vestnik.search.marks import EARLIEST, LATEST, mark, marks_between
from vestnik.search.models import Card
from vestnik.search.words import found_in, last_word, words_of

#: Words of a search that are looked at, and letters.
MOST_WORDS, MOST_LETTERS = 12, 200
#: Letters around a found word in a body.
AROUND = 90


@dataclass(frozen=True)
class Search:
    """What is looked for. `filed` are filters: a name of `marks` and the values of which one must be.

    `among` restricts to these stories, for what the index does not keep.
    """

    typed: str = ""
    filed: Mapping[str, Sequence[object]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    among: Sequence[int] | None = None

    @property
    def asks_nothing(self) -> bool:
        return self._question().asks_nothing and self.among is None

    def words(self) -> list[str]:
        """The words looked for, in their dictionary forms."""
        return list(words_of(self.typed[:MOST_LETTERS]))[:MOST_WORDS]

    def begun(self) -> str:
        """How the last word begins, unless something stands behind it: it may be half typed."""
        beginning = last_word(self.typed[:MOST_LETTERS])
        return beginning if len(beginning) >= fulltext.SHORTEST_BEGINNING else ""

    def _question(self) -> Question:
        words, begun = self.words(), self.begun()
        some = [
            tuple(mark(name, value) for value in values)
            for name, values in self.filed.items()
            if values
        ]
        if self.since is not None or self.until is not None:
            first, last = self.since or EARLIEST, self.until or LATEST
            # Nothing lies between days in the wrong order: a mark that no story has.
            some.append(tuple(marks_between(first, last)) or (mark("day", "none"),))
        if begun and words and len(words) < MOST_WORDS:
            return Question(tuple(words[:-1]), tuple(some), (words[-1], begun))
        return Question(tuple(words), tuple(some))

    def find(self, limit: int) -> list[int]:
        """The ids of the stories found, newest first, at most so many."""
        if self.typed.strip() and not self.words():
            return []
        question = self._question()
        if question.asks_nothing:
            newest = sorted(self.among or (), reverse=True)
            return newest[:limit]
        return fulltext.find(question, limit=limit, among=self.among)

    def emphasised(self, text: str) -> SafeString:
        """The text, escaped, with the words found in it marked."""
        places = found_in(text, self.words(), self.begun())
        parts, end = [], 0
        for first, last in places:
            parts += [
                conditional_escape(text[end:first]),
                format_html("<mark>{}</mark>", text[first:last]),
            ]
            end = last
        # Every part is escaped above.
        return mark_safe("".join([*parts, conditional_escape(text[end:])]))


def headlines(pks: Iterable[int]) -> dict[int, str]:
    """The headline of the latest version of each story."""
    return dict(Card.objects.filter(pk__in=[*pks]).values_list("pk", "headline"))


def passages(search: Search, stories: Iterable[Any]) -> dict[int, SafeString]:
    """For each story the piece of its text where the first words are found, when a headline has none."""
    if not search.words():
        return {}
    wanted = {story.latest_revision_id: story.pk for story in stories if story.latest_revision_id}
    found = {}
    for revision in Revision.objects.filter(pk__in=wanted).only("pk", "content"):
        texts = (str(revision.content.get("deck") or ""), *body_texts(revision.content))
        for text in texts:
            places = found_in(text, search.words(), search.begun())
            if places:
                found[wanted[revision.pk]] = search.emphasised(_around(text, places[0][0]))
                break
    return found


def _around(text: str, place: int) -> str:
    first, last = max(0, place - AROUND), min(len(text), place + AROUND)
    while first > 0 and not text[first - 1].isspace():
        first -= 1
    while last < len(text) and not text[last].isspace():
        last += 1
    return ("… " if first else "") + text[first:last].strip() + (" …" if last < len(text) else "")

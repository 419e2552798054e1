"""Owns the lines of a page that are about the story and not of it: dates, authors, topics, address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from vestnik.importer.reading import dates, furniture, people
from vestnik.importer.reading.lines import ends_sentence

_URL = re.compile(r"^(?:url|адрес|address|source|източник)?\s*:?\s*(https?://\S+)$", re.IGNORECASE)


@dataclass(slots=True)
class Asides:
    """What is gathered while the lines go by."""

    zone: ZoneInfo
    url: str = ""
    published: datetime | None = None
    exact: bool = False
    updated: datetime | None = None
    not_after: date | None = None
    authors: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    pending: list[str] | None = None
    dropped: int = 0

    def aside(self, line: str, *, before_headline: bool = False) -> bool:
        """Take in a line that is about the story but not of it; false for any other line."""
        if self.pending is not None:
            waiting, self.pending = self.pending, None
            if len(line) <= 80 and not ends_sentence(line):
                waiting += people.names(line) if waiting is self.authors else [line]
                return True
        url = _URL.match(line)
        if url:
            self.url = self.url or url[1]
            return True
        topics, author = furniture.topics(line), furniture.author(line)
        if topics is not None:
            self.topics += topics
            self.pending = None if topics else self.topics
            return True
        if author is not None:
            self.authors += people.names(author)
            self.pending = None if author else self.authors
            return True
        if dates.is_relative(line):
            return True
        return self._date(line, before_headline=before_headline)

    def _date(self, line: str, *, before_headline: bool) -> bool:
        before, after = furniture.around_update(line)
        if after and dates.in_line(before) is not None:
            # „12.11.2023 08:15, обновена 13.11.2023“ says two things.
            self._date(after, before_headline=before_headline)
            return self._date(before, before_headline=before_headline)
        dated = dates.in_line(line) if len(line) <= 120 else None
        if dated is None or ends_sentence(dated.rest + "x") or len(dated.rest) > 60:
            return False
        labelled = furniture.says_published(dated.rest) or furniture.says_updated(dated.rest)
        if not labelled and len(dated.rest.split()) > (4 if before_headline or dated.clock else 2):
            return False
        moment = dated.moment(self.zone)
        if furniture.says_updated(dated.rest):
            self.updated = self.updated or moment
        elif before_headline and not labelled and (dated.weekday or dated.clock is None):
            # The site's header shows today's date: the day the page was saved, not published.
            self.not_after = self.not_after or dated.day
        elif self.published is None:
            self.published, self.exact = moment, dated.clock is not None
            name = furniture.author("By " + dated.rest) if dated.rest and not labelled else None
            self.authors += people.names(name) if name else []
        return True

    def latest_day(self) -> date | None:
        """The latest possible day of publication, where the day itself is not known."""
        if self.published is not None:
            return None
        return self.not_after or (None if self.updated is None else self.updated.date())

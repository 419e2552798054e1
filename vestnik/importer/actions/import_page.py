"""Makes a story of one saved page, and drafts of the stories that it announces."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from datetime import datetime, time
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.utils import timezone

from vestnik.changes.actor import Actor, acting
from vestnik.changes.announcing import gathering
from vestnik.importer.actions.body import make_body, make_photo
from vestnik.importer.models import Origin
from vestnik.importer.reading import read_page
from vestnik.importer.reading.found import FoundPage, FoundTeaser, Refused
from vestnik.kit import clock
from vestnik.kit.hashing import fingerprint
from vestnik.kit.html import plain_text
from vestnik.stories import languages
from vestnik.stories.actions.publish import publish
from vestnik.stories.models import Agency, Byline, Section, Story, StoryByline, StorySource, Topic

IMPORT = Actor(None, "import")
#: What is put behind an address to count visitors, and does not tell one page from another.
_COUNTING = re.compile(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|yclid|msclkid|igshid|mc_[ce]id|_ga", re.IGNORECASE
)
_HOME = re.compile(r"/?(?:(?:index|default|home)\.\w{2,5})?", re.IGNORECASE)
_FIELDS = {"headline": 300, "deck": 600, "kicker": 80, "dateline": 120, "origin_url": 1_000}


@dataclass(slots=True)
class Imported:
    """What became of one file. `state`: draft, published, unchanged, completed or refused."""

    file: str
    state: str
    story: int | None = None
    address: str = ""
    found: dict[str, Any] = field(default_factory=dict)
    teasers: list[int] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    refused: str = ""
    reason: str = ""


class DryRun(Exception):
    """Rolls everything back once it is known what would have been done."""


def import_page(
    data: bytes,
    *,
    name: str,
    section: Section | None = None,
    to_publish: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Import one page, whole or not at all. A page that cannot be read is `refused`, never raised."""
    try:
        page = read_page(data, name=name, language=languages.first())
    except Refused as refused:
        return Imported(name, "refused", refused=refused.code, reason=refused.sentence)
    result = Imported(name, "unchanged", found=_report(page), dropped=list(page.dropped))
    try:
        with acting(IMPORT), gathering():
            _import(page, result, section, to_publish)
            if dry_run:
                raise DryRun
    except DryRun:
        result.story, result.teasers, result.address = None, [], ""
    return result


def _import(page: FoundPage, result: Imported, section: Section | None, to_publish: bool) -> None:
    language = page.language if page.language in dict(settings.LANGUAGES) else languages.first()
    keys = _page_keys(page)
    origin = Origin.objects.filter(key__in=keys).select_related("story").first()
    waiting = _waiting_teaser(page)
    if origin is not None and origin.story is None:
        result.state, result.refused = "refused", "erased"
        result.reason = "This story was erased here and is not imported again."
        return
    story = origin.story if origin is not None else waiting
    if story is None:
        story = Story(locale_id=languages.locale_id_of(language))
        result.state = "draft"
    elif story.origin_kind == Story.Origin.TEASER and not story.live:
        result.state = "completed"
    if result.state != "unchanged":
        _fill(story, page, section)
        story.save()
        _remember(story, [*keys, _headline_key(page.headline)])
        story.save_revision(clean=False)
    result.teasers = [
        made for teaser in page.teasers if (made := _teaser(teaser, language)) is not None
    ]
    if to_publish and not story.live and not story.version:
        publish(story, by=IMPORT)
        result.state = "published" if story.live else "draft"
    result.story, result.address = story.pk, story.address


def _fill(story: Story, page: FoundPage, section: Section | None) -> None:
    values = {
        "headline": page.headline, "deck": page.deck, "kicker": page.kicker,
        "dateline": page.dateline, "origin_url": page.url,
    }  # fmt: skip
    for name, value in values.items():
        setattr(story, name, value[: _FIELDS[name]])
    story.origin_kind = Story.Origin.IMPORTED
    story.section = section or _section_named(page.section_name, story.locale_id) or story.section
    if page.lead_photo is not None:
        story.lead_photo = make_photo(page.lead_photo)
    story.body = make_body(page.body)
    bylines = [
        StoryByline(byline=Byline.objects.named(author[:160]), sort_order=order)
        for order, author in enumerate(page.authors)
    ]
    sources = [
        StorySource(agency=_agency(source.code, source.name), role=source.role, sort_order=order)
        for order, source in enumerate(page.sources)
    ]
    story.story_bylines.set(bylines)
    story.story_sources.set(sources)
    story.topics = [Topic.objects.named(topic[:160]) for topic in dict.fromkeys(page.topics)]
    _date(story, page)


def _date(story: Story, page: FoundPage) -> None:
    """The known date; else the latest possible, and said to be no more than that.

    Nothing was published tomorrow: a date that has not come is a mistake of the page.
    """
    precision, now = Story.DatePrecision, clock.instant()
    if page.published is not None and page.published <= now:
        story.dated = page.published
        story.date_precision = precision.EXACT if page.published_exact else precision.DAY
    elif page.not_after is not None:
        day_end = datetime.combine(page.not_after, time(23, 59, 59))
        story.dated = min(timezone.make_aware(day_end, timezone.get_default_timezone()), now)
        story.date_precision = precision.BEFORE
    else:
        story.dated, story.date_precision = now, precision.UNKNOWN
    updated = page.updated if page.updated is not None and page.updated <= now else story.dated
    story.updated = max(updated, story.dated)


def _teaser(teaser: FoundTeaser, language: str) -> int | None:
    """A draft with headline and deck, unless the story is known already."""
    keys = [_headline_key(teaser.headline), *_url_keys(teaser.url)]
    if Origin.objects.filter(key__in=keys).exists():
        return None
    story = Story(
        headline=teaser.headline[:300],
        deck=teaser.deck[:600],
        locale_id=languages.locale_id_of(language),
        origin_kind=Story.Origin.TEASER,
        origin_url=teaser.url[:1_000],
    )
    if teaser.photo is not None and (teaser.photo.caption or teaser.photo.credit):
        story.lead_photo = make_photo(teaser.photo)
    story.save()
    story.save_revision(clean=False)
    _remember(story, keys)
    return int(story.pk)


def _waiting_teaser(page: FoundPage) -> Story | None:
    """The draft that a teaser of this page left, which nobody has published since."""
    keys = [_headline_key(page.headline), *_url_keys(page.url)]
    origin = (
        Origin.objects.filter(
            key__in=keys, story__origin_kind=Story.Origin.TEASER, story__live=False
        )
        .select_related("story")
        .first()
    )
    return origin.story if origin is not None else None


def _remember(story: Story, keys: list[str]) -> None:
    Origin.objects.bulk_create(
        [Origin(key=key, story=story) for key in dict.fromkeys(keys)], ignore_conflicts=True
    )


def _page_keys(page: FoundPage) -> list[str]:
    text = "\n".join(plain_text(block.html) for block in page.body[:3])
    return [
        *_url_keys(page.url),
        fingerprint("page", _plain(page.headline), _plain(text)),
    ]


def _url_keys(url: str) -> list[str]:
    """The key of a story's address, `news.php?id=7` too; none for that of a site's own front, which
    careless sites name as the address of each of their pages."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    query = [pair for pair in parse_qsl(parts.query) if not _COUNTING.fullmatch(pair[0])]
    if not parts.netloc or (not query and _HOME.fullmatch(parts.path)):
        return []
    place = parts.netloc.lower().removeprefix("www.") + parts.path.rstrip("/")
    return [fingerprint("url", place + (f"?{urlencode(sorted(query))}" if query else ""))]


def _headline_key(headline: str) -> str:
    return fingerprint("headline", _plain(headline))


def _plain(text: str) -> str:
    """Letters and digits only: quotes and dashes differ between a teaser and its page."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _section_named(name: str, locale_id: int) -> Section | None:
    if not name:
        return None
    return Section.objects.live().filter(title__iexact=name, locale_id=locale_id).first()


def _agency(code: str, name: str) -> Agency:
    found = Agency.objects.filter(code=code).first() if code else None
    found = found or Agency.objects.filter(name=name[:160]).first()
    return found or Agency.objects.create(
        name=name[:160], code=code or f"x-{fingerprint(name)[:12]}"
    )


def _report(page: FoundPage) -> dict[str, Any]:
    """What was found, for the summary and for `--json`; the body as its number of blocks."""
    report = asdict(page)
    report["body"] = len(page.body)
    report["lead_photo"] = asdict(page.lead_photo) if page.lead_photo else None
    report.pop("dropped")
    return report

"""What public templates ask for: typeset text, moments in words, pictures, credits, addresses of assets.

All pure reads; the language is that of the page, in which it is being rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext
from wagtail.rich_text import expand_db_html

from vestnik.design import marks
from vestnik.design.sharing import ShareLink, ways_to_share
from vestnik.kit import dates, html, typography
from vestnik.kit.hashing import fingerprint
from vestnik.kit.word_diff import by_word

register = template.Library()

_STATIC: Final = Path(__file__).resolve().parent.parent / "static"
_EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")
_HAS_BLOCKS = re.compile(r"<(?:p|ul|ol|h[2-4]|table|blockquote)[ >]")
#: Credits that say nothing but that the photo is from the archive.
_ONLY_ARCHIVE: Final = frozenset({"архив", "архивна", "архивна снимка", "archive", "file photo"})
#: „Рисунка: Вестник“ is not called a photo.
_SAYS_WHAT_IT_IS: Final = re.compile(r"\w+: ")


class _Rendition(Protocol):
    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """What a `picture` element needs: a JPEG for all, and a `srcset` in each of the lighter formats.

    `tone` is the class of the colour that stands in its place until it is there.
    """

    src: str
    width: int
    height: int
    avif: str
    webp: str
    tone: str
    alt: str

    @property
    def in_row(self) -> str:
        """How wide it lies in a gallery, where all pictures have one height: a value of `sizes`."""
        return f"min(84vw, 46rem, clamp(13rem, 62vw, 26rem) * {self.width} / {self.height})"


# Marks for the press


@register.simple_tag
def story_begins(story: Any) -> SafeString:
    """Stands before a story in a list; with `story_ends` behind it the press can leave it out."""
    return mark_safe(marks.opening(story.pk) if story.pk else "")


@register.simple_tag
def story_ends(story: Any) -> SafeString:
    """Stands behind a story in a list."""
    return mark_safe(marks.closing() if story.pk else "")


@register.simple_tag
def part_count(kind: str, pk: int, language: str) -> SafeString:
    """The place for a count that many pages show and that is printed once: of what, and which one."""
    return mark_safe(marks.reference(f"count:{kind}:{pk}:{language}", 1, ()))


# Addresses


@register.filter
def path_in(subject: Any, language: str) -> str:
    """The address of a topic's, author's, agency's or storyline's stories in one language."""
    own = getattr(subject, "path", "")
    return str(own(language) if callable(own) else own)


@register.simple_tag
def asset(name: str) -> str:
    """The address of a file of ours, with its version, so that browsers may keep it for ever."""
    return f"{settings.STATIC_URL}{name}{_version(name)}"


@register.simple_tag
def own_stylesheet() -> str:
    """The address of the newsroom's own `look.css`, which goes after ours; "" without one."""
    look = settings.VESTNIK_LOOK
    return asset("look.css") if look and (look / "static/look.css").is_file() else ""


@cache
def _version(name: str) -> str:
    look = settings.VESTNIK_LOOK
    for folder in [look / "static", _STATIC] if look else [_STATIC]:
        try:
            return f"?v={fingerprint((folder / name).read_bytes())[:10]}"
        except OSError:
            continue
    # The page that tells of a failure uses this tag too: it must not fail itself.
    return ""


@register.simple_tag
def share_links(address: str, title: str) -> list[ShareLink]:
    """The ways to pass the page at this address on."""
    return ways_to_share(address, title)


@register.filter
def web_address(url: object) -> str:
    """`url` if it leads to the web by http or https, else nothing."""
    try:
        parts = urlsplit(str(url or ""))
    except ValueError:
        return ""
    return str(url) if parts.scheme in ("http", "https") and parts.hostname else ""


@register.filter
def host(url: object) -> str:
    """The host of an address, as a reader would say it."""
    return (urlsplit(web_address(url)).hostname or "").removeprefix("www.")


# Text


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@register.simple_tag
def words_changed(before: str, after: str) -> SafeString:
    """Both texts in one, by word: what went out as `del`, what came in as `ins`."""
    tags = {"same": "{}", "out": "<del>{}</del>", "in": "<ins>{}</ins>"}
    pieces = by_word(before, after)
    return mark_safe("".join(format_html(tags[piece.how], piece.text) for piece in pieces))


@register.filter
def typeset(text: object) -> SafeString:
    """Plain text as readers should see it, escaped; nothing for None."""
    return escape(typography.typeset_text("" if text is None else str(text), _language()))


@register.filter
def rich(value: object, shape: str = "block") -> SafeString:
    """Rich text (Wagtail's value or its source) as clean, typeset HTML.

    `shape` is "block" (paragraphs, lists) or "inline" (one line of running text). Links to our
    own are printed only where their target is live; what the sanitiser does not know is dropped.
    """
    source = getattr(value, "source", value)
    expanded = expand_db_html(str(source or ""))
    if shape == "inline":
        cleaned = html.clean_inline(expanded)
    else:
        cleaned = _EMPTY_PARAGRAPH.sub("", html.clean_block(expanded)).strip()
        if cleaned and not _HAS_BLOCKS.search(cleaned):
            cleaned = f"<p>{cleaned}</p>"
    return mark_safe(typography.unbroken_html(typography.typeset_html(cleaned, _language())))


@register.filter
def unbroken(text: str) -> SafeString:
    """Behind `typeset` where text is read, as in headlines: 32-ма and 5–6 stay on one line.

    Its spans want HTML: not for titles and attributes.
    """
    return mark_safe(typography.unbroken_html(conditional_escape(text)))


@register.filter
def language_name(code: str) -> str:
    """A language as its own readers call it, with a capital: it stands alone."""
    name = str(get_language_info(code)["name_local"])
    return name[:1].upper() + name[1:]


@register.simple_tag
def source_line(sources: Iterable[Any], language: str = "") -> SafeString:
    """Where the news comes from: „Източник: БГНЕС, по АФП“. Empty without sources.

    With a language, the name of each agency leads to its stories in that language.
    """
    carried: list[str] = []
    cited: list[str] = []
    #: While the sentence is set, a sign for private use stands for each name.
    links: dict[str, SafeString] = {}
    for source in sources:
        link = _named(source.agency, language)
        sign = next((one for one, known in links.items() if known == link), "")
        if not sign:
            sign = chr(0xE000 + len(links))
            links[sign] = link
        names = carried if source.role == "carried" else cited
        if sign not in names:
            names.append(sign)
    if carried and cited:
        line = gettext("Source: %(carried)s, citing %(cited)s")
    elif carried:
        line = gettext("Source: %(carried)s")
    elif cited:
        line = gettext("Citing %(cited)s")
    else:
        return SafeString("")
    line = typeset(line % {"carried": _together(carried), "cited": _together(cited)})
    return mark_safe("".join(links.get(sign, sign) for sign in line))


def _named(agency: Any, language: str) -> SafeString:
    address = path_in(agency, language) if language else ""
    name = typeset(agency.name)
    return format_html('<a href="{}">{}</a>', address, name) if address else name


def _together(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


# Times


@register.simple_tag(takes_context=True)
def moment(context: Context, when: datetime, form: str = "full") -> SafeString:
    """`when` as a `time` element in the site's zone.

    `form` is "full" (day and hour), "hour" (14:30) or "day", where no more than that is known.
    """
    zone: ZoneInfo = context["zone"]
    local = when.astimezone(zone)
    exact = local.isoformat(timespec="seconds")
    if form == "day":
        exact, words = local.date().isoformat(), dates.long_date(local, _language())
    elif form == "hour":
        words = f"{local:%H:%M}"
    else:
        words = dates.date_and_time(when, zone, _language())
    return format_html('<time datetime="{}">{}</time>', exact, typeset(words))


@register.simple_tag(takes_context=True)
def zone_mark(context: Context, when: datetime) -> SafeString:
    """What the clocks' zone is called at that moment: EET, with its name in words."""
    name = dates.zone_name(when, context["zone"], _language())
    return format_html('<abbr class="zone-mark" title="{}">{}</abbr>', name.title, name.short)


@register.simple_tag(takes_context=True)
def long_date(context: Context, when: datetime) -> SafeString:
    """The day of `when` in the site's zone, in words; no `time` element, for dates only bounded."""
    return typeset(dates.long_date(when.astimezone(context["zone"]), _language()))


@register.filter
def was_updated(story: Any) -> bool:
    """Whether readers are told of an update: one clearly after the publication."""
    if story.dated is None or story.updated is None:
        return False
    within = timedelta(days=1) if story.date_precision == "day" else timedelta(minutes=1)
    return bool(story.updated - story.dated > within)


# Photos


@register.filter
def photo_rendition(photo: Any, name: str) -> _Rendition | None:
    """The rendition of that name if it was made; never makes one, none that readers may not see, and
    none for sharing where the rights end at the site's own pages."""
    shown = photo.on_pages if photo else None
    if shown is None or (name.startswith("share") and not shown.may_be_shared):
        return None
    made: _Rendition | None = shown.rendition(name)
    return made


@register.simple_tag(takes_context=True)
def photo_on_page(context: Context, photo: Any) -> Any:
    """What stands in a photo's place just now: itself, its replacement while its rights do not hold,
    or nothing. The newsroom's preview shows what was not put to use yet."""
    if not photo:
        return None
    if context.get("preview"):
        return photo.standing_in(lambda one: one.withdrawn_at is None)
    return photo.on_pages


@register.simple_tag(takes_context=True)
def pictures_on_page(context: Context, items: Iterable[Any]) -> list[Any]:
    """The items of a gallery in whose place anything stands just now."""
    return [item for item in items if photo_on_page(context, item["photo"]) is not None]


@register.filter
def picture(photo: Any, use: str = "wide") -> Picture | None:
    """The photo in the renditions that were made for a use (`photos/specs.py`); None without any.

    Never makes one, and gives none that readers may not see.
    """
    shown: Any = photo.on_pages if photo else None
    made = shown.shown(use) if shown is not None else []
    largest = next((one for format, one in reversed(made) if format == "jpeg"), None)
    if largest is None:
        return None
    return Picture(
        src=largest.url,
        width=largest.width,
        height=largest.height,
        avif=_srcset(made, "avif"),
        webp=_srcset(made, "webp"),
        tone=f"tone-{shown.tone}",
        # Wagtail's own falls back on the title, which is often the name of a file.
        alt=shown.description,
    )


def _srcset(made: Iterable[tuple[str, _Rendition]], wanted: str) -> str:
    return ", ".join(f"{one.url} {one.width}w" for format, one in made if format == wanted)


@register.filter
def credit_line(photo: Any) -> SafeString:
    """„Снимка: БГНЕС, архив“: whose the photo is, and whether it was taken at another event."""
    credit = photo.credit.strip()
    known = credit.casefold().rstrip(".")
    if known in _ONLY_ARCHIVE or (photo.file_photo and not credit):
        return typeset(gettext("Photo: from the archive"))
    if not credit:
        return SafeString("")
    says_so = any(word in known for word in ("архив", "archive", "file photo"))
    if photo.file_photo and not says_so:
        credit = gettext("%(credit)s, from the archive") % {"credit": credit}
    if _SAYS_WHAT_IT_IS.match(credit):
        return typeset(credit)
    return typeset(gettext("Photo: %(credit)s") % {"credit": credit})

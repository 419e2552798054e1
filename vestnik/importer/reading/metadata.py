"""Owns what a page's head and its marks around the headline say about the story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from vestnik.importer.reading import dates, furniture, people, structured
from vestnik.importer.reading.lines import key

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time", "publication_date",
    "publish-date", "publishdate", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dc.date.created", "dc.date",
    "dcterms.created", "dcterms.date", "article.published", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "pubdate", "date",
    "article:published", "last-published",
)  # fmt: skip
_UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "dcterms.modified",
    "last-modified",
)
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|_|$)")
_DATE_CLASS = re.compile(r"date|time|publish|dat[ao]|posted", re.IGNORECASE)
_SITE_TAIL = re.compile(r"^(?P<title>.{5,}?)\s+(?:[|•·»«]|[–—-]{1,2}|::)\s+(?P<site>[^|]{2,60})$")
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:author|authors|byline|autor|avtor)(?:[\s_-]?names?)?(?:$|[\s_-])",
    re.IGNORECASE,
)
_A_HEADLINE = 3
"""Words from which the only h1 of a page is taken for a headline, not for a logo."""
_FORUM = re.compile(
    r"comment|respond|reply|disqus|forum|\bform\b|sidebar|related|footer", re.IGNORECASE
)


@dataclass(slots=True)
class Head:
    """What was found; empty strings and None where the page does not say."""

    url: str
    site: str
    language: str
    headline: str
    description: str
    published: datetime | None
    exact: bool
    updated: datetime | None
    authors: tuple[str, ...]
    section: str
    topics: tuple[str, ...]
    kicker: str
    article_body: str
    images: list[structured.Node]


def read(root: HtmlElement, zone: ZoneInfo) -> Head:
    """The metadata of the page, from the surest place that names each thing."""
    metas = _metas(root)
    title = " ".join((root.findtext(".//title") or "").split())
    url = _url(root, metas)
    node, by_id = structured.story_node(root, " ".join([*metas.get("og:title", ()), title]), url)
    site = _first(metas, "og:site_name", "application-name") or next(
        iter(structured.names(node.get("publisher"), by_id)), ""
    )
    published = _moment(
        [node.get("datePublished"), node.get("dateCreated")], metas, _PUBLISHED, zone
    )
    published = published or _visible_date(root, url, zone)
    updated = _moment([node.get("dateModified")], metas, _UPDATED, zone)
    if published and updated and updated[0] <= published[0]:
        updated = None
    return Head(
        url=url, site=site,
        language=(root.get("lang") or structured.text(node.get("inLanguage")) or _first(metas, "og:locale", "language", "content-language")),
        headline=_headline(root, metas, node, title, site),
        description=structured.text(node.get("description")) or _first(metas, "og:description", "description", "twitter:description"),
        published=published[0] if published else None, exact=bool(published and published[1]),
        updated=updated[0] if updated else None,
        authors=_authors(root, metas, node, by_id),
        section=structured.text(node.get("articleSection")) or _first(metas, "article:section", "section"),
        topics=_topics(metas, node), kicker="",
        article_body=_long_text(node.get("articleBody")),
        images=[*structured.images(node.get("image"), by_id), *({"url": src} for src in metas.get("og:image", ())[:1])],
    )  # fmt: skip


def _metas(root: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (
            meta.get("property")
            or meta.get("name")
            or meta.get("itemprop")
            or meta.get("http-equiv")
            or ""
        ).lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip(), []).append(content)
    return found


def _first(metas: dict[str, list[str]], *names: str) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _url(root: HtmlElement, metas: dict[str, list[str]]) -> str:
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and _web(link.get("href")):
            return str(link.get("href")).strip()
    return next(
        (url for url in (*metas.get("og:url", ()), *metas.get("twitter:url", ())) if _web(url)), ""
    )


def _web(address: str | None) -> bool:
    return bool(address) and urlsplit(str(address).strip()).scheme in ("http", "https")


def _headline(
    root: HtmlElement, metas: dict[str, list[str]], node: structured.Node, title: str, site: str
) -> str:
    ones = [" ".join(h1.text_content().split()) for h1 in root.iter("h1")]
    ones = [one for one in ones if 3 <= len(one) <= 400]
    given = [
        structured.text(node.get("headline")),
        *metas.get("og:title", ()),
        *metas.get("twitter:title", ()),
        title,
    ]
    named = [without_site(claim, site) for claim in given if claim]
    for claim in named:
        # The h1 is what the reader saw; a claim elsewhere says which h1 is the story's.
        for one in ones:
            short, long = sorted((key(claim.rstrip("… .")), key(one)), key=len)
            if short and (
                short == long or (long.startswith(short) and len(short) >= 0.6 * len(long))
            ):
                return one if key(one) == long or claim.endswith(("…", "...")) else claim
    for claim in named:
        for one in ones:
            # "Opinion | …": a kicker is set before the headline in the head only.
            if len(one) >= 0.5 * len(claim) and re.search(rf"[|•»]\s*{re.escape(one)}$", claim):
                return one
    if len(ones) == 1 and not any(given[:-1]) and len(ones[0].split()) >= _A_HEADLINE:
        # Only <title> says something else, as where it is the site's name on every page.
        return ones[0]
    if named and named[0]:
        return named[0]
    return ones[0] if len(ones) == 1 else max(ones, key=len, default="")


def without_site(title: str, site: str) -> str:
    """The title without the site's name behind it."""
    match = _SITE_TAIL.match(title)
    while match and (
        key(match["site"]) in key(site) or key(site) in key(match["site"]) or not site
    ):
        if not site and len(match["site"].split()) > 4:
            break
        title = match["title"]
        match = _SITE_TAIL.match(title) if site else None
    return title.strip()


def _moment(
    values: list[Any], metas: dict[str, list[str]], names: tuple[str, ...], zone: ZoneInfo
) -> tuple[datetime, bool] | None:
    written = [structured.text(value) for value in values]
    written += [content for name in names for content in metas.get(name, ())]
    for value in written:
        moment = dates.machine(value, zone)
        if moment:
            return moment
    return None


def _visible_date(root: HtmlElement, url: str, zone: ZoneInfo) -> tuple[datetime, bool] | None:
    """A date in the page's own marks: itemprop, <time>, an element called date, the address."""
    for element in root.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]"):
        moment = dates.machine(
            element.get("datetime") or element.get("content") or element.text_content(), zone
        )
        if moment:
            return moment
    scopes = (
        root.xpath("//h1/ancestor::*[self::article or self::header or self::main][1]")
        or root.xpath("//article")[:1]
    )
    near = [e for scope in scopes[:3] for e in scope.iter("time", "span", "div", "p")]
    if not scopes:
        # Old pages have no such elements: what comes right below the headline then.
        near = root.xpath(
            "//h1/following::*[self::time or self::span or self::div or self::p][position()<=10]"
        )
    for element in near:
        if element.tag != "time" and not _DATE_CLASS.search(element.get("class", "")):
            continue
        words = furniture.around_update(" ".join(element.text_content().split()))[0]
        moment = dates.machine(element.get("datetime") or "", zone)
        dated = dates.in_line(words) if len(words) <= 120 else None
        if moment:
            return moment
        if dated:
            return dated.moment(zone), dated.clock is not None
    for element in root.iter("time"):
        moment = dates.machine(element.get("datetime") or "", zone)
        if moment:
            return moment
    in_url = _IN_URL.search(urlsplit(url).path)
    return (
        dates.machine("-".join(f"{int(part):02}" for part in in_url.groups()), zone)
        if in_url
        else None
    )


def _authors(
    root: HtmlElement,
    metas: dict[str, list[str]],
    node: structured.Node,
    by_id: dict[str, structured.Node],
) -> tuple[str, ...]:
    for fields in (
        structured.names(node.get("author") or node.get("creator"), by_id),
        metas.get("author", []) + metas.get("article:author", []) + metas.get("byl", []),
        metas.get("parsely-author", []) + metas.get("sailthru.author", []) + metas.get("dc.creator", []),
        [link.text_content() for link in root.xpath("//a[@rel='author'] | //*[@itemprop='author']")[:6]],
        _marked_authors(root),
    ):  # fmt: skip
        found = people.names(*fields)
        if found:
            return found
    return ()


def _marked_authors(root: HtmlElement) -> list[str]:
    found: list[str] = []
    for element in root.xpath("//*[@class]"):
        if (
            not _AUTHOR_CLASS.search(element.get("class"))
            or not 4 < len(element.text_content().strip()) < 80
        ):
            continue
        marks = (
            f"{above.get('class', '')} {above.get('id', '')} {above.tag}"
            for above in element.iterancestors()
        )
        if not any(_FORUM.search(mark) for mark in marks):
            found.append(" ".join(element.text_content().split()))
    return found[:3]


def _topics(metas: dict[str, list[str]], node: structured.Node) -> tuple[str, ...]:
    keywords = node.get("keywords")
    words = (
        [structured.text(item) for item in keywords]
        if isinstance(keywords, list)
        else structured.text(keywords).split(",")
    )
    if not any(words):
        words = metas.get("article:tag", []) or _first(metas, "news_keywords", "keywords").split(
            ","
        )
    found = {
        word.strip(" #").casefold(): word.strip(" #")
        for word in words
        if 1 < len(word.strip(" #")) <= 80 and ":" not in word
    }
    return tuple(found.values())[:30]


def _long_text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def absolute(address: str, base: str) -> str:
    """The web address that `address` means on the page at `base`; "" for anything else."""
    try:
        joined = urljoin(base, address.strip())
        return (
            joined
            if urlsplit(joined).scheme in ("http", "https") and urlsplit(joined).netloc
            else ""
        )
    except ValueError:
        return ""

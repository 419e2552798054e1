"""Owns schema.org data in a page (JSON-LD), read as tolerantly as sites write it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml.html import HtmlElement

_STORY_TYPES = frozenset(
    {"blogposting", "liveblogposting", "report", "article", "reportage", "webarticle"}
)
_DEEPEST = 12
_MOST_NODES = 3000
#: What JSON can name and no text holds: databases refuse it.
_NO_SIGNS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_TAGS = re.compile(r"<[^<>]{0,500}>")

Node = dict[str, Any]


def story_node(
    root: HtmlElement, headline_hint: str = "", url: str = ""
) -> tuple[Node, dict[str, Node]]:
    """The node that describes the page's story (empty when none), and all nodes by @id."""
    nodes: list[Node] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            for value in loads(script.text or ""):
                nodes += list(_nodes(value))[: _MOST_NODES - len(nodes)]
    by_id: dict[str, Node] = {}
    for node in nodes:
        identity = node.get("@id")
        if isinstance(identity, str) and len(node) > len(by_id.get(identity, {})):
            by_id[identity] = node
    stories = [node for node in nodes if _is_story(node)]
    if not stories:
        return {}, by_id

    def fitness(node: Node) -> tuple[bool, bool, int]:
        headline = text(node.get("headline") or node.get("name"))
        addresses = json.dumps(
            [node.get("url"), node.get("mainEntityOfPage"), node.get("@id")], default=str
        )
        return (
            bool(url) and url.rstrip("/") in addresses,
            bool(headline) and headline[:40].casefold() in headline_hint.casefold(),
            sum(
                bool(node.get(key))
                for key in ("headline", "datePublished", "author", "articleBody", "image")
            ),
        )

    return max(stories, key=fitness), by_id


def loads(source: str) -> list[Any]:
    """The JSON values of one script; what cannot be parsed even after mending is left out."""
    source = source.strip().removeprefix("<!--").removesuffix("-->").strip()
    source = (
        re.sub(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$", "", source).strip().rstrip(";")
    )
    if not source or len(source) > 3_000_000:
        return []
    decoder = json.JSONDecoder(strict=False)
    mended = re.sub(r",\s*(?=[}\]])", "", source)
    for attempt in (source, mended, re.sub(r"(?m)^\s*//.*$", "", mended), unescape(mended)):
        try:
            return [decoder.decode(attempt)]
        except (ValueError, RecursionError):
            continue
    try:
        value, _ = decoder.raw_decode(mended)
    except (ValueError, RecursionError):
        return _salvage(source)
    return [value]


def text(value: Any) -> str:
    """A plain string of a value that may be a list, a node with a name, or escaped markup."""
    if isinstance(value, list):
        value = next((item for item in value if text(item)), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if not isinstance(value, str):
        return ""
    value = _NO_SIGNS.sub(" ", unescape(unescape(value)))
    return " ".join(_TAGS.sub(" ", value).split())


def names(value: Any, by_id: dict[str, Node]) -> list[str]:
    """The names in an author or publisher value: nodes, lists, references, bare strings."""
    if isinstance(value, list):
        return [name for item in value[:30] for name in names(item, by_id)]
    if isinstance(value, dict):
        whole = by_id.get(value.get("@id", ""), value) if not value.get("name") else value
        name = whole.get("name") or [
            f"{text(whole.get('givenName'))} {text(whole.get('familyName'))}".strip()
        ]
        return [text(part) for part in (name if isinstance(name, list) else [name]) if text(part)]
    return [text(value)] if isinstance(value, str) else []


def images(value: Any, by_id: dict[str, Node]) -> list[Node]:
    """The pictures of an image value, each a node with at least "url"."""
    if isinstance(value, list):
        return [image for item in value[:30] for image in images(item, by_id)]
    if isinstance(value, str):
        value = _NO_SIGNS.sub("", value)
        return (
            [{"url": value}] if value.startswith(("http", "/")) else images(by_id.get(value), by_id)
        )
    if isinstance(value, dict):
        whole = by_id.get(value.get("@id", ""), value) if not value.get("url") else value
        url = whole.get("url") or whole.get("contentUrl")
        url = url[0] if isinstance(url, list) and url else url
        return [{**whole, "url": _NO_SIGNS.sub("", url)}] if isinstance(url, str) else []
    return []


def _is_story(node: Node) -> bool:
    types = node.get("@type")
    written = types if isinstance(types, list) else [types]
    return any(
        isinstance(name, str)
        and (name.lower().rsplit("/", 1)[-1] in _STORY_TYPES or name.lower().endswith("article"))
        for name in written
    )


def _nodes(value: Any, depth: int = 0) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value[:500]:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key, inner in list(value.items())[:200]:
            # Other stories of a list page, and what is merely mentioned, are not this story.
            if key not in (
                "itemListElement",
                "hasPart",
                "isPartOf",
                "relatedLink",
                "mentions",
                "citation",
            ):
                yield from _nodes(inner, depth + 1)


def _salvage(source: str) -> list[Any]:
    """The few plain fields of a script whose JSON is beyond mending."""
    node: Node = {}
    for key in (
        "@type",
        "headline",
        "datePublished",
        "dateModified",
        "description",
        "articleSection",
    ):
        match = re.search(rf'"{key}"\s*:\s*"((?:[^"\\\n]|\\.){{1,1000}})"', source)
        if match:
            try:
                node[key] = json.loads(f'"{match[1]}"', strict=False)
            except ValueError:
                continue
    author = re.search(
        r'"author"\s*:\s*[\[{]*\s*(?:"@type"\s*:\s*"\w+"\s*,\s*)?"name"\s*:\s*"([^"\\\n]{1,200})"',
        source,
    )
    if author:
        node["author"] = {"name": author[1]}
    return [node] if node else []

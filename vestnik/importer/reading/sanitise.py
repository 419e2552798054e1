"""Owns which markup of a page survives: a few inline elements, lists, tables, links to the web."""

from __future__ import annotations

import re

import nh3

_INLINE = {"a", "b", "strong", "i", "em", "sub", "sup", "br", "s", "q", "code"}
_BLOCKS = {"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "p"}
_ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_SCHEMES = {"http", "https", "mailto"}
_EMPTY = re.compile(r"<(a|b|strong|i|em|sub|sup|s|q|code)(?: [^<>]*)?>(\s*)</\1>")
_BARE_LINK = re.compile(r"<a(?: href=\"\")?>(.*?)</a>", re.DOTALL)
_SPACES = re.compile(r"[\s\u00a0]+")
_EDGE_BREAKS = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")


def inline(markup: str) -> str:
    """`markup` with inline elements only, links absolute to the web, spaces single."""
    if "<" not in markup:
        return _tidy(markup.replace(">", "&gt;"))
    return _tidy(
        nh3.clean(markup, tags=_INLINE, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
    )


def block(markup: str) -> str:
    """`markup` of a list or a table, sanitised like `inline`."""
    tags = _INLINE | _BLOCKS
    return _tidy(
        nh3.clean(markup, tags=tags, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
    )


def _tidy(markup: str) -> str:
    markup = markup.replace("&nbsp;", " ")
    for _ in range(3):
        markup = _BARE_LINK.sub(r"\1", _EMPTY.sub(r"\2", markup))
    return _EDGE_BREAKS.sub("", _SPACES.sub(" ", markup)).strip()

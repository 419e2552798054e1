"""Which renditions the public pages use, by name: the only ones that leave the newsroom."""

from __future__ import annotations

#: Rendition name → Wagtail filter spec. Templates ask by name.
PUBLIC: dict[str, str] = {
    "lead-640": "width-640|format-jpeg",
    "lead-1280": "width-1280|format-jpeg",
    "card-400": "fill-400x267|format-jpeg",
}

PUBLIC_SPECS = frozenset(PUBLIC.values())

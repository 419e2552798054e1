"""The newsroom's keys for the sheet of shortcuts."""

from __future__ import annotations

from django import template

from vestnik.desk.keys.hooks import Key, keys

register = template.Library()


@register.simple_tag
def desk_keys() -> list[Key]:
    """All keys of ours, each with what it does."""
    return keys()

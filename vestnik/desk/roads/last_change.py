"""What the last publication of a story changed in its words, for whoever is about to correct it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from vestnik.kit.html import plain_text
from vestnik.stories.models import Story

#: A change of more characters was a new story rather than a correction.
MOST = 600
_SENTENCES = re.compile(r"(?<=[.!?…])\s+")


def last_change(story: Story) -> tuple[str, str]:
    """The sentences that the newest published version replaced, and those in their place; else empty."""
    contents = list(story.versions.order_by("-number").values_list("content", flat=True)[:2])
    if len(contents) < 2:
        return "", ""
    new, old = (list(_sentences(content)) for content in contents)
    before, after = [], []
    for how, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if how != "equal":
            before += old[old_from:old_to]
            after += new[new_from:new_to]
    gone, came = " ".join(before), " ".join(after)
    return (gone, came) if gone and max(len(gone), len(came)) <= MOST else ("", "")


def _sentences(content: dict[str, Any]) -> Iterator[str]:
    body = content.get("body") or "[]"
    blocks = json.loads(body) if isinstance(body, str) else body
    texts = [content.get("headline"), content.get("deck")]
    texts += [block.get("value") for block in blocks if block.get("type") == "paragraph"]
    for text in texts:
        if isinstance(text, str):
            yield from filter(None, _SENTENCES.split(plain_text(text).strip()))

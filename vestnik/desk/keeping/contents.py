"""The content of a draft, in the form in which two drafts can be compared and merged, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.fields import StreamField
from wagtail.models import Revision

from vestnik.desk.keeping.threeway import Shape
from vestnik.stories.models import Story, StoryVersion

Content = dict[str, Any]

#: Children rows, and what makes two rows of two drafts one and the same.
ROWS = {"story_bylines": ("byline",), "story_sources": ("agency", "role")}
#: Facts and wishes about the moment of publication: an older text does not bring them back.
OF_THE_MOMENT = ("embargo", "go_live_at", "expire_at", "silent_edit")

#: Fields that Wagtail calls editable and keeps by itself.
NOT_EDITED = ("first_published_at", "latest_revision", "locale", "translation_key")

_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def shape() -> Shape:
    """How the fields of a story are merged."""
    fields = {field.name: field for field in Story._meta.get_fields()}
    streams = {name for name, field in fields.items() if isinstance(field, StreamField)}
    sets = {name for name, field in fields.items() if isinstance(field, ParentalManyToManyField)}
    return Shape(streams=frozenset(streams | set(ROWS)), sets=frozenset(sets))


@cache
def edited_fields() -> tuple[str, ...]:
    """The fields that an editor writes, in the order of the model, the body last."""
    names = [
        field.name
        for field in Story._meta.get_fields()
        if getattr(field, "editable", False)
        and not field.auto_created
        and field.name not in (*NOT_EDITED, *Story.kept_fields)
    ]
    return tuple(sorted(names, key=lambda name: name == "body")) + tuple(ROWS)


def of_revision(revision: Revision) -> Content:
    """What a revision holds."""
    return comparable(revision.content)


def of_version(version: StoryVersion) -> Content:
    """What a publication held."""
    return comparable(version.content)


def of_story(story: Story) -> Content:
    """What a story in memory holds."""
    return comparable(json.loads(json.dumps(story.serializable_data(), cls=DjangoJSONEncoder)))


def comparable(stored: Mapping[str, Any]) -> Content:
    """The edited fields of a stored content, written one way: what means the same is equal."""
    content: Content = {}
    for name in edited_fields():
        value = stored.get(name)
        field = Story._meta.get_field(name)
        if isinstance(field, StreamField):
            raw = json.loads(value) if isinstance(value, str) and value else value
            value = [_tidy_block(field.stream_block, block) for block in raw or []]
        elif name in ROWS:
            value = [_row(name, row) for row in value or []]
        elif isinstance(field, ParentalManyToManyField):
            value = sorted(value or [])
        elif isinstance(value, str):
            value = _tidy_text(value)
        content[name] = value
    return content


def stored(content: Content, into: Mapping[str, Any]) -> dict[str, Any]:
    """A comparable content as a revision stores it, laid over another stored content."""
    result = dict(into)
    for name, value in content.items():
        if isinstance(Story._meta.get_field(name), StreamField):
            value = json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
        elif name in ROWS:
            known = {_row_key(name, row): row for row in into.get(name) or []}
            value = [
                {"pk": None, "story": into.get("pk")}
                | known.get(_row_key(name, row["value"]), {})
                | row["value"]
                | {"sort_order": place}
                for place, row in enumerate(value)
            ]
        result[name] = value
    return result


def _row(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A child row as a block: known by what it says, without the number of its row."""
    said = {key: value for key, value in row.items() if key not in ("pk", "story", "sort_order")}
    return {"type": name, "value": said, "id": _row_key(name, row)}


def _row_key(name: str, row: Mapping[str, Any]) -> str:
    return " ".join(str(row.get(part)) for part in ROWS[name])


def _tidy_block(stream: blocks.BaseStreamBlock, block: Mapping[str, Any]) -> dict[str, Any]:
    kind = stream.child_blocks.get(block["type"])
    return {**block, "value": _tidy(kind, block["value"]) if kind else block["value"]}


def _tidy(kind: blocks.Block, value: Any) -> Any:
    """The value of a block, without what an editor's opening and saving alone changes."""
    if isinstance(kind, blocks.RichTextBlock) and isinstance(value, str):
        return tidy_html(value, tuple(kind.features or ()))
    if isinstance(kind, blocks.StructBlock) and isinstance(value, dict):
        return {
            name: _tidy(kind.child_blocks[name], one) if name in kind.child_blocks else one
            for name, one in value.items()
        }
    if isinstance(kind, blocks.ListBlock) and isinstance(value, list):
        return [
            {**item, "value": _tidy(kind.child_block, item["value"])}
            if isinstance(item, dict) and item.get("type") == "item"
            else _tidy(kind.child_block, item)
            for item in value
        ]
    return _tidy_text(value) if isinstance(value, str) else value


def _tidy_text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def tidy_html(html: str, features: tuple[str, ...]) -> str:
    """As Draftail would save it: imported markup is otherwise another after each opening."""
    converter = _converter(features)
    kept = converter.to_database_format(converter.from_database_format(html))
    return _BLOCK_KEY.sub("", kept)


@cache
def _converter(features: tuple[str, ...]) -> ContentstateConverter:
    return ContentstateConverter(list(features))

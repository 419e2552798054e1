"""Drafts in words: what a field or block is called, and what it says, as one reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import StreamField

from vestnik.desk.keeping.contents import ROWS, Content, edited_fields, shape
from vestnik.kit.html import plain_text
from vestnik.stories.models import Story

#: The order in which one edits; fields that are not named come behind.
FIRST = ("kicker", "headline", "short_headline", "deck", "lead_photo", "lead_caption", "body")
LABELS: Mapping[str, str | Promise] = {
    "story_bylines": gettext_lazy("Bylines"),
    "story_sources": gettext_lazy("Sources"),
    "go_live_at": gettext_lazy("Schedule"),
    "expire_at": gettext_lazy("Taken off at"),
}


class Words:
    """Reads contents aloud. What they point to is looked up once for each table (`learn`)."""

    def __init__(self) -> None:
        self.streams = shape().streams
        self._names: dict[tuple[type[models.Model], Any], str] = {}

    def order(self) -> list[str]:
        """The fields in the order in which one edits."""
        return [*FIRST, *(name for name in edited_fields() if name not in FIRST)]

    def label(self, name: str) -> str | Promise:
        """What an editor calls a field."""
        if name in LABELS:
            return LABELS[name]
        return capfirst(str(getattr(Story._meta.get_field(name), "verbose_name", name)))

    def block_label(self, name: str, block: Mapping[str, Any] | None) -> str | Promise:
        """What an editor calls a block."""
        if block is None or name in ROWS:
            return self.label(name)
        kind = self._stream(name).child_blocks.get(block["type"])
        return str(kind.label) if kind else str(block["type"])

    def of_block(self, name: str, block: Mapping[str, Any] | None) -> str:
        """What a block says; "" for one that is not there."""
        if block is None:
            return ""
        if name in ROWS:
            return self._of_row(name, block)
        kind = self._stream(name).child_blocks.get(block["type"])
        return "\n".join(self._said(kind, block["value"])) if kind else str(block["value"])

    def of_field(self, name: str, value: Any) -> str:
        """What a field says; "" for an empty one."""
        if value in (None, "", [], False):
            return ""
        field: Any = Story._meta.get_field(name)
        if name in self.streams:
            return "\n".join(self.of_block(name, block) for block in value)
        if isinstance(value, list):
            return ", ".join(sorted(self._name(field.related_model, pk) for pk in value))
        if field.is_relation:
            return self._name(field.related_model, value)
        if value is True:
            return gettext("Yes")
        if choices := getattr(field, "flatchoices", None):
            return str(dict(choices).get(value, value))
        if isinstance(field, models.DateTimeField):
            return self._moment(field, value)
        return str(value)

    def learn(self, *contents: Content) -> None:
        """Look up the names of all that the contents point to, one question for each table."""
        wanted: dict[type[models.Model], set[Any]] = {}
        for content in contents:
            for model, pk in self._pointers(content):
                if (model, pk) not in self._names:
                    wanted.setdefault(model, set()).add(pk)
        for model, pks in wanted.items():
            for pk, row in model._base_manager.in_bulk(pks).items():
                self._names[model, pk] = str(row)

    def _pointers(self, content: Content) -> Iterator[tuple[type[models.Model], Any]]:
        for name, value in content.items():
            field: Any = Story._meta.get_field(name)
            if name in ROWS:
                for row in value or []:
                    for part in ("byline", "agency"):
                        if row["value"].get(part):
                            model = field.related_model._meta.get_field(part).related_model
                            yield model, row["value"][part]
            elif isinstance(field, StreamField):
                for block in value or []:
                    kind = field.stream_block.child_blocks.get(block["type"])
                    yield from self._pointers_of(kind, block["value"])
            elif field.is_relation and value:
                for pk in value if isinstance(value, list) else [value]:
                    yield field.related_model, pk

    def _pointers_of(
        self, kind: blocks.Block | None, value: Any
    ) -> Iterator[tuple[type[models.Model], Any]]:
        if isinstance(kind, blocks.ChooserBlock) and value:
            yield kind.target_model, value
        for child, one in _children(kind, value):
            yield from self._pointers_of(child, one)

    @staticmethod
    def _stream(name: str) -> blocks.BaseStreamBlock:
        field = Story._meta.get_field(name)
        assert isinstance(field, StreamField)
        return field.stream_block

    def _of_row(self, name: str, row: Mapping[str, Any]) -> str:
        model: Any = Story._meta.get_field(name).related_model
        said = []
        for part, value in row["value"].items():
            field = model._meta.get_field(part)
            if field.is_relation and value:
                said.append(self._name(field.related_model, value))
            elif value:
                said.append(str(dict(field.flatchoices or ()).get(value, value)))
        return ", ".join(said)

    @staticmethod
    def _moment(field: models.DateTimeField[Any, Any], value: Any) -> str:
        from vestnik.desk.acts import in_words

        return in_words(field.to_python(value))

    def _name(self, model: Any, pk: Any) -> str:
        if (model, pk) not in self._names:
            row = model._base_manager.filter(pk=pk).first()
            self._names[model, pk] = str(row) if row is not None else gettext("(no longer there)")
        return self._names[model, pk]

    def _said(self, kind: blocks.Block, value: Any) -> Iterator[str]:
        if value in (None, "", []):
            return
        if isinstance(kind, TableBlock):
            for row in value.get("data") or []:
                yield " | ".join(plain_text(str(cell or "")) for cell in row)
        elif isinstance(kind, blocks.RichTextBlock):
            yield plain_text(value)
        elif isinstance(kind, blocks.ChooserBlock):
            yield self._name(kind.target_model, value)
        elif children := list(_children(kind, value)):
            for child, one in children:
                yield from self._said(child, one)
        elif not isinstance(value, (dict, list)):
            yield str(value)


def _children(kind: blocks.Block | None, value: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """The blocks inside a block, with their stored values."""
    if isinstance(kind, blocks.StructBlock) and isinstance(value, dict):
        for name, child in kind.child_blocks.items():
            yield child, value.get(name)
    elif isinstance(kind, blocks.ListBlock) and isinstance(value, list):
        for item in value:
            is_item = isinstance(item, dict) and item.get("type") == "item"
            yield kind.child_block, item["value"] if is_item else item

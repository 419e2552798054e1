"""The blocks of a story's body. Templates: `design/templates/stories/blocks/`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

#: What an editor may do inside a line of text.
INLINE = ["bold", "italic", "link", "story-link"]


class PhotoBlock(blocks.StructBlock):
    """A photo of the library, with a caption for this place if the library's does not fit."""

    photo = ImageChooserBlock(label=_("photo"))
    caption = blocks.CharBlock(label=_("caption for this story"), required=False, max_length=1000)

    class Meta:
        icon = "image"
        label = _("Photo")
        template = "stories/blocks/photo.html"


class RelatedBlock(blocks.ListBlock):
    """Links to other stories; only live ones are printed."""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["stories"] = [story for story in value if story is not None and story.live]
        return dict(context)


class EmbedBlock(blocks.StructBlock):
    """Something of another site. Printed as a link: no request leaves the page by itself."""

    url = blocks.URLBlock(label=_("address"))
    title = blocks.CharBlock(label=_("what it is"), required=False, max_length=200)

    class Meta:
        icon = "media"
        label = _("Embed")
        template = "stories/blocks/embed.html"


class FactboxBlock(blocks.StructBlock):
    """Background in a box beside the text."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.RichTextBlock(label=_("text"), features=[*INLINE, "ul", "ol"])

    class Meta:
        icon = "info-circle"
        label = _("Factbox")
        template = "stories/blocks/factbox.html"


class QuoteBlock(blocks.StructBlock):
    """Words set apart, and whose they are."""

    text = blocks.TextBlock(label=_("quote"))
    attribution = blocks.CharBlock(label=_("whose words"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "stories/blocks/quote.html"


class BodyBlock(blocks.StreamBlock):
    """A story's body."""

    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"), features=INLINE, template="stories/blocks/paragraph.html"
    )
    subhead = blocks.CharBlock(
        label=_("Subhead"), icon="title", max_length=160, template="stories/blocks/subhead.html"
    )
    photo = PhotoBlock()
    gallery = blocks.ListBlock(
        PhotoBlock(), label=_("Gallery"), icon="image", template="stories/blocks/gallery.html"
    )
    quote = QuoteBlock()
    list = blocks.RichTextBlock(
        label=_("List"),
        icon="list-ul",
        features=[*INLINE, "ul", "ol"],
        template="stories/blocks/list.html",
    )
    table = TableBlock(label=_("Table"), template="stories/blocks/table.html")
    embed = EmbedBlock()
    factbox = FactboxBlock()
    related = RelatedBlock(
        SnippetChooserBlock("stories.Story"),
        label=_("Related"),
        icon="link",
        template="stories/blocks/related.html",
    )


def photo_ids(body: Any) -> set[int]:
    """The ids of all photos that a body shows."""
    found: set[int] = set()
    for block in body.raw_data if hasattr(body, "raw_data") else body:
        if block["type"] == "photo":
            found.add(block["value"].get("photo"))
        elif block["type"] == "gallery":
            for item in block["value"]:
                value = item.get("value", item)
                found.add(value.get("photo"))
    return {pk for pk in found if pk}


def without_ids(prepared: Any) -> Any:
    """A body's stored form without the ids of blocks, which say nothing to a reader."""
    if isinstance(prepared, dict):
        return {key: without_ids(value) for key, value in prepared.items() if key != "id"}
    if isinstance(prepared, list):
        return [without_ids(item) for item in prepared]
    return prepared

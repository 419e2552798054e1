"""The zones that an editor arranges on a front, and what their stored form asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from vestnik.stories.front_plan import BRIEFS, NEWEST, NOTHING, OPINION_ZONE, Source

#: A front has at most so many zones, of at most so many stories each: its page stays bounded.
MOST_ZONES = 20
MOST_STORIES = 12
KINDS = (
    ("news", _("news")),
    ("analysis", _("analysis")),
    ("opinion", _("opinion")),
    ("interview", _("interview")),
    ("reportage", _("reportage")),
    ("liveblog", _("liveblog")),
    ("brief", _("brief")),
)
FILLS = (
    ("newest", _("with the newest")),
    ("section", _("with the newest of a section")),
    ("kinds", _("with the newest of some kinds")),
    ("nothing", _("not at all: only chosen stories")),
)


def _title() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("title"),
        required=False,
        max_length=80,
        help_text=_("Stands above the zone. Empty: none, or the zone's usual one."),
    )


def _stories() -> blocks.ListBlock:
    return blocks.ListBlock(
        SnippetChooserBlock("stories.Story", label=_("story"), required=False),
        label=_("chosen stories"),
        default=[],
        max_num=MOST_STORIES,
        help_text=_(
            "They stand first, in this order. One that is not published yet takes its place by"
            " itself as soon as it is; until then another fills it."
        ),
    )


def _count(usual: int, most: int = MOST_STORIES) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(
        label=_("how many stories"),
        min_value=1,
        max_value=most,
        default=usual,
        help_text=_("Chosen ones and those filled in, together."),
    )


def _refill() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(
        label=_("fill the rest by itself"),
        required=False,
        default=True,
        help_text=_("With the newest that stand nowhere else on the page."),
    )


class ChosenBlock(blocks.StructBlock):
    """What all zones of stories share: not more may be chosen than are shown."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = self.errors_of(cleaned)
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def errors_of(self, value: Any) -> dict[str, ValidationError]:
        """What is wrong with the zone as a whole, by the field at which it is said."""
        if len([story for story in value["stories"] if story]) > (value["count"] or 0):
            return {"count": ValidationError(_("More stories are chosen than the zone shows."))}
        return {}


class FilledBlock(ChosenBlock):
    """A zone whose free places are filled from wherever the editor says."""

    title = _title()
    stories = _stories()
    count = _count(6)
    fill = blocks.ChoiceBlock(label=_("fill the rest"), choices=FILLS, default="newest")
    section = blocks.PageChooserBlock(
        page_type="stories.Section",
        label=_("section"),
        required=False,
        help_text=_("Where the rest is filled with the newest of a section."),
    )
    kinds = blocks.MultipleChoiceBlock(
        label=_("kinds"),
        choices=KINDS,
        required=False,
        help_text=_("Where the rest is filled with the newest of some kinds."),
    )

    def errors_of(self, value: Any) -> dict[str, ValidationError]:
        errors = super().errors_of(value)
        if value["fill"] == "section" and not value["section"]:
            errors["section"] = ValidationError(_("Choose the section."))
        if value["fill"] == "kinds" and not value["kinds"]:
            errors["kinds"] = ValidationError(_("Choose at least one kind."))
        return errors


class LeadBlock(FilledBlock):
    """One big story and up to three beside it."""

    count = _count(4, most=4)

    class Meta:
        icon = "pick"
        label = _("Lead: one big story, up to three beside it")


class GridBlock(FilledBlock):
    """Cards with pictures."""

    class Meta:
        icon = "grip"
        label = _("Grid of cards")


class HeadlinesBlock(FilledBlock):
    """Headlines with their times."""

    count = _count(8)

    class Meta:
        icon = "list-ul"
        label = _("List of headlines")


class OpinionBlock(ChosenBlock):
    """Opinions, analyses and interviews, with their authors' portraits."""

    title = _title()
    stories = _stories()
    count = _count(4)
    fill = _refill()

    class Meta:
        icon = "user"
        label = _("Opinions with portraits")


class BriefsBlock(ChosenBlock):
    """A column of briefs."""

    title = _title()
    stories = _stories()
    count = _count(6)
    fill = _refill()

    class Meta:
        icon = "list-ul"
        label = _("Column of briefs")


class SectionBlock(ChosenBlock):
    """The newest of one section, under its name."""

    section = blocks.PageChooserBlock(page_type="stories.Section", label=_("section"))
    title = _title()
    stories = _stories()
    count = _count(4)

    class Meta:
        icon = "folder-open-inverse"
        label = _("Strip of a section")


class PhotoOfTheDayBlock(blocks.StructBlock):
    """One photo of the library, large."""

    title = _title()
    photo = ImageChooserBlock(label=_("photo"))
    caption = blocks.CharBlock(
        label=_("caption"),
        required=False,
        max_length=1_000,
        help_text=_("Empty: the library's."),
    )

    class Meta:
        icon = "image"
        label = _("Photo of the day")


class ZonesBlock(blocks.StreamBlock):
    """The zones of a front, from the top."""

    lead = LeadBlock()
    grid = GridBlock()
    list = HeadlinesBlock()
    opinion = OpinionBlock()
    briefs = BriefsBlock()
    section = SectionBlock()
    photo = PhotoOfTheDayBlock()

    class Meta:
        required = False
        max_num = MOST_ZONES


#: Zones whose rest comes from these kinds.
_OF_KINDS = {"opinion": OPINION_ZONE, "briefs": BRIEFS}


def stored(zones: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each zone's kind and values as they are stored: by id, so that no draft is loaded."""
    for block in zones.raw_data:
        yield block["type"], block["value"]


def chosen_in(value: dict[str, Any]) -> list[int]:
    """The ids of the stories chosen in one zone, in order."""
    items = value.get("stories") or ()
    ids = (item.get("value") if isinstance(item, dict) else item for item in items)
    return [pk for pk in ids if isinstance(pk, int)]


def source_of(kind: str, value: dict[str, Any]) -> Source:
    """Where the rest of one zone comes from."""
    if kind in _OF_KINDS:
        return Source(kinds=_OF_KINDS[kind]) if value.get("fill", True) else NOTHING
    section = value.get("section") or 0
    if kind == "section":
        return Source(section=section)
    match value.get("fill"):
        case "newest":
            return NEWEST
        case "section":
            return Source(section=section)
        case "kinds":
            return Source(kinds=tuple(_known_kinds(value.get("kinds") or ())))
        case _:
            return NOTHING


def shown_photo_ids(zones: Any) -> set[int]:
    """The ids of the photos that the zones show by themselves."""
    return {pk for kind, value in stored(zones) if kind == "photo" if (pk := value.get("photo"))}


def _known_kinds(kinds: Iterable[str]) -> Iterator[str]:
    known = {kind for kind, _label in KINDS}
    return (kind for kind in dict.fromkeys(kinds) if kind in known)

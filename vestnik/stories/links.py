"""Links in running text to stories and pages of ours: kept as references, printed only when live.

In the database `<a linktype="story" id="42">`; in the editor the story's address, which whoever links
types or pastes; on a page a link when the story is live, else the text alone (`<a>` without href, which
the sanitiser takes off; only the opening tag is replaced, so "nothing" is not possible here: observed).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import escape
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.models import Page
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from vestnik.kit import sent
from vestnik.stories.addresses import draft_path
from vestnik.stories.models import Address, Story
from vestnik.stories.models.pages import SitePage
from vestnik.stories.routing import story_id_in

_NOTHING = "<a>"


class StoryLink(LinkHandler):
    """A link to a story, by its id."""

    identifier = "story"

    @staticmethod
    def get_model() -> type[Story]:
        return Story

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        ids = _ids(attrs_list)
        live = dict(Story.objects.live().filter(pk__in=ids).values_list("pk", "address"))
        return [_opening_tag(live.get(_id(attrs))) for attrs in attrs_list]

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, Any]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Iterable[tuple[type, str, str, str]]:
        yield Story, attrs["id"], "", ""


class PageLink(PageLinkHandler):
    """A link to a page of the tree; Wagtail's own prints the address of a draft too (rule 21)."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        pages = Page.objects.live().filter(pk__in=_ids(attrs_list)).specific()
        live = {page.pk: page.path_on_site for page in pages if isinstance(page, SitePage)}
        return [_opening_tag(live.get(_id(attrs))) for attrs in attrs_list]


class StoryLinkElementHandler(LinkElementHandler):
    """Shows a stored reference to the editor as the story's address."""

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        story = Story.objects.filter(pk=_id(attrs)).first()
        if story is None:
            return {"url": settings.VESTNIK_URL + draft_path(_id(attrs))}
        # A draft has no address yet; this one leads to it once it is live.
        return {"url": settings.VESTNIK_URL + (story.address or draft_path(story.pk))}


def story_link_entity(props: dict[str, Any]) -> Any:
    """Turns a link to an address of ours into a reference when the text is saved."""
    story_id = None if props.get("id") is not None else _story_at(props.get("url") or "")
    if story_id is None:
        return link_entity(props)
    return DOM.create_element("a", {"linktype": "story", "id": story_id}, props["children"])


class WithoutButton:
    """A Draftail feature that adds no button: links to stories are typed into the link dialog."""

    js: ClassVar[list[str]] = []

    def __init__(self) -> None:
        from django.forms import Media

        self.media = Media()

    def construct_options(self, options: dict[str, Any]) -> None:
        """Adds nothing."""


CONVERTER_RULE = {
    "from_database_format": {'a[linktype="story"]': StoryLinkElementHandler("LINK")},
    "to_database_format": {"entity_decorators": {"LINK": story_link_entity}},
}


def _story_at(url: str) -> int | None:
    parts = urlsplit(url)
    ours = urlsplit(settings.VESTNIK_URL)
    if parts.netloc and (parts.scheme, parts.netloc) != (ours.scheme, ours.netloc):
        return None
    if not parts.path.startswith("/"):
        return None
    story_id = story_id_in(parts.path)
    if story_id is not None and Story.objects.filter(pk=story_id).exists():
        return story_id
    given = Address.objects.filter(path=parts.path, subject__startswith="story:").first()
    return int(given.subject.removeprefix("story:")) if given is not None else None


def _id(attrs: dict[str, Any]) -> int:
    return sent.number(attrs.get("id", "")) or 0


def _ids(attrs_list: list[dict[str, Any]]) -> set[int]:
    return {_id(attrs) for attrs in attrs_list}


def _opening_tag(path: str | None) -> str:
    return f'<a href="{escape(path)}">' if path else _NOTHING

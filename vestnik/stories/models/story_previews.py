"""How a story is previewed in the newsroom: as its page, a card, what others share, a search result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from wagtail.models import PreviewableMixin

if TYPE_CHECKING:
    from vestnik.stories.models.story import Story


class StoryPreviews(PreviewableMixin):
    """Wagtail's previews with our modes; `stories.previews` draws them."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        from vestnik.stories import previews

        return previews.MODES

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        from vestnik.stories import previews

        return previews.template(mode_name)

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        from vestnik.stories import previews

        return previews.context(cast("Story", self), mode_name)

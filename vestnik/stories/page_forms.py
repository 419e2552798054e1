"""The form of the tree's pages: says at the field what the table of addresses would refuse."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.pages import WagtailAdminPageForm

from vestnik.stories.errors import AddressTaken
from vestnik.stories.page_addresses import is_taken


class SitePageForm(WagtailAdminPageForm):  # type: ignore[misc]
    """A page's form; its slug must not lead to an address that another page once had."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug")
        if slug and "slug" not in self.errors and is_taken(self.instance, self.parent_page, slug):
            self.add_error("slug", str(AddressTaken.sentence))
        return cleaned

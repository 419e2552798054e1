"""The forms of the tree's pages: say at the field what would be refused, offer nothing that is closed."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm

from vestnik.stories.errors import AddressTaken
from vestnik.stories.page_addresses import is_taken


class SitePageForm(WagtailAdminPageForm):
    """A page's form; its slug must not lead to an address that another page once had."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug")
        if slug and "slug" not in self.errors and is_taken(self.instance, self.parent_page, slug):
            self.add_error("slug", str(AddressTaken.sentence))
        return cleaned


class PageCopyForm(CopyForm):
    """Copying a page without making an alias: an address of ours has one owner."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)

"""Public tables of Wagtail's that no model of ours guards: what their writes announce.

The tree of pages is written by treebeard in raw SQL (move, numchild), sites and locales by Wagtail. The
net sees those statements; the whole site hangs on them, and they are rare.
"""

from __future__ import annotations

from vestnik.changes import net
from vestnik.press import keys
from vestnik.stories.events import SiteRearranged

#: Columns of the page table of which no reader sees anything.
SILENT_PAGE_COLUMNS = frozenset(
    {
        "numchild",
        "draft_title",
        "latest_revision_id",
        "latest_revision_created_at",
        "has_unpublished_changes",
        "live_revision_id",
        "go_live_at",
        "expire_at",
        "locked",
        "locked_at",
        "locked_by_id",
        "owner_id",
        "search_description",
    }
)


def declare_tables() -> None:
    """Called once, when the app is ready."""
    from vestnik.stories.page_addresses import settle_page_addresses

    # Wagtail moves pages, and takes them off in bulk, past the models of ours.
    net.declare(
        "wagtailcore_page",
        key=keys.SITE,
        event=SiteRearranged,
        silent=SILENT_PAGE_COLUMNS,
        settle=settle_page_addresses,
    )
    net.declare("wagtailcore_site", key=keys.SITE, event=SiteRearranged)
    net.declare("wagtailcore_locale", key=keys.SITE, event=SiteRearranged)

"""What anybody may do with a page of the tree beyond what Wagtail's rights say."""

from __future__ import annotations

from wagtail.models.pages import PagePermissionTester


class SitePageRights(PagePermissionTester):
    """Privacy is closed: a page of ours is public or is not there."""

    def can_set_view_restrictions(self) -> bool:
        return False

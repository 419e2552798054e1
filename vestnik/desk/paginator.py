"""Pages of long lists without counting what grows."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from wagtail.admin.paginator import WagtailPaginator


class BoundedPaginator(WagtailPaginator):
    """Counts to a bound and no further: whoever needs what lies beyond filters or searches."""

    bound = 500

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[: self.bound].count()) if hasattr(rows, "query") else len(rows)

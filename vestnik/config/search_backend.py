"""Wagtail's database search without its table-wide write at each save.

Observed: `_refresh_title_norms()` averages the whole index and updates it at every added row
(modelsearch/backends/database/sqlite/sqlite.py:166, postgres.py:323): 141 ms a publication at 10 000
rows, 1 650 ms at 100 000. The norm only weighs titles against each other, so it is left to
`update_index`, which refreshes it once for the whole table (docs/decisions/0006).
"""

from __future__ import annotations

from typing import Any

from modelsearch.backends import database


def SearchBackend(params: dict[str, Any]) -> Any:
    """The stock backend of the database in use, with an index that never rewrites itself on a save."""
    backend = database.SearchBackend(params)
    backend.index_class = _steady(backend.index_class)
    return backend


def _steady(index_class: Any) -> Any:
    class SteadyIndex(index_class):
        def _refresh_title_norms(self, full: bool = False) -> None:
            if full:
                super()._refresh_title_norms(full=True)

    return SteadyIndex

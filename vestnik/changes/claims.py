"""Which keys cover what a query may find: worked out from the query itself, not said by whoever asks.

A query pinned to rows (by their primary key, by a foreign key to a public row, by a field that the model
declares in `key_fields`) is covered by the keys of those rows, whether they are there or not: whoever
writes such a row announces that key.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Field, Model
from django.db.models.expressions import Col
from django.db.models.lookups import Exact, In
from django.db.models.sql import Query
from django.db.models.sql.where import AND, WhereNode


def pinning_keys(query: Query) -> frozenset[str] | None:
    """The keys of the rows to which the query is pinned; None when it is pinned to none."""
    found: frozenset[str] | None = None
    for lookup in _conditions(query.where):
        if isinstance(lookup, Exact | In) and isinstance(lookup.lhs, Col):
            keys = _keys_of_values(lookup.lhs.target, _values(lookup))
            if keys is not None:
                found = keys if found is None else found | keys
    return found


def _conditions(node: Any) -> Iterable[Any]:
    """The conditions of which every row found meets all."""
    if not isinstance(node, WhereNode):
        yield node
    elif node.connector == AND and not node.negated:
        for child in node.children:
            yield from _conditions(child)
    elif len(node.children) == 1 and not node.negated:
        yield from _conditions(node.children[0])


def _values(lookup: Any) -> list[Any] | None:
    values = lookup.rhs if isinstance(lookup, In) else [lookup.rhs]
    if hasattr(values, "resolve_expression") or isinstance(values, Query):
        return None
    plain = list(values)
    return None if any(hasattr(value, "resolve_expression") for value in plain) else plain


def _keys_of_values(field: Field[Any, Any], values: list[Any] | None) -> frozenset[str] | None:
    from vestnik.changes.public import PublicModel

    if values is None:
        return None
    model: type[Model] = field.model
    if issubclass(model, PublicModel) and field.name in model.key_fields:
        name = model.key_fields[field.name]
        return frozenset(name(value) for value in values)
    remote = field.related_model if field.is_relation else model if field.primary_key else None
    if isinstance(remote, type) and issubclass(remote, PublicModel):
        keys = [remote.key_of(value) for value in values if value is not None]
        if None not in keys:
            return frozenset(key for key in keys if key is not None)
    return None

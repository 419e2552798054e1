"""Where a photo is used: stories, fronts, bylines, photos it stands in for, whether readers see them or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ReferenceIndex

from vestnik.photos.models import Photo

#: So many are named; of more is only said that there are more.
MOST: Final = 30


@dataclass(frozen=True, slots=True)
class Use:
    """One object that shows a photo."""

    kind: str
    name: str
    url: str | None
    live: bool


@dataclass(frozen=True, slots=True)
class Usage:
    """The uses of a photo, and whether there are others."""

    uses: tuple[Use, ...]
    more: bool


def usage_of(photo: Photo, user: Any) -> Usage:
    """Where a photo is used, the newest first."""
    references = ReferenceIndex.get_references_to(photo).order_by("-pk")
    # Several places in one object are one use; bounded before they are told apart.
    rows = references.values_list("base_content_type_id", "object_id")[: MOST * 4]
    objects = list(dict.fromkeys(rows))
    finder = AdminURLFinder(user)
    uses = []
    for one in _loaded(objects[:MOST]):
        uses.append(
            Use(
                str(one._meta.verbose_name),
                str(one),
                finder.get_edit_url(one),
                bool(getattr(one, "live", not getattr(one, "archived", False))),
            )
        )
    return Usage(tuple(uses), len(objects) > MOST)


def _loaded(objects: Iterable[tuple[int, str]]) -> list[Any]:
    """The objects by their content types and ids, in the same order, a query for each type."""
    wanted: dict[int, list[str]] = {}
    for kind, pk in objects:
        wanted.setdefault(kind, []).append(pk)
    found: dict[tuple[int, str], Any] = {}
    for kind, pks in wanted.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            rows = model._default_manager.filter(pk__in=pks)
            found |= {(kind, str(row.pk)): row for row in rows}
    return [found[one] for one in objects if one in found]

"""Where a photo is used: stories, fronts, bylines, photos it stands in for, whether readers see them or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ReferenceIndex

from vestnik.photos.models import Photo
from vestnik.search.queries import Search
from vestnik.stories.models import Story

#: So many are named; of more is only said that there are more.
MOST: Final = 30


@dataclass(frozen=True, slots=True)
class Use:
    """One object that shows a photo; `live` is whether readers see it there."""

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
    shown = list(dict.fromkeys(rows))
    drafted = [one for one in _drafted(photo) if one not in shown]
    objects = [*drafted, *shown]
    finder = AdminURLFinder(user)
    uses = tuple(
        _use(one, finder.get_edit_url(one), drafted=key in drafted)
        for key, one in _loaded(objects[:MOST])
    )
    return Usage(uses, len(objects) > MOST)


def _drafted(photo: Photo) -> list[tuple[int, str]]:
    """Live stories whose unpublished changes show the photo: the references are those of live rows."""
    kind = ContentType.objects.get_for_model(Story).pk
    changed = Search(filed={"state": ["changed"], "photo": [photo.pk]}).find(MOST + 1)
    return [(kind, str(pk)) for pk in changed]


def _use(one: Any, url: str | None, *, drafted: bool) -> Use:
    kind = str(one._meta.verbose_name)
    # What is not live holds a draft, whose headline is for those who may open it.
    hidden = url is None and not getattr(one, "live", True)
    name = gettext("(Private %(object)s)") % {"object": kind} if hidden else str(one)
    seen = bool(getattr(one, "live", not getattr(one, "archived", False)))
    return Use(kind, name, url, seen and not drafted)


def _loaded(objects: Iterable[tuple[int, str]]) -> list[tuple[tuple[int, str], Any]]:
    """The objects with their content types and ids, in the same order, a query for each type."""
    wanted: dict[int, list[str]] = {}
    for kind, pk in objects:
        wanted.setdefault(kind, []).append(pk)
    found: dict[tuple[int, str], Any] = {}
    for kind, pks in wanted.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            rows = model._default_manager.filter(pk__in=pks)
            found |= {(kind, str(row.pk)): row for row in rows}
    return [(one, found[one]) for one in objects if one in found]

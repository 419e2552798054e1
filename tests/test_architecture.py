"""The shape of the house (design section 2): who may see whom, how large things are, what every app has."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import statistics
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

import vestnik
from vestnik.changes.events import Event
from vestnik.changes.public import PublicModel, PublicQuerySet
from vestnik.config.wiring import WIRING

PACKAGE = Path(vestnik.__file__).parent
#: From the ground up; neighbours on one floor do not know each other.
FLOORS = (
    # Templates are set in type by the kit, so that it lies below the design.
    {"kit"},
    {"design"},
    {"changes"},
    {"press", "accounts"},
    {"photos", "wire"},
    {"stories"},
    {"comments", "search", "feeds"},
    {"desk", "importer"},
    {"config"},
)
FLOOR = {app: height for height, floor in enumerate(FLOORS) for app in floor}
FRONT_DOOR = {"models", "queries", "actions", "events", "errors", "blocks"}
#: Apps with another door than the usual, or one more.
OTHER_DOORS = {
    "press": {
        "keys",
        "surfaces",
        "pieces",
        "due",
        "ahead",
        "answers",
        "figures",
        "files",
        "health",
        "readings",
        "receipts",
        "status",
    },
    # What it is for: the choke point, the log, the audit trail, the actor; a module each.
    "changes": FRONT_DOOR
    | {"public", "announcing", "actor", "audit", "net", "log", "place", "nudge", "bulk", "reading"},
    # The names of roles are the vocabulary of rights; what they may do is said in `config`.
    "accounts": FRONT_DOOR | {"roles"},
    "photos": FRONT_DOOR | {"finding", "likeness", "rights"},
    # Whoever makes a story asks for the locale of its language; who keeps drafts in an index follows.
    # Whoever arranges fronts asks for their picture.
    "stories": FRONT_DOOR | {"languages", "following", "arranging"},
}
ALL_DOORS_OPEN = {"kit", "design"}
#: Module → modules of other apps that it opens past the front door, each with the reason why it may.
PAST_THE_FRONT_DOOR = {
    # The newsroom serves the files that the library keeps under the newsroom's prefix.
    ("vestnik.desk.views.thumbnails", "vestnik.photos.storage"),
    # The generator writes rows in bulk, past the actions, and makes what these would have made.
    ("vestnik.importer.actions.generate", "vestnik.stories.addresses"),
    ("vestnik.importer.actions.generate", "vestnik.stories.lists"),
    ("vestnik.importer.actions.cast", "vestnik.photos.specs"),
    # A photo's page shows every cut that is made of it.
    ("vestnik.desk.library.views", "vestnik.photos.specs"),
}
#: Foreign keys of Wagtail's own on public models, which cannot be had otherwise.
WAGTAILS_OWN = {
    # TranslatableMixin. Locales are never deleted.
    ("stories.Story", "locale"),
    ("stories.Front", "locale"),
    ("stories.Section", "locale"),
    ("stories.StandingPage", "locale"),
    # CollectionMember. Deleting a collection that holds photos is refused by Wagtail's screens.
    ("photos.Photo", "collection"),
    # Multi-table inheritance from Page.
    ("stories.Front", "page_ptr"),
    ("stories.Section", "page_ptr"),
    ("stories.StandingPage", "page_ptr"),
}


#: Shares of the code above a quarter. To be taken out when the house is complete: half of its apps
#: (press, wire, comments, search, feeds) are still to come.
LARGE_FOR_NOW = {"importer": 0.45, "desk": 0.33}


def our_apps() -> list[str]:
    return sorted(child.name for child in PACKAGE.iterdir() if (child / "__init__.py").exists())


def app_of(name: str) -> str:
    """The app of a module ("vestnik.stories.links") or a model class's module; "" for the top."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "vestnik" else ""


def our_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("vestnik.")
    ]


def public_models() -> list[type[models.Model]]:
    return [model for model in our_models() if issubclass(model, PublicModel)]


def modules() -> list[Path]:
    found = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
    assert len(found) > 100
    return found


@pytest.fixture(scope="module")
def imports() -> list[tuple[str, str]]:
    """Every import of one module of ours by another: (who, whom)."""
    graph = grimp.build_graph("vestnik", cache_dir=None)
    return [
        (name, opened)
        for name in graph.modules
        for opened in graph.find_modules_directly_imported_by(name)
    ]


def test_every_app_stands_on_a_floor():
    assert set(our_apps()) <= set(FLOOR)


def test_relations_point_down():
    up = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in our_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.is_relation and app_of(field.related_model.__module__)
        for here, there in [(app_of(model.__module__), app_of(field.related_model.__module__))]
        if here != there and FLOOR[there] >= FLOOR[here]
    ]
    assert up == []


def test_imports_point_down_and_neighbours_do_not_know_each_other(imports):
    up = [
        f"{name} → {opened}"
        for name, opened in imports
        for here, there in [(app_of(name), app_of(opened))]
        if here in FLOOR and there in FLOOR and here != there and FLOOR[there] >= FLOOR[here]
    ]
    assert up == []


def past_the_front_door(imports) -> set[tuple[str, str]]:
    found = set()
    for name, opened in imports:
        here, there = app_of(name), app_of(opened)
        if here not in FLOOR or there not in FLOOR or here == there or here == "config":
            continue
        door = OTHER_DOORS.get(there, FRONT_DOOR)
        part = opened.split(".")[2] if opened.count(".") > 1 else ""
        if there not in ALL_DOORS_OPEN and part and part not in door:
            found.add((name, opened))
    return found


def test_apps_are_entered_by_the_front_door(imports):
    assert past_the_front_door(imports) - PAST_THE_FRONT_DOOR == set()


def test_what_may_pass_by_the_front_door_still_does(imports):
    assert PAST_THE_FRONT_DOOR - past_the_front_door(imports) == set()


def test_modules_are_small():
    sizes = sorted(len(path.read_text("utf-8").splitlines()) for path in modules())

    assert statistics.median(sizes) <= 90
    assert sizes[int(len(sizes) * 0.95)] <= 400
    assert sizes[-1] <= 500


def test_no_app_is_more_than_a_quarter_of_a_large_house():
    lines: dict[str, int] = {}
    for path in modules():
        inside = path.relative_to(PACKAGE).parts
        # The vocabulary of the invented archive and the demo's drawings are data written as code.
        data = inside[:2] == ("importer", "invented") or inside[:3] == (
            "importer",
            "demo",
            "pictures",
        )
        if not data:
            lines[inside[0]] = lines.get(inside[0], 0) + len(path.read_text("utf-8").splitlines())
    total = sum(lines.values())

    too_large = {
        app: f"{size / total:.0%}"
        for app, size in lines.items()
        if total > 10_000 and size > total * LARGE_FOR_NOW.get(app, 0.25)
    }
    assert too_large == {}


def test_every_module_says_what_it_owns():
    silent = [
        str(path.relative_to(PACKAGE))
        for path in modules()
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


@pytest.mark.parametrize("app", our_apps())
def test_every_app_has_a_short_readme(app):
    readme = PACKAGE / app / "README.md"

    assert readme.exists()
    assert 1 < len(readme.read_text("utf-8").splitlines()) <= 25


def test_there_are_public_models():
    assert {model._meta.label for model in public_models()} >= {
        "stories.Story", "stories.Section", "stories.Topic", "stories.Address", "photos.Photo",
        "stories.Correction", "stories.Listing", "stories.Edition", "photos.PhotoRendition",
    }  # fmt: skip


@pytest.mark.parametrize("model", public_models(), ids=lambda model: model._meta.label)
def test_a_public_model_is_written_through_the_choke_point(model):
    assert model._meta.base_manager_name == "objects"
    assert isinstance(model._base_manager.get_queryset(), PublicQuerySet)
    assert isinstance(model._default_manager.get_queryset(), PublicQuerySet)


@pytest.mark.parametrize("model", public_models(), ids=lambda model: model._meta.label)
def test_no_foreign_key_on_a_public_model_cascades_or_protects(model):
    wrong = {
        (model._meta.label, field.name)
        for field in model._meta.fields
        if field.is_relation
        and field.remote_field.on_delete in (models.CASCADE, models.PROTECT, models.RESTRICT)
    }
    assert wrong - WAGTAILS_OWN == set()


@pytest.mark.parametrize("model", public_models(), ids=lambda model: model._meta.label)
def test_a_public_model_says_which_of_its_columns_readers_do_not_see_by_their_names(model):
    # With the relations of children, which a save may name too.
    names = {field.name for field in model._meta.get_fields()}
    if hasattr(model, "tags"):
        names.add("tags")
    assert set(model.silent_fields) - names == set()


def leaves(event: type[Event]) -> set[str]:
    """The events that happen, by name: a dataclass with slots leaves a second class behind."""
    below = event.__subclasses__()
    name = f"{event.__module__}.{event.__qualname__}"
    found = {name} if not below else set().union(*map(leaves, below))
    return {name for name in found if name.startswith("vestnik.")}


def test_each_event_names_who_reacts_or_nobody():
    for app in our_apps():
        if (PACKAGE / app / "events.py").exists():
            importlib.import_module(f"vestnik.{app}.events")

    wired = {f"{event.__module__}.{event.__qualname__}" for event in WIRING}
    assert leaves(Event) == wired
    assert all(callable(reaction) for row in WIRING.values() for reaction in row)


def test_events_live_in_the_events_module_of_their_app():
    for module in pkgutil.walk_packages(vestnik.__path__, "vestnik."):
        if module.name.endswith(".models") or ".models." in module.name:
            importlib.import_module(module.name)

    strays = [name for name in leaves(Event) if name.split(".")[2] != "events"]
    assert strays == []


def test_every_app_with_models_or_screens_is_installed():
    installed = {name.split(".")[1] for name in settings.INSTALLED_APPS if name[:8] == "vestnik."}
    with_config = {app for app in our_apps() if (PACKAGE / app / "apps.py").exists()}

    assert with_config == installed

"""A believable Bulgarian news archive, invented: the story of a number is always the same."""

from vestnik.importer.invented.invent import SEED, invent_photo, invent_story, photo_indexes
from vestnik.importer.invented.people import BYLINES, InventedByline
from vestnik.importer.invented.sections import (
    AGENCIES,
    SECTIONS,
    InventedAgency,
    InventedSection,
)
from vestnik.importer.invented.story import (
    Block,
    InventedPhoto,
    InventedSource,
    InventedStory,
    split_quote,
)
from vestnik.importer.invented.storylines import STORYLINES, InventedStoryline
from vestnik.importer.invented.topics import TOPICS

__all__ = [
    "AGENCIES",
    "BYLINES",
    "SECTIONS",
    "SEED",
    "STORYLINES",
    "TOPICS",
    "Block",
    "InventedAgency",
    "InventedByline",
    "InventedPhoto",
    "InventedSection",
    "InventedSource",
    "InventedStory",
    "InventedStoryline",
    "invent_photo",
    "invent_story",
    "photo_indexes",
    "split_quote",
]

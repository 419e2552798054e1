"""Everything the stories app keeps, one module for each concern."""

from vestnik.stories.models.address import Address
from vestnik.stories.models.breaking import Breaking
from vestnik.stories.models.correction import Correction
from vestnik.stories.models.edition import Edition
from vestnik.stories.models.hands import Hand, NamedVersion
from vestnik.stories.models.listing import Listing
from vestnik.stories.models.pages import Front, Section, StandingPage
from vestnik.stories.models.parts import StoryByline, StorySource
from vestnik.stories.models.story import Story
from vestnik.stories.models.subjects import Agency, Byline, Storyline, Topic
from vestnik.stories.models.version import StoryVersion

__all__ = [
    "Address",
    "Agency",
    "Breaking",
    "Byline",
    "Correction",
    "Edition",
    "Front",
    "Hand",
    "Listing",
    "NamedVersion",
    "Section",
    "StandingPage",
    "Story",
    "StoryByline",
    "StorySource",
    "StoryVersion",
    "Storyline",
    "Topic",
]

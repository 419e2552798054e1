"""The machine with all its rules."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis.stateful import RULE_MARKER

from tests.press.desk_rules import DeskRules
from tests.press.front_rules import FrontRules
from tests.press.press_rules import PressRules
from tests.press.site_rules import SiteRules
from tests.press.story_rules import StoryRules


class Machine(StoryRules, DeskRules, SiteRules, FrontRules, PressRules):
    """All rules together."""


def machine_of(rules: Collection[str]) -> type[Machine]:
    """The machine with these rules alone; with all when none is named."""

    class Fewer(Machine):
        """Some rules."""

    # Hypothesis finds rules by looking at the class: what is None there is none.
    for name in dir(Machine) if rules else ():
        if hasattr(getattr(Machine, name), RULE_MARKER) and name not in rules:
            setattr(Fewer, name, None)
    return Fewer if rules else Machine

"""The newsroom's own keys: which there are, for the script that follows them and the sheet that lists them.

Wagtail's stay as they are (`/` search, `mod+s` save, `mod+p` preview, `?` the sheet); whoever has switched
shortcuts off in the account has switched off these, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

LIST = "wagtailsnippets_stories_story:list"


@dataclass(frozen=True, slots=True)
class Key:
    """Keys pressed one after the other, and the address to which they lead."""

    keys: str
    does: Promise
    address: str


def keys() -> list[Key]:
    """All of them. Letters are meant as keys of the keyboard, whatever alphabet it types."""
    return [
        Key("n", _("New story"), reverse("wagtailsnippets_stories_story:add")),
        Key("g d", _("To the desk"), reverse("wagtailadmin_home")),
        Key("g l", _("To the stories"), reverse(LIST)),
        Key("g m", _("To my stories"), f"{reverse(LIST)}?whose=mine"),
        Key("g w", _("To what waits for approval"), f"{reverse(LIST)}?state=step"),
        Key("g f", _("To the front, as readers see it"), "/"),
    ]


@hooks.register("insert_global_admin_js")
def follow_keys() -> SafeString:
    """The keys and the script that follows them, on every screen."""
    told: dict[str, Any] = {key.keys: key.address for key in keys()}
    return json_script(told, "desk-keys") + format_html(
        '<script type="module" src="{}"></script>', static("desk/keys.js")
    )

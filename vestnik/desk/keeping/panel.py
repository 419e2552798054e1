"""The editor's hidden panel: which draft a window began from, and what its script must know to keep a copy."""

from __future__ import annotations

from typing import Any

from django.forms import Media, Script
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel


class KeepingPanel(Panel):
    """Stands among the tabs and shows nothing until there is something to say."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/keeping/panel.html"

        def show_panel_furniture(self) -> bool:
            return False

        @property
        def media(self) -> Media:
            return Media(
                js=[Script("desk/keeping.js", type="module")],  # type: ignore[list-item]
                css={"all": ["desk/keeping.css"]},
            )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            posted = self.request.POST
            base = getattr(self.instance, "latest_revision_id", None) or ""
            context["base"] = posted.get("kept_base", base)
            context["window"] = posted.get("kept_window", "")[:36]
            context["data"] = {
                "user": self.request.user.pk,
                "alive": reverse("desk_alive"),
                "signIn": reverse("desk_signed_in"),
                "words": words(),
                **self.subject(),
            }
            return context

        def subject(self) -> dict[str, Any]:
            """What is written, and where a copy of it is compared."""
            return {"page": False, "compare": reverse("desk_compare_copy", args=[0])}


class PageKeepingPanel(KeepingPanel):
    """The same in the form of a page of the tree, whose versions are Wagtail's own and never merged."""

    class BoundPanel(KeepingPanel.BoundPanel):
        def subject(self) -> dict[str, Any]:
            own = words()
            own["file"] = _("Page kept in the browser")
            compare = reverse("desk_compare_page", args=[0])
            return {"page": True, "compare": compare, "words": own}


def words() -> dict[str, Any]:
    """What the bar says, by state; its script fills the braces."""
    unkept = _("Do not close this window before it is saved, or download the text.")
    download = {"download": _("Download as text")}
    return {
        "file": _("Story kept in the browser"),
        "unkept": {
            "title": _("This browser keeps no copy of what you write."),
            "text": _("It is saved on the server as always; do not close the window before that."),
        },
        "back": {"title": _("The connection is back and everything is saved.")},
        "offline": {
            "title": _("The server cannot be reached. Your text is kept in this browser."),
            "text": _("Go on writing: it is saved by itself as soon as the server answers."),
        },
        "offlineUnkept": {
            "title": _(
                "The server cannot be reached, and this browser keeps no copy of your text."
            ),
            "text": unkept,
            "buttons": download,
        },
        "refused": {
            "title": _("The server answers, but does not save this text."),
            "text": _(
                "It is tried again now and then. Take the text with you, and tell whoever looks after the site."
            ),
            "buttons": download,
        },
        "signedOut": {
            "title": _("You are no longer signed in. Your text is kept in this browser."),
            "text": _("Sign in in another window and come back: it is saved by itself."),
            "buttons": {"signIn": _("Sign in in another window")},
        },
        "signedOutUnkept": {
            "title": _("You are no longer signed in, and this browser keeps no copy of your text."),
            "text": unkept,
            "buttons": {"signIn": _("Sign in in another window")} | download,
        },
        "other": {
            "title": _("Somebody else is signed in now. Your text is kept in this browser."),
            "text": _("It is saved as soon as you sign in again with your own name."),
            "buttons": {"signIn": _("Sign in in another window")},
        },
        "otherUnkept": {
            "title": _(
                "Somebody else is signed in now, and this browser keeps no copy of your text."
            ),
            "text": unkept,
            "buttons": {"signIn": _("Sign in in another window")} | download,
        },
        "late": {
            "title": "{who}",
            "text": _(
                "Nothing is lost: your text is kept, and so is the other. Look at both and merge them."
            ),
            "buttons": {"merge": _("Merge the two texts")},
        },
        "found": {
            "title": _("This browser has a text of {at} that is not on the server."),
            "text": "{summary}",
            "unfold": _("What differs"),
            "buttons": {
                "restore": _("Restore this text"),
                "leave": _("Leave what is saved"),
                "download": _("Download as text"),
            },
        },
    }

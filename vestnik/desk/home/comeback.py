"""What the person has promised to come back to by today: the diary's part of the desk."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from vestnik.desk.diary.lists import due_today
from vestnik.desk.home.panels import MOST_LINES, Glance, Line, Panel, provide
from vestnik.kit.dates import long_date


@provide(25)
def comeback(glance: Glance) -> Panel | None:
    """The entries whose day has come, the longest overdue first; no panel while there are none."""
    entries = due_today(glance.user, most=MOST_LINES)
    if not entries:
        return None
    lines = []
    for entry in entries:
        overdue = entry.due < glance.today
        day = long_date(entry.due, get_language() or "")
        lines.append(
            Line(
                entry.story.headline,
                entry.story.edit_url(),
                gettext("Overdue since %(day)s") % {"day": day} if overdue else gettext("Today"),
                entry.opened,
                note=gettext("“%(words)s”") % {"words": entry.words},
                bad=overdue,
            )
        )
    return Panel("comeback", _("For follow-up"), lines, more=reverse("desk_diary"))

"""What colleagues have told this person and is not read yet."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vestnik.desk.home.panels import MOST_LINES, Glance, Line, Panel, provide


@provide(3)
def notices(glance: Glance) -> Panel | None:
    """The unread notices, newest first; no panel while there are none."""
    unread = glance.user.notices.unread().defer("story__body")[:MOST_LINES]
    lines = [
        Line(
            notice.headline or notice.get_what_display(),
            reverse("desk_notices"),
            notice.get_what_display() if notice.headline else "",
            glance.in_words(notice.at),
            note=" ".join(filter(None, (notice.by_name, notice.text))),
        )
        for notice in unread
    ]
    if not lines:
        return None
    return Panel("notices", _("Notices"), lines, more=reverse("desk_notices"))

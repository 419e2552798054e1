"""What an editor is told after a step of the workflow: Wagtail says only that something was saved."""

from __future__ import annotations

from django.utils.translation import gettext
from wagtail.admin.utils import get_latest_str

from vestnik.desk.acts import in_words
from vestnik.stories.models import Story

#: Wagtail's name of the decision by which a story goes back.
BACK = "reject"


def words_on(story: Story, decision: str) -> str:
    """What became of the story by the decision: where it is now, and what it waits for."""
    left = Story.objects.get(pk=story.pk)
    named = {"headline": get_latest_str(left)}
    if decision == BACK:
        return gettext("“%(headline)s” goes back to its author.") % named
    task = left.current_workflow_task
    if task is not None:
        return gettext("“%(headline)s” is approved. The next step is: %(task)s.") % (
            named | {"task": task.name}
        )
    waiting = left.scheduled_revision
    if waiting is not None:
        return gettext("“%(headline)s” is approved. It goes out on %(moment)s.") % (
            named | {"moment": in_words(waiting.approved_go_live_at)}
        )
    return gettext("“%(headline)s” is approved and published.") % named

"""Filing stories under topics. It leaves the text as it stands, draft or live."""

from __future__ import annotations

from vestnik.accounts.models import User
from vestnik.changes import audit
from vestnik.changes.actor import acting
from vestnik.changes.announcing import gathering
from vestnik.stories.models import Story, Topic


def put_under(story: Story, *, topic: Topic, by: User) -> bool:
    """Give the story a topic, at once when it is live; whether it did not have it before."""
    return _change_topic(story, topic, by, give=True)


def take_from(story: Story, *, topic: Topic, by: User, from_live: bool = True) -> bool:
    """Take a topic from the story, at once when it is live; whether it had it before.

    Without `from_live` an older text that readers see beside a draft keeps it.
    """
    return _change_topic(story, topic, by, give=False, in_live=from_live)


def _change_topic(
    story: Story, topic: Topic, by: User, *, give: bool, in_live: bool = True
) -> bool:
    with acting(by.as_actor), gathering():
        working = story.get_latest_revision_as_object()
        if (topic in working.topics.all()) is give:
            return False
        _set_topic(working, topic, give)
        revision = working.save_revision(user=by, clean=False)
        if story.live and not story.has_unpublished_changes:
            working.publish(revision, user=by, skip_permission_checks=True)
        elif story.live:
            # The draft's text stays a draft: only the topic of the live row changes.
            live = Story._base_manager.get(pk=story.pk)
            if in_live:
                _set_topic(live, topic, give)
                live.save()
        else:
            working.save()
        act = "story.put_under" if give else "story.take_from"
        audit.record(act, story.log_subject(), topic=topic.pk)
        return True


def _set_topic(story: Story, topic: Topic, give: bool) -> None:
    kept = [each for each in story.topics.all() if each.pk != topic.pk]
    story.topics = [*kept, topic] if give else kept

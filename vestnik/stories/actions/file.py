"""Filing stories elsewhere: section, topic, owner. Each leaves the text as it stands, draft or live."""

from __future__ import annotations

from vestnik.accounts.models import User
from vestnik.changes import audit
from vestnik.changes.actor import acting
from vestnik.changes.announcing import gathering
from vestnik.stories.models import Story, Topic


def put_under(story: Story, *, topic: Topic, by: User) -> bool:
    """Give the story a topic, at once when it is live; whether it did not have it before."""
    return _change_topic(story, topic, by, give=True)


def take_from(story: Story, *, topic: Topic, by: User) -> bool:
    """Take a topic from the story, at once when it is live; whether it had it before."""
    return _change_topic(story, topic, by, give=False)


def _change_topic(story: Story, topic: Topic, by: User, *, give: bool) -> bool:
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


def give_to(story: Story, *, owner: User | None, by: User) -> None:
    """Make somebody else the story's owner: it is in their work from now on."""
    with acting(by.as_actor), gathering():
        story.owner = owner
        story.save(update_fields=["owner"])
        audit.record("story.hand_over", story.log_subject(), to=owner.pk if owner else None)

"""An archive for reading plans: invented stories, and beside them the traces of a working newsroom.

The generator writes what readers and editors see. What grows beside it (log entries, finished workflows,
references, readers' accounts, the search index of photos) is added here in bulk, a few rows a story, so
that no table which grows in life stands empty while its plans are read.
"""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from wagtail.models import ReferenceIndex, TaskState, Workflow, WorkflowState

from vestnik.accounts.models import User
from vestnik.changes.announcing import lifted
from vestnik.desk.models import FollowUp
from vestnik.photos.models import Photo
from vestnik.stories.models import Section, Story

#: One reader's account to so many stories.
STORIES_TO_A_READER = 5


def fill(stories: int) -> None:
    """Bring the archive to so many invented stories, with traces and statistics."""
    call_command("generate", stories=stories, verbosity=0)
    leave_traces()
    gather_statistics()


def leave_traces() -> None:
    """For each story without them: log entries, a finished workflow of two steps, references."""
    kind = ContentType.objects.get_for_model(Story).pk
    workflow = Workflow.objects.get(active=True)
    first, last = workflow.workflow_tasks.order_by("sort_order").values_list("task_id", flat=True)
    task_kind = ContentType.objects.get_for_model(workflow.tasks[0].specific_class).pk
    to_photo = ContentType.objects.get_for_model(Photo).pk
    to_section = ContentType.objects.get_for_model(Section).pk
    fresh = f"s.id > (SELECT COALESCE(MAX(CAST(object_id AS bigint)), 0) FROM {_t(WorkflowState)})"
    if not Story.objects.extra(where=[fresh.replace("s.id", "stories_story.id")]).exists():
        return
    uuid = (
        "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    )
    owner = "(SELECT MIN(id) FROM accounts_user)"
    no, yes = ("false", "true") if connection.vendor == "postgresql" else ("0", "1")
    each = f"FROM stories_story s WHERE {fresh}"
    with lifted(), connection.cursor() as cursor:
        for action in ("wagtail.create", "wagtail.edit", "wagtail.publish"):
            cursor.execute(
                "INSERT INTO wagtailcore_modellogentry (label, action, timestamp, content_changed, deleted,"
                " object_id, content_type_id, user_id, uuid, revision_id, data) SELECT s.headline,"
                f" '{action}', s.latest_revision_created, {yes}, {no}, CAST(s.id AS varchar), {kind},"
                f" {owner}, {uuid}, s.latest_revision_id, '{{}}' {_with_moment(each)}"
            )
        for subject in ("changes_auditentry", "changes_change"):
            columns = "act, reason, details" if subject.endswith("entry") else "event, keys"
            values = (
                "'story.publish', '', '{}'"
                if subject.endswith("entry")
                else "'StoryWentLive', '[]'"
            )
            cursor.execute(
                f"INSERT INTO {subject} (at, actor_id, actor_name, subject, {columns})"
                f" SELECT s.latest_revision_created, 1, 'Проба', 'story:' || s.id, {values}"
                f" {_with_moment(each)}"
            )
        for target, column in ((to_photo, "lead_photo_id"), (to_section, "section_id")):
            cursor.execute(
                f"INSERT INTO {_t(ReferenceIndex)} (base_content_type_id, content_type_id, object_id,"
                " to_content_type_id, to_object_id, model_path, content_path, content_path_hash)"
                f" SELECT {kind}, {kind}, CAST(s.id AS varchar), {target}, CAST(s.{column} AS varchar),"
                f" '{column}', '{column}', {uuid} {each} AND s.{column} IS NOT NULL"
            )
        cursor.execute(
            "INSERT INTO accounts_user (password, is_superuser, first_name, last_name, is_staff,"
            f" is_active, date_joined, uid, email) SELECT '!', {no}, 'Читател', '', {no}, {yes},"
            f" r.created_at, {uuid}, 'reader' || s.id || '@example.test' FROM stories_story s"
            " JOIN wagtailcore_revision r ON r.id = s.latest_revision_id"
            f" WHERE s.id % {STORIES_TO_A_READER} = 0 AND {fresh}"
        )
        spread = "(s.id % 700)"
        due = (
            f"date '2026-01-01' + CAST({spread} AS integer)"
            if connection.vendor == "postgresql"
            else f"date('2026-01-01', '+' || {spread} || ' days')"
        )
        cursor.execute(
            f"INSERT INTO {_t(FollowUp)} (story_id, block, words, sentence, kind, due, state, who_id,"
            f" note, made) SELECT s.id, '', 'до петък', '', 'other', {due}, 'open', {owner}, '',"
            f" s.latest_revision_created {_with_moment(each)}"
        )
        # Last: by them is known which stories have their traces.
        cursor.execute(
            f"INSERT INTO {_t(WorkflowState)} (status, created_at, requested_by_id, workflow_id, object_id,"
            " base_content_type_id, content_type_id) SELECT 'approved', s.latest_revision_created,"
            f" {owner}, {workflow.pk}, CAST(s.id AS varchar), {kind}, {kind} {_with_moment(each)}"
        )
        for task in (first, last):
            cursor.execute(
                f"INSERT INTO {_t(TaskState)} (status, started_at, finished_at, content_type_id, task_id,"
                " workflow_state_id, finished_by_id, comment, revision_id) SELECT 'approved',"
                f" w.created_at, w.created_at, {task_kind}, {task}, w.id, w.requested_by_id, '',"
                f" s.latest_revision_id FROM {_t(WorkflowState)} w JOIN stories_story s"
                " ON w.object_id = CAST(s.id AS varchar) WHERE NOT EXISTS (SELECT 1 FROM"
                f" {_t(TaskState)} t WHERE t.workflow_state_id = w.id AND t.task_id = {task})"
            )
    call_command("update_index", verbosity=0)


def gather_statistics() -> None:
    """What autovacuum does on PostgreSQL by itself, and nobody on SQLite."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def owned_by(user: User) -> None:
    """Give every story to one contributor: the list of one's own is then as long as the archive."""
    with lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE stories_story SET owner_id = %s", [user.pk])


def _t(model: type) -> str:
    return model._meta.db_table


def _with_moment(each: str) -> str:
    """The stories, with the moment of their latest revision."""
    inner = (
        "(SELECT s.*, r.created_at AS latest_revision_created FROM stories_story s"
        " JOIN wagtailcore_revision r ON r.id = s.latest_revision_id) s"
    )
    return each.replace("stories_story s", inner, 1)

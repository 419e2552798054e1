"""The lists of kinds ("kind:opinion:bg/list") of the stories that are live already, as stories/lists.py has them."""

from django.db import migrations

#: Stories at a time: each batch is a transaction of its own, and one that was made is not made again.
BATCH = 5_000


def fill(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM stories_story")
        last = cursor.fetchone()[0]
        for start in range(0, last, BATCH):
            cursor.execute(
                "INSERT INTO stories_listing (list, story_id, dated)"
                " SELECT 'kind:' || s.kind || ':' || l.language_code || '/list', s.id, s.dated"
                " FROM stories_story s JOIN wagtailcore_locale l ON l.id = s.locale_id"
                " WHERE s.id > %s AND s.id <= %s AND s.live AND s.date_precision IN ('exact', 'day')"
                " ON CONFLICT DO NOTHING",
                [start, start + BATCH],
            )


def empty(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DELETE FROM stories_listing WHERE list LIKE 'kind:%%'")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("stories", "0003_front_zones_and_breaking")]
    operations = [migrations.RunPython(fill, empty)]

"""An index along which the revisions of one story are walked by their ids.

SQLite's index of object and kind has the ids in it already; PostgreSQL would sort all revisions of a story.
"""

from django.db import migrations

NAME = "vestnik_revisions_of_object"


def along_the_ids(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE INDEX IF NOT EXISTS {NAME} ON wagtailcore_revision"
            " (base_content_type_id, object_id, id)"
        )


def no_more(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0008_hands_and_named_versions"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(along_the_ids, no_more)]

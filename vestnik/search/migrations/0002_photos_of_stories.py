"""Every story waits to be indexed once more: its card tells from now on which photos it shows."""

from django.db import migrations


def let_all_wait(apps, schema_editor):
    waiting = apps.get_model("search", "Waiting")._meta.db_table
    schema_editor.execute(
        f"INSERT INTO {waiting} (story_id) SELECT id FROM stories_story"
        f" WHERE id NOT IN (SELECT story_id FROM {waiting})"
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0001_newsroom_index")]

    operations = [migrations.RunPython(let_all_wait, migrations.RunPython.noop)]

"""The cards, and the full-text index that each database keeps of them by itself.

A later migration that makes SQLite build `search_card` anew (most changes of columns do) must put the triggers
in place again.
"""

from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE search_fulltext USING fts5(words, content='search_card',"
    " content_rowid='story_id', detail='none', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_card_added AFTER INSERT ON search_card BEGIN"
    " INSERT INTO search_fulltext (rowid, words) VALUES (new.story_id, new.words); END",
    "CREATE TRIGGER search_card_deleted AFTER DELETE ON search_card BEGIN"
    " INSERT INTO search_fulltext (search_fulltext, rowid, words)"
    " VALUES ('delete', old.story_id, old.words); END",
    "CREATE TRIGGER search_card_changed AFTER UPDATE OF words ON search_card"
    " WHEN old.words <> new.words BEGIN"
    " INSERT INTO search_fulltext (search_fulltext, rowid, words)"
    " VALUES ('delete', old.story_id, old.words);"
    " INSERT INTO search_fulltext (rowid, words) VALUES (new.story_id, new.words); END",
)
POSTGRESQL = (
    "ALTER TABLE search_card ADD COLUMN vector tsvector GENERATED ALWAYS AS"
    " (array_to_tsvector(string_to_array(words, ' '))) STORED",
    "CREATE INDEX search_card_vector ON search_card USING gin (vector) WITH (fastupdate = off)",
)


def make_index(apps, schema_editor):
    for sql in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(sql, params=None)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("added", "deleted", "changed"):
            schema_editor.execute(f"DROP TRIGGER search_card_{name}")
        schema_editor.execute("DROP TABLE search_fulltext")


def let_all_wait(apps, schema_editor):
    """What is there already is indexed by the worker, a little at a time."""
    table, waiting = "stories_story", apps.get_model("search", "Waiting")._meta.db_table
    schema_editor.execute(f"INSERT INTO {waiting} (story_id) SELECT id FROM {table}")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("stories", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Card",
            fields=[
                ("story_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("headline", models.CharField(max_length=300)),
                ("words", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[("story_id", models.BigIntegerField(primary_key=True, serialize=False))],
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(let_all_wait, migrations.RunPython.noop),
    ]

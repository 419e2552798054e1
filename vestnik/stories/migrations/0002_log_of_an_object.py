"""An index that Wagtail's log lacks: the history of one story among those of all."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX vestnik_log_of_an_object ON wagtailcore_modellogentry"
            " (content_type_id, object_id, timestamp)",
            "DROP INDEX vestnik_log_of_an_object",
        ),
    ]

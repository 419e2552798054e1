"""What the pages of topics, bylines and corrections show."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0004_lists_of_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="byline",
            name="bio",
            field=models.TextField(
                blank=True, default="", max_length=600, verbose_name="a few words about the author"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="topic",
            name="description",
            field=models.CharField(
                blank=True, default="", max_length=300, verbose_name="description"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="correction",
            name="language",
            field=models.CharField(default="", editable=False, max_length=10),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(
                fields=["language", "-at", "-id"], name="stories_correction_newest"
            ),
        ),
    ]

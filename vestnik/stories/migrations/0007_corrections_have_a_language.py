"""A correction without a language would be on no page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0006_addresses_of_subjects"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("language", ""), _negated=True),
                name="stories_correction_language",
            ),
        ),
    ]

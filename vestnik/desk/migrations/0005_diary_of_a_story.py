from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0004_diary'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(fields=['story', 'state', 'due', 'id'], name='desk_followup_story'),
        ),
    ]

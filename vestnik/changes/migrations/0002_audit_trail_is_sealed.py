"""The audit trail refuses changes in the database itself, and is walked by person and by act."""

from django.db import migrations, models

from vestnik.changes import sealing


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_initial")]

    operations = [
        migrations.AddIndex(
            "auditentry", models.Index(fields=["actor_id", "id"], name="changes_audit_of_person")
        ),
        migrations.AddIndex(
            "auditentry", models.Index(fields=["act", "id"], name="changes_audit_of_act")
        ),
        migrations.AddIndex(
            "auditentry",
            models.Index(fields=["actor_id", "act", "id"], name="changes_audit_of_deed"),
        ),
        migrations.RunPython(
            lambda apps, editor: sealing.seal(editor.connection),
            lambda apps, editor: sealing.unseal(editor.connection),
        ),
    ]

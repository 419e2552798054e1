"""The rows of the change log and the cursors of those who read it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.expressions import Func

from vestnik.kit import clock


class CurrentTransactionId(Func):
    """The id of the writing transaction: PostgreSQL's, or 0 on SQLite, whose writers queue anyway."""

    template = "0"
    arity = 0

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(
            compiler, connection, template="((pg_current_xact_id())::text::bigint)", **extra
        )


class Change(models.Model):
    """One visible change: what happened to what, which keys it touched, who did it and when.

    `transaction` is what makes a cursor safe on PostgreSQL, where ids are not commit order
    (docs/decisions/0003). Rows are only ever added.
    """

    id = models.BigAutoField(primary_key=True)
    transaction = models.BigIntegerField(
        db_default=CurrentTransactionId(output_field=models.BigIntegerField()), editable=False
    )
    event = models.CharField(max_length=60)
    # "address:" and a path may be as long as a path.
    subject = models.CharField(max_length=300)
    keys = models.JSONField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=clock.instant)

    class Meta:
        indexes = (
            models.Index(fields=["transaction", "id"], name="changes_order"),
            models.Index(fields=["subject", "id"], name="changes_of_subject"),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.event} {self.subject}"


class Cursor(models.Model):
    """How far one reader of the log has come. See `log.Reader`."""

    reader = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.reader}: {self.position}"


class AuditEntry(models.Model):
    """One act of a person or machine. `subject` is "kind:id"; texts of stories are never kept here.

    The database itself refuses to change or delete a row (`sealing.py`).
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.instant, db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    act = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=["subject", "id"], name="changes_audit_of_subject"),
            models.Index(fields=["actor_id", "id"], name="changes_audit_of_person"),
            models.Index(fields=["act", "id"], name="changes_audit_of_act"),
            models.Index(fields=["actor_id", "act", "id"], name="changes_audit_of_deed"),
        )
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.act} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("An audit entry is written once.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("An audit entry is never deleted.")

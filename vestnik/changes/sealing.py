"""Seals the audit trail in the database itself: it takes new entries and refuses every other write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TABLE = "changes_auditentry"
_SAYS = "An audit entry is written once."
_SEAL = {
    "sqlite": tuple(
        f"CREATE TRIGGER IF NOT EXISTS changes_audit_sealed_{verb.lower()} BEFORE {verb} ON {TABLE}"
        f" BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION changes_audit_sealed() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE OR REPLACE TRIGGER changes_audit_sealed BEFORE UPDATE OR DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION changes_audit_sealed()",
        f"CREATE OR REPLACE TRIGGER changes_audit_sealed_whole BEFORE TRUNCATE ON {TABLE}"
        " FOR EACH STATEMENT EXECUTE FUNCTION changes_audit_sealed()",
    ),
}
_UNSEAL = {
    "sqlite": tuple(
        f"DROP TRIGGER IF EXISTS changes_audit_sealed_{verb}" for verb in ("update", "delete")
    ),
    "postgresql": (
        f"DROP TRIGGER IF EXISTS changes_audit_sealed ON {TABLE}",
        f"DROP TRIGGER IF EXISTS changes_audit_sealed_whole ON {TABLE}",
    ),
}


def seal(connection: Any) -> None:
    """Make the database refuse to change or delete entries.

    SQLite remakes a table that a migration alters, and loses its triggers: such a migration seals anew.
    """
    _execute(connection, _SEAL)


def unseal(connection: Any) -> None:
    """Take the seal off: for undoing the migration, and for emptying the whole database."""
    _execute(connection, _UNSEAL)


@contextmanager
def unsealed(connection: Any) -> Iterator[None]:
    """For the one command that empties every table."""
    unseal(connection)
    try:
        yield
    finally:
        seal(connection)


def _execute(connection: Any, statements: dict[str, tuple[str, ...]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)

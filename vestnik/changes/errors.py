"""What the choke point and the net refuse, as named errors."""

from django.core.exceptions import PermissionDenied


class PublicWriteOutsideTransaction(RuntimeError):
    """A public table was about to be written in autocommit, where no change row could be one with it."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"{table} is public: write it inside transaction.atomic(), best through its model's "
            f"save(), delete() or QuerySet methods, which open the transaction themselves."
        )


class UnclaimedPublicWrite(AssertionError):
    """Under test only: a public table was written by a road that announces no precise keys."""

    def __init__(self, table: str, sql: str) -> None:
        super().__init__(
            f"{table} was written past the choke point, so only the broad key table:{table} could be "
            f"announced. Write it through its model, or claim it with announcing.claiming(). SQL: "
            f"{sql[:300]}"
        )


class WroteWhilePrinting(RuntimeError):
    """A page being printed tried to write: a render is a pure read."""

    def __init__(self, sql: str) -> None:
        super().__init__(f"A page being printed may only read. SQL: {sql[:300]}")


class NotADelete(PermissionDenied):
    """A row that was ever public is withdrawn or erased by an action, never deleted.

    A screen that tries it all the same answers that this is not permitted.
    """

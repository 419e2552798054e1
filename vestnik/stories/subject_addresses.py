"""Keeps the addresses of topics, storylines, bylines and agencies in line with their rows.

One address for all languages: with a language's prefix it leads to the stories in that language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from vestnik.kit import clock
from vestnik.press import keys
from vestnik.stories.models.address import Address

if TYPE_CHECKING:
    from vestnik.stories.models.subjects import Subject

_CHUNK = 200


def settle_subject_addresses(model: type[Subject], pks: Sequence[Any]) -> None:
    """Give, move and close the addresses of these subjects, inside their own write.

    Raises AddressTaken for an address that was ever another's.
    """
    for start in range(0, len(pks), _CHUNK):
        _settle_chunk(model, pks[start : start + _CHUNK])


def close_addresses_of(subjects: Iterable[str]) -> None:
    """Let the addresses of subjects that are no more answer 410."""
    for subject in subjects:
        Address.objects.close(subject, reason="")


def _settle_chunk(model: type[Subject], pks: Sequence[Any]) -> None:
    rows = list(model._base_manager.filter(pk__in=pks))
    subjects = [keys.row(model.kind, row.pk) for row in rows]
    live = {
        address.subject: address.path
        for address in Address.objects.filter(subject__in=subjects, state=Address.State.LIVE)
    }
    for row in rows:
        subject = row.log_subject()
        if row.is_closed:
            if subject in live:
                Address.objects.close(subject, reason="")
        elif live.get(subject) != row.home:
            Address.objects.give(row.home, subject)
            # One that was closed and comes back brings its older addresses along.
            Address.objects.of(subject).filter(state=Address.State.GONE).update(
                state=Address.State.MOVED, since=clock.instant()
            )

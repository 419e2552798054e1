"""What the importer announces of its own."""

from __future__ import annotations

from vestnik.changes.events import Event


class ArchiveImported(Event):
    """A batch of an archive was written; its tables' broad keys say what may have changed."""

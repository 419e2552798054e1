"""The index's rows. Derived from stories; the full-text index itself is beside them (migration 0001)."""

from __future__ import annotations

from django.db import models


class Card(models.Model):
    """One story as the index has it, by its id: no foreign key, for it may outlive nothing and bind nothing.

    `headline` is that of the latest version. `words` are the words of the story in their dictionary
    forms and the marks of what it is filed under, each once; both full-text indexes are made of them.
    """

    story_id = models.BigIntegerField(primary_key=True)
    headline = models.CharField(max_length=300)
    words = models.TextField()

    def __str__(self) -> str:
        return self.headline


class Waiting(models.Model):
    """A story that was written with very many others and is to be indexed by the worker."""

    story_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.story_id)

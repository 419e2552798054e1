"""The choke point: base class, QuerySet and manager of every public model.

A public model is one of whose rows a reader can see anything. Each of its writes, whatever road it
comes by, ends in `save()`, `delete()` or one of the QuerySet's writing methods, since Django's own
cascades use `base_manager_name` (observed; a test looks after it). There the row's public keys are
taken before and after the write, in one transaction with it, and both sets are announced.

What is announced is decided by the columns written and by what was public before and after, never by
the road: a write of silent columns only, or of a row that is public neither before nor after, says
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, ClassVar, Self, TypeVar

from django.db import models, transaction

from vestnik.changes import reading
from vestnik.changes.announcing import Gather, claiming, gathering
from vestnik.changes.claims import pinning_keys
from vestnik.changes.events import Event, TableWritten
from vestnik.kit.hashing import fingerprint

#: Writes of more rows at once than this announce the table's broad key instead of each row's.
MOST_ROWS = 200

#: Stands between a key and the state in which it is announced.
_STATE = "@"

M = TypeVar("M", bound="PublicModel")


class PublicQuerySet(models.QuerySet[M]):
    """A QuerySet whose writes announce and whose reads record what they depend on.

    Reads in newsroom words are added by subclasses.
    """

    _list_keys: frozenset[str] = frozenset()

    def covered_by(self, *keys: str) -> Self:
        """The same rows, with the list keys that stand for all that may ever be among them."""
        covered = self.all()
        covered._list_keys = self._list_keys | set(keys)
        return covered

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._list_keys = self._list_keys
        return clone

    def _claim(self) -> AbstractContextManager[None]:
        if reading.current() is None:
            return nullcontext()
        keys = self._list_keys or pinning_keys(self.query)
        if not keys and self.model.whole is not None:
            keys = frozenset({self.model.whole})
        return reading.claiming(keys) if keys else nullcontext()

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            with self._claim():
                super()._fetch_all()
        else:
            super()._fetch_all()

    def count(self) -> int:
        with self._claim():
            return super().count()

    def exists(self) -> bool:
        with self._claim():
            return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        with self._claim():
            return super().aggregate(*args, **kwargs)

    def update(self, **values: Any) -> int:
        if self.model.only_silent(values):
            with transaction.atomic(savepoint=False), claiming(*self.model.public_tables()):
                return super().update(**values)
        with gathering() as gather, claiming(*self.model.public_tables()):
            rows = self._rows_to_write()
            before = _keys_of(rows)
            if rows is None:
                pks = list(self.values_list("pk", flat=True))
                count = super().update(**values)
                self.model.settle(pks)
            else:
                # The rows are pinned: a filter on a column that is being written must not
                # find other rows after the write than before it.
                pinned = self.model._base_manager.filter(pk__in=[row.pk for row in rows])
                count = models.QuerySet.update(pinned, **values)
            if rows is not None:
                self.model.settle([row.pk for row in rows])
            after = None if rows is None else _keys_of(_reread(rows))
            _tell(self.model, gather, before, after)
            return count

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with gathering() as gather, claiming(*self.model.public_tables()):
            rows = self._rows_to_write()
            before = _keys_of(rows)
            result = super().delete()
            _tell(self.model, gather, before, {} if before is not None else None)
            return result

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        with gathering() as gather, claiming(*self.model.public_tables()):
            written = super().bulk_create(objs, *args, **kwargs)
            self.model.settle([row.pk for row in written if row.pk is not None])
            if len(written) > MOST_ROWS or any(row.pk is None for row in written):
                after = None
            else:
                after = _keys_of(written)
            _tell(self.model, gather, {} if after is not None else None, after)
            return written

    def bulk_update(
        self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        # Django's own calls update() for each batch, which announces.
        return super().bulk_update(objs, fields, batch_size)

    def _rows_to_write(self) -> list[M] | None:
        """The rows that a write is about to touch, as they stand; None when they are too many."""
        rows = list(self.all()[: MOST_ROWS + 1]) if self.query.can_filter() else list(self)
        return None if len(rows) > MOST_ROWS else rows


def _reread(rows: Sequence[PublicModel]) -> list[PublicModel]:
    if not rows:
        return []
    model = type(rows[0])
    return list(model._base_manager.filter(pk__in=[row.pk for row in rows]))


def _keys_of(rows: Sequence[PublicModel] | None) -> dict[str, frozenset[str]] | None:
    """Public keys by subject; None stands for "too many to tell"."""
    if rows is None:
        return None
    keys: dict[str, frozenset[str]] = {}
    for row in rows:
        keys[row.log_subject()] = keys.get(row.log_subject(), frozenset()) | row.public_keys()
    return keys


def _tell(
    model: type[PublicModel],
    gather: Gather,
    before: dict[str, frozenset[str]] | None,
    after: dict[str, frozenset[str]] | None,
) -> None:
    if before is None or after is None:
        key = f"table:{model._meta.db_table}"
        gather.add(TableWritten(key), [key])
        return
    for subject in before.keys() | after.keys():
        old, new = before.get(subject, frozenset()), after.get(subject, frozenset())
        if old | new:
            event = model.event_for(subject, was=bool(old), will_be=bool(new))
            # That something came or went says more than that it changed.
            gather.add(event, announced(old, new), decisive=bool(old) != bool(new))


def in_state(key: str, *state: str) -> str:
    """A key of a row that is announced only by a write that changes this state, not by every write.

    For a broad key that hangs on few of a row's columns: pages which show nothing else of the row
    must not load it, since loading notes the row's own key.
    """
    return f"{key}{_STATE}{fingerprint(*state)}"


def announced(old: frozenset[str], new: frozenset[str]) -> set[str]:
    """The keys that a write announces, by the row's public keys before it and after it."""
    unchanged = {key for key in old & new if _STATE in key}
    return {key.partition(_STATE)[0] for key in (old | new) - unchanged}


class PublicManager(models.Manager.from_queryset(PublicQuerySet)):  # type: ignore[misc]
    """The default manager of public models."""


class PublicModel(models.Model):
    """A row of which a reader can see something."""

    #: Fields of which no reader sees anything; a write of only these announces nothing.
    silent_fields: ClassVar[Collection[str]] = frozenset()
    #: What is announced when the row becomes visible, changes, and is visible no more.
    appeared: ClassVar[type[Event]]
    changed: ClassVar[type[Event]]
    disappeared: ClassVar[type[Event]]

    #: A key that stands for all rows of the table, where they are few and change seldom.
    whole: ClassVar[str | None] = None
    #: Fields by which rows are looked up, each with the key of the row that has a value.
    key_fields: ClassVar[Mapping[str, Callable[[Any], str]]] = {}

    objects = PublicManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @classmethod
    def key_of(cls, pk: Any) -> str | None:
        """The key that a write of the row with this primary key announces, without reading it.

        None where only the row itself tells, as for children, which announce their parent.
        """
        return f"{cls._meta.model_name}:{pk}"

    @classmethod
    def kinds(cls) -> frozenset[str]:
        """What stands before the colon in the keys by which a write of such a row is announced."""
        return frozenset({str(cls._meta.model_name)})

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        if reading.current() is not None:
            reading.note([row.log_subject()])
        return row

    def log_subject(self) -> str:
        """What the log calls this row: "kind:id"."""
        raise NotImplementedError

    def public_keys(self) -> frozenset[str]:
        """The keys under which a reader can meet this row, as it stands in the database.

        Its own, those of the lists it belongs to, broad ones. Empty when no reader can see it.
        """
        raise NotImplementedError

    @classmethod
    def event_for(cls, subject: str, *, was: bool, will_be: bool) -> Event:
        """The event of a write, by whether the row was public before and is after."""
        if was and will_be:
            return cls.changed(subject)
        return cls.appeared(subject) if will_be else cls.disappeared(subject)

    @classmethod
    def public_tables(cls) -> tuple[str, ...]:
        """The tables that a save of this model may write: its own, its parents', its children's."""
        cached: tuple[str, ...] | None = cls.__dict__.get("_public_tables")
        if cached is None:
            cached = cls._public_tables = tuple(_tables_of(cls))  # type: ignore[attr-defined]
        return cached

    @classmethod
    def only_silent(cls, fields: Iterable[str] | None) -> bool:
        """Whether a write of just these fields is one of which no reader sees anything."""
        if fields is None:
            return False
        silent = {*cls.silent_fields}
        return all(name in silent or name.removesuffix("_id") in silent for name in fields)

    def save(self, *args: Any, **kwargs: Any) -> None:
        with self.writing(kwargs.get("update_fields")):
            super().save(*args, **kwargs)
            if not type(self).only_silent(kwargs.get("update_fields")):
                type(self).settle([self.pk])

    save.alters_data = True  # type: ignore[attr-defined]

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with self.writing(gone=True):
            return super().delete(*args, **kwargs)

    delete.alters_data = True  # type: ignore[attr-defined]

    @contextmanager
    def writing(self, fields: Iterable[str] | None = None, *, gone: bool = False) -> Iterator[None]:
        """Everything that writes this one row happens inside: keys before, the write, keys after."""
        model = type(self)
        if model.only_silent(fields):
            with transaction.atomic(savepoint=False), claiming(*model.public_tables()):
                yield
            return
        with gathering() as gather, claiming(*model.public_tables()):
            stored = [] if self.pk is None else list(model._base_manager.filter(pk=self.pk))
            before = _keys_of(stored) or {}
            yield
            after = {} if gone else (_keys_of(_reread([self])) or {})
            _tell(model, gather, before, after)

    @classmethod
    def settle(cls, pks: Sequence[Any]) -> None:
        """Bring rows that are derived from these in line, inside the same write."""

    @classmethod
    def stored(cls, pk: Any) -> Self | None:
        """The row as the database has it now, or None."""
        return cls._base_manager.filter(pk=pk).first()


def _tables_of(model: type[models.Model]) -> Iterator[str]:
    yield model._meta.db_table
    for parent in model._meta.get_parent_list():
        yield parent._meta.db_table
    for field in model._meta.many_to_many:
        through: Any = field.remote_field.through
        yield through._meta.db_table
    for relation in model._meta.related_objects:
        # Children of a modelcluster parent are written by the parent's save(). Those that are no
        # public models are the newsroom's own, such as Wagtail's comments on pages.
        child = relation.related_model
        if type(relation.field).__name__ == "ParentalKey" and issubclass(child, PublicModel):
            yield from _tables_of(relation.related_model)

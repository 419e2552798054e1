"""What readers could see before and after, compared with what the change log says, at every commit.

A test runs inside one transaction of its own, so that nothing it does is ever committed. Here the
blocks above that one are treated as what they are outside of tests: the outermost is a transaction
and its end is a commit. At each commit the public rows are looked at again: what differs must have been
announced by then, with the keys of before and after. Whatever kills the process between two commits
therefore loses both the change and its row of the log, or neither.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.transaction import Atomic
from wagtail.models import Locale, Site

from vestnik.changes import net
from vestnik.changes.errors import PublicWriteOutsideTransaction
from vestnik.changes.models import Change
from vestnik.changes.public import PublicModel, announced
from vestnik.press.keys import SITE

#: Tables of Wagtail's on which the whole site hangs.
OUTSIDE = (Locale, Site)
Picture = dict[tuple[str, Any], tuple[frozenset[str], Any]]


def public_models() -> list[type[PublicModel]]:
    """Every model of which a reader can see a row."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, PublicModel) and not model._meta.proxy
    ]


def picture() -> Picture:
    """All that readers can see: each public row's keys, and its columns and relations that count."""
    seen: Picture = {}
    for model in public_models():
        columns = [
            column
            for column in model._meta.concrete_fields
            if not model.only_silent([column.name]) and not column.primary_key
        ]
        relations = [
            relation
            for relation in model._meta.many_to_many
            if not model.only_silent([relation.name])
        ]
        for row in model._base_manager.order_by("pk"):
            keys = row.public_keys()
            if not keys:
                continue
            values = {column.name: column.value_from_object(row) for column in columns}
            values = {name: str(value) for name, value in values.items()}
            for relation in relations:
                # From the table: a modelcluster relation of a row answers from memory.
                through = relation.remote_field.through._base_manager
                mine = through.filter(**{relation.m2m_field_name(): row.pk})
                values[relation.name] = sorted(
                    mine.values_list(f"{relation.m2m_reverse_field_name()}_id", flat=True)
                )
            seen[model._meta.label, row.pk] = (keys, values)
    for model in OUTSIDE:
        for row in model.objects.values():
            seen[model._meta.label, row["id"]] = (frozenset({SITE}), row)
    return seen


def keys_that_differ(before: Picture, after: Picture) -> set[str]:
    """The keys, before and after, of every row that readers see otherwise than before."""
    keys: set[str] = set()
    for row in before.keys() | after.keys():
        if before.get(row) != after.get(row):
            old, new = (one[row][0] if row in one else frozenset() for one in (before, after))
            keys |= announced(old, new)
    return keys


def last_change() -> int:
    """The id of the newest row of the log, 0 for an empty one."""
    return Change.objects.order_by("-id").values_list("id", flat=True).first() or 0


def changes_since(mark: int) -> list[Change]:
    return list(Change.objects.filter(id__gt=mark).order_by("id"))


def keys_since(mark: int) -> set[str]:
    return {key for change in changes_since(mark) for key in change.keys}


@dataclass
class Commit:
    """One transaction's end: which keys readers' pages need, and which the log has."""

    differ: set[str]
    announced: set[str]


@dataclass
class Watch:
    """What was committed while it watched."""

    mark: int
    before: Picture
    commits: list[Commit] = field(default_factory=list)
    dirty: bool = False
    #: Called at each statement that writes; whatever it raises comes before the statement.
    at_write: Any = None

    @property
    def rows(self) -> list[Change]:
        """The rows of the log since the beginning."""
        return changes_since(self.begun)

    @property
    def events(self) -> set[str]:
        return {row.event for row in self.rows}

    @property
    def announced(self) -> set[str]:
        return {key for row in self.rows for key in row.keys}

    @property
    def differ(self) -> set[str]:
        """All keys of what readers see otherwise than in the beginning, commit by commit."""
        return set().union(*(commit.differ for commit in self.commits))

    def __post_init__(self) -> None:
        self.begun = self.mark

    def committed(self) -> None:
        after = picture()
        mark = last_change()
        self.commits.append(Commit(keys_that_differ(self.before, after), keys_since(self.mark)))
        self.before, self.mark, self.dirty = after, mark, False

    def assert_each_commit_says_what_it_did(self) -> None:
        for number, commit in enumerate(self.commits, start=1):
            where = f"transaction {number} of {len(self.commits)}"
            unsaid = commit.differ - commit.announced
            if SITE in commit.announced:
                # The tree of pages hangs on this broad key as a whole.
                unsaid = {key for key in unsaid if not key.startswith("page:")}
            assert not unsaid, f"{where}: readers see other pages, unsaid: {unsaid}"
            # The net sees that the tree was written, not whether readers see it.
            idle = set() if commit.differ else commit.announced - {SITE}
            assert not idle, f"{where}: nothing changed for readers, yet announced: {idle}"


_watch: Watch | None = None


@contextmanager
def watching():
    """Look at the public rows at every commit inside."""
    global _watch
    _watch = Watch(last_change(), picture())
    try:
        yield _watch
    finally:
        _watch = None


class Killed(BaseException):
    """The process ends here: no `except Exception` sees it."""


@contextmanager
def as_if_committed(monkeypatch: Any):
    """Treat the outermost block above the test's own as a transaction, and autocommit as autocommit."""
    enter, leave = Atomic.__enter__, Atomic.__exit__

    def outermost() -> bool:
        return all(block._from_testcase for block in connection.atomic_blocks)

    def enter_truly(block: Atomic) -> None:
        wanted = block.savepoint
        # A transaction can be rolled back; inside the test that takes a savepoint.
        block.savepoint = wanted or outermost()
        try:
            enter(block)
        finally:
            block.savepoint = wanted

    def leave_truly(block: Atomic, kind: Any, value: Any, trace: Any) -> None:
        done = kind is None and not connection.needs_rollback
        leave(block, kind, value, trace)
        if done and outermost() and _watch is not None and _watch.dirty:
            _watch.committed()

    def look(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        found = net._WRITE.match(sql) if isinstance(sql, str) else None
        if found is None:
            return execute(sql, params, many, context)
        table = found.group(2)
        if table in net.public_tables() and outermost():
            raise PublicWriteOutsideTransaction(table)
        if _watch is not None:
            if _watch.at_write is not None:
                _watch.at_write(sql)
            _watch.dirty = _watch.dirty or table in net.public_tables() or table == "changes_change"
        return execute(sql, params, many, context)

    monkeypatch.setattr(Atomic, "__enter__", enter_truly)
    monkeypatch.setattr(Atomic, "__exit__", leave_truly)
    with connection.execute_wrapper(look):
        yield


@contextmanager
def undone():
    """A trial: whatever is done inside, also if the process was killed, is undone at the end."""
    try:
        with transaction.atomic() as _:
            connection.atomic_blocks[-1]._from_testcase = True
            with suppress(Killed):
                yield
            raise _Over
    except _Over:
        pass


class _Over(Exception):
    pass

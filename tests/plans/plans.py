"""Reads the plans of the statements that a request makes, and finds what would grow with the archive.

Two things condemn a statement. Its plan: a walk over a whole growing table or a whole index of one that
nothing bounds, or a sort of many of its rows. Its work: rows visited (PostgreSQL) or steps of the virtual
machine (SQLite), which is how a walk that looks like a search is found: `WHERE live = 1` has an index and
visits everything. Neither is a time, so both say the same on every machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection

#: Tables that hold as many rows at a hundred stories as at a million: the site's own description, its
#: languages, rights and rules; restrictions, which are closed; the editors at work now, whose older rows
#: are deleted at each screen. Every other table counts as growing, also one that is added tomorrow.
FEW = frozenset(
    """
    accounts_user_user_permissions auth_group auth_group_permissions auth_permission
    changes_cursor django_content_type
    django_migrations stories_agency stories_edition stories_front stories_section
    stories_standingpage wagtailcore_collection wagtailcore_groupapprovaltask
    wagtailcore_groupapprovaltask_groups wagtailcore_groupcollectionpermission
    wagtailcore_grouppagepermission wagtailcore_groupsitepermission wagtailcore_locale
    wagtailadmin_editingsession wagtailcore_collectionviewrestriction
    wagtailcore_collectionviewrestriction_groups wagtailcore_page wagtailcore_pageviewrestriction
    wagtailcore_pageviewrestriction_groups wagtailcore_site wagtailcore_task wagtailcore_workflow
    wagtailcore_workflowcontenttype wagtailcore_workflowpage wagtailcore_workflowtask
    """.split()
)
#: Rows that a statement may sort: more than any one story or list has.
SORTED_AT_MOST = 500
#: PostgreSQL rightly reads a table or a partial index of so few rows from end to end. SQLite's planner
#: chooses by the schema alone, so there the walk over a small table that has no index is found.
WALKED_AT_MOST = 1_000

#: PostgreSQL's nodes that stop with the LIMIT above them.
KEEP_THE_LIMIT = frozenset(
    (
        "Nested Loop",
        "Merge Join",
        "Materialize",
        "Subquery Scan",
        "LockRows",
        "Result",
        "Memoize",
        "Append",
    )
)

_EXPLAINED = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
_ALIAS = re.compile(r"(?:FROM|JOIN|,)\s+\"(\w+)\"\s+(?:AS\s+)?\"?([A-Z]\d+|\w+)\"?", re.IGNORECASE)
_COLUMNS = re.compile(r"SELECT (DISTINCT )?\"\w+\"\.\"\w+\"(?: AS \"?\w+\"?)?,.*? FROM", re.DOTALL)
_LITERALS = (
    (re.compile(r"\((?:%s, )+%s\)"), "(%s…)"),
    (re.compile(r"\((?:-?\d+, )+-?\d+\)"), "(%s…)"),
    (re.compile(r"\bOFFSET \d+"), "OFFSET n"),
)


@dataclass(frozen=True)
class Statement:
    """One statement that a request made: what it is, its plan, what it did, what is wrong with it."""

    asked_by: str
    sql: str
    plan: str
    work: int
    faults: tuple[str, ...]

    @property
    def shape(self) -> tuple[str, str]:
        """The statement without the lengths of its lists, and who asked."""
        sql = self.sql
        for literal, shape in _LITERALS:
            sql = literal.sub(shape, sql)
        return self.asked_by, sql

    def __str__(self) -> str:
        said = "; ".join(self.faults)
        return f"{self.asked_by}\n  {said}\n  {shortened(self.sql)}\n{indented(self.plan)}"


class Watch:
    """Explains each statement that passes through the connection, where it stands."""

    def __init__(self, *, analyze: bool = True) -> None:
        self.statements: list[Statement] = []
        self.asked_by = ""
        self._analyze = analyze
        self._explaining = False

    @contextmanager
    def watching(self, asked_by: str) -> Iterator[None]:
        """Everything asked inside is noted under this name."""
        self.asked_by = asked_by
        with connection.execute_wrapper(self):
            yield

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self._explaining or many or not isinstance(sql, str) or not _EXPLAINED.match(sql):
            return execute(sql, params, many, context)
        reading = sql.lstrip()[:6].upper() == "SELECT"
        explain = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
        self._explaining = True
        try:
            plan, work, faults = explain(sql, params, reading and self._analyze)
        finally:
            self._explaining = False
        self.statements.append(Statement(self.asked_by, sql, plan, work, tuple(faults)))
        return execute(sql, params, many, context)


def grown(before: list[Statement], after: list[Statement], added: int) -> list[str]:
    """The statements whose work grew with the archive, which got `added` stories in between.

    A statement that visits each story does at least one step, and visits one row, for each of them.
    """
    earlier: dict[tuple[str, str], int] = {}
    for statement in before:
        earlier[statement.shape] = max(statement.work, earlier.get(statement.shape, 0))
    allowed = added // 2 if connection.vendor == "postgresql" else added
    found = {}
    for statement in after:
        was = earlier.get(statement.shape)
        if was is not None and statement.work - was > allowed:
            found[statement.shape] = f"work grew from {was} to {statement.work}\n{statement}"
    return list(found.values())


def condemned(statements: list[Statement]) -> list[str]:
    """The statements with a faulty plan, each shape once."""
    return list({each.shape: str(each) for each in statements if each.faults}.values())


def is_growing(table: str) -> bool:
    """Whether a name from a plan is a table that grows; a part of the statement itself is not one."""
    return table in growing_tables()


@cache
def growing_tables() -> frozenset[str]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    return frozenset(tables) - FEW


def shortened(sql: str) -> str:
    """A statement without its list of columns."""
    return _COLUMNS.sub(r"SELECT \1… FROM", sql)[:900]


def indented(plan: str) -> str:
    return "\n".join(f"    {line}" for line in plan.splitlines())


# SQLite


def _on_sqlite(sql: str, params: Any, run: bool) -> tuple[str, int, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        lines = [row[3] for row in cursor.fetchall()]
    tables = {alias: table for table, alias in _ALIAS.findall(sql)}
    sorts = any("TEMP B-TREE" in line for line in lines)
    # An ordered walk that stops at LIMIT; with a sort in between it would have to be whole.
    bounded = " LIMIT " in sql.upper() and not sorts
    faults = []
    for line in lines:
        scan = re.match(r"SCAN (?:TABLE )?(\S+)", line)
        if scan is None or "VIRTUAL TABLE INDEX" in line:
            continue
        table = tables.get(scan[1], scan[1])
        if not is_growing(table) or bounded:
            continue
        faults.append(f"walks over all of {table}" + (" and sorts it" if sorts else ""))
    return "\n".join(lines), _steps(sql, params) if run else 0, faults


def _steps(sql: str, params: Any) -> int:
    """Steps of SQLite's virtual machine, in tens."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 10
        return 0

    raw = connection.connection
    with connection.cursor() as cursor:
        raw.set_progress_handler(tick, 10)
        try:
            cursor.execute(sql, params)
            cursor.fetchall()
        finally:
            raw.set_progress_handler(None, 0)
    return count


# PostgreSQL


def _on_postgresql(sql: str, params: Any, run: bool) -> tuple[str, int, list[str]]:
    options = "ANALYZE, TIMING OFF, FORMAT JSON" if run else "FORMAT JSON"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ({options}) {sql}", params)
        (found,) = cursor.fetchone()
    root = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    faults: list[str] = []
    lines: list[str] = []
    work = _read_node(root, 0, False, faults, lines)
    return "\n".join(lines), work, faults


def _read_node(
    node: dict[str, Any], depth: int, bounded: bool, faults: list[str], lines: list[str]
) -> int:
    """Note what is wrong with a node and those below it; the rows of growing tables they visited."""
    kind, table = node["Node Type"], node.get("Relation Name", "")
    loops = node.get("Actual Loops", 1)
    passed = node.get("Actual Rows", 0)
    dropped = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    condition = node.get("Index Cond", "") or node.get("Recheck Cond", "")
    lines.append(
        f"{'  ' * depth}{kind} {table} {node.get('Index Name', '')} {condition} "
        f"rows {passed} dropped {dropped} loops {loops}".replace("  ", " " if depth == 0 else "  ")
    )
    whole = kind == "Seq Scan" or (kind in ("Index Scan", "Index Only Scan") and not condition)
    if whole and is_growing(table) and not bounded and _is_long(node.get("Index Name") or table):
        faults.append(f"walks over all of {table}")
    if kind.endswith("Sort") and passed > SORTED_AT_MOST:
        faults.append(f"sorts {passed:.0f} rows")
    work = int((passed + dropped) * loops) if table and is_growing(table) else 0
    # A sort, a hash or a sum needs all rows below it; a join and a walk stop with their LIMIT.
    keeps = kind in KEEP_THE_LIMIT
    below = True if kind == "Limit" else bounded and keeps
    return work + sum(
        _read_node(child, depth + 1, below, faults, lines) for child in node.get("Plans", ())
    )


def _is_long(relation: str) -> bool:
    """Whether a table or an index has more rows than may be walked, by the latest statistics."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [relation])
        (rows,) = cursor.fetchone()
    # -1: no statistics yet.
    return bool(rows < 0 or rows > WALKED_AT_MOST)

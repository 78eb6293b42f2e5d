"""Unknown is news (rule X1): which fields and values Lever really sent, and which of them nobody has described.

Reads: raw_lever__*, and the lists stages/transform/mapped_field.csv, left_behind.csv, known_value.csv. Writes:
raw_lever__field. May not fail over what an object holds: whatever can't be understood is news as well.

A path is written as Lever's JSON is built: `archived.reason`; `tags[]` for the members of a list; `customFields.*`
where the keys are free; `$` for the object itself. A key that is no plain word stands in quotation marks.
`fields[].type=date` is a value of a field whose values are a closed list as far as Lever tells.
"""

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from checks.across import read_rule
from pipeline import duck
from pipeline.tables import RAW_LEVER
from pipeline.workspace import Workspace

_NOTES_OF_OURS = {"reading", "attachment", "unreadable", "tombstone", "field", "gap"}
"""Tables of raw_lever__* whose rows we wrote ourselves: no object of Lever."""

RESOURCES = tuple(
    resource for table in RAW_LEVER if (resource := table.name.removeprefix("raw_lever__")) not in _NOTES_OF_OURS
)
"""What is looked at, by the name of its table. EEO answers are not: they are read by nothing but totals (E1)."""

_LISTS = ("ref_mapped_field", "ref_left_behind")
_RULE = "lever_field_known"
_NAMED = 5
"""How many unknown fields the report of an extraction names."""

_SCHEMA = pa.schema([("resource", pa.string()), ("path", pa.string()), ("type", pa.string()), ("records", pa.int64())])
_MOST_NAMES = 500
"""More different keys, or values of a closed list, are no longer told apart: they are data, not names."""
_LONGEST = 64

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_ID = re.compile(r"\d+|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{24}")
_TYPES = {dict: "object", list: "list", str: "string", int: "number", float: "number", bool: "boolean"}


@dataclass(frozen=True)
class _Known:
    """What the lists say of one resource and the walk has to know."""

    free: frozenset[str]
    """Objects whose keys are free: those are met as `*`."""
    opaque: frozenset[str]
    """Objects and lists that are free all the way down (`meta.**`): nobody looks inside."""
    closed: frozenset[str]
    """Fields with a closed list of values."""


@dataclass(slots=True)
class _Met:
    """One field, how many objects have it with which type, and what it holds."""

    path: str
    known: _Known
    records: Counter[str] = field(default_factory=Counter)
    newest: dict[str, int] = field(default_factory=dict)
    """Type → the last object in which it was met: a field that an object has twice counts once."""
    parts: dict[str, "_Met"] = field(default_factory=dict)
    by_key: dict[str, "_Met"] = field(default_factory=dict)
    """The same parts by Lever's own key: naming a key takes longer than finding it."""

    def count(self, type_: str, number: int) -> None:
        if self.newest.get(type_) != number:
            self.newest[type_] = number
            self.records[type_] += 1

    def held(self, key: str) -> "_Met":
        """What an object holds under `key`."""
        found = self.by_key.get(key)
        if found is None:
            found = self.part(".*" if self.path in self.known.free else _name(key))
            if not found.path.endswith("*"):
                self.by_key[key] = found
        return found

    def part(self, name: str) -> "_Met":
        """What stands under `name`; where there are too many names, everything further stands under `*`."""
        found = self.parts.get(name)
        if found is None:
            if len(self.parts) >= _MOST_NAMES and name != "[]":
                name = f"{name[0]}*"
            path = name.removeprefix(".") if self.path == "$" and name[0] == "." else self.path + name
            found = self.parts.setdefault(name, _Met(path, self.known))
        return found


def write(workspace: Workspace) -> dict[str, int]:
    """Write raw_lever__field, whole or not at all, from the objects that the raw tables hold now; returns its rows.

    `records` counts objects of the resource. Streams: memory follows the number of different fields, not of objects.
    Raises InputMissing for a damaged table.
    """
    tables = [f"raw_lever__{resource}" for resource in RESOURCES]
    connection = duck.connect(workspace, [*tables, *_LISTS, "ref_known_value"], frugal=True)

    def find(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        rows = [(resource, *found) for resource in RESOURCES for found in _fields(connection, resource)]
        table = pa.Table.from_pylist([dict(zip(_SCHEMA.names, row, strict=True)) for row in sorted(rows)], _SCHEMA)
        connection.from_arrow(table).write_parquet(str(path), compression="zstd")

    try:
        return duck.build(connection, workspace, [duck.Step("raw_lever__field", frozenset(tables), find)])
    finally:
        connection.close()


def unknown(workspace: Workspace) -> list[tuple[str, str, str, int]]:
    """Resource, path, type and number of objects of every field or value that nobody has described, by name.

    Asks what `check` will ask (checks/sql), of the table that `write` left.
    """
    rule = read_rule(_RULE, files("checks").joinpath("sql", f"{_RULE}.sql").read_text(encoding="utf-8"))
    connection = duck.connect(workspace, ["raw_lever__field", *_LISTS, "ref_known_value"])
    try:
        keys = connection.sql(rule.sql).set_alias("keys")
        met = connection.table("raw_lever__field").project("*, concat_ws('/', resource, path, type) as row_key")
        found = met.join(keys, "row_key", how="semi").project("resource, path, type, records")
        return found.order("resource, path, type").fetchall()
    finally:
        connection.close()


def remarks(workspace: Workspace) -> tuple[str, ...]:
    """What an extraction reports of `unknown`: how many, and the first few with their counts. Empty where none is."""
    rows = unknown(workspace)
    if not rows:
        return ()
    named = [f"{resource} {path} ({type_}, records: {records})" for resource, path, type_, records in rows[:_NAMED]]
    more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    said = "field or value" if len(rows) == 1 else "fields or values"
    return (
        (
            f"{len(rows)} {said} that nobody has described (X1): {', '.join(named)}{more}. Kept word for word and "
            "listed in raw/raw_lever__field; check stops until the program knows what becomes of them."
        ),
    )


def _known_of(connection: duckdb.DuckDBPyConnection, resource: str) -> _Known:
    """What the lists of the program say of `resource`; `connection` has their views."""
    listed = {
        path
        for name in _LISTS
        for of, path in connection.table(name).project("resource, path").fetchall()
        if of == resource
    }
    opaque = {path.removesuffix(".**") for path in listed if path.endswith(".**")}
    free = {path[: star.start()] for path in listed for star in re.finditer(r"\.\*(?=[.\[]|$)", path)}
    values = connection.table("ref_known_value").project("resource, path").fetchall()
    return _Known(frozenset(free), frozenset(opaque), frozenset(path for of, path in values if of == resource))


def _fields(connection: duckdb.DuckDBPyConnection, resource: str) -> list[tuple[str, str, int]]:
    """Path, type and number of objects for everything that the newest copy of each object holds.

    Types: object, list, string, number, boolean, null; value for one of a closed list; unreadable for what is no JSON.
    `connection` is a frugal one: it hands the objects over one by one and keeps only what stands for their ids.
    """
    root = _Met("$", _known_of(connection, resource))
    numbers = itertools.count()

    def look(text: str) -> int:
        # One object at a time, for a frugal connection has one thread: a field counts once per object.
        number = next(numbers)
        try:
            _meet(root, json.loads(text), number)
        except (ValueError, RecursionError):
            # Nested too deeply, or damaged: it stays in raw/ as it is.
            root.count("unreadable", number)
        return 1

    # 16 bytes stand for two ids of any length: every object's are held in memory.
    copies = connection.table(f"raw_lever__{resource}").project(
        "md5_number(concat_ws('/', parent_id, id)) as object_id, fetched_at, json"
    )
    newest = copies.aggregate("object_id, max(fetched_at) as fetched_at", "object_id").set_alias("newest")
    connection.create_function("look", look, ["VARCHAR"], "BIGINT", side_effects=True)
    copies.join(newest, "object_id, fetched_at", how="semi").aggregate("count(look(json))").fetchall()
    connection.remove_function("look")
    return list(_rows(root))


def _meet(root: _Met, value: Any, number: int) -> None:
    """Count every field of one object; without recursion, for an object may be nested as deeply as it likes."""
    todo = [(root, value)]
    while todo:
        met, value = todo.pop()
        type_ = _TYPES.get(type(value), "null")
        met.count(type_, number)
        if type_ == "object":
            if met.path not in met.known.opaque:
                todo += [(met.held(key), held) for key, held in value.items()]
        elif type_ == "list":
            if value and met.path not in met.known.opaque:
                member = met.part("[]")
                todo += [(member, held) for held in value]
        elif type_ != "null" and met.path in met.known.closed:
            met.part(_value(value)).count("value", number)


def _name(key: str) -> str:
    """A key as a path names it. Ids and what may tell of a person are no names: they are `*`."""
    if len(key) > _LONGEST or "@" in key or _ID.fullmatch(key):
        return ".*"
    return f".{key}" if _PLAIN.fullmatch(key) else f".{json.dumps(key)}"


def _value(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f"={text}" if len(text) <= _LONGEST and text.isprintable() else "=*"


def _rows(root: _Met) -> Iterator[tuple[str, str, int]]:
    todo = [root]
    while todo:
        met = todo.pop()
        yield from ((met.path, type_, records) for type_, records in met.records.items())
        todo += met.parts.values()

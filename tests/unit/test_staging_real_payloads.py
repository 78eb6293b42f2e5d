"""Staging reads what real accounts and the documentation answered, object by object.

The recordings are third parties' and stay outside of the project; without them these tests are skipped.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline import duck
from pipeline.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
PAYLOADS = ROOT.parent / "shared" / "payloads"
STAGING = ROOT / "stages" / "transform" / "staging"

pytestmark = pytest.mark.skipif(not PAYLOADS.is_dir(), reason="the recorded payloads are not on this machine")

LEVER = {
    "opportunity": ("*/opportunities*.json", "*/opportunity*.json"),
    "application": ("*/applications*.json", "*/application.*.json"),
    "note": ("*/notes*.json", "*/note.*.json"),
    "user": ("*/users*.json", "*/user.*.json"),
    "posting": ("*/postings.list.json", "*/posting.*.json"),
    "stage": ("*/stages*.json", "*/disposition-stages*.json"),
    "archive_reason": ("*/archive-reason*.json", "*/disposition-stages*.json"),
    "source": ("*/sources*.json",),
    "tag": ("*/tags*.json",),
}
"""Which recordings hold objects of which resource."""

ASHBY = ("application", "candidate", "department", "job", "source", "user")
"""The resources whose calls were recorded; `candidate.createNote` answers with a note."""


@dataclass(frozen=True)
class Recording:
    """The objects of one resource in one file, as rows of its raw table."""

    table: str
    path: Path
    objects: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        return f"{self.table}-{self.path.parent.name}-{self.path.stem}"


def _lever_recordings() -> Iterator[Recording]:
    for resource, patterns in LEVER.items():
        for pattern in patterns:
            for path in sorted((PAYLOADS / "lever").glob(pattern)):
                found = tuple(entry for entry in _lever_objects(path, resource) if _identity(entry))
                if found:
                    yield Recording(f"raw_lever__{resource}", path, found)


def _lever_objects(path: Path, resource: str) -> list[dict[str, Any]]:
    """Objects of an answer, in whichever envelope: a list, one object, or the lists of /disposition_stages."""
    document = json.loads(path.read_text(encoding="utf-8"))
    answer = document.get("response", document) or {}
    data = answer.get("data", []) if isinstance(answer, dict) else answer
    if isinstance(data, dict):
        data = data.get({"stage": "stages", "archive_reason": "archiveReasons"}.get(resource, ""), [data])
    return [entry for entry in data if isinstance(entry, dict)]


def _ashby_recordings() -> Iterator[Recording]:
    for path in sorted((PAYLOADS / "ashby" / "nango-recorded").glob("*.json")):
        found: dict[str, list[dict[str, Any]]] = {}
        for call in json.loads(path.read_text(encoding="utf-8")):
            resource, _, verb = call["path"].strip("/").partition(".")
            results = call["response"]["results"]
            table = "note" if verb == "createNote" else resource
            found.setdefault(table, []).extend(results if isinstance(results, list) else [results])
        for table, entries in found.items():
            if table in (*ASHBY, "note"):
                yield Recording(f"raw_ashby__{table}", path, tuple(entries))
        events = [event for entry in found.get("application", []) for event in entry.get("applicationHistory", [])]
        if events:
            yield Recording("raw_ashby__application_history", path, tuple(events))


def _identity(entry: dict[str, Any]) -> str | None:
    return entry.get("id") or entry.get("text")


RECORDINGS = [*_lever_recordings(), *_ashby_recordings()] if PAYLOADS.is_dir() else []


def _of(table: str) -> list[Recording]:
    return [recording for recording in RECORDINGS if recording.table == table]


def _stage(connection: duckdb.DuckDBPyConnection, table: str) -> duckdb.DuckDBPyRelation:
    sql = (STAGING / f"{table}.sql").read_text(encoding="utf-8")
    for name in duck.inputs_of(connection, sql):
        columns = ", ".join(f'"{column}" {type_}' for column, type_ in TABLES[name].columns.items())
        connection.execute(f'create table if not exists "{name}" ({columns})')
    connection.sql(sql).create(table)
    return connection.table(table)


def _put(connection: duckdb.DuckDBPyConnection, table: str, objects: tuple[dict[str, Any], ...]) -> None:
    columns = ", ".join(f'"{column}" {type_}' for column, type_ in TABLES[table].columns.items())
    connection.execute(f'create table "{table}" ({columns})')
    connection.executemany(
        f'insert into "{table}" values (?, ?, ?, ?, ?)',  # noqa: S608 - a name of pipeline/tables.py
        [
            (
                _identity(entry),
                entry.get("opportunityId", "parent"),
                "recorded",
                f"2026-01-01T00:00:{number:02d}Z",
                json.dumps(entry),
            )
            for number, entry in enumerate(objects)
        ],
    )


def _staged(recordings: tuple[Recording, ...], *tables: str) -> list[list[dict[str, Any]]]:
    """The rows of staging tables, made from the objects of these recordings."""
    with closing(duck.bare()) as connection:
        for recording in recordings:
            _put(connection, recording.table, recording.objects)
        found = [_stage(connection, table) for table in tables]
        return [[dict(zip(table.columns, row, strict=True)) for row in table.fetchall()] for table in found]


@pytest.mark.parametrize(
    "recording",
    [
        recording
        for recording in RECORDINGS
        # An application is read with its opportunity, an event has no key of its own: both are tested below.
        if recording.table not in ("raw_lever__application", "raw_ashby__application_history")
    ],
    ids=str,
)
def test_every_recorded_object_comes_out_once(recording: Recording) -> None:
    """Nothing fails, and nothing is lost or doubled."""
    table = TABLES[recording.table.replace("raw_", "stg_")]
    (rows,) = _staged((recording,), table.name)
    assert sorted(row[table.key[0]] for row in rows) == sorted({str(_identity(entry)) for entry in recording.objects})


@pytest.mark.parametrize("recording", _of("raw_lever__opportunity"), ids=str)
def test_opportunity_is_read_whole(recording: Recording) -> None:
    """Lists, times and history come out as they were recorded; only unexpanded applications are missed."""
    opportunities, changes = _staged((recording,), "stg_lever__opportunity", "stg_lever__stage_change")
    recorded = {entry["id"]: entry for entry in recording.objects}
    for row in opportunities:
        entry = recorded[row["opportunity_id"]]
        unexpanded = [application for application in entry["applications"] if isinstance(application, str)]
        assert row["problem"] == ("its application could not be read" if unexpanded else None)
        assert (row["name"] or "") == entry["name"]
        assert row["created_at"].timestamp() * 1000 == pytest.approx(entry["createdAt"], abs=0.5)
        assert row["is_archived"] == bool(entry.get("archived"))
        assert [row[name] for name in ("emails", "links", "tags", "sources")] == [
            entry[name] for name in ("emails", "links", "tags", "sources")
        ]
        assert [phone["value"] for phone in row["phones"]] == [phone["value"] for phone in entry["phones"]]
    assert [(row["opportunity_id"], row["lever_stage_id"]) for row in changes] == [
        (id_, change["toStageId"])
        for id_, entry in sorted(recorded.items())
        for change in entry.get("stageChanges", [])
    ]


def test_unexpanded_application() -> None:
    """Opportunities that came with ids only find the posting of their application."""
    (opportunities,) = (
        recording for recording in _of("raw_lever__opportunity") if recording.path.parent.name == "airbyte"
    )
    (applications,) = (
        recording for recording in _of("raw_lever__application") if recording.path.parent.name == "airbyte"
    )
    posting = {entry["opportunityId"]: entry["posting"] for entry in applications.objects}
    (rows,) = _staged((opportunities, applications), "stg_lever__opportunity")
    assert {row["opportunity_id"]: row["posting_id"] for row in rows} == posting
    assert {row["problem"] for row in rows} == {None}


@pytest.mark.parametrize("recording", _of("raw_lever__note"), ids=str)
def test_note_is_read_whole(recording: Recording) -> None:
    """Every comment of a thread comes out, in order, and secrecy is kept."""
    notes, comments = _staged((recording,), "stg_lever__note", "stg_lever__note_comment")
    recorded = {entry["id"]: entry for entry in recording.objects}
    assert {row["note_id"]: row["is_secret"] for row in notes} == {
        id_: entry["secret"] for id_, entry in recorded.items()
    }
    assert [row["problem"] for row in notes] == [None] * len(recorded)
    assert [(row["note_id"], row["text"]) for row in comments] == [
        (id_, comment["value"]) for id_, entry in sorted(recorded.items()) for comment in entry["fields"]
    ]


@pytest.mark.parametrize("recording", _of("raw_ashby__application_history"), ids=str)
def test_history_is_read_whole(recording: Recording) -> None:
    """Every event comes out with its place, stage and time."""
    (rows,) = _staged((recording,), "stg_ashby__application_history")
    assert [row["position"] for row in rows] == sorted(event["stageNumber"] for event in recording.objects)
    assert [row for row in rows if row["interview_stage_id"] is None or row["entered_at"] is None] == []

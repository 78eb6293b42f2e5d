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
    "feedback": ("*/feedback.*.json",),
    "feedback_template": ("*/feedback-template*.json",),
    "form": ("*/form.*.json",),
    "referral": ("*/referrals*.json",),
    "interview": ("*/interview*.json",),
    "panel": ("*/panel*.json",),
    "offer": ("*/offer*.json",),
    "resume": ("*/resumes*.json",),
    "file": ("*/files*.json",),
    "requisition": ("*/requisitions*.json", "*/requisition.*.json"),
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
        # An application is read with its opportunity, an event has no key of its own, resumes and files share a table:
        # all are tested below.
        if recording.table
        not in ("raw_lever__application", "raw_lever__resume", "raw_lever__file", "raw_ashby__application_history")
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


@pytest.mark.parametrize(
    "recording", [*_of("raw_lever__feedback"), *_of("raw_lever__form"), *_of("raw_lever__referral")], ids=str
)
def test_filled_form_is_read_whole(recording: Recording) -> None:
    """Every field comes out in order with its value word for word, and what was said is told."""
    entity = recording.table.removeprefix("raw_lever__")
    forms, answers = _staged((recording,), f"stg_lever__{entity}", "stg_lever__answer")
    recorded = {entry["id"]: entry for entry in recording.objects}
    assert [row["problem"] for row in forms] == [None] * len(recorded)
    for row in forms:
        entry = recorded[row[f"{entity}_id"]]
        assert row["title"] == entry["text"]
        assert (row["completed_at"] is None) == (entry.get("completedAt") is None)
        if entity != "referral":
            assert (row["deleted_at"] is None) == (entry.get("deletedAt") is None)
    fields = [(id_, field) for id_, entry in sorted(recorded.items()) for field in entry["fields"]]
    assert [(row["lever_id"], row["field_id"], row["label"], row["type"]) for row in answers] == [
        (id_, field["id"], field["text"], field["type"]) for id_, field in fields
    ]
    values = [field["value"] for _, field in fields]
    assert [None if row["value"] is None else json.loads(row["value"]) for row in answers] == values
    assert [row["told"] is not None for row in answers] == [_says_something(value) for value in values]


def _says_something(value: Any) -> bool:
    return any(any(mark.values()) for mark in value) if isinstance(value, list) else bool(value)


def test_recorded_answers_are_told() -> None:
    """As a person reads them: the scorecard of the transcribed list, and the documentation's form."""
    (listed,) = (recording for recording in _of("raw_lever__feedback") if recording.path.parent.name == "transcribed")
    (form,) = _of("raw_lever__form")
    (answers,) = _staged((listed, form), "stg_lever__answer")
    told = {(row["entity"], row["label"]): row["told"] for row in answers if row["told"] is not None}
    assert told["feedback", "Characteristics"] == "Tenacity: 4 of 4\nIntelligence: 4 of 4"
    assert told["feedback", "Overall recommendation"] == "3 - Yes"
    assert [told["form", label] for label in ("Start date", "Compensation", "Eligible for benefits?")] == [
        "16 December 2014",
        "50000 USD",
        "Yes",
    ]


@pytest.mark.parametrize("recording", _of("raw_lever__application"), ids=str)
def test_application_that_asks_nothing(recording: Recording) -> None:
    """The recorded ones have no cover text, and no forms but those of referrals: nothing is told of them."""
    assert _staged((recording,), "stg_lever__question", "stg_lever__answer") == [[], []]


def test_questions_of_an_application() -> None:
    """The recorded forms of a posting, as an application carries them."""
    path = PAYLOADS / "lever" / "nango" / "posting-apply.with-custom-questions.json"
    asked = json.loads(path.read_text(encoding="utf-8"))["response"]["data"]["customQuestions"]
    application = {"id": "application", "opportunityId": "opportunity", "customQuestions": asked, "createdAt": 1}
    recording = Recording("raw_lever__application", path, (application,))
    questions, answers = _staged((recording,), "stg_lever__question", "stg_lever__answer")
    assert [(row["question_id"], row["opportunity_id"], row["problem"]) for row in questions] == [
        ("application", "opportunity", None)
    ]
    assert [(row["entity"], row["position"], row["form_title"], row["label"]) for row in answers] == [
        ("question", 0, "Education", "What is your highest level of education?"),
        ("question", 1, "Education", "What university did you attend?"),
    ]


@pytest.mark.parametrize("recording", _of("raw_lever__interview"), ids=str)
def test_interview_is_read_whole(recording: Recording) -> None:
    """Time, length, people and cancellation come out as they were recorded."""
    (rows,) = _staged((recording,), "stg_lever__interview")
    recorded = {entry["id"]: entry for entry in recording.objects}
    for row in rows:
        entry = recorded[row["interview_id"]]
        assert row["problem"] is None
        assert row["starts_at"].timestamp() * 1000 == pytest.approx(entry["date"], abs=0.5)
        assert (row["canceled_at"] is None) == (entry["canceledAt"] is None)
        assert (row["panel_id"], row["user_id"]) == (entry["panel"], entry["user"])
        assert (row["duration_minutes"], row["location"]) == (entry["duration"], entry["location"])
        assert (row["subject"], row["note"] or "") == (entry["subject"], entry["note"])
        assert row["interviewers"] == [
            {"user_id": person["id"], "name": person["name"], "email": person["email"]}
            for person in entry["interviewers"]
        ]


@pytest.mark.parametrize("recording", _of("raw_lever__panel"), ids=str)
def test_panel_is_read_whole(recording: Recording) -> None:
    """Its own times, and every interview within it, also where no list has them."""
    interviews, panels = _staged((recording,), "stg_lever__interview", "stg_lever__panel")
    assert [(row["panel_id"], row["is_listed"], row["problem"]) for row in panels] == [
        (entry["id"], True, None) for entry in recording.objects
    ]
    for row, entry in zip(panels, recording.objects, strict=True):
        assert row["starts_at"].timestamp() * 1000 == entry["start"]
        assert row["ends_at"].timestamp() * 1000 == entry["end"]
    assert [(row["panel_id"], row["interview_id"], row["subject"], row["problem"]) for row in interviews] == [
        (panel["id"], entry["id"], entry["subject"], None)
        for panel in recording.objects
        for entry in sorted(panel["interviews"], key=lambda entry: str(entry["id"]))
    ]


@pytest.mark.parametrize("recording", _of("raw_lever__interview"), ids=str)
def test_panel_that_only_interviews_name(recording: Recording) -> None:
    """It lasts from the first to the last of them."""
    interviews, panels = _staged((recording,), "stg_lever__interview", "stg_lever__panel")
    assert {row["panel_id"] for row in panels} == {row["panel_id"] for row in interviews}
    for row in panels:
        own = [entry for entry in recording.objects if entry["panel"] == row["panel_id"]]
        assert (row["is_listed"], row["problem"]) == (False, None)
        assert row["starts_at"].timestamp() * 1000 == min(entry["date"] for entry in own)
        assert row["ends_at"].timestamp() * 1000 == max(entry["date"] + entry["duration"] * 60_000 for entry in own)


@pytest.mark.parametrize("recording", _of("raw_lever__offer"), ids=str)
def test_offer_is_read_whole(recording: Recording) -> None:
    """Every field in order, told where it says anything, numbers of days as dates; every signature and document."""
    (rows,) = _staged((recording,), "stg_lever__offer")
    recorded = {entry["id"]: entry for entry in recording.objects}
    for row in rows:
        entry = recorded[row["offer_id"]]
        assert row["problem"] is None
        assert [(field["label"], field["identifier"], field["told"] is None) for field in row["fields"]] == [
            (field["text"], field["identifier"], field["value"] is None) for field in entry["fields"]
        ]
        told = {field["identifier"]: field["told"] for field in row["fields"]}
        assert told["today_date"] in ("4 October 2016", "9 August 2021")
        assert told["salary_amount"] in ("1319000", "5000")
        assert [signature["role"] for signature in row["signatures"]] == list(entry.get("signatures", {}))
        assert (row["sent_document"], row["signed_document"]) == (
            (entry.get("sentDocument") or {}).get("fileName"),
            (entry.get("signedDocument") or {}).get("fileName"),
        )


def test_documented_files() -> None:
    """Resumes, files and offer documents of the documentation's examples, each with its name, ending and status."""
    (offer,) = (recording for recording in _of("raw_lever__offer") if recording.path.parent.name == "doc-examples")
    (rows,) = _staged((*_of("raw_lever__resume"), *_of("raw_lever__file"), offer), "stg_lever__attachment")
    assert sorted((row["kind"], row["name"], row["ext"], row["status"], row["listed_bytes"]) for row in rows) == [
        ("file", "JaneSmithArticle.pdf", "pdf", "processed", 1000),
        ("file", "JaneSmithCorruptedFile.pdf", "pdf", "error", 5000),
        ("file", "logo.png", "png", "processed", 2000),
        ("offer_sent", "employment-offer-letter.pdf", "pdf", None, None),
        ("offer_signed", "employment-offer-letter_signed.pdf", "pdf", None, None),
        ("resume", "Jennifer-Olde-Corrupted-File.pdf", "pdf", "error", 3000),
        ("resume", "JenniferOldeUpdated.pdf", "pdf", "processed", 1000),
    ]


@pytest.mark.parametrize("recording", _of("raw_lever__requisition"), ids=str)
def test_requisition_is_read_whole(recording: Recording) -> None:
    """Its code, its postings in order, and when it was closed; answers to writes have another shape (lever-api 1.8)."""
    (rows,) = _staged((recording,), "stg_lever__requisition")
    recorded = {entry["id"]: entry for entry in recording.objects if "postings" in entry}
    for row in (row for row in rows if row["requisition_id"] in recorded):
        entry = recorded[row["requisition_id"]]
        assert (row["code"], row["name"], row["status"]) == (entry["requisitionCode"], entry["name"], entry["status"])
        assert (row["posting_ids"], row["is_backfill"]) == (entry["postings"], entry["backfill"])
        assert (row["owner_user_id"], row["hiring_manager_user_id"]) == (entry["owner"], entry["hiringManager"])
        assert (row["closed_at"] is None) == (entry["closedAt"] is None)


@pytest.mark.parametrize("recording", _of("raw_ashby__candidate"), ids=str)
def test_resume_is_one_of_the_files(recording: Recording) -> None:
    """Each handle once, the resume among them."""
    (rows,) = _staged((recording,), "stg_ashby__candidate")
    recorded = {entry["id"]: entry for entry in recording.objects}
    for row in rows:
        entry = recorded[row["candidate_id"]]
        assert [file["file_id"] for file in row["files"]] == [handle["id"] for handle in entry["fileHandles"]]
        assert row["resume_file_id"] == entry.get("resumeFileHandle", {}).get("id")


@pytest.mark.parametrize("recording", _of("raw_ashby__application_history"), ids=str)
def test_history_is_read_whole(recording: Recording) -> None:
    """Every event comes out with its place, stage and time."""
    (rows,) = _staged((recording,), "stg_ashby__application_history")
    assert [row["position"] for row in rows] == sorted(event["stageNumber"] for event in recording.objects)
    assert [row for row in rows if row["interview_stage_id"] is None or row["entered_at"] is None] == []

"""Rule C1 over invented tables: whatever the load and Ashby left behind, every record is in one bucket, once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline import duck
from pipeline.tables import BUCKETS, ENTITIES
from stages import reconcile
from tests.unit.small_workspace import create_table

SQL = {path.stem: path.read_text(encoding="utf-8") for path in (Path(reconcile.__file__).parent / "sql").glob("*.sql")}

Tables = dict[str, list[dict[str, Any]]]

PEOPLE = ("c1", "c2")
WHEN = ("2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z", None)
RECORDS = {
    "job": {"p1": "job/p1", "p2": "job/p2"},
    "candidate": {person: f"candidate/{person}" for person in PEOPLE},
    "application": {"o1": "application/o1", "o2": "application/o2"},
    "note": {"n1": "note/n1", "n2": "note/n2"},
    "feedback": {"f1": "feedback/f1", "f2": "feedback/f2"},
    "interview": {"i1": "interview/i1"},
    "offer": {"x1": "offer/x1"},
    "file": {"resume/r1": "file/resume/r1", "file/r2": "file/file/r2"},
    "form": {"m1": "form/m1"},
    "referral": {"e1": "referral/e1"},
    "tag": {"c1/1": "candidate_tag/c1/1", "c1/2": "candidate_tag/c1/1"},
    "custom_value": {
        "c1/Lever contact id": "candidate_value/c1",
        "c1/Lever headline": "candidate_value/c1",
        "o1/Lever opportunity id": "application_value/o1",
    },
}
BESIDES = {
    "job": (),
    "candidate": ("candidate_email/c1/1", "candidate_email/c1/2"),
    "application": ("application_note/o1", "application_note/o2"),
    "note": ("private_note/trial",),
    "feedback": ("feedback_note/f1",),
    "interview": (),
    "offer": (),
    "file": (),
    "form": (),
    "referral": (),
    "tag": ("tag/1",),
    "custom_value": ("custom_field/Candidate/Lever contact id",),
}
"""Writes that stand for no record of their own."""

ID = st.sampled_from(("a1", "a2", "a3"))
MAYBE_ID = st.none() | ID
OUTCOME = st.sampled_from(("created", "updated", "found", "refused", "unknown", "undone"))
KEYS = [key for entity in ENTITIES for key in (*RECORDS[entity].values(), *BESIDES[entity])]


def _fate(draw: st.DrawFn, entity: str, lever_id: str, write_key: str) -> dict[str, Any]:
    kinds = ("write", "merged", "excluded", "held") + (("found",) if entity == "job" else ())
    fate = draw(st.sampled_from(kinds))
    owner = next((person for person in PEOPLE if lever_id.startswith(person)), "c1")
    return {
        "entity": entity,
        "lever_id": lever_id,
        "person_id": None if entity == "job" else owner,
        "fate": fate,
        "rule": "C1",
        "write_key": write_key if fate == "write" else None,
    }


@st.composite
def _what_is_left(draw: st.DrawFn) -> Tables:
    """Fates of some records, any results and held writes for any of them, and an Ashby that fits or does not."""
    fates = [
        _fate(draw, entity, lever_id, write_key)
        for entity in ENTITIES
        for lever_id, write_key in RECORDS[entity].items()
        if draw(st.booleans()) or draw(st.booleans())
    ]
    tables: Tables = {"int_fate": fates, "check__held": [], "every_result": []}
    for entity in ENTITIES:
        keys = sorted({*RECORDS[entity].values(), *BESIDES[entity]})
        tables["check__held"] += [
            {"entity": entity, "lever_id": key, "write_key": key, "reason_code": "check:x"}
            for key in keys
            if draw(st.integers(0, 5)) == 0
        ]
        tables["every_result"] += tables.setdefault(
            f"result__{entity}",
            [
                {
                    "write_key": key,
                    "entity": entity,
                    "lever_id": key.split("/")[1],
                    "outcome": draw(OUTCOME),
                    "ashby_id": draw(MAYBE_ID),
                    "first_sent_at": draw(st.sampled_from(WHEN)),
                    "finished_at": draw(st.sampled_from(WHEN)),
                }
                for key in draw(st.lists(st.sampled_from(keys), max_size=4))
            ],
        )
    parents = st.lists(st.builds(lambda key: {"path": "x", "write_key": key}, st.sampled_from(KEYS)), max_size=2)
    tables["every_ready"] = [
        {"write_key": key, "refs": draw(parents), "payload": {}}
        for key in (
            "note/n1",
            "application/o1",
            "candidate_value/c1",
            "candidate_tag/c1/1",
            "feedback/f1",
            "file/file/r2",
        )
    ]
    return tables | _lever(draw) | _ashby(draw)


def _lever(draw: st.DrawFn) -> Tables:
    mails = st.lists(st.sampled_from(("a@x.example", "b@x.example")), unique=True)
    return {
        "int_posting_target": [{"posting_id": posting, "ashby_job_id": draw(MAYBE_ID)} for posting in RECORDS["job"]],
        "stg_lever__posting": [{"posting_id": posting, "title": "t"} for posting in RECORDS["job"]],
        "int_person": [
            {"person_id": person, "name": "n", "alternate_emails": draw(mails), "created_at": WHEN[0]}
            for person in PEOPLE
        ],
        "int_opportunity": [
            {"opportunity_id": "o1", "person_id": "c1", "posting_id": "p1", "created_at": WHEN[0]},
            {"opportunity_id": "o2", "person_id": "c2", "posting_id": "p2"},
        ],
        "int_history": [
            {"opportunity_id": "o1", "position": place, "interview_stage_id": draw(ID), "entered_at": WHEN[0]}
            for place in range(draw(st.integers(0, 3)))
        ],
        "int_child": [
            {
                "entity": entity,
                "lever_id": lever_id,
                "becomes": draw(st.sampled_from(("note", "form" if entity == "feedback" else "file"))),
                "is_private": draw(st.booleans()),
            }
            for entity in ("note", "feedback", "interview", "offer", "file", "form", "referral")
            for lever_id in RECORDS[entity]
        ],
        "int_child_text": [
            {"entity": entity, "lever_id": lever_id, "content": "x"}
            for entity in ("note", "feedback", "interview", "offer", "form", "referral")
            for lever_id in RECORDS[entity]
        ],
        "int_feedback_value": [{"feedback_id": "f1", "path": "p", "type": "String", "value": '"x"', "told": "x"}],
        "int_file": [{"attachment_id": id_, "file_name": f"{id_}.pdf", "sha256": "s"} for id_ in RECORDS["file"]],
        "int_tag": [{"person_id": "c1", "tag": "t"}],
        "int_custom_value": [
            {
                "entity_of": "application" if owner == "o1" else "candidate",
                "owner_id": owner,
                "title": title,
                "value": owner,
                "ashby_custom_field_id": draw(MAYBE_ID),
                "field_write_key": "custom_field/Candidate/Lever contact id",
            }
            for owner, title in (lever_id.split("/") for lever_id in RECORDS["custom_value"])
        ],
    }


def _ashby(draw: st.DrawFn) -> Tables:
    some = st.lists(ID, unique=True)
    value = st.builds(
        lambda field, value: {"custom_field_id": field, "value": value}, ID, st.sampled_from(("c1", "o1"))
    )
    values = st.lists(value, max_size=2, unique_by=lambda item: item["custom_field_id"])
    marker = st.none() | st.sampled_from(("note:n1", "note:o1", "feedback:f1", "interview:i1"))
    return {
        "stg_ashby__job": [{"job_id": id_, "title": draw(st.sampled_from(("t", "u")))} for id_ in draw(some)],
        "stg_ashby__candidate": [
            {"candidate_id": id_, "name": "n", "tag_ids": draw(some), "custom_values": draw(values)}
            for id_ in draw(some)
        ],
        "stg_ashby__application": [
            {"application_id": id_, "candidate_id": draw(MAYBE_ID), "custom_values": draw(values)} for id_ in draw(some)
        ],
        "stg_ashby__application_history": [
            {"application_id": "a1", "position": place, "interview_stage_id": draw(ID), "entered_at": WHEN[0]}
            for place in range(draw(st.integers(0, 3)))
        ],
        "stg_ashby__feedback": [
            {"ashby_feedback_id": id_, "application_id": draw(MAYBE_ID), "lever_marker": draw(marker)}
            for id_ in draw(some)
        ],
        "stg_ashby__note": [{"ashby_note_id": id_, "content": "x", "lever_marker": draw(marker)} for id_ in draw(some)],
    }


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that lasts for all examples."""
    with closing(duck.bare()) as opened:
        yield opened


def _compared(connection: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    """Every parity table, made of these tables; all other inputs are empty."""
    inputs = {name: duck.inputs_of(connection, sql) for name, sql in SQL.items()}
    for name in set().union(*inputs.values()) - SQL.keys():
        create_table(connection, name, tables.get(name, []))
    for name in TopologicalSorter({name: read & SQL.keys() for name, read in inputs.items()}).static_order():
        connection.execute(f"create or replace table {name} as {SQL[name]}")


@settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),  # an example takes a good part of a second: too long to shrink
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(tables=_what_is_left())
def test_every_record_is_in_one_bucket_and_the_sums_close(
    connection: duckdb.DuckDBPyConnection, tables: Tables
) -> None:
    """C1: Lever's records are exactly the sum of the buckets, for every entity, whatever happened."""
    _compared(connection, tables)

    fates = {(row["entity"], row["lever_id"]): row["fate"] for row in tables["int_fate"]}
    records = {
        (entity, lever_id): bucket
        for entity, lever_id, bucket in connection.table("parity__records")
        .project("entity, lever_id, bucket")
        .fetchall()
    }
    assert records.keys() == fates.keys()
    assert connection.table("parity__records").count("*").fetchall() == [(len(fates),)]
    assert set(records.values()) <= set(BUCKETS)
    assert all(records[key] == fate for key, fate in fates.items() if fate in ("merged", "excluded", "held"))

    buckets = connection.table("parity__buckets").fetchall()
    assert Counter((entity, bucket) for entity, bucket, _ in buckets) == Counter(
        (entity, bucket) for entity in ENTITIES for bucket in BUCKETS
    )
    lever = Counter(entity for entity, _ in fates)
    for entity in ENTITIES:
        assert sum(count for of, _, count in buckets if of == entity) == lever[entity]

    fields = connection.table("parity__fields").project("entity, lever_id, field").fetchall()
    assert len(fields) == len(set(fields)), "a field is compared twice"

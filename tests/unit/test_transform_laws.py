"""Laws that hold in every world: what stages/transform makes of any staged tables and any decisions.

A world is small, drawn by Hypothesis, and full of the awkward: shared and malformed e-mails, confidential and
anonymised people, undecided mappings, archived jobs, stages without a place, earlier loads.
"""

import json
from collections import Counter
from contextlib import closing
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import duck
from pipeline.tables import READY, READY_PEOPLE, READY_SETUP, TABLES
from stages.transform import identity

ROOT = Path(__file__).resolve().parents[2] / "stages" / "transform"

Row = dict[str, Any]
World = dict[str, list[Row]]
Tables = dict[str, list[Row]]

DAYS = [f"2024-01-{day:02}T00:00:00Z" for day in range(1, 10)]
CONTACTS = ["c1", "c2", "c3", "c4", None]
POSTINGS = ["p1", "p2", "p3", None]
LEVER_STAGES = ["s1", "s2", "s3"]
EMAILS = ["a@x.example", " A@X.example", "b@x.example", "jobs@x.example", "no address", "c@x.example"]
TAGS = ["Java", "JAVA", "JS", "Javascript", "🔥"]
SOURCES = ["Referral", "LinkedIn"]
USERS = ["u1", "u2", None]
REASONS = ["hired", "rejected", "other"]
FIELDS = [
    "Candidate/Lever contact id",
    "Candidate/Lever headline",
    "Candidate/Lever other phones",
    "Candidate/Lever other links",
    "Candidate/Lever other sources",
    "Candidate/Lever other e-mails",
    "Application/Lever opportunity id",
]

often = st.sampled_from([True, True, True, False])
rarely = st.sampled_from([False, False, False, False, True])
day = st.sampled_from(DAYS)
maybe_day = st.sampled_from([*DAYS[:3], None])


def some(values: list[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), unique_by=repr, max_size=3)


@st.composite
def opportunities(draw: st.DrawFn) -> list[Row]:
    """Each says things that nobody else says, so that they can be looked for later."""
    rows = []
    for number in range(draw(st.integers(1, 9))):
        opportunity_id = f"o{number}"
        is_archived = draw(st.booleans())
        rows.append(
            {
                "opportunity_id": opportunity_id,
                "contact_id": draw(st.sampled_from(CONTACTS)),
                "name": draw(st.sampled_from(["", f"name of {opportunity_id}"])),
                "headline": draw(st.sampled_from(["", f"headline of {opportunity_id}"])),
                "is_confidential": draw(rarely),
                "emails": [*draw(some(EMAILS)), *draw(some([f"{opportunity_id}@only.example"]))],
                "phones": draw(some([{"type": "home", "value": f"phone of {opportunity_id}"}])),
                "links": draw(some([f"linkedin.com/in/{opportunity_id}-link", f"link of {opportunity_id}"])),
                "tags": [*draw(some(TAGS)), *draw(some([f"tag of {opportunity_id}"]))],
                "sources": [*draw(some(SOURCES)), *draw(some([f"source of {opportunity_id}"]))],
                "lever_stage_id": draw(st.sampled_from(LEVER_STAGES)),
                "is_archived": is_archived,
                "archive_reason_id": draw(st.sampled_from(REASONS)) if is_archived else None,
                "archived_at": draw(day) if is_archived else None,
                "created_at": draw(day),
                "last_interaction_at": draw(maybe_day),
                "last_advanced_at": draw(maybe_day),
                "is_anonymized": draw(rarely),
                "deleted_at": DAYS[8] if draw(rarely) else None,
                "count_applications": 1,
                "application_id": f"a{number}",
                "application_type": draw(st.sampled_from(["referral", "user", None])),
                "posting_id": draw(st.sampled_from(POSTINGS)),
                "application_user_id": draw(st.sampled_from(USERS)),
                "sourced_by_user_id": draw(st.sampled_from(USERS)),
                "problem": "something" if draw(rarely) else None,
            }
        )
    return rows


@st.composite
def decisions(draw: st.DrawFn, ids: list[str], target: str, made: tuple[str, ...] = (), targets: int = 9) -> list[Row]:
    """A decision about each of `ids`, mostly one that names its target; `targets` says how many of those there are."""
    kinds = ["exact", "chosen", "exact", "chosen", *made, *made, "leave_out", "proposed", None]
    return [
        {
            "lever_id": lever_id,
            "decision": decision,
            "ashby_id": f"{target}{number % targets}" if decision in ("exact", "chosen") else None,
        }
        for number, lever_id in enumerate(ids)
        if (decision := draw(st.sampled_from(kinds))) or draw(st.booleans())
    ]


@st.composite
def candidates(draw: st.DrawFn) -> list[Row]:
    """Who is in Ashby already; one may have a list of e-mails and no primary one."""
    rows = []
    for number in range(draw(st.integers(0, 2))):
        emails = draw(some(["a@x.example", "b@x.example", "c@x.example"]))
        has_primary = draw(often)
        primary = emails[0] if emails and has_primary else None
        rows.append({"candidate_id": f"k{number}", "name": "There", "emails": emails, "primary_email": primary})
    return rows


@st.composite
def worlds(draw: st.DrawFn) -> World:
    listed = draw(opportunities())
    ids = [row["opportunity_id"] for row in listed]
    world: World = {
        "stg_lever__opportunity": listed,
        "stg_lever__stage_change": [
            {"opportunity_id": id_, "position": position, "lever_stage_id": stage, "changed_at": draw(day)}
            for id_ in ids
            for position, stage in enumerate(draw(st.lists(st.sampled_from(LEVER_STAGES), max_size=3)))
        ],
        "stg_lever__posting": [
            {"posting_id": id_, "title": f"Title {id_}", "is_confidential": draw(rarely), "team": "T", "location": "L"}
            for id_ in POSTINGS
            if id_
        ],
        "stg_lever__stage": [{"lever_stage_id": id_, "name": f"Stage {id_}"} for id_ in LEVER_STAGES],
        "stg_lever__archive_reason": [
            {"archive_reason_id": id_, "name": id_, "is_hired": id_ == "hired"} for id_ in REASONS
        ],
        "stg_lever__user": [{"user_id": "u1", "name": "Ute"}],
        "stg_lever__note": [
            {
                "note_id": f"n{number}",
                "opportunity_id": draw(st.sampled_from([*ids, "nowhere"])),
                "is_secret": draw(rarely),
                "created_at": draw(day),
                "deleted_at": DAYS[8] if draw(rarely) else None,
                "problem": "something" if draw(rarely) else None,
            }
            for number in range(draw(st.integers(0, 4)))
        ],
        "stg_ashby__job": [
            {
                "job_id": f"j{number}",
                "status": draw(st.sampled_from(["Open", "Closed", "Draft", "Open", "Archived"])),
                "is_confidential": draw(st.booleans()),
                "default_interview_plan_id": draw(st.sampled_from(["one", "one", "two"])),
            }
            for number in range(2)
        ],
        "stg_ashby__interview_plan": [{"interview_plan_id": "one", "title": "One"}],
        "stg_ashby__interview_stage": [
            {"interview_stage_id": f"{plan}-{title}", "interview_plan_id": plan, "title": title, "type": type_}
            for plan, stages in (("one", 3), ("two", 2))
            for title, type_ in [
                *((f"stage {id_}", "Active") for id_ in LEVER_STAGES[:stages]),
                ("Hired", "Hired"),
                ("Archived", "Archived"),
            ]
        ],
        "int_mapping_job": draw(decisions(["p1", "p2", "p3"], "j", ("create",), targets=2)),
        "int_mapping_stage": draw(decisions(["s3"], "one-stage s")),
        "int_mapping_archive_reason": draw(decisions(["rejected", "other"], "r")),
        "int_mapping_source": draw(decisions(SOURCES, "src")),
        "int_mapping_user": draw(decisions(["u1", "u2"], "v")),
        "int_mapping_tag": draw(decisions([*TAGS, "Lever: no posting", "tag of o1"], "t", ("create", "create"))),
        "int_mapping_custom_field": draw(decisions(FIELDS, "f", ("create", "create"))),
        "int_mapping_department": draw(decisions(["T"], "d")),
        "int_mapping_location": draw(decisions(["L"], "l")),
        "ref_role_address": [{"kind": "local_part", "value": "jobs", "why": "read by many"}],
        "stg_ashby__candidate": draw(candidates()),
    }
    for row in world["int_mapping_job"]:
        if row["decision"] == "create":
            row["ashby_id"] = draw(st.sampled_from(["one", "two", None]))
    return world | {
        "stg_lever__note_comment": [
            {"note_id": row["note_id"], "position": 0, "text": f"note of {row['opportunity_id']}"}
            for row in world["stg_lever__note"]
        ]
    }


@cache
def _steps() -> tuple[duck.Step, ...]:
    """The steps under test, each after those whose tables it reads."""
    with closing(duck.bare()) as connection:
        steps = {step.table: step for step in duck.sql_steps(connection, ROOT / "bridge", ROOT / "ashby")}
    steps[identity.STEP.table] = identity.STEP
    order = TopologicalSorter({name: step.inputs & steps.keys() for name, step in steps.items()})
    return tuple(steps[name] for name in order.static_order())


def _create(connection: duckdb.DuckDBPyConnection, name: str, rows: list[Row]) -> None:
    columns = TABLES[name].columns
    listed = ", ".join(f'"{column}" {type_}' for column, type_ in columns.items())
    connection.execute(f'create table "{name}" ({listed})')
    connection.execute(
        f'insert into "{name}" select unnest(from_json_strict(?, ?), max_depth := 2)',
        [json.dumps([{column: row.get(column) for column in columns} for row in rows]), json.dumps([dict(columns)])],
    )


def built(folder: Path, world: World) -> Tables:
    """Every table that the steps make of a world."""
    tables = {}
    with closing(duck.bare()) as connection:
        connection.execute("set threads = 1")  # a world is too small to be shared out
        made = {step.table for step in _steps()}
        for name in {name for step in _steps() for name in step.inputs} - made:
            _create(connection, name, world.get(name, []))
        for step in _steps():
            path = folder / f"{step.table}.parquet"
            step.run(connection, path)
            relation = connection.read_parquet(str(path))
            relation.create(step.table)
            tables[step.table] = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    return tables


def _ready(tables: Tables) -> list[Row]:
    return [row for table in READY for row in tables[table.name]]


def every_record_has_one_fate(world: World, tables: Tables) -> None:
    """C1: nothing of Lever is lost, and nothing counts twice."""
    fates = Counter((row["entity"], row["lever_id"]) for row in tables["int_fate"])
    listed = world["stg_lever__opportunity"]
    assert all(count == 1 for count in fates.values())
    assert {id_ for entity, id_ in fates if entity == "job"} == {"p1", "p2", "p3"}
    assert {id_ for entity, id_ in fates if entity == "application"} == {row["opportunity_id"] for row in listed}
    assert {id_ for entity, id_ in fates if entity == "candidate"} == {row["contact_id"] for row in listed} - {None}
    assert {id_ for entity, id_ in fates if entity == "note"} == {row["note_id"] for row in world["stg_lever__note"]}
    person = {row["opportunity_id"]: row["person_id"] for row in tables["int_opportunity"] if row["is_visible"]}
    assert {(row["person_id"], row["tag"]) for row in tables["int_tag"]} >= {
        (person[row["opportunity_id"]], tag)
        for row in listed
        if person.get(row["opportunity_id"])
        for tag in row["tags"]
    }
    assert sum(entity == "tag" for entity, _ in fates) == len(tables["int_tag"])
    assert sum(entity == "custom_value" for entity, _ in fates) == len(tables["int_custom_value"])
    for row in tables["int_fate"]:
        assert row["rule"], row
        assert (row["fate"] in ("write", "found")) == (row["reason"] is None) == (row["reason_code"] is None), row


PARTS = (
    "ashby__custom_field",
    "ashby__custom_option",
    "ashby__tag",
    "ashby__department",
    "ashby__location",
    "ashby__job_open",
    "ashby__job_close",
    "ashby__opening",
    "ashby__candidate_email",
    "ashby__candidate_again",
    "ashby__application_team",
)
"""Writes that are set up for records, or are parts of one."""


def every_write_is_asked_for(tables: Tables) -> None:
    """A fate `write` has exactly one ready row, and a ready row has a fate that asks for it."""
    wanted = {row["write_key"] for row in tables["int_fate"] if row["fate"] == "write"}
    keys = Counter(row["write_key"] for row in _ready(tables))
    apart = {row["write_key"] for name in PARTS for row in tables[name]} | {
        row["write_key"] for row in tables["ashby__note"] if row["when_refused"] is not None
    }
    assert all(count == 1 for count in keys.values())
    assert wanted == keys.keys() - apart
    assert all(row["write_key"] is None for row in tables["int_fate"] if row["fate"] != "write")


def every_reference_leads_somewhere(tables: Tables) -> None:
    """To an earlier write; or to the candidate of a held person, who blocks them."""
    position = {row["write_key"]: row["position"] for row in _ready(tables)}
    setup = {row["write_key"] for table in READY_SETUP for row in tables[table.name]}
    held = {f"candidate/{row['person_id']}" for row in tables["int_person"] if row["fate"] == "held"}
    used = set()
    for row in (row for table in READY_PEOPLE for row in tables[table.name]):
        for ref in row["refs"]:
            key = ref["write_key"]
            used.add(key)
            assert key in setup or key in held or position[key] < position[row["write_key"]], row
            assert _at(json.loads(row["payload"]), ref["path"]) is None
        assert row["when_refused"] is None or position[row["when_refused"]] < position[row["write_key"]]
        parents = {ref["write_key"].split("/")[0] for ref in row["refs"]}
        assert parents & {"candidate", "application"} or row["entity"] == "candidate"
    # fields and tags are only created for somebody
    assert {key for key in setup if key.startswith(("custom_field/", "tag/"))} <= used


def _at(payload: Any, path: str) -> Any:
    for part in path.split("."):
        payload = payload[int(part)] if isinstance(payload, list) else payload[part]
    return payload


def nobody_is_told(tables: Tables) -> None:
    """N2: every call that can notify says that it must not."""
    for row in _ready(tables):
        if row["operation"] in ("candidate.update", "application.update", "candidate.createNote"):
            assert json.loads(row["payload"])["sendNotifications"] is False


def histories_end_where_lever_stands(world: World, tables: Tables) -> None:
    """A3, A4: every event with its own time, positions without a gap, the highest one the state in Lever."""
    changes: dict[str, list[Row]] = {}
    for change in world["stg_lever__stage_change"]:
        changes.setdefault(change["opportunity_id"], []).append(change)
    left_out = {row["lever_id"] for row in world["int_mapping_stage"] if row["decision"] == "leave_out"}
    sent = {row["lever_id"]: json.loads(row["payload"]) for row in tables["ashby__application"]}
    for row in world["stg_lever__opportunity"]:
        if row["opportunity_id"] not in sent:
            continue
        events = sent[row["opportunity_id"]]["applicationHistory"]
        assert [event["stageNumber"] for event in events] == list(range(len(events)))
        wanted = [(c["lever_stage_id"], c["changed_at"]) for c in changes.get(row["opportunity_id"], [])]
        if not wanted or wanted[-1][0] != row["lever_stage_id"]:
            last = wanted[-1][1] if wanted else row["created_at"]
            wanted.append((row["lever_stage_id"], row["last_advanced_at"] or last))
        times = [time for stage, time in wanted if stage not in left_out]
        assert row["lever_stage_id"] not in left_out
        if row["is_archived"]:
            times.append(row["archived_at"])
            is_hired = row["archive_reason_id"] == "hired"
            assert events[-1]["stageId"].endswith("-Hired" if is_hired else "-Archived")
            assert (events[-1]["archiveReasonId"] is None) == is_hired
        else:
            assert events[-1]["stageId"].endswith(f"stage {row['lever_stage_id']}") or row["lever_stage_id"] == "s3"
        assert [event["enteredStageAt"] for event in events] == [time.replace("Z", ".000Z") for time in times]


def what_may_not_be_seen_is_not_sent(world: World, tables: Tables) -> None:
    """P6, A1, A7: nothing that an excluded or a hidden confidential opportunity says stands in any body."""
    sent = "\n".join(f"{row['payload']} {row['lever_id']} {row['write_key']}" for row in _ready(tables))
    secret_postings = {row["posting_id"] for row in world["stg_lever__posting"] if row["is_confidential"]}
    left_out = {row["lever_id"] for row in world["int_mapping_job"] if row["decision"] == "leave_out"}
    written = {row["lever_id"] for row in tables["ashby__application"]}
    for row in world["stg_lever__opportunity"]:
        id_ = row["opportunity_id"]
        is_gone = row["is_anonymized"] or row["deleted_at"]
        is_secret = row["is_confidential"] or row["posting_id"] in secret_postings
        if is_gone or (is_secret and id_ not in written):
            assert f" of {id_}" not in sent
            assert f"{id_}@only" not in sent
            assert f"{id_}-link" not in sent
        if is_gone or (row["posting_id"] in left_out and not row["problem"] and row["contact_id"]):
            assert f" of {id_}" not in sent
            assert id_ not in written


def _hold(folder: Path, world: World) -> None:
    tables = built(folder, world)
    every_record_has_one_fate(world, tables)
    every_write_is_asked_for(tables)
    every_reference_leads_somewhere(tables)
    nobody_is_told(tables)
    histories_end_where_lever_stands(world, tables)
    what_may_not_be_seen_is_not_sent(world, tables)


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(world=worlds())
def test_laws(tmp_path_factory: pytest.TempPathFactory, world: World) -> None:
    """Each law above holds in every world."""
    _hold(tmp_path_factory.mktemp("w"), world)


@pytest.mark.prove
@settings(max_examples=400, deadline=None, suppress_health_check=SLOW)
@given(world=worlds())
def test_laws_at_length(tmp_path_factory: pytest.TempPathFactory, world: World) -> None:
    """The same in many more worlds."""
    _hold(tmp_path_factory.mktemp("w"), world)


@settings(max_examples=4, deadline=None, suppress_health_check=SLOW)
@given(world=worlds(), data=st.data())
def test_the_order_of_rows_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, world: World, data: st.DataObject
) -> None:
    """The same rows in any order make the same tables, row for row."""
    shuffled = {name: data.draw(st.permutations(rows)) for name, rows in world.items()}

    assert built(tmp_path_factory.mktemp("a"), shuffled) == built(tmp_path_factory.mktemp("b"), world)


@settings(max_examples=8, deadline=None, suppress_health_check=SLOW)
@given(world=worlds())
def test_a_second_run_asks_for_nothing_new(tmp_path_factory: pytest.TempPathFactory, world: World) -> None:
    """Once everything is written and Ashby shows it, the same Lever gives the same keys with the same hashes."""
    first = built(tmp_path_factory.mktemp("a"), world)

    second = built(tmp_path_factory.mktemp("b"), world | _loaded(world, first))

    before, after = ({row["write_key"]: row["payload_sha256"] for row in _ready(tables)} for tables in (first, second))
    added = {key for key in before if key.startswith("candidate_email/")}
    assert after.items() <= before.items()
    assert before.keys() - after.keys() <= added
    for row in second["ashby__candidate"]:
        assert row["operation"] == "candidate.update"


def _loaded(world: World, tables: Tables) -> World:
    """What the world looks like after a load that wrote everything: Ashby's candidates, and the results."""
    candidates = {row["candidate_id"]: dict(row) for row in world["stg_ashby__candidate"]}
    results = []
    for row in tables["ashby__candidate"]:
        payload = json.loads(row["payload"])
        is_there = row["operation"] == "candidate.update"
        id_ = row["ashby_id"] or f"new-{row['lever_id']}"
        if not is_there:
            emails = [email for email in (payload["email"], *(payload["alternateEmailAddresses"] or ())) if email]
            candidates[id_] = {"candidate_id": id_, "primary_email": payload["email"], "emails": emails}
        elif payload["email"]:
            candidates[id_]["emails"] = [*candidates[id_]["emails"], payload["email"]]
            candidates[id_]["primary_email"] = payload["email"]
        results.append(
            {
                "write_key": row["write_key"],
                "lever_id": row["lever_id"],
                "outcome": "found" if is_there else "created",
                "ashby_id": id_,
            }
        )
    for row in tables["ashby__candidate_email"]:
        candidate = candidates[row["ashby_id"]]
        candidate["emails"] = [*candidate["emails"], json.loads(row["payload"])["alternateEmail"]]
        results.append({"write_key": row["write_key"], "lever_id": row["lever_id"], "outcome": "updated"})
    return {"stg_ashby__candidate": list(candidates.values()), "result__candidate": results}

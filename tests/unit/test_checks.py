"""What the checks find: every kind of broken row, each by its name; and nothing in rows that are as they should be."""

import copy
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from checks import SUITES
from checks.across import read_rule, rules
from checks.engine import validate
from checks.expectation import Expectation, Suite, expect
from checks.failing import failing_rows
from checks.scratch import attached, fill
from pipeline import duck
from pipeline.tables import READY, STAGED_ASHBY, STAGED_LEVER, STAGED_READ_BACK, TABLES
from pipeline.workspace import Workspace
from stages import check
from tests.unit.small_workspace import make_workspace, read_table

Tables = dict[str, list[dict[str, Any]]]

AT = "2024-03-01T10:00:00.000Z"
WHEN = "2024-03-01 10:00:00+00"
FIELD, TAG, JOB, PLAN, SOURCE, USER = (f"00000000-0000-4000-8000-00000000000{digit}" for digit in range(1, 7))
NEW, ARCHIVED, REASON, TEAM, PLACE, THERE = (f"00000000-0000-4000-8000-0000000000a{digit}" for digit in range(1, 7))
KEYS = {"active_at": WHEN, "payload_sha256": "ab"}


def _ref(path: str, write_key: str) -> dict[str, str]:
    return {"path": path, "write_key": write_key}


def _history() -> list[dict[str, Any]]:
    first = {"stageId": NEW, "stageNumber": 0, "enteredStageAt": AT, "archiveReasonId": None}
    return [first, {**first, "stageId": ARCHIVED, "stageNumber": 1, "archiveReasonId": REASON}]


def _sound() -> Tables:
    """One person with one of everything; nothing in it breaks anything."""
    person = {**KEYS, "person_id": "c1"}
    candidate = _ref("candidateId", "candidate/c1")
    return {
        "stg_lever__user": [{"user_id": "u1", "name": "n", "email": "u@x.example", "is_deactivated": False}],
        "stg_lever__stage": [{"lever_stage_id": "s1", "name": "New", "position": 0}],
        "stg_lever__archive_reason": [{"archive_reason_id": "r1", "name": "n", "status": "active", "is_hired": False}],
        "stg_lever__source": [{"source": "Web", "count_opportunities": 1}],
        "stg_lever__tag": [{"tag": "blue", "count_opportunities": 1}],
        "stg_lever__posting": [
            {
                "posting_id": "p1",
                "title": "Smith",
                "state": "published",
                "is_confidential": False,
                "is_readable": True,
                "created_at": WHEN,
                "updated_at": WHEN,
            }
        ],
        "stg_lever__opportunity": [
            {
                "opportunity_id": "o1",
                "contact_id": "c1",
                "name": "Ada",
                "is_confidential": False,
                "is_anonymized": False,
                "is_archived": True,
                "archived_at": WHEN,
                "archive_reason_id": "r1",
                "origin": "applied",
                "tags": ["blue"],
                "sources": ["Web"],
                "lever_stage_id": "s1",
                "owner_user_id": "u1",
                "posting_id": "p1",
                "created_at": WHEN,
                "updated_at": WHEN,
            }
        ],
        "stg_lever__stage_change": [
            {"opportunity_id": "o1", "position": 0, "lever_stage_id": "s1", "changed_at": WHEN}
        ],
        "stg_lever__note": [
            {"note_id": "n1", "opportunity_id": "o1", "user_id": "u1", "is_secret": True, "created_at": WHEN}
        ],
        "stg_lever__note_comment": [{"note_id": "n1", "position": 0, "text": "t", "created_at": WHEN}],
        "stg_ashby__user": [{"user_id": USER, "name": "n", "email": "u@x.example", "is_enabled": True}],
        "stg_ashby__department": [{"department_id": TEAM, "name": "n", "is_archived": False}],
        "stg_ashby__location": [{"location_id": PLACE, "name": "n", "is_archived": False}],
        "stg_ashby__job": [
            {
                "job_id": JOB,
                "title": "Smith",
                "status": "Open",
                "is_confidential": False,
                "default_interview_plan_id": PLAN,
            }
        ],
        "stg_ashby__interview_plan": [{"interview_plan_id": PLAN, "title": "n", "is_archived": False}],
        "stg_ashby__interview_stage": [
            {"interview_stage_id": NEW, "interview_plan_id": PLAN, "title": "New", "type": "Lead", "position": 0},
            {
                "interview_stage_id": ARCHIVED,
                "interview_plan_id": PLAN,
                "title": "Gone",
                "type": "Archived",
                "position": 1,
            },
        ],
        "stg_ashby__archive_reason": [
            {"archive_reason_id": REASON, "name": "n", "reason_type": "Other", "is_archived": False}
        ],
        "stg_ashby__source": [{"source_id": SOURCE, "title": "Web", "is_archived": False}],
        "stg_ashby__tag": [{"tag_id": TAG, "title": "blue", "is_archived": False}],
        "stg_ashby__custom_field": [
            {
                "custom_field_id": FIELD,
                "title": "Lever contact id",
                "object_type": "Candidate",
                "field_type": "String",
                "is_archived": False,
            }
        ],
        "stg_ashby__candidate": [{"candidate_id": THERE, "name": "Ada", "created_at": WHEN}],
        "int_tag": [{"person_id": "c1", "tag": "blue"}],
        "int_custom_value": [
            {"entity_of": "candidate", "owner_id": "c1", "title": "Lever contact id", "value": "c1"},
            {"entity_of": "application", "owner_id": "o1", "title": "Lever opportunity id", "value": "o1"},
        ],
        "int_fate": [
            {"entity": "job", "lever_id": "p1", "fate": "write", "write_key": "job/p1"},
            {"entity": "candidate", "lever_id": "c1", "fate": "write", "write_key": "candidate/c1"},
            {"entity": "application", "lever_id": "o1", "fate": "write", "write_key": "application/o1"},
            {"entity": "note", "lever_id": "n1", "fate": "write", "write_key": "note/n1"},
            # text_key('blue')
            {
                "entity": "tag",
                "lever_id": "c1/16477688c0e00699",
                "fate": "write",
                "write_key": "candidate_tag/c1/16477688c0e00699",
            },
            {
                "entity": "custom_value",
                "lever_id": "c1/Lever contact id",
                "fate": "write",
                "write_key": "candidate_value/c1",
            },
            {
                "entity": "custom_value",
                "lever_id": "o1/Lever opportunity id",
                "fate": "write",
                "write_key": "application_value/o1",
            },
        ],
        "ashby__custom_field": [
            {
                **KEYS,
                "write_key": "custom_field/Application/Lever opportunity id",
                "entity": "custom_value",
                "lever_id": "Lever opportunity id",
                "operation": "customField.create",
                "payload": {"title": "Lever opportunity id", "fieldType": "String", "objectType": "Application"},
                "position": 1,
            }
        ],
        "ashby__tag": [
            {
                **KEYS,
                "write_key": "tag/1",
                "entity": "tag",
                "lever_id": "1",
                "operation": "candidateTag.create",
                "payload": {"title": "t"},
                "position": 1,
            }
        ],
        "ashby__job": [
            {
                **KEYS,
                "write_key": "job/p1",
                "entity": "job",
                "lever_id": "p1",
                "operation": "job.create",
                "payload": {"title": "Smith", "teamId": TEAM, "locationId": PLACE, "defaultInterviewPlanId": PLAN},
                "position": 1,
            }
        ],
        "ashby__candidate": [
            {
                **person,
                "write_key": "candidate/c1",
                "entity": "candidate",
                "lever_id": "c1",
                "operation": "candidate.create",
                "payload": {
                    "name": "Ada",
                    "email": "ada@x.example",
                    "alternateEmailAddresses": ["a@y.example"],
                    "phoneNumber": "+1 555",
                    "linkedInUrl": "https://linkedin.com/in/a",
                    "githubUrl": None,
                    "website": "http://a.example",
                    "sourceId": SOURCE,
                    "createdAt": AT,
                },
                "position": 1,
            }
        ],
        "ashby__candidate_email": [
            {
                **person,
                "write_key": "candidate_email/c1/1",
                "entity": "candidate",
                "lever_id": "c1",
                "operation": "candidate.update",
                "ashby_id": THERE,
                "refs": [candidate],
                "payload": {"candidateId": None, "alternateEmail": "b@y.example", "sendNotifications": False},
                "position": 2,
            }
        ],
        "ashby__candidate_value": [
            {
                **person,
                "write_key": "candidate_value/c1",
                "entity": "custom_value",
                "lever_id": "c1",
                "operation": "customField.setValues",
                "refs": [_ref("objectId", "candidate/c1")],
                "payload": {
                    "objectId": None,
                    "objectType": "Candidate",
                    "values": [{"fieldId": FIELD, "fieldValue": "c1"}],
                },
                "position": 3,
            }
        ],
        "ashby__application": [
            {
                **person,
                "write_key": "application/o1",
                "entity": "application",
                "lever_id": "o1",
                "operation": "application.create",
                "refs": [candidate],
                "payload": {
                    "candidateId": None,
                    "jobId": JOB,
                    "interviewPlanId": PLAN,
                    "sourceId": SOURCE,
                    "creditedToUserId": USER,
                    "createdAt": AT,
                    "applicationHistory": _history(),
                },
                "position": 4,
            }
        ],
        "ashby__application_value": [
            {
                **person,
                "write_key": "application_value/o1",
                "entity": "custom_value",
                "lever_id": "o1",
                "operation": "customField.setValues",
                "refs": [
                    _ref("objectId", "application/o1"),
                    _ref("values.0.fieldId", "custom_field/Application/Lever opportunity id"),
                ],
                "payload": {
                    "objectId": None,
                    "objectType": "Application",
                    "values": [{"fieldId": None, "fieldValue": "o1"}],
                },
                "position": 5,
            }
        ],
        "ashby__candidate_tag": [
            {
                **person,
                "write_key": "candidate_tag/c1/16477688c0e00699",
                "entity": "tag",
                "lever_id": "c1/16477688c0e00699",
                "operation": "candidate.addTag",
                "refs": [candidate],
                "payload": {"candidateId": None, "tagId": TAG},
                "position": 6,
            }
        ],
        "ashby__note": [
            {
                **person,
                "write_key": "note/n1",
                "entity": "note",
                "lever_id": "n1",
                "operation": "candidate.createNote",
                "refs": [candidate],
                "payload": {
                    "candidateId": None,
                    "note": {"type": "text/plain", "value": "Note by n\nt < 3\n[lever:note:n1]"},
                    "isPrivate": True,
                    "sendNotifications": False,
                    "createdAt": AT,
                },
                "position": 7,
            }
        ],
    }


def _found(workspace: Workspace) -> set[tuple[str, str, str]]:
    """(table, check, key) of everything that is broken, as DuckDB names it; Great Expectations is not asked."""
    with closing(duck.connect(workspace)) as connection, attached(connection, workspace.root / "scratch.duckdb"):
        assert fill(connection, workspace, SUITES, rules()) == {}
        found = {
            (row[0], expectation.name, row[1])
            for table, suite in SUITES.items()
            for expectation in suite
            if expectation.type not in ("expect_table_row_count_to_be_between", "expect_table_columns_to_match_set")
            for row in connection.execute(*failing_rows(table, expectation)).fetchall()
        }
        return found | {(row[1], row[0], row[2]) for row in connection.table("findings").fetchall()}


Change = Callable[[Tables], object]


def _set(table: str, **columns: object) -> Change:
    return lambda tables: tables[table][0].update(columns)


def _body(table: str, **parameters: object) -> Change:
    return lambda tables: tables[table][0]["payload"].update(parameters)


def _event(place: int, **parameters: object) -> Change:
    return lambda tables: tables["ashby__application"][0]["payload"]["applicationHistory"][place].update(parameters)


def _twice(table: str, place: int = 0, **columns: object) -> Change:
    return lambda tables: tables[table].append({**copy.deepcopy(tables[table][place]), **columns})


def _gone(table: str) -> Change:
    return lambda tables: tables[table].clear()


def _note(value: str, type_: str = "text/plain") -> Change:
    return _body("ashby__note", note={"type": type_, "value": value})


def test_sound_tables_break_nothing(tmp_path: Path) -> None:
    """The checks find nothing where nothing is wrong: or nobody would read them."""
    assert _found(make_workspace(tmp_path, _sound())) == set()


CANDIDATE, APPLICATION, NOTE = "ashby__candidate", "ashby__application", "ashby__note"
VALUE, TAGGED, EMAIL = "ashby__candidate_value", "ashby__candidate_tag", "ashby__candidate_email"


@pytest.mark.parametrize(
    ("change", "table", "name"),
    [
        (_set("ashby__tag", lever_id=None), "ashby__tag", "lever_id_present"),
        (_set("ashby__tag", entity="candidate"), "ashby__tag", "entity_known"),
        (_set("ashby__tag", operation="candidate.create"), "ashby__tag", "operation_known"),
        (_set("ashby__tag", payload_sha256=None), "ashby__tag", "payload_sha256_present"),
        (_set("ashby__tag", payload='["title"]'), "ashby__tag", "payload_is_object"),
        (_set("ashby__tag", payload="{"), "ashby__tag", "payload_is_object"),
        (_set("ashby__tag", payload=None), "ashby__tag", "payload_is_object"),
        (_body("ashby__tag", tilte="t"), "ashby__tag", "parameters_are_known"),
        (_body("ashby__tag", title=" \u200b"), "ashby__tag", "title_is_text"),
        (_body("ashby__custom_field", fieldType="string"), "ashby__custom_field", "field_type_known"),
        (_body("ashby__custom_field", objectType="Offer"), "ashby__custom_field", "object_type_known"),
        (_body("ashby__custom_field", fieldType="ValueSelect"), "ashby__custom_field", "select_has_options"),
        (_body("ashby__custom_field", isExposableToCandidate=True), "ashby__custom_field", "is_internal"),
        (_body("ashby__job", teamId=None), "ashby__job", "team_id_is_uuid"),
        (_body("ashby__job", locationId="Berlin"), "ashby__job", "location_id_is_uuid"),
        (_body("ashby__job", defaultInterviewPlanId=None), "ashby__job", "interview_plan_id_is_uuid"),
        (_body(CANDIDATE, name=None), CANDIDATE, "name_is_text"),
        (_body(CANDIDATE, email="ada at x"), CANDIDATE, "email_is_valid"),
        (_body(CANDIDATE, alternateEmailAddresses=["a@y.example", "no"]), CANDIDATE, "alternate_emails_are_valid"),
        (_body(CANDIDATE, alternateEmailAddresses=["ADA@x.example"]), CANDIDATE, "emails_are_distinct"),
        (_body(CANDIDATE, phoneNumber="call me"), CANDIDATE, "phone_has_digit"),
        (_body(CANDIDATE, linkedInUrl="linkedin.com/in/a"), CANDIDATE, "linked_in_url_is_valid"),
        (_body(CANDIDATE, githubUrl="https://"), CANDIDATE, "github_url_is_valid"),
        (_body(CANDIDATE, website="ftp://a.example"), CANDIDATE, "website_is_valid"),
        (_body(CANDIDATE, sourceId="Web"), CANDIDATE, "source_id_is_uuid"),
        (_body(CANDIDATE, createdAt="2024-03-01"), CANDIDATE, "created_at_is_time"),
        (_body(CANDIDATE, createdAt="1970-01-01T00:00:00.000Z"), CANDIDATE, "created_at_is_plausible"),
        (_set(CANDIDATE, ashby_id=THERE), CANDIDATE, "target_fits_operation"),
        (_set(CANDIDATE, operation="candidate.update"), CANDIDATE, "target_fits_operation"),
        (_set(CANDIDATE, operation="candidate.update", ashby_id=THERE), CANDIDATE, "is_quiet"),
        (_set(CANDIDATE, person_id=None), CANDIDATE, "person_id_present"),
        (_body(EMAIL, sendNotifications=True), EMAIL, "is_quiet"),
        (_body(EMAIL, alternateEmail=None), EMAIL, "email_is_valid"),
        (_set(EMAIL, refs=[], ashby_id=None), EMAIL, "has_candidate"),
        (_set(VALUE, refs=[]), VALUE, "has_object"),
        (_body(VALUE, objectType="Application"), VALUE, "object_type_fits"),
        (_body(VALUE, values=[]), VALUE, "has_values"),
        (_body(VALUE, values=[{"fieldId": None, "fieldValue": "x"}]), VALUE, "fields_have_ids"),
        (_body(VALUE, values=[{"fieldId": FIELD, "fieldValue": "x"}] * 2), VALUE, "fields_are_distinct"),
        (_body(VALUE, values=[{"fieldId": FIELD, "fieldValue": None}]), VALUE, "values_are_there"),
        (_body(VALUE, values=[{"fieldId": FIELD, "fieldValue": ""}]), VALUE, "values_are_there"),
        (_set(APPLICATION, refs=[]), APPLICATION, "has_candidate"),
        (_body(APPLICATION, jobId=None), APPLICATION, "has_job"),
        (_body(APPLICATION, applicationHistory=[]), APPLICATION, "has_history"),
        (_body(APPLICATION, createdAt=None), APPLICATION, "created_at_is_time"),
        (_event(1, stageNumber=2), APPLICATION, "stage_numbers_are_contiguous"),
        (_event(0, stageId=None), APPLICATION, "history_stages_are_uuids"),
        (_event(1, enteredStageAt=None), APPLICATION, "history_times_are_times"),
        (_event(1, enteredStageAt="2999-01-01T00:00:00.000Z"), APPLICATION, "history_times_are_plausible"),
        (_event(1, archiveReasonId="r1"), APPLICATION, "history_archive_reasons_are_uuids"),
        (_body(TAGGED, tagId=None), TAGGED, "has_tag"),
        (_note(" "), NOTE, "content_is_text"),
        (_note("no marker"), NOTE, "has_one_marker"),
        (_note("[lever:note:n1]\n[lever:note:n1]"), NOTE, "has_one_marker"),
        (_note("x\n[lever:note:n2]"), NOTE, "marker_names_lever_id"),
        (_note("<p>x</p>\n[lever:note:n1]", "text/html"), NOTE, "html_is_kept"),
        (_note("x\n[lever:note:n1]", "text/markdown"), NOTE, "content_type_is_known"),
        (_body(NOTE, isPrivate=None), NOTE, "says_who_sees_it"),
        (_body(NOTE, sendNotifications=None), NOTE, "is_quiet"),
        (_body(NOTE, createdAt="yesterday"), NOTE, "created_at_is_time"),
        (_twice("ashby__tag"), "ashby__tag", "write_key_unique"),
        # Rules over several tables
        (_gone("ashby__tag"), None, None),
        (_twice("ashby__tag", write_key="job/p1"), "ready", "write_key_once"),
        (_set("int_fate", write_key="job/none"), "int_fate", "write_has_ready_row"),
        (_set("int_fate", fate="held"), "ashby__job", "ready_row_has_fate"),
        (_set("int_fate", lever_id="p2"), "int_fate", "every_record_has_one_fate"),
        (_twice("int_fate"), "int_fate", "every_record_has_one_fate"),
        (_twice("int_tag", tag="red"), "int_fate", "every_record_has_one_fate"),
        (_set(NOTE, refs=[_ref("candidateId", "candidate/c2")]), NOTE, "ref_exists"),
        (_set(NOTE, position=1), NOTE, "ref_goes_first"),
        (_set(NOTE, active_at="2020-01-01 00:00:00+00"), NOTE, "ref_goes_first"),
        (_set(NOTE, when_refused="application/o2"), NOTE, "refusal_is_of_an_application"),
        (_set("stg_ashby__interview_stage", interview_plan_id=JOB), APPLICATION, "stage_of_plan"),
        (_event(1, archiveReasonId=None), APPLICATION, "archive_reason_where_archived"),
        (_event(0, archiveReasonId=REASON), APPLICATION, "archive_reason_where_archived"),
        (_set("stg_ashby__archive_reason", is_archived=True), APPLICATION, "archive_reason_live"),
        (_set("stg_ashby__source", is_archived=True), APPLICATION, "source_live"),
        (_gone("stg_ashby__source"), CANDIDATE, "source_live"),
        (_gone("stg_ashby__user"), APPLICATION, "credited_user_known"),
        (_set("stg_ashby__user", is_enabled=False), APPLICATION, "credited_user_enabled"),
        (_set("stg_ashby__tag", is_archived=True), TAGGED, "tag_live"),
        (_set("stg_ashby__custom_field", object_type="Job"), VALUE, "custom_field_live"),
        (_set("stg_ashby__custom_field", is_archived=True), VALUE, "custom_field_live"),
        (_set("stg_ashby__job", status="Archived"), APPLICATION, "job_takes_applications"),
        (_gone("stg_ashby__candidate"), EMAIL, "candidate_known"),
        (_set("stg_ashby__department", is_archived=True), "ashby__job", "job_parts_live"),
        (_gone("stg_ashby__location"), "ashby__job", "job_parts_live"),
        (_set("stg_lever__posting", is_confidential=True), APPLICATION, "confidential_stays_confidential"),
        (_set("stg_lever__opportunity", is_confidential=True), APPLICATION, "confidential_stays_confidential"),
        (_body(NOTE, isPrivate=False), NOTE, "secret_stays_private"),
        (_set("stg_lever__opportunity", is_anonymized=True), APPLICATION, "gone_is_never_written"),
        (_set("stg_lever__note", deleted_at=WHEN), NOTE, "gone_is_never_written"),
        (_twice(CANDIDATE, write_key="candidate/c2"), CANDIDATE, "one_candidate_per_email"),
        (_set("stg_lever__tag", count_opportunities=2), "stg_lever__tag", "control_total"),
        (_set("stg_lever__source", count_opportunities=0), "stg_lever__source", "control_total"),
        (_set("stg_lever__opportunity", owner_user_id="u9"), "stg_lever__opportunity", "lever_reference_known"),
        (_set("stg_lever__note", user_id="u9"), "stg_lever__note", "lever_reference_known"),
        # Staged tables
        (_twice("stg_lever__stage_change"), "stg_lever__stage_change", "key_unique"),
        (_set("stg_lever__opportunity", contact_id=None), "stg_lever__opportunity", "contact_id_present"),
        (_set("stg_lever__opportunity", origin="magic"), "stg_lever__opportunity", "origin_known"),
        (
            _set("stg_lever__opportunity", archived_at="2020-01-01 00:00:00+00"),
            "stg_lever__opportunity",
            "archived_at_not_before_created_at",
        ),
        (_set("stg_ashby__interview_stage", type="Limbo"), "stg_ashby__interview_stage", "type_known"),
    ],
)
def test_broken_row_is_found(tmp_path: Path, change: Change, table: str | None, name: str | None) -> None:
    """Each single fault is found by the check that is there for it, and named by its table."""
    tables = _sound()
    change(tables)
    found = {(where, what) for where, what, _ in _found(make_workspace(tmp_path, tables))}
    if table is None:
        assert found == set(), "a definition that nobody needs yet breaks nothing"
    else:
        assert (table, name) in found


def test_a_write_that_waits_for_a_held_record_is_sound(tmp_path: Path) -> None:
    """It is blocked, and says so; nothing is wrong with it."""
    tables = _sound()
    tables["ashby__candidate"].clear()
    tables["ashby__candidate_email"].clear()
    fate = next(row for row in tables["int_fate"] if row["entity"] == "candidate")
    fate.update(fate="held", write_key=None)
    assert _found(make_workspace(tmp_path, tables)) == set()


def _suite_tables() -> list[str]:
    return [table.name for table in (*STAGED_LEVER, *STAGED_ASHBY, *STAGED_READ_BACK, *READY)]


def test_every_table_has_a_suite() -> None:
    """Each staged and each ready table."""
    assert sorted(SUITES) == sorted(_suite_tables())


@pytest.mark.parametrize("table", _suite_tables())
def test_suite(table: str) -> None:
    """Keys are there, once, critically; every expectation has a reason and a name of its own."""
    suite = SUITES[table]
    named = {expectation.name: expectation for expectation in suite}
    assert len(named) == len(suite)
    key = TABLES[table].key
    once = named[f"{key[0]}_unique" if len(key) == 1 else "key_unique"]
    assert [once.severity, *(named[f"{column}_present"].severity for column in key)] == ["critical"] * (len(key) + 1)
    assert all(len(expectation.why.split()) > 4 and expectation.why.endswith(".") for expectation in suite)


def test_rules_read_only_what_the_stage_asks_for() -> None:
    """A rule on a table that was never written would find nothing, and say that all is well."""
    with closing(duck.bare()) as connection:
        sqls = [rule.sql for rule in rules()]
        sqls += [
            path.read_text(encoding="utf-8") for path in (Path(check.__file__).parents[2] / "checks/body").iterdir()
        ]
        read = {table for sql in sqls for table in duck.inputs_of(connection, sql)}
    opened = {path.stem for path in (Path(check.__file__).parents[2] / "checks/body").iterdir()}
    assert read - opened <= {table.name for table in check.INPUTS}


def test_every_rule_has_a_reason() -> None:
    """Name, severity and why come from the file's header; without one it is no rule."""
    assert all(rule.why.endswith(".") for rule in rules())
    with pytest.raises(ValueError, match="needs a header"):
        read_rule("nameless", "select 1")
    with pytest.raises(ValueError, match="needs a header"):
        read_rule("other", "-- name: one row is x.\n-- critical: y\n-- Grain: z\nselect 1")
    assert read_rule("it", "-- it: one row is x.\n-- warning: y\n-- z.\n-- Grain: g\nselect 1").why == "y z."


def test_an_expectation_of_an_unknown_type_is_a_mistake() -> None:
    """A type whose rows can't be named must not enter a suite."""
    with pytest.raises(ValueError, match="does not know"):
        failing_rows("stg_lever__user", expect("expect_table_to_be_nice", "warning", "w"))


def _one_of_each() -> Tables:
    """Faults of every type of expectation, some of them in several rows."""
    tables = _sound()
    for change in (
        _twice("stg_lever__stage_change"),
        _twice("stg_lever__user"),
        _set("stg_lever__opportunity", name=None, origin="magic", updated_at="2020-01-01 00:00:00+00"),
        _gone("stg_lever__stage"),
        _body(CANDIDATE, email="ada at x", website="no"),
        _body(NOTE, sendNotifications=True),
        _set("stg_ashby__source", is_archived=True),
        _set("stg_ashby__user", is_enabled=False),
        _set("int_fate", write_key="job/none"),
    ):
        change(tables)
    return tables


def _validate(workspace: Workspace, suites: dict[str, Suite], path: Path) -> dict[tuple[str, str], tuple[int, bool]]:
    with closing(duck.connect(workspace)) as connection:
        failures = validate(connection, workspace, suites, rules(), path)
    return {(failure.table, failure.name): (failure.rows, failure.stops) for failure in failures}


def test_great_expectations_and_duckdb_agree(tmp_path: Path) -> None:
    """What Great Expectations says does not hold is what DuckDB finds rows for, and nothing else."""
    workspace = make_workspace(tmp_path, _one_of_each())
    path = tmp_path / "failures.parquet"
    failures = _validate(workspace, SUITES, path)
    about_rows = {name: count for name, count in failures.items() if name != ("stg_lever__stage", "row_count")}
    found = _found(workspace)
    assert about_rows.keys() == {(table, name) for table, name, _ in found}
    assert sum(count for count, _ in about_rows.values()) == len(found)
    with closing(duck.bare()) as connection:
        written = connection.read_parquet(str(path)).project("table_name, check_name, row_key").fetchall()
    assert set(written) - {("stg_lever__stage", "row_count", "*")} == found
    assert len(written) == len(found) + 1
    stopping = {name for name, (_, stops) in failures.items() if stops}
    assert stopping == {
        ("stg_lever__stage_change", "key_unique"),
        ("stg_lever__user", "user_id_unique"),
        ("int_fate", "write_has_ready_row"),
    }
    assert list((workspace.spill).iterdir()) == [], "the scratch file holds personal data and must not stay"


def test_what_cannot_be_checked_stops(tmp_path: Path) -> None:
    """A missing column, of a staged or of a ready table, is told from a check that fails."""
    workspace = make_workspace(tmp_path / "it's $a %20 folder", _sound())
    strange: Expectation = expect("expect_column_values_to_not_be_null", "warning", "Why.", column="no_such_column")
    suites = {"stg_lever__user": (strange,), "ashby__tag": (strange,), "ashby__job": SUITES["ashby__job"]}
    with closing(duck.bare()) as connection:
        folder = workspace.folder("ashby__job")
        next(folder.glob("*.parquet")).unlink()
        connection.sql("select 1 as other").write_parquet(str(folder / "old.parquet"))
    size = (folder / "old.parquet").stat().st_size
    (folder / "_manifest.json").write_text(
        f'{{"batches":[{{"id":"whole","files":[{{"name":"old.parquet","rows":1,"bytes":{size}}}]}}]}}'
    )
    failures = _validate(workspace, suites, tmp_path / "failures.parquet")
    assert failures[("stg_lever__user", "no_such_column_present")] == (1, True)
    assert failures[("ashby__tag", "no_such_column_present")] == (1, True)
    assert failures[("ashby__job", "checkable")] == (1, True)
    assert failures[("job_parts_live", "checkable")] == (1, True)


def test_read_table_reads_what_make_workspace_wrote(tmp_path: Path) -> None:
    """The tests' own tool."""
    workspace = make_workspace(tmp_path, {"stg_lever__stage": [{"lever_stage_id": "s", "position": 3}]})
    assert read_table(workspace, "stg_lever__stage") == [{"lever_stage_id": "s", "name": None, "position": 3}]

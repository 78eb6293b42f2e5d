"""What the checks find: every kind of broken row, each by its name; and nothing in rows that are as they should be."""

import copy
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pytest

from checks import SUITES
from checks.across import read_rule, rules
from checks.engine import validate
from checks.expectation import Expectation, Suite, expect
from checks.failing import failing_rows
from checks.scratch import attached, fill
from pipeline import duck
from pipeline.tables import READY, REFERENCE, STAGED_ASHBY, STAGED_LEVER, STAGED_READ_BACK, TABLES
from pipeline.workspace import Workspace
from stages import check
from tests.unit.small_workspace import create_table, make_workspace, read_table
from tests.unit.sound_tables import FIELD, JOB, PLAN, REASON, THERE, WHEN, Tables, ref, sound_tables

Change = Callable[[Tables], object]


def _rows_of(connection: duckdb.DuckDBPyConnection, table: str, expectation: Expectation) -> set[tuple[str, str, str]]:
    rows = connection.execute(*failing_rows(table, expectation)).fetchall()
    return {(where, expectation.name, key) for where, key in rows}


def _found(connection: duckdb.DuckDBPyConnection, only: tuple[str, str] | None = None) -> set[tuple[str, str, str]]:
    """(table, check, key) of everything that is broken, or of one check, as DuckDB names it.

    Great Expectations is not asked; a table without rows or with other columns is not looked for.
    """
    with attached(connection, Path(":memory:")):
        assert fill(connection, NOWHERE, [table.name for table in READY], rules()) == {}
        asked = [
            (table, expectation)
            for table, suite in SUITES.items()
            for expectation in suite
            if expectation.type not in ("expect_table_row_count_to_be_between", "expect_table_columns_to_match_set")
            and only in (None, (table, expectation.name))
        ]
        found = set().union(*(_rows_of(connection, table, expectation) for table, expectation in asked))
        return found | {(row[1], row[0], row[2]) for row in connection.table("findings").fetchall()}


NOWHERE = Workspace(Path("/nowhere"))
"""Nothing is read from it: the tables are the connection's."""


@pytest.fixture(scope="module")
def sound() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the sound tables; all others are empty."""
    with closing(duck.bare()) as connection:
        tables = sound_tables()
        members = TABLES["every_ready"].members
        for name in {*SUITES, *tables, *members}:
            create_table(connection, name, tables.get(name, []))
        rows = " union all ".join(f"select '{name}' as table_name, * from {name}" for name in members)  # noqa: S608
        connection.sql(rows).create_view("every_ready")
        yield connection


@contextmanager
def _changed(connection: duckdb.DuckDBPyConnection, change: Change) -> Iterator[None]:
    """The tables after `change`; sound again afterwards."""
    tables = sound_tables()
    change(tables)
    before = {name: rows for name, rows in sound_tables().items() if rows != tables[name]}
    for name in before:
        create_table(connection, name, tables[name])
    yield
    for name, rows in before.items():
        create_table(connection, name, rows)


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


def _file(**about: object) -> Change:
    return lambda tables: tables["ashby__file"][0]["payload"]["file"].update(about)


def _submission(place: int, **parameters: object) -> Change:
    def change(tables: Tables) -> None:
        tables["ashby__feedback"][0]["payload"]["feedbackForm"]["fieldSubmissions"][place].update(parameters)

    return change


def _submitted(*values: object) -> Change:
    return _body("ashby__feedback", feedbackForm={"fieldSubmissions": list(values)})


MARKED = {"path": "notes", "value": {"type": "PlainText", "value": "[lever:feedback:f1]"}}


def _all(*changes: Change) -> Change:
    return lambda tables: [change(tables) for change in changes]


def _told(place: int, **parameters: object) -> Change:
    """A change to the body of what became a note: interview, offer, form, questions, referral, feedback."""
    return lambda tables: tables["ashby__note"][place]["payload"].update(parameters)


def test_sound_tables_break_nothing(sound: duckdb.DuckDBPyConnection) -> None:
    """The checks find nothing where nothing is wrong: or nobody would read them."""
    assert _found(sound) == set()


CANDIDATE, APPLICATION, NOTE = "ashby__candidate", "ashby__application", "ashby__note"
VALUE, TAGGED, EMAIL = "ashby__candidate_value", "ashby__candidate_tag", "ashby__candidate_email"
TEAM_MEMBER = "ashby__application_team"
FILE, AGAIN = "ashby__file", "ashby__candidate_again"
OPPORTUNITY = "stg_lever__opportunity"
FEEDBACK = "ashby__feedback"


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
        (_body("ashby__department", name=" "), "ashby__department", "name_is_text"),
        (_body("ashby__department", title="Forge"), "ashby__department", "parameters_are_known"),
        (_body("ashby__location", name=None), "ashby__location", "name_is_text"),
        (_body("ashby__location", type="LocationHierarchy"), "ashby__location", "type_known"),
        (_body("ashby__location", type=None), "ashby__location", "type_present"),
        (_body("ashby__job", teamId=None), "ashby__job", "has_team"),
        (_body("ashby__job", locationId="Berlin"), "ashby__job", "has_location"),
        (_body("ashby__job", defaultInterviewPlanId=None), "ashby__job", "interview_plan_id_is_uuid"),
        (_body("ashby__job_open", status="Closed"), "ashby__job_open", "status_known"),
        (_body("ashby__job_open", jobId=JOB), "ashby__job_open", "job_is_ours"),
        (_set("ashby__job_open", refs=[ref("jobId", "job/p2")]), "ashby__job_open", "job_is_ours"),
        (_set("ashby__job_open", refs=None), "ashby__job_open", "job_is_ours"),
        (_body("ashby__job_close", status="Open"), "ashby__job_close", "status_known"),
        (_body("ashby__job_close", status=None), "ashby__job_close", "status_present"),
        (_set("ashby__job_close", refs=[]), "ashby__job_close", "job_is_ours"),
        (_body("ashby__opening", openingState="Open"), "ashby__opening", "opening_state_known"),
        (_body("ashby__opening", openingState=None), "ashby__opening", "opening_state_present"),
        (_body("ashby__opening", identifier=None), "ashby__opening", "identifier_is_text"),
        (_body("ashby__opening", teamId="Forge"), "ashby__opening", "team_id_is_uuid"),
        (_body("ashby__opening", locationIds=[None, None]), "ashby__opening", "locations_have_ids"),
        (_body("ashby__opening", jobIds=[None, None]), "ashby__opening", "jobs_have_ids"),
        (_body("ashby__opening", employmentType="Exempt"), "ashby__opening", "parameters_are_known"),
        (_set(TEAM_MEMBER, refs=[]), TEAM_MEMBER, "has_application"),
        (_body(TEAM_MEMBER, teamMemberId=None), TEAM_MEMBER, "team_member_id_is_uuid"),
        (_body(TEAM_MEMBER, roleId="Owner"), TEAM_MEMBER, "role_id_is_uuid"),
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
        (_note("x\n[lever:form:n1]"), NOTE, "marker_names_lever_id"),
        (_note("x\n[lever:application:n1]"), NOTE, "marker_names_lever_id"),
        (_told(1, note="x\n[lever:note:i1]"), NOTE, "marker_names_lever_id"),
        (_told(6, note="x\n[lever:note:f1]"), NOTE, "marker_names_lever_id"),
        (_set(NOTE, entity="file"), NOTE, "entity_known"),
        (_body(NOTE, isPrivate=None), NOTE, "says_who_sees_it"),
        (_body(NOTE, sendNotifications=None), NOTE, "is_quiet"),
        (_body(NOTE, createdAt="yesterday"), NOTE, "created_at_is_time"),
        (_set(FEEDBACK, refs=[]), FEEDBACK, "has_application"),
        (_set(FEEDBACK, refs=[ref("candidateId", "candidate/c1")]), FEEDBACK, "has_application"),
        (_set(FEEDBACK, lever_id="f2"), FEEDBACK, "marker_names_lever_id"),
        (_body(FEEDBACK, sendNotifications=False), FEEDBACK, "parameters_are_known"),
        (_body(FEEDBACK, formDefinitionId="Talk"), FEEDBACK, "form_id_is_uuid"),
        (_body(FEEDBACK, formDefinitionId=None), FEEDBACK, "form_id_is_uuid"),
        (_body(FEEDBACK, userId="u1"), FEEDBACK, "user_id_is_uuid"),
        (_body(FEEDBACK, feedbackForm=None), FEEDBACK, "has_values"),
        (_submitted(), FEEDBACK, "has_values"),
        (_submitted(), FEEDBACK, "has_one_marker"),
        (_submitted(MARKED, MARKED), FEEDBACK, "paths_are_distinct"),
        (_submitted(MARKED, {**MARKED, "path": "other"}), FEEDBACK, "has_one_marker"),
        (_submission(0, value={"type": "PlainText", "value": "[lever:note:f1]"}), FEEDBACK, "marker_names_lever_id"),
        (_submission(0, value={"type": "PlainText", "value": "x [lever:feedback:f1]"}), FEEDBACK, "has_one_marker"),
        (_submission(2, path=None), FEEDBACK, "paths_are_there"),
        (_submission(2, value=None), FEEDBACK, "values_are_there"),
        (_submission(3, value=[]), FEEDBACK, "values_are_there"),
        (_set(FILE, refs=[]), FILE, "has_candidate"),
        (_set(FILE, operation="candidate.createNote"), FILE, "operation_known"),
        (_set(FILE, lever_id="file/r1"), FILE, "resume_is_a_resume"),
        (_body(FILE, sendNotifications=False), FILE, "parameters_are_known"),
        (_body(FILE, file=None), FILE, "sha256_is_hash"),
        (_file(label="x"), FILE, "parameters_are_known"),
        (_file(name=None), FILE, "name_is_text"),
        (_file(name="cv.pdf"), FILE, "name_carries_lever_id"),
        (_file(name="cv.r1"), FILE, "name_carries_lever_id"),
        (_file(name='cv "Lever resume r1".pdf'), FILE, "name_breaks_nothing"),
        (_file(name="../cv (Lever resume r1).pdf"), FILE, "name_breaks_nothing"),
        (_file(name="cv\r\n (Lever resume r1).pdf"), FILE, "name_breaks_nothing"),
        (_file(sha256="ab"), FILE, "sha256_is_hash"),
        (_file(contentLength=0), FILE, "length_is_positive"),
        (_file(contentLength="many"), FILE, "length_is_positive"),
        (_file(contentType="pdf"), FILE, "content_type_is_media_type"),
        (_file(contentType=None), FILE, "content_type_is_media_type"),
        (_body(AGAIN, sendNotifications=True), AGAIN, "is_quiet"),
        (_body(AGAIN, sendNotifications=None), AGAIN, "is_quiet"),
        (_body(AGAIN, alternateEmail="b@y.example"), AGAIN, "parameters_are_known"),
        (_body(AGAIN, websiteUrl="a.example"), AGAIN, "website_is_valid"),
        (_body(AGAIN, name=" "), AGAIN, "name_is_text"),
        (_set(AGAIN, refs=[], ashby_id=None), AGAIN, "has_candidate"),
        (_twice("ashby__tag"), "ashby__tag", "write_key_unique"),
        # Rules over several tables
        (_twice("ashby__tag", write_key="job/p1"), "ready", "write_key_once"),
        (_set("int_fate", write_key="job/none"), "int_fate", "write_has_ready_row"),
        (_set("int_fate", fate="held"), "ashby__job", "ready_row_has_fate"),
        (_set("int_fate", lever_id="p2"), "int_fate", "every_record_has_one_fate"),
        (_twice("int_fate"), "int_fate", "every_record_has_one_fate"),
        (_twice("int_tag", tag="red"), "int_fate", "every_record_has_one_fate"),
        (_twice("stg_lever__feedback", feedback_id="f2"), "int_fate", "every_record_has_one_fate"),
        (_twice("stg_lever__panel", panel_id="i3"), "int_fate", "every_record_has_one_fate"),
        (_twice("stg_lever__offer", offer_id="x2"), "int_fate", "every_record_has_one_fate"),
        (_twice("stg_lever__attachment", attachment_id="file/f1"), "int_fate", "every_record_has_one_fate"),
        (_twice("stg_lever__form", form_id="m2"), "int_fate", "every_record_has_one_fate"),
        (_twice("stg_lever__question", question_id="q2"), "int_fate", "every_record_has_one_fate"),
        (_twice("stg_lever__referral", referral_id="k2"), "int_fate", "every_record_has_one_fate"),
        (_set(NOTE, refs=[ref("candidateId", "candidate/c2")]), NOTE, "ref_exists"),
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
        (_set("ashby__job", refs=[ref("teamId", "department/2")]), "ashby__job", "ref_exists"),
        (_gone("ashby__job_open"), "ashby__job_close", "job_moves_legal"),
        (_body("ashby__job_close", status="Archived"), "ashby__job_close", "job_moves_legal"),
        (_set("ashby__job_close", position=3), "ashby__job_close", "job_moves_legal"),
        (_gone("stg_ashby__department"), "ashby__opening", "opening_parts_live"),
        (_body("ashby__opening", locationIds=[PLAN]), "ashby__opening", "opening_parts_live"),
        (_set("stg_ashby__job", status="Archived"), "ashby__opening", "opening_parts_live"),
        (_twice("ashby__opening", write_key="opening/r2"), "ashby__opening", "opening_identifier_once"),
        (_set("stg_lever__requisition", is_confidential=True), "ashby__opening", "opening_stays_confidential"),
        (_set("stg_lever__posting", is_confidential=True), "ashby__opening", "opening_stays_confidential"),
        (_set("stg_ashby__user", is_enabled=False), FEEDBACK, "credited_user_enabled"),
        (_gone("stg_ashby__user"), FEEDBACK, "credited_user_known"),
        (_set("stg_ashby__feedback_form", is_archived=True), FEEDBACK, "feedback_form_live"),
        (_gone("stg_ashby__feedback_form"), FEEDBACK, "feedback_form_live"),
        (_set("stg_ashby__feedback_field", path="Rating"), FEEDBACK, "feedback_form_live"),
        (_submitted(MARKED), FEEDBACK, "feedback_form_live"),
        (_submission(0, value="[lever:feedback:f1]"), FEEDBACK, "feedback_form_live"),
        (_submission(0, value={"type": "Html", "value": "[lever:feedback:f1]"}), FEEDBACK, "feedback_form_live"),
        (_submission(1, value={"score": 5}), FEEDBACK, "feedback_form_live"),
        (_submission(1, value={"score": "3"}), FEEDBACK, "feedback_form_live"),
        (_submission(2, value="Some"), FEEDBACK, "feedback_form_live"),
        (_submission(2, value=["some"]), FEEDBACK, "feedback_form_live"),
        (_submission(3, value=["some", "more"]), FEEDBACK, "feedback_form_live"),
        (_submission(4, value="2023-02-29"), FEEDBACK, "feedback_form_live"),
        (_submission(5, value={"value": "7", "currencyCode": "EUR"}), FEEDBACK, "feedback_form_live"),
        (_submission(5, value={"value": 7, "currencyCode": "euro"}), FEEDBACK, "feedback_form_live"),
        (_set("stg_ashby__user", is_enabled=False), TEAM_MEMBER, "team_member_known"),
        (_gone("stg_ashby__hiring_team_role"), TEAM_MEMBER, "team_member_known"),
        (_set("stg_lever__posting", is_confidential=True), APPLICATION, "confidential_stays_confidential"),
        (_set("stg_lever__opportunity", is_confidential=True), APPLICATION, "confidential_stays_confidential"),
        (_body(NOTE, isPrivate=False), NOTE, "secret_stays_private"),
        (_told(2, isPrivate=False), NOTE, "secret_stays_private"),
        (_told(3, isPrivate=False), NOTE, "secret_stays_private"),
        (_told(6, isPrivate=False), NOTE, "secret_stays_private"),
        (_all(_told(1, isPrivate=False), _set(OPPORTUNITY, is_confidential=True)), NOTE, "secret_stays_private"),
        (
            _all(_told(5, isPrivate=False), _set("stg_lever__posting", is_confidential=True)),
            NOTE,
            "secret_stays_private",
        ),
        (_set("stg_lever__feedback", is_secret=True), FEEDBACK, "secret_stays_private"),
        (_set(OPPORTUNITY, is_confidential=True), FEEDBACK, "secret_stays_private"),
        (_set("stg_lever__attachment", is_secret=True), FILE, "secret_stays_private"),
        (_set("stg_lever__posting", is_confidential=True), FILE, "secret_stays_private"),
        (_set("stg_lever__opportunity", is_anonymized=True), APPLICATION, "gone_is_never_written"),
        (_set("stg_lever__note", deleted_at=WHEN), NOTE, "gone_is_never_written"),
        (_set("stg_lever__form", deleted_at=WHEN), NOTE, "gone_is_never_written"),
        (_set("stg_lever__feedback", deleted_at=WHEN), NOTE, "gone_is_never_written"),
        (_set("stg_lever__feedback", deleted_at=WHEN), FEEDBACK, "gone_is_never_written"),
        (_set("stg_lever__feedback", completed_at=None), FEEDBACK, "gone_is_never_written"),
        (_set(OPPORTUNITY, is_anonymized=True), FILE, "gone_is_never_written"),
        (_set(OPPORTUNITY, deleted_at=WHEN), FEEDBACK, "gone_is_never_written"),
        (_twice(CANDIDATE, write_key="candidate/c2"), CANDIDATE, "one_candidate_per_email"),
        (_set("stg_lever__tag", count_opportunities=2), "stg_lever__tag", "control_total"),
        (_set("stg_lever__source", count_opportunities=0), "stg_lever__source", "control_total"),
        (_set("stg_lever__opportunity", owner_user_id="u9"), "stg_lever__opportunity", "lever_reference_known"),
        (_set("stg_lever__note", user_id="u9"), "stg_lever__note", "lever_reference_known"),
        (_set("stg_lever__feedback", template_id="t9"), "stg_lever__feedback", "lever_reference_known"),
        (_set("stg_lever__panel", opportunity_id="o9"), "stg_lever__panel", "lever_reference_known"),
        (
            _set("stg_lever__interview", interviewers=[{"user_id": "u9", "name": "n", "email": None}]),
            "stg_lever__interview",
            "lever_reference_known",
        ),
        (_set("stg_lever__offer", posting_id="p9"), "stg_lever__offer", "lever_reference_known"),
        (_set("stg_lever__form", user_id="u9"), "stg_lever__form", "lever_reference_known"),
        (_set("stg_lever__question", opportunity_id="o9"), "stg_lever__question", "lever_reference_known"),
        (_set("stg_lever__referral", referrer_user_id="u9"), "stg_lever__referral", "lever_reference_known"),
        (_set("stg_lever__attachment", opportunity_id="o9"), "stg_lever__attachment", "lever_reference_known"),
        (_set("raw_lever__field", path="mood"), "raw_lever__field", "lever_field_known"),
        (_set("raw_lever__field", type="object"), "raw_lever__field", "lever_field_known"),
        (_set("raw_lever__field", resource="form"), "raw_lever__field", "lever_field_known"),
        (_gone("ref_known_value"), "raw_lever__field", "lever_field_known"),
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
def test_broken_row_is_found(sound: duckdb.DuckDBPyConnection, change: Change, table: str, name: str) -> None:
    """Each single fault is found by the check that is there for it, and named by its table."""
    with _changed(sound, change):
        found = _found(sound, (table, name))
    assert (table, name) in {(where, what) for where, what, _ in found}


def _candidate_held(tables: Tables) -> None:
    tables["ashby__candidate"].clear()
    tables["ashby__candidate_email"].clear()
    fate = next(row for row in tables["int_fate"] if row["entity"] == "candidate")
    fate.update(fate="held", write_key=None)


def _confidential_uncounted(tables: Tables) -> None:
    """Another opportunity with the same tag and source, which Lever's counts may leave out."""
    tables["stg_lever__opportunity"].append(
        {**tables["stg_lever__opportunity"][0], "opportunity_id": "o2", "is_confidential": True}
    )
    tables["int_fate"].append({"entity": "application", "lever_id": "o2", "fate": "held"})


def _nothing_to_fill(tables: Tables) -> None:
    candidate = tables["ashby__candidate"][0]
    body = {
        "candidateId": THERE,
        **dict.fromkeys(("name", "email", "createdAt", "websiteUrl")),
        "sendNotifications": False,
    }
    candidate.update(operation="candidate.update", ashby_id=THERE, payload=body)


@pytest.mark.parametrize(
    "change",
    [_candidate_held, _gone("ashby__tag"), _nothing_to_fill, _confidential_uncounted],
    ids=["held parent", "unused definition", "found and full", "confidential uncounted"],
)
def test_what_is_sound_though_something_is_missing(sound: duckdb.DuckDBPyConnection, change: Change) -> None:
    """What waits for a held record is blocked and says so; what is not sent can't be wrong."""
    with _changed(sound, change):
        assert _found(sound) == set()


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
    of_the_program = {table.name for table in REFERENCE}
    of_views = {member for name in read - opened for member in TABLES[name].members or (name,)}
    assert of_views - of_the_program <= {table.name for table in check.INPUTS}


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
    tables = sound_tables()
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
    with closing(duck.connect(workspace)) as connection:
        found = _found(connection)
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
    workspace = make_workspace(tmp_path / "it's $a %20 folder", sound_tables())
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

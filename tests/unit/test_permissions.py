"""The words for permissions, and what each phase needs of them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.ashby import calls, permissions
from pipeline.ashby.permissions import right_of_scope
from pipeline.lever import resources
from pipeline.lever.permissions import permission_of
from pipeline.simulator.ashby_options import SCOPES as ASHBY_SCOPES
from pipeline.simulator.faults import Fault
from tests.journey import contract
from tests.unit.ashby_desk import Desk, opened

SCOPES = {
    *("applications", "archive_reasons", "audit_events", "contact", "diversity_surveys", "eeo_responses"),
    *("eeo_responses_pii", "feedback", "feedback_templates", "files", "forms", "form_templates", "groups"),
    *("interviews", "notes", "offers", "opportunities", "panels", "permissions", "postings", "referrals"),
    *("requisitions", "requisition_fields", "resumes", "roles", "sources", "stages", "tags", "tasks", "users"),
    *("webhooks"),
}
"""The scopes with `read` of Lever's documentation (lever-api 1.2)."""


def test_every_endpoint_has_a_permission_that_lever_knows() -> None:
    lists = (*resources.LISTS, resources.OPPORTUNITIES, *resources.DELETED, resources.EEO, resources.EEO_PII)
    paths = [resource.path for resource in (*lists, resources.DISPOSITION_STAGES)]
    paths += [f"/opportunities/:id/{child.path}" for child in resources.CHILDREN]

    assert {permission_of(path) for path in paths} <= {f"{scope}:read:admin" for scope in SCOPES}


@pytest.mark.parametrize(
    ("path", "permission"),
    [
        ("/opportunities", "opportunities:read:admin"),
        ("/opportunities/deleted", "opportunities:read:admin"),
        ("/applications/deleted", "applications:read:admin"),
        ("/opportunities/:id/notes", "notes:read:admin"),
        ("/postings/:id/apply", "postings:read:admin"),
        ("/contacts/:id", "contact:read:admin"),
        ("/disposition_stages", "stages:read:admin"),
        ("/eeo/responses", "eeo_responses:read:admin"),
        ("/eeo/responses/pii", "eeo_responses_pii:read:admin"),
    ],
)
def test_the_permission_of_an_endpoint(path: str, permission: str) -> None:
    assert permission_of(path) == permission


@pytest.mark.parametrize(
    ("scope", "right"),
    [
        ("candidates:read", "candidatesRead"),
        ("candidatesRead", "candidatesRead"),
        ("candidateWrite", "candidatesWrite"),
        ("candidates:delete", "candidatesDelete"),
        ("hiringProcessMetadata:write", "hiringProcessMetadataWrite"),
        ("hiring_process_metadata:read", "hiringProcessMetadataRead"),
        ("hiring-process:read", "hiringProcessMetadataRead"),
        ("apiKeys:read", "apiKeysRead"),
        ("api_keys:read", "apiKeysRead"),
        ("organization:read", "organizationRead"),
        ("emails:read", "emailsRead"),
        ("moonbase:write", "moonbase:write"),
        ("everything", "everything"),
        ("", ""),
    ],
)
def test_a_scope_in_any_spelling_is_one_right(scope: str, right: str) -> None:
    assert right_of_scope(scope) == right


def test_each_phase_needs_the_rights_of_its_calls_only() -> None:
    assert permissions.rights_of("survey") == {
        "candidatesRead",
        "hiringProcessMetadataRead",
        "interviewsRead",
        "jobsRead",
        "organizationRead",
    }
    assert permissions.rights_of("reconcile") == {"candidatesRead", "jobsRead"}
    assert {"candidatesWrite", "jobsWrite", "hiringProcessMetadataWrite", "organizationWrite"} <= (
        permissions.rights_of("load")
    )
    for phase in ("survey", "reconcile", "doctor"):
        assert not permissions.PHASES[phase] & calls.WRITES


def test_every_call_that_may_be_sent_belongs_to_a_phase_and_has_a_right() -> None:
    everything = calls.READS | calls.WRITES | calls.UPLOADS

    assert set(permissions.RIGHT_OF) == everything
    assert set().union(*permissions.PHASES.values()) == everything
    assert not calls.UPLOADS & (calls.READS | calls.WRITES)


@pytest.fixture(scope="module")
def served() -> Iterator[Desk]:
    with opened() as desk:
        yield desk


@pytest.fixture
def desk(served: Desk) -> Iterator[Desk]:
    served.clear()
    yield served
    contract.check(served.ashby.recorder)


@pytest.mark.parametrize("call", sorted(calls.READS))
def test_the_smallest_body_of_a_read_is_valid_and_brings_next_to_nothing(desk: Desk, call: str) -> None:
    answer = desk.do(lambda ashby: permissions.ask(ashby, call, permissions.smallest(call)))

    assert answer.status == 200
    assert b"invalid_input" not in answer.body
    assert len(answer.body) < 8_000


@pytest.mark.parametrize("kind", ["500_before", "drop_before", "truncated"])
def test_a_fault_for_a_file_that_is_none_closes_nothing(desk: Desk, kind: str) -> None:
    desk.ashby.faults.replace([Fault(kind, match="/file.info")])

    reach = desk.do(permissions.examine)

    assert reach.refused == ()
    assert reach.missing == frozenset()
    assert desk.ashby.recorder.counts()["POST /file.info"].keys() <= {"500", "200", "dropped"}
    assert sum(call.path == "/file.info" for call in desk.ashby.recorder.calls()) == 1


def _missing(desk: Desk, *operations: str) -> dict[str, tuple[str, ...]]:
    return desk.do(lambda ashby: permissions.missing(ashby, operations))


@pytest.mark.parametrize("spelling", ["colon", "camel"])
def test_a_load_is_told_which_rights_its_writes_lack(desk: Desk, spelling: str) -> None:
    lacking = {"organizationWrite", "candidatesWrite", "jobsWrite"}
    scopes = tuple(scope for scope in ASHBY_SCOPES if scope not in lacking)
    desk.ashby.set_options(scopes=scopes, scope_spelling=spelling)

    assert _missing(desk, "department.create", "candidate.uploadFile", "candidateTag.create", "location.create") == {
        "candidatesWrite": ("candidate.uploadFile", "file.createFileUploadHandle"),
        "organizationWrite": ("department.create", "location.create"),
    }
    assert _missing(desk, "candidateTag.create") == {}
    assert _missing(desk) == {}


def test_a_key_with_every_right_lacks_none(desk: Desk) -> None:
    assert _missing(desk, *calls.WRITES) == {}


@pytest.mark.parametrize(
    "scopes",
    [
        None,
        {"candidates:write": True},
        ["candidates:read", "everything"],
        ["candidates:read", "people:write"],
    ],
)
def test_what_apikey_info_does_not_tell_is_left_to_the_first_refusal(desk: Desk, scopes: Any) -> None:

    told = json.dumps({"success": True, "results": {"title": "key", "scopes": scopes}})
    desk.ashby.faults.replace([Fault("body", match="/apiKey.info", body=told)])

    assert _missing(desk, "candidate.create") == {}


def test_a_scope_to_read_what_we_do_not_know_hides_nothing(desk: Desk) -> None:
    told = '{"success": true, "results": {"scopes": ["candidates:read", "moons:read"]}}'
    desk.ashby.faults.replace([Fault("body", match="/apiKey.info", body=told)])

    assert _missing(desk, "candidate.create") == {"candidatesWrite": ("candidate.create",)}


def test_a_key_that_may_not_ask_is_left_to_the_first_refusal(desk: Desk) -> None:
    desk.ashby.set_options(scopes=("candidatesRead",))

    assert _missing(desk, "candidate.create") == {}

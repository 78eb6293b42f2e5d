"""The words for permissions, and what each phase needs of them."""

import pytest

from pipeline.ashby import calls, permissions
from pipeline.ashby.permissions import right_of_scope
from pipeline.lever import resources
from pipeline.lever.permissions import permission_of

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
    assert {"candidatesWrite", "jobsWrite", "hiringProcessMetadataWrite"} <= permissions.rights_of("load")
    for phase in ("survey", "reconcile", "doctor"):
        assert not permissions.PHASES[phase] & calls.WRITES

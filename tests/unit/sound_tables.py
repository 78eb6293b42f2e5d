"""Tables in which nothing is wrong: one person with one of everything. Tests of the checks break them."""

import hashlib
from typing import Any

Tables = dict[str, list[dict[str, Any]]]

AT = "2024-03-01T10:00:00.000Z"
WHEN = "2024-03-01 10:00:00+00"
FIELD, TAG, JOB, PLAN, SOURCE, USER = (f"00000000-0000-4000-8000-00000000000{digit}" for digit in range(1, 7))
NEW, ARCHIVED, REASON, TEAM, PLACE, THERE = (f"00000000-0000-4000-8000-0000000000a{digit}" for digit in range(1, 7))
BLUE = hashlib.sha256(b"blue").hexdigest()[:16]
KEYS = {"active_at": WHEN, "payload_sha256": "ab"}


def ref(path: str, write_key: str) -> dict[str, str]:
    return {"path": path, "write_key": write_key}


def _history() -> list[dict[str, Any]]:
    first = {"stageId": NEW, "stageNumber": 0, "enteredStageAt": AT, "archiveReasonId": None}
    return [first, {**first, "stageId": ARCHIVED, "stageNumber": 1, "archiveReasonId": REASON}]


def sound_tables() -> Tables:
    """One person with one of everything; nothing in it breaks anything."""
    person = {**KEYS, "person_id": "c1"}
    candidate = ref("candidateId", "candidate/c1")
    return {
        "raw_lever__field": [
            {"resource": "note", "path": "secret", "type": "boolean", "records": 1},
            {"resource": "note", "path": "fields[].type=note", "type": "value", "records": 1},
        ],
        "ref_mapped_field": [{"resource": "note", "path": "secret", "rule": "N1", "becomes": "b"}],
        "ref_known_value": [{"resource": "note", "path": "fields[].type", "value": "note"}],
        "ref_left_behind": [],
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
            {"entity": "tag", "lever_id": f"c1/{BLUE}", "fate": "write", "write_key": f"candidate_tag/c1/{BLUE}"},
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
                "refs": [ref("objectId", "candidate/c1")],
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
                    ref("objectId", "application/o1"),
                    ref("values.0.fieldId", "custom_field/Application/Lever opportunity id"),
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
                "write_key": f"candidate_tag/c1/{BLUE}",
                "entity": "tag",
                "lever_id": f"c1/{BLUE}",
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

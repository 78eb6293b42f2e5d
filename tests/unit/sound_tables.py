"""Tables in which nothing is wrong: one person with one of everything. Tests of the checks break them."""

import hashlib
from typing import Any

Tables = dict[str, list[dict[str, Any]]]

AT = "2024-03-01T10:00:00.000Z"
WHEN = "2024-03-01 10:00:00+00"
FIELD, TAG, JOB, PLAN, SOURCE, USER = (f"00000000-0000-4000-8000-00000000000{digit}" for digit in range(1, 7))
NEW, ARCHIVED, REASON, TEAM, PLACE, THERE = (f"00000000-0000-4000-8000-0000000000a{digit}" for digit in range(1, 7))
ROLE = "00000000-0000-4000-8000-0000000000b1"
FORM = "00000000-0000-4000-8000-0000000000b2"
BLUE = hashlib.sha256(b"blue").hexdigest()[:16]
BYTES = hashlib.sha256(b"resume\n").hexdigest()
TOLD_AS_NOTES = (("interview", "i1"), ("offer", "x1"), ("form", "m1"), ("form", "q1"), ("referral", "k1"))
KEYS = {"active_at": WHEN, "payload_sha256": "ab"}


def ref(path: str, write_key: str) -> dict[str, str]:
    return {"path": path, "write_key": write_key}


def _note_of(entity: str, lever_id: str, write_key: str) -> dict[str, Any]:
    """A write of what becomes a note."""
    return {
        **KEYS,
        "write_key": write_key,
        "entity": entity,
        "lever_id": lever_id,
        "person_id": "c1",
        "operation": "candidate.createNote",
        "refs": [ref("candidateId", "candidate/c1")],
        "payload": {
            "candidateId": None,
            "note": {"type": "text/plain", "value": f"Told\n[lever:{entity}:{lever_id}]"},
            "isPrivate": True,
            "sendNotifications": False,
            "createdAt": AT,
        },
        "position": 7,
    }


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
        "stg_lever__feedback": [
            {
                "feedback_id": "f1",
                "opportunity_id": "o1",
                "template_id": "t1",
                "title": "Talk",
                "type": "interview",
                "user_id": "u1",
                "is_secret": False,
                "created_at": WHEN,
                "completed_at": WHEN,
            }
        ],
        "stg_lever__feedback_template": [{"template_id": "t1", "title": "Talk"}],
        "stg_lever__panel": [
            {
                "panel_id": "i1",
                "opportunity_id": "o1",
                "user_id": "u1",
                "starts_at": WHEN,
                "ends_at": WHEN,
                "created_at": WHEN,
                "is_listed": True,
            }
        ],
        "stg_lever__interview": [
            {
                "interview_id": "i2",
                "panel_id": "i1",
                "opportunity_id": "o1",
                "user_id": "u1",
                "interviewers": [{"user_id": "u1", "name": "n", "email": None}],
                "starts_at": WHEN,
                "created_at": WHEN,
            }
        ],
        "stg_lever__offer": [
            {
                "offer_id": "x1",
                "opportunity_id": "o1",
                "posting_id": "p1",
                "creator_user_id": "u1",
                "status": "signed",
                "fields": [],
                "signatures": [],
                "created_at": WHEN,
            }
        ],
        "stg_lever__form": [
            {
                "form_id": "m1",
                "opportunity_id": "o1",
                "user_id": "u1",
                "title": "n",
                "is_secret": True,
                "created_at": WHEN,
                "completed_at": WHEN,
            }
        ],
        "stg_lever__question": [{"question_id": "q1", "opportunity_id": "o1", "comments": "t", "created_at": WHEN}],
        "stg_lever__referral": [
            {
                "referral_id": "k1",
                "opportunity_id": "o1",
                "title": "n",
                "referrer_user_id": "u1",
                "user_id": "u1",
                "created_at": WHEN,
                "completed_at": WHEN,
            }
        ],
        "stg_lever__attachment": [
            {
                "attachment_id": "resume/r1",
                "opportunity_id": "o1",
                "kind": "resume",
                "object_id": "r1",
                "name": "cv.pdf",
                "is_secret": False,
                "status": "processed",
                "outcome": "kept",
                "sha256": BYTES,
                "bytes": 7,
            }
        ],
        "stg_lever__requisition": [
            {
                "requisition_id": "r1",
                "code": "R-1",
                "name": "Smith",
                "status": "open",
                "is_confidential": False,
                "posting_ids": ["p1"],
                "created_at": WHEN,
            }
        ],
        "stg_ashby__feedback_form": [{"form_id": FORM, "title": "Talk", "is_archived": False, "is_default": False}],
        "stg_ashby__feedback_field": [
            {
                "form_id": FORM,
                "path": path,
                "position": position,
                "title": path,
                "type": type_,
                "is_required": is_required,
                "is_nullable": True,
                "options": [{"label": "Some", "value": "some"}] if type_.endswith("ValueSelect") else [],
            }
            for position, (path, type_, is_required) in enumerate(
                (
                    ("rating", "Score", True),
                    ("notes", "RichText", False),
                    ("choice", "ValueSelect", False),
                    ("several", "MultiValueSelect", False),
                    ("day", "Date", False),
                    ("asked", "Currency", False),
                )
            )
        ],
        "stg_ashby__hiring_team_role": [{"role_id": ROLE, "title": "Owner"}],
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
            *(
                {"entity": entity, "lever_id": id_, "fate": "write", "write_key": f"{entity}/{id_}"}
                for entity, id_ in TOLD_AS_NOTES
            ),
            {"entity": "feedback", "lever_id": "f1", "fate": "write", "write_key": "feedback/f1"},
            {"entity": "file", "lever_id": "resume/r1", "fate": "write", "write_key": "file/resume/r1"},
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
        "ashby__department": [
            {
                **KEYS,
                "write_key": "department/1",
                "entity": "job",
                "lever_id": "department/1",
                "operation": "department.create",
                "payload": {"name": "Forge"},
                "position": 1,
            }
        ],
        "ashby__location": [
            {
                **KEYS,
                "write_key": "location/1",
                "entity": "job",
                "lever_id": "location/1",
                "operation": "location.create",
                "payload": {"name": "Ghent", "type": "Location"},
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
        "ashby__job_open": [
            {
                **KEYS,
                "write_key": "job_open/p1",
                "entity": "job",
                "lever_id": "p1",
                "operation": "job.setStatus",
                "refs": [ref("jobId", "job/p1")],
                "payload": {"jobId": None, "status": "Open"},
                "position": 1,
            }
        ],
        "ashby__job_close": [
            {
                **KEYS,
                "write_key": f"job_close/p1/{place}_{status.lower()}",
                "entity": "job",
                "lever_id": "p1",
                "operation": "job.setStatus",
                "refs": [ref("jobId", "job/p1")],
                "payload": {"jobId": None, "status": status},
                "position": place,
            }
            for place, status in ((1, "Closed"), (2, "Archived"))
        ],
        "ashby__opening": [
            {
                **KEYS,
                "write_key": "opening/r1",
                "entity": "job",
                "lever_id": "r1",
                "operation": "opening.create",
                "refs": [ref("locationIds.0", "location/1"), ref("jobIds.1", "job/p1")],
                "payload": {
                    "identifier": "R-1",
                    "description": "Two smiths",
                    "teamId": TEAM,
                    "locationIds": [None],
                    "jobIds": [JOB, None],
                    "isBackfill": False,
                    "openingState": "Draft",
                },
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
        "ashby__application_team": [
            {
                **person,
                "write_key": "application_team/o1",
                "entity": "application",
                "lever_id": "o1",
                "operation": "application.addHiringTeamMember",
                "refs": [ref("applicationId", "application/o1")],
                "payload": {"applicationId": None, "teamMemberId": USER, "roleId": ROLE},
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
            },
            *(_note_of(entity, id_, f"{entity}/{id_}") for entity, id_ in TOLD_AS_NOTES),
            {**_note_of("feedback", "f1", "feedback_note/f1"), "when_refused": "application/o1"},
        ],
        "ashby__feedback": [
            {
                **person,
                "write_key": "feedback/f1",
                "entity": "feedback",
                "lever_id": "f1",
                "operation": "applicationFeedback.submit",
                "refs": [ref("applicationId", "application/o1")],
                "payload": {
                    "applicationId": None,
                    "formDefinitionId": FORM,
                    "feedbackForm": {
                        "fieldSubmissions": [
                            {"path": "notes", "value": {"type": "PlainText", "value": "t < 3\n[lever:feedback:f1]"}},
                            {"path": "rating", "value": {"score": 3}},
                            {"path": "choice", "value": "some"},
                            {"path": "several", "value": ["some"]},
                            {"path": "day", "value": "2024-02-29"},
                            {"path": "asked", "value": {"value": 7.5, "currencyCode": "EUR"}},
                        ]
                    },
                    "userId": USER,
                },
                "position": 8,
            }
        ],
        "ashby__file": [
            {
                **person,
                "write_key": "file/resume/r1",
                "entity": "file",
                "lever_id": "resume/r1",
                "operation": "candidate.uploadResume",
                "refs": [candidate],
                "payload": {
                    "candidateId": None,
                    "file": {
                        "sha256": BYTES,
                        "name": "cv (Lever resume r1).pdf",
                        "contentType": "application/pdf",
                        "contentLength": 7,
                    },
                },
                "position": 8,
            }
        ],
        "ashby__candidate_again": [
            {
                **person,
                "write_key": "candidate_again/c1",
                "entity": "candidate",
                "lever_id": "c1",
                "operation": "candidate.update",
                "refs": [candidate],
                "payload": {
                    "candidateId": None,
                    "name": "Ada",
                    "email": "ada@x.example",
                    "phoneNumber": "+1 555",
                    "linkedInUrl": "https://linkedin.com/in/a",
                    "githubUrl": None,
                    "websiteUrl": "http://a.example",
                    "sendNotifications": False,
                },
                "position": 0,
            }
        ],
    }

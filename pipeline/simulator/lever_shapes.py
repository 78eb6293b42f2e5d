"""Records of Lever's stand-in in the shape of Lever's answers: key sets, key order, and the four spellings of empty.

Written from the reference (sections 2.1 to 2.3, 2.9, 2.13, 2.17, 2.18). Ids stand for other objects here; expanding
them is `lever_expand`'s business.
"""

from typing import Any

from pipeline.simulator.lever_state import (
    Application,
    Archived,
    ArchiveReason,
    Contact,
    Note,
    Opportunity,
    Posting,
    Stage,
    User,
)

Shape = dict[str, Any]

COMMITMENT = "Full-time"
"""The commitment of every posting of this company; also one of its tags on opportunities."""


def opportunity(record: Opportunity) -> Shape:
    """An opportunity: the contact's fields copied onto it, posting tags only while it is live (section 2.1)."""
    contact = record.contact
    shape: Shape = {
        "id": record.id,
        "name": contact.name,
        "contact": contact.id,
        "headline": contact.headline,
        "stage": record.stage,
        "confidentiality": _word(confidential=record.confidential),
        "location": contact.location,
        "phones": _phones(contact),
        "emails": contact.emails,
        "links": record.links,
        "archived": _archived(record.archived),
        "tags": tags(record),
        "sources": record.sources,
        "stageChanges": [
            {"toStageId": change.stage, "toStageIndex": change.position, "updatedAt": change.at}
            if change.user is None
            else {
                "toStageId": change.stage,
                "toStageIndex": change.position,
                "updatedAt": change.at,
                "userId": change.user,
            }
            for change in record.stage_changes
        ],
        "origin": record.origin,
        "sourcedBy": record.sourced_by,
        "owner": record.owner,
        "followers": record.followers,
        "applications": [] if record.application is None else [record.application.id],
        "createdAt": record.created_at,
        "updatedAt": record.updated_at,
        "lastInteractionAt": record.last_interaction_at,
        "lastAdvancedAt": record.last_advanced_at,
        "snoozedUntil": record.snoozed_until,
        "urls": {
            "list": "https://hire.lever.co/candidates",
            "show": f"https://hire.lever.co/candidates/{record.id}",
        },
        "isAnonymized": contact.anonymized,
        "dataProtection": record.data_protection,
    }
    if record.location is not None:
        shape["opportunityLocation"] = record.location
    if record.deleted_at is not None:
        shape["deletedBy"] = record.deleted_by
        shape["deletedAt"] = record.deleted_at
    return shape


def tags(record: Opportunity) -> list[str]:
    """Tags by hand, plus title, department, team, location and commitment of the live application's posting."""
    application = record.application
    if application is None or record.archived is not None or application.posting.state == "gone":
        return list(record.tags)
    posting = application.posting
    named = (*record.tags, posting.text, posting.department, posting.team, posting.location, COMMITMENT)
    return list(dict.fromkeys(named))


def application(record: Application, opportunity: Opportunity) -> Shape:
    """An application; archived together with its opportunity (section 2.3)."""
    typed = record.typed or {}
    return {
        "id": record.id,
        "type": record.type,
        "candidateId": opportunity.id,
        "opportunityId": opportunity.id,
        "posting": record.posting.id,
        "postingHiringManager": record.hiring_manager,
        "postingOwner": record.owner,
        "name": typed.get("name"),
        "company": typed.get("company"),
        "phone": typed.get("phone"),
        "email": typed.get("email"),
        "links": typed.get("links", []),
        "comments": typed.get("comments"),
        "user": record.user,
        "customQuestions": typed.get("customQuestions", []),
        "createdAt": record.created_at,
        "archived": _archived(opportunity.archived),
        "requisitionForHire": record.requisition_for_hire,
        "ipAddress": None,
        "referer": None,
        "userAgent": None,
        "acceptLanguage": None,
        "timezone": None,
    }


def contact(record: Contact) -> Shape:
    """A contact (section 2.2)."""
    return {
        "id": record.id,
        "name": record.name,
        "headline": record.headline,
        "isAnonymized": record.anonymized,
        "location": {"name": record.location},
        "emails": record.emails,
        "phones": _phones(record),
        "dataProtection": {"interviewIntelligence": {"allowed": True, "expiresAt": None}},
    }


def note(record: Note) -> Shape:
    """A note: one field per comment (section 2.9)."""
    return {
        "id": record.id,
        "text": "Note",
        "fields": [
            {
                "createdAt": comment.at,
                "score": comment.score,
                "stage": comment.stage,
                "text": "Comment",
                "type": "note",
                "user": comment.user,
                "value": comment.value,
            }
            for comment in record.comments
        ],
        "user": record.user,
        "secret": record.secret,
        "completedAt": record.created_at,
        "deletedAt": record.deleted_at,
        "createdAt": record.created_at,
    }


def posting(record: Posting) -> Shape:
    """A posting with its content (section 2.13); `urls` is null for draft and closed."""
    site = f"https://jobs.lever.co/quillbrook/{record.id}"
    words = f"{record.text} in {record.location}."
    return {
        "id": record.id,
        "text": record.text,
        "state": record.state,
        "distributionChannels": record.channels,
        "user": record.user,
        "owner": record.owner,
        "hiringManager": record.hiring_manager,
        "categories": {
            "commitment": COMMITMENT,
            "department": record.department,
            "level": None,
            "location": record.location,
            "team": record.team,
            "allLocations": [record.location],
        },
        "tags": [],
        "content": {
            "description": f"{words}\n",
            "descriptionHtml": f"<div>{words}</div>",
            "lists": [{"text": "What you bring", "content": "<ul><li>Patience</li><li>Care</li></ul>"}],
            "closing": "",
            "closingHtml": "",
        },
        "country": "BE" if record.location == "Ghent" else "PT",
        "followers": record.followers,
        "reqCode": None,
        "requisitionCodes": [],
        "urls": None
        if record.state in ("draft", "closed")
        else {"list": "https://jobs.lever.co/quillbrook", "show": site, "apply": f"{site}/apply"},
        "confidentiality": _word(confidential=record.confidential),
        "createdAt": record.created_at,
        "updatedAt": record.updated_at,
        "workplaceType": "unspecified",
        "transcribeInterviews": False,
        "screening": {"enabled": False},
    }


def user(record: User) -> Shape:
    """A user (section 2.18)."""
    return {
        "id": record.id,
        "name": record.name,
        "username": record.email.partition("@")[0].lower(),
        "email": record.email,
        "accessRole": record.access_role,
        "photo": record.photo,
        "createdAt": record.created_at,
        "deactivatedAt": record.deactivated_at,
        "externalDirectoryId": record.external_directory_id,
        "linkedContactIds": record.linked_contacts,
        "jobTitle": record.job_title,
        "managerId": record.manager,
    }


def stage(record: Stage) -> Shape:
    """A stage as /stages shows it (section 2.17)."""
    return {"id": record.id, "text": record.text}


def archive_reason(record: ArchiveReason) -> Shape:
    """An archive reason as /archive_reasons shows it (section 2.17)."""
    return {"id": record.id, "text": record.text, "status": record.status, "type": record.type}


def disposition_stages(stages: list[Stage], reasons: list[ArchiveReason]) -> Shape:
    """The `data` of /disposition_stages: stages with rank and pipeline, reasons with type null or "hired"."""
    return {
        "stages": [
            {
                "id": stage.id,
                "text": stage.text,
                "pipeline": stage.pipeline,
                "rank": stage.rank,
                "hasInterview": stage.pipeline in ("screen", "onsite"),
            }
            for stage in stages
        ],
        "archiveReasons": [
            {
                "id": reason.id,
                "text": reason.text,
                "type": "hired" if reason.type == "hired" else None,
                "status": reason.status,
            }
            for reason in reasons
        ],
    }


def _word(*, confidential: bool) -> str:
    return "confidential" if confidential else "non-confidential"


def _archived(archived: Archived | None) -> Shape | None:
    return None if archived is None else {"reason": archived.reason, "archivedAt": archived.at}


def _phones(contact: Contact) -> list[Shape]:
    return [
        {"value": phone.value} if phone.type is None else {"type": phone.type, "value": phone.value}
        for phone in contact.phones
    ]

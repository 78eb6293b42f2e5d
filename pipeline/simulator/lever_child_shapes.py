"""What hangs on an opportunity, in the shape of Lever's answers: key sets, key order, numbers that are text.

Written from the reference (sections 2.5 to 2.12, 2.15, 2.16) and the recorded payloads. Ids stand for other objects;
expanding them is `lever_expand`'s business.
"""

from typing import Any, Literal

from pipeline.simulator import lever_files
from pipeline.simulator.lever_child_state import (
    Feedback,
    FeedbackTemplate,
    File,
    Form,
    FormTemplate,
    Group,
    Interview,
    Interviewer,
    Offer,
    Panel,
    Referral,
    Resume,
    Signature,
    Stored,
)
from pipeline.simulator.lever_options import LeverOptions

Shape = dict[str, Any]

HOSTS = {"app": "https://hire.lever.co/candidates", "api": "https://api.lever.co/v1/candidates"}
"""Where downloadUrl points: the documentation shows the first, a warehouse's seed the second (section 2.11)."""
OFFERS = "https://api.lever.co/v1/opportunities"


def feedback(record: Feedback) -> Shape:
    """A feedback; nothing in it says whose it is (section 2.5)."""
    return {
        "id": record.id,
        "type": record.type,
        "text": record.text,
        "instructions": record.instructions,
        "fields": record.fields,
        "baseTemplateId": record.template,
        "interview": record.interview,
        "panel": record.panel,
        "user": record.user,
        "createdAt": record.created_at,
        "completedAt": record.completed_at,
        "updatedAt": record.updated_at,
        "deletedAt": record.deleted_at,
    }


def feedback_template(record: FeedbackTemplate) -> Shape:
    """A feedback template (section 2.6)."""
    return {
        "id": record.id,
        "text": record.text,
        "group": _group(record.group),
        "instructions": record.instructions,
        "fields": record.fields,
        "createdAt": record.created_at,
        "stage": None,
        "updatedAt": record.updated_at,
    }


def form_template(record: FormTemplate) -> Shape:
    """A form template: its times are text (section 2.16)."""
    return {
        "id": record.id,
        "createdAt": str(record.created_at),
        "updatedAt": str(record.updated_at),
        "text": record.text,
        "instructions": record.instructions,
        "group": _group(record.group),
        "secretByDefault": record.secret_by_default,
        "fields": record.fields,
    }


def interview(record: Interview, panel: Panel) -> Shape:
    """An interview as a list shows it (section 2.7); the single GET adds `opportunityId`."""
    return {
        "id": record.id,
        "panel": panel.id,
        "subject": record.subject,
        "note": record.note,
        "interviewers": [
            {"id": person.id, "name": person.name, "email": person.email, **_template(person)}
            for person in record.interviewers
        ],
        "timezone": record.timezone,
        "createdAt": record.created_at,
        "date": record.date,
        "duration": record.duration,
        "location": record.location,
        "feedbackTemplate": record.template,
        "feedbackForms": record.feedback,
        "feedbackReminder": record.reminder,
        "user": record.user,
        "stage": record.stage,
        "canceledAt": record.canceled_at,
        "postings": record.postings,
        "gcalEventUrl": None,
    }


def panel(record: Panel) -> Shape:
    """A panel; its interviews lack eight keys that the list of interviews has, and have `responseStatus` (2.8)."""
    return {
        "id": record.id,
        "applications": record.applications,
        "canceledAt": record.canceled_at,
        "createdAt": record.created_at,
        "end": record.end,
        "externallyManaged": record.externally_managed,
        "externalUrl": record.external_url,
        "feedbackReminder": record.reminder,
        "interviews": [
            {
                "id": one.id,
                "date": one.date,
                "duration": one.duration,
                "feedbackReminder": one.reminder,
                "feedbackTemplate": one.template,
                "interviewers": [
                    {
                        "id": person.id,
                        "email": person.email,
                        "name": person.name,
                        "responseStatus": "needsAction",
                        **_template(person),
                    }
                    for person in one.interviewers
                ],
                "location": one.location,
                "note": one.note,
                "subject": one.subject,
            }
            for one in record.interviews
        ],
        "note": record.note,
        "stage": record.stage,
        "start": record.start,
        "timezone": record.timezone,
        "user": record.user,
    }


def offer(record: Offer, opportunity: str) -> Shape:
    """An offer (section 2.10); the signed document exists after the first signature."""
    signatures = {signature.role: _signature(signature) for signature in record.signatures or ()}
    return {
        "id": record.id,
        "posting": record.posting,
        "createdAt": record.created_at,
        "status": record.status,
        "creator": record.creator,
        "fields": record.fields,
        **({} if record.signatures is None else {"signatures": signatures}),
        "approved": None,
        "approvedAt": record.approved_at,
        "sentAt": record.sent_at,
        "sentDocument": _document(record, opportunity, "sent", record.sent),
        "signedDocument": _document(record, opportunity, "signed", record.signed),
    }


def resume(record: Resume, opportunity: str, options: LeverOptions) -> Shape:
    """A resume: `file` is null where it was read from a profile, `parsedData` absent where nothing was read (2.11)."""
    stored = record.stored
    shape: Shape = {"id": record.id, "createdAt": record.created_at, "file": None}
    if stored is not None:
        shape["file"] = {
            "name": stored.name,
            "ext": stored.ext,
            "downloadUrl": f"{HOSTS[options.download_url]}/{opportunity}/resumes/{record.id}/download",
            "uploadedAt": stored.uploaded_at,
            "status": stored.status,
            "size": lever_files.size(stored, options),
        }
    elif options.missing_resume_file == "absent":
        del shape["file"]
    if record.parsed is not None:
        shape["parsedData"] = record.parsed
    return shape


def file(record: File, opportunity: str, options: LeverOptions) -> Shape:
    """A file: time and size are text (section 2.12)."""
    stored = record.stored
    return {
        "id": record.id,
        "downloadUrl": f"{HOSTS[options.download_url]}/{opportunity}/files/{record.id}/download",
        "ext": stored.ext,
        "name": stored.name,
        "uploadedAt": str(stored.uploaded_at),
        "status": stored.status,
        "size": str(lever_files.size(stored, options)),
    }


def form(record: Form, options: LeverOptions) -> Shape:
    """A profile form; whether it says that it is secret is not documented (section 2.16)."""
    shape = {
        "id": record.id,
        "type": "form",
        "text": record.text,
        "instructions": record.instructions,
        "baseTemplateId": record.template,
        "fields": record.fields,
        "user": record.user,
        "stage": record.stage,
        "completedAt": record.completed_at,
        "createdAt": record.created_at,
        "deletedAt": record.deleted_at,
    }
    return {**shape, "secret": record.secret} if options.forms_say_secret else shape


def referral(record: Referral) -> Shape:
    """A referral (section 2.15)."""
    return {
        "id": record.id,
        "type": "referral",
        "text": record.text,
        "instructions": record.instructions,
        "fields": record.fields,
        "baseTemplateId": record.template,
        "user": record.user,
        "referrer": record.referrer,
        "stage": record.stage,
        "createdAt": record.created_at,
        "completedAt": record.completed_at,
    }


def _group(group: Group | Literal[""] | None) -> Shape | Literal[""] | None:
    return {"id": group.id, "name": group.name} if isinstance(group, Group) else group


def _template(person: Interviewer) -> Shape:
    return {} if person.template is None else {"feedbackTemplate": person.template}


def _signature(signature: Signature) -> Shape:
    shape: Shape = {"role": signature.role, "name": signature.name, "email": signature.email}
    if signature.opened_at is not None:
        shape |= {
            "firstOpenedAt": signature.opened_at,
            "lastOpenedAt": signature.signed_at or signature.opened_at,
            "signedAt": signature.signed_at,
            "signed": signature.signed_at is not None,
        }
    return shape


def _document(record: Offer, opportunity: str, status: str, stored: Stored | None) -> Shape | None:
    if stored is None:
        return None
    return {
        "fileName": stored.name,
        "uploadedAt": stored.uploaded_at,
        "downloadUrl": f"{OFFERS}/{opportunity}/offers/{record.id}/download?status={status}",
    }

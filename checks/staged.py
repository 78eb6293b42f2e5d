"""What must be true of every staged table: typed, keyed, and plausible.

Critical is only what would make everything after it wrong, since no row of these tables can be held: a key that is
missing or doubled, a column that is not there, an extraction without people. Everything else is a warning; what a
single bad record means for its own writes is decided by the transform, which holds it with a reason.
"""

from checks.expectation import Suite, columns, key, not_before, one_of, present, rows
from pipeline.tables import STAGED_ASHBY, STAGED_LEVER, STAGED_READ_BACK

_NAMED = "Without a name nobody can decide about it, and nothing can be matched by name."
_DATED = "Without its time it can't be told when it happened (A3, P5, N1)."
_ORDER = "Something changed before it existed: one of the two times is wrong at Lever."
_CONFIDENTIAL = "Whether it is confidential decides who may see it (A7)."
_WHO = "Without its author nobody is credited."
_LEVER_WORD = "Lever's documentation knows no other; a new one may need a rule."
_ASHBY_WORD = "Ashby's documentation knows no other; a new one may need a rule."

_FIELD_TYPES = (
    "text",
    "textarea",
    "dropdown",
    "multiple-choice",
    "multiple-select",
    "yes-no",
    "date",
    "currency",
    "university",
    "code",
    "score-system",
    "score",
    "scorecard",
    "file-upload",
    "note",
)

_MORE: dict[str, Suite] = {
    "stg_lever__user": (
        *rows("warning", "A Lever account has users; without them nobody is credited."),
        *present("warning", _NAMED, "name"),
        *present("warning", "Lever's users are matched with Ashby's by e-mail.", "email"),
    ),
    "stg_lever__stage": (
        *rows("warning", "Without Lever's stages no application can be placed (A5)."),
        *present("warning", _NAMED, "name"),
    ),
    "stg_lever__archive_reason": (
        *present("warning", _NAMED, "name"),
        *present("critical", "Who was hired is told from this alone (A4).", "is_hired"),
        *one_of("warning", _LEVER_WORD, "status", ["active", "inactive"]),
    ),
    "stg_lever__source": (),
    "stg_lever__tag": (),
    "stg_lever__posting": (
        *present("warning", _NAMED, "title"),
        *present("critical", _CONFIDENTIAL, "is_confidential"),
        *present("critical", "A posting that can't be read is told from one that can.", "is_readable"),
        *one_of("warning", _LEVER_WORD, "state", ["published", "internal", "closed", "draft", "pending", "rejected"]),
        *not_before("warning", _ORDER, "updated_at", "created_at"),
    ),
    "stg_lever__opportunity": (
        *rows("critical", "An extraction without one opportunity has failed; a load of it would prove nothing."),
        *present("warning", "People are found by contact (P1); without one it is held.", "contact_id"),
        *present("warning", _DATED, "created_at"),
        *present("warning", "A person without a name gets one by rule P4.", "name"),
        *present("critical", _CONFIDENTIAL, "is_confidential"),
        *present("critical", "Anonymised people are never written (P6).", "is_anonymized"),
        *present("critical", "Archived and open applications have different histories (A4).", "is_archived"),
        *one_of(
            "warning", _LEVER_WORD, "origin", ["agency", "applied", "internal", "referred", "sourced", "university"]
        ),
        *not_before("warning", _ORDER, "updated_at", "created_at"),
        *not_before("warning", _ORDER, "archived_at", "created_at"),
    ),
    "stg_lever__stage_change": (
        *present("warning", "A change to no stage can't be placed (A3).", "lever_stage_id"),
        *present("warning", _DATED, "changed_at"),
    ),
    "stg_lever__note": (
        *present("warning", "A note belongs to an opportunity, and through it to a person.", "opportunity_id"),
        *present("critical", "Visibility never widens: a secret note must be known as one (N1).", "is_secret"),
        *present("warning", _DATED, "created_at"),
        *present("warning", _WHO, "user_id"),
    ),
    "stg_lever__note_comment": (
        *present("warning", "A comment without text says nothing.", "text"),
        *present("warning", _DATED, "created_at"),
    ),
    "stg_lever__feedback": (
        *present("warning", "Feedback belongs to an opportunity, and through it to a person.", "opportunity_id"),
        *present("critical", "Visibility never widens: secret feedback must be known as such (F2).", "is_secret"),
        *present("warning", "Feedback goes onto the form that its template is mapped to (F1).", "template_id"),
        *present("warning", _DATED, "created_at"),
        *present("warning", _WHO, "user_id"),
        *one_of("warning", _LEVER_WORD, "type", ["interview", "assignment", "assigment", "share"]),
        *not_before("warning", _ORDER, "completed_at", "created_at"),
    ),
    "stg_lever__feedback_template": (*present("warning", _NAMED, "title"),),
    "stg_lever__form": (
        *present("warning", "A form belongs to an opportunity, and through it to a person.", "opportunity_id"),
        *present("critical", "Visibility never widens: a secret form must be known as one (R2).", "is_secret"),
        *present("warning", _DATED, "created_at"),
        *not_before("warning", _ORDER, "completed_at", "created_at"),
    ),
    "stg_lever__question": (
        *present("warning", "Answers belong to an opportunity, and through it to a person.", "opportunity_id"),
        *present("warning", _DATED, "created_at"),
    ),
    "stg_lever__referral": (
        *present("warning", "A referral belongs to an opportunity, and through it to a person.", "opportunity_id"),
        *present("warning", _DATED, "created_at"),
    ),
    "stg_lever__answer": (
        *one_of(
            "critical",
            "An answer of another entity is told nowhere.",
            "entity",
            ["feedback", "form", "question", "referral"],
        ),
        *present("warning", "Without its type an answer is told as its text.", "type"),
        *one_of("warning", _LEVER_WORD, "type", _FIELD_TYPES),
    ),
    "stg_lever__interview": (
        *present("warning", "An interview belongs to an opportunity, and through it to a person.", "opportunity_id"),
        *present("warning", "Past interviews are told, future ones are listed for a person (I1).", "starts_at"),
        *present("critical", "One note is made of a panel with its interviews (I1).", "panel_id"),
    ),
    "stg_lever__panel": (
        *present("warning", "A panel belongs to an opportunity, and through it to a person.", "opportunity_id"),
        *present("warning", "Past interviews are told, future ones are listed for a person (I1).", "starts_at"),
        *present("critical", "A panel that only an interview names is told from a listed one.", "is_listed"),
        *not_before("warning", "It ends before it starts: one of the two times is wrong.", "ends_at", "starts_at"),
    ),
    "stg_lever__offer": (
        *present("warning", "An offer belongs to an opportunity, and through it to a person.", "opportunity_id"),
        *present("warning", _DATED, "created_at"),
        *present("warning", _WHO, "creator_user_id"),
        *one_of(
            "warning",
            _LEVER_WORD,
            "status",
            ["draft", "approval-sent", "approved", "sent", "sent-manually", "opened", "denied", "signed"],
        ),
    ),
    "stg_lever__attachment": (
        *present("warning", "A file belongs to an opportunity, and through it to a person.", "opportunity_id"),
        *present("critical", "Visibility never widens: a secret file must be known as one (R1).", "is_secret"),
        *one_of(
            "critical",
            "What is to become of a file of another kind, nobody has said (R1, O1).",
            "kind",
            ["resume", "file", "offer_sent", "offer_signed", "question_file"],
        ),
        *one_of(
            "critical",
            "Whether the bytes are there decides what becomes of the file (R1).",
            "outcome",
            ["kept", "doubtful", "refused", "none"],
        ),
        *one_of("warning", _LEVER_WORD, "status", ["processing", "processed", "unsupported", "error"]),
    ),
    "stg_lever__requisition": (
        *present("warning", _NAMED, "name"),
        *present("warning", "An opening is found again by its requisition's code.", "code"),
        *present("critical", _CONFIDENTIAL, "is_confidential"),
        *one_of("warning", _LEVER_WORD, "status", ["open", "onHold", "closed", "draft", "rejected", "pending"]),
        *not_before("warning", _ORDER, "closed_at", "created_at"),
    ),
    "stg_ashby__user": (
        *rows("warning", "An Ashby organisation has users; without them nobody is credited."),
        *present("critical", "Only a user who is enabled is credited.", "is_enabled"),
    ),
    "stg_ashby__department": (*present("warning", _NAMED, "name"),),
    "stg_ashby__location": (*present("warning", _NAMED, "name"),),
    "stg_ashby__job": (
        *present("warning", _NAMED, "title"),
        *present("critical", "Confidential people go to confidential jobs only (A7).", "is_confidential"),
        *one_of("warning", _ASHBY_WORD, "status", ["Draft", "Open", "Closed", "Archived"]),
    ),
    "stg_ashby__interview_plan": (*present("warning", _NAMED, "title"),),
    "stg_ashby__interview_stage": (
        *present("critical", "A stage is only valid within its plan (A5).", "interview_plan_id"),
        *present("warning", _NAMED, "title"),
        *present("warning", "Whether a stage is Archived decides about its archive reason (A4).", "type"),
        *one_of(
            "warning",
            "A type that we don't know can't be told from Archived or Hired (A4).",
            "type",
            ["Lead", "PreInterviewScreen", "Active", "Offer", "Hired", "Archived"],
        ),
    ),
    "stg_ashby__archive_reason": (
        *present("warning", _NAMED, "name"),
        *one_of("warning", _ASHBY_WORD, "reason_type", ["RejectedByCandidate", "RejectedByOrg", "Other"]),
    ),
    "stg_ashby__source": (*present("warning", _NAMED, "title"),),
    "stg_ashby__tag": (*present("warning", _NAMED, "title"),),
    "stg_ashby__custom_field": (
        *present("warning", _NAMED, "title"),
        *present("warning", "A value must fit its field's kind.", "object_type", "field_type"),
    ),
    "stg_ashby__feedback_form": (*present("warning", _NAMED, "title"),),
    "stg_ashby__feedback_field": (
        *present("warning", _NAMED, "title"),
        *present("warning", "A value must fit its field's kind (F1).", "type"),
    ),
    "stg_ashby__hiring_team_role": (*present("warning", _NAMED, "title"),),
    "stg_ashby__opening": (
        *one_of("warning", _ASHBY_WORD, "state", ["Approved", "Closed", "Draft", "Filled", "Open"]),
    ),
    "stg_ashby__candidate": (*present("warning", _DATED, "created_at"),),
    "stg_ashby__application": (
        *present("warning", "Without both it can't be compared with anything.", "candidate_id", "job_id"),
        *one_of("warning", _ASHBY_WORD, "status", ["Lead", "Active", "Hired", "Archived"]),
    ),
    "stg_ashby__application_history": (*present("warning", _DATED, "entered_at"),),
    "stg_ashby__note": (*present("warning", "A note in Ashby belongs to a candidate.", "candidate_id"),),
    "stg_ashby__feedback": (
        *present("warning", "Without both it can't be compared with anything.", "application_id", "form_id"),
    ),
    "stg_ashby__file": (
        *present("warning", "A file in Ashby belongs to a candidate.", "candidate_id"),
        *one_of(
            "warning",
            "Whether the bytes came decides how the file is compared (R1).",
            "outcome",
            ["given", "refused", "no_address"],
        ),
    ),
}

STAGED: dict[str, Suite] = {
    table.name: (*key(*table.key), *columns(*table.columns), *_MORE[table.name])
    for table in (*STAGED_LEVER, *STAGED_ASHBY, *STAGED_READ_BACK)
}
"""Staged table → its suite."""

"""What the vendors said, word for word."""

from pipeline.tables.table import Table, table

_RAW = "id VARCHAR; parent_id VARCHAR; batch VARCHAR; fetched_at TIMESTAMPTZ; json VARCHAR"


def _raw(name: str, says: str, newest: str = "batch") -> Table:
    return table("raw", name, "id parent_id", says, _RAW, newest)


RAW_LEVER_LISTS = (
    _raw("raw_lever__user", "one user, deactivated ones too"),
    _raw("raw_lever__stage", "one stage of Lever's pipeline; rows keep Lever's order"),
    _raw("raw_lever__disposition_stage", "Lever's pipelines, stages and archive reasons in one object, as it answers"),
    _raw("raw_lever__archive_reason", "one archive reason, inactive ones too"),
    _raw("raw_lever__source", "one source; its text is its id"),
    _raw("raw_lever__tag", "one tag; its text is its id"),
    _raw("raw_lever__posting", "one posting, of every state and channel, confidential ones too"),
    _raw("raw_lever__posting_question", "what one posting asks its applicants; id is the posting's"),
    _raw("raw_lever__requisition", "one requisition, confidential ones too"),
    _raw("raw_lever__requisition_field", "one field that requisitions have"),
    _raw("raw_lever__feedback_template", "one feedback template; those no longer active by reference"),
    _raw("raw_lever__form_template", "one profile form template; those no longer active by reference"),
    _raw("raw_lever__deleted_opportunity", "one row of the feed of deleted opportunities", "id"),
    _raw("raw_lever__deleted_application", "one row of the feed of deleted applications", "id"),
    _raw("raw_lever__deleted_posting", "one row of the feed of deleted postings", "id"),
    _raw("raw_lever__audit_event", "one event of the account's audit log, if it has one and the key may read it", "id"),
)

RAW_LEVER_CHILDREN = (
    _raw("raw_lever__note", "one note with its comments; parent_id is its opportunity", "reading"),
    _raw("raw_lever__feedback", "one feedback, drafts and deleted ones too; parent_id is its opportunity", "reading"),
    _raw("raw_lever__interview", "one interview, canceled ones too; parent_id is its opportunity", "reading"),
    _raw("raw_lever__panel", "one panel with its interviews; parent_id is its opportunity", "reading"),
    _raw("raw_lever__offer", "one offer; parent_id is its opportunity", "reading"),
    _raw(
        "raw_lever__resume", "one resume with what Lever's parser made of it; parent_id is its opportunity", "reading"
    ),
    _raw("raw_lever__file", "one file; parent_id is its opportunity", "reading"),
    _raw("raw_lever__form", "one filled profile form; parent_id is its opportunity", "reading"),
    _raw("raw_lever__referral", "one referral; parent_id is its opportunity", "reading"),
)
"""What hangs on an opportunity: read for all of them at first, later for those that changed and a share of the rest."""

RAW_LEVER = (
    *RAW_LEVER_LISTS,
    _raw("raw_lever__opportunity", "one opportunity with its applications and contact expanded"),
    _raw("raw_lever__contact", "one contact that Lever did not expand, or not whole", "id"),
    _raw(
        "raw_lever__application",
        "one application that Lever did not expand; parent_id is its opportunity",
        "id",
    ),
    *RAW_LEVER_CHILDREN,
    _raw(
        "raw_lever__reading",
        "one opportunity whose children were all read: when, and under which change marks (json: mark, quiet, asked)",
        "id",
    ),
    _raw(
        "raw_lever__attachment",
        "one resume, file or offer document that Lever names and what became of its bytes; id is <kind>/<id>, "
        "parent_id its opportunity; json: outcome kept or doubtful (sha256, bytes, listed_bytes, content_type; "
        "doubtful if not as many bytes came as Lever lists), or refused (status, why)",
        "id",
    ),
    _raw(
        "raw_lever__unreadable",
        "one thing that Lever would not give; id is <resource>, <resource>/<id> or, for a list that hangs on an "
        "opportunity, <opportunity id>/<resource>; json: status, answer",
    ),
    _raw(
        "raw_lever__tombstone",
        "one opportunity that was read once and that Lever has no longer; id is opportunity/<id>, "
        "json: told_by (feed, or 404), deleted_at where the feed tells it",
    ),
    table(
        "raw",
        "raw_lever__field",
        "resource path type",
        "one field as it was met in this extraction: path with [] for lists and * for free keys, its JSON type, how "
        "many objects have it",
        "resource VARCHAR; path VARCHAR; type VARCHAR; records BIGINT",
    ),
    table(
        "raw",
        "raw_lever__gap",
        "gap resource lever_id",
        "one thing that this copy may lack; lever_id where it is one object; records concerned where that is known; "
        "weight critical (nobody knows how much is missing) or known (named, one by one)",
        "gap VARCHAR; resource VARCHAR; lever_id VARCHAR; records BIGINT; weight VARCHAR; says VARCHAR",
    ),
)

RAW_LEVER_APART = (
    table("eeo", "raw_lever__eeo_response", "id parent_id", "one anonymous EEO answer (E1: only on request)", _RAW),
    table(
        "eeo",
        "raw_lever__eeo_response_pii",
        "id parent_id",
        "one EEO answer with the application it belongs to (E1: only on request)",
        _RAW,
    ),
)
"""Kept in a folder of its own, read by no later stage: EEO answers never go near a person (E1)."""

RAW_ASHBY = (
    _raw("raw_ashby__user", "one user, deactivated ones too"),
    _raw("raw_ashby__department", "one department or team, archived ones too"),
    _raw("raw_ashby__location", "one location, archived ones too"),
    _raw("raw_ashby__job", "one job of any status, drafts too"),
    _raw("raw_ashby__interview_plan", "one interview plan, archived ones too"),
    _raw(
        "raw_ashby__interview_stage",
        "one interview stage; parent_id is its plan; rows keep Ashby's order",
    ),
    _raw("raw_ashby__archive_reason", "one archive reason, archived ones too"),
    _raw("raw_ashby__source", "one source, archived ones too"),
    _raw("raw_ashby__tag", "one candidate tag, archived ones too"),
    _raw("raw_ashby__custom_field", "one custom field definition, archived ones too"),
    _raw("raw_ashby__feedback_form", "one feedback form with its fields, archived ones too"),
    _raw("raw_ashby__hiring_team_role", "one role that a member of an application's hiring team can have"),
    _raw("raw_ashby__opening", "one opening of any state"),
    _raw("raw_ashby__candidate", "one candidate"),
)

RAW_ASHBY_READ_BACK = (
    _raw("raw_ashby__application", "one application, read back after a load"),
    _raw(
        "raw_ashby__application_history",
        "one history event; parent_id is its application; read back after a load",
    ),
    _raw("raw_ashby__note", "one candidate note; parent_id is its candidate; read back after a load"),
    _raw("raw_ashby__feedback", "one feedback submission, read back after a load"),
    _raw(
        "raw_ashby__file",
        "one file of ours on a candidate (parent_id) whose bytes were asked for; id is Ashby's file id; json: name, "
        "handle, outcome given (sha256, bytes), refused (why) or no_address (why); read back after a load",
        "id",
    ),
)

"""Every table of a workspace, once: name, folder, key, columns with their DuckDB types, and one sentence.

No I/O, no SQL. Whoever reads or writes a table takes its columns from here; a test compares every Parquet
file that a journey leaves behind with this page. All times are UTC, with time zone.

Words: *raw* is what a vendor said, word for word. *stg* is one raw resource, typed. *int* joins and decides.
*ashby__* is one write to Ashby per row. *held*, *result* and *parity* say what became of each of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

ENTITIES = ("job", "candidate", "application", "note", "tag", "custom_value")
"""The entities whose bucket sums close, in the order of the report (surface.md lists those still to come)."""

BUCKETS = (
    "matched",
    "differing",
    "missing",
    "merged",
    "excluded",
    "held",
    "blocked",
    "refused",
    "unknown",
)
"""Every Lever record is in exactly one of these (rule C1)."""


@dataclass(frozen=True)
class Table:
    """One table: a folder of Parquet files (or one CSV file, in `mappings/` or beside the SQL)."""

    name: str
    folder: str
    """raw, eeo, staged, ready, checks, results, parity, mappings or reference."""
    key: tuple[str, ...]
    columns: Mapping[str, str]
    """Column name → DuckDB type, in the order of the file."""
    says: str
    """What one row is."""
    newest: str = "batch"
    """Which rows are the table as it is now: those of the newest `batch`; those of each parent's newest `reading`
    (raw_lever__reading), where parents are read apart; or the newest row of each `id`."""


def _table(folder: str, name: str, key: str, says: str, columns: str, newest: str = "batch") -> Table:
    """`columns` is `name TYPE` pairs, one per line or separated by `;`."""
    pairs = [part.strip().split(" ", 1) for part in columns.replace("\n", ";").split(";") if part.strip()]
    return Table(
        name,
        folder,
        tuple(key.split()),
        MappingProxyType({column: type_.strip() for column, type_ in pairs}),
        says,
        newest,
    )


_RAW = "id VARCHAR; parent_id VARCHAR; batch VARCHAR; fetched_at TIMESTAMPTZ; json VARCHAR"


def _raw(name: str, says: str, newest: str = "batch") -> Table:
    return _table("raw", name, "id parent_id", says, _RAW, newest)


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
    _table(
        "raw",
        "raw_lever__field",
        "resource path type",
        "one field as it was met in this extraction: path with [] for lists and * for free keys, its JSON type, how "
        "many objects have it",
        "resource VARCHAR; path VARCHAR; type VARCHAR; records BIGINT",
    ),
    _table(
        "raw",
        "raw_lever__gap",
        "gap resource lever_id",
        "one thing that this copy may lack; lever_id where it is one object; records concerned where that is known; "
        "weight critical (nobody knows how much is missing) or known (named, one by one)",
        "gap VARCHAR; resource VARCHAR; lever_id VARCHAR; records BIGINT; weight VARCHAR; says VARCHAR",
    ),
)

RAW_LEVER_APART = (
    _table("eeo", "raw_lever__eeo_response", "id parent_id", "one anonymous EEO answer (E1: only on request)", _RAW),
    _table(
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
    _raw("raw_ashby__candidate", "one candidate"),
)

RAW_ASHBY_READ_BACK = (
    _raw("raw_ashby__application", "one application, read back after a load"),
    _raw(
        "raw_ashby__application_history",
        "one history event; parent_id is its application; read back after a load",
    ),
    _raw("raw_ashby__note", "one candidate note; parent_id is its candidate; read back after a load"),
)

_DECISION = (
    "lever_id VARCHAR; lever_name VARCHAR; records BIGINT; ashby_id VARCHAR; ashby_name VARCHAR;"
    "decision VARCHAR; score DOUBLE; note VARCHAR"
)
MAPPING_KINDS = (
    "job",
    "stage",
    "archive_reason",
    "source",
    "user",
    "tag",
    "custom_field",
    "department",
    "location",
)

MAPPINGS = tuple(
    _table(
        "mappings",
        f"mapping__{kind}",
        "lever_id",
        f"mappings/{kind}.csv as it was before this transform: what people decided",
        _DECISION,
    )
    for kind in MAPPING_KINDS
)

MAPPING_GAP = _table(
    "mappings",
    "mapping__gap",
    "gap resource",
    "mappings/gap.csv: one kind of gap of the last extraction; accepted_by names the person who takes it as it is, "
    "for as many records as stand there",
    "gap VARCHAR; resource VARCHAR; weight VARCHAR; records BIGINT; accepted_by VARCHAR; note VARCHAR",
)

REFERENCE = (
    _table(
        "reference",
        "ref_mapped_field",
        "resource path",
        "one Lever field that a rule of meaning.md maps, or that the tool itself needs; what becomes of it, in words",
        "resource VARCHAR; path VARCHAR; rule VARCHAR; becomes VARCHAR",
    ),
    _table(
        "reference",
        "ref_left_behind",
        "resource path",
        "one Lever field that no rule maps (X1): fate raw_only (kept in raw/ alone) or left_behind, with the reason",
        "resource VARCHAR; path VARCHAR; fate VARCHAR; reason VARCHAR",
    ),
    _table(
        "reference",
        "ref_known_value",
        "resource path value",
        "one value of a field that has a closed list of values as far as Lever tells; a new one is news (X1)",
        "resource VARCHAR; path VARCHAR; value VARCHAR",
    ),
    _table(
        "reference",
        "ref_role_address",
        "kind value",
        "one local part or mail domain that stands for no single person, with the reason (P2); "
        "comes with the program, from stages/transform/role_address.csv",
        "kind VARCHAR; value VARCHAR; why VARCHAR",
    ),
)
"""Read from a CSV file beside the SQL: facts of the program's own, the same in every workspace."""

STAGED_LEVER = (
    _table(
        "staged",
        "stg_lever__user",
        "user_id",
        "one Lever user",
        "user_id VARCHAR; name VARCHAR; email VARCHAR; username VARCHAR; access_role VARCHAR;"
        "is_deactivated BOOLEAN; created_at TIMESTAMPTZ; deactivated_at TIMESTAMPTZ",
    ),
    _table(
        "staged",
        "stg_lever__stage",
        "lever_stage_id",
        "one Lever stage; position counts from 0 in pipeline order",
        "lever_stage_id VARCHAR; name VARCHAR; position BIGINT",
    ),
    _table(
        "staged",
        "stg_lever__archive_reason",
        "archive_reason_id",
        "one Lever archive reason; is_hired for the reason that means hired",
        "archive_reason_id VARCHAR; name VARCHAR; status VARCHAR; is_hired BOOLEAN",
    ),
    _table(
        "staged",
        "stg_lever__source",
        "source",
        "one Lever source with Lever's own count of its opportunities",
        "source VARCHAR; count_opportunities BIGINT",
    ),
    _table(
        "staged",
        "stg_lever__tag",
        "tag",
        "one Lever tag with Lever's own count of its opportunities",
        "tag VARCHAR; count_opportunities BIGINT",
    ),
    _table(
        "staged",
        "stg_lever__posting",
        "posting_id",
        "one Lever posting; a posting that is only named by an application and can't be read has is_readable false",
        "posting_id VARCHAR; title VARCHAR; state VARCHAR; is_confidential BOOLEAN; is_readable BOOLEAN;"
        "department VARCHAR; team VARCHAR; location VARCHAR; commitment VARCHAR; owner_user_id VARCHAR;"
        "hiring_manager_user_id VARCHAR; created_at TIMESTAMPTZ; updated_at TIMESTAMPTZ",
    ),
    _table(
        "staged",
        "stg_lever__opportunity",
        "opportunity_id",
        "one Lever opportunity with its application, newest copy; problem names what could not be read",
        "opportunity_id VARCHAR; contact_id VARCHAR; name VARCHAR; headline VARCHAR; is_confidential BOOLEAN;"
        "location VARCHAR; emails VARCHAR[]; phones STRUCT(type VARCHAR, value VARCHAR)[]; links VARCHAR[];"
        "tags VARCHAR[]; sources VARCHAR[]; lever_stage_id VARCHAR; archive_reason_id VARCHAR;"
        "archived_at TIMESTAMPTZ; is_archived BOOLEAN; origin VARCHAR; sourced_by_user_id VARCHAR;"
        "owner_user_id VARCHAR; created_at TIMESTAMPTZ; updated_at TIMESTAMPTZ; last_interaction_at TIMESTAMPTZ;"
        "last_advanced_at TIMESTAMPTZ; snoozed_until TIMESTAMPTZ; is_anonymized BOOLEAN; deleted_at TIMESTAMPTZ;"
        "opportunity_location VARCHAR; count_applications BIGINT; application_id VARCHAR; application_type VARCHAR;"
        "posting_id VARCHAR; application_user_id VARCHAR; problem VARCHAR",
    ),
    _table(
        "staged",
        "stg_lever__stage_change",
        "opportunity_id position",
        "one stage change; position counts from 0 in Lever's order",
        "opportunity_id VARCHAR; position BIGINT; lever_stage_id VARCHAR; changed_at TIMESTAMPTZ; user_id VARCHAR",
    ),
    _table(
        "staged",
        "stg_lever__note",
        "note_id",
        "one Lever note (a thread), newest copy; problem names what could not be read",
        "note_id VARCHAR; opportunity_id VARCHAR; user_id VARCHAR; is_secret BOOLEAN; created_at TIMESTAMPTZ;"
        "deleted_at TIMESTAMPTZ; problem VARCHAR",
    ),
    _table(
        "staged",
        "stg_lever__note_comment",
        "note_id position",
        "one comment of a note; position counts from 0 in Lever's order",
        "note_id VARCHAR; position BIGINT; user_id VARCHAR; text VARCHAR; score BIGINT; created_at TIMESTAMPTZ",
    ),
)

STAGED_ASHBY = (
    _table(
        "staged",
        "stg_ashby__user",
        "user_id",
        "one Ashby user",
        "user_id VARCHAR; name VARCHAR; email VARCHAR; is_enabled BOOLEAN",
    ),
    _table(
        "staged",
        "stg_ashby__department",
        "department_id",
        "one Ashby department",
        "department_id VARCHAR; name VARCHAR; parent_id VARCHAR; is_archived BOOLEAN",
    ),
    _table(
        "staged",
        "stg_ashby__location",
        "location_id",
        "one Ashby location",
        "location_id VARCHAR; name VARCHAR; is_archived BOOLEAN",
    ),
    _table(
        "staged",
        "stg_ashby__job",
        "job_id",
        "one Ashby job",
        "job_id VARCHAR; title VARCHAR; status VARCHAR; is_confidential BOOLEAN; department_id VARCHAR;"
        "location_id VARCHAR; default_interview_plan_id VARCHAR",
    ),
    _table(
        "staged",
        "stg_ashby__interview_plan",
        "interview_plan_id",
        "one Ashby interview plan",
        "interview_plan_id VARCHAR; title VARCHAR; is_archived BOOLEAN",
    ),
    _table(
        "staged",
        "stg_ashby__interview_stage",
        "interview_stage_id",
        "one interview stage of one plan",
        "interview_stage_id VARCHAR; interview_plan_id VARCHAR; title VARCHAR; type VARCHAR; position BIGINT",
    ),
    _table(
        "staged",
        "stg_ashby__archive_reason",
        "archive_reason_id",
        "one Ashby archive reason",
        "archive_reason_id VARCHAR; name VARCHAR; reason_type VARCHAR; is_archived BOOLEAN",
    ),
    _table(
        "staged",
        "stg_ashby__source",
        "source_id",
        "one Ashby source",
        "source_id VARCHAR; title VARCHAR; is_archived BOOLEAN",
    ),
    _table(
        "staged",
        "stg_ashby__tag",
        "tag_id",
        "one Ashby candidate tag",
        "tag_id VARCHAR; title VARCHAR; is_archived BOOLEAN",
    ),
    _table(
        "staged",
        "stg_ashby__custom_field",
        "custom_field_id",
        "one Ashby custom field definition",
        "custom_field_id VARCHAR; title VARCHAR; object_type VARCHAR; field_type VARCHAR; is_archived BOOLEAN;"
        "is_private BOOLEAN",
    ),
    _table(
        "staged",
        "stg_ashby__candidate",
        "candidate_id",
        "one Ashby candidate, newest copy",
        "candidate_id VARCHAR; name VARCHAR; primary_email VARCHAR; emails VARCHAR[]; phone VARCHAR;"
        "linkedin_url VARCHAR; github_url VARCHAR; website_url VARCHAR; source_id VARCHAR; tag_ids VARCHAR[];"
        "custom_values STRUCT(custom_field_id VARCHAR, value VARCHAR)[]; application_ids VARCHAR[];"
        "created_at TIMESTAMPTZ; updated_at TIMESTAMPTZ",
    ),
)

STAGED_READ_BACK = (
    _table(
        "staged",
        "stg_ashby__application",
        "application_id",
        "one Ashby application, read back",
        "application_id VARCHAR; candidate_id VARCHAR; job_id VARCHAR; status VARCHAR; interview_stage_id VARCHAR;"
        "archive_reason_id VARCHAR; archived_at TIMESTAMPTZ; source_id VARCHAR; credited_to_user_id VARCHAR;"
        "custom_values STRUCT(custom_field_id VARCHAR, value VARCHAR)[]; created_at TIMESTAMPTZ",
    ),
    _table(
        "staged",
        "stg_ashby__application_history",
        "application_id position",
        "one history event of an Ashby application; position is its stageNumber",
        "application_id VARCHAR; position BIGINT; interview_stage_id VARCHAR; entered_at TIMESTAMPTZ",
    ),
    _table(
        "staged",
        "stg_ashby__note",
        "ashby_note_id",
        "one note of an Ashby candidate, read back; lever_marker is the <kind>:<id> of its marker line",
        "ashby_note_id VARCHAR; candidate_id VARCHAR; content VARCHAR; is_private BOOLEAN; lever_marker VARCHAR;"
        "created_at TIMESTAMPTZ",
    ),
)

INT_MAPPING = tuple(
    _table(
        "staged",
        f"int_mapping_{kind}",
        "lever_id",
        f"one decision about a Lever {kind.replace('_', ' ')}: people's where there is one, else exact, else proposed",
        _DECISION,
    )
    for kind in MAPPING_KINDS
)

STAGED_INT = (
    _table(
        "staged",
        "int_run_option",
        "accept_proposals",
        "the one row of options that this transform ran with",
        "accept_proposals BOOLEAN",
    ),
    *INT_MAPPING,
    _table(
        "staged",
        "int_contact",
        "contact_id",
        "one contact that any opportunity names; was_person if a former load named a person after it",
        "contact_id VARCHAR; was_person BOOLEAN",
    ),
    _table(
        "staged",
        "int_opportunity_email",
        "opportunity_id position",
        "one e-mail as one opportunity lists it; no canonical email: it is malformed (P1)",
        "opportunity_id VARCHAR; position BIGINT; contact_id VARCHAR; written VARCHAR; email VARCHAR",
    ),
    _table(
        "staged",
        "int_contact_email",
        "contact_id email",
        "one canonical e-mail of one contact; only joining ones make two contacts one person (P1, P2)",
        "contact_id VARCHAR; email VARCHAR; is_joining BOOLEAN; count_contacts BIGINT; reason VARCHAR",
    ),
    _table(
        "staged",
        "int_contact_person",
        "contact_id",
        "one contact and the person it belongs to; made by connected components (P1)",
        "contact_id VARCHAR; person_id VARCHAR",
    ),
    _table(
        "staged",
        "int_opportunity_verdict",
        "opportunity_id",
        "one opportunity and what keeps it from an application; no reason_code: nothing does",
        "opportunity_id VARCHAR; reason_code VARCHAR; is_confidential BOOLEAN; unplaced_stage VARCHAR;"
        "interview_plan_id VARCHAR",
    ),
    _table(
        "staged",
        "int_opportunity",
        "opportunity_id",
        "one opportunity and its fate: write (an application), merged, excluded or held",
        "opportunity_id VARCHAR; contact_id VARCHAR; person_id VARCHAR; posting_id VARCHAR; is_confidential BOOLEAN;"
        "fate VARCHAR; rule VARCHAR; reason_code VARCHAR; reason VARCHAR; is_visible BOOLEAN;"
        "created_at TIMESTAMPTZ; active_at TIMESTAMPTZ",
    ),
    _table(
        "staged",
        "int_person_opportunity",
        "opportunity_id",
        "one visible opportunity of one person; recency 0 is the most recently active, age 0 the oldest (P4, P7)",
        "person_id VARCHAR; opportunity_id VARCHAR; recency BIGINT; age BIGINT",
    ),
    _table(
        "staged",
        "int_person_email",
        "person_id email",
        "one e-mail of one person; is_native if the candidate gets it as its own (P2); place orders them",
        "person_id VARCHAR; email VARCHAR; is_native BOOLEAN; place BIGINT",
    ),
    _table(
        "staged",
        "int_person_phone",
        "person_id number",
        "one phone number of one person; place orders them (P4)",
        "person_id VARCHAR; number VARCHAR; type VARCHAR; place BIGINT",
    ),
    _table(
        "staged",
        "int_person_link",
        "person_id link",
        "one link of one person; kind is linkedin, github, website, or null for what is no web address (P4)",
        "person_id VARCHAR; link VARCHAR; kind VARCHAR; place BIGINT",
    ),
    _table(
        "staged",
        "int_person_source",
        "person_id source",
        "one source of one person; place orders them, the oldest opportunity's first (P7)",
        "person_id VARCHAR; source VARCHAR; place BIGINT",
    ),
    _table(
        "staged",
        "int_person_reach",
        "person_id",
        "one person's e-mails, phones and links: those for the candidate's own fields and the rest (P4)",
        "person_id VARCHAR; primary_email VARCHAR; alternate_emails VARCHAR[]; other_emails VARCHAR[]; phone VARCHAR;"
        "other_phones VARCHAR[]; linkedin_url VARCHAR; github_url VARCHAR; website_url VARCHAR; other_links VARCHAR[]",
    ),
    _table(
        "staged",
        "int_person_profile",
        "person_id",
        "one person's name, headlines, sources and times, from the visible opportunities (P4, P5, P7)",
        "person_id VARCHAR; name VARCHAR; headline VARCHAR; sources VARCHAR[]; created_at TIMESTAMPTZ;"
        "active_at TIMESTAMPTZ",
    ),
    _table(
        "staged",
        "int_person_match",
        "person_id",
        "one person and the candidate in Ashby that it is already: ours, found, several or none (P3)",
        "person_id VARCHAR; ashby_candidate_id VARCHAR; ashby_match VARCHAR; count_candidates BIGINT",
    ),
    _table(
        "staged",
        "int_person_verdict",
        "person_id",
        "one person and what keeps it from being written; no reason_code: nothing does",
        "person_id VARCHAR; reason_code VARCHAR; active_at TIMESTAMPTZ",
    ),
    _table(
        "staged",
        "int_person",
        "person_id",
        "one person: what P3 to P7 make of all of the opportunities, and the candidate found in Ashby",
        "person_id VARCHAR; fate VARCHAR; rule VARCHAR; reason_code VARCHAR; reason VARCHAR; name VARCHAR;"
        "primary_email VARCHAR; alternate_emails VARCHAR[]; phone VARCHAR; other_phones VARCHAR[]; headline VARCHAR;"
        "linkedin_url VARCHAR; github_url VARCHAR; website_url VARCHAR; other_links VARCHAR[];"
        "source VARCHAR; other_sources VARCHAR[]; contact_ids VARCHAR[]; created_at TIMESTAMPTZ;"
        "active_at TIMESTAMPTZ; ashby_candidate_id VARCHAR; ashby_match VARCHAR",
    ),
    _table(
        "staged",
        "int_posting_target",
        "posting_id",
        "one posting and the Ashby job it becomes: an existing one (ashby_job_id) or one to create (job_write_key)",
        "posting_id VARCHAR; fate VARCHAR; rule VARCHAR; reason_code VARCHAR; reason VARCHAR; ashby_job_id VARCHAR;"
        "job_write_key VARCHAR; interview_plan_id VARCHAR; is_confidential_job BOOLEAN",
    ),
    _table(
        "staged",
        "int_stage_use",
        "posting_id lever_stage_id",
        "one Lever stage that opportunities of one posting are or were in, and how many",
        "posting_id VARCHAR; lever_stage_id VARCHAR; records BIGINT",
    ),
    _table(
        "staged",
        "int_stage_target",
        "posting_id lever_stage_id",
        "one Lever stage as used by one posting's opportunities, and its interview stage in the job's plan (A5)",
        "posting_id VARCHAR; lever_stage_id VARCHAR; interview_stage_id VARCHAR; is_left_out BOOLEAN; records BIGINT",
    ),
    _table(
        "staged",
        "int_candidacy",
        "opportunity_id",
        "one opportunity whose posting has a job, and how its stage changes end (A3)",
        "opportunity_id VARCHAR; posting_id VARCHAR; interview_plan_id VARCHAR; lever_stage_id VARCHAR;"
        "last_position BIGINT; ends_at_current_stage BOOLEAN; advanced_at TIMESTAMPTZ",
    ),
    _table(
        "staged",
        "int_closing",
        "opportunity_id",
        "one archived opportunity that has a job, and the event that ends its history (A4)",
        "opportunity_id VARCHAR; is_hired BOOLEAN; interview_stage_id VARCHAR; entered_at TIMESTAMPTZ;"
        "ashby_archive_reason_id VARCHAR",
    ),
    _table(
        "staged",
        "int_history",
        "opportunity_id position",
        "one event of an application's history in order (A3, A4); no interview_stage_id: it can't be placed",
        "opportunity_id VARCHAR; position BIGINT; lever_stage_id VARCHAR; interview_stage_id VARCHAR;"
        "entered_at TIMESTAMPTZ; ashby_archive_reason_id VARCHAR",
    ),
    _table(
        "staged",
        "int_tag_target",
        "tag",
        "one Lever tag that somebody has, and the tag in Ashby that it becomes (P7)",
        "tag VARCHAR; tag_key VARCHAR; fate VARCHAR; ashby_tag_id VARCHAR; tag_write_key VARCHAR",
    ),
    _table(
        "staged",
        "int_tag",
        "person_id tag",
        "one tag that belongs on one person (P7, A2)",
        "person_id VARCHAR; tag VARCHAR; tag_key VARCHAR; fate VARCHAR; rule VARCHAR; reason_code VARCHAR;"
        "reason VARCHAR; ashby_tag_id VARCHAR; tag_write_key VARCHAR",
    ),
    _table(
        "staged",
        "int_application_note",
        "opportunity_id",
        "one application as text: a person's older one to a job, which Ashby may refuse (A1)",
        "opportunity_id VARCHAR; person_id VARCHAR; content VARCHAR; is_private BOOLEAN; created_at TIMESTAMPTZ",
    ),
    _table(
        "staged",
        "int_note_text",
        "note_id",
        "one note as the text that the candidate's note gets (N1, N3)",
        "note_id VARCHAR; content VARCHAR",
    ),
    _table(
        "staged",
        "int_note",
        "note_id",
        "one note as text with its author, time and marker (N1, N3), and its fate",
        "note_id VARCHAR; opportunity_id VARCHAR; person_id VARCHAR; fate VARCHAR; rule VARCHAR; reason_code VARCHAR;"
        "reason VARCHAR; content VARCHAR; is_private BOOLEAN; created_at TIMESTAMPTZ",
    ),
    _table(
        "staged",
        "int_custom_value",
        "entity_of owner_id title",
        "one custom value that belongs on a candidate or an application (P4, P7, P8), and its fate",
        "entity_of VARCHAR; owner_id VARCHAR; title VARCHAR; value VARCHAR; fate VARCHAR; rule VARCHAR;"
        "reason_code VARCHAR; reason VARCHAR; ashby_custom_field_id VARCHAR; field_write_key VARCHAR",
    ),
    _table(
        "staged",
        "int_contact_fate",
        "contact_id",
        "one contact and what becomes of it; a person's first contact stands for the person (P1)",
        "contact_id VARCHAR; person_id VARCHAR; fate VARCHAR; rule VARCHAR; reason_code VARCHAR; reason VARCHAR",
    ),
    _table(
        "staged",
        "int_fate",
        "entity lever_id",
        "one Lever record of any entity and what transform decided: write, found, merged, excluded, held (C1)",
        "entity VARCHAR; lever_id VARCHAR; person_id VARCHAR; fate VARCHAR; rule VARCHAR; reason_code VARCHAR;"
        "reason VARCHAR; write_key VARCHAR",
    ),
)

_READY = (
    "write_key VARCHAR; entity VARCHAR; lever_id VARCHAR; person_id VARCHAR; operation VARCHAR; ashby_id VARCHAR;"
    "refs STRUCT(path VARCHAR, write_key VARCHAR)[]; when_refused VARCHAR; payload VARCHAR; payload_sha256 VARCHAR;"
    "active_at TIMESTAMPTZ; position BIGINT"
)
"""Common to every ready table.

write_key      what makes the write unique for ever
operation      Ashby's name of the call
ashby_id       the object that an update writes to; null for a create
refs           where in the body an id belongs that an earlier write brings: dotted path, and that write's key
when_refused   a write_key: this row is sent only if that write was refused (A1)
payload        the body as JSON; a null in it means: not sent
payload_sha256 hash of what Lever says, so that an unchanged record is never written twice
active_at      newest and active people first
position       order within a person
"""


def _ready(name: str, says: str) -> Table:
    return _table("ready", name, "write_key", says, _READY)


READY_SETUP = (
    _ready("ashby__custom_field", "one custom field definition to create"),
    _ready("ashby__tag", "one tag to create"),
    _ready("ashby__job", "one job to create, because mappings/job.csv says so"),
)
"""Written before any person; person_id is null."""

READY_PEOPLE = (
    _ready("ashby__candidate", "one candidate to create, or one found whose empty fields are filled (P3)"),
    _ready(
        "ashby__candidate_email",
        "one further e-mail for a candidate that exists already: candidate.update adds one a call",
    ),
    _ready("ashby__candidate_value", "all custom values of one candidate, in one call"),
    _ready("ashby__application", "one application with its whole history, in one call (A1, A3, A4)"),
    _ready("ashby__application_value", "all custom values of one application, in one call"),
    _ready("ashby__candidate_tag", "one tag put on one candidate"),
    _ready("ashby__note", "one note; or, with when_refused, an application told as a note (A1)"),
)
"""Written person by person, in the order of `position`."""

READY = READY_SETUP + READY_PEOPLE

CHECKS = (
    _table(
        "checks",
        "check__failures",
        "table_name check_name row_key",
        "one row that broke one expectation",
        "table_name VARCHAR; check_name VARCHAR; severity VARCHAR; row_key VARCHAR; why VARCHAR",
    ),
    *(
        _table(
            "checks",
            f"held__{entity}",
            "lever_id",
            f"one {entity.replace('_', ' ')} that we hold back, with its reason",
            "entity VARCHAR; lever_id VARCHAR; write_key VARCHAR; rule VARCHAR; reason_code VARCHAR; reason VARCHAR",
        )
        for entity in ENTITIES
    ),
)

LEDGER = _table(
    "results",
    "ledger__write",
    "write_key",
    "one write that the ledger knows; made at the start of a load for the anti-join, never kept",
    "write_key VARCHAR; state VARCHAR; payload_sha256 VARCHAR",
)

RESULTS = tuple(
    _table(
        "results",
        f"result__{entity}",
        "write_key",
        f"one write of a {entity.replace('_', ' ')} that was attempted, and what became of it",
        "write_key VARCHAR; entity VARCHAR; lever_id VARCHAR; operation VARCHAR; outcome VARCHAR; ashby_id VARCHAR;"
        "reason_code VARCHAR; reason VARCHAR; attempts BIGINT; payload_sha256 VARCHAR; first_sent_at TIMESTAMPTZ;"
        "finished_at TIMESTAMPTZ",
    )
    for entity in ENTITIES
)


def _fields(name: str, says: str) -> Table:
    return _table(
        "parity",
        name,
        "entity lever_id field",
        says,
        "entity VARCHAR; lever_id VARCHAR; ashby_id VARCHAR; field VARCHAR; lever_value VARCHAR;"
        "ashby_value VARCHAR; verdict VARCHAR; rule VARCHAR",
    )


PARITY = (
    _table(
        "parity",
        "parity__records",
        "entity lever_id",
        "one Lever record and its one bucket: what became of it, by which rule or for which reason (C1)",
        "entity VARCHAR; lever_id VARCHAR; bucket VARCHAR; rule VARCHAR; reason_code VARCHAR; reason VARCHAR;"
        "ashby_id VARCHAR",
    ),
    _table(
        "parity",
        "parity__buckets",
        "entity bucket",
        "one bucket of one entity; the sum over the buckets is the number of Lever's records (C1)",
        "entity VARCHAR; bucket VARCHAR; records BIGINT",
    ),
    _fields("parity__fields", "one field of one record, compared; all of the tables below together"),
    _fields("parity__fields_job", "the title of one posting's job"),
    _fields("parity__fields_candidate", "one field of one person's candidate"),
    _fields("parity__fields_application", "one field of one opportunity's application"),
    _fields("parity__fields_history", "one event of one application's history, in Lever, in Ashby or in both"),
    _fields("parity__fields_note", "one field of one note"),
    _fields("parity__fields_tag", "one tag on one candidate"),
    _fields("parity__fields_custom_value", "one custom value of one candidate or application"),
    _fields("parity__fields_extra", "one object in Ashby with a Lever id of ours that no write of ours names"),
    _table(
        "parity",
        "parity__states",
        "entity lever_id",
        "one Lever record and what became of it before anything is compared; `written` ones are",
        "entity VARCHAR; lever_id VARCHAR; person_id VARCHAR; write_key VARCHAR; state VARCHAR; rule VARCHAR;"
        "reason_code VARCHAR; reason VARCHAR; outcome VARCHAR; ashby_id VARCHAR",
    ),
)

TABLES = MappingProxyType(
    {
        table.name: table
        for table in (
            *RAW_LEVER,
            *RAW_LEVER_APART,
            *RAW_ASHBY,
            *RAW_ASHBY_READ_BACK,
            *MAPPINGS,
            MAPPING_GAP,
            *REFERENCE,
            *STAGED_LEVER,
            *STAGED_ASHBY,
            *STAGED_READ_BACK,
            *STAGED_INT,
            *READY,
            *CHECKS,
            LEDGER,
            *RESULTS,
            *PARITY,
        )
    }
)
"""Every table by name."""

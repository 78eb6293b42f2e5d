"""What must be true of every write before Ashby is asked: whatever Ashby would refuse, found here.

The columns beyond those of the ready tables come from checks/body/*.sql, which open each body once. Facts:
ashby-openapi.yml, ashby-api.md 8 and 9. All of it is critical, so that a row which breaks it is held, unless Ashby
is known to take such a row or nothing is documented.
"""

from collections.abc import Sequence

from checks.expectation import Suite, key, one_of, present, true

_REQUIRED = "Ashby's documentation marks it as required."
_UUID = "Ashby's ids are UUIDs; another value is refused."
_URL = "Ashby says that it must be a valid URL."
_EMAIL = "Ashby validates addresses; one that is none is refused with the whole row."
_TIME = "Ashby takes ISO 8601 times with a zone, nothing else."
_FAR = "What Ashby does with times before 1990 or in the future is not documented; look at it before the load."
_QUIET = "Rule N2: nobody is notified; sendNotifications is sent and is false."
_TARGET = "A write needs the object that it belongs to: its id, or the earlier write that brings it."
_PRIVACY = "Whether a note is private is said, never left to a default (visibility never widens)."
_OURS = "Rule A1: only a job that this load makes is moved; one that was there stays as people have it."
_SAME_FIELD = "The same field twice in one call: which value stays is not documented."
_STRIPPED = "Rule N1: Ashby strips every other element, and its text would run together."
_MARKER = "Rule N3: one marker line with the Lever id, or a lost answer can't be looked up again."
_NAME = "Rule R1: the name carries the Lever id before the extension, or a lost answer can't be looked up again."
_NAME_BREAKS = "A quote, a separator or an unseen sign would end or change the name on its way to the storage."
_BYTES = "The load takes the bytes from files/ by their hash and their number."
_AGAIN = "Ashby gave it so, or the candidate's own row was checked already; a refusal changes nothing."

_FIELD_TYPES = (
    "Boolean",
    "CompensationRange",
    "Currency",
    "Date",
    "LongText",
    "MultiValueSelect",
    "Number",
    "NumberRange",
    "String",
    "ValueSelect",
    "Url",
    "UUID",
)
_OBJECT_TYPES = (
    "Application",
    "Candidate",
    "Job",
    "Employee",
    "Talent_Project",
    "Opening_Version",
    "Offer_Version",
)


def _common(entities: Sequence[str], *operations: str) -> Suite:
    """What every ready table must be: keyed, of its entities, one of its calls, with a body of known parameters."""
    return (
        *key("write_key"),
        *present("critical", "Without it nobody can tell which Lever record this write is for.", "lever_id"),
        *present("critical", "Without its hash an unchanged row would be written again.", "payload_sha256"),
        *one_of("critical", "Results and bucket sums are kept by entity.", "entity", entities),
        *present("critical", "Results and bucket sums are kept by entity.", "entity"),
        *one_of("critical", "No other call belongs in this table.", "operation", operations),
        *present("critical", "Without it the load does not know what to call.", "operation"),
        *true("critical", "Ashby takes one JSON object as body.", "payload_is_object"),
        *true(
            "critical",
            "Whether Ashby refuses a name that it does not know is not documented; we send none.",
            "parameters_are_known",
        ),
    )


def _of_person() -> Suite:
    return (
        *present("critical", "People are written one after another, each in order.", "person_id"),
        *present("critical", "Without it the order within a person is open.", "position"),
    )


READY: dict[str, Suite] = {
    "ashby__custom_field": (
        *_common(["custom_value"], "customField.create"),
        *true("critical", _REQUIRED, "title_is_text", "select_has_options"),
        *present("critical", _REQUIRED, "field_type", "object_type"),
        *one_of(
            "critical",
            "Ashby's list of field types; it is case-sensitive.",
            "field_type",
            _FIELD_TYPES,
        ),
        *one_of(
            "critical",
            "Ashby's list of objects that can have fields, as written (it reads back other words).",
            "object_type",
            _OBJECT_TYPES,
        ),
        *true("critical", "A field of ours is never shown to candidates.", "is_internal"),
    ),
    "ashby__custom_option": (
        *_common(["custom_value"], "customField.updateSelectableValues"),
        *true("critical", _UUID, "custom_field_id_is_uuid"),
        *true("critical", _REQUIRED, "has_options", "options_are_named"),
        *true("critical", "Ashby knows an option by its value alone.", "options_are_distinct"),
    ),
    "ashby__tag": (
        *_common(["tag"], "candidateTag.create"),
        *true("critical", _REQUIRED, "title_is_text"),
    ),
    "ashby__department": (
        *_common(["job"], "department.create"),
        *true("critical", _REQUIRED, "name_is_text"),
    ),
    "ashby__location": (
        *_common(["job"], "location.create"),
        *true("critical", _REQUIRED, "name_is_text"),
        *one_of("critical", "A job stands at a location; a region takes none.", "type", ["Location"]),
        *present("critical", _REQUIRED, "type"),
    ),
    "ashby__job": (
        *_common(["job"], "job.create"),
        *true("critical", _REQUIRED, "title_is_text", "has_team", "has_location"),
        *true(
            "critical",
            "Without its interview plan a job can't be opened and no application can be placed.",
            "interview_plan_id_is_uuid",
        ),
    ),
    "ashby__job_open": (
        *_common(["job"], "job.setStatus"),
        *true("critical", _OURS, "job_is_ours"),
        *one_of("critical", "Before all people a job is opened and nothing else (A1).", "status", ["Open"]),
        *present("critical", _REQUIRED, "status"),
    ),
    "ashby__job_close": (
        *_common(["job"], "job.setStatus"),
        *true("critical", _OURS, "job_is_ours"),
        *one_of(
            "critical",
            "Ashby's list of states; after all people nothing is opened (A1).",
            "status",
            ("Archived", "Closed", "Draft"),
        ),
        *present("critical", _REQUIRED, "status"),
        *present("critical", "Without it the order of a job's moves is open.", "position"),
    ),
    "ashby__opening": (
        *_common(["job"], "opening.create"),
        *true("critical", "An opening is found again by its identifier alone.", "identifier_is_text"),
        *true("critical", _UUID, "team_id_is_uuid"),
        *true("critical", _TARGET, "locations_have_ids", "jobs_have_ids"),
        *one_of(
            "critical",
            "An opening that is opened or approved may ask approvers, and nobody is to be told.",
            "opening_state",
            ["Draft"],
        ),
        *present("critical", "The state is said, never left to a default.", "opening_state"),
    ),
    "ashby__candidate": (
        *_common(["candidate"], "candidate.create", "candidate.update"),
        *_of_person(),
        *true("critical", _TARGET, "target_fits_operation"),
        *true("critical", _UUID, "candidate_id_is_uuid", "source_id_is_uuid", "credited_to_user_id_is_uuid"),
        *true("critical", _REQUIRED, "name_is_text"),
        *true("critical", _EMAIL, "email_is_valid", "alternate_emails_are_valid"),
        *true("warning", "The same address twice on one candidate helps nobody.", "emails_are_distinct"),
        *true("warning", "A phone number without a digit is none; Ashby's rule is not known.", "phone_has_digit"),
        *true("critical", _URL, "linked_in_url_is_valid", "github_url_is_valid", "website_is_valid"),
        *true("critical", _TIME, "created_at_is_time"),
        *true("warning", _FAR, "created_at_is_plausible"),
        *true("critical", _QUIET, "is_quiet"),
    ),
    "ashby__candidate_email": (
        *_common(["candidate"], "candidate.update"),
        *_of_person(),
        *true("critical", _TARGET, "has_candidate"),
        *true("critical", _EMAIL, "email_is_valid"),
        *true("critical", _QUIET, "is_quiet"),
    ),
    "ashby__candidate_value": (
        *_common(["custom_value"], "customField.setValues"),
        *_of_person(),
        *true("critical", _TARGET, "has_object", "fields_have_ids"),
        *true("critical", "The call names the kind of its object.", "object_type_fits"),
        *true("critical", "Ashby asks for at least one value.", "has_values"),
        *true("critical", _SAME_FIELD, "fields_are_distinct"),
        *true("critical", "An empty value would clear what stands there.", "values_are_there"),
    ),
    "ashby__application": (
        *_common(["application"], "application.create"),
        *_of_person(),
        *true("critical", _TARGET, "has_candidate", "has_job"),
        *true(
            "critical",
            _UUID,
            "interview_plan_id_is_uuid",
            "interview_stage_id_is_uuid",
            "source_id_is_uuid",
            "credited_to_user_id_is_uuid",
            "history_stages_are_uuids",
            "history_archive_reasons_are_uuids",
        ),
        *true("critical", "Rule A3: without a history Ashby would put it in the plan's first stage.", "has_history"),
        *true(
            "critical",
            "Ashby orders the history by stageNumber: 0 is the first, the highest is the current stage.",
            "stage_numbers_are_contiguous",
        ),
        *true("critical", _TIME, "created_at_is_time", "history_times_are_times"),
        *true("warning", _FAR, "created_at_is_plausible", "history_times_are_plausible"),
    ),
    "ashby__application_value": (
        *_common(["custom_value"], "customField.setValues"),
        *_of_person(),
        *true("critical", _TARGET, "has_object", "fields_have_ids"),
        *true("critical", "The call names the kind of its object.", "object_type_fits"),
        *true("critical", "Ashby asks for at least one value.", "has_values"),
        *true("critical", _SAME_FIELD, "fields_are_distinct"),
        *true("critical", "An empty value would clear what stands there.", "values_are_there"),
    ),
    "ashby__application_team": (
        *_common(["application"], "application.addHiringTeamMember"),
        *_of_person(),
        *true("critical", _TARGET, "has_application"),
        *true("critical", _UUID, "team_member_id_is_uuid", "role_id_is_uuid"),
    ),
    "ashby__candidate_tag": (
        *_common(["tag"], "candidate.addTag"),
        *_of_person(),
        *true("critical", _TARGET, "has_candidate", "has_tag"),
    ),
    "ashby__note": (
        *_common(["note", "application", "feedback", "interview", "offer", "form", "referral"], "candidate.createNote"),
        *_of_person(),
        *true("critical", _TARGET, "has_candidate"),
        *true("critical", _REQUIRED, "content_is_text"),
        *true("critical", "Ashby knows text/plain and text/html.", "content_type_is_known"),
        *true("critical", _STRIPPED, "html_is_kept"),
        *true("critical", _MARKER, "has_one_marker", "marker_names_lever_id"),
        *true("critical", _PRIVACY, "says_who_sees_it"),
        *true("critical", _TIME, "created_at_is_time"),
        *true("warning", _FAR, "created_at_is_plausible"),
        *true("critical", _QUIET, "is_quiet"),
    ),
    "ashby__feedback": (
        *_common(["feedback"], "applicationFeedback.submit"),
        *_of_person(),
        *true("critical", _TARGET, "has_application"),
        *true("critical", _UUID, "form_id_is_uuid", "user_id_is_uuid"),
        *true("critical", "Without a value there is no marker either (F1, N3).", "has_values"),
        *true("critical", _REQUIRED, "paths_are_there"),
        *true("critical", _SAME_FIELD, "paths_are_distinct"),
        *true("critical", "An empty value says nothing, and a null may be refused.", "values_are_there"),
        *true("critical", _MARKER, "has_one_marker", "marker_names_lever_id"),
    ),
    "ashby__file": (
        *_common(["file"], "candidate.uploadFile", "candidate.uploadResume"),
        *_of_person(),
        *true("critical", _TARGET, "has_candidate"),
        *true("critical", _REQUIRED, "name_is_text"),
        *true("critical", _NAME, "name_carries_lever_id"),
        *true("critical", _NAME_BREAKS, "name_breaks_nothing"),
        *true("critical", _BYTES, "sha256_is_hash", "length_is_positive"),
        *true("critical", "The storage takes a file under its media type only.", "content_type_is_media_type"),
        *true("critical", "Ashby would read another file as the person's resume (R1).", "resume_is_a_resume"),
    ),
    "ashby__candidate_again": (
        *_common(["candidate"], "candidate.update"),
        *_of_person(),
        *true("critical", _TARGET, "has_candidate"),
        *true("warning", _AGAIN, "name_is_text", "email_is_valid"),
        *true("warning", _AGAIN, "linked_in_url_is_valid", "github_url_is_valid", "website_is_valid"),
        *true("critical", _QUIET, "is_quiet"),
    ),
}
"""Ready table → its suite."""

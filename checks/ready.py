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
_SAME_FIELD = "The same field twice in one call: which value stays is not documented."
_STRIPPED = "Rule N1: Ashby strips every other element, and its text would run together."
_MARKER = "Rule N3: one marker line with the Lever id, or a lost answer can't be looked up again."

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
    "ashby__tag": (
        *_common(["tag"], "candidateTag.create"),
        *true("critical", _REQUIRED, "title_is_text"),
    ),
    "ashby__job": (
        *_common(["job"], "job.create"),
        *true("critical", _REQUIRED, "title_is_text", "team_id_is_uuid", "location_id_is_uuid"),
        *true(
            "critical",
            "Without its interview plan a job can't be opened and no application can be placed.",
            "interview_plan_id_is_uuid",
        ),
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
    "ashby__candidate_tag": (
        *_common(["tag"], "candidate.addTag"),
        *_of_person(),
        *true("critical", _TARGET, "has_candidate", "has_tag"),
    ),
    "ashby__note": (
        *_common(["note", "application"], "candidate.createNote"),
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
}
"""Ready table → its suite."""

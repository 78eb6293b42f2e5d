"""One write to Ashby per row."""

from pipeline.tables.table import Table, every, table

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
    return table("ready", name, "write_key", says, _READY)


READY_SETUP = (
    _ready("ashby__custom_field", "one custom field definition to create"),
    _ready("ashby__custom_option", "all options of one select field, with those that our values need"),
    _ready("ashby__tag", "one tag to create"),
    _ready("ashby__department", "one department to create, because mappings/department.csv says so"),
    _ready("ashby__location", "one location to create, because mappings/location.csv says so"),
    _ready("ashby__job", "one job to create, because mappings/job.csv says so"),
    _ready("ashby__job_open", "one job of ours that is opened, so that it takes applications"),
    _ready("ashby__opening", "one opening to create from a requisition"),
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
    _ready("ashby__application_team", "the owner of one opportunity, as member of the application's hiring team (A6)"),
    _ready("ashby__candidate_tag", "one tag put on one candidate"),
    _ready(
        "ashby__note",
        "one note, or what becomes one; with when_refused, what becomes one only if its application is refused (A1)",
    ),
    _ready("ashby__feedback", "one feedback submission on a form (F1)"),
    _ready("ashby__file", "one resume or file, by its bytes (R1)"),
)
"""Written person by person, in the order of `position`."""

READY_LAST = (
    _ready(
        "ashby__candidate_again", "a candidate's own fields once more, after Ashby's parser has read the resume (R1)"
    ),
    _ready("ashby__job_close", "one move of a job of ours to the state that its posting has"),
)
"""Written after all people."""

READY = READY_SETUP + READY_PEOPLE + READY_LAST

EVERY_READY = every("every_ready", "write_key", "every write, by the table that it stands in", READY)

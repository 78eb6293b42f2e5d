"""What became of records and writes: held, written, compared."""

from pipeline.tables.table import ENTITIES, Table, every, table

_HELD = "entity VARCHAR; lever_id VARCHAR; write_key VARCHAR; rule VARCHAR; reason_code VARCHAR; reason VARCHAR"

HELD = tuple(
    table(
        "checks",
        f"held__{entity}",
        "lever_id",
        f"one {entity.replace('_', ' ')} that we hold back, with its reason",
        _HELD,
    )
    for entity in ENTITIES
)

CHECKS = (
    table(
        "checks",
        "check__failures",
        "table_name check_name row_key",
        "one row that broke one expectation",
        "table_name VARCHAR; check_name VARCHAR; severity VARCHAR; row_key VARCHAR; why VARCHAR",
    ),
    table(
        "checks",
        "check__held",
        "entity lever_id",
        "one record of any entity that we hold back, with its reason; a write without a record of its own stands under "
        "its write key",
        _HELD,
    ),
    *HELD,
)

LEDGER = table(
    "results",
    "ledger__write",
    "write_key",
    "one write that the ledger knows; made at the start of a load for the anti-join, never kept",
    "write_key VARCHAR; operation VARCHAR; state VARCHAR; payload_sha256 VARCHAR",
)

RESULTS = tuple(
    table(
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


EVERY_RESULT = every("every_result", "write_key", "every write that was attempted, by its entity's table", RESULTS)


def _fields(name: str, says: str) -> Table:
    return table(
        "parity",
        name,
        "entity lever_id field",
        says,
        "entity VARCHAR; lever_id VARCHAR; ashby_id VARCHAR; field VARCHAR; lever_value VARCHAR;"
        "ashby_value VARCHAR; verdict VARCHAR; rule VARCHAR",
    )


PARITY = (
    table(
        "parity",
        "parity__records",
        "entity lever_id",
        "one Lever record and its one bucket: what became of it, by which rule or for which reason (C1)",
        "entity VARCHAR; lever_id VARCHAR; bucket VARCHAR; rule VARCHAR; reason_code VARCHAR; reason VARCHAR;"
        "ashby_id VARCHAR",
    ),
    table(
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
    _fields("parity__fields_note", "one field of one note, or of what became one"),
    _fields("parity__fields_feedback", "one value of one feedback submission"),
    _fields("parity__fields_file", "the bytes, or else the name, of one file"),
    _fields("parity__fields_tag", "one tag on one candidate"),
    _fields("parity__fields_custom_value", "one custom value of one candidate or application"),
    _fields("parity__fields_extra", "one object in Ashby with a Lever id of ours that no write of ours names"),
    table(
        "parity",
        "parity__merged",
        "ashby_id",
        "one candidate of ours who is gone, for a recruiter merged it into another one, who has its applications now",
        "ashby_id VARCHAR; merged_into VARCHAR",
    ),
    table(
        "parity",
        "parity__states",
        "entity lever_id",
        "one Lever record and what became of it before anything is compared; `written` ones are",
        "entity VARCHAR; lever_id VARCHAR; person_id VARCHAR; write_key VARCHAR; state VARCHAR; rule VARCHAR;"
        "reason_code VARCHAR; reason VARCHAR; outcome VARCHAR; ashby_id VARCHAR",
    ),
)

"""The report: from the facts of a reconcile to summary.json and index.html. Pure.

Nothing here reads a table, a clock or a file of the workspace; the page's frame is index.html.jinja beside this file.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined

from pipeline.tables import BUCKETS
from stages.reconcile.facts import Attachments, Facts, Reason

DIFFERENT = ("differing", "missing")
"""Buckets in which Ashby is not what Lever and the rules say."""

LEFT = ("held", "blocked", "refused", "unknown")
"""Buckets of records that are not in Ashby, and should be once somebody acts."""

BY_RULE = ("merged", "excluded")
"""Buckets that a rule of meaning.md fills; they never count against the verdict."""

_FIELD_DIFFERENCES = ("differs", "missing", "extra")

_BUCKET_SAYS = {
    "matched": "in Ashby, and every field as the rules say",
    "differing": "in Ashby, but some field is not as the rules say",
    "missing": "was written, but Ashby does not show it",
    "merged": "part of another record, by a rule",
    "excluded": "not brought over, by a rule or a decision",
    "held": "kept back by us until somebody decides or mends it",
    "blocked": "waits for another record that is not in Ashby",
    "refused": "Ashby refused it",
    "unknown": "sent, and nobody knows whether Ashby has it",
}

_VERDICT_SAYS = {
    "parity": "Ashby holds everything that it should.",
    "differences": "Ashby is not what Lever and the rules say.",
    "incomplete": "What is in Ashby is right, but not everything is there.",
}


def summary(
    found: Facts, *, ashby_calls: int, started_at: datetime, finished_at: datetime, lever_calls: int = 0
) -> dict[str, Any]:
    """The content of report/summary.json, exactly as surface.md promises it.

    Calls: of the newest extraction; of the newest survey, all writes and this comparison.
    """
    return {
        "verdict": _verdict(found),
        "entities": {entity: dict(records) for entity, records in found.buckets.items()},
        "attachments": {"files": found.attachments.files, "proved": found.attachments.proved},
        "calls": {"lever": lever_calls, "ashby": ashby_calls},
        "started_at": _instant(started_at),
        "finished_at": _instant(finished_at),
    }


def summary_json(summary: Mapping[str, Any]) -> str:
    """summary.json as text."""
    return json.dumps(summary, indent=2, ensure_ascii=False) + "\n"


def _verdict(found: Facts) -> str:
    """Differences before incomplete before parity: what is wrong weighs more than what is not there yet."""
    if _records(found, DIFFERENT) or _fields(found, _FIELD_DIFFERENCES):
        return "differences"
    return "incomplete" if _records(found, LEFT) else "parity"


def _records(found: Facts, buckets: Sequence[str]) -> int:
    return sum(records[bucket] for records in found.buckets.values() for bucket in buckets)


def _fields(found: Facts, verdicts: Sequence[str]) -> int:
    return sum(row.fields for row in found.verdicts if row.verdict in verdicts)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def index_html(found: Facts, summary: Mapping[str, Any]) -> str:
    """The page report/index.html: one file without a script or an address, so that it opens anywhere and prints."""
    frame = files("stages.reconcile").joinpath("index.html.jinja").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["number"] = _number
    environment.filters["words"] = _words
    return environment.from_string(frame).render(
        summary=summary,
        verdict_says=_VERDICT_SAYS[summary["verdict"]],
        sentences=_sentences(found),
        buckets=BUCKETS,
        bucket_says=_BUCKET_SAYS,
        sums=found.buckets,
        totals={bucket: _records(found, (bucket,)) for bucket in BUCKETS},
        left=_of(found.reasons, (*LEFT, "missing")),
        by_rule=_of(found.reasons, BY_RULE),
        differences=found.differences,
        count_differences=_fields(found, _FIELD_DIFFERENCES),
        verdicts=found.verdicts,
        writes=found.writes,
        started_at=_minute(summary["started_at"]),
        finished_at=_minute(summary["finished_at"]),
    )


def _of(reasons: Sequence[Reason], buckets: Sequence[str]) -> list[Reason]:
    return sorted(
        (row for row in reasons if row.bucket in buckets),
        key=lambda row: (buckets.index(row.bucket), -row.records, row.entity, row.reason_code),
    )


def _sentences(found: Facts) -> list[str]:
    """The verdict in words: how many records, and what became of those that are not simply there."""
    total = _records(found, BUCKETS)
    told = [f"Of {_number(total)} Lever records, {_number(_records(found, ('matched',)))} are in Ashby and equal."]
    told += [
        f"{_number(records)} {bucket}: {_BUCKET_SAYS[bucket]}."
        for bucket in (*DIFFERENT, *LEFT, *BY_RULE)
        if (records := _records(found, (bucket,)))
    ]
    if fields := _fields(found, _FIELD_DIFFERENCES):
        told.append(f"{_number(fields)} single fields or objects are not as they should be.")
    if found.attachments.files:
        told.append(_proof(found.attachments))
    return told


def _proof(found: Attachments) -> str:
    """How many of the files are known to have arrived as they were sent, and by what (R1)."""
    told = f"Files written: {_number(found.files)}; proved by their SHA-256: {_number(found.proved)}"
    if found.by_name:
        told += f"; only by name, since Ashby did not give their bytes back: {_number(found.by_name)}"
    return f"{told}."


def _number(value: int) -> str:
    return f"{value:,}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _minute(instant: str) -> str:
    return datetime.fromisoformat(instant).strftime("%-d %B %Y, %H:%M:%S UTC")

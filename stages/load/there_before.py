"""What Ashby gives back instead of making it: what was there before this load (ashby-api 11, 1 and 2)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec

from pipeline import log
from pipeline.ashby import shown
from pipeline.ashby.looking import Look
from pipeline.ashby.writes import WRITES
from pipeline.ledger import Intent
from stages.load.loading import Loading, Row


def is_it(loading: Loading, row: Row, body: Mapping[str, Any], results: msgspec.Raw, sent_at: datetime) -> bool:
    """Whether the object that the results of this write show was there before it.

    An application only on a candidate who was there before: nobody else can have made another one on ours.
    """
    write_ = WRITES[row["operation"]]
    if write_.is_new is None or write_.is_new(results, Look(body, sent_at, lambda _: False, is_last=False)):
        return False
    return write_.makes == "candidate" or is_found(loading, row)


def is_found(loading: Loading, row: Row) -> bool:
    """Whether the candidate that this row is about was there before us, as far as is known by now."""
    owners = [loading.ledger.get(ref["write_key"]) for ref in row["refs"] or () if ref["path"] == "candidateId"]
    return any(owner is not None and owner.entity == "candidate" and owner.outcome == "found" for owner in owners)


async def take(loading: Loading, intent: Intent, body: Mapping[str, Any], results: msgspec.Raw, ashby_id: str) -> str:
    """Settle it: a candidate is found, and gets what it lacks (P3); another's application is none of ours (A1).

    Raises NotAllowed and Unreachable; a candidate's gaps are then filled after the next survey.
    """
    ledger = loading.ledger
    if intent.entity != "candidate":
        ledger.refused(
            intent,
            f"same_{intent.entity}",
            f"Ashby has one {intent.entity} for this record and for what was there before the load. A person must "
            "decide (rule A1).",
        )
        return "refused"
    # Without a hash: what the next survey shows of it is followed.
    ledger.accepted(replace(intent, payload_sha256=""), "found", ashby_id)
    if left := await shown.fill(loading.ashby, ashby_id, results, body):
        log.get().warning("gaps_not_filled", write_key=intent.write_key, fields=left)
    return "found"

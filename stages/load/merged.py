"""Where somebody went whom a recruiter merged into another candidate while we load (ashby-api 11, 16).

The id of the candidate is gone; the ids of its applications stay, and each tells whose it is now.
"""

from pipeline import log
from pipeline.ashby import shown
from pipeline.ledger import Entry, Intent
from stages.load.loading import Loading, Row


async def follow(loading: Loading, row: Row) -> bool:
    """Whether this row was refused because its candidate is gone, and the ledger now names the one in its place.

    What that one holds stays (P3, D1): it counts as found. Raises NotAllowed and Unreachable.
    """
    ledger = loading.ledger
    refused = ledger.get(row["write_key"])
    owner = _owner(loading, row)
    if refused is None or owner is None or not _is_not_found(refused):
        return False
    for key in loading.applications_of(owner.lever_id):
        application = ledger.get(key)
        if application is None or application.ashby_id is None:
            continue
        candidate_id = await shown.owner(loading.ashby, application.ashby_id)
        if candidate_id not in (None, owner.ashby_id):
            intent = Intent(owner.write_key, owner.entity, owner.lever_id, owner.operation, owner.payload_sha256)
            ledger.accepted(intent, "found", candidate_id)
            log.get().warning("candidate_merged", write_key=owner.write_key)
            return True
    return False


def _owner(loading: Loading, row: Row) -> Entry | None:
    """The candidate whose id this row was filled with."""
    owners = (loading.ledger.get(ref["write_key"]) for ref in row["refs"] or ())
    return next((one for one in owners if one is not None and one.write_key == f"candidate/{one.lever_id}"), None)


def _is_not_found(refused: Entry) -> bool:
    return "not_found" in (refused.reason_code or "") or "not found" in (refused.reason or "").lower()

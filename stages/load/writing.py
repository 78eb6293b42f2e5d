"""One write, exactly once: intent on disk, send, outcome on disk; without an answer, look before sending again."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from pipeline import log
from pipeline.ashby import client
from pipeline.ashby.answers import Accepted, NotUnderstood, Refused
from pipeline.ashby.probes import Look
from pipeline.ashby.writes import WRITES, Write, filled, is_needless
from pipeline.errors import VendorError
from pipeline.ledger import Entry, Intent, Ledger
from pipeline.transport import Connection

_TRIES = 4
"""How often a write is sent whose effect was looked for and is certainly not there."""

_LOOKS = (0.0, 0.02, 0.1, 0.3, 1.0)
"""When to look after a lost answer, as shares of the time that Ashby gets to show an effect."""


@dataclass
class Loading:
    """What all writes of one load share."""

    ashby: Connection
    ledger: Ledger
    turns: asyncio.Semaphore
    """Held by a person whose writes are going out; given back while waiting for Ashby to show something."""
    counts: Counter[str] = field(default_factory=Counter)
    """Writes by what became of them."""

    @property
    def time_to_show(self) -> timedelta:
        """How long after sending an effect may still appear: we gave up after one time-out; Ashby gets a second."""
        return timedelta(seconds=2 * self.ashby.timeout_s)


Row = Mapping[str, Any]
"""One row of a ready table."""


async def write(loading: Loading, row: Row) -> None:
    """Do one write, unless a write that it needs has not brought its id: then it is blocked, and nothing is sent.

    Raises NotAllowed and Unreachable; the ledger then says that nothing was accepted.
    """
    ledger = loading.ledger
    if row["when_refused"] is not None:
        condition = ledger.get(row["when_refused"])
        if condition is None or condition.state != "refused":
            return
    ids = {}
    for ref in row["refs"] or ():
        needed = ledger.get(ref["write_key"])
        if needed is None or needed.ashby_id is None:
            loading.counts["blocked"] += 1
            return
        ids[ref["path"]] = needed.ashby_id
    body = filled(msgspec.json.decode(row["payload"]), ids)
    outcome = await _settled(loading, row, body) or await _sent(loading, row, body)
    loading.counts[outcome] += 1


async def _settled(loading: Loading, row: Row, body: Mapping[str, Any]) -> str | None:
    """The outcome of an earlier run's write that stands without one; None when it must be sent."""
    known = loading.ledger.get(row["write_key"])
    write_ = WRITES[row["operation"]]
    if known is None or known.state != "sent" or write_.probe is None or known.operation != row["operation"]:
        return None
    return await _looked_for(loading, row, write_, body, known.first_sent_at)


async def _sent(loading: Loading, row: Row, body: Mapping[str, Any]) -> str:
    """Send, and send again only what is certainly not there."""
    ledger, write_, intent = loading.ledger, WRITES[row["operation"]], _intent(row)
    known = ledger.get(row["write_key"])
    if _claims(row) and (taken := _taken_by(ledger, row["ashby_id"], row)) is not None:
        return await _same_object(ledger, intent, taken)
    if is_needless(write_.call, body):
        await ledger.accepted(intent, _outcome(row, known), row["ashby_id"])
        return _outcome(row, known)
    for _ in range(_TRIES):
        await ledger.sent(intent)
        sent_at = datetime.now(UTC)
        try:
            told = await client.write(loading.ashby, write_.call, body)
        except VendorError:
            await ledger.not_sent(intent, known)
            raise
        if isinstance(told, Refused):
            log.get().info("refused", write_key=row["write_key"], code=told.code, request_id=told.request_id)
            await ledger.refused(intent, told.code, told.reason)
            return "refused"
        if isinstance(told, Accepted) and (ashby_id := _id(write_, told, body)) is not None:
            if write_.makes and (taken := _taken_by(ledger, ashby_id, row)) is not None:
                return await _same_object(ledger, intent, taken)
            await ledger.accepted(intent, _outcome(row, known), ashby_id)
            return _outcome(row, known)
        why = told.why if isinstance(told, NotUnderstood) else "its answer names no id"
        log.get().warning("no_answer", write_key=row["write_key"], why=why)
        if write_.probe is None:
            await _without_turn(loading, loading.time_to_show.total_seconds() * _LOOKS[1])
        elif (outcome := await _looked_for(loading, row, write_, body, sent_at)) is not None:
            return outcome
    await ledger.sent(intent)
    return "unknown"


async def _looked_for(
    loading: Loading, row: Row, write_: Write, body: Mapping[str, Any], sent_at: datetime
) -> str | None:
    """Look until the effect shows (its outcome) or Ashby has had time to show it (None, and the ledger forgets it)."""
    assert write_.probe is not None
    deadline = sent_at + loading.time_to_show

    def taken(ashby_id: str) -> bool:
        owner = loading.ledger.key_of(ashby_id, row["entity"]) if write_.makes else None
        return owner not in (None, row["write_key"])

    for share in _LOOKS:
        moment = min(deadline, sent_at + share * loading.time_to_show)
        await _without_turn(loading, (moment - datetime.now(UTC)).total_seconds())
        is_last = datetime.now(UTC) >= deadline
        found = await write_.probe(loading.ashby, Look(body, sent_at, taken, is_last))
        if found is not None:
            outcome = _outcome(row, None)
            await loading.ledger.accepted(_intent(row), outcome, found)
            log.get().info("found_after_no_answer", write_key=row["write_key"])
            return outcome
        if is_last:
            break
    await loading.ledger.not_sent(_intent(row))
    return None


async def _without_turn(loading: Loading, seconds: float) -> None:
    """Wait, and let other people's writes go out meanwhile."""
    if seconds <= 0:
        return
    loading.turns.release()
    try:
        await asyncio.sleep(seconds)
    finally:
        await loading.turns.acquire()


def _claims(row: Row) -> bool:
    """Whether this row takes an object that Ashby had before us as its own (P3)."""
    return row["ashby_id"] is not None and not row["refs"]


def _taken_by(ledger: Ledger, ashby_id: str, row: Row) -> str | None:
    """The other write that brought this object: two writes must never share one."""
    owner = ledger.key_of(ashby_id, row["entity"])
    return None if owner == row["write_key"] else owner


async def _same_object(ledger: Ledger, intent: Intent, owner: str) -> str:
    """Ashby gave us an object that another record of Lever's became already: not ours to take twice."""
    await ledger.refused(
        intent,
        f"same_{intent.entity}",
        f"Ashby has one {intent.entity} for this record and for {owner}. A person must decide (rules P3, A1).",
    )
    return "refused"


def _outcome(row: Row, known: Entry | None) -> str:
    """`found`: Ashby had it before us. `updated`: we change what we wrote. `created`: we made it.

    After a lost or refused update nobody knows any more who made it: then it counts as found, and keeps what it holds.
    """
    if _claims(row) and (known is None or known.outcome not in ("created", "updated")):
        return "found"
    return "updated" if row["ashby_id"] is not None or (known is not None and known.ashby_id) else "created"


def _id(write_: Write, told: Accepted, body: Mapping[str, Any]) -> str | None:
    try:
        return write_.id_of(told.results, body)
    except msgspec.DecodeError:
        return None


def _intent(row: Row) -> Intent:
    return Intent(row["write_key"], row["entity"], row["lever_id"], row["operation"], row["payload_sha256"])

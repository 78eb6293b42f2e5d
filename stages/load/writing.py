"""One write, exactly once: intent on disk, send, outcome on disk; without an answer, look before sending again."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from pipeline import log
from pipeline.ashby import client, files, shown
from pipeline.ashby.answers import Accepted, NotUnderstood, Refused
from pipeline.ashby.probes import Look
from pipeline.ashby.writes import CHANGES, WRITES, Write, filled, is_needless
from pipeline.errors import InputMissing, VendorError
from pipeline.ledger import Entry, Intent, Ledger
from pipeline.transport import NeverWhole
from stages.load import merged, privacy, there_before
from stages.load.loading import Loading, Row

_TRIES = 4
"""How often a write is sent whose effect was looked for and is certainly not there."""

_LOOKS = (0.0, 0.02, 0.1, 0.3, 1.0)
"""When to look after a lost answer, as shares of the time that Ashby gets to show an effect."""


async def write(loading: Loading, row: Row) -> None:
    """Do one write, unless a write that it needs has not brought its id: then it is blocked, and nothing is sent.

    Raises NotAllowed and Unreachable; the ledger then says that nothing was accepted.
    """
    outcome = await _done(loading, row)
    if outcome == "refused" and await merged.follow(loading, row):
        outcome = await _done(loading, row, is_moved=True)
    if outcome is not None:
        loading.counts[outcome] += 1


async def _done(loading: Loading, row: Row, *, is_moved: bool = False) -> str | None:
    """What became of the write; None where nothing is to be written.

    `is_moved`: its candidate has been merged into another, and what had no answer may have moved there too.
    """
    ledger = loading.ledger
    if row["when_refused"] is not None:
        condition = ledger.get(row["when_refused"])
        if condition is None or condition.state != "refused":
            return None
    ids = {}
    for ref in row["refs"] or ():
        needed = ledger.get(ref["write_key"])
        if needed is None or needed.ashby_id is None:
            return "blocked"
        ids[ref["path"]] = needed.ashby_id
    if row["is_only_if_different"] and row["ashby_id"] is None and there_before.is_found(loading, row):
        return None  # what somebody held before us is not known yet: it stays (P3)
    body = filled(msgspec.json.decode(row["payload"]), ids)
    if row["is_only_if_different"]:
        body = await shown.changes(loading.ashby, body)
    if (renewed := WRITES[row["operation"]].renewed) is not None:
        body = dict(await renewed(loading.ashby, body))
    if body.get("isPrivate") and not await privacy.is_kept(loading, row, body):
        return "held"
    try:
        return await _settled(loading, row, body, is_moved=is_moved) or await _sent(loading, row, body)
    except NeverWhole as error:  # of this one thing: the storage takes every other file, other lists are whole
        log.get().warning("never_whole", write_key=row["write_key"], why=str(error))
        known = ledger.get(row["write_key"])
        return "unknown" if known is not None and known.state == "sent" else "blocked"


async def _settled(loading: Loading, row: Row, body: Mapping[str, Any], *, is_moved: bool) -> str | None:
    """The outcome of an earlier run's write that stands without one; None when it must be sent."""
    known = loading.ledger.get(row["write_key"])
    write_ = WRITES[row["operation"]]
    if is_moved and write_.probe is not None:
        return await _looked_for(loading, row, write_, body, datetime.now(UTC) - loading.time_to_show)
    if known is None or known.state != "sent" or write_.probe is None:
        return None
    # A file may have been the newest resume when it was sent, and be one of several now: the same file all the same.
    is_same_kind = known.operation == row["operation"] or (write_.upload and WRITES[known.operation].upload)
    if not is_same_kind:
        return None
    return await _looked_for(loading, row, write_, body, known.first_sent_at)


async def _sent(loading: Loading, row: Row, body: Mapping[str, Any]) -> str:
    """Send, and send again only what is certainly not there."""
    ledger, write_, intent = loading.ledger, WRITES[row["operation"]], _intent(row)
    known = ledger.get(row["write_key"])
    if _claims(row) and (taken := _taken_by(ledger, row["ashby_id"], row)) is not None:
        return _same_object(ledger, intent, taken)
    if is_needless(write_.call, body):
        ledger.accepted(intent, _outcome(row, known), row["ashby_id"])
        return _outcome(row, known)
    for _ in range(_TRIES):
        ready = await _with_file(loading, write_, body)
        if isinstance(ready, Refused):
            return _refused(loading, intent, ready)
        await ledger.sent(intent)
        sent_at = datetime.now(UTC)
        try:
            told = await client.write(loading.ashby, write_.call, ready)
        except VendorError:
            ledger.not_sent(intent, known)
            raise
        if isinstance(told, Refused):
            if write_.may_be_so and write_.probe is not None:
                so = await write_.probe(loading.ashby, Look(body, sent_at, lambda _: False, is_last=False))
                if so is not None:
                    ledger.accepted(intent, "found", so)
                    return "found"
            return _refused(loading, intent, told)
        made = _made(loading, write_, row, told, body) if isinstance(told, Accepted) else told
        if isinstance(made, _Made):
            if write_.makes and made.ashby_id and (taken := _taken_by(ledger, made.ashby_id, row)) is not None:
                return _same_object(ledger, intent, taken)
            if made.ashby_id and there_before.is_it(loading, row, body, made.results, sent_at):
                return await there_before.take(loading, intent, body, made.results, made.ashby_id)
            ledger.accepted(intent, _outcome(row, known), made.ashby_id)
            return _outcome(row, known)
        log.get().warning("no_answer", write_key=row["write_key"], why=made.why)
        if write_.probe is None:
            await _without_turn(loading, loading.time_to_show.total_seconds() * _LOOKS[1])
        elif (outcome := await _looked_for(loading, row, write_, body, sent_at)) is not None:
            return outcome
    await ledger.sent(intent)
    return "unknown"


async def _with_file(loading: Loading, write_: Write, body: Mapping[str, Any]) -> Mapping[str, Any] | Refused:
    """The body with its file uploaded and named by its handle: harmless until the write itself, so before `sent`."""
    if write_.upload is None:
        return body
    about = body["file"]
    path = loading.files / about["sha256"]
    if not path.is_file() or path.stat().st_size != about["contentLength"]:
        raise InputMissing(
            f"files/{about['sha256']} is not there, or not whole. Run `lever2ashby extract`, which fetches it again, "
            "and go on."
        )
    handle = await files.upload(
        loading.ashby,
        path,
        context=write_.upload.context,
        name=about["name"],
        content_type=about.get("contentType"),
        length=about["contentLength"],
    )
    if isinstance(handle, Refused):
        return handle
    return {"candidateId": body["candidateId"], write_.upload.parameter: handle}


def _refused(loading: Loading, intent: Intent, told: Refused) -> str:
    log.get().info("refused", write_key=intent.write_key, code=told.code, request_id=told.request_id)
    loading.ledger.refused(intent, told.code, told.reason)
    return "refused"


async def _looked_for(
    loading: Loading, row: Row, write_: Write, body: Mapping[str, Any], sent_at: datetime
) -> str | None:
    """Look until the effect shows (its outcome) or Ashby has had time to show it (None, and the ledger forgets it)."""
    assert write_.probe is not None
    deadline = sent_at + loading.time_to_show

    def taken(ashby_id: str) -> bool:
        owner = loading.ledger.key_of(ashby_id) if write_.makes else None
        return owner not in (None, row["write_key"])

    for share in _LOOKS:
        moment = min(deadline, sent_at + share * loading.time_to_show)
        await _without_turn(loading, (moment - datetime.now(UTC)).total_seconds())
        is_last = datetime.now(UTC) >= deadline
        found = await write_.probe(loading.ashby, Look(body, sent_at, taken, is_last))
        if found is not None and write_.makes == "candidate":
            held = await shown.candidate(loading.ashby, found)
            if held is not None and there_before.is_it(loading, row, body, held, sent_at):
                return await there_before.take(loading, _intent(row), body, held, found)
        if found is not None:
            outcome = _outcome(row, None)
            loading.ledger.accepted(_intent(row), outcome, found)
            log.get().info("found_after_no_answer", write_key=row["write_key"])
            return outcome
        if is_last:
            break
    loading.ledger.not_sent(_intent(row))
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
    """Whether this row takes a candidate whom Ashby had before us as its own (P3)."""
    return row["entity"] == "candidate" and row["ashby_id"] is not None and not row["refs"]


def _taken_by(ledger: Ledger, ashby_id: str, row: Row) -> str | None:
    """The other write that brought this object: two writes must never share one."""
    owner = ledger.key_of(ashby_id)
    return None if owner == row["write_key"] else owner


def _same_object(ledger: Ledger, intent: Intent, owner: str) -> str:
    """Ashby gave us an object that another record of Lever's became already: not ours to take twice."""
    ledger.refused(
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
    changes = row["operation"] in CHANGES or row["ashby_id"] is not None or (known is not None and known.ashby_id)
    return "updated" if changes else "created"


@dataclass(frozen=True)
class _Made:
    """Ashby did it; None where its answer does not show which object it made."""

    ashby_id: str | None
    results: msgspec.Raw


def _made(loading: Loading, write_: Write, row: Row, told: Accepted, body: Mapping[str, Any]) -> _Made | NotUnderstood:
    if told.warnings:
        log.get().warning("warned", write_key=row["write_key"], codes=told.warnings)
        loading.counts["warned"] += 1
    try:
        return _Made(write_.id_of(told.results, body), told.results)
    except msgspec.DecodeError:
        return NotUnderstood("its answer names no id")


def _intent(row: Row) -> Intent:
    return Intent(row["write_key"], row["entity"], row["lever_id"], row["operation"], row["payload_sha256"])

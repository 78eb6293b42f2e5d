"""Whether this key may write private notes: tried with a note that says nothing, before the first one that matters.

A switch of the key decides, which no call tells (ashby-api 5). What Ashby does with a private note of a key that lacks
it is not documented: it could refuse it, or show it to everybody. A note can't be taken back, so the first private one
is a trial without a word about anybody; only if it comes back as private, all others follow. Rule N1: visibility never
widens; on doubt they are held. The trial is made once for a workspace; later loads read it back. A key that shows
the trial to everybody is tried anew by every load that has private notes left: nothing else tells that it has been
given its right.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pipeline import log
from pipeline.ashby import trial
from pipeline.ashby.answers import Accepted, Refused
from pipeline.errors import VendorError
from pipeline.ledger import Intent
from stages.load.loading import Loading, Row

KEY = "private_note/trial"
"""The write key of the trial; parity__states.sql knows it too."""

TEXT = (
    "lever2ashby tried here whether its key may write private notes. This note is that trial and says nothing about "
    "this person."
)
_NOT_PRIVATE = "private_note_not_private"
_TRIES = 4
_LOOKS = (0.0, 0.02, 0.1, 0.3, 1.0)
"""When to look for the trial, as shares of the time that Ashby gets to show an effect."""


async def is_kept(loading: Loading, row: Row, body: Mapping[str, Any]) -> bool:
    """Whether private notes stay private, tried on the candidate of the first one that comes.

    Raises NotAllowed and Unreachable.
    """
    async with loading.trying:
        if loading.may_be_private is None:
            loading.may_be_private = await _tried(loading, str(row["person_id"]), str(body["candidateId"]))
            log.get().info("private_notes", allowed=loading.may_be_private)
        return loading.may_be_private is True


async def _tried(loading: Loading, person_id: str, candidate_id: str) -> bool | None:
    """What the trial says; None where the candidate is gone, who says nothing of others'."""
    ledger = loading.ledger
    known = ledger.get(KEY)
    # One that did not come back may be private all the same, and the key may be allowed to read it by now.
    if known is not None and known.reason_code in (None, _NOT_PRIVATE):
        former = ledger.get(f"candidate/{known.lever_id}")
        if former is not None and former.ashby_id and await _is_shown(loading, former.ashby_id, known.first_sent_at):
            ledger.accepted(_intent(known.lever_id), "created", None)
            return True
    intent = _intent(person_id)
    for _ in range(_TRIES):
        await ledger.sent(intent)
        sent_at = datetime.now(UTC)
        try:
            told = await trial.write(loading.ashby, candidate_id, TEXT)
        except VendorError:
            ledger.not_sent(intent)
            raise
        if isinstance(told, Refused) and told.is_not_found:
            ledger.not_sent(intent)
            return None
        if isinstance(told, Refused):
            ledger.refused(intent, told.code, told.reason)
            return False
        if await _is_shown(loading, candidate_id, sent_at):
            ledger.accepted(intent, "created", None)
            return True
        if isinstance(told, Accepted):
            ledger.refused(
                intent,
                _NOT_PRIVATE,
                "Ashby took a note that was to be private and does not show it as one: the key lacks access to private "
                "fields.",
            )
            return False
    return False  # no answer, and nothing to be seen: the ledger has it as sent, and the next load looks again


def _intent(person_id: str) -> Intent:
    return Intent(KEY, "note", person_id, trial.CALL, "")


async def _is_shown(loading: Loading, candidate_id: str, sent_at: datetime) -> bool:
    """Whether the trial comes back as private, within the time that Ashby gets to show it.

    The turn is kept meanwhile: others who have one wait for the outcome.
    """
    for share in _LOOKS:
        moment = sent_at + share * loading.time_to_show
        await asyncio.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()))
        if await trial.is_private(loading.ashby, candidate_id, TEXT):
            return True
        if datetime.now(UTC) - sent_at > loading.time_to_show:
            break
    return False

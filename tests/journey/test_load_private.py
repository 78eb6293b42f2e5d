"""Private notes and a key that may not write them: nobody reads what was private, and nothing is lost (N1)."""

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline.simulator.faults import Fault
from stages.load import privacy
from tests.journey import contract
from tests.journey.conftest import Journey, Small, Undisturbed, ended

TIMEOUT_S = "1"
SLOW_S, FOR_EVER_S = 1.5, 3600.0
BEHAVIOURS = ("refuse", "public", "ignore")
"""What Ashby may do with a private note of a key without access to private fields (ashby-api 9.1)."""


def _private(journey: Journey) -> dict[str, str]:
    """The private notes of this load: write key → text."""
    rows = [row for row in journey.rows("ashby__note") if row["when_refused"] is None]
    payloads = {row["write_key"]: json.loads(row["payload"]) for row in rows}
    return {key: body["note"]["value"] for key, body in payloads.items() if body["isPrivate"]}


def _notes(small: Small) -> list[Any]:
    return [note for candidate in small.ashby.state.candidates.by_id.values() for note in candidate.notes]


def _trials(small: Small) -> list[bool]:
    """Whether each trial that Ashby holds is private."""
    assert "[lever:" not in privacy.TEXT
    return [note.private for note in _notes(small) if note.content == privacy.TEXT]


def _nothing_was_told(small: Small, texts: dict[str, str]) -> None:
    """No private text was sent, whatever Ashby would have made of it."""
    sent = json.dumps([call.body for call in small.ashby.recorder.calls()])
    for key, text in texts.items():
        assert json.dumps(text)[1:-1] not in sent, f"{key} was sent"
        assert text.splitlines()[-1] not in sent, f"the marker of {key} was sent"


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_what_must_be_private_is_held_until_the_key_may_write_it(
    small: Small, undisturbed: Undisturbed, tmp_path: Path, behaviour: str
) -> None:
    load = small.ready(tmp_path, private_fields=False, private_note_without_right=behaviour)
    load.env["LEVER2ASHBY_TIMEOUT_S"] = TIMEOUT_S
    texts = _private(load)
    assert len(texts) > 2

    held = load.run("load", "--yes", exit_code=5)

    assert f"{len(texts)} held" in held.told["remarks"]["load"][0]
    _nothing_was_told(small, texts)
    assert _trials(small) == {"refuse": [], "public": [False], "ignore": [True]}[behaviour]
    assert not set(texts) & set(load.known())

    buckets = load.run("reconcile", exit_code=5).told["buckets"]
    assert (buckets["offer"]["held"], buckets["offer"]["matched"]) == (2, 0)
    states = [row for row in load.rows("parity__states") if row["write_key"] in texts]
    assert {(row["state"], row["rule"], row["reason_code"]) for row in states} == {
        ("held", "N1", "private_not_allowed")
    }
    assert len(states) == len(texts)
    assert not any(counts[bucket] for counts in buckets.values() for bucket in ("missing", "differing", "blocked"))

    small.ashby.set_options(private_fields=True)
    load.run("load", "--yes", exit_code=0)

    assert sorted(_trials(small)) == {"refuse": [True], "public": [False, True], "ignore": [True]}[behaviour]
    _take_out_the_public_trial(small)
    assert ended(small.ashby) == undisturbed.state
    before = load.writes()
    load.run("load", "--yes", exit_code=0)
    assert load.writes() == before


def _take_out_the_public_trial(small: Small) -> None:
    for candidate in small.ashby.state.candidates.by_id.values():
        candidate.notes = [note for note in candidate.notes if note.private or note.content != privacy.TEXT]


def test_the_trial_is_made_once_although_others_were_refused_before_it(
    small: Small, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    """What the ledger tells of the trial is of the candidate who has it, whoever comes first in a later load."""
    load = small.ready(tmp_path, private_fields=False)
    load.run("load", "--yes", exit_code=5)
    first = load.rows("result__note")
    (tried,) = [row["lever_id"] for row in first if row["write_key"] == privacy.KEY]
    state = small.ashby.state
    small.ashby.edit("delete", candidate_id=_candidate_of(load, tried))
    small.ashby.set_options(private_fields=True)

    load.run("load", "--yes", exit_code=5)

    assert _trials(small) == [True]
    (trial,) = [row for row in load.rows("result__note") if row["write_key"] == privacy.KEY]
    assert trial["outcome"] == "created"
    assert trial["lever_id"] != tried
    owner = state.candidates.by_id[_candidate_of(load, trial["lever_id"])]
    assert privacy.TEXT in [note.content for note in owner.notes]
    others = {key for key in _private(load) if f"candidate/{tried}" not in _parents(load, key)}
    assert {load.known()[key] for key in others} == {"created"}
    contract.quiet(small.ashby)


def _candidate_of(journey: Journey, person_id: str) -> str:
    (row,) = [row for row in journey.rows("result__candidate") if row["write_key"] == f"candidate/{person_id}"]
    return str(row["ashby_id"])


def _parents(journey: Journey, write_key: str) -> set[str]:
    return {
        ref["write_key"] for row in journey.rows("ashby__note") if row["write_key"] == write_key for ref in row["refs"]
    }


def test_a_trial_whose_candidate_a_recruiter_has_merged_is_made_anew_on_another(small: Small, tmp_path: Path) -> None:
    load = small.ready(tmp_path)
    load.run("load", "--yes", exit_code=0)
    texts = _private(load)
    (tried,) = [row["lever_id"] for row in load.rows("result__note") if row["write_key"] == privacy.KEY]
    kept = next(id_ for id_ in small.ashby.state.candidates.by_id if id_ != _candidate_of(load, tried))
    small.ashby.edit("merge", kept_id=kept, gone_id=_candidate_of(load, tried))
    (victim,) = [key for key in texts if f"candidate/{tried}" not in _parents(load, key)][:1]
    _forget(load, victim)

    load.run("load", "--yes", exit_code=0)

    assert _trials(small) == [True, True]
    contract.quiet(small.ashby)


def _forget(journey: Journey, write_key: str) -> None:
    """As if this write had not been sent yet."""
    with closing(sqlite3.connect(journey.workspace / "ledger.sqlite")) as connection, connection:
        connection.execute("delete from write where write_key = ?", (write_key,))


_NOTE = "/candidate.createNote"
LOST = {
    "dropped after": Fault("drop_after", match=_NOTE),
    "500 before, twice": Fault("500_before", match=_NOTE, nth=[1, 2]),
    "500 before, always": Fault("500_before", match=_NOTE),
    "late effect": Fault("slow_effect", match=_NOTE, seconds=SLOW_S),
    "without a word of success": Fault("body", match=_NOTE, body='{"results": {}}'),
}
KILLED = {
    "killed, effect": Fault("slow", match=_NOTE, seconds=FOR_EVER_S),
    "killed, no effect": Fault("slow_effect", match=_NOTE, seconds=FOR_EVER_S),
    "killed, late effect": Fault("slow_effect", match=_NOTE, seconds=SLOW_S),
}
IN_EVERY_RUN = ("500 before, always", "late effect", "killed, effect")


@pytest.mark.parametrize(
    "trouble",
    [pytest.param(trouble, marks=() if trouble in IN_EVERY_RUN else pytest.mark.prove) for trouble in (*LOST, *KILLED)],
)
def test_whatever_becomes_of_the_trial_there_is_one(
    small: Small, undisturbed: Undisturbed, tmp_path: Path, trouble: str
) -> None:
    load = small.ready(tmp_path, private_fields=False)
    load.run("load", "--yes", exit_code=5)  # all but private notes, so that the trial is the next note
    load.env["LEVER2ASHBY_TIMEOUT_S"] = TIMEOUT_S
    faults = small.ashby.faults
    small.ashby.set_options(private_fields=True)
    faults.replace([{**LOST, **KILLED}[trouble]])

    if trouble in KILLED:
        assert load.kill_when(lambda: _has_arrived(small), "load", "--yes")
    else:
        load.run("load", "--yes")
        assert load.known()[privacy.KEY] != "refused", "a lost answer was taken for a refusal"
    assert faults.dump()["counts"], "no fault fired"
    faults.clear()
    load.run("load", "--yes", exit_code=0)

    assert ended(small.ashby) == undisturbed.state


def _has_arrived(small: Small) -> bool:
    """Whether Ashby has the whole call by now, and done what it asks for."""
    struck = small.ashby.faults.dump()["fired"]
    return bool(struck) and time.time() - struck[0]["at"] > 0.1

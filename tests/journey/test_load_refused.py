"""What Ashby refuses: what waits for it is blocked and not sent, and it is sent again only when it has changed."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.simulator.faults import Fault
from stages.load import privacy
from tests.journey.conftest import Journey, Small, ended

_MARKER = re.compile(r"\[lever:\w+:[^\]]+\]")


@pytest.fixture
def changing(small: Small) -> Iterator[Small]:
    """The small company, in whose Lever something changes; afterwards it is as it was."""
    yield small
    small.vendors.lever.reset()


def _anew(journey: Journey) -> None:
    """What `run` does before the load."""
    for words in (("extract",), ("survey",), ("transform", "--yes"), ("check",)):
        journey.run(*words)


def _ready(journey: Journey, **like: Any) -> set[str]:
    """Keys of the writes whose row has these values."""
    rows = journey.rows("every_ready")
    return {row["write_key"] for row in rows if all(row[name] == value for name, value in like.items())}


def _waiting_for(journey: Journey, keys: set[str]) -> set[str]:
    """Keys of the writes that need an id of one of these, or of one that does."""
    rows = journey.rows("every_ready")
    found = set(keys)
    while (
        more := {row["write_key"] for row in rows if any(ref["write_key"] in found for ref in row["refs"] or ())}
        - found
    ):
        found |= more
    return found - keys


def _markers(state: dict[str, Any]) -> Counter[str]:
    """How often each marker stands in Ashby, in notes and in feedback (N3)."""
    return Counter(_MARKER.findall(str(state["candidates"])))


def _nothing_more(load: Journey, exit_code: int) -> None:
    before = load.writes()
    load.run("load", "--yes", exit_code=exit_code)
    assert load.writes() == before, "something is sent again although nothing has changed"


def _sent_since(load: Journey, change: int) -> set[str]:
    return set(load.known(since=change)) - {privacy.KEY}


def test_what_waits_for_a_refused_candidate_is_blocked_until_the_candidate_has_changed(
    changing: Small, tmp_path: Path
) -> None:
    load = changing.ready(tmp_path)
    changing.ashby.faults.replace([Fault("refused", match="/candidate.create", nth=1)])

    load.run("load", "--yes", exit_code=5)

    known = load.known()
    (refused,) = [key for key, outcome in known.items() if outcome == "refused"]
    person_id = refused.removeprefix("candidate/")
    waiting = _waiting_for(load, {refused})
    assert len(waiting) > 3
    assert waiting | {refused} == _ready(load, person_id=person_id)
    assert not waiting & set(known), "something was sent that waits for the refused candidate"

    buckets = load.run("reconcile", exit_code=5).told["buckets"]
    assert buckets["candidate"]["refused"] > 0
    assert buckets["application"]["blocked"] > 0
    assert buckets["custom_value"]["blocked"] > 0
    assert not any(counts[bucket] for counts in buckets.values() for bucket in ("missing", "unknown", "differing"))

    changing.ashby.faults.clear()
    _nothing_more(load, exit_code=5)

    changing.vendors.lever.edit("edit_contact", contact=person_id, name="Another Name")
    _anew(load)
    change = load.newest_change()
    load.run("load", "--yes", exit_code=0)

    assert _sent_since(load, change) == waiting | {refused}
    assert set(_markers(ended(changing.ashby)).values()) == {1}
    _nothing_more(load, exit_code=0)


def test_what_waits_for_refused_applications_is_blocked_until_one_has_changed(changing: Small, tmp_path: Path) -> None:
    """Feedback is told as notes then, and stays told: not on a form besides when its application is taken at last."""
    load = changing.ready(tmp_path)
    changing.ashby.faults.replace([Fault("refused", match="/application.create")])

    load.run("load", "--yes", exit_code=5)

    known = load.known()
    refused = _ready(load, operation="application.create")
    assert {key for key, outcome in known.items() if outcome == "refused"} == refused
    waiting = _waiting_for(load, refused)
    assert {key.split("/")[0] for key in waiting} == {"application_value", "application_team", "feedback"}
    assert not waiting & set(known), "something was sent that waits for a refused application"
    feedback = {key for key in waiting if key.startswith("feedback/")}
    assert {f"feedback_note/{key.removeprefix('feedback/')}" for key in feedback} <= set(known)

    buckets = load.run("reconcile", exit_code=5).told["buckets"]
    assert buckets["application"]["refused"] > 0
    assert buckets["feedback"]["merged"] == len(feedback)
    assert buckets["custom_value"]["blocked"] > 0
    assert not any(counts[bucket] for counts in buckets.values() for bucket in ("missing", "unknown", "differing"))

    changing.ashby.faults.clear()
    _nothing_more(load, exit_code=5)

    lever = changing.vendors.lever
    (moved,) = lever.state.cases["notes_of_every_kind"]
    lever.edit("move_stage", opportunity=moved, stage="offer")
    _anew(load)
    change = load.newest_change()
    load.run("load", "--yes", exit_code=5)

    taken = {f"application/{moved}"}
    assert _sent_since(load, change) == (taken | _waiting_for(load, taken)) - feedback
    assert feedback & _waiting_for(load, taken)
    assert set(_markers(ended(changing.ashby)).values()) == {1}
    _nothing_more(load, exit_code=5)


def test_an_application_that_was_told_as_a_note_is_not_made_besides(changing: Small, tmp_path: Path) -> None:
    """A1: an Ashby that takes one application of a person to a job gets the older ones as notes, once and for all."""
    load = changing.ready(tmp_path, second_application="refuse")

    load.run("load", "--yes", exit_code=5)

    told = {key for key in load.known() if key.startswith("application_note/")}
    assert len(told) > 1
    buckets = load.run("reconcile", exit_code=5).told["buckets"]
    assert buckets["application"]["merged"] > len(told)
    assert not any(buckets["application"][bucket] for bucket in ("refused", "blocked", "missing", "differing"))
    _nothing_more(load, exit_code=0)

    changing.ashby.set_options(second_application="new")
    lever = changing.vendors.lever
    older = min(told).removeprefix("application_note/")
    lever.edit("archive", opportunity=older, reason=lever.state.archive_reasons[0].id)
    _anew(load)
    change = load.newest_change()
    load.run("load", "--yes", exit_code=0)

    # Whoever something happened to is the most recently active, whose name counts (P4).
    assert {key.split("/")[0] for key in _sent_since(load, change)} <= {"candidate", "candidate_value"}
    assert set(_markers(ended(changing.ashby)).values()) == {1}
    _nothing_more(load, exit_code=0)

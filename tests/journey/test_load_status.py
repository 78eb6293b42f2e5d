"""Where a load stands, asked while it goes on, after it was killed, and after it has ended."""

import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.simulator.faults import Fault
from tests.journey.conftest import Journey, Small, ended


def _entities(journey: Journey) -> Mapping[str, Any]:
    told = journey.run("status", exit_code=0).told
    entities: dict[str, Any] = told["entities"]
    return entities


def _writes(entities: Mapping[str, Any], outcome: str) -> int:
    return sum(int(of_entity[outcome]) for of_entity in entities.values())


def test_status_tells_of_every_write_while_a_load_goes_on_and_after_it_was_killed(small: Small, tmp_path: Path) -> None:
    load = small.ready(tmp_path)
    before = _entities(load)
    assert _writes(before, "created") == _writes(before, "unknown") == 0
    to_write = before["candidate"]["to_write"]
    small.ashby.faults.replace([Fault("slow", match="/candidate.create", seconds=3600.0)])

    with subprocess.Popen(
        load.command("load", "--yes"),
        env=load.environment() | {"LEVER2ASHBY_TIMEOUT_S": "60"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        held_up = _until_all_wait(small)
        during = _entities(load)
        assert process.poll() is None, "the load ended while its answers were held up"
        process.kill()

    assert during["candidate"]["unknown"] == held_up > 1
    assert _writes(during, "unknown") == held_up, "others than those that wait for an answer"
    assert during["job"]["created"] > 0, "what came before them is told too"
    assert during["candidate"]["created"] == 0

    assert _entities(load) == during, "a kill changes nothing of what is known"

    small.ashby.faults.clear()
    load.run("load", "--yes", exit_code=0)

    after = _entities(load)
    assert _writes(after, "unknown") == _writes(after, "refused") == 0
    assert sum(after["candidate"][outcome] for outcome in ("created", "found")) == to_write
    assert {entity: (of["records"], of["to_write"], of["held"]) for entity, of in after.items()} == {
        entity: (of["records"], of["to_write"], of["held"]) for entity, of in before.items()
    }
    ended(small.ashby)


def _until_all_wait(small: Small) -> int:
    """Wait until no more of the held-up calls come in; how many there are."""
    counts = [0]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (counts[-1] and counts[-4:] == [counts[-1]] * 4):
        time.sleep(0.5)
        calls = small.ashby.recorder.calls()
        counts.append(sum(call.path == "/candidate.create" and call.status is None for call in calls))
    return counts[-1]

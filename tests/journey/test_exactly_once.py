"""However a load is cut or an answer is lost, run again it ends as if nothing had happened.

The same of an extraction: test_extraction_trouble.
"""

import shutil
import time
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from pipeline.ashby import calls
from pipeline.errors import DONE, ROWS_LEFT
from pipeline.simulator.faults import Fault
from tests.journey.conftest import Journey, Small, Undisturbed, ended

KILLS_OF_A_LOAD = 25
TIMEOUT_S = "1"
SLOW_S = 1.5
"""Longer than we wait for an answer, shorter than Ashby gets to show an effect (`Loading.time_to_show`)."""
FOR_EVER_S = 3600.0
"""An answer that our killed command does not wait for anyway."""
ARRIVAL_S = 0.1

STORAGE = "the storage"
PATHS = {**{call: f"/{call}" for call in sorted(calls.WRITES | calls.UPLOADS)}, STORAGE: "/_storage/upload/*"}
"""Everything that a load sends besides reads, and where it goes."""

LOST = {
    "dropped before": Fault("drop_before"),
    "dropped after": Fault("drop_after"),
    "500 before": Fault("500_before"),
    "500 after": Fault("500_after"),
    "429": Fault("429", retry_after=1),
    "late answer": Fault("slow", seconds=SLOW_S),
    "late effect": Fault("slow_effect", seconds=SLOW_S),
}
"""What may become of a call of ours while we live."""
KILLED = {
    "killed, no effect": Fault("slow_effect", seconds=FOR_EVER_S),
    "killed, effect": Fault("slow", seconds=FOR_EVER_S),
    "killed, late effect": Fault("slow_effect", seconds=SLOW_S),
}
"""What may become of it when we are killed between sending and the answer."""
TROUBLES = (*LOST, *KILLED)


def test_this_company_needs_every_write(undisturbed: Undisturbed) -> None:
    assert [write for write in PATHS if not _times(undisturbed, write)] == []


def _times(undisturbed: Undisturbed, write: str) -> int:
    """How often a load sends it."""
    return sum(fnmatchcase(path, PATHS[write]) for path in undisturbed.paths)


def _ends_as(small: Small, load: Journey, undisturbed: Undisturbed) -> None:
    """Load to the end: nothing is left, and Ashby holds what it would hold without trouble, each thing once."""
    small.ashby.faults.clear()
    load.run("load", "--yes", exit_code=0)
    assert ended(small.ashby) == undisturbed.state
    shutil.rmtree(load.workspace)


def _matrix() -> list[Any]:
    """Every write with every trouble; in every test run each write once and each trouble twice, else `make prove`."""
    return [
        pytest.param(
            write, trouble, marks=() if place == number % len(TROUBLES) else pytest.mark.prove, id=f"{write}-{trouble}"
        )
        for number, write in enumerate(PATHS)
        for place, trouble in enumerate(TROUBLES)
    ]


@pytest.mark.parametrize(("write", "trouble"), _matrix())
def test_every_write_survives_every_trouble(
    small: Small,
    undisturbed: Undisturbed,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
    write: str,
    trouble: str,
) -> None:
    record_property("exactly_once", [[*PATHS].index(write), write, TROUBLES.index(trouble), trouble])
    load = small.ready(tmp_path)
    load.env["LEVER2ASHBY_TIMEOUT_S"] = TIMEOUT_S
    faults = small.ashby.faults
    # One in the midst of all of its kind, and the next one too: what is sent again may be hit again.
    middle = (_times(undisturbed, write) + 1) // 2
    if trouble in LOST:
        faults.replace([_at(LOST[trouble], PATHS[write], middle, middle + 1)])
        assert load.run("load", "--yes").exit_code in (DONE, ROWS_LEFT)
    else:
        faults.replace([_at(KILLED[trouble], PATHS[write], middle)])
        assert load.kill_when(lambda: _has_arrived(small), "load", "--yes")
    assert _has_struck(small), "the fault did not fire"

    _ends_as(small, load, undisturbed)


def _at(fault: Fault, path: str, *nth: int) -> Fault:
    return Fault(fault.kind, match=path, nth=nth, seconds=fault.seconds, retry_after=fault.retry_after)


def _has_struck(small: Small) -> bool:
    return bool(small.ashby.faults.dump()["counts"])


def _has_arrived(small: Small) -> bool:
    """Whether a fault has struck long enough ago that Ashby has the whole call, and done what it asks for."""
    struck = small.ashby.faults.dump()["fired"]
    return bool(struck) and time.time() - struck[0]["at"] > ARRIVAL_S


@pytest.mark.parametrize(
    "kill",
    [pytest.param(kill, marks=() if kill % 4 == 0 else pytest.mark.prove) for kill in range(KILLS_OF_A_LOAD)],
)
def test_a_load_killed_at_any_instant_ends_as_an_undisturbed_one(
    small: Small, undisturbed: Undisturbed, tmp_path: Path, kill: int
) -> None:
    """Every fourth instant in every test run, the others in `make prove`."""
    load = small.ready(tmp_path)
    instant = 1 + kill * len(undisturbed.paths) // KILLS_OF_A_LOAD

    assert load.kill_when(lambda: len(small.ashby.recorder.calls()) >= instant, "load", "--yes")

    _ends_as(small, load, undisturbed)


OFTEN = {
    "a fifth of all writes answered by a dropped connection after the effect": [
        Fault("drop_after", match=path, share=0.2) for path in PATHS.values()
    ],
    "a twentieth each of 429, 500 before and 500 after the effect": [
        Fault(kind, match=path, share=0.05) for path in PATHS.values() for kind in ("429", "500_before", "500_after")
    ],
    "a tenth of all writes cut off in mid-answer": [
        Fault("drop_during", match=path, share=0.1) for path in PATHS.values()
    ],
    "a tenth of all answers without a word of success": [
        Fault("body", match=path, share=0.1, body='{"results": {}}') for path in PATHS.values()
    ],
}


@pytest.mark.parametrize("trouble", OFTEN)
def test_lost_answers_neither_double_nor_lose_a_write(
    small: Small, undisturbed: Undisturbed, tmp_path: Path, trouble: str
) -> None:
    load = small.ready(tmp_path)
    small.ashby.faults.replace(OFTEN[trouble])

    assert load.run("load", "--yes").exit_code in (DONE, ROWS_LEFT)

    assert _has_struck(small), "no fault fired"
    _ends_as(small, load, undisturbed)

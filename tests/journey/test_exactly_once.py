"""However a load is cut or an answer is lost, run again it ends as if nothing had happened.

The same of an extraction: test_extraction_trouble.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.simulator.ashby_state import canonical
from pipeline.simulator.control import Vendor
from pipeline.simulator.faults import Fault
from pipeline.simulator.server import running
from tests.journey import contract
from tests.journey.conftest import UNLIMITED_ASHBY, UNLIMITED_LEVER, Journey

PEOPLE = 5
KILLS_OF_A_LOAD = 15


def _some(kills: int) -> list[Any]:
    """All instants; every fourth in every test run, the others in `make prove`."""
    return [pytest.param(kill, marks=() if kill % 4 == 0 else pytest.mark.prove) for kill in range(kills)]


WRITES = (
    "/customField.create",
    "/candidateTag.create",
    "/job.create",
    "/candidate.create",
    "/candidate.update",
    "/customField.setValues",
    "/application.create",
    "/candidate.addTag",
    "/candidate.createNote",
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    """A workspace that is ready to load, and the two vendors."""
    with running(people=PEOPLE, lever_options=UNLIMITED_LEVER, ashby_options=UNLIMITED_ASHBY) as vendors:
        journey = Journey(vendors, tmp_path_factory.mktemp("prepared") / "workspace")
        journey.run("extract", exit_code=0)
        journey.run("survey", exit_code=0)
        journey.run("transform", "--yes", exit_code=0)
        journey.run("check")
        yield journey


@pytest.fixture(scope="module")
def undisturbed(prepared: Journey, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], int]:
    """What Ashby holds after a load without any trouble, and how many calls that took."""
    vendors = prepared.vendors
    vendors.ashby.reset()
    load = _copied(prepared, tmp_path_factory.mktemp("undisturbed"))
    load.run("load", "--yes")
    calls = len(vendors.ashby.recorder.calls())
    assert calls > 200
    return _state(vendors.ashby), calls


def _state(ashby: Vendor) -> dict[str, Any]:
    assert ashby.notifications(ashby.state) == []
    contract.check(ashby.recorder)
    return canonical(ashby.state)


def _copied(prepared: Journey, folder: Path) -> Journey:
    shutil.copytree(prepared.workspace, folder / "workspace")
    return Journey(prepared.vendors, folder / "workspace", prepared.env)


def _kill_after(journey: Journey, vendor: Vendor, calls: int, *words: str) -> bool:
    """Start a command and kill it the moment the vendor has seen so many calls; False if it ended before."""
    with subprocess.Popen(
        journey.command(*words), env=journey.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        while len(vendor.recorder.calls()) < calls:
            if process.poll() is not None:
                return False
            time.sleep(0.0005)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    return True


@pytest.mark.parametrize("kill", _some(KILLS_OF_A_LOAD))
def test_a_load_killed_at_any_instant_ends_as_an_undisturbed_one(
    prepared: Journey, undisturbed: tuple[dict[str, Any], int], tmp_path: Path, kill: int
) -> None:
    expected, calls = undisturbed
    prepared.vendors.ashby.reset()
    load = _copied(prepared, tmp_path)

    instant = 1 + kill * calls // KILLS_OF_A_LOAD
    assert _kill_after(load, prepared.vendors.ashby, instant, "load", "--yes")
    load.run("load", "--yes")

    assert _state(prepared.vendors.ashby) == expected


TROUBLE = {
    "a fifth of all writes answered by a dropped connection after the effect": [
        Fault("drop_after", match=path, share=0.2) for path in WRITES
    ],
    "a twentieth each of 429, 500 before and 500 after the effect": [
        Fault(kind, match=path, share=0.05) for path in WRITES for kind in ("429", "500_before", "500_after")
    ],
    "a tenth of all writes cut off in mid-answer": [Fault("drop_during", match=path, share=0.1) for path in WRITES],
    "a tenth of all answers without a word of success": [
        Fault("body", match=path, share=0.1, body='{"results": {}}') for path in WRITES
    ],
}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_lost_answers_neither_double_nor_lose_a_write(
    prepared: Journey, undisturbed: tuple[dict[str, Any], int], tmp_path: Path, trouble: str
) -> None:
    expected, _ = undisturbed
    ashby = prepared.vendors.ashby
    ashby.reset()
    load = _copied(prepared, tmp_path)
    ashby.faults.replace(TROUBLE[trouble])

    load.run("load", "--yes")
    fired = ashby.faults.dump()
    ashby.faults.clear()
    load.run("load", "--yes")

    assert fired, "no fault fired"
    assert _state(ashby) == expected


@pytest.mark.prove
@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "500_before", "500_after", "429", "slow", "slow_effect"])
def test_the_first_write_of_each_kind_survives_each_kind_of_trouble(
    prepared: Journey, undisturbed: tuple[dict[str, Any], int], tmp_path: Path, path: str, kind: str
) -> None:
    expected, _ = undisturbed
    ashby = prepared.vendors.ashby
    ashby.reset()
    load = _copied(prepared, tmp_path)
    load.env["LEVER2ASHBY_TIMEOUT_S"] = "1"
    seconds = 1.5 if kind.startswith("slow") else None
    ashby.faults.replace([Fault(kind, match=path, nth=[1, 2], seconds=seconds)])

    load.run("load", "--yes")

    assert _state(ashby) == expected

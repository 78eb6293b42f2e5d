"""Whole journeys against the simulators, over real HTTP on loopback."""

import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import duck
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_state import canonical
from pipeline.simulator.control import Vendor
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.server import Running, running
from pipeline.workspace import Workspace
from stages.load import privacy
from tests.journey import contract, small_company


@dataclass
class Journey:
    """A workspace and the vendors it moves between."""

    vendors: Running
    workspace: Path
    env: dict[str, str] = field(default_factory=dict)

    def command(self, *words: str) -> list[str]:
        """The command line of a user."""
        return [sys.executable, "-m", "pipeline.cli", *words, "--workspace", str(self.workspace), "--quiet", "--json"]

    def environment(self) -> dict[str, str]:
        """The settings of a user, as environment."""
        line = {name.upper(): value for name, value in self.vendors.line().items()}
        fast = {"LEVER_REQUESTS_PER_SECOND": "100000", "ASHBY_REQUESTS_PER_MINUTE": "6000000"}
        return {**os.environ, **line, **fast, "LEVER2ASHBY_TIMEOUT_S": "2", **self.env}

    def run(self, *words: str, exit_code: int | None = None) -> "Ended":
        """Run a command to its end, as a user would."""
        done = subprocess.run(
            self.command(*words), env=self.environment(), capture_output=True, text=True, timeout=300, check=False
        )
        ended = Ended(done.returncode, done.stdout, done.stderr)
        if exit_code is not None:
            assert ended.exit_code == exit_code, f"{words}: {ended.exit_code}\n{ended.stdout}\n{ended.stderr}"
        return ended

    def kill_when(self, is_time: Callable[[], bool], *words: str) -> bool:
        """Start a command and kill it the moment it is time; False if it ended before."""
        with subprocess.Popen(
            self.command(*words), env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            while not is_time():
                if process.poll() is not None:
                    return False
                time.sleep(0.0005)
            process.kill()
        return True

    def writes(self) -> int:
        """Calls to Ashby that write, so far."""
        return len(self.written())

    def written(self) -> list[tuple[str, Any]]:
        """Calls to Ashby that write, so far: path and body."""
        return [
            (call.path, call.body)
            for call in self.vendors.ashby.recorder.calls()
            if not call.path.endswith((".list", ".info", ".search", ".listNotes", ".listHistory"))
        ]

    def known(self, since: int = 0) -> dict[str, str]:
        """What the ledger says of every write that has changed since a change number: write key → outcome."""
        with closing(sqlite3.connect(self.workspace / "ledger.sqlite")) as connection:
            return dict(connection.execute("select write_key, outcome from write where changed > ?", (since,)))

    def newest_change(self) -> int:
        """The number of the ledger's newest change."""
        with closing(sqlite3.connect(self.workspace / "ledger.sqlite")) as connection:
            return int(connection.execute("select max(changed) from write").fetchone()[0])

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table of the workspace."""
        with closing(duck.connect(Workspace(self.workspace), [table])) as connection:
            found: list[dict[str, Any]] = connection.table(table).to_arrow_table().to_pylist()
            return found


@dataclass(frozen=True)
class Ended:
    """What a user sees of a command."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def told(self) -> dict[str, Any]:
        """The machine's line."""
        told: dict[str, Any] = json.loads(self.stdout.strip().splitlines()[-1])
        return told


UNLIMITED_LEVER = LeverOptions(rate_limit="none", deleted_window_days=None)
"""Feeds in one piece, too: half of all calls to so small a company would be windows of them."""
UNLIMITED_ASHBY = AshbyOptions(rate_window="none")
PEOPLE = 10
"""Besides the awkward cases, which are the point."""


@pytest.fixture
def journey(tmp_path: Path) -> Iterator[Journey]:
    """A fresh invented company, without limits. Afterwards nobody was told anything and every body was valid."""
    with running(people=PEOPLE, lever_options=UNLIMITED_LEVER, ashby_options=UNLIMITED_ASHBY) as vendors:
        made = Journey(vendors, tmp_path / "workspace")
        yield made
        contract.quiet(vendors.ashby)


PARSING_ASHBY = AshbyOptions(rate_window="none", resume_parser="overwrites")
"""An Ashby whose parser writes over a candidate's phone, so that the load has something to put right again (R1)."""


@dataclass(frozen=True)
class Small:
    """The small company: both vendors, and a workspace that is ready to load into an Ashby without a past."""

    vendors: Running
    prepared: Path

    @property
    def ashby(self) -> Vendor:
        """Ashby's stand-in."""
        return self.vendors.ashby

    def ready(self, folder: Path, **switches: Any) -> Journey:
        """A copy of the workspace, and Ashby as it was in the beginning, with these options."""
        self.ashby.options = replace(PARSING_ASHBY, **switches)
        self.ashby.reset()
        shutil.copytree(self.prepared, folder / "workspace")
        return Journey(self.vendors, folder / "workspace")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Small]:
    """The small company, prepared once for all tests that run side by side: the same seed gives the same ids."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared if worker_id == "master" else shared.parent
    prepared = shared / "small" / "workspace"
    with small_company.served(UNLIMITED_LEVER, PARSING_ASHBY) as vendors, (shared / "small.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not prepared.exists():
            journey = Journey(vendors, shared / "small.made")
            small_company.decide(journey.workspace)
            journey.run("extract", exit_code=0)
            journey.run("survey", exit_code=0)
            journey.run("transform", "--yes", exit_code=0)
            journey.run("check")
            prepared.parent.mkdir()
            journey.workspace.rename(prepared)
        fcntl.flock(lock, fcntl.LOCK_UN)
        yield Small(vendors, prepared)


@dataclass(frozen=True)
class Undisturbed:
    """A load of the small company without any trouble."""

    state: dict[str, Any]
    """what Ashby holds afterwards, see `ended`"""
    paths: tuple[str, ...]
    """where its calls went, in order"""


@pytest.fixture(scope="session")
def undisturbed(small: Small, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """What every load of the small company must come to."""
    load = small.ready(tmp_path_factory.mktemp("undisturbed"))
    load.run("load", "--yes", exit_code=0)
    return Undisturbed(ended(small.ashby), tuple(call.path for call in small.ashby.recorder.calls()))


def ended(ashby: Vendor) -> dict[str, Any]:
    """What Ashby holds after loads that told nobody and broke no contract, ids aside; without the one trial note.

    Which candidate the trial of private notes is written on is left to chance (stages.load.privacy).
    """
    contract.quiet(ashby)
    state = canonical(ashby.state)
    trials = [
        note for candidate in state["candidates"] for note in candidate["notes"] if note["content"] == privacy.TEXT
    ]
    assert [trial["isPrivate"] for trial in trials] == [True]
    for candidate in state["candidates"]:
        candidate["notes"] = [note for note in candidate["notes"] if note["content"] != privacy.TEXT]
    return state

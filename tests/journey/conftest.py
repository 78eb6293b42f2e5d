"""Whole journeys against the simulators, over real HTTP on loopback."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.server import Running, running
from tests.journey import contract


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

    def writes(self) -> int:
        """Calls to Ashby that write, so far."""
        return sum(
            1
            for call in self.vendors.ashby.recorder.calls()
            if not call.path.endswith((".list", ".info", ".search", ".listNotes", ".listHistory"))
        )


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
        assert vendors.ashby.notifications(vendors.ashby.state) == []
        contract.check(vendors.ashby.recorder)

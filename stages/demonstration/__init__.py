"""The demonstration: the whole journey on an invented company, against stand-ins of both vendors on loopback.

Ends with 0 when every bucket sum closes and every record that did not arrive is one that the rules keep back.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from pipeline import duck
from pipeline.errors import BUG, DONE, Unreachable
from pipeline.outcome import Outcome
from pipeline.run import Progress
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from stages import journey

_FAST = 1_000
"""Calls a second: whoever watches a demonstration need not wait for the vendors' limits."""


def run(workspace: Path, people: int, progress: Progress) -> Outcome:
    """Start the stand-ins, travel, stop them. `workspace` is emptied first: a demonstration begins at the beginning."""
    shutil.rmtree(workspace, ignore_errors=True)
    with _stand_ins(people) as settings:
        outcome = journey.travel(
            (stage.name for stage in journey.JOURNEY), workspace, settings, accept_proposals=True, progress=progress
        )
    last = list(outcome.stages)[-1]
    unexplained = _unexplained(workspace)
    remark = f"{unexplained} records did not arrive and no rule says why"
    told = replace(
        outcome.stages[last],
        remarks=(*outcome.stages[last].remarks, remark),
        exit_code=BUG if unexplained else DONE,
    )
    return replace(outcome, stages={**outcome.stages, last: told})


def _unexplained(workspace: Path) -> int:
    connection = duck.connect(Workspace(workspace), ("parity__records",))
    try:
        sql = files("stages.demonstration").joinpath("unexplained.sql").read_text(encoding="utf-8")
        return len(connection.sql(sql).fetchall())
    finally:
        connection.close()


@contextmanager
def _stand_ins(people: int) -> Iterator[Settings]:
    """Both simulators in a process of their own; yields the settings that reach them."""
    command = [sys.executable, "-m", "pipeline.simulator", "--people", str(people), "--unlimited"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise Unreachable("The stand-ins of the vendors did not start. Run `lever2ashby simulate` to see why.")
            yield Settings(**json.loads(line), lever_requests_per_second=_FAST, ashby_requests_per_minute=60 * _FAST)
        finally:
            process.terminate()

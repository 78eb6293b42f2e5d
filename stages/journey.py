"""The one tuple of stages, and the loop over it."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pipeline import log, parquet, workspace
from pipeline.errors import InputMissing
from pipeline.outcome import Outcome
from pipeline.run import ExtractOptions, Progress, Run, StageReport, silent
from pipeline.settings import Settings, secrets
from pipeline.tables import Table
from stages import check, extract, load, reconcile, survey, transform


@dataclass(frozen=True)
class Stage:
    """One stage of the journey."""

    name: str
    inputs: tuple[Table, ...]
    outputs: tuple[Table, ...]
    run: Callable[[Run], StageReport]


JOURNEY = tuple(
    Stage(module.__name__.rsplit(".", 1)[-1], module.INPUTS, module.OUTPUTS, module.run)
    for module in (extract, survey, transform, check, load, reconcile)
)

STAGES: Mapping[str, Stage] = MappingProxyType({stage.name: stage for stage in JOURNEY})

_MADE_BY = MappingProxyType({table.name: stage.name for stage in reversed(JOURNEY) for table in stage.outputs})


def run_stage(stage: Stage, run: Run) -> StageReport:
    """Run one stage, if everything that it reads is there and whole.

    Raises InputMissing naming the stage to run first, and whatever the stage raises.
    """
    for table in stage.inputs:
        if parquet.read_manifest(run.workspace.folder(table.name)) is None:
            raise InputMissing(
                f"{stage.name} needs {table.name}, which is not there. Run `lever2ashby {_MADE_BY[table.name]}` first."
            )
    begun = time.monotonic()
    report = stage.run(run)
    log.get().info("stage_done", stage=stage.name, seconds=round(time.monotonic() - begun, 3), rows=report.rows)
    return report


def travel(
    names: Iterable[str],
    root: Path,
    settings: Settings,
    *,
    accept_proposals: bool = False,
    accept_gaps: tuple[str, ...] = (),
    options: ExtractOptions | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Run stages by name, one after the other, in the workspace at `root`.

    Raises what a stage raises, and Undecided when stages follow an extraction whose gaps nobody has accepted; what
    earlier stages wrote stays.
    """
    names = tuple(names)
    command = names[0] if len(names) == 1 else "run"
    with workspace.opened(root) as opened, log.to_file(opened.logs, command, secrets(settings)):
        run = Run(opened, settings, accept_proposals, progress, options or ExtractOptions(), accept_gaps)
        reports = {}
        for name in names:
            reports[name] = run_stage(STAGES[name], run)
            if name == "extract" and len(names) > 1:
                extract.stop_at_gaps(run)
        if "reconcile" not in reports:
            return Outcome(reports)
        return Outcome(reports, reconcile.buckets(opened), opened.report / "index.html")

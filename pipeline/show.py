"""What a person sees: progress on stderr, results on stdout. Counts and ids only, never personal data."""

import json
import sys
import time
from collections.abc import Mapping
from typing import Any

from pipeline.findings import Examination
from pipeline.outcome import Outcome
from pipeline.run import Progress, silent
from pipeline.standing import Standing

_EVERY_S = 10.0


def progress(*, quiet: bool) -> Progress:
    """A bar with rate and time left on a terminal; a line every few seconds where nobody watches."""
    if quiet:
        return silent
    return _bar() if sys.stderr.isatty() else _lines()


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    bars = Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        refresh_per_second=4,
        redirect_stdout=False,
    )
    tasks: dict[str, tuple[TaskID, float]] = {}
    bars.start()

    def tell(what: str, done: int, total: int | None) -> None:
        if what not in tasks:
            tasks[what] = (bars.add_task(what, total=total, rate=""), time.monotonic())
        task, begun = tasks[what]
        rate = done / max(time.monotonic() - begun, 0.001)
        bars.update(task, completed=done, total=total, rate=f"{rate:.1f}/s")

    return tell


def _lines() -> Progress:
    told: dict[str, float] = {}
    begun: dict[str, float] = {}

    def tell(what: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        begun.setdefault(what, now)
        if now - told.get(what, 0.0) < _EVERY_S and done != total:
            return
        told[what] = now
        rate = done / max(now - begun[what], 0.001)
        left = f", {(total - done) / rate:.0f} s left" if total and rate else ""
        print(f"{what}: {done}{f' of {total}' if total else ''}, {rate:.1f}/s{left}", file=sys.stderr)

    return tell


def error(text: str, exit_code: int, *, as_json: bool) -> None:
    """One sentence on stderr; with --json also the machine's line on stdout."""
    print(text, file=sys.stderr)
    if as_json:
        print(json.dumps({"exit_code": exit_code, "error": text}))


def result(told: Outcome | Examination | Standing, *, as_json: bool) -> None:
    """What came of a command: the text for people, and with --json one line for machines at the end."""
    if isinstance(told, Examination):
        examination(told, as_json=as_json)
    elif isinstance(told, Standing):
        standing(told, as_json=as_json)
    else:
        outcome(told, as_json=as_json)


def outcome(told: Outcome, *, as_json: bool) -> None:
    """What every stage did, the parity table, where the report is; with --json one line for machines at the end."""
    for name, report in told.stages.items():
        print(f"{name}: {sum(report.rows.values())} rows in {len(report.rows)} tables")
        for remark in report.remarks:
            print(f"  {remark}")
    if told.buckets:
        _parity_table(told.buckets)
    if told.report is not None:
        print(f"Report: {told.report}")
    if as_json:
        print(json.dumps(_machine(told)))


def examination(told: Examination, *, as_json: bool) -> None:
    """One line for everything that was looked at, then what to send to whom; with --json one line for machines."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE)
    for name in ("where", "what", "", ""):
        table.add_column(name, no_wrap=name != "", overflow="fold")
    for finding in told.findings:
        table.add_row(finding.where, finding.what, finding.state, finding.says)
    Console(width=None if sys.stdout.isatty() else 120, markup=False, highlight=False).print(table)
    for letter in told.letters:
        print(f"{letter}\n")
    if as_json:
        print(json.dumps({"exit_code": told.exit_code, **told.told}))


def standing(told: Standing, *, as_json: bool) -> None:
    """How far each stage is, and one line per entity; with --json one line for machines at the end."""
    for name, rows in told.stages.items():
        print(f"{name}: {'not yet' if rows is None else f'{rows} rows'}")
    _table("Records at Lever, and writes to Ashby", told.entities)
    if as_json:
        print(json.dumps({"exit_code": told.exit_code, "stages": told.stages, "entities": told.entities}))


def _parity_table(buckets: Any) -> None:
    sums = {entity: {**counts, "in Lever": sum(counts.values())} for entity, counts in buckets.items()}
    _table("What became of every Lever record", sums)


def _table(title: str, counts: Mapping[str, Mapping[str, int]]) -> None:
    """One line per entity, one column per count."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    names = list(next(iter(counts.values())))
    table = Table(title=title, box=box.SIMPLE)
    table.add_column("entity")
    for name in names:
        table.add_column(name.replace("_", " "), justify="right")
    for entity, of_entity in counts.items():
        table.add_row(entity, *(str(of_entity[name]) for name in names))
    Console(width=None if sys.stdout.isatty() else 120).print(table)


def _machine(told: Outcome) -> dict[str, Any]:
    return {
        "exit_code": told.exit_code,
        "stages": {name: dict(report.rows) for name, report in told.stages.items()},
        "remarks": {name: list(report.remarks) for name, report in told.stages.items()},
        "buckets": {entity: dict(counts) for entity, counts in told.buckets.items()},
        "report": str(told.report) if told.report else None,
    }

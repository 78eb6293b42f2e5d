"""Check: what must be true of the tables before anything is written; holds bad rows back, each with its reason.

Reads: stg_*, int_* (fates), ashby__*, raw_lever__field. Writes: check__failures, check__held, held__*. May not change
or mend a row, call a vendor, or let a write pass of which nobody knows whether it is sound.
"""

from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

import duckdb

from checks import SUITES
from checks.across import rules
from checks.engine import validate
from checks.failing import Failure
from pipeline import duck, log
from pipeline.errors import DONE, ROWS_LEFT, CheckFailed
from pipeline.run import Run, StageReport
from pipeline.tables import CHECKS, ENTITIES, READY, STAGED_ASHBY, STAGED_LEVER, TABLES

INPUTS = (
    *STAGED_LEVER,
    *STAGED_ASHBY,
    *(TABLES[name] for name in ("int_custom_value", "int_fate", "int_opening", "int_tag", "raw_lever__field")),
    *READY,
)
OUTPUTS = CHECKS


def run(run: Run) -> StageReport:
    """Run every suite and rule, then write what is held; returns rows per table and what does not hold, in words.

    Raises CheckFailed when something critical is not true of a table as a whole, or could not be checked; the tables
    are written all the same, so that a person can look.
    """
    failures: list[Failure] = []

    def check(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        failures.extend(validate(connection, run.workspace, SUITES, rules(), path))

    connection = duck.connect(run.workspace)
    try:
        inputs = frozenset(table.name for table in INPUTS)
        held = duck.sql_steps(connection, Path(str(files("stages.check"))) / "sql")
        by_entity = [duck.Step(f"held__{entity}", frozenset({"check__held"}), _of(entity)) for entity in ENTITIES]
        rows = duck.build(connection, run.workspace, [duck.Step("check__failures", inputs, check), *held, *by_entity])
    finally:
        connection.close()
    log.get().info("checked", **{severity: _rows(failures, severity) for severity in ("critical", "warning")})
    _refuse(failures)
    count_held = rows["check__held"]
    return StageReport(rows, _remarks(failures, count_held), ROWS_LEFT if count_held else DONE)


def _of(entity: str) -> Callable[[duckdb.DuckDBPyConnection, Path], None]:
    """How the held records of one entity are written: part of check__held."""

    def run(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        of_entity = duckdb.ColumnExpression("entity") == duckdb.ConstantExpression(entity)
        connection.table("check__held").filter(of_entity).write_parquet(str(path), compression="zstd")

    return run


def _rows(failures: Sequence[Failure], severity: str) -> int:
    return sum(failure.rows for failure in failures if failure.severity == severity)


def _refuse(failures: Sequence[Failure]) -> None:
    """Raise CheckFailed, naming table and expectation, when a failure leaves nothing that could be held instead."""
    stopping = [failure for failure in failures if failure.stops]
    if not stopping:
        return
    told = " ".join(f"{failure.table}: {failure.name} ({_which(failure)}). {failure.why}" for failure in stopping[:3])
    more = f" And {len(stopping) - 3} more." if len(stopping) > 3 else ""
    raise CheckFailed(
        f"Nothing can be loaded: {told}{more} The rows are in checks/check__failures. "
        "Mend the cause, run the stage that writes the table again, then check."
    )


def _which(failure: Failure) -> str:
    """How many rows, and the first of them by name where names can be told."""
    if not failure.named:
        return str(failure.rows)
    more = ", …" if failure.rows > len(failure.named) else ""
    return f"{failure.rows}: {', '.join(failure.named)}{more}"


def _remarks(failures: Sequence[Failure], count_held: int) -> tuple[str, ...]:
    """One line on what is held, and one per expectation that does not hold, critical ones first."""
    ordered = sorted(failures, key=lambda failure: (failure.severity, failure.table, failure.name))
    return (
        f"{count_held} records held",
        *(
            f"{failure.severity}: {failure.table}: {failure.name}, {failure.rows} rows. {failure.why}"
            for failure in ordered
        ),
    )

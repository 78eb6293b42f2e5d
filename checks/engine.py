"""Runs the checks: Great Expectations tells what failed, DuckDB names the rows. The only file that imports it.

Great Expectations reads a scratch DuckDB file (`checks.scratch`) through SQLAlchemy (deps.md 2.2) and asks for
counts only; keys of rows never pass through Python. Nothing leaves the machine. The import costs seconds, so it
stands inside the function that needs it.
"""

import collections
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from checks.across import Rule
from checks.expectation import Suite, expect
from checks.failing import Failure, Verdict, write_failures
from checks.scratch import FINDINGS, attached, fill
from pipeline.workspace import Workspace


def validate(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    suites: Mapping[str, Suite],
    rules: Sequence[Rule],
    path: Path,
) -> list[Failure]:
    """Check every suite and rule, and write the rows that break one to the Parquet file `path` (check__failures).

    `connection` comes from `pipeline.duck.connect(workspace)`, with the view of every table that is read.
    Returns what does not hold. What can't be checked stops, whatever its severity: nobody knows whether it holds.
    """
    workspace.spill.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = Path(tempfile.mkdtemp(dir=workspace.spill, prefix="checks-"))
    database = scratch / "checks.duckdb"
    try:
        with attached(connection, database):
            unmade = fill(connection, workspace, suites, rules)
        made = {table: suite for table, suite in suites.items() if table not in unmade}
        verdicts = _verdicts(database, {**made, FINDINGS: _nothing_found(rules)})
        with attached(connection, database):
            return write_failures(connection, unmade, verdicts, path)
    finally:
        shutil.rmtree(scratch)


def _nothing_found(rules: Sequence[Rule]) -> Suite:
    """A rule over several tables holds if the findings name it nowhere."""
    return tuple(
        expect(
            "expect_column_values_to_not_be_in_set",
            rule.severity,
            rule.why,
            column="rule",
            value_set=[rule.name],
        )
        for rule in rules
    )


def _verdicts(database: Path, suites: Mapping[str, Suite]) -> list[Verdict]:
    """What Great Expectations says of every suite: one verdict per expectation that does not hold."""
    gx = _imported()
    verdicts = []
    with _buffered_results():
        source = _source(gx, database)
        for table, suite in suites.items():
            batch = (
                source.add_table_asset(table, table_name=table).add_batch_definition_whole_table("whole").get_batch()
            )
            answer = batch.validate(_declared(gx, table, suite), result_format="BOOLEAN_ONLY")
            verdicts += [
                Verdict(
                    table,
                    suite[result.expectation_config.meta["position"]],
                    was_checked=not _raised(result.exception_info),
                )
                for result in answer.results
                if not result.success
            ]
    return verdicts


def _imported() -> Any:
    """Great Expectations; untyped, since its own hints lack parameters that it takes."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        # It still imports two modules that Python has deprecated; that is not ours to mend.
        warnings.filterwarnings("ignore", "module 'sre_", DeprecationWarning)
        import great_expectations
        import great_expectations.data_context.types.base
        import great_expectations.expectations.expectation_configuration
    return great_expectations


def _source(gx: Any, database: Path) -> Any:
    """The scratch file as a data source of a context that keeps nothing on disk, not even an empty folder."""
    types = gx.data_context.types.base
    context = gx.get_context(
        mode="ephemeral",
        project_config=types.DataContextConfig(
            store_backend_defaults=types.InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
        ),
    )
    context.variables.progress_bars = {"globally": False}
    return context.data_sources.add_sql(
        "workspace",
        # The path travels as an argument: in the text of a URL, `$` and `%` would mean something.
        connection_string="duckdb:///:memory:",
        create_temp_table=False,
        kwargs={"connect_args": {"database": str(database), "config": _settings(database)}},
    )


def _declared(gx: Any, table: str, suite: Suite) -> Any:
    """A suite in Great Expectations' own form; `position` leads from its answer back to our expectation."""
    configuration = gx.expectations.expectation_configuration.ExpectationConfiguration
    return gx.ExpectationSuite(
        name=table,
        expectations=[
            configuration(
                type=expectation.type,
                kwargs=dict(expectation.kwargs),
                severity=expectation.severity,
                meta={"position": position, "why": expectation.why},
            )
            for position, expectation in enumerate(suite)
        ],
    )


def _settings(database: Path) -> dict[str, str | bool]:
    return {
        "memory_limit": "4GB",
        "temp_directory": str(database.parent),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


@contextmanager
def _buffered_results() -> Iterator[None]:
    """Fetch DuckDB's rows while their cursor is open, and at the end close what Great Expectations leaves open.

    It gives its connection back before it fetches, and DuckDB then drops the rows. It makes engines of its own, so
    the listener is on the class.
    """
    import sqlalchemy as sa
    from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

    engines: set[sa.Engine] = set()

    def fetch(connection: Any, cursor: Any, _statement: Any, _parameters: Any, context: Any, _many: Any) -> None:
        if connection.dialect.name != "duckdb":
            return
        engines.add(connection.engine)
        if context is not None and cursor.description is not None:
            context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
                cursor, initial_buffer=collections.deque(cursor.fetchall())
            )

    sa.event.listen(sa.Engine, "after_cursor_execute", fetch)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "after_cursor_execute", fetch)
        for engine in engines:
            engine.dispose()


def _raised(exception_info: Mapping[str, Any]) -> bool:
    """Whether an expectation failed because a metric of it did; one dict, or one per metric."""
    if "raised_exception" in exception_info:
        return bool(exception_info["raised_exception"])
    return any(info.get("raised_exception", False) for info in exception_info.values())

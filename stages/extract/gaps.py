"""What this copy of Lever may lack, and who takes it as it is (lever-api 3d).

Reads: raw_lever__*, mappings/gap.csv. Writes: raw_lever__gap, mappings/gap.csv. Each file of gap/ finds one kind of
gap; queries/gap_decision.sql says how long a person's word holds.
"""

import csv
import io
from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass, replace
from importlib.resources import files
from pathlib import Path

import duckdb

from pipeline import duck, parquet
from pipeline.errors import SettingsError, Undecided
from pipeline.tables import MAPPING_GAP
from pipeline.workspace import Workspace

_TABLE = "raw_lever__gap"
_KNOWN = "known"


@dataclass(frozen=True)
class Gap:
    """One kind of gap of one resource: one row of mappings/gap.csv, and an example of what its records say."""

    gap: str
    resource: str
    weight: str
    """critical: nobody knows how much is missing. known: it is named, one by one."""
    records: int | None
    """None: nobody can count them."""
    accepted_by: str | None
    note: str | None
    says: str | None
    """None for one that is closed."""


def write(workspace: Workspace) -> int:
    """Find every gap of the newest extraction; returns the rows of raw_lever__gap. mappings/gap.csv follows it.

    A name in accepted_by stands for the number of records beside it: it stays while there are as many or fewer (the
    number goes down with them), and is taken out again, with a note, when there are more or their number has become
    known or unknown. A closed gap leaves the file, unless somebody accepted it: then it stays with 0 records.
    Raises SettingsError for a mappings/gap.csv with wrong columns.
    """
    queries = _queries()
    connection = duck.bare()
    try:
        inputs = frozenset[str]().union(*(duck.inputs_of(connection, sql) for sql in queries.values()))
    finally:
        connection.close()

    def union(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        # One after the other: all at once, they would share the memory.
        connection.table(_TABLE).limit(0).create("gap")
        for sql in queries.values():
            connection.sql(sql).insert_into("gap")
        connection.table("gap").write_parquet(str(path), compression="zstd")

    connection = duck.connect(workspace, {*inputs, _TABLE, MAPPING_GAP.name}, frugal=True)
    try:
        rows = duck.build(connection, workspace, [duck.Step(_TABLE, inputs, union)])[_TABLE]
        decisions = _decisions(connection)
    finally:
        connection.close()
    _write_decisions(workspace, decisions)
    return rows


def open_gaps(workspace: Workspace, accept_known: bool) -> tuple[Gap, ...]:
    """The gaps that nobody has accepted, critical ones first; with `accept_known` the critical ones only."""
    return tuple(
        gap
        for gap in _read_decisions(workspace)
        if gap.accepted_by is None and not (accept_known and gap.weight == _KNOWN)
    )


def stop(workspace: Workspace, accept_known: bool) -> None:
    """Raise Undecided, with a list, while a gap is open that nobody has accepted; `accept_known` as in open_gaps."""
    left = open_gaps(workspace, accept_known)
    if not left:
        return
    known = " or --yes for those that are known" if any(gap.weight == _KNOWN for gap in left) else ""
    raise Undecided(
        f"This copy may lack something of Lever: {'; '.join(map(_told, left))}. raw/{_TABLE} names each and says what "
        "to do. Close them and extract again; or take them as they are: write your name into the column accepted_by of "
        f"mappings/gap.csv, or run again with --accept-gap NAME{known}."
    )


def remarks(workspace: Workspace) -> tuple[str, ...]:
    """One sentence per kind of gap that is there, critical ones first, for the report of the extraction."""
    return tuple(
        f"gap: {_told(gap)}{f', accepted by {gap.accepted_by}' if gap.accepted_by else ''}. {gap.says}"
        for gap in _read_decisions(workspace)
        if gap.says is not None
    )


def accept(workspace: Workspace, names: Collection[str], by: str) -> int:
    """Write `by` beside every open gap of these names; returns how many rows of mappings/gap.csv it now stands in.

    A name under which nothing is open is fine. Raises SettingsError for one that no gap has, or when `by` is empty.
    """
    unknown = sorted(set(names) - _queries().keys())
    if unknown:
        raise SettingsError(f"There is no gap {unknown[0]!r}. The names are {', '.join(_queries())}.")
    if not by.strip():
        raise SettingsError("A gap is accepted by somebody. Say by whom, or write the name into mappings/gap.csv.")
    decisions = _read_decisions(workspace)
    taken = [gap.accepted_by is None and gap.gap in names for gap in decisions]
    if any(taken):
        _write_decisions(
            workspace,
            (replace(gap, accepted_by=by.strip()) if take else gap for gap, take in zip(decisions, taken, strict=True)),
        )
    return sum(taken)


def _told(gap: Gap) -> str:
    many = "nobody can count them" if gap.records is None else f"records: {gap.records}"
    return f"{gap.gap} of {gap.resource} ({gap.weight}, {many})"


def _queries() -> dict[str, str]:
    """The SQL of each gap by its name, in the order of the names."""
    home = Path(str(files("stages.extract"))) / "gap"
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(home.glob("*.sql"))}


def _decisions(connection: duckdb.DuckDBPyConnection) -> list[Gap]:
    sql = files("stages.extract").joinpath("queries", "gap_decision.sql").read_text(encoding="utf-8")
    return [Gap(*row) for row in connection.sql(sql).fetchall()]


def _read_decisions(workspace: Workspace) -> list[Gap]:
    connection = duck.connect(workspace, [_TABLE, MAPPING_GAP.name])
    try:
        return _decisions(connection)
    finally:
        connection.close()


def _write_decisions(workspace: Workspace, decisions: Iterable[Gap]) -> None:
    """mappings/gap.csv, untouched when nothing changed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(MAPPING_GAP.columns)
    for gap in decisions:
        writer.writerow(["" if value is None else value for value in astuple(gap)[: len(MAPPING_GAP.columns)]])
    path = workspace.mapping("gap")
    if not path.exists() or path.read_text(encoding="utf-8-sig") != text.getvalue():
        parquet.write_text(path, text.getvalue())

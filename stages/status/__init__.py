"""Where a migration stands: how far each stage has come, and for each entity what is decided, held and written.

Reads: the manifests of all tables, int_fate, check__held, the ledger. Writes nothing, calls nobody, and holds no lock:
it may be asked while a load goes on.
"""

from contextlib import closing
from importlib.resources import files
from pathlib import Path

from pipeline import duck, ledger, parquet
from pipeline.standing import Standing
from pipeline.tables import ENTITIES
from pipeline.workspace import Workspace
from stages.journey import JOURNEY

_OUTCOMES = ("created", "updated", "found", "refused", "unknown", "undone")


def run(root: Path) -> Standing:
    """Rows per stage (None: it has not run to its end), and counts per entity.

    Raises InputMissing for damaged tables.
    """
    workspace = Workspace(root)
    rows = {
        stage.name: None
        if any(parquet.read_manifest(workspace.folder(table.name)) is None for table in stage.outputs)
        else sum(parquet.rows_now(workspace.folder(table.name)) for table in stage.outputs)
        for stage in JOURNEY
    }
    decided = _decided(workspace) if rows["transform"] is not None else {}
    written = {(entity, outcome): writes for entity, outcome, writes in ledger.states(workspace.ledger)}
    entities = {
        entity: decided.get(entity, {"records": 0, "to_write": 0, "held": 0})
        | {outcome: written.get((entity, outcome), 0) for outcome in _OUTCOMES}
        for entity in ENTITIES
    }
    return Standing(rows, entities)


def _decided(workspace: Workspace) -> dict[str, dict[str, int]]:
    sql = files("stages.status").joinpath("decided.sql").read_text(encoding="utf-8")
    with closing(duck.connect(workspace, ("int_fate", "check__held"))) as connection:
        return {
            entity: {"records": records, "to_write": to_write, "held": held}
            for entity, records, to_write, held in connection.sql(sql).fetchall()
        }

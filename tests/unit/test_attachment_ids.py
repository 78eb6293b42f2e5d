"""The extraction asks for bytes and staging tells of them: both must name the same attachments.

Each has its own query; the cases of the staged table are the awkward ones.
"""

import json
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
import yaml

from pipeline import duck
from tests.unit.small_workspace import create_table

ROOT = Path(__file__).resolve().parents[2]
STAGED = (ROOT / "stages" / "transform" / "staging" / "stg_lever__attachment.sql").read_text(encoding="utf-8")
UNKEPT = (ROOT / "stages" / "extract" / "queries" / "unkept_attachment.sql").read_text(encoding="utf-8")
CASES = sorted(path for path in (ROOT / "tests" / "sql" / "stg_lever__attachment").iterdir() if path.is_dir())


def _put(connection: duckdb.DuckDBPyConnection, case: Path) -> None:
    for name in duck.inputs_of(connection, STAGED):
        path = case / f"{name}.yaml"
        rows = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []
        create_table(connection, name, json.loads(json.dumps(rows, default=str)))  # times are text again


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_both_name_the_same_attachments(case: Path) -> None:
    """With the same opportunity; but for resumes without a file, which nobody can ask for."""
    with closing(duck.bare()) as connection:
        _put(connection, case)
        connection.execute("delete from raw_lever__attachment")  # nothing is kept yet
        connection.execute("create table listed (id varchar)")
        asked = connection.sql(UNKEPT).project("id, kind, object_id, opportunity_id").order("id").fetchall()
        told = connection.sql(STAGED).filter("outcome is distinct from 'none'")
        assert asked
        assert told.project("attachment_id, kind, object_id, opportunity_id").order("attachment_id").fetchall() == asked

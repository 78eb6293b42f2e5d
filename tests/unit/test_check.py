"""The stage check: what it writes, what it holds, when it stops."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline import duck
from pipeline.errors import DONE, ROWS_LEFT, CheckFailed
from pipeline.run import Run
from pipeline.settings import Settings
from pipeline.tables import ENTITIES, TABLES
from pipeline.workspace import Workspace
from stages import check
from tests.unit.small_workspace import create_table, make_workspace, read_table
from tests.unit.sound_tables import BLUE, Tables, sound_tables

SQL = Path(check.__file__).parent / "sql"


def _workspace(root: Path, tables: Tables) -> Workspace:
    return make_workspace(root, {table.name: tables.get(table.name, []) for table in check.INPUTS} | tables)


def _run(workspace: Workspace) -> Run:
    return Run(workspace, Settings())


def _held(workspace: Workspace, entity: str) -> dict[str, tuple[Any, ...]]:
    return {
        row["lever_id"]: (row["write_key"], row["rule"], row["reason_code"], row["reason"])
        for row in read_table(workspace, f"held__{entity}")
    }


def test_nothing_is_held_where_nothing_is_wrong(tmp_path: Path) -> None:
    """Every table is written all the same, empty."""
    workspace = _workspace(tmp_path, sound_tables())
    report = check.run(_run(workspace))
    assert report.rows == {table.name: 0 for table in check.OUTPUTS}
    assert report.exit_code == DONE
    assert report.remarks == ("0 records held",)


def test_what_breaks_is_held_with_its_reason(tmp_path: Path) -> None:
    """By the record's id and the write's key, once per record; what the transform holds is held with its own reason."""
    tables = sound_tables()
    tables["ashby__candidate"][0]["payload"]["website"] = "no"
    tables["ashby__candidate"][0]["payload"]["email"] = "no"
    tables["ashby__candidate_email"][0]["payload"]["alternateEmail"] = "no"
    tables["ashby__application_value"][0]["payload"]["objectType"] = "Candidate"
    tables["ashby__tag"][0]["payload"]["title"] = ""
    tables["ashby__candidate_tag"][0]["payload"]["tagId"] = "blue"
    tables["stg_lever__opportunity"][0]["name"] = None
    tables["stg_lever__note"].append({**tables["stg_lever__note"][0], "note_id": "n2"})
    tables["int_fate"].append(
        {
            "entity": "note",
            "lever_id": "n2",
            "fate": "held",
            "rule": "N1",
            "reason_code": "why",
            "reason": "Because it is.",
        }
    )
    application_note = {
        **tables["ashby__note"][0],
        "write_key": "application_note/o1",
        "entity": "application",
        "lever_id": "o1",
        "when_refused": "application/o1",
        "payload": {**tables["ashby__note"][0]["payload"], "note": {"type": "text/plain", "value": "no marker"}},
    }
    tables["ashby__note"].append(application_note)
    workspace = _workspace(tmp_path, tables)

    report = check.run(_run(workspace))

    assert report.exit_code == ROWS_LEFT
    email = "Ashby validates addresses; one that is none is refused with the whole row."
    assert _held(workspace, "candidate") == {
        "c1": ("candidate/c1", None, "check:email_is_valid", email),
        "candidate_email/c1/1": ("candidate_email/c1/1", None, "check:email_is_valid", email),
    }
    assert _held(workspace, "note") == {"n2": (None, "N1", "why", "Because it is.")}
    (key, _, code, _) = _held(workspace, "application")["application_note/o1"]
    assert (key, code) == ("application_note/o1", "check:has_one_marker")
    assert {name: row[2] for name, row in _held(workspace, "tag").items()} == {
        f"c1/{BLUE}": "check:has_tag",
        "tag/1": "check:title_is_text",
    }
    assert {name: row[:1] for name, row in _held(workspace, "custom_value").items()} == {
        "o1/Lever opportunity id": ("application_value/o1",)
    }
    assert _held(workspace, "job") == {}
    assert report.remarks[0] == "7 records held"
    assert report.remarks[1].startswith("critical: ashby__application_value: object_type_fits, 1 rows. ")
    assert report.remarks[-1].startswith("warning: stg_lever__opportunity: name_present, 1 rows. ")


def test_all_values_of_one_write_are_held_together(tmp_path: Path) -> None:
    """They go out in one call, so what holds one holds all."""
    tables = sound_tables()
    tables["ashby__candidate_value"][0]["payload"]["objectType"] = "Job"
    tables["int_custom_value"].append({"entity_of": "candidate", "owner_id": "c1", "title": "Lever headline"})
    tables["int_fate"].append(
        {
            "entity": "custom_value",
            "lever_id": "c1/Lever headline",
            "fate": "write",
            "write_key": "candidate_value/c1",
        }
    )
    workspace = _workspace(tmp_path, tables)
    check.run(_run(workspace))
    assert _held(workspace, "custom_value").keys() == {"c1/Lever contact id", "c1/Lever headline"}


def test_a_table_that_cannot_be_trusted_stops(tmp_path: Path) -> None:
    """One sentence that names table and expectation, three at most; the failures are there to look at."""
    tables = sound_tables()
    doubled = ("stg_ashby__location", "stg_ashby__tag", "stg_lever__archive_reason", "stg_lever__user")
    for name in doubled:
        tables[name] *= 2
    workspace = _workspace(tmp_path, tables)
    told = (
        r"stg_ashby__tag: tag_id_unique \(1\)\. One row per key: .* And 1 more\. The rows are in checks/check__failures"
    )
    with pytest.raises(CheckFailed, match=told):
        check.run(_run(workspace))
    failures = read_table(workspace, "check__failures")
    assert tuple(row["table_name"] for row in failures) == doubled
    assert failures[-1]["row_key"] == "u1"


def test_a_failed_extraction_stops(tmp_path: Path) -> None:
    """Without one opportunity nothing can be proved."""
    with pytest.raises(CheckFailed, match=r"stg_lever__opportunity: row_count \(1\)"):
        check.run(_run(_workspace(tmp_path, {})))


def test_the_query_of_what_is_held_makes_its_columns() -> None:
    """It compiles on empty tables and makes what pipeline/tables says."""
    sql = (SQL / "check__held.sql").read_text(encoding="utf-8")
    with closing(duck.bare()) as connection:
        for name in duck.inputs_of(connection, sql):
            create_table(connection, name, [])
        relation = connection.sql(sql)
        found = {name: str(type_) for name, type_ in zip(relation.columns, relation.types, strict=True)}
    assert found == dict(TABLES["check__held"].columns)
    assert sql.startswith("-- check__held: one row is ")
    assert "\n-- Grain: entity, lever_id." in sql


def test_every_held_record_stands_in_the_table_of_its_entity(tmp_path: Path) -> None:
    """All of them together are check__held."""
    tables = sound_tables()
    tables["ashby__candidate"][0]["payload"]["email"] = "no"
    tables["ashby__tag"][0]["payload"]["title"] = ""
    tables["int_opening"] = [{"requisition_id": "r1", "fate": "held", "rule": "A7", "reason_code": "confidential"}]
    workspace = _workspace(tmp_path, tables)
    check.run(_run(workspace))
    apart = [row for entity in ENTITIES for row in read_table(workspace, f"held__{entity}")]
    assert sorted(row["entity"] for row in apart) == ["candidate", "job", "tag"]
    assert sorted(apart, key=str) == sorted(read_table(workspace, "check__held"), key=str)

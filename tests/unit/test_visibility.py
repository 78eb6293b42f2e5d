"""Visibility never widens: what becomes of every kind of thing on every kind of opportunity, and who may read it.

Lever shows a thing to everybody who sees its opportunity, or to some of them if it is secret; a confidential
opportunity only to those who may see confidential ones. In Ashby a private note shows to some, a form to those who see
the application, and a file or any other note to everybody who sees the candidate.
"""

from contextlib import closing
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from pipeline import duck
from tests.unit.small_workspace import create_table

ROOT = Path(__file__).resolve().parents[2] / "stages" / "transform"
WHEN = "2024-01-01T00:00:00Z"

Row = dict[str, Any]

OPPORTUNITIES: dict[str, Row] = {
    "written": {"fate": "write", "rule": "A1", "is_confidential": False, "is_visible": True},
    "held": {"fate": "held", "rule": "A5", "is_confidential": False, "is_visible": True},
    "merged": {"fate": "merged", "rule": "A2", "is_confidential": False, "is_visible": True},
    "confidential": {"fate": "write", "rule": "A1", "is_confidential": True, "is_visible": True},
    "hidden": {"fate": "held", "rule": "A7", "is_confidential": True, "is_visible": False},
    "excluded": {"fate": "excluded", "rule": "P6", "is_confidential": False, "is_visible": False},
}
"""Confidential: on a job that is confidential in Ashby; hidden: confidential, and its job is not."""

_KEPT = {"outcome": "kept", "sha256": "ab", "bytes": 3}
THINGS: dict[str, tuple[str, str, Row]] = {
    "note": ("stg_lever__note", "note_id", {"is_secret": False}),
    "secret note": ("stg_lever__note", "note_id", {"is_secret": True}),
    "feedback": ("stg_lever__feedback", "feedback_id", {"is_secret": False, "completed_at": WHEN}),
    "feedback without form": ("stg_lever__feedback", "feedback_id", {"is_secret": False, "completed_at": WHEN}),
    "secret feedback": ("stg_lever__feedback", "feedback_id", {"is_secret": True, "completed_at": WHEN}),
    "interview": ("stg_lever__panel", "panel_id", {"starts_at": WHEN}),
    "offer": ("stg_lever__offer", "offer_id", {}),
    "form": ("stg_lever__form", "form_id", {"is_secret": False}),
    "secret form": ("stg_lever__form", "form_id", {"is_secret": True}),
    "unknown form": ("stg_lever__form", "form_id", {"is_secret": None}),
    "question": ("stg_lever__question", "question_id", {}),
    "referral": ("stg_lever__referral", "referral_id", {}),
    "file": ("stg_lever__attachment", "attachment_id", {"kind": "file", "is_secret": False, **_KEPT}),
    "secret file": ("stg_lever__attachment", "attachment_id", {"kind": "file", "is_secret": True, **_KEPT}),
    "offer document": ("stg_lever__attachment", "attachment_id", {"kind": "offer_sent", "is_secret": True, **_KEPT}),
}
"""Each: its table, the column of its id, and what it says of itself."""

TABLE = """
                      | written    | held    | merged  | confidential | hidden | excluded
note                  | public     | public  | public  | private      | held   | excluded
secret note           | private    | private | private | private      | held   | excluded
feedback              | form       | private | private | private      | held   | excluded
feedback without form | private    | private | private | private      | held   | excluded
secret feedback       | private    | private | private | private      | held   | excluded
interview             | public     | public  | public  | private      | held   | excluded
offer                 | private    | private | private | private      | held   | excluded
form                  | public     | public  | public  | private      | held   | excluded
secret form           | private    | private | private | private      | held   | excluded
unknown form          | private    | private | private | private      | held   | excluded
question              | public     | public  | public  | private      | held   | excluded
referral              | public     | public  | public  | private      | held   | excluded
file                  | file       | file    | file    | held         | held   | excluded
secret file           | held       | held    | held    | held         | held   | excluded
offer document        | file       | file    | file    | held         | held   | excluded
"""
"""What comes of each thing (line) on each opportunity (column). O1 makes files of an offer's documents, on purpose."""

PAIRS = tuple(product(THINGS, OPPORTUNITIES))
OPEN = frozenset({"public", "form", "file"})
"""Outcomes that more people may read than a private note."""
SECRET = frozenset({"secret note", "secret feedback", "offer", "secret form", "unknown form", "secret file"})
"""What Lever shows to some only, or may."""


@cache
def _expected() -> dict[tuple[str, str], str]:
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip("\n").splitlines()]
    return {
        (thing, opportunity): outcome
        for thing, *outcomes in lines
        for opportunity, outcome in zip(head[1:], outcomes, strict=True)
    }


def _tables() -> dict[str, list[Row]]:
    """Every thing on every opportunity; a form in Ashby would take all feedback but that without one."""
    tables: dict[str, list[Row]] = {
        "int_opportunity": [
            {"opportunity_id": name, "contact_id": "c1", "person_id": "c1", **row}
            for name, row in OPPORTUNITIES.items()
        ],
        "int_person": [{"person_id": "c1", "fate": "write"}],
        "int_feedback_target": [
            {"feedback_id": f"{thing}/{opportunity}", "form_id": None if thing.endswith("without form") else "f1"}
            for thing, opportunity in PAIRS
            if "feedback" in thing
        ],
        "int_child_text": [
            {"entity": entity, "lever_id": f"{thing}/{opportunity}", "content": f"{thing} {opportunity}"}
            for thing, opportunity in PAIRS
            for entity in ("note", "feedback", "interview", "offer", "form", "referral")
        ],
    }
    for (thing, (table, key, says)), opportunity in product(THINGS.items(), OPPORTUNITIES):
        row = {key: f"{thing}/{opportunity}", "opportunity_id": opportunity, "created_at": WHEN, **says}
        tables.setdefault(table, []).append(row)
    return tables


@cache
def _built() -> dict[str, list[Row]]:
    """int_child and ashby__note, made from `_tables`."""
    sqls = {path.stem: path.read_text() for path in (ROOT / "bridge/int_child.sql", ROOT / "ashby/ashby__note.sql")}
    given = _tables()
    built = {}
    with closing(duck.bare()) as connection:
        for name in set().union(*(duck.inputs_of(connection, sql) for sql in sqls.values())) - sqls.keys():
            create_table(connection, name, given.get(name, []))
        for name, sql in sqls.items():
            connection.sql(sql).create(name)
            relation = connection.sql(f"select * from {name}")  # noqa: S608 - two names of ours
            built[name] = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    return built


def _outcomes() -> dict[tuple[str, str], str]:
    """What each pair came to, told from the writes where there are any."""
    notes = {row["lever_id"]: row for row in _built()["ashby__note"] if row["when_refused"] is None}
    outcomes = {}
    for row in _built()["int_child"]:
        thing, opportunity = row["lever_id"].split("/")
        outcome = row["fate"] if row["becomes"] is None else row["becomes"]
        if outcome == "note":
            outcome = "private" if '"isPrivate":true' in notes[row["lever_id"]]["payload"] else "public"
        outcomes[thing, opportunity] = outcome
    return outcomes


def test_the_table_names_every_pair() -> None:
    """No kind of thing and no kind of opportunity is forgotten."""
    assert _expected().keys() == set(PAIRS)
    assert set(_expected().values()) == OPEN | {"private", "held", "excluded"}


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_what_comes_of_each_pair(pair: tuple[str, str]) -> None:
    """As the table says."""
    assert _outcomes()[pair] == _expected()[pair]


def test_nothing_is_read_by_more_people_than_in_lever() -> None:
    """Neither what is secret nor what hangs on a confidential opportunity is open to all; told without the table."""
    for (thing, opportunity), outcome in _outcomes().items():
        if thing in SECRET or OPPORTUNITIES[opportunity]["is_confidential"]:
            assert outcome not in OPEN, (thing, opportunity)
        if not OPPORTUNITIES[opportunity]["is_visible"]:
            assert outcome in ("held", "excluded"), (thing, opportunity)


def test_what_is_not_written_stands_in_no_note() -> None:
    """A note is written for what becomes one; what goes onto a form may be told as a private one, nothing else (A1)."""
    by_id = {row["lever_id"]: row for row in _built()["int_child"]}
    for note in _built()["ashby__note"]:
        row = by_id[note["lever_id"]]
        assert row["becomes"] == ("note" if note["when_refused"] is None else "form")
        if note["when_refused"] is not None:
            assert '"isPrivate":true' in note["payload"]
            assert note["write_key"] == f"feedback_note/{note['lever_id']}"
            assert note["when_refused"] == f"application/{row['opportunity_id']}"
    assert len(_built()["ashby__note"]) == sum(row["becomes"] in ("note", "form") for row in by_id.values())


def test_every_thing_has_one_row() -> None:
    """Nothing is lost on the way (C1)."""
    assert sorted(row["lever_id"] for row in _built()["int_child"]) == sorted("/".join(pair) for pair in PAIRS)

"""The notebooks run from top to bottom on a small workspace, count right, show no person, and call nobody."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.unit.small_workspace import make_workspace

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
NAME = "Grizelda Unmistakable"

TABLES: dict[str, list[dict[str, Any]]] = {
    "raw_lever__opportunity": [
        {"id": "o1", "fetched_at": "2024-01-01 00:00:00+00", "json": {"name": NAME}},
        {"id": "o1", "fetched_at": "2024-01-02 00:00:00+00", "json": {"name": NAME}},
        {"id": "o2", "fetched_at": "2024-01-01 00:00:00+00", "json": {}},
    ],
    "stg_lever__opportunity": [
        {
            "opportunity_id": "o1",
            "name": NAME,
            "emails": ["grizelda@unmistakable.example"],
            "lever_stage_id": "s1",
            "is_archived": False,
            "origin": "applied",
            "posting_id": "p1",
            "created_at": "2023-05-01 00:00:00+00",
        },
        {"opportunity_id": "o2", "lever_stage_id": "s9", "is_archived": True, "posting_id": "p2", "emails": []},
    ],
    "stg_lever__stage": [{"lever_stage_id": "s1", "name": "New", "position": 0}],
    "stg_lever__posting": [
        {"posting_id": "p1", "state": "published", "is_confidential": False, "is_readable": True},
        {"posting_id": "p2", "is_readable": False},
    ],
    "stg_lever__note": [
        {"note_id": "n1", "opportunity_id": "o1", "user_id": "u9"},
        {"note_id": "n2", "opportunity_id": "o1"},
    ],
}


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"notebook_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_called: list[str] = []
_watching: list[bool] = []
"""An audit hook stays for ever; this switches it on and off."""


def _watch(event: str, _arguments: tuple[Any, ...]) -> None:
    if _watching and event in {"socket.connect", "socket.getaddrinfo", "socket.sendto"}:
        _called.append(event)


sys.addaudithook(_watch)


@pytest.fixture
def nobody_is_called() -> Iterator[None]:
    """Fails the test if it tries to reach anybody, be it this machine."""
    _watching.append(True)
    yield
    _watching.clear()
    assert _called == []


def _run(name: str) -> tuple[str, dict[str, Any]]:
    """Everything that a notebook shows, as text, and its variables."""
    shown, variables = _module(NOTEBOOKS / name).app.run()
    return " ".join(getattr(one, "text", "") for one in shown), dict(variables)


@pytest.mark.usefixtures("nobody_is_called")
def test_what_lever_gave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts, gaps and dangling references; nobody's name or address."""
    monkeypatch.setenv("LEVER2ASHBY_WORKSPACE", str(make_workspace(tmp_path, TABLES).root))

    shown, found = _run("01_what_lever_gave.py")

    found["lake"].close()
    rows = {row["raw_table"]: (row["rows"], row["ids"]) for row in found["rows_per_table"].to_dicts()}
    assert rows["raw_lever__opportunity"] == (3, 2)
    assert rows["raw_lever__note"] == (0, 0)
    assert found["by_stage"].rows() == [("New", 0, "open", 1), ("s9", 999, "archived", 1)]
    assert found["by_year"].rows() == [("(no date)", "(none)", 1), ("2023", "applied", 1)]
    empty = {row["field"]: row["empty"] for row in found["empty_share"].to_dicts()}
    assert (empty["opportunity_id"], empty["emails"], empty["headline"]) == (0, 1, 2)
    assert found["notes_each"].rows() == [(0, 1), (2, 1)]
    assert found["posting_states"].rows() == [("(none)", None, False, 1), ("published", False, True, 1)]
    assert set(found["dangling"].rows()) == {
        ("opportunity", "posting", 1, 1, "p2"),
        ("opportunity", "stage", 1, 1, "s9"),
        ("note", "author", 1, 1, "u9"),
    }
    assert "Opportunities by stage and state" in shown
    assert not any(part in shown.lower() for part in ("grizelda", "unmistakable"))


@pytest.mark.usefixtures("nobody_is_called")
def test_what_lever_gave_of_an_empty_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first extraction it shows zeros, not a trace."""
    monkeypatch.setenv("LEVER2ASHBY_WORKSPACE", str(tmp_path))

    _, found = _run("01_what_lever_gave.py")

    found["lake"].close()
    assert found["rows_per_table"]["rows"].sum() == 0
    assert found["dangling"].is_empty()


def test_every_notebook_is_tested() -> None:
    """A new notebook needs a test here."""
    assert [path.name for path in sorted(NOTEBOOKS.glob("*.py"))] == ["01_what_lever_gave.py"]

"""What hangs on a parent is kept whole or not at all, and the newest reading of a parent is the one that counts."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import duck, parquet
from pipeline.harvest import Harvest
from pipeline.journal import Row
from pipeline.workspace import Workspace

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TABLES = ("raw_lever__note", "raw_lever__file")
READINGS = "raw_lever__reading"


def _open(root: Path, batch: str = "b1") -> Harvest:
    return Harvest(Workspace(root), TABLES, READINGS, batch)


def _rows(root: Path, table: str) -> list[tuple[str, str]]:
    with closing(duck.connect(Workspace(root), [table])) as connection:
        return sorted(connection.table(table).project("parent_id, json").fetchall())


def _notes(*texts: str) -> dict[str, list[Row]]:
    return {"raw_lever__note": [Row(text, text) for text in texts]}


def test_a_harvest_becomes_a_batch_of_every_table(tmp_path: Path) -> None:
    harvest = _open(tmp_path)
    harvest.append("o1", NOW, '{"mark":"1"}', {**_notes("n1", "n2"), "raw_lever__file": [Row("f1", "f1")]})
    harvest.append("o2", NOW, '{"mark":"2"}', {})
    harvest.suspend()

    again = _open(tmp_path)
    assert sorted(again.read()) == ["o1", "o2"]
    again.close()
    again.close()

    assert _rows(tmp_path, "raw_lever__note") == [("o1", "n1"), ("o1", "n2")]
    assert _rows(tmp_path, "raw_lever__file") == [("o1", "f1")]
    assert parquet.rows_now(Workspace(tmp_path).folder(READINGS)) == 2
    third = _open(tmp_path)
    assert (third.whole, third.parents) == (True, 2)


def test_the_newest_reading_of_a_parent_hides_what_it_had_before(tmp_path: Path) -> None:
    first = _open(tmp_path)
    first.append("kept", NOW, "{}", _notes("old of kept"))
    first.append("changed", NOW, "{}", _notes("old", "gone"))
    first.append("emptied", NOW, "{}", _notes("was there"))
    first.close()
    second = _open(tmp_path, "b2")
    second.append("changed", NOW + timedelta(hours=1), "{}", _notes("new"))
    second.append("emptied", NOW + timedelta(hours=1), "{}", {})
    second.close()

    assert _rows(tmp_path, "raw_lever__note") == [("changed", "new"), ("kept", "old of kept")]


@settings(deadline=None, max_examples=40)
@given(cut=st.integers(min_value=0, max_value=600))
def test_wherever_a_crash_tears_it_only_whole_parents_are_kept(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    root = tmp_path_factory.mktemp("torn")
    opened = _open(root)
    for number in range(5):
        opened.append(f"o{number}", NOW, "{}", _notes(f"n{number}a", f"n{number}b"))
    opened.suspend()
    path = root / "raw" / "_open_children.jsonl"
    text = path.read_bytes()[:cut]
    path.write_bytes(text)

    again = _open(root)

    whole = text.count(b"\n")
    assert list(again.read()) == [f"o{number}" for number in range(whole)]
    again.close()
    assert _rows(root, "raw_lever__note") == [(f"o{n}", f"n{n}{part}") for n in range(whole) for part in "ab"]


def test_a_crash_between_two_tables_adds_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = _open(tmp_path)
    opened.append("o1", NOW, "{}", _notes("n1"))
    real = parquet.append
    written: Iterator[int] = iter(range(99))

    def crash_at_the_second(folder: Path, batch: parquet.Batch) -> None:
        if next(written) == 1:
            raise KeyboardInterrupt
        real(folder, batch)

    monkeypatch.setattr(parquet, "append", crash_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        opened.close()
    monkeypatch.undo()

    again = _open(tmp_path)
    assert not again.whole
    again.close()
    assert _rows(tmp_path, "raw_lever__note") == [("o1", "n1")]
    assert parquet.rows_now(Workspace(tmp_path).folder(READINGS)) == 1

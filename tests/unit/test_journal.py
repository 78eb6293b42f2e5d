"""Pages are on disk before their cursor is used, and a torn end is cut off."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import journal, parquet
from pipeline.journal import Journal, Page, Row

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _open(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "raw_x", journal.open_pull(tmp_path, "x"))


def test_a_reading_goes_on_at_the_last_whole_page(tmp_path: Path) -> None:
    first = _open(tmp_path)
    first.append(Page("all", NOW, [Row("1", '{"id":"1"}')], next="token-2"))
    first.append(Page("all", NOW, [Row("2", '{"id":"2"}')], next="token-3"))
    first.suspend()

    second = _open(tmp_path)

    assert second.lists == {"all": "token-3"}
    second.append(Page("all", NOW, [Row("3", '{"id":"3"}')]))
    assert second.lists == {"all": None}
    assert second.close() == 3
    [path] = parquet.current_files(tmp_path / "raw_x") or []
    assert pq.read_table(path)["json"].to_pylist() == ['{"id":"1"}', '{"id":"2"}', '{"id":"3"}']


@given(cut=st.integers(min_value=0, max_value=400))
def test_wherever_a_crash_tears_the_journal_only_whole_pages_are_kept(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("torn")
    pages = [Page("all", NOW, [Row(str(n), f'{{"id":"{n}"}}')], next=f"token-{n}") for n in range(4)]
    opened = _open(folder)
    for page in pages:
        opened.append(page)
    opened.suspend()
    path = folder / "raw_x" / "_open.jsonl"
    text = path.read_bytes()[:cut]
    path.write_bytes(text)

    again = _open(folder)

    whole = text.count(b"\n")
    assert again.rows == whole
    assert again.lists == ({"all": f"token-{whole - 1}"} if whole else {})
    again.suspend()


def test_a_crash_between_the_batch_and_the_end_of_the_journal_adds_nothing_twice(tmp_path: Path) -> None:
    first = _open(tmp_path)
    first.append(Page("all", NOW, [Row("1", '{"id":"1"}')]))
    journal_text = (tmp_path / "raw_x" / "_open.jsonl").read_bytes()
    first.close()
    (tmp_path / "raw_x" / "_open.jsonl").write_bytes(journal_text)  # as if the unlink never happened

    again = _open(tmp_path)

    assert again.whole
    assert again.close() == 0
    assert parquet.rows_now(tmp_path / "raw_x") == 1


def test_children_are_finished_when_their_last_page_is_there(tmp_path: Path) -> None:
    opened = _open(tmp_path)
    opened.append(Page("o1", NOW, [Row("n1", "{}")], next="more", parent="o1"))
    opened.append(Page("o2", NOW, [], parent="o2"))

    assert list(opened.finished_parents()) == ["o2"]
    opened.append(Page("o1", NOW, [Row("n2", "{}")], parent="o1"))
    assert list(opened.finished_parents()) == ["o2", "o1"]
    opened.suspend()


def test_a_new_reading_begins_when_the_old_one_was_closed(tmp_path: Path) -> None:
    first = journal.open_pull(tmp_path, "x")
    assert journal.open_pull(tmp_path, "x") == first
    journal.close_pull(tmp_path, "x", first, calls=3)

    assert journal.open_pull(tmp_path, "x") != first


def test_things_without_an_id_are_named_by_their_text_or_their_hash() -> None:
    objects = [msgspec.Raw(text) for text in (b'{"id":"a"}', b'{"text":"LinkedIn","count":3}', b'{"id":7}', b"[]")]

    rows = journal.rows_of(objects)

    assert [row.id for row in rows[:2]] == ["a", "LinkedIn"]
    assert all(row.id.startswith("no-id:") for row in rows[2:])
    assert [row.json for row in rows] == [bytes(raw).decode() for raw in objects]

"""A table is whole or recognisably not there."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import parquet
from pipeline.errors import InputMissing

SCHEMA = pa.schema([("id", pa.string())])


def _batch(*ids: str) -> pa.RecordBatch:
    return pa.record_batch([pa.array(ids)], schema=SCHEMA)


def _ids(folder: Path) -> list[str]:
    return [id_ for path in parquet.current_files(folder) or [] for id_ in pq.read_table(path)["id"].to_pylist()]


def test_a_table_without_a_manifest_is_not_there(tmp_path: Path) -> None:
    parquet.write(tmp_path, [_batch("a")], SCHEMA)

    assert parquet.read_manifest(tmp_path) is None
    assert parquet.current_files(tmp_path) is None


def test_leftovers_of_a_crash_are_removed_by_the_next_write(tmp_path: Path) -> None:
    torn = parquet.aside(tmp_path)
    torn.write_bytes(b"PAR1 torn")
    parquet.write(tmp_path, [_batch("never named by a manifest")], SCHEMA)

    parquet.replace(tmp_path, [parquet.write(tmp_path, [_batch("a", "b")], SCHEMA)])

    assert _ids(tmp_path) == ["a", "b"]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_named_file_that_is_gone_or_cut_is_said_in_a_sentence(tmp_path: Path) -> None:
    file = parquet.write(tmp_path, [_batch("a")], SCHEMA)
    parquet.replace(tmp_path, [file])
    whole = (tmp_path / file.name).read_bytes()

    (tmp_path / file.name).write_bytes(whole[:-4])
    with pytest.raises(InputMissing, match="damaged"):
        parquet.current_files(tmp_path)
    (tmp_path / file.name).unlink()
    with pytest.raises(InputMissing, match="missing"):
        parquet.current_files(tmp_path)


def test_a_manifest_that_is_no_manifest_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / parquet.MANIFEST).write_text('{"batches": [')

    with pytest.raises(InputMissing, match="damaged"):
        parquet.read_manifest(tmp_path)


def test_readers_see_the_newest_batch_and_older_ones_stay(tmp_path: Path) -> None:
    for batch in ("first", "second"):
        parquet.append(tmp_path, parquet.Batch(batch, (parquet.write(tmp_path, [_batch(batch)], SCHEMA),)))

    manifest = parquet.read_manifest(tmp_path)
    assert manifest is not None
    assert [batch.id for batch in manifest.batches] == ["first", "second"]
    assert _ids(tmp_path) == ["second"]
    assert parquet.rows_now(tmp_path) == 1


def test_a_table_can_grow_while_it_is_read(tmp_path: Path) -> None:
    for id_ in ("a", "b"):
        parquet.extend(tmp_path, parquet.write(tmp_path, [_batch(id_)], SCHEMA))

    assert _ids(tmp_path) == ["a", "b"]

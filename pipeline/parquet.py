"""Parquet in and out, so that a table is either whole or recognisably not there.

A table is a folder. Its manifest, written last, names the files that belong to it; a file that the manifest does
not name is the leftover of a crash and is removed by the next write. Every file is written aside, fsynced and
renamed; then the manifest is, the same way. Knows no table by name.
"""

import os
import uuid
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import InputMissing

MANIFEST = "_manifest.json"
_ASIDE = ".tmp-"


class File(msgspec.Struct, frozen=True):
    """One Parquet file of a table."""

    name: str
    rows: int
    bytes: int


class Batch(msgspec.Struct, frozen=True):
    """Files that were written together. A derived table has one batch; a raw table one per extraction."""

    id: str
    files: tuple[File, ...]
    about: dict[str, str] = {}
    """What the writer says about the batch, e.g. the instant up to which it is complete."""

    @property
    def rows(self) -> int:
        """Rows of all files."""
        return sum(file.rows for file in self.files)


class Manifest(msgspec.Struct, frozen=True):
    """What belongs to a table, oldest batch first."""

    batches: tuple[Batch, ...]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a table, or None where the table was never finished.

    Raises InputMissing when the manifest can't be read, or a file that it names is gone or of another size.
    """
    try:
        text = (folder / MANIFEST).read_bytes()
    except FileNotFoundError:
        return None
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.DecodeError as error:
        raise InputMissing(f"The manifest of {folder.name} is damaged. Run the stage that writes it again.") from error
    for file in (file for batch in manifest.batches for file in batch.files):
        try:
            size = (folder / file.name).stat().st_size
        except FileNotFoundError:
            size = -1
        if size != file.bytes:
            raise InputMissing(
                f"{folder.name}/{file.name} is {'missing' if size < 0 else 'damaged'}: "
                "run the stage that writes it again."
            )
    return manifest


def current_files(folder: Path) -> list[Path] | None:
    """The files of the newest batch, or None where the table was never finished. Raises as read_manifest."""
    manifest = read_manifest(folder)
    if manifest is None or not manifest.batches:
        return None
    return [folder / file.name for file in manifest.batches[-1].files]


def all_files(folder: Path) -> list[Path]:
    """The files of all batches, oldest first; none where the table was never finished. Raises as read_manifest."""
    manifest = read_manifest(folder)
    return [folder / file.name for batch in (manifest.batches if manifest else ()) for file in batch.files]


def batches(folder: Path) -> int:
    """How many batches the table has. Raises as read_manifest."""
    manifest = read_manifest(folder)
    return len(manifest.batches) if manifest else 0


def has_batch(folder: Path, id_: str) -> bool:
    """Whether the table has this batch already."""
    return find_batch(folder, id_) is not None


def find_batch(folder: Path, id_: str) -> Batch | None:
    """A batch by its id."""
    manifest = read_manifest(folder)
    return next((batch for batch in (manifest.batches if manifest else ()) if batch.id == id_), None)


def rows_now(folder: Path) -> int:
    """Rows of the newest batch; 0 for a table that was never finished."""
    manifest = read_manifest(folder)
    return manifest.batches[-1].rows if manifest and manifest.batches else 0


def aside(folder: Path) -> Path:
    """A path to write a file to before it gets its name."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{_ASIDE}{uuid.uuid4().hex}"


def keep(path: Path, rows: int) -> File:
    """Give a finished file from `aside` its name, durably. It belongs to the table once the manifest names it."""
    _fsync(path)
    name = f"{uuid.uuid4().hex}.parquet"
    size = path.stat().st_size
    os.replace(path, path.with_name(name))
    return File(name, rows, size)


def write(folder: Path, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> File:
    """Stream record batches into one new file of the table (zstd); the manifest does not name it yet."""
    file = Writing(folder, schema)
    for batch in batches:
        file.add(batch)
    return file.keep()


class Writing:
    """One new file of a table while it grows; several tables may be written side by side."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self._path = aside(folder)
        self._writer = pq.ParquetWriter(self._path, schema, compression="zstd", compression_level=1)
        self._rows = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Write a record batch."""
        self._writer.write_batch(batch)
        self._rows += batch.num_rows

    def keep(self) -> File:
        """Finish it; the manifest does not name it yet."""
        self._writer.close()
        return keep(self._path, self._rows)


def replace(folder: Path, files: Iterable[File]) -> None:
    """Make `files` the whole table, then remove what no longer belongs to it."""
    _write_manifest(folder, Manifest((Batch("whole", tuple(files)),)))
    _sweep(folder)


def append(folder: Path, batch: Batch) -> None:
    """Add one batch to the table, after those it has."""
    manifest = read_manifest(folder)
    _write_manifest(folder, Manifest((*(manifest.batches if manifest else ()), batch)))
    _sweep(folder)


def extend(folder: Path, file: File) -> None:
    """Add one file to the table's only batch: for tables that grow while people watch."""
    manifest = read_manifest(folder)
    files = manifest.batches[-1].files if manifest else ()
    _write_manifest(folder, Manifest((Batch("whole", (*files, file)),)))


def write_text(path: Path, text: str) -> None:
    """Write a small text file whole or not at all (aside, fsync, rename)."""
    temporary = aside(path.parent)
    temporary.write_text(text, encoding="utf-8", newline="")
    _fsync(temporary)
    os.replace(temporary, path)
    _fsync(path.parent)


def _write_manifest(folder: Path, manifest: Manifest) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _fsync(folder)
    write_text(folder / MANIFEST, msgspec.json.encode(manifest).decode())


def _sweep(folder: Path) -> None:
    """Remove files that the manifest does not name: leftovers of a crash, and of the table's former self."""
    manifest = read_manifest(folder)
    named = {file.name for batch in (manifest.batches if manifest else ()) for file in batch.files}
    for path in folder.iterdir():
        if path.name.startswith(_ASIDE) or (path.suffix == ".parquet" and path.name not in named):
            path.unlink(missing_ok=True)


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

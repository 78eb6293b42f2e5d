"""How a vendor's answers get to disk: a journal per table while it is being read, Parquet once it is whole.

Every page that arrives is one line of the journal, fsynced before the next cursor is asked for. A line that a crash
tore is cut off on opening; reading then goes on where the last whole line stopped. When everything has arrived the
journal becomes one batch of the table, all rows in the order of arrival, and only then disappears. Knows no vendor.
"""

import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pyarrow as pa

from pipeline import parquet

_JOURNAL = "_open.jsonl"
_ROWS_PER_GROUP = 20_000
_BYTES_PER_GROUP = 32 * 1024 * 1024

RAW_SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("parent_id", pa.string()),
        ("batch", pa.string()),
        ("fetched_at", pa.timestamp("us", tz="UTC")),
        ("json", pa.string()),
    ]
)


class Row(msgspec.Struct, array_like=True):
    """One object of a page: its id, and itself word for word."""

    id: str
    json: str


class Page(msgspec.Struct, omit_defaults=True):
    """One line: which list it belongs to, when it came, where the list goes on (None: it ended here)."""

    name: str
    at: datetime
    rows: list[Row]
    next: str | None = None
    parent: str | None = None


class Pull(msgspec.Struct, frozen=True):
    """One reading of a vendor from beginning to end, over as many runs as it takes."""

    id: str
    started_at: datetime


def open_pull(folder: Path, vendor: str) -> Pull:
    """The reading that an earlier run did not finish, else a new one."""
    path = folder / f"_pull_{vendor}.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Pull)
    except FileNotFoundError:
        now = datetime.now(UTC)
        pull = Pull(f"{now:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}", now)
        parquet.write_text(path, msgspec.json.encode(pull).decode())
        return pull


class Finished(msgspec.Struct, frozen=True):
    """A reading that is complete: which, and what it took."""

    id: str
    started_at: datetime
    finished_at: datetime
    calls: int


def close_pull(folder: Path, vendor: str, pull: Pull, calls: int) -> None:
    """This reading is complete, `calls` of it made by this run; the next run begins a new one."""
    finished = Finished(pull.id, pull.started_at, datetime.now(UTC), calls)
    parquet.write_text(folder / f"_finished_{vendor}.json", msgspec.json.encode(finished).decode())
    (folder / f"_pull_{vendor}.json").unlink(missing_ok=True)


def last_pull(folder: Path, vendor: str) -> Finished | None:
    """The newest complete reading, if there is one."""
    try:
        return msgspec.json.decode((folder / f"_finished_{vendor}.json").read_bytes(), type=Finished)
    except FileNotFoundError:
        return None


class Journal:
    """The open batch of one raw table."""

    def __init__(self, folder: Path, pull: Pull) -> None:
        self._folder = folder
        self._pull = pull
        self._path = folder / _JOURNAL
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.lists: dict[str, str | None] = {}
        """For each list that was begun and has no parent: where it goes on, None where it ended."""
        self.rows = 0
        manifest = parquet.read_manifest(folder)
        self.whole = manifest is not None and any(batch.id == pull.id for batch in manifest.batches)
        """This reading has this table already."""
        if self.whole:
            self._path.unlink(missing_ok=True)
            return
        self._recover()
        self._handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def _recover(self) -> None:
        if not self._path.exists():
            return
        with self._path.open("r+b") as lines:
            end = 0
            for line in lines:
                try:
                    page = msgspec.json.decode(line, type=Page) if line.endswith(b"\n") else None
                except msgspec.DecodeError:
                    page = None
                if page is None:
                    break
                end += len(line)
                self.rows += len(page.rows)
                if page.parent is None:
                    self.lists[page.name] = page.next
            lines.truncate(end)

    def append(self, page: Page) -> None:
        """Put one page on disk, durably, before its cursor is used."""
        os.write(self._handle, msgspec.json.encode(page) + b"\n")
        os.fsync(self._handle)
        self.rows += len(page.rows)
        if page.parent is None:
            self.lists[page.name] = page.next

    def finished_parents(self) -> Iterator[str]:
        """The parents whose lists were read to their end, one after the other, from disk."""
        for page in self._pages():
            if page.parent is not None and page.next is None:
                yield page.parent

    def ids(self) -> Iterator[str]:
        """The ids of all rows so far, one after the other, from disk."""
        for page in self._pages():
            for row in page.rows:
                yield row.id

    def _pages(self) -> Iterator[Page]:
        if not self._path.exists():
            return
        with self._path.open("rb") as lines:
            for line in lines:
                yield msgspec.json.decode(line, type=Page)

    def close(self) -> int:
        """Make the journal a batch of the table; returns its rows. A second call does nothing."""
        if self.whole:
            return 0
        os.close(self._handle)
        file = parquet.write(self._folder, self._record_batches(), RAW_SCHEMA)
        parquet.append(self._folder, parquet.Batch(self._pull.id, (file,)))
        self._path.unlink()
        self.whole = True
        return file.rows

    def suspend(self) -> None:
        """Leave the journal as it is, for the next run."""
        if not self.whole:
            os.close(self._handle)

    def _record_batches(self) -> Iterator[pa.RecordBatch]:
        columns: tuple[list[str | None], ...] = ([], [], [])
        times: list[datetime] = []
        size = 0
        for page in self._pages():
            for row in page.rows:
                columns[0].append(row.id)
                columns[1].append(page.parent)
                columns[2].append(row.json)
                times.append(page.at)
                size += len(row.json)
            if len(times) >= _ROWS_PER_GROUP or size >= _BYTES_PER_GROUP:
                yield self._record_batch(columns, times)
                columns, times, size = ([], [], []), [], 0
        yield self._record_batch(columns, times)

    def _record_batch(self, columns: tuple[list[str | None], ...], times: list[datetime]) -> pa.RecordBatch:
        return pa.record_batch(
            [
                pa.array(columns[0], pa.string()),
                pa.array(columns[1], pa.string()),
                pa.array([self._pull.id] * len(times), pa.string()),
                pa.array(times, pa.timestamp("us", tz="UTC")),
                pa.array(columns[2], pa.string()),
            ],
            schema=RAW_SCHEMA,
        )


class _Named(msgspec.Struct):
    id: str | None = None
    text: str | None = None


def rows_of(objects: Iterable[msgspec.Raw]) -> list[Row]:
    """Objects of a page as rows. A thing without an id (sources, tags) is named by its text, else by its hash."""
    return [Row(_id_of(raw), bytes(raw).decode()) for raw in objects]


def _id_of(raw: msgspec.Raw) -> str:
    try:
        named = msgspec.json.decode(raw, type=_Named)
    except msgspec.ValidationError:
        named = _Named()
    return named.id or named.text or f"no-id:{hashlib.sha256(raw).hexdigest()[:16]}"

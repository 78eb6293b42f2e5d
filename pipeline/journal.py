"""How a vendor's answers get to disk: a journal per table while it is being read, Parquet once it is whole.

Every page that arrives is one line of the journal, on disk before its cursor is used. A line that a crash tore is cut
off on opening; reading then goes on where the last whole line stopped. When everything has arrived the journal becomes
one batch of the table, all rows in the order of arrival, and only then disappears. Knows no vendor.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pyarrow as pa

from pipeline import parquet
from pipeline.lines import Lines

_JOURNAL = "_open.jsonl"
_ROWS_PER_GROUP = 20_000
_BYTES_PER_GROUP = 1024 * 1024
"""A query takes up to 2,048 rows of a row group at once, and each JSON function in it holds ten times their size."""

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

    def __init__(self, folder: Path, pull: Pull, batch: str | None = None) -> None:
        """`batch`: where one reading makes several batches of this table, the name of this one."""
        self._folder = folder
        self._batch = batch or pull.id
        self._lines = Lines(folder / _JOURNAL, Page)
        self.lists: dict[str, str | None] = {}
        """For each list that was begun and has no parent: where it goes on, None where it ended."""
        self.rows = 0
        self.begun_at: datetime | None = None
        """When the first page came."""
        self.whole = parquet.has_batch(folder, self._batch)
        """This reading has this table already."""
        if self.whole:
            self._lines.path.unlink(missing_ok=True)
            return
        self._lines.open(self._count)

    def _count(self, page: Page) -> None:
        self.rows += len(page.rows)
        self.begun_at = self.begun_at or page.at
        if page.parent is None:
            self.lists[page.name] = page.next

    def append(self, page: Page) -> None:
        """Put one page on disk, durably where a cursor of it is about to be used."""
        self._lines.append(page, durable=page.next is not None)
        self._count(page)

    def finished_parents(self) -> Iterator[str]:
        """The parents whose lists were read to their end, one after the other, from disk."""
        for page in self._lines:
            if page.parent is not None and page.next is None:
                yield page.parent

    def ids(self) -> Iterator[str]:
        """The ids of all rows so far, one after the other, from disk."""
        for page in self._lines:
            for row in page.rows:
                yield row.id

    def close(self) -> int:
        """Make the journal a batch of the table; returns its rows. A second call does nothing."""
        if self.whole:
            return 0
        self._lines.close()
        file = parquet.write(self._folder, self._record_batches(), RAW_SCHEMA)
        parquet.append(self._folder, parquet.Batch(self._batch, (file,)))
        self._lines.path.unlink()
        self.whole = True
        return file.rows

    def suspend(self) -> None:
        """Leave the journal as it is, for the next run."""
        if not self.whole:
            self._lines.close()

    def _record_batches(self) -> Iterator[pa.RecordBatch]:
        group = RowGroup(self._batch)
        for page in self._lines:
            for row in page.rows:
                group.add(row, page.parent, page.at)
            if group.is_full:
                yield group.take()
        yield group.take()


class RowGroup:
    """Rows on their way to Parquet: a few thousand, or about a megabyte."""

    def __init__(self, batch: str) -> None:
        self._batch = batch
        self._clear()

    def _clear(self) -> None:
        self._ids: list[str] = []
        self._parents: list[str | None] = []
        self._texts: list[str] = []
        self._times: list[datetime] = []
        self._size = 0

    def add(self, row: Row, parent: str | None, at: datetime) -> None:
        """One more row."""
        self._ids.append(row.id)
        self._parents.append(parent)
        self._texts.append(row.json)
        self._times.append(at)
        self._size += len(row.json)

    @property
    def is_full(self) -> bool:
        """It is time to take it."""
        return len(self._ids) >= _ROWS_PER_GROUP or self._size >= _BYTES_PER_GROUP

    def take(self) -> pa.RecordBatch:
        """The rows so far, with the columns of a raw table; the group is empty afterwards."""
        batch = pa.record_batch(
            [
                pa.array(self._ids, pa.string()),
                pa.array(self._parents, pa.string()),
                pa.array([self._batch] * len(self._ids), pa.string()),
                pa.array(self._times, pa.timestamp("us", tz="UTC")),
                pa.array(self._texts, pa.string()),
            ],
            schema=RAW_SCHEMA,
        )
        self._clear()
        return batch


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

"""What hangs on many parents, on its way to disk: one line per parent that was read whole, then a batch per table.

A parent counts as read when its one line is there, with everything that hangs on it and the marks it had; a crash in
the middle of a parent leaves nothing of it. Knows no vendor.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from pipeline import parquet
from pipeline.journal import RAW_SCHEMA, Row, RowGroup
from pipeline.lines import Lines
from pipeline.workspace import Workspace

_HARVEST = "_open_children.jsonl"


class Sheaf(msgspec.Struct, array_like=True):
    """One parent: its id, when it was read, the marks it was read under (JSON), and the rows of each table."""

    id: str
    at: datetime
    marks: str
    rows: dict[str, list[Row]]


class Harvest:
    """The open batch of all tables that hang on one kind of parent, and of `readings`, the table of the parents."""

    def __init__(self, workspace: Workspace, tables: Sequence[str], readings: str, batch: str) -> None:
        self._folders = {table: workspace.folder(table) for table in (*tables, readings)}
        self._readings = readings
        self._batch = batch
        self._lines = Lines(workspace.root / "raw" / _HARVEST, Sheaf)
        self.parents = 0
        """How many have been read so far."""
        last = parquet.find_batch(self._folders[readings], batch)
        self.whole = last is not None
        """This batch is complete already."""
        if last is not None:
            self.parents = last.rows
            self._lines.path.unlink(missing_ok=True)
            return
        self._lines.open(self._count)

    def _count(self, _sheaf: Sheaf) -> None:
        self.parents += 1

    def append(self, id_: str, at: datetime, marks: str, rows: Mapping[str, list[Row]]) -> None:
        """One parent and everything that hangs on it, in one piece."""
        sheaf = Sheaf(id_, at, marks, {table: found for table, found in rows.items() if found})
        self._lines.append(sheaf)
        self.parents += 1

    def read(self) -> Iterator[str]:
        """The ids of the parents so far, one after the other, from disk."""
        return (sheaf.id for sheaf in self._lines)

    def close(self) -> None:
        """Make it one batch of every table, the parents' table last. A second call does nothing."""
        if self.whole:
            return
        self._lines.close()
        groups = {table: RowGroup(self._batch) for table in self._folders}
        files = {table: parquet.Writing(folder, RAW_SCHEMA) for table, folder in self._folders.items()}
        for sheaf in self._lines:
            groups[self._readings].add(Row(sheaf.id, sheaf.marks), None, sheaf.at)
            for table, rows in sheaf.rows.items():
                for row in rows:
                    groups[table].add(row, sheaf.id, sheaf.at)
            for table in (self._readings, *sheaf.rows):
                if groups[table].is_full:
                    files[table].add(groups[table].take())
        for table, folder in self._folders.items():
            files[table].add(groups[table].take())
            file = files[table].keep()
            # a crash may have come between two tables: those before it have their batch
            if not parquet.has_batch(folder, self._batch):
                parquet.append(folder, parquet.Batch(self._batch, (file,)))
        self._lines.path.unlink()
        self.whole = True

    def suspend(self) -> None:
        """Leave it as it is, for the next run."""
        if not self.whole:
            self._lines.close()

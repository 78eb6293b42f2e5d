"""The folder of one migration: which path everything has (surface.md, "The workspace"). No content, no SQL."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.tables import TABLES


@dataclass(frozen=True)
class Workspace:
    """One migration's folder. A value: paths only."""

    root: Path

    def folder(self, table: str) -> Path:
        """The folder of Parquet files of `table`."""
        return self.root / TABLES[table].folder / table

    def mapping(self, kind: str) -> Path:
        """The CSV in which people decide about `kind`."""
        return self.root / "mappings" / f"{kind}.csv"

    @property
    def ledger(self) -> Path:
        """The load's memory."""
        return self.root / "ledger.sqlite"

    @property
    def files(self) -> Path:
        """Attachments, each named by the SHA-256 of its bytes."""
        return self.root / "files"

    @property
    def report(self) -> Path:
        """The folder of the report."""
        return self.root / "report"

    @property
    def logs(self) -> Path:
        """One file of JSON lines per command; ids and counts only."""
        return self.root / "logs"

    @property
    def spill(self) -> Path:
        """Where DuckDB spills when memory runs short; emptied before and after every command."""
        return self.root / ".spill"


@contextmanager
def opened(root: Path) -> Iterator[Workspace]:
    """Make `root` if need be, owner-only, and hold it: two commands never write to one workspace at once.

    Raises SettingsError when the folder can't be made or another command holds it.
    """
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(root / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise SettingsError(f"The workspace {root} can't be used: {error.strerror}. Choose another folder.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise SettingsError(
            f"Another lever2ashby command is working in {root}. Wait until it has ended, then run this one again."
        ) from error
    held = Workspace(root)
    try:
        shutil.rmtree(held.spill, ignore_errors=True)  # what a killed command left there
        yield held
    finally:
        shutil.rmtree(held.spill, ignore_errors=True)
        os.close(lock)

"""This machine's side: room on disk against what the migration will need, and who may look into the workspace."""

import os
import shutil
import stat
from pathlib import Path
from typing import Any

from pipeline import parquet
from pipeline.errors import InputMissing
from pipeline.findings import Finding
from pipeline.workspace import Workspace

ASSUMED_BYTES = 600_000
"""Per opportunity where nothing was extracted yet: half a megabyte of resumes and files, the rest tables."""
ASSUMED_OPPORTUNITIES = 10_000

_TABLES_FACTOR = 4
"""raw/ stands for the tables made of it too: staged/, ready/ and what is read back are each about as large."""

_MB = 1_000_000


def look(workspace: Workspace) -> tuple[tuple[Finding, ...], dict[str, Any]]:
    """Lines of the table, and the same for machines. Writes nothing; the workspace need not exist."""
    free = shutil.disk_usage(_existing(workspace.root)).free
    opportunities = _opportunities(workspace)
    raw, attachments = _bytes(workspace.root / "raw"), _bytes(workspace.files)
    if opportunities is not None:
        whole = _TABLES_FACTOR * raw + attachments
        each = whole // opportunities
        needed = max(0, whole - _bytes(workspace.root))
        basis = f"{opportunities} opportunities at {each / _MB:.2f} MB each (by the last extraction)"
    else:
        each, needed = ASSUMED_BYTES, ASSUMED_BYTES * ASSUMED_OPPORTUNITIES
        basis = (
            f"{ASSUMED_OPPORTUNITIES} opportunities at {each / _MB:.2f} MB each (assumed: nothing was extracted yet, "
            "and how many there are is not known)"
        )
    enough = free >= needed
    says = f"{free / _MB:.0f} MB free; {basis} still need {needed / _MB:.0f} MB"
    mode = stat.S_IMODE(workspace.root.stat().st_mode) if workspace.root.exists() else None
    findings = (
        Finding(
            "here",
            "disk",
            "ok" if enough else "warning",
            says if enough else f"{says}: make room, or set another LEVER2ASHBY_WORKSPACE",
        ),
        _folder(workspace.root, mode),
    )
    return findings, {
        "free_bytes": free,
        "needed_bytes": needed,
        "bytes_per_opportunity": each,
        "opportunities": opportunities,
        "is_measured": opportunities is not None,
        "workspace_mode": None if mode is None else f"{mode:04o}",
    }


def _folder(root: Path, mode: int | None) -> Finding:
    if mode is None:
        return Finding("here", "workspace", "ok", f"{root} is not there yet; it will be made for its owner only")
    if mode & 0o077:
        says = f"others may look into {root} ({mode:04o}): run `chmod 700 {root}`"
        return Finding("here", "workspace", "warning", says)
    if not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        return Finding("here", "workspace", "warning", f"{root} belongs to somebody else or is closed to writing")
    return Finding("here", "workspace", "ok", f"{root} is open to its owner only ({mode:04o})")


def _existing(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    folder = folder.absolute()
    return folder if folder.exists() else _existing(folder.parent)


def _opportunities(workspace: Workspace) -> int | None:
    """How many the last extraction copied; None where none has ended, brought none, or its table is damaged."""
    try:
        return parquet.rows_now(workspace.folder("raw_lever__opportunity")) or None
    except InputMissing:
        return None


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

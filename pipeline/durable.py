"""A file is either whole under its name, or not there: written aside (owner-only), fsynced, renamed."""

import os
import uuid
from pathlib import Path
from typing import BinaryIO

_ASIDE = ".tmp-"


def aside(folder: Path) -> BinaryIO:
    """A new file in `folder` under a passing name, open for writing; the folder is made owner-only if need be."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return open(folder / f"{_ASIDE}{uuid.uuid4().hex}", "xb", opener=_owner_only)


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def settle(file: BinaryIO, path: Path) -> None:
    """Give a file from `aside` its lasting name, durably; what had that name before is gone."""
    with file:
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def drop(file: BinaryIO) -> None:
    """Remove a file from `aside` that will not be settled."""
    file.close()
    Path(file.name).unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """Write a small file."""
    file = aside(path.parent)
    try:
        file.write(content)
        settle(file, path)
    except BaseException:
        drop(file)
        raise


def sweep(folder: Path) -> int:
    """Remove what a crash left aside in `folder`; returns how many files."""
    left = list(folder.glob(f"{_ASIDE}*"))
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)

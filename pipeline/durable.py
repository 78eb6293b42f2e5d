"""A file is either whole under its name, or not there: written aside (owner-only), fsynced, renamed."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_ASIDE = ".tmp-"


@contextmanager
def aside(folder: Path) -> Iterator[BinaryIO]:
    """A new file in `folder`, under a passing name; unless it is settled, nothing of it stays.

    The folder is made, owner-only, if need be.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{_ASIDE}{uuid.uuid4().hex}"
    try:
        with open(path, "xb", opener=_owner_only) as file:
            yield file
    finally:
        path.unlink(missing_ok=True)


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def settle(file: BinaryIO, path: Path) -> None:
    """Give a file from `aside` its lasting name, durably; what had that name before is gone."""
    file.flush()
    os.fsync(file.fileno())
    os.replace(file.name, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write(path: Path, content: bytes) -> None:
    """Write a small file."""
    with aside(path.parent) as file:
        file.write(content)
        settle(file, path)


def sweep(folder: Path) -> int:
    """Remove what a crash left aside in `folder`; returns how many files."""
    left = list(folder.glob(f"{_ASIDE}*"))
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)

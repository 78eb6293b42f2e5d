"""The bytes of files by their SHA-256, in one nameless file on disk: memory stays flat however large they are."""

import hashlib
import mmap
import os
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

CHUNK = 1 << 20


class Depot:
    """Bytes are written into room that was reserved, and stay where they were written; nothing is ever removed."""

    def __init__(self) -> None:
        self._file: int | None = None
        self._end = 0
        self._known: dict[str, tuple[int, int]] = {}

    def reserve(self, size: int) -> int:
        """Room for so many bytes; gives where it begins."""
        start, self._end = self._end, self._end + size
        return start

    def write(self, content: bytes, start: int) -> None:
        """Put bytes at a place within reserved room."""
        view = memoryview(content)
        while view:
            written = os.pwrite(self._open(), view, start)
            view, start = view[written:], start + written

    @contextmanager
    def view(self) -> Iterator[mmap.mmap]:
        """Everything written so far, to be read in place; something must have been."""
        with mmap.mmap(self._open(), 0, access=mmap.ACCESS_READ) as everything:
            yield everything

    def keep(self, start: int, end: int) -> str:
        """Take what lies between two places as one file; gives its SHA-256 as hex."""
        found = hashlib.sha256()
        for chunk in self._read(start, end):
            found.update(chunk)
        self._known.setdefault(found.hexdigest(), (start, end))
        return found.hexdigest()

    def put(self, content: bytes) -> str:
        """Take bytes as one file; gives their SHA-256 as hex."""
        start = self.reserve(len(content))
        self.write(content, start)
        return self.keep(start, start + len(content))

    def size(self, sha256: str) -> int:
        """How many bytes a file has."""
        start, end = self._known[sha256]
        return end - start

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a file, at most `CHUNK` at a time."""
        return self._read(*self._known[sha256])

    def _read(self, start: int, end: int) -> Iterator[bytes]:
        for place in range(start, end, CHUNK):
            yield os.pread(self._open(), min(CHUNK, end - place), place)

    def _open(self) -> int:
        """The descriptor of the file, which is closed when the depot goes."""
        if self._file is None:
            with tempfile.TemporaryFile() as made:
                self._file = os.dup(made.fileno())
            weakref.finalize(self, os.close, self._file)
        return self._file

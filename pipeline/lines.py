"""An append-only file of lines that a crash may tear: on opening, whatever is not a whole line is cut off.

A line is on its way to the disk when `append` returns, and surely there when it was asked to be `durable` or a moment
later: what a power cut takes is read again, never half kept. Knows nothing of what the lines say.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

_LONGEST_UNSYNCED_S = 0.25

T = TypeVar("T")


class Lines(Generic[T]):
    """One file of lines, each a value of one kind."""

    def __init__(self, path: Path, kind: type[T]) -> None:
        self.path = path
        self._decoder = msgspec.json.Decoder(kind)
        self._encoder = msgspec.json.Encoder()
        self._synced_at = time.monotonic()

    def open(self, seen: Callable[[T], None]) -> None:
        """Cut a torn end off, tell `seen` of every whole line, and be ready to append."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.path.exists():
            with self.path.open("r+b") as lines:
                end = 0
                for line in lines:
                    try:
                        value = self._decoder.decode(line) if line.endswith(b"\n") else None
                    except msgspec.DecodeError:
                        value = None
                    if value is None:
                        break
                    end += len(line)
                    seen(value)
                lines.truncate(end)
        self._handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def append(self, value: T, *, durable: bool = False) -> None:
        """Add one line; `durable`: it is on disk when this returns."""
        os.write(self._handle, self._encoder.encode(value) + b"\n")
        now = time.monotonic()
        if durable or now - self._synced_at > _LONGEST_UNSYNCED_S:
            os.fsync(self._handle)
            self._synced_at = now

    def __iter__(self) -> Iterator[T]:
        """Every line, one after the other, from disk."""
        if not self.path.exists():
            return
        with self.path.open("rb") as lines:
            for line in lines:
                yield self._decoder.decode(line)

    def close(self) -> None:
        """Leave the file as it is, on disk."""
        os.fsync(self._handle)
        os.close(self._handle)

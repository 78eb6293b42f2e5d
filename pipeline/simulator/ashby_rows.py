"""One table of Ashby objects with a log of its changes, so that lists page without sorting and sync by position.

A change number is a position in the log. A row carries the numbers of its creation and of its last change; every
other log entry of it is stale and is skipped by whoever walks the log. No meaning of any field stands here.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

Position = int | str
"""Where a walk goes on: a place in the log, or (random order) an id."""


class Row(Protocol):
    """What a table holds."""

    id: str
    born: int
    """change number of its creation"""
    changed: int
    """change number of its last change"""


T = TypeVar("T", bound=Row)


@dataclass(slots=True)
class Rows(Generic[T]):
    """The living rows, the deleted ones as they last were, and the log of both."""

    by_id: dict[str, T] = field(default_factory=dict)
    gone: dict[str, T] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    """ids; the index is the change number"""
    times: list[float] = field(default_factory=list)
    """when, in unix seconds; as long as the log and never decreasing"""
    _shuffled: list[str] = field(default_factory=list)
    _shuffled_to: int = 0

    def add(self, row: T, at: float) -> None:
        """A new row, at unix seconds `at`."""
        row.born = len(self.log)
        self.by_id[row.id] = row
        self.touch(row, at)

    def touch(self, row: T, at: float) -> None:
        """The row has changed."""
        row.changed = len(self.log)
        self.log.append(row.id)
        self.times.append(max(at, self.times[-1]) if self.times else at)

    def remove(self, row: T, at: float) -> None:
        """The row is deleted; its last state stays in `gone`."""
        self.touch(row, at)
        self.gone[row.id] = self.by_id.pop(row.id)

    def horizon(self, now: float, delay_s: float) -> int:
        """The change number from which on nothing shows yet, when changes show `delay_s` after they happened."""
        return len(self.log) if delay_s <= 0 else bisect_right(self.times, now - delay_s)

    def walk(
        self, order: Literal["created", "updated", "random"], start: Position | None, end: int
    ) -> Iterator[tuple[Position, T]]:
        """Every row born before change number `end`, with its position; `start` is where an earlier walk stopped.

        `updated` goes from the newest change before `end` downwards: a row that changes meanwhile is not met.
        """
        if order == "created":
            for number in range(start if isinstance(start, int) else 0, end):
                row = self.by_id.get(self.log[number])
                if row is not None and row.born == number:
                    yield number, row
        elif order == "updated":
            for number in range(start if isinstance(start, int) else end - 1, -1, -1):
                row = self.by_id.get(self.log[number])
                if row is not None and row.changed == number:
                    yield number, row
        else:
            ids = self._by_chance()
            for place in range(bisect_left(ids, start) if isinstance(start, str) else 0, len(ids)):
                row = self.by_id.get(ids[place])
                if row is not None and row.born < end:
                    yield row.id, row

    def changes(self, since: int, end: int, *, with_gone: bool) -> Iterator[tuple[Position, T]]:
        """Every row whose last change is in [since, end), oldest change first; deleted ones only `with_gone`."""
        for number in range(since, end):
            row = self.by_id.get(self.log[number])
            if row is None and with_gone:
                row = self.gone.get(self.log[number])
            if row is not None and row.changed == number:
                yield number, row

    def _by_chance(self) -> list[str]:
        """All ids in their own order, which says nothing, since ids are drawn by chance. Kept sorted, not re-sorted."""
        for number in range(self._shuffled_to, len(self.log)):
            row = self.by_id.get(self.log[number])
            if row is not None and row.born == number:
                insort(self._shuffled, row.id)
        self._shuffled_to = len(self.log)
        return self._shuffled

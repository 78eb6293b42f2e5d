"""An allowance of requests, shared by all tasks of one key: used up almost whole, never overdrawn.

Two rules together. A *log* of the last requests keeps us within the limit in every window of the given length,
wherever the vendor's window begins (fixed, sliding or bucket): a request leaves the log one window after the vendor
has surely counted it, that is after its answer, or after a grace if the answer takes longer. A *pace*
spreads the requests evenly, so that one run does not use a minute up in its first seconds beside other users of
the key. A 429 stops everybody, slows the pace, and the pace finds its way back up.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_GRACE_SHARE, _LONGEST_GRACE_S = 0.05, 0.5
_BURST = 8
_SLOWER, _SLOWEST, _FASTER = 0.8, 0.1, 1.02


class Allowance:
    """At most `requests` in any `seconds`; all waiting is done here."""

    def __init__(self, requests: float, seconds: float) -> None:
        # A fractional limit is a whole one over a longer window: 0.5 a second is 1 in 2 seconds.
        scale = max(1.0, 1.0 / requests)
        self._limit = int(requests * scale)
        self._window = seconds * scale * (self._limit / (requests * scale))
        self._sent: deque[list[float]] = deque()
        self._gate = asyncio.Lock()
        self._due = 0.0
        self._speed = 1.0
        self._paused_until = 0.0
        self.used = 0
        """Requests let through so far."""
        self.refused = 0
        """Answers 429 so far."""

    @asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        """Wait for a place, then hold it while the request is under way."""
        stamp = await self._place()
        try:
            yield
        finally:
            stamp[0] = min(stamp[0], time.monotonic())

    async def _place(self) -> list[float]:
        async with self._gate:
            while (wait := self._wait(time.monotonic())) > 0:
                await asyncio.sleep(wait)
            now = time.monotonic()
            interval = self._window / self._limit / self._speed
            self._due = max(self._due, now - _BURST * interval) + interval
            self._speed = min(1.0, self._speed * _FASTER)
            stamp = [now + min(_GRACE_SHARE * self._window, _LONGEST_GRACE_S)]
            self._sent.append(stamp)
            self.used += 1
            return stamp

    def _wait(self, now: float) -> float:
        while self._sent and self._sent[0][0] <= now - self._window:
            self._sent.popleft()
        full = self._sent[0][0] + self._window - now if len(self._sent) >= self._limit else 0.0
        return max(full, self._due - now, self._paused_until - now)

    def told_to_slow_down(self, seconds: float) -> None:
        """A 429 came: nobody sends for `seconds`, then everybody goes slower for a while."""
        self.refused += 1
        self._paused_until = max(self._paused_until, time.monotonic() + seconds)
        self._speed = max(_SLOWEST, self._speed * _SLOWER)

"""Server-side rate limits, as pure functions of a monotonic clock: bucket, sliding window, fixed window, none.

A limiter is asked `limiter(key, now)` for every call (`now`: seconds of any monotonic clock, never going back) and
answers 0.0 when the call is admitted, otherwise the seconds until a call of this key would be admitted. Refused
calls use up nothing. Times are counted in whole nanoseconds inside, so that the edges of a window are exact.
Which limit a vendor has stands in that vendor's options, not here.
"""

import json
from collections import deque
from collections.abc import Callable
from math import ceil
from random import Random
from time import monotonic

from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.simulator.faults import answer

Limiter = Callable[[str, float], float]

SECOND = 1_000_000_000
EARLY_WAIT_S = 0.1
"""What a call is told that is refused although there is room."""


def bucket(rate: float, burst: int) -> Limiter:
    """Token bucket: full with `burst` tokens at the start, `rate` tokens a second flow in, a call takes one."""
    price = round(SECOND / rate)  # ns of inflow that one call costs
    depth = burst * price
    levels: dict[str, tuple[int, int]] = {}

    def admit(key: str, now: float) -> float:
        at = round(now * SECOND)
        level, since = levels.get(key, (depth, at))
        level = min(depth, level + at - since)
        admitted = level >= price
        levels[key] = (level - price if admitted else level, at)
        return 0.0 if admitted else (price - level) / SECOND

    return admit


def sliding(limit: int, seconds: float) -> Limiter:
    """At most `limit` admitted calls in any half-open stretch of `seconds`."""
    width = round(seconds * SECOND)
    admitted: dict[str, deque[int]] = {}

    def admit(key: str, now: float) -> float:
        at = round(now * SECOND)
        times = admitted.setdefault(key, deque())
        while times and times[0] <= at - width:
            times.popleft()
        if len(times) >= limit:
            return (times[0] + width - at) / SECOND
        times.append(at)
        return 0.0

    return admit


def fixed(limit: int, seconds: float, offset: float = 0.0) -> Limiter:
    """At most `limit` admitted calls in each window [offset + k·seconds, offset + (k+1)·seconds)."""
    width, start = round(seconds * SECOND), round(offset * SECOND)
    used: dict[str, tuple[int, int]] = {}

    def admit(key: str, now: float) -> float:
        at = round(now * SECOND) - start
        window = at // width
        last, count = used.get(key, (window, 0))
        if last != window:
            count = 0
        if count >= limit:
            return ((window + 1) * width - at) / SECOND
        used[key] = (window, count + 1)
        return 0.0

    return admit


def none() -> Limiter:
    """No limit."""
    return lambda _key, _now: 0.0


def early(limiter: Limiter, share: float, seed: int = 0) -> Limiter:
    """`limiter`, which besides refuses this share of all calls before their time, the same ones for the same seed."""
    chance = Random(seed)

    def admit(key: str, now: float) -> float:
        return EARLY_WAIT_S if chance.random() < share else limiter(key, now)

    return admit


def plain_refusal(_wait: float) -> bytes:
    """The body of a 429 where a vendor hands in none of its own."""
    return json.dumps({"message": "Too many requests"}).encode()


def wrap(
    app: ASGIApp,
    limiter: Limiter,
    key: Callable[[Scope], str],
    refusal: Callable[[float], bytes] = plain_refusal,
    *,
    retry_after: bool = False,
) -> ASGIApp:
    """`app` behind `limiter`, which knows the caller by `key(scope)`.

    `refusal(wait)` gives the 429's JSON body for a wait in seconds; with `retry_after` the answer carries that wait,
    in whole seconds rounded up, as Retry-After.
    """

    async def limited(scope: Scope, receive: Receive, send: Send) -> None:
        wait = limiter(key(scope), monotonic()) if scope["type"] == "http" else 0.0
        if wait > 0.0:
            await answer(send, 429, refusal(wait), retry_after=ceil(wait) if retry_after else None)
        else:
            await app(scope, receive, send)

    return limited

"""The rate that an account really gives, and how far its clock is from ours: a short burst of one cheap read."""

import email.utils
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pipeline import workers
from pipeline.findings import Finding
from pipeline.transport import CONNECTIONS, Answer, Connection

_CLOCK_S = 60.0
_HALF_A_SECOND = 0.5


@dataclass(frozen=True)
class Burst:
    """What a burst showed."""

    calls: int
    per_second: float
    too_many: int
    """Answers 429 among them."""
    clock_skew_s: float | None
    """Our clock minus the vendor's, from its Date header; None where it sends none."""


async def measure(connection: Connection, ask: Callable[[], Awaitable[Answer]], calls: int) -> Burst:
    """Make so many calls as fast as our budget lets us. Raises Unreachable."""
    skews: list[tuple[float, float]] = []
    too_many = connection.allowance.refused

    async def one(_number: int) -> None:
        sent = time.time()
        answer = await ask()
        took = time.time() - sent
        theirs = _date(answer)
        if theirs is not None:
            skews.append((took, sent + took / 2 - theirs))

    begun = time.monotonic()
    await workers.for_each(iter(range(calls)), one, at_once=CONNECTIONS)
    per_second = calls / max(time.monotonic() - begun, 0.001)
    # The quickest answer tells the time best: the others may have waited for their turn.
    skew = round(min(skews)[1], 1) if skews else None
    return Burst(calls, per_second, connection.allowance.refused - too_many, skew)


def findings(vendor: str, burst: Burst, budget: str) -> tuple[Finding, Finding]:
    """Rate and clock as lines of the table; `budget` is the setting, e.g. `LEVER_REQUESTS_PER_SECOND=10`."""
    rate = f"{burst.per_second:.1f} over {burst.calls} calls, {burst.too_many} answers 429, with {budget}"
    if burst.too_many:
        rate += ". Something else uses the allowance of this key up, or it is smaller: lower the setting"
    return (
        Finding(vendor, "requests per second", "warning" if burst.too_many else "ok", rate),
        _clock(vendor, burst.clock_skew_s),
    )


def _clock(vendor: str, skew_s: float | None) -> Finding:
    if skew_s is None:
        return Finding(vendor, "clock", "warning", f"{vendor} did not say what time it has")
    if abs(skew_s) <= _CLOCK_S:
        return Finding(vendor, "clock", "ok", f"{abs(skew_s):.0f} s apart")
    direction = "ahead of" if skew_s > 0 else "behind"
    return Finding(
        vendor,
        "clock",
        "warning",
        f"this machine's clock is {abs(skew_s):.0f} s {direction} {vendor}'s: what changes during an extraction could "
        "be missed by its second pass, and beyond 5 minutes a write whose answer was lost could be sent twice. "
        "Set the clock by a time server before going on",
    )


def _date(answer: Answer) -> float | None:
    """The moment of the answer; the header counts whole seconds, so the middle of one is meant."""
    try:
        return email.utils.parsedate_to_datetime(answer.headers["date"]).timestamp() + _HALF_A_SECOND
    except (KeyError, ValueError):
        return None

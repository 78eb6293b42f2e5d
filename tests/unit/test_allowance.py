"""The allowance: never overdrawn in any window, almost whole used, slows down when told to."""

import asyncio
import itertools
import time

import pytest

from pipeline.allowance import Allowance


async def _stamps(allowance: Allowance, seconds: float, answer_s: float) -> list[float]:
    """When requests were answered while eight tasks send as fast as they may."""
    arrived: list[float] = []
    end = time.monotonic() + seconds

    async def send() -> None:
        while time.monotonic() < end:
            async with allowance.request():
                arrived.append(time.monotonic())
                await asyncio.sleep(answer_s)

    await asyncio.gather(*(send() for _ in range(8)))
    return arrived


@pytest.mark.parametrize("answer_s", [0.0, 0.005])
def test_no_window_holds_more_than_the_limit_and_almost_all_of_it_is_used(answer_s: float) -> None:
    limit, window = 20, 0.4
    arrived = asyncio.run(_stamps(Allowance(limit, window), 3.0, answer_s))

    most = max(sum(1 for later in arrived if first <= later < first + window) for first in arrived)
    assert most <= limit
    used = len(arrived) / (limit * (arrived[-1] - arrived[0]) / window)
    assert used > 0.9, f"only {used:.0%} of the allowance was used"


def test_requests_are_spread_over_the_window_not_bunched_at_its_start() -> None:
    arrived = asyncio.run(_stamps(Allowance(40, 2.0), 1.0, 0.0))

    first_fifth = [moment for moment in arrived if moment < arrived[0] + 0.4]
    assert len(first_fifth) <= 20


def test_a_limit_below_one_a_second_is_one_in_a_longer_window() -> None:
    arrived = asyncio.run(_stamps(Allowance(0.5, 0.2), 1.0, 0.0))

    assert 2 <= len(arrived) <= 16
    gaps = [later - earlier for earlier, later in itertools.pairwise(arrived[8:])]
    assert all(gap > 0.3 for gap in gaps)


def test_everybody_stops_when_told_to_and_goes_slower_for_a_while() -> None:
    async def go() -> list[float]:
        allowance = Allowance(100, 1.0)
        async with allowance.request():
            allowance.told_to_slow_down(0.3)
        return await _stamps(allowance, 0.6, 0.0)

    begun = time.monotonic()
    arrived = asyncio.run(go())

    assert arrived[0] - begun >= 0.29

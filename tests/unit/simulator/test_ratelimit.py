"""The limiters admit exactly what they say, at exactly the edges of their windows."""

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from pipeline.simulator import ratelimit
from pipeline.simulator.faults import answer
from pipeline.simulator.serving import serving


def admitted(limiter: ratelimit.Limiter, times: list[float], key: str = "k") -> list[bool]:
    return [limiter(key, now) == 0.0 for now in times]


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    limiter = ratelimit.bucket(10, 20)
    assert admitted(limiter, [0.0] * 21) == [True] * 20 + [False]
    assert admitted(limiter, [0.0999, 0.1, 0.1]) == [False, True, False]
    # an hour without a call fills it to the brim, not over it
    assert admitted(limiter, [3600.0] * 21) == [True] * 20 + [False]


def test_a_bucket_admits_its_rate_for_ever_without_drift() -> None:
    limiter = ratelimit.bucket(10, 1)
    assert all(admitted(limiter, [number * 0.1 for number in range(10_000)]))


def test_a_bucket_tells_the_wait_and_the_wait_is_enough() -> None:
    limiter = ratelimit.bucket(10, 1)
    assert limiter("k", 5.0) == 0.0
    wait = limiter("k", 5.03)
    assert wait == pytest.approx(0.07)
    assert limiter("k", 5.03 + wait) == 0.0


def test_a_sliding_window_holds_in_every_stretch() -> None:
    limiter = ratelimit.sliding(3, 1.0)
    assert admitted(limiter, [0.0, 0.5, 0.9, 0.95]) == [True, True, True, False]
    assert limiter("k", 0.95) == pytest.approx(0.05)
    assert admitted(limiter, [0.999999, 1.0, 1.0, 1.49, 1.5]) == [False, True, False, False, True]


def test_a_fixed_window_starts_anew_at_its_edges() -> None:
    limiter = ratelimit.fixed(2, 60.0, offset=7.0)
    assert admitted(limiter, [10.0, 66.0, 66.9, 67.0, 67.0, 67.0]) == [True, True, False, True, True, False]
    assert limiter("k", 100.0) == 27.0


@pytest.mark.parametrize("limiter", [ratelimit.bucket(1, 1), ratelimit.sliding(1, 1.0), ratelimit.fixed(1, 1.0)])
def test_keys_are_counted_apart_and_refusals_cost_nothing(limiter: ratelimit.Limiter) -> None:
    assert admitted(limiter, [0.0, 0.1, 0.2, 0.3], "a") == [True, False, False, False]
    assert admitted(limiter, [0.3], "b") == [True]
    assert admitted(limiter, [1.0], "a") == [True]


def test_no_limit_refuses_nothing() -> None:
    assert all(admitted(ratelimit.none(), [0.0] * 1000))


async def hello(_scope: Scope, _receive: Receive, send: Send) -> None:
    await answer(send, 200, b"{}")


@pytest.mark.parametrize("told", [True, False])
def test_a_refused_call_gets_429_and_the_header_only_where_wanted(told: bool) -> None:
    app = ratelimit.wrap(hello, ratelimit.fixed(1, 3600.0), lambda _: "all", retry_after=told)
    with serving(app) as (url,):
        assert httpx.get(url).status_code == 200
        refused = httpx.get(url)
    assert refused.status_code == 429
    assert ("retry-after" in refused.headers) == told
    if told:
        assert 1 <= int(refused.headers["retry-after"]) <= 3600

"""One request, sent well: over real HTTP on loopback, against a simulator with scripted faults."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest

from pipeline import transport
from pipeline.allowance import Allowance
from pipeline.errors import Unreachable
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.company import ASHBY_KEY
from pipeline.simulator.faults import Fault
from pipeline.simulator.server import Running, running
from pipeline.transport import Connection, NoAnswer, Patience

T = TypeVar("T")
QUICK = Patience(total_s=2, attempts=3, first_wait_s=0.01, longest_wait_s=0.05)


@pytest.fixture(scope="module")
def vendors() -> Iterator[Running]:
    with running(people=0, ashby_options=AshbyOptions(rate_window="none")) as both:
        yield both


@pytest.fixture(autouse=True)
def _clean(vendors: Running) -> None:
    vendors.ashby.faults.clear()
    vendors.ashby.recorder.reset()


def _do(vendors: Running, work: Callable[[Connection], Awaitable[T]], *, timeout_s: float = 1, port: str = "") -> T:
    async def go() -> T:
        url = port or vendors.ashby_url
        async with transport.connected(
            "Ashby", url, transport.basic(ASHBY_KEY), Allowance(1e6, 1), timeout_s, patience=QUICK
        ) as connection:
            return await work(connection)

    return asyncio.run(go())


def _calls(vendors: Running) -> int:
    return len(vendors.ashby.recorder.calls())


async def _read(connection: Connection) -> int:
    return await connection.read("POST", "/source.list", lambda answer: answer.status, json={})


async def _write(connection: Connection) -> int:
    return (await connection.write("POST", "/candidateTag.create", json={"title": "x"})).status


@pytest.mark.parametrize("kind", ["429", "500_before", "drop_before", "drop_after", "drop_during"])
def test_a_read_is_repeated_on_whatever_passes(vendors: Running, kind: str) -> None:
    vendors.ashby.faults.replace([Fault(kind, match="/source.list", nth=[1, 2])])

    assert _do(vendors, _read) == 200
    assert _calls(vendors) == 3


def test_a_read_that_never_works_ends_in_a_sentence(vendors: Running) -> None:
    vendors.ashby.faults.replace([Fault("500_before", match="/source.list")])

    with pytest.raises(Unreachable, match=r"POST /source.list .* status 500"):
        _do(vendors, _read)
    assert _calls(vendors) == QUICK.attempts


def test_an_answer_later_than_the_time_out_is_no_answer(vendors: Running) -> None:
    vendors.ashby.faults.replace([Fault("slow", match="/candidateTag.create", nth=1, seconds=1.0)])

    with pytest.raises(NoAnswer):
        _do(vendors, _write, timeout_s=0.2)
    assert _calls(vendors) == 1


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "drop_during"])
def test_a_write_without_an_answer_is_never_repeated_blind(vendors: Running, kind: str) -> None:
    vendors.ashby.faults.replace([Fault(kind, match="/candidateTag.create", nth=1)])

    with pytest.raises(NoAnswer):
        _do(vendors, _write)
    assert _calls(vendors) == 1


def test_a_write_that_was_told_to_wait_is_repeated(vendors: Running) -> None:
    vendors.ashby.faults.replace([Fault("429", match="/candidateTag.create", nth=1, retry_after=1)])

    begun = time.monotonic()
    assert _do(vendors, _write) == 200

    assert time.monotonic() - begun >= 1.0
    assert _calls(vendors) == 2


def test_a_server_fault_of_a_write_is_handed_on_as_it_is(vendors: Running) -> None:
    vendors.ashby.faults.replace([Fault("500_after", match="/candidateTag.create", nth=1)])

    assert _do(vendors, _write) == 500
    assert _calls(vendors) == 1


@pytest.mark.parametrize("work", [_read, _write])
def test_nobody_there_ends_in_a_sentence(vendors: Running, work: Callable[[Connection], Awaitable[int]]) -> None:
    with pytest.raises(Unreachable, match="run the command again"):
        _do(vendors, work, port="http://127.0.0.1:9")

"""One request, sent well: over real HTTP on loopback, against a simulator with scripted faults."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import Receive, Scope, Send

from pipeline import transport
from pipeline.allowance import Allowance
from pipeline.errors import Unreachable
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.company import ASHBY_KEY
from pipeline.simulator.faults import Fault
from pipeline.simulator.server import Running, running
from pipeline.simulator.serving import serving
from pipeline.transport import Again, Answer, Auth, Connection, NeverWhole, NoAnswer, Patience

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


def _do(
    vendors: Running,
    work: Callable[[Connection], Awaitable[T]],
    *,
    timeout_s: float = 1,
    port: str = "",
    auth: Auth | None = None,
    patience: Patience = QUICK,
) -> T:
    async def go() -> T:
        url, signed = port or vendors.ashby_url, auth or transport.basic(ASHBY_KEY)
        async with transport.connected(
            "Ashby", url, signed, Allowance(1e6, 1), timeout_s, patience=patience
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


def test_an_answer_that_is_none_is_soon_given_up(vendors: Running) -> None:
    async def never_content(connection: Connection) -> None:
        def accept(_answer: Answer) -> None:
            raise Again("its answer is nonsense")

        await connection.read("POST", "/source.list", accept, json={})

    with pytest.raises(NeverWhole, match="nonsense"):
        _do(vendors, never_content, patience=Patience(10, broken_answers=4, first_wait_s=0.01, longest_wait_s=0.02))
    assert _calls(vendors) == 4


def test_the_first_failure_counts_as_an_attempt_and_its_wait_is_kept(vendors: Running) -> None:
    vendors.ashby.faults.replace([Fault("429", match="/source.list", nth=1, retry_after=1)])

    begun = time.monotonic()
    assert _do(vendors, _read, patience=Patience(total_s=5, attempts=2, first_wait_s=0.01)) == 200

    assert time.monotonic() - begun >= 1.0
    assert _calls(vendors) == 2


def test_patience_counts_from_the_first_attempt(vendors: Running) -> None:
    vendors.ashby.faults.replace([Fault("slow", match="/source.list", seconds=2)])

    with pytest.raises(Unreachable):
        _do(vendors, _read, timeout_s=0.3, patience=Patience(total_s=0.2, first_wait_s=0.01))
    assert _calls(vendors) == 1


@dataclass
class _Signer:
    """Signs with one key after the other, the next one whenever one is refused."""

    keys: list[str]
    refusals: list[str] = field(default_factory=list)

    async def header(self) -> str:
        return await transport.basic(self.keys[0]).header()

    async def refused(self, header: str) -> bool:
        self.refusals.append(header)
        self.keys = self.keys[1:] or self.keys
        return True


@pytest.mark.parametrize(("keys", "statuses"), [(["old", "new"], [401, 200]), (["old", "older", "new"], [401, 401])])
@pytest.mark.parametrize("send", [_read, _write])
def test_a_refused_signature_is_renewed_once(
    vendors: Running, send: Callable[[Connection], Awaitable[int]], keys: list[str], statuses: list[int]
) -> None:
    seen = []

    async def vendor(scope: Scope, _receive: Receive, answer: Send) -> None:
        is_new = dict(scope["headers"])[b"authorization"] == b"Basic bmV3Og=="
        seen.append(200 if is_new else 401)
        await answer({"type": "http.response.start", "status": seen[-1], "headers": [(b"content-length", b"0")]})
        await answer({"type": "http.response.body", "body": b""})

    signer = _Signer(list(keys))
    with serving(vendor) as (url,):
        assert _do(vendors, send, port=url, auth=signer) == statuses[-1]

    assert seen == statuses
    assert signer.refusals == [asyncio.run(transport.basic("old").header())]


def test_a_connection_without_a_signature_sends_none() -> None:
    seen = []

    async def vendor(scope: Scope, _receive: Receive, answer: Send) -> None:
        seen.append(dict(scope["headers"]).get(b"authorization"))
        await answer({"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"a=b")]})
        await answer({"type": "http.response.body", "body": b"{}"})

    async def go(url: str) -> None:
        async with transport.connected("Vendor", url, None, Allowance(1e6, 1), 1, patience=QUICK) as connection:
            await _read(connection)

    with serving(vendor) as (url,):
        asyncio.run(go(url))
    assert seen == [None]


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.tuples(_TEXT, _TEXT), max_size=3))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_parameters_arrive_as_they_were_given(vendors: Running, params: list[tuple[str, str]]) -> None:
    async def read(connection: Connection) -> int:
        return await connection.read("POST", "/source.list", lambda answer: answer.status, params=params, json={})

    _do(vendors, read)
    assert parse_qsl(vendors.ashby.recorder.calls()[-1].query, keep_blank_values=True) == params

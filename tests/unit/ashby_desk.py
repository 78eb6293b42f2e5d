"""A served Ashby stand-in and our own client of it, for tests of the protocol over real HTTP."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from pipeline.allowance import Allowance
from pipeline.ashby import client
from pipeline.ashby.answers import Accepted, NotUnderstood
from pipeline.ashby.looking import Look
from pipeline.ashby.writes import WRITES
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.company import ASHBY_KEY
from pipeline.simulator.control import Vendor
from pipeline.simulator.faults import Fault
from pipeline.simulator.server import Running, running
from pipeline.transport import Connection, Patience

T = TypeVar("T")
QUICK = Patience(total_s=3, attempts=8, broken_answers=3, first_wait_s=0.01, longest_wait_s=0.05)


UNLIMITED = AshbyOptions(rate_window="none")


@dataclass
class Desk:
    """What a test does with Ashby, over one connection."""

    vendors: Running
    runner: asyncio.Runner
    connection: Connection

    @property
    def ashby(self) -> Vendor:
        return self.vendors.ashby

    def do(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        async def go() -> T:
            return await work(self.connection)

        return self.runner.run(go())

    def clear(self) -> None:
        """Ashby as it was at first, but for what it holds."""
        self.ashby.recorder.reset()
        self.ashby.faults.clear()
        self.ashby.options = UNLIMITED
        self.ashby.set_options()

    def read(self, call: str, **body: Any) -> Any:
        """The results of a read that is accepted."""
        told = self.do(lambda ashby: client.read(ashby, call, body))
        assert isinstance(told, Accepted), told
        return msgspec.json.decode(told.results)

    def write(self, call: str, body: dict[str, Any]) -> Accepted:
        """A write that is accepted."""
        told = self.do(lambda ashby: client.write(ashby, call, body))
        assert isinstance(told, Accepted), told
        return told

    def lose(self, call: str, body: dict[str, Any], kind: str = "drop_after") -> None:
        """Send a write whose answer is lost."""
        self.ashby.faults.replace([Fault(kind, match=f"/{call}", nth=1)])
        told = self.do(lambda ashby: client.write(ashby, call, body))
        self.ashby.faults.clear()
        assert isinstance(told, NotUnderstood)

    def look(
        self, call: str, body: dict[str, Any], *, taken: Collection[str] = (), is_last: bool = False
    ) -> str | None:
        """What the probe of a write finds for a body that was sent just now."""
        probe = WRITES[call].probe
        assert probe is not None
        look = Look(body, datetime.now(UTC), taken.__contains__, is_last)
        return self.do(lambda ashby: probe(ashby, look))


@contextmanager
def opened(url: str = "", key: str = ASHBY_KEY, timeout_s: float = 2) -> Iterator[Desk]:
    """A desk at a stand-in that is served meanwhile; `url`: our client calls there instead."""
    with running(people=0, ashby_options=UNLIMITED) as vendors, asyncio.Runner() as runner:
        connecting = client.connected(url or vendors.ashby_url, key, Allowance(1e6, 1), timeout_s, QUICK)
        connection = runner.run(connecting.__aenter__())
        try:
            yield Desk(vendors, runner, connection)
        finally:
            runner.run(connecting.__aexit__(None, None, None))

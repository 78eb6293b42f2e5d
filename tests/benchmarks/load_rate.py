"""`load` with no limit set, beside a bare httpx loop that sends the same bodies to the same server; and its calls.

The fewest calls that the documentation allows for the same result: one per write, since no endpoint takes two objects
(ashby-api 9); one more per file, for the address of its upload; and one look at each candidate whose resume was parsed.
Ours come on top: what the key may do, and the trial of a private note.
"""

import asyncio
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

from pipeline import duck
from pipeline.transport import CONNECTIONS
from pipeline.workspace import Workspace
from tests.benchmarks.vendors import serving

PEOPLE = int(__import__("os").environ.get("P", "400"))


def main() -> None:
    """Rates of both, ledger and results included in ours."""
    with serving(PEOPLE) as vendors, tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch)
        vendors.control("lever", "options", {"rate_limit": "none"})
        vendors.control("ashby", "options", {"rate_window": "none"})
        fast = {"LEVER_REQUESTS_PER_SECOND": "100000", "ASHBY_REQUESTS_PER_MINUTE": "60000000"}
        for words in (("extract",), ("survey",), ("transform", "--yes"), ("check",)):
            vendors.run(workspace, *words, **fast)
        vendors.control("ashby", "calls", {"keep": None})
        vendors.run(workspace, "load", "--yes", **fast)
        told = vendors.control("ashby", "calls")["calls"]
        calls = [call for call in told if not call["path"].startswith("/_storage/")]  # another host, no call of the API
        ours = (len(calls) - 1) / (calls[-1]["at"] - calls[0]["at"])
        people, least = _least(workspace)
        bare = asyncio.run(_bare(vendors.line["ashby_base_url"], vendors.line["ashby_api_key"], calls))
    print(
        f"load of {people} people: {len(calls)} calls, {len(calls) / people:.2f} a person, {len(calls) / least:.3f} x",
        f"the fewest possible, {least}",
    )
    print(f"load {ours:.0f} calls/s, bare httpx loop {bare:.0f} calls/s: {ours / bare:.2f} of it ({len(calls)} calls)")


def _least(workspace: Path) -> tuple[int, int]:
    """People that were written, and the fewest calls for all that was."""
    sql = Path(__file__).with_name("fewest_writes.sql").read_text(encoding="utf-8")
    with closing(duck.connect(Workspace(workspace))) as connection:
        people, least = connection.sql(sql).fetchall()[0]
    return people, least


async def _bare(url: str, key: str, calls: list[Any]) -> float:
    left = iter(calls)
    async with httpx.AsyncClient(
        base_url=url, auth=(key, ""), limits=httpx.Limits(max_connections=CONNECTIONS), timeout=60
    ) as client:

        async def send() -> None:
            for call in left:
                await client.post(call["path"], json=call["body"])

        begun = time.perf_counter()
        await asyncio.gather(*(send() for _ in range(CONNECTIONS)))
        return len(calls) / (time.perf_counter() - begun)

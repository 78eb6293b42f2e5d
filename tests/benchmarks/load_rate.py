"""`load` with no limit set, beside a bare httpx loop that sends the same bodies to the same server."""

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from pipeline.transport import CONNECTIONS
from tests.benchmarks.vendors import serving

PEOPLE = 400


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
        calls = vendors.control("ashby", "calls")["calls"]
        ours = (len(calls) - 1) / (calls[-1]["at"] - calls[0]["at"])
        bare = asyncio.run(_bare(vendors.line["ashby_base_url"], vendors.line["ashby_api_key"], calls))
    print(f"load {ours:.0f} calls/s, bare httpx loop {bare:.0f} calls/s: {ours / bare:.2f} of it ({len(calls)} calls)")


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

"""An extraction without a limit: its calls beside the fewest possible, its rate beside a bare loop, and a second one.

The fewest calls that the documentation allows for what the workspace holds (lever-api 2, 3a): every page of
opportunities once; every list of `resources.LISTS` once to its end; the feeds of deletions in windows of 30 days, since
Lever takes no wider ones; for each opportunity every list that no rule says is empty, page by page; the questions of
each posting; each thing that is named and in no list; each file. Ours come on top: the second listing, which finds what
moved meanwhile, tries of what the key may and of what an expanded copy lacks, and what Lever was not ready to give.
"""

import asyncio
import math
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx

from pipeline import duck
from pipeline.transport import CONNECTIONS
from pipeline.workspace import Workspace
from tests.benchmarks.vendors import Vendors, serving

PEOPLE = 820
_FAST = {"LEVER_REQUESTS_PER_SECOND": "100000"}
_WIDEST_WINDOW_MS = 30 * 86_400_000
"""lever-api 2.13"""
_OK = 200


@dataclass(frozen=True)
class _Command:
    calls: Sequence[Any]
    """as the simulator recorded them, in their order"""
    seconds: float
    """of the whole command"""

    @property
    def rate(self) -> float:
        """Calls a second from the first to the last one."""
        lasted: float = self.calls[-1]["at"] - self.calls[0]["at"]
        return (len(self.calls) - 1) / lasted


def main() -> None:
    """Two extractions of one company, and the bare loop between them."""
    with serving(PEOPLE) as vendors, tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch)
        vendors.control("lever", "options", {"rate_limit": "none"})
        first = _extract(vendors, workspace)
        _print_calls(first.calls, workspace)
        bare = asyncio.run(_bare(vendors, first.calls))
        second = _extract(vendors, workspace)
    print(
        f"extract {first.rate:.0f} calls/s, bare httpx loop {bare:.0f} calls/s: {first.rate / bare:.2f} of it",
        f"({len(first.calls)} calls)",
    )
    print(
        f"first extraction {len(first.calls)} calls, {first.seconds:.1f} s; second, nothing changed:",
        f"{len(second.calls)} calls ({len(second.calls) / len(first.calls):.1%}), {second.seconds:.1f} s",
    )


def _extract(vendors: Vendors, workspace: Path) -> _Command:
    vendors.control("lever", "calls", {"keep": None})
    begun = time.perf_counter()
    vendors.run(workspace, "extract", **_FAST)
    seconds = time.perf_counter() - begun
    return _Command(vendors.control("lever", "calls")["calls"], seconds)


def _print_calls(calls: Sequence[Any], workspace: Path) -> None:
    least = _least(calls, workspace)
    made = Counter(map(_kind, calls))
    told = ", ".join(f"{kind} {count}" for kind, count in (made - least).most_common())
    print(
        f"extract {least['feedback']} opportunities: {len(calls)} calls, {len(calls) / least.total():.3f} x the fewest",
        f"possible, {least.total()} (more than needed: {told})",
    )


def _least(calls: Sequence[Any], workspace: Path) -> Counter[str]:
    """The fewest calls of each kind.

    What hangs on opportunities and postings is counted from the tables, not from the calls; account-wide lists, and
    what is named, are those that were asked for, each once.
    """
    sql = Path(__file__).with_name("fewest_calls.sql").read_text(encoding="utf-8")
    with closing(duck.connect(Workspace(workspace))) as connection:
        least = Counter[str](dict(connection.sql(sql).fetchall()))
    asked = {(call["path"], call["query"]): call for call in calls}
    least.update(
        _kind(call)
        for call in asked.values()
        if _kind(call) not in {*least, "a feed of deletions"} and not _is_try(call)
    )
    for feed in {call["path"] for call in calls if _kind(call) == "a feed of deletions"}:
        windows = [parse_qs(call["query"]) for call in calls if call["path"] == feed]
        begin = min(int(window["deleted_at_start"][0]) for window in windows)
        end = max(int(window["deleted_at_end"][0]) for window in windows)
        least["a feed of deletions"] += math.ceil((end - begin) / _WIDEST_WINDOW_MS)
    return least


def _is_try(call: Any) -> bool:
    """Asks for what is at hand, to see whether the copy at hand is whole."""
    return call["status"] == _OK and _kind(call) in ("applications", "one of contacts")


def _kind(call: Any) -> str:
    first, *rest = call["path"].removeprefix("/v1/").split("/")
    match rest:
        case []:
            return str(first)
        case ["deleted"]:
            return "a feed of deletions"
        case [_, "apply"]:
            return "questions"
        case [_]:
            return f"one of {first}"
        case [*_, "download"]:
            return "file"
    return str(rest[1])


async def _bare(vendors: Vendors, calls: Sequence[Any]) -> float:
    left = iter(calls)
    url = vendors.line["lever_base_url"].removesuffix("/v1")
    async with httpx.AsyncClient(
        base_url=url,
        auth=(vendors.line["lever_api_key"], ""),
        limits=httpx.Limits(max_connections=CONNECTIONS),
        timeout=60,
    ) as client:

        async def send() -> None:
            for call in left:
                await client.get(f"{call['path']}?{call['query']}" if call["query"] else call["path"])

        begun = time.perf_counter()
        await asyncio.gather(*(send() for _ in range(CONNECTIONS)))
        return len(calls) / (time.perf_counter() - begun)

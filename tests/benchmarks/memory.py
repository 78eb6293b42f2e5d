"""Peak memory of an extraction of 200,000 opportunities beside one of 10,000, the first one and a later one.

Against a Lever of its own (see light_lever), for hundreds of thousands of calls. LEVER2ASHBY_BENCH_OPPORTUNITIES sets
the bigger size.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import light_lever

SMALL = 10_000
BIG = int(os.environ.get("LEVER2ASHBY_BENCH_OPPORTUNITIES", "200000"))


@dataclass(frozen=True)
class _Peak:
    megabytes: int
    seconds: float


def main() -> None:
    """A small company and a big one: a first extraction of each, and one when every hundredth opportunity changed."""
    first, later = _both(SMALL)
    first_big, later_big = _both(BIG)
    _print(f"extract {BIG} opportunities with their notes", first_big, first)
    _print(f"extract {BIG} again, 1 % changed, without a sweep", later_big, later)


def _both(size: int) -> tuple[_Peak, _Peak]:
    with tempfile.TemporaryDirectory() as scratch, light_lever.serving(size) as url:
        first = _extract(url, Path(scratch))
        light_lever.change(url)
        return first, _extract(url, Path(scratch), "--sweep", "0")


def _print(what: str, peak: _Peak, small: _Peak) -> None:
    ratio = peak.megabytes / small.megabytes
    print(
        f"{what}: peak {peak.megabytes} MB, {peak.seconds:.0f} s;",
        f"{SMALL}: {small.megabytes} MB, {small.seconds:.0f} s: {ratio:.2f} x",
        flush=True,
    )


def _extract(url: str, workspace: Path, *words: str) -> _Peak:
    """One command in a process of its own, whose peak the system tells when it ends."""
    command = [sys.executable, "-m", "pipeline.cli", "extract", "--workspace", str(workspace), "--quiet", *words]
    line = {"LEVER_BASE_URL": url, "LEVER_API_KEY": "any", "LEVER_REQUESTS_PER_SECOND": "100000"}
    begun = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, **line}, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"extract ended with {process.returncode}")
    return _Peak(used.ru_maxrss // 1024, time.perf_counter() - begun)

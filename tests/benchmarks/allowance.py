"""How much of each vendor's allowance a real run uses while its stage lasts, and how often it is told to slow down."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks.vendors import Vendors, serving

EXTRACTED_PEOPLE = 0
"""Besides the awkward cases, which are some seventy opportunities."""
LOADED_PEOPLE = 250


def main() -> None:
    """Lever under its documented bucket and two kinds of strict second; Ashby under three kinds of minute."""
    with serving(EXTRACTED_PEOPLE) as vendors, tempfile.TemporaryDirectory() as scratch:
        workspace = Path(scratch)
        for kind in ("bucket", "sliding", "fixed"):
            _extract(vendors, workspace / f"lever-{kind}", kind)
        vendors.control("lever", "reset", {"people": LOADED_PEOPLE})
        vendors.control("lever", "options", {"rate_limit": "none"})
        vendors.run(workspace / "ashby", "extract", LEVER_REQUESTS_PER_SECOND="100000")
        for kind in ("fixed", "sliding", "bucket"):
            _load(vendors, workspace / "ashby", kind)


def _extract(vendors: Vendors, workspace: Path, kind: str) -> None:
    vendors.control("lever", "options", {"rate_limit": kind})
    vendors.control("lever", "calls", {"keep": None})
    vendors.run(workspace, "extract")
    _print(f"extract, Lever 10/s, {kind}", vendors.control("lever", "calls"), 10.0)


def _load(vendors: Vendors, workspace: Path, kind: str) -> None:
    vendors.control("ashby", "reset", {})
    for remembered in workspace.glob("ledger.sqlite*"):
        remembered.unlink()
    shutil.rmtree(workspace / "results", ignore_errors=True)
    vendors.control("ashby", "options", {"rate_window": "none"})
    for words in (("survey",), ("transform", "--yes"), ("check",)):
        vendors.run(workspace, *words)
    vendors.control("ashby", "options", {"rate_window": kind})
    vendors.control("ashby", "calls", {"keep": None})
    vendors.run(workspace, "load", "--yes")
    _print(f"load, Ashby 1,000/min, {kind}", vendors.control("ashby", "calls"), 1000 / 60)


def _print(what: str, told: Any, per_second: float) -> None:
    times = sorted(call["at"] for call in told["calls"])
    lasted = times[-1] - times[0]
    used = (len(times) - 1) / (per_second * lasted)
    print(
        f"{what}: {len(times)} calls in {lasted:.1f} s, {used:.1%} of the allowance,",
        f"{told['rates']['refused_429']} x 429",
        flush=True,
    )

"""`lever2ashby --help` beside `python -c pass`."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 15


def main() -> None:
    """Medians of alternating runs."""
    command = [str(Path(sys.executable).with_name("lever2ashby")), "--help"]
    baseline = [sys.executable, "-c", "pass"]
    ours, theirs = [], []
    for _ in range(RUNS):
        ours.append(_seconds(command))
        theirs.append(_seconds(baseline))
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"--help {statistics.median(ours):.3f} s, python -c pass {statistics.median(theirs):.3f} s: {ratio:.1f} x")


def _seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun

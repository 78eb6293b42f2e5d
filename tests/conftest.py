"""What several kinds of tests share: where the shared reference lies, if it is there, and the table of a proof."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the reference and the recorded payloads; tests that need it say why they are skipped."""
    if not SHARED.is_dir():
        pytest.skip("the shared reference and payloads are not beside this checkout (../shared)")
    return SHARED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was proved of each write under each trouble (tests/journey/test_exactly_once.py), as a table.

    It stands here because with several workers no other conftest is read by the process that prints.
    """
    cells: dict[tuple[int, str], dict[tuple[int, str], str]] = {}
    for outcome, word in (("passed", "ok"), ("failed", "FAILED"), ("error", "ERROR")):
        for report in terminalreporter.getreports(outcome):
            for name, value in getattr(report, "user_properties", ()):
                if name == "exactly_once":
                    number, write, place, trouble = value
                    cells.setdefault((number, write), {})[place, trouble] = word
    if not cells:
        return
    troubles = sorted({trouble for of_write in cells.values() for trouble in of_write})
    first = max(len(write) for _, write in cells)
    terminalreporter.section("exactly once: the end is that of an undisturbed load, and nothing is there twice")
    terminalreporter.write_line("  ".join([" " * first, *(trouble for _, trouble in troubles)]))
    for (_, write), of_write in sorted(cells.items()):
        told = [of_write.get(trouble, "").ljust(len(trouble[1])) for trouble in troubles]
        terminalreporter.write_line("  ".join([write.ljust(first), *told]).rstrip())

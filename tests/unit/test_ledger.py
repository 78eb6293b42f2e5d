"""The ledger: intent before the request, outcome after; nothing acknowledged is ever lost."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.ledger import Intent, Ledger
from stages.load.results import LEDGER_SCHEMA, RESULT_SCHEMA

TARGET = "https://ashby.example"


def _intent(key: str, payload: str = "h1", operation: str = "candidate.create") -> Intent:
    return Intent(key, "candidate", "c1", operation, payload)


def test_a_write_is_sent_and_then_accepted(tmp_path: Path) -> None:
    async def go(ledger: Ledger) -> None:
        await ledger.sent(_intent("candidate/c1"))
        unknown = ledger.get("candidate/c1")
        assert unknown is not None
        assert (unknown.state, unknown.outcome, unknown.ashby_id) == ("sent", "unknown", None)
        ledger.accepted(_intent("candidate/c1"), "created", "a1")
        known = ledger.get("candidate/c1")
        assert known is not None
        assert (known.state, known.outcome, known.ashby_id, known.attempts) == ("accepted", "created", "a1", 1)

    _with_ledger(tmp_path, go)


def test_what_was_certainly_not_accepted_goes_back_to_nothing(tmp_path: Path) -> None:
    async def go(ledger: Ledger) -> None:
        await ledger.sent(_intent("candidate/c1"))
        ledger.not_sent(_intent("candidate/c1"))
        assert ledger.get("candidate/c1") is None

    _with_ledger(tmp_path, go)


def test_an_update_that_was_not_sent_keeps_the_object_and_comes_again(tmp_path: Path) -> None:
    async def go(ledger: Ledger) -> None:
        for number, outcome in enumerate(("created", "found")):
            key = f"candidate/c{number}"
            ledger.accepted(_intent(key), outcome, f"a{number}")
            former = ledger.get(key)
            await ledger.sent(_intent(key, "h2", "candidate.update"))
            ledger.not_sent(_intent(key, "h2", "candidate.update"), former)
            known = ledger.get(key)
            assert known is not None
            assert (known.state, known.outcome, known.ashby_id) == ("accepted", outcome, f"a{number}")
            assert known.payload_sha256 not in ("h1", "h2")

    _with_ledger(tmp_path, go)


def test_a_refused_update_keeps_the_id_of_the_object(tmp_path: Path) -> None:
    async def go(ledger: Ledger) -> None:
        ledger.accepted(_intent("candidate/c1"), "created", "a1")
        await ledger.sent(_intent("candidate/c1", "h2", "candidate.update"))
        ledger.refused(_intent("candidate/c1", "h2", "candidate.update"), "invalid_input", "Ashby refused it")
        known = ledger.get("candidate/c1")
        assert known is not None
        assert (known.state, known.reason_code, known.ashby_id) == ("refused", "invalid_input", "a1")

    _with_ledger(tmp_path, go)


def test_an_object_belongs_to_one_write(tmp_path: Path) -> None:
    async def go(ledger: Ledger) -> None:
        ledger.accepted(_intent("candidate/c1"), "created", "a1")
        ledger.accepted(_intent("candidate_value/c1"), "updated", "a1")
        assert ledger.key_of("a1") == "candidate/c1"
        assert ledger.key_of("a2") is None

    _with_ledger(tmp_path, go)


def test_a_ledger_belongs_to_one_ashby(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger.sqlite", TARGET).close()

    with pytest.raises(SettingsError, match="another Ashby"):
        Ledger(tmp_path / "ledger.sqlite", "https://other.example")


@settings(max_examples=30, deadline=None)
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(["sent", "accepted", "refused", "not_sent"]), st.integers(0, 2)), max_size=15
    )
)
def test_any_order_of_moves_leaves_one_row_per_key_and_rising_change_numbers(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int]]
) -> None:
    async def go(ledger: Ledger) -> None:
        for move, number in moves:
            intent = _intent(f"candidate/{number}")
            before = ledger.newest_change()
            if move == "accepted":
                ledger.accepted(intent, "created", f"a{number}")
            elif move == "refused":
                ledger.refused(intent, "code", "reason")
            elif move == "sent":
                await ledger.sent(intent)
            else:
                ledger.not_sent(intent)
            seen = list(ledger.changes(before, RESULT_SCHEMA))
            assert sum(batch.num_rows for _, batch in seen) <= 1
        keys = [key for batch in ledger.snapshot(LEDGER_SCHEMA) for key in batch["write_key"].to_pylist()]
        assert len(keys) == len(set(keys))
        known = [ledger.get(f"candidate/{number}") for number in range(3)]
        assert all(entry is None or entry.state in ("sent", "accepted", "refused") for entry in known)

    _with_ledger(tmp_path_factory.mktemp("ledger"), go)


_WRITER = """
import asyncio, sys
from pathlib import Path
from pipeline.ledger import Intent, Ledger

async def main():
    ledger = Ledger(Path(sys.argv[1]), "https://ashby.example")
    async def write(task):
        for number in range(100_000):
            intent = Intent(f"note/{task}-{number}", "note", "n", "candidate.createNote", "h")
            await ledger.sent(intent)
            print(f"sent {intent.write_key}", flush=True)
            ledger.accepted(intent, "created", f"id-{task}-{number}")
            print(f"accepted {intent.write_key}", flush=True)
    await asyncio.gather(*(write(task) for task in range(4)))

asyncio.run(main())
"""


def test_an_intent_is_never_lost_and_an_outcome_not_once_its_task_went_on(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(400)]
        os.kill(process.pid, signal.SIGKILL)
        lines += [line for line in process.stdout if line.endswith("\n")]

    moves = [line.split() for line in lines]
    sent = [key for move, key in moves if move == "sent"]
    ledger = Ledger(path, TARGET)
    try:
        for key in sent:
            known = ledger.get(key)
            assert known is not None, f"{key} was said to be on disk and is gone"
            task, number = key.removeprefix("note/").split("-")
            assert known.state == "accepted" or f"note/{task}-{int(number) + 1}" not in sent
    finally:
        ledger.close()


def _with_ledger(folder: Path, go: Callable[[Ledger], Coroutine[object, None, None]]) -> None:
    ledger = Ledger(folder / "ledger.sqlite", TARGET)
    try:
        asyncio.run(go(ledger))
    finally:
        ledger.close()

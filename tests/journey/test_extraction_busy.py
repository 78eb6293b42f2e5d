"""A company that works while it is copied: the copy is the company at the end, or says which ids are not settled."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import VENDOR, VendorError
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.server import Running, running
from tests.journey.conftest import UNLIMITED_ASHBY
from tests.journey.lever_truth import differences, extract, gaps

KINDS = ("archive", "note", "delete", "back", "merge", "forward", "new")
TENTH = 8
"""Movements that are about a tenth of the opportunities of a company without a crowd."""


def _busy(seed: int, people: int = 0, **switches: Any) -> Any:
    """A company on the move; lists of opportunities have two pages or more, so that they can be torn."""
    options = LeverOptions(rate_limit="none", short_pages_every=1, movement_kinds=KINDS, **switches)
    return running(seed=seed, people=people, lever_options=options, ashby_options=UNLIMITED_ASHBY)


def _unnamed(vendors: Running, workspace: Path) -> dict[str, list[str]]:
    """What differs from the company as it is now, but for what hangs on an opportunity that a gap names."""
    named = {id_ for gap, ids in gaps(workspace).items() for id_ in ids if gap in ("unsettled", "unread_opportunity")}
    left = {
        table: [key for key in keys if key.split(": ")[1].split("/")[0] not in named]
        for table, keys in differences(vendors.lever, workspace).items()
    }
    return {table: keys for table, keys in left.items() if keys}


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.prove) for seed in range(2, 7))])
def test_what_moves_while_everything_is_read_ends_as_it_is_at_the_end(seed: int, tmp_path: Path) -> None:
    with _busy(seed, movement_calls=90, movement_times=TENTH) as vendors:
        renaming = threading.Thread(target=_rename_in_mid_crawl, args=[vendors])
        renaming.start()
        extract(vendors, tmp_path)
        renaming.join()

        assert _unnamed(vendors, tmp_path) == {}
        assert "unsettled" not in gaps(tmp_path), "it stood still in the end, so another round settles it"


def _rename_in_mid_crawl(vendors: Running) -> None:
    """Rename the posting with the most candidates in mid-crawl: updatedAt of all of them moves."""
    while len(vendors.lever.recorder.calls()) < 300:
        time.sleep(0.01)
    posting = max(
        vendors.lever.state.postings,
        key=lambda id_: sum(
            record.application is not None and record.application.posting.id == id_
            for record in list(vendors.lever.state.opportunities.values())
        ),
    )
    vendors.lever.edit("rename_posting", posting=posting, text="Renamed in mid-crawl")


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(4))
def test_what_moves_while_the_list_is_read_is_missed_by_no_page(seed: int, tmp_path: Path) -> None:
    with _busy(seed, movement_every=1, movement_times=TENTH) as vendors:
        extract(vendors, tmp_path)

        assert _unnamed(vendors, tmp_path) == {}


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(3))
def test_a_company_that_never_rests_is_copied_but_for_ids_that_are_named(seed: int, tmp_path: Path) -> None:
    with _busy(seed, movement_calls=40) as vendors:
        extract(vendors, tmp_path)
        vendors.lever.set_options(movement_calls=None)

        assert set(_unnamed(vendors, tmp_path)) <= {"opportunity"}, "the last calls of all come after the last listing"


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(3))
def test_a_later_run_settles_what_moved_during_an_earlier_one(seed: int, tmp_path: Path) -> None:
    with _busy(seed, movement_calls=40) as vendors:
        extract(vendors, tmp_path)
        vendors.lever.set_options(movement_calls=None)
        extract(vendors, tmp_path)

        assert differences(vendors.lever, tmp_path) == {}


ENDLESS: dict[str, dict[str, Any]] = {
    "one token again and again": {"token_repeats_from": 2},
    "a circle of several tokens": {"token_circle": True},
    "tokens that are forgotten at once": {"token_life_seconds": 0.0},
}


@pytest.mark.parametrize("trouble", ENDLESS)
def test_a_list_that_would_never_end_ends_in_a_sentence(trouble: str, tmp_path: Path) -> None:
    with _busy(1, people=90, **ENDLESS[trouble]) as vendors:
        with pytest.raises(VendorError, match=r"[Rr]un the command again") as raised:
            extract(vendors, tmp_path)

        assert raised.value.exit_code == VENDOR
        assert len(vendors.lever.recorder.calls()) < 30


@pytest.mark.prove
@pytest.mark.parametrize(
    "switches",
    [
        {"next_missing_on": 1},
        {"token_check": "sort", "movement_every": 1, "movement_times": TENTH},
        {"token_life_seconds": 2.0, "movement_every": 1, "movement_times": TENTH},
    ],
)
def test_a_list_that_stumbles_is_read_to_its_end(switches: dict[str, Any], tmp_path: Path) -> None:
    with _busy(1, **switches) as vendors:
        extract(vendors, tmp_path)

        assert _unnamed(vendors, tmp_path) == {}

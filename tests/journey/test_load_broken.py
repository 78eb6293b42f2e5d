"""One thing that Ashby never answers whole: its write is left for the next load, and all others go on."""

from pathlib import Path

import pytest

from pipeline.simulator.faults import Fault
from tests.journey.conftest import Small, ended


def test_what_cannot_be_looked_for_is_unknown_and_all_others_are_written(small: Small, tmp_path: Path) -> None:
    load = small.ready(tmp_path)
    small.ashby.faults.replace(
        [
            Fault("drop_after", match="/applicationFeedback.submit", nth=1),
            Fault("truncated", match="/applicationFeedback.list"),
        ]
    )

    stopped = load.run("load", "--yes", exit_code=5)

    assert "1 unknown" in stopped.told["remarks"]["load"][0]
    assert "blocked" not in stopped.told["remarks"]["load"][0]
    (lost,) = [key for key, outcome in load.known().items() if outcome == "unknown"]
    assert lost.startswith("feedback/")
    state = small.ashby.state
    before = len(state.feedback.by_id)

    small.ashby.faults.clear()
    load.run("load", "--yes", exit_code=0)

    assert len(state.feedback.by_id) == before, "what was there was sent again"
    ended(small.ashby)


@pytest.mark.prove
def test_files_that_the_storage_never_takes_are_blocked_and_all_others_are_written(
    small: Small, tmp_path: Path
) -> None:
    load = small.ready(tmp_path)
    files = {row["write_key"] for row in load.rows("ashby__file")}
    small.ashby.faults.replace([Fault("refused", match="/_storage/upload/*")])

    stopped = load.run("load", "--yes", exit_code=5)

    assert f"{len(files)} blocked" in stopped.told["remarks"]["load"][0]
    assert {row["write_key"] for row in load.rows("every_ready")} - set(load.known()) >= files

    small.ashby.faults.clear()
    load.run("load", "--yes", exit_code=0)

    assert {load.known()[key] for key in files} == {"created"}
    ended(small.ashby)

"""Room on disk: the forecast, and who may look into the workspace."""

import os
import shutil
from pathlib import Path

from pipeline.workspace import Workspace
from stages.doctor import room
from tests.unit.small_workspace import write_table

OPPORTUNITIES = [{"id": f"o{number}", "json": "{}"} for number in range(40)]


def test_without_an_extraction_the_assumption_is_told(tmp_path: Path) -> None:
    (disk, _), told = room.look(Workspace(tmp_path / "not" / "there"))

    assert told["is_measured"] is False
    assert told["opportunities"] is None
    assert told["needed_bytes"] == room.ASSUMED_BYTES * room.ASSUMED_OPPORTUNITIES
    assert told["free_bytes"] > 0
    assert "assumed" in disk.says
    assert not (tmp_path / "not").exists()


def test_after_an_extraction_its_own_sizes_count(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    write_table(workspace, "raw_lever__opportunity", OPPORTUNITIES)
    sparse(workspace.files / "attachment", 400_000_000)

    (disk, _), told = room.look(workspace)

    assert told["is_measured"] is True
    assert told["opportunities"] == len(OPPORTUNITIES)
    assert 10_000_000 < told["bytes_per_opportunity"] < 10_100_000
    assert told["needed_bytes"] < 1_000_000, "the attachments are here already; only tables are to come"
    assert disk.state == "ok"


def test_too_little_room_is_told(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    write_table(workspace, "raw_lever__opportunity", OPPORTUNITIES)
    sparse(tmp_path / "raw" / "much", shutil.disk_usage(tmp_path).total)

    (disk, _), told = room.look(workspace)

    assert disk.state == "warning"
    assert told["needed_bytes"] > told["free_bytes"]


def test_a_damaged_table_is_as_good_as_none(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    write_table(workspace, "raw_lever__opportunity", OPPORTUNITIES)
    next(workspace.folder("raw_lever__opportunity").glob("*.parquet")).unlink()

    assert room.look(workspace)[1]["is_measured"] is False


def test_a_workspace_that_others_can_read_is_told(tmp_path: Path) -> None:
    for mode, state in ((0o750, "warning"), (0o704, "warning"), (0o700, "ok")):
        tmp_path.chmod(mode)
        (_, folder), told = room.look(Workspace(tmp_path))
        assert (folder.state, told["workspace_mode"]) == (state, f"{mode:04o}")


def sparse(path: Path, size: int) -> None:
    """A file of this size that takes no room."""
    path.parent.mkdir(exist_ok=True)
    path.touch()
    os.truncate(path, size)

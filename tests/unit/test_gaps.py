"""A gap stops the journey until a person takes it by name, for as many records as stood beside the name."""

import csv
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline import duck
from pipeline.errors import SettingsError, Undecided
from pipeline.workspace import Workspace
from stages.extract import gaps
from tests.unit.small_workspace import Rows, make_workspace, read_table, write_table


def _posting(*ids: str) -> Rows:
    return [{"id": f"posting/{id_}", "json": {"status": 404}} for id_ in ids]


FEEDBACK_REFUSED = {"id": "feedback", "json": {"status": 403}}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An extraction with one critical gap that nobody can count and one known gap of two records."""
    return make_workspace(tmp_path, {"raw_lever__unreadable": [FEEDBACK_REFUSED, *_posting("p1", "p2")]})


def _extracted(workspace: Workspace, unreadable: Rows) -> None:
    """A later extraction, of which Lever would not give `unreadable`."""
    write_table(workspace, "raw_lever__unreadable", unreadable)
    gaps.write(workspace)


def _decisions(workspace: Workspace) -> dict[str, dict[str, str]]:
    with workspace.mapping("gap").open(encoding="utf-8-sig", newline="") as lines:
        return {row["gap"]: row for row in csv.DictReader(lines)}


def _edit(workspace: Workspace, gap: str, **columns: str) -> None:
    """What a person does with an editor."""
    rows = _decisions(workspace)
    rows[gap] |= columns
    with workspace.mapping("gap").open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[gap]))
        writer.writeheader()
        writer.writerows(rows.values())


def _open(workspace: Workspace, accept_known: bool = False) -> list[tuple[str, str, int | None]]:
    return [(gap.gap, gap.resource, gap.records) for gap in gaps.open_gaps(workspace, accept_known)]


def test_every_gap_is_a_row_and_every_kind_of_gap_a_line_for_a_person(workspace: Workspace) -> None:
    assert gaps.write(workspace) == 3

    found = [(row["gap"], row["resource"], row["lever_id"]) for row in read_table(workspace, "raw_lever__gap")]
    assert found == [
        ("missing_permission", "feedback", None),
        ("unreadable_posting", "posting", "p1"),
        ("unreadable_posting", "posting", "p2"),
    ]
    assert workspace.mapping("gap").read_text(encoding="utf-8") == (
        "gap,resource,weight,records,accepted_by,note\n"
        "missing_permission,feedback,critical,,,\n"
        "unreadable_posting,posting,known,2,,\n"
    )


def test_a_whole_copy_has_no_gap_and_nothing_stops_it(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, {})

    assert gaps.write(workspace) == 0
    assert gaps.open_gaps(workspace, accept_known=False) == ()
    assert gaps.remarks(workspace) == ()
    gaps.stop(workspace, accept_known=False)


def test_it_stops_with_a_sentence_that_tells_what_is_open_and_what_to_do(workspace: Workspace) -> None:
    gaps.write(workspace)

    with pytest.raises(Undecided) as stopped:
        gaps.stop(workspace, accept_known=False)

    for words in (
        "missing_permission of feedback (critical, nobody can count them)",
        "unreadable_posting of posting (known, records: 2)",
        "accepted_by of mappings/gap.csv",
        "--accept-gap NAME",
        "--yes for those that are known",
    ):
        assert words in str(stopped.value)


def test_yes_takes_what_is_known_and_never_what_is_critical(workspace: Workspace) -> None:
    gaps.write(workspace)

    assert _open(workspace, accept_known=True) == [("missing_permission", "feedback", None)]
    with pytest.raises(Undecided) as stopped:
        gaps.stop(workspace, accept_known=True)
    assert "unreadable_posting" not in str(stopped.value)
    assert "--yes" not in str(stopped.value)


def test_yes_goes_by_the_weight_of_the_gap_not_by_that_in_the_file(workspace: Workspace) -> None:
    gaps.write(workspace)
    _edit(workspace, "missing_permission", weight="known")

    assert _open(workspace, accept_known=True) == [("missing_permission", "feedback", None)]


def test_a_name_in_the_file_is_enough_and_stays_as_long_as_the_gap_is_no_greater(workspace: Workspace) -> None:
    gaps.write(workspace)
    _edit(workspace, "unreadable_posting", accepted_by=" Ada ", note="old postings")
    _edit(workspace, "missing_permission", accepted_by="Ada")

    gaps.stop(workspace, accept_known=False)
    _extracted(workspace, [FEEDBACK_REFUSED, *_posting("p2")])

    gaps.stop(workspace, accept_known=False)
    assert _decisions(workspace)["unreadable_posting"] == {
        "gap": "unreadable_posting",
        "resource": "posting",
        "weight": "known",
        "records": "1",
        "accepted_by": "Ada",
        "note": "old postings",
    }


def test_a_gap_that_grew_is_asked_for_again(workspace: Workspace) -> None:
    gaps.write(workspace)
    _edit(workspace, "unreadable_posting", accepted_by="Ada", note="old postings")
    _edit(workspace, "missing_permission", accepted_by="Ada")

    _extracted(workspace, [FEEDBACK_REFUSED, *_posting("p1", "p2", "p3")])

    assert _open(workspace) == [("unreadable_posting", "posting", 3)]
    row = _decisions(workspace)["unreadable_posting"]
    assert (row["records"], row["accepted_by"]) == ("3", "")
    assert row["note"] == "old postings; Ada took it when records was 2"


@pytest.mark.parametrize(("accepted_for", "is_open"), [("", True), ("1", True), ("2", False), ("many", True)])
def test_a_name_stands_for_the_number_beside_it(workspace: Workspace, accepted_for: str, is_open: bool) -> None:
    gaps.write(workspace)
    _edit(workspace, "unreadable_posting", accepted_by="Ada", records=accepted_for)

    assert (("unreadable_posting", "posting", 2) in _open(workspace)) is is_open


def test_what_was_accepted_as_a_number_is_not_accepted_as_anything(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, {"raw_lever__unreadable": [{"id": "requisition/r1", "json": {"status": 403}}]})
    gaps.write(workspace)
    gaps.accept(workspace, ["confidential_access", "unknown_requisition"], "Ada")
    assert _open(workspace) == []

    _extracted(workspace, [{"id": "requisition?confidential", "json": {"status": 403}}])

    assert _open(workspace) == [("confidential_access", "requisition", None)]
    assert _decisions(workspace)["confidential_access"]["note"] == "Ada took it when records was 1"


def test_a_closed_gap_goes_unless_somebody_accepted_it(workspace: Workspace) -> None:
    gaps.write(workspace)
    gaps.accept(workspace, ["unreadable_posting"], "Ada")

    _extracted(workspace, [])

    rows = _decisions(workspace)
    assert list(rows) == ["unreadable_posting"]
    assert (rows["unreadable_posting"]["records"], rows["unreadable_posting"]["accepted_by"]) == ("0", "Ada")
    assert _open(workspace) == []

    _extracted(workspace, _posting("p9"))

    assert _open(workspace) == [("unreadable_posting", "posting", 1)]


def test_accept_writes_the_name_beside_the_gaps_of_this_name_and_no_other(workspace: Workspace) -> None:
    gaps.write(workspace)

    assert gaps.accept(workspace, ["missing_permission"], "Ada") == 1

    assert _open(workspace) == [("unreadable_posting", "posting", 2)]
    assert _decisions(workspace)["missing_permission"]["accepted_by"] == "Ada"


def test_the_extraction_reports_what_is_open_and_what_is_accepted(workspace: Workspace) -> None:
    gaps.write(workspace)
    gaps.accept(workspace, ["unreadable_posting"], "Ada")

    critical, known = gaps.remarks(workspace)
    assert critical.startswith(
        "gap: missing_permission of feedback (critical, nobody can count them). Lever answered 403"
    )
    assert known.startswith("gap: unreadable_posting of posting (known, records: 2), accepted by Ada. ")


def test_accept_never_takes_the_place_of_another_name(workspace: Workspace) -> None:
    gaps.write(workspace)
    gaps.accept(workspace, ["missing_permission"], "Ada")

    assert gaps.accept(workspace, ["missing_permission", "unsettled"], "Bob") == 0
    assert _decisions(workspace)["missing_permission"]["accepted_by"] == "Ada"


def test_accept_says_which_names_there_are(workspace: Workspace) -> None:
    gaps.write(workspace)

    with pytest.raises(SettingsError, match=r"no gap 'mising_permission'.* missing_permission, "):
        gaps.accept(workspace, ["mising_permission"], "Ada")
    with pytest.raises(SettingsError, match="Say by whom"):
        gaps.accept(workspace, ["missing_permission"], " ")


def test_a_file_with_wrong_columns_is_said(workspace: Workspace) -> None:
    workspace.mapping("gap").parent.mkdir()
    workspace.mapping("gap").write_text("gap,resource\nmissing_permission,feedback\n", encoding="utf-8")

    with pytest.raises(SettingsError, match=r"mappings/gap.csv lacks the column 'weight'"):
        gaps.write(workspace)


@pytest.mark.parametrize(
    ("now", "mark_moves", "quiet_mark_moves"),
    [
        ('{"id": "o1", "stage": "s2", "updatedAt": 5, "tags": ["a"]}', True, False),
        ('{"id": "o1", "stage": "s1", "updatedAt": 6, "tags": ["a"]}', False, True),
        ('{"id": "o1", "stage": "s1", "updatedAt": 5, "tags": ["b"]}', False, True),
        ('{"id": "o1", "stage": "s1", "updatedAt": null, "tags": ["a"]}', False, True),
        ('{"id": "o1", "stage": "s1"}', False, True),
        ('{"id": "o1", "stage": null, "updatedAt": 5, "tags": ["a"]}', True, False),
    ],
)
def test_the_marks_tell_a_change_from_a_renamed_posting(now: str, mark_moves: bool, quiet_mark_moves: bool) -> None:
    before = '{"id": "o1", "stage": "s1", "updatedAt": 5, "tags": ["a"]}'
    sql = "select lever_mark($a) <> lever_mark($b), lever_quiet_mark($a) <> lever_quiet_mark($b)"

    with closing(duck.bare()) as connection:
        moved: Any = connection.execute(sql, {"a": before, "b": now}).fetchone()

    assert moved == (mark_moves, quiet_mark_moves)

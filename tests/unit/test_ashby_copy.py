"""Ashby's lists to disk: what is asked of a parent that is gone meanwhile is an empty list, not an end."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import journal
from pipeline.ashby import copy, resources
from pipeline.ashby.client import ListRefused
from pipeline.ashby.resources import Resource
from pipeline.journal import Journal
from pipeline.run import silent
from pipeline.tables import TABLES
from pipeline.transport import Connection
from pipeline.workspace import Workspace
from tests.journey import contract
from tests.unit.ashby_desk import Desk, opened


@pytest.fixture(scope="module")
def served() -> Iterator[Desk]:
    with opened() as desk:
        yield desk


@pytest.fixture
def desk(served: Desk) -> Iterator[Desk]:
    served.clear()
    yield served
    contract.check(served.ashby.recorder)


def _read(desk: Desk, folder: Path, resource: Resource, parent_id: str) -> tuple[int, list[str]]:
    """Rows of one child list, and the parents that count as read."""
    pull = journal.open_pull(folder, "ashby")
    table = Journal(folder / resource.table, pull)

    async def go(ashby: Connection) -> None:
        await copy._pages(ashby, resource, table, parent_id, silent)

    try:
        desk.do(go)
        return table.rows, sorted(table.finished_parents())
    finally:
        table.suspend()


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("form", ["errorInfo", "strings", "objects", "both"])
def test_the_notes_of_one_who_was_merged_are_none(desk: Desk, tmp_path: Path, form: str, status: int) -> None:
    ids = []
    for _ in range(2):
        told = desk.write("candidate.create", {"name": "Ada"})
        ids.append(json.loads(bytes(told.results))["id"])
    note = {"type": "text/plain", "value": "text"}
    desk.write("candidate.createNote", {"candidateId": ids[0], "note": note, "sendNotifications": False})
    desk.ashby.edit("merge", kept_id=ids[0], gone_id=ids[1])
    desk.ashby.set_options(error_form=form, error_status=status)

    assert _read(desk, tmp_path, resources.NOTES, ids[1]) == (0, [ids[1]])
    assert _read(desk, tmp_path, resources.NOTES, ids[0]) == (1, sorted(ids))


def test_any_other_refusal_ends_the_copy(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(ListRefused, match=r"candidate\.listNotes"):
        _read(desk, tmp_path, resources.NOTES, "no uuid")


@pytest.mark.parametrize("resource", [*resources.CONFIGURATION, resources.FEEDBACK], ids=lambda one: one.table)
def test_every_list_has_its_table_and_comes_whole(desk: Desk, tmp_path: Path, resource: Resource) -> None:
    workspace = Workspace(tmp_path)
    pull = journal.open_pull(tmp_path / "raw", "ashby")

    desk.do(lambda ashby: copy.copy_list(workspace, ashby, resource, pull, silent))

    assert resource.table in TABLES
    assert (workspace.folder(resource.table)).is_dir()


def test_feedback_is_read_back_for_all_applications_in_one_list(desk: Desk, tmp_path: Path) -> None:
    form = next(row for row in desk.ashby.state.forms.by_id.values() if row.title == "Migrated Feedback")
    field = next(one for one in form.fields if one.required)
    for application_id in list(desk.ashby.state.applications.by_id)[:2]:
        submissions = [{"path": field.path, "value": "text"}]
        body = {"applicationId": application_id, "formDefinitionId": form.id}
        desk.write("applicationFeedback.submit", {**body, "feedbackForm": {"fieldSubmissions": submissions}})
    table = Journal(tmp_path / "raw", journal.open_pull(tmp_path, "ashby"))

    desk.do(lambda ashby: copy._pages(ashby, resources.FEEDBACK, table, None, silent))
    table.suspend()

    assert table.rows == 2

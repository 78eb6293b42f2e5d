"""Ashby stand-in: the end state ids aside, which is how two runs are compared, and what people do by hand."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pipeline.simulator import ashby_hands as hands
from pipeline.simulator.ashby import notifications
from pipeline.simulator.ashby_desk import Desk, desk
from pipeline.simulator.ashby_objects import Application, FileHandle, Place, Tag
from pipeline.simulator.ashby_rows import Rows
from pipeline.simulator.ashby_state import canonical, snapshot

FIRST, SECOND = "2014-02-03T00:00:00.000Z", "2014-03-03T00:00:00.000Z"


def load(opened: Desk, names: list[str]) -> None:
    """What a migration does, for some people in this order."""
    field = opened.ask("customField.create", title="Lever id", fieldType="String", objectType="Candidate")["id"]
    job = opened.ask("job.list")[0]
    stages = opened.ask("interviewStage.list", interviewPlanId=job["defaultInterviewPlanId"])
    for name in names:
        body = {"name": name, "email": f"{name}@post.example", "createdAt": FIRST}
        candidate = opened.ask("candidate.create", **body)["id"]
        opened.ask(
            "customField.setValue", objectId=candidate, objectType="Candidate", fieldId=field, fieldValue=f"id {name}"
        )
        tag = opened.ask("candidateTag.create", title="relocates")["id"]
        opened.ask("candidate.addTag", candidateId=candidate, tagId=tag)
        history = [
            {"stageId": stages[0]["id"], "stageNumber": 0, "enteredStageAt": FIRST},
            {"stageId": stages[4]["id"], "stageNumber": 1, "enteredStageAt": SECOND},
        ]
        job_id = job["id"]
        opened.ask(
            "application.create", candidateId=candidate, jobId=job_id, createdAt=FIRST, applicationHistory=history
        )
        opened.ask("candidate.createNote", candidateId=candidate, note=f"about {name}", createdAt=FIRST)


def test_the_order_of_writes_and_the_ids_do_not_count() -> None:
    names = ["ada", "bram", "clio"]
    runs = [desk(3), desk(3)]
    runs[1].state.dice = random.Random("other ids")
    load(runs[0], names)
    load(runs[1], names[::-1])
    assert snapshot(runs[0].state) != snapshot(runs[1].state)
    assert canonical(runs[0].state) == canonical(runs[1].state)
    json.dumps(canonical(runs[0].state))
    json.dumps(snapshot(runs[0].state))


DIFFERENCES: dict[str, Callable[[Desk, str], object]] = {
    "a second record of the person": lambda opened, _: opened.ask(
        "candidate.create", name="ada", email="ada@post.example", createdAt=FIRST
    ),
    "a second note": lambda opened, person: opened.ask(
        "candidate.createNote", candidateId=person, note="about ada", createdAt=FIRST
    ),
    "a note gone private": lambda opened, person: opened.ask(
        "candidate.createNote", candidateId=person, note="x", isPrivate=True
    ),
    "a second application": lambda opened, person: opened.ask(
        "application.create", candidateId=person, jobId=opened.ask("job.list")[0]["id"]
    ),
    "a lost application": lambda opened, person: opened.ask(
        "application.delete", applicationId=opened.ask("candidate.info", id=person)["applicationIds"][0]
    ),
    "another name": lambda opened, person: opened.ask("candidate.update", candidateId=person, name="Ada"),
    "another date": lambda opened, person: opened.ask("candidate.update", candidateId=person, createdAt=SECOND),
    "another phone": lambda opened, person: opened.ask("candidate.update", candidateId=person, phoneNumber="+1"),
    "a tag twice": lambda opened, _: opened.ask("candidateTag.create", title="Relocates "),
    "a custom value": lambda opened, person: hands.set_custom_value(opened.state, person, "Lever id", "other"),
    "a time in the history": lambda opened, person: hands.redate(
        opened.state, opened.ask("candidate.info", id=person)["applicationIds"][0], 0, SECOND
    ),
    "a stage": lambda opened, person: hands.move(
        opened.state, opened.ask("candidate.info", id=person)["applicationIds"][0], "Archived", "Withdrew"
    ),
    "a custom field twice": lambda opened, _: opened.ask(
        "customField.create", title="Lever id", fieldType="String", objectType="Candidate"
    ),
    "a department": lambda opened, _: opened.ask("department.create", name="Sales"),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_what_counts(name: str) -> None:
    opened = desk(1)
    load(opened, ["ada", "bram"])
    before = canonical(opened.state)
    person = opened.ask("candidate.search", name="ada")[0]["id"]
    DIFFERENCES[name](opened, person)
    assert canonical(opened.state) != before


def _application(opened: Desk) -> Application:
    return next(row for row in opened.state.applications.by_id.values() if row.history[-1].reason_id)


FIELDS: dict[str, Callable[[Desk], Any]] = {
    "created_at": lambda _: SECOND,
    "name": lambda _: "other",
    "email": lambda _: "other@post.example",
    "other_emails": lambda _: ("other@post.example",),
    "phone": lambda _: "+9",
    "links": lambda _: (("Medium", "https://x.example"),),
    "tags": lambda opened: tuple(opened.state.tags.by_id) * 2,
    "position": lambda _: "other",
    "company": lambda _: "other",
    "school": lambda _: "other",
    "place": lambda _: Place("id", "Ghent", None, None),
    "source_id": lambda opened: list(opened.state.sources)[-1],
    "credited_to": lambda opened: list(opened.state.users.by_id)[-1],
    "applications": lambda _: (),
    "custom": lambda opened: {next(iter(opened.state.fields.by_id)): "none"},
    "files": lambda _: (FileHandle("id", "cv.pdf", "handle"),),
    "team": lambda opened: ((next(iter(opened.state.users.by_id)), next(iter(opened.state.roles))),),
}


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("kind", ["candidate", "application"])
def test_every_field_counts(kind: str, name: str) -> None:
    opened = desk(12)
    application = _application(opened)
    row: Any = application if kind == "application" else opened.state.candidates.by_id[application.candidate_id]
    if not hasattr(row, name):
        return
    row.source_id = None
    before = canonical(opened.state)
    setattr(row, name, FIELDS[name](opened))
    assert canonical(opened.state) != before


@pytest.mark.parametrize("change", [{"content": "other"}, {"created_at": SECOND}, {"private": True}])
def test_every_field_of_a_note_counts(change: dict[str, Any]) -> None:
    opened = desk(1)
    notes = next(row.notes for row in opened.state.candidates.by_id.values() if row.notes)
    before = canonical(opened.state)
    notes[0] = replace(notes[0], **change)
    assert canonical(opened.state) != before


@pytest.mark.parametrize("name", ["stage_id", "entered_at", "reason_id"])
def test_every_field_of_an_event_counts(name: str) -> None:
    opened = desk(12)
    row = _application(opened)
    last = row.history[-1]
    other = {
        "stage_id": row.history[0].stage_id,
        "entered_at": SECOND,
        "reason_id": next(reason for reason in opened.state.reasons if reason != last.reason_id),
    }
    before = canonical(opened.state)
    row.history = (*row.history[:-1], replace(last, **{name: other[name]}))
    assert canonical(opened.state) != before


def test_reads_leave_no_trace() -> None:
    opened = desk(5)
    load(opened, ["ada"])
    before = snapshot(opened.state)
    for name in ("candidate.list", "application.list", "job.list", "user.list", "customField.list"):
        opened.ask(name)
    assert snapshot(opened.state) == before
    assert notifications(opened.state) == []


def test_people_edit_merge_and_delete() -> None:
    opened = desk(0)
    load(opened, ["ada", "bram"])
    ada, bram = (opened.ask("candidate.search", name=name)[0]["id"] for name in ("ada", "bram"))
    hands.edit(opened.state, ada, position="Pilot")
    hands.merge(opened.state, ada, bram)
    row = opened.ask("candidate.info", id=ada)
    assert (row["position"], len(row["applicationIds"]), len(row["emailAddresses"])) == ("Pilot", 2, 2)
    assert len(opened.ask("candidate.listNotes", candidateId=ada)) == 2
    hands.set_custom_value(opened.state, ada, "Lever id", "by hand")
    assert opened.ask("candidate.info", id=ada)["customFields"][0]["value"] == "by hand"
    with pytest.raises(ValueError, match="no nickname"):
        hands.edit(opened.state, ada, nickname="x")
    hands.delete(opened.state, ada)
    assert opened.ask("candidate.search", email="bram@post.example") == []
    assert opened.ask("application.list", status="Active") == []
    assert notifications(opened.state) == []


def test_rows_keep_their_log() -> None:
    rows: Rows[Tag] = Rows()
    tags = [Tag(str(number), "t") for number in range(4)]
    for at, tag in enumerate(tags):
        rows.add(tag, float(at))
    rows.touch(tags[0], 9.0)
    rows.touch(tags[1], 5.0)
    assert rows.times == [0.0, 1.0, 2.0, 3.0, 9.0, 9.0]
    assert rows.horizon(10.0, 2.0) == 4
    assert [row.id for _, row in rows.changes(4, 6, with_gone=False)] == ["0", "1"]
    rows.remove(tags[2], 10.0)
    assert [row.id for _, row in rows.walk("created", None, 7)] == ["0", "1", "3"]
    assert [row.id for _, row in rows.walk("updated", None, 7)] == ["1", "0", "3"]
    assert [row.id for _, row in rows.changes(4, 7, with_gone=True)] == ["0", "1", "2"]

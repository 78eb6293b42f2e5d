"""What people do in Lever to what hangs on an opportunity, and which marks it leaves."""

from typing import Any

import httpx
import pytest

from pipeline.simulator import company, lever_child_edits, lever_edits
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_state import World, rank_key, updated_key
from pipeline.simulator.server import lever_vendor
from pipeline.simulator.serving import serving
from pipeline.simulator.world import invent
from pipeline.simulator.world_child_crowd import KINDS, hanging

NOW = 1_790_000_000_000


@pytest.fixture
def world() -> World:
    return invent(people=60)


def ordinary(world: World) -> str:
    """One of the crowd on whom something of several kinds hangs."""
    return max(
        (record for record in world.opportunities.values() if record.lively_until is not None),
        key=lambda record: sum(bool(hanging(world, record, kind)) for kind in KINDS),
    ).id


def marks(world: World, opportunity: str) -> tuple[int | None, int]:
    record = world.opportunities[opportunity]
    return record.updated_at, record.last_interaction_at


def ids(world: World, opportunity: str, kind: str) -> list[str]:
    return [one.id for one in hanging(world, world.opportunities[opportunity], kind)]


def in_order(world: World) -> bool:
    records = world.opportunities.values()
    return world.by_rank == sorted(map(rank_key, records)) and world.by_updated == sorted(map(updated_key, records))


def test_an_edit_keeps_all_else_that_hangs_there(world: World) -> None:
    wanted = ordinary(world)
    before = {kind: ids(world, wanted, kind) for kind in KINDS}
    assert wanted not in world.children
    new = lever_child_edits.add_file(world, wanted, now=NOW)
    after = {kind: ids(world, wanted, kind) for kind in KINDS}
    assert after == {**before, "files": [*before["files"], new]}


def test_what_hangs_on_the_crowd_stays_while_the_company_moves(world: World) -> None:
    wanted = ordinary(world)
    before = {kind: hanging(world, world.opportunities[wanted], kind) for kind in KINDS}
    lever_edits.move_stage(world, wanted, "offer", now=NOW)
    lever_edits.archive(world, wanted, world.archive_reasons[0].id, now=NOW + 1)
    lever_edits.add_note(world, wanted, "Hello", now=NOW + 2)
    assert {kind: hanging(world, world.opportunities[wanted], kind) for kind in KINDS} == before
    lever_edits.delete(world, wanted, now=NOW + 3)
    new = lever_edits.apply(world, next(iter(world.postings)), "Ulla Newcomer", ["ulla@newcomer.example"], now=NOW)
    assert not any(ids(world, new, kind) for kind in KINDS)


def test_new_feedback_marks_and_its_edit_and_deletion_do_not(world: World) -> None:
    (old,), (new,) = world.cases["old_without_updated"], world.cases["notes_of_every_kind"]
    for wanted, updated in ((old, None), (new, NOW)):
        feedback = lever_child_edits.add_feedback(world, wanted, "Good.", now=NOW)
        assert marks(world, wanted) == (updated, NOW)
        lever_child_edits.edit_feedback(world, wanted, feedback, "Very good.", now=NOW + 5)
        given = hanging(world, world.opportunities[wanted], "feedback")[-1]
        assert (given.fields[-1]["value"], given.updated_at) == ("Very good.", NOW + 5)
        lever_child_edits.delete_feedback(world, wanted, feedback, now=NOW + 6)
        assert given.deleted_at == NOW + 6
        assert marks(world, wanted) == (updated, NOW)
    assert in_order(world)


def test_an_interview_marks_interaction_only(world: World) -> None:
    wanted = ordinary(world)
    updated, _ = marks(world, wanted)
    interview = lever_child_edits.schedule_interview(world, wanted, NOW + 1_000, now=NOW)
    assert marks(world, wanted) == (updated, NOW)
    lever_child_edits.cancel_interview(world, wanted, interview, now=NOW + 7)
    panel = hanging(world, world.opportunities[wanted], "panels")[-1]
    assert [(one.id, one.canceled_at) for one in panel.interviews] == [(interview, NOW + 7)]
    assert marks(world, wanted) == (updated, NOW)


@pytest.mark.parametrize(
    ("edit", "kind", "details"),
    [
        (lever_child_edits.add_file, "files", {}),
        (lever_child_edits.add_resume, "resumes", {}),
        (lever_child_edits.add_form, "forms", {"text": "Parking place 7"}),
        (lever_child_edits.add_offer, "offers", {}),
    ],
)
def test_papers_mark_interaction_unless_they_are_quiet(
    world: World, edit: Any, kind: str, details: dict[str, str]
) -> None:
    wanted = ordinary(world)
    before = marks(world, wanted)
    quiet = edit(world, wanted, quiet=True, now=NOW, **details)
    assert marks(world, wanted) == before
    loud = edit(world, wanted, now=NOW, **details)
    assert marks(world, wanted) == (before[0], NOW)
    assert ids(world, wanted, kind)[-2:] == [quiet, loud]
    lever_child_edits.remove_file(world, wanted, quiet)
    assert (quiet in ids(world, wanted, kind)) == (kind in ("forms", "offers"))
    assert marks(world, wanted) == (before[0], NOW)
    assert in_order(world)


def test_a_quiet_note_marks_nothing(world: World) -> None:
    wanted = ordinary(world)
    before = marks(world, wanted)
    note = lever_child_edits.add_quiet_note(world, wanted, "Psst.", now=NOW)
    assert world.notes[wanted][-1].id == note
    assert marks(world, wanted) == before


def test_an_old_name_in_an_offer_stays_a_canary(world: World) -> None:
    wanted = ordinary(world)
    person = world.opportunities[wanted].contact
    name = person.name
    lever_child_edits.add_offer(world, wanted, now=NOW)
    lever_edits.edit_contact(world, person.id, now=NOW, name="Somebody Elsewhere")
    assert {name, "Somebody Elsewhere"} <= set(world.canaries())


def test_edits_come_over_http_and_are_served() -> None:
    vendor = lever_vendor(people=20, options=LeverOptions(rate_limit="none"))
    wanted = ordinary(vendor.state)
    with serving(vendor) as (url,), httpx.Client(base_url=url, auth=(company.LEVER_KEY, "")) as client:

        def edit(name: str, /, **details: Any) -> str:
            told = client.post("/_sim/edit", json={"edit": name, "opportunity": wanted, **details})
            assert told.status_code == 200, told.text
            return str(told.json()["data"])

        path = f"/v1/opportunities/{wanted}"
        twin: dict[str, Any] = {"content": "the same", "size": 123, "quiet": True}
        one, other = edit("add_file", name="a.txt", **twin), edit("add_file", name="b.txt", **twin)
        assert (
            client.get(f"{path}/files/{one}/download").content == client.get(f"{path}/files/{other}/download").content
        )
        edit("remove_file", file=one)
        assert client.get(f"{path}/files/{one}").status_code == 404
        feedback = edit("add_feedback", text="By hand", draft=True)
        assert client.get(f"{path}/feedback/{feedback}").json()["data"]["completedAt"] is None
        interview = edit("schedule_interview", date=NOW)
        assert client.get(f"{path}/interviews/{interview}").json()["data"]["date"] == NOW
        offer = edit("add_offer", salary=61_000)
        assert len(client.get(f"{path}/offers/{offer}/download").content) == 1_000

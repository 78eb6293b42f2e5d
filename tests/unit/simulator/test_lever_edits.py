"""What people do in Lever meanwhile: the marks of an edit, and movement in the midst of a crawl."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from pipeline.simulator import company, lever_edits, lever_shapes
from pipeline.simulator.control import Vendor
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_state import World, rank_key, updated_key
from pipeline.simulator.server import lever_vendor
from pipeline.simulator.serving import serving
from pipeline.simulator.world import invent

NOW = 1_790_000_000_000


@pytest.fixture
def world() -> World:
    return invent(people=30)


def in_order(world: World) -> bool:
    """The kept orders are those that sorting anew would give."""
    records = world.opportunities.values()
    return world.by_rank == sorted(map(rank_key, records)) and world.by_updated == sorted(map(updated_key, records))


def test_moving_archiving_and_reopening_leave_their_marks(world: World) -> None:
    (wanted,) = world.cases["old_without_updated"]
    record = world.opportunities[wanted]
    lever_edits.move_stage(world, wanted, "offer", world.users[0].id, now=NOW)
    assert record.stage_changes[-1] == ("offer", 9, NOW, world.users[0].id)
    assert (record.updated_at, record.last_interaction_at, record.last_advanced_at) == (NOW, NOW, NOW)
    lever_edits.archive(world, wanted, world.archive_reasons[0].id, now=NOW + 1)
    assert lever_shapes.opportunity(record)["archived"] == {
        "reason": world.archive_reasons[0].id,
        "archivedAt": NOW + 1,
    }
    assert lever_shapes.tags(record) == []
    lever_edits.reopen(world, wanted, now=NOW + 2)
    assert record.archived is None
    assert record.updated_at == NOW + 2
    assert "Office Manager" in lever_shapes.tags(record)
    assert in_order(world)


def test_a_note_marks_an_old_record_only_by_interaction(world: World) -> None:
    (old,), (new,) = world.cases["old_without_updated"], world.cases["notes_of_every_kind"]
    for wanted in (old, new):
        note = lever_edits.add_note(world, wanted, "Hello", now=NOW)
        assert world.notes[wanted][-1].id == note
        assert world.opportunities[wanted].last_interaction_at == NOW
    assert world.opportunities[old].updated_at is None
    assert world.opportunities[new].updated_at == NOW
    lever_edits.edit_note(world, new, note, "Hello again", now=NOW + 5)
    assert world.notes[new][-1].comments[0].value == "Hello again"
    lever_edits.delete_note(world, new, note, now=NOW + 6)
    assert world.notes[new][-1].deleted_at == NOW + 6
    assert world.opportunities[new].updated_at == NOW + 5
    assert in_order(world)


def test_a_contact_or_posting_touches_all_that_hangs_on_it(world: World) -> None:
    several = world.cases["several_opportunities"]
    contact = world.opportunities[several[0]].contact
    lever_edits.edit_contact(world, contact.id, now=NOW, name="Isaura V.", emails=["iv@mail.example"])
    for wanted in several:
        shape = lever_shapes.opportunity(world.opportunities[wanted])
        assert (shape["name"], shape["emails"], shape["updatedAt"]) == ("Isaura V.", ("iv@mail.example",), NOW)
    posting = next(known for known in world.postings.values() if known.text == "Office Manager")
    lever_edits.rename_posting(world, posting.id, "Head of Office", now=NOW)
    on_it = [
        known for known in world.opportunities.values() if known.application and known.application.posting is posting
    ]
    assert {record.updated_at for record in on_it} == {NOW + 300}
    assert in_order(world)


def test_merging_deleting_and_applying(world: World) -> None:
    kept, gone = (world.opportunities[wanted].contact.id for wanted in world.cases["namesakes"])
    lever_edits.merge_contacts(world, kept, gone, now=NOW)
    assert {world.opportunities[wanted].contact.id for wanted in world.cases["namesakes"]} == {kept}
    assert gone not in world.contacts
    (busy,) = world.cases["many_notes"]
    lever_edits.delete(world, busy, now=NOW)
    assert busy not in world.opportunities
    assert busy not in world.notes
    assert world.deleted[-1].deleted_at == NOW
    posting = next(iter(world.postings))
    new = lever_edits.apply(world, posting, "Ulla Newcomer", ["ulla@newcomer.example"], now=NOW)
    assert world.opportunities[new].contact.name in world.canaries()
    assert in_order(world)
    assert new == lever_edits.apply(_repeated(posting), posting, "Ulla Newcomer", ["ulla@newcomer.example"], now=NOW)


def _repeated(posting: str) -> World:
    """Another world after the edits of the test above."""
    world = invent(people=30)
    kept, gone = (world.opportunities[wanted].contact.id for wanted in world.cases["namesakes"])
    lever_edits.merge_contacts(world, kept, gone, now=NOW)
    lever_edits.delete(world, world.cases["many_notes"][0], now=NOW)
    assert posting in world.postings
    return world


@pytest.fixture
def vendor() -> Vendor:
    return lever_vendor(people=100, options=LeverOptions(rate_limit="none"))


@pytest.fixture
def client(vendor: Vendor) -> Iterator[httpx.Client]:
    with serving(vendor) as (url,), httpx.Client(base_url=url, auth=(company.LEVER_KEY, "")) as client:
        yield client


def crawl(client: httpx.Client, **query: Any) -> list[str]:
    seen: list[str] = []
    while True:
        page = client.get("/v1/opportunities", params={"confidentiality": "all", "limit": 10, **query}).json()
        seen += [row["id"] for row in page["data"]]
        if not page["hasNext"]:
            return seen
        query["offset"] = page["next"]


def test_movement_makes_a_crawl_miss_and_see_twice_and_a_second_pass_heals_it(
    client: httpx.Client, vendor: Vendor
) -> None:
    begun = time.time_ns() // 1_000_000
    vendor.set_options(movement_every=2, movement_times=6)
    before = set(vendor.state.opportunities)
    seen = crawl(client)
    assert before - set(seen)
    assert len(seen) > len(set(seen))
    healed = set(seen) | set(crawl(client, updated_at_start=begun - 1000))
    assert healed == before
    assert in_order(vendor.state)


def test_every_kind_of_movement(client: httpx.Client, vendor: Vendor) -> None:
    before = (len(vendor.state.opportunities), len(vendor.state.contacts), sum(map(len, vendor.state.notes.values())))
    for kind, change in (("note", (0, 0, 1)), ("merge", (0, -1, 0)), ("delete", (-1, 0, 0))):
        vendor.reset()
        vendor.set_options(movement_every=1, movement_times=1, movement_kinds=(kind,))
        crawl(client)
        state = vendor.state
        after = (len(state.opportunities), len(state.contacts), sum(map(len, state.notes.values())))
        if kind == "delete":  # its contact stays known, its notes go with it
            assert after[0] == before[0] - 1
            assert len(state.deleted) == len(state.cases["deleted"]) + 1
        else:
            assert after == tuple(was + more for was, more in zip(before, change, strict=True))
        assert in_order(state)


def test_edits_come_over_http_too(client: httpx.Client, vendor: Vendor) -> None:
    (wanted,) = vendor.state.cases["no_notes"]
    told = client.post("/_sim/edit", json={"edit": "add_note", "opportunity": wanted, "text": "From afar"})
    assert told.status_code == 200
    assert client.get(f"/v1/opportunities/{wanted}/notes").json()["data"][0]["id"] == told.json()["data"]
    assert client.post("/_sim/edit", json={"edit": "no_such_thing"}).status_code == 404

"""What happens in Lever while somebody reads it: moves, archivings, notes, edits, merges, deletions.

Each edit changes the world as the app would, with its marks: `updatedAt`, `lastInteractionAt`, `lastAdvancedAt`
(reference sections 2.1, 3b, 3c). `now` is in ms and is the wall clock unless given. `move` makes such edits in the
midst of a crawl. Tests and `POST /_sim/edit` call the rest by name.
"""

import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from random import Random
from typing import Any, TypeVar, cast

from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_pages import Key
from pipeline.simulator.lever_state import (
    Application,
    Archived,
    Comment,
    Contact,
    Note,
    Opportunity,
    StageChange,
    World,
)
from pipeline.simulator.world_writing import uid

Edit = TypeVar("Edit", bound=Callable[..., Any])


def locked(edit: Edit) -> Edit:
    """The edit, done while nobody reads the world."""

    @wraps(edit)
    def alone(world: World, *args: Any, **details: Any) -> Any:
        with world.lock:
            return edit(world, *args, **details)

    return cast(Edit, alone)


def wall_clock() -> int:
    """Now, in ms."""
    return time.time_ns() // 1_000_000


def new_id(world: World) -> str:
    """An id for something new; the same after the same edits of the same world."""
    world.version += 1
    return uid(Random(f"{world.seed}:edit:{world.version}"))


@contextmanager
def changing(world: World, opportunity: str) -> Iterator[Opportunity]:
    """The opportunity of this id, taken out of the orders while it is changed."""
    record = world.opportunities[opportunity]
    world.take_out(record)
    try:
        yield record
    finally:
        world.put_in(record)


@locked
def move_stage(world: World, opportunity: str, stage: str, user: str | None = None, now: int | None = None) -> None:
    """Move to another listed stage (ids)."""
    moment = now or wall_clock()
    position, rank = world.rank_of(stage)
    with changing(world, opportunity) as record:
        record.stage, record.rank = stage, rank
        record.stage_changes.append(StageChange(stage, position, moment, user))
        record.last_advanced_at = record.last_interaction_at = record.updated_at = moment


@locked
def archive(world: World, opportunity: str, reason: str, now: int | None = None) -> None:
    """Archive with the id of a reason; lastAdvancedAt moves too, as it mostly does."""
    moment = now or wall_clock()
    with changing(world, opportunity) as record:
        record.archived = Archived(reason, moment)
        record.last_advanced_at = record.last_interaction_at = record.updated_at = moment


@locked
def reopen(world: World, opportunity: str, now: int | None = None) -> None:
    """Undo the archiving; Lever forgets that there was one."""
    moment = now or wall_clock()
    with changing(world, opportunity) as record:
        record.archived = None
        record.last_interaction_at = record.updated_at = moment


@locked
def delete(world: World, opportunity: str, user: str | None = None, now: int | None = None) -> None:
    """Delete with all that hangs on it; it goes to the deleted feed."""
    record = world.opportunities[opportunity]
    world.take_out(record)
    world.notes.pop(opportunity, None)
    world.children.pop(opportunity, None)
    record.deleted_at = now or wall_clock()
    record.deleted_by = user or world.users[0].id
    world.deleted.append(record)


@locked
def add_note(
    world: World, opportunity: str, text: str, user: str | None = None, *, secret: bool = False, now: int | None = None
) -> str:
    """A new note; its id. Marks lastInteractionAt, and updatedAt unless that has always been null (3b)."""
    moment = now or wall_clock()
    with changing(world, opportunity) as record:
        note = Note(new_id(world), user, moment, (Comment(moment, record.stage, user, text, None),), secret)
        world.notes.setdefault(opportunity, []).append(note)
        record.last_interaction_at = moment
        record.updated_at = None if record.updated_at is None else moment
    return note.id


@locked
def edit_note(world: World, opportunity: str, note: str, text: str, now: int | None = None) -> None:
    """Another text for the first comment of a note; marks as a new note does."""
    moment = now or wall_clock()
    with changing(world, opportunity) as record:
        found = next(known for known in world.notes[opportunity] if known.id == note)
        found.comments = (found.comments[0]._replace(value=text), *found.comments[1:])
        record.last_interaction_at = moment
        record.updated_at = None if record.updated_at is None else moment


@locked
def delete_note(world: World, opportunity: str, note: str, now: int | None = None) -> None:
    """Mark a note as deleted; it stays listed and marks nothing."""
    found = next(known for known in world.notes[opportunity] if known.id == note)
    found.deleted_at = now or wall_clock()


@locked
def edit_contact(world: World, contact: str, now: int | None = None, **fields: Any) -> None:
    """Change fields of a person (names of `lever_state.Contact`); all its opportunities count as updated."""
    person = world.contacts[contact]
    for name, value in fields.items():
        setattr(person, name, tuple(value) if isinstance(value, list) else value)
    _touch(world, list(world.of_contact[contact]), now or wall_clock())


@locked
def merge_contacts(world: World, kept: str, gone: str, now: int | None = None) -> None:
    """Link all opportunities of one person to another; its id is found no more (which one stays: our choice)."""
    for opportunity in list(world.of_contact[gone]):
        with changing(world, opportunity) as record:
            record.contact = world.contacts[kept]
            record.updated_at = now or wall_clock()
    del world.contacts[gone]
    del world.of_contact[gone]


@locked
def rename_posting(world: World, posting: str, text: str, now: int | None = None) -> None:
    """Another title: counts as an update of every opportunity on it, archived ones too (section 2.1)."""
    moment = now or wall_clock()
    renamed = world.postings[posting]
    renamed.text, renamed.updated_at = text, moment
    on_it = [
        record.id
        for record in world.opportunities.values()
        if record.application is not None and record.application.posting is renamed
    ]
    _touch(world, on_it, moment + 300)


@locked
def apply(world: World, posting: str, name: str, emails: list[str], now: int | None = None) -> str:
    """A new person applies to a posting (its id); the id of the opportunity."""
    moment = now or wall_clock()
    place = world.postings[posting]
    position, rank = world.rank_of("applicant-new")
    person = Contact(new_id(world), name, "", "", tuple(emails), ())
    record = Opportunity(
        id=new_id(world),
        contact=person,
        stage="applicant-new",
        rank=rank,
        stage_changes=[StageChange("applicant-new", position, moment, None)],
        origin="applied",
        sourced_by=None,
        owner=place.owner,
        followers=() if place.owner is None else (place.owner,),
        application=Application(new_id(world), "posting", place, None, moment, place.owner, place.hiring_manager),
        tags=(),
        sources=("Jobsite",),
        links=(),
        archived=None,
        created_at=moment,
        updated_at=moment,
        last_interaction_at=moment,
        last_advanced_at=moment,
        location=place.location,
    )
    world.put_in(record)
    return record.id


def newcomer(world: World, number: int, now: int | None = None) -> str:
    """Somebody whom nobody knew applies to one of the open postings, by `number`; the id of the opportunity."""
    postings = [posting.id for posting in world.postings.values() if posting.state in ("published", "internal")]
    emails = [f"newcomer{number}@thistlewaite.example"]
    return apply(world, postings[number % len(postings)], f"Newcomer Thistlewaite {number}", emails, now)


def _touch(world: World, opportunities: list[str], moment: int) -> None:
    for opportunity in opportunities:
        with changing(world, opportunity) as record:
            record.updated_at = moment


EDITS: dict[str, Callable[..., Any]] = {
    edit.__name__: edit
    for edit in (
        move_stage,
        archive,
        reopen,
        delete,
        add_note,
        edit_note,
        delete_note,
        edit_contact,
        merge_contacts,
        rename_posting,
        apply,
    )
}
"""Every edit by its name; each takes the world first."""


@locked
def move(world: World, options: LeverOptions, number: int, reached: Key | None) -> None:
    """The `number`-th movement of the company while a crawl in default order has `reached` a place in the list.

    Without a place (on the last page, or in another order) nothing happens.
    """
    if reached is None or len(reached) != 3:
        return
    place, end = bisect_left(world.by_rank, reached), len(world.by_rank)
    behind_us, before_us = world.by_rank[place // 2][-1], world.by_rank[(place + end) // 2][-1]
    kind = options.movement_kinds[number % len(options.movement_kinds)]
    if kind == "back":
        move_stage(world, before_us, world.stages[0].id)
    elif kind == "forward":
        move_stage(world, behind_us, world.stages[-1].id)
    elif kind == "archive":
        archive(world, before_us, world.archive_reasons[0].id)
    elif kind == "delete":
        delete(world, before_us)
    elif kind == "note":
        add_note(world, behind_us, f"Note number {number} of a busy day.")
    elif kind == "new":
        newcomer(world, number)
    else:
        gone, kept = world.opportunities[behind_us].contact.id, world.opportunities[before_us].contact.id
        if gone != kept:
            merge_contacts(world, kept, gone)

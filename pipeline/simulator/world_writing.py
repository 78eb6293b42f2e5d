"""Writing records into an invented company: ids, times, and the rules that hold for every opportunity in Lever.

Which people and which cases there are stands in `world_cases` (one by one) and `world_crowd` (by the dozen).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from pipeline.simulator.lever_state import (
    Application,
    Archived,
    ArchiveReason,
    Comment,
    Contact,
    Note,
    Opportunity,
    Phone,
    Posting,
    Stage,
    StageChange,
    User,
    World,
)

YEAR_2020 = 1_577_836_800_000
"""1 January 2020, UTC, in ms. Lever has had `updatedAt` since 2020 (reference section 3c)."""

Step = tuple[str, int] | tuple[str, int, str]
"""A stage by its text, when it was entered (ms), and who moved it there (a colleague's name, often not known)."""


@dataclass
class Pen:
    """What one needs at hand to write: the world, chance, and its facts by the names that people use."""

    world: World
    rng: Random
    users: dict[str, User]
    """by name; merged ones too"""
    postings: dict[str, Posting]
    stages: dict[str, Stage]
    """by text; the removed one too"""
    positions: dict[str, int]
    """position of each stage, by text"""
    reasons: dict[str, ArchiveReason]
    written: list[Opportunity] = field(default_factory=list)


def uid(rng: Random) -> str:
    """A UUID of version 4 drawn from `rng`."""
    digits = f"{rng.getrandbits(128):032x}"
    return (
        f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{'89ab'[int(digits[16], 16) & 3]}{digits[17:20]}-{digits[20:]}"
    )


def at(moment: str) -> int:
    """`2021-03-04 09:30` or `2021-03-04 09:30:15.250`, UTC → ms."""
    return round(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() * 1000)


def contact(
    pen: Pen,
    name: str,
    *emails: str,
    headline: str = "",
    location: str = "",
    phones: Sequence[tuple[str | None, str]] = (),
    anonymized: bool = False,
) -> Contact:
    """A person; becomes part of the company with the first opportunity."""
    numbers = tuple(Phone(*phone) for phone in phones)
    return Contact(uid(pen.rng), name, headline, location, emails, numbers, anonymized)


def opportunity(
    pen: Pen,
    person: Contact,
    steps: Sequence[Step],
    posting: str | None = None,
    *,
    stage: str | None = None,
    created: int | None = None,
    archived: tuple[str, int] | None = None,
    advanced: int | None = None,
    updated: bool | None = None,
    origin: str = "applied",
    owner: str | None = "Imke Aldous",
    sourced_by: str | None = None,
    followers: Sequence[str] = (),
    tags: Sequence[str] = (),
    sources: Sequence[str] = (),
    links: Sequence[str] = (),
    kind: str = "posting",
    applicant: str | None = None,
    typed: dict[str, Any] | None = None,
    **more: Any,
) -> Opportunity:
    """A candidacy of `person` for `posting` (a title; None: no application) with `steps` as its history.

    Defaults follow the reference: created with the first step, in the stage of the last; `lastAdvancedAt` is the last
    step or, when archived, the archiving (section 2.1); `updatedAt` is null on 96 % of what was made before 2020
    and set on all else (section 3c), unless `updated` says. Users are named; `applicant` is the application's user.
    """
    last_text = stage if stage is not None else steps[-1][0]
    first_at = created if created is not None else steps[0][1]
    last_at = max([first_at, *(step[1] for step in steps)])
    current = pen.stages[last_text]
    reason = None if archived is None else Archived(pen.reasons[archived[0]].id, archived[1])
    end = last_at if reason is None else max(last_at, reason.at)
    if updated is None:
        updated = first_at >= YEAR_2020 or pen.rng.random() >= 0.96
    place = None if posting is None else pen.postings[posting]
    record = Opportunity(
        id=uid(pen.rng),
        contact=person,
        stage=current.id,
        rank=current.rank,
        stage_changes=[
            StageChange(
                pen.stages[step[0]].id,
                pen.positions[step[0]],
                step[1],
                pen.users[step[2]].id if len(step) == 3 else None,
            )
            for step in steps
        ],
        origin=origin,
        sourced_by=None if sourced_by is None else pen.users[sourced_by].id,
        owner=None if owner is None else pen.users[owner].id,
        followers=tuple(pen.users[name].id for name in ([owner] if owner else []) + list(followers)),
        application=None
        if place is None
        else Application(
            id=uid(pen.rng),
            type=kind,
            posting=place,
            user=None if applicant is None else pen.users[applicant].id,
            created_at=first_at,
            owner=place.owner,
            hiring_manager=place.hiring_manager,
            typed=typed,
        ),
        tags=tuple(tags),
        sources=tuple(sources),
        links=tuple(links),
        archived=reason,
        created_at=first_at,
        updated_at=end + 38 if updated else None,
        last_interaction_at=end,
        last_advanced_at=end if advanced is None else advanced,
        location=None if place is None else place.location,
        **more,
    )
    pen.written.append(record)
    return record


def case(pen: Pen, name: str, *records: Opportunity) -> None:
    """Enter records under the name of the awkward case that they stand for."""
    pen.world.cases.setdefault(name, []).extend(record.id for record in records)


def note(
    pen: Pen,
    on: Opportunity,
    when: int,
    text: str,
    user: str | None = "Imke Aldous",
    replies: Sequence[tuple[int, str, str | None]] = (),
    *,
    score: int | None = None,
    secret: bool = False,
    deleted: int | None = None,
) -> Note:
    """A note; `replies` are (when, text, user). Moves the record's lastInteractionAt, and updatedAt unless null."""
    author = None if user is None else pen.users[user].id
    thread = [Comment(when, on.stage, author, text, score)]
    for moment, words, name in replies:
        thread.append(Comment(moment, on.stage, None if name is None else pen.users[name].id, words, None))
    record = Note(uid(pen.rng), author, when, tuple(thread), secret, deleted)
    notes = pen.world.notes.setdefault(on.id, [])
    notes.append(record)
    notes.sort(key=lambda known: known.created_at)
    on.last_interaction_at = max(on.last_interaction_at, thread[-1].at)
    if on.updated_at is not None:
        on.updated_at = max(on.updated_at, thread[-1].at)
    return record

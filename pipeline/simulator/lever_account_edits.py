"""More of what happens in Lever: to an opportunity without moving it, to postings, to users, to all at once.

Each edit sets the marks that the app would set (reference sections 2.1, 3b, 3c) and no others. `now` is in ms and is
the wall clock unless given. Tests and `POST /_sim/edit` call them by name.
"""

from collections.abc import Callable
from typing import Any

from pipeline.simulator import world_child_crowd
from pipeline.simulator.lever_account_state import EeoAnswer
from pipeline.simulator.lever_edits import changing, locked, wall_clock
from pipeline.simulator.lever_state import World, updated_key

STAYS = ("comments", "customQuestions")
"""Of what an applicant typed, what is left after anonymising."""


@locked
def bump_all(world: World, now: int | None = None) -> None:
    """Every opportunity counts as updated now, and nothing else changes: what follows a maintenance."""
    moment = now or wall_clock()
    for record in world.opportunities.values():
        record.updated_at = moment
    world.by_updated = sorted(updated_key(record) for record in world.opportunities.values())
    world.version += 1


@locked
def snooze(world: World, opportunity: str, until: int | None, *, by_time: bool = False, now: int | None = None) -> None:
    """Snooze until a time (ms), or wake up (None). `by_time`: the time came by itself, which marks nothing (3b)."""
    with changing(world, opportunity) as record:
        record.snoozed_until = until
        if not by_time:
            record.updated_at = now or wall_clock()


@locked
def set_data_protection(
    world: World,
    opportunity: str,
    store: bool,
    contact: bool,
    expires_at: int | None = None,
    *,
    by_policy: bool = False,
    now: int | None = None,
) -> None:
    """What the person consents to. `by_policy`: a policy changed, which marks nothing (2.1)."""
    with changing(world, opportunity) as record:
        record.data_protection = {
            "store": {"allowed": store, "expiresAt": expires_at},
            "contact": {"allowed": contact, "expiresAt": expires_at},
        }
        if not by_policy:
            record.updated_at = now or wall_clock()


@locked
def add_tag(world: World, opportunity: str, tag: str, now: int | None = None) -> None:
    """A tag by hand."""
    with changing(world, opportunity) as record:
        record.tags = tuple(dict.fromkeys((*record.tags, tag)))
        record.updated_at = now or wall_clock()


@locked
def remove_tag(world: World, opportunity: str, tag: str, now: int | None = None) -> None:
    """One tag by hand less; a posting's tags can't be removed."""
    with changing(world, opportunity) as record:
        record.tags = tuple(known for known in record.tags if known != tag)
        record.updated_at = now or wall_clock()


@locked
def add_source(world: World, opportunity: str, source: str, now: int | None = None) -> None:
    """One more source."""
    with changing(world, opportunity) as record:
        record.sources = tuple(dict.fromkeys((*record.sources, source)))
        record.updated_at = now or wall_clock()


@locked
def anonymize_contact(world: World, contact: str, now: int | None = None) -> None:
    """Make a person nobody (section 3d, 19): name, addresses, location, history, links, resumes and files go.

    Notes, comments, answers to custom questions, forms, feedback and offers stay.
    """
    for opportunity in world.of_contact[contact]:
        children = world_child_crowd.kept(world, world.opportunities[opportunity])
        children.resumes, children.files = [], []
    person = world.contacts[contact]
    person.name = person.headline = person.location = ""
    person.emails, person.phones, person.anonymized = (), (), True
    for opportunity in list(world.of_contact[contact]):
        with changing(world, opportunity) as record:
            record.links, record.stage_changes = (), []
            if record.application is not None and record.application.typed is not None:
                typed = record.application.typed.items()
                record.application.typed = {name: value for name, value in typed if name in STAYS}
            record.updated_at = now or wall_clock()


@locked
def delete_posting(world: World, posting: str, now: int | None = None) -> None:
    """Delete a posting: only /postings/deleted tells of it.

    Applications go on naming it, its tags go from their opportunities, and nothing is marked.
    """
    gone = world.postings[posting]
    gone.state, gone.channels, gone.deleted_at = "gone", None, now or wall_clock()
    world.version += 1


@locked
def close_posting(world: World, posting: str, now: int | None = None) -> None:
    """Close a posting; its opportunities stay as they are."""
    closed = world.postings[posting]
    closed.state, closed.channels, closed.updated_at = "closed", None, now or wall_clock()


@locked
def deactivate_user(world: World, user: str, now: int | None = None) -> None:
    """Take a colleague's account away; the default list of users leaves it out from now on (2.18)."""
    next(known for known in world.users if known.id == user).deactivated_at = now or wall_clock()


@locked
def merge_users(world: World, kept: str, gone: str) -> None:
    """Merge a double of a colleague into `kept`: its id is found no more, while references go on naming it (2.18)."""
    if kept not in {user.id for user in world.users}:
        raise LookupError(f"no user {kept}")
    double = next(user for user in world.users if user.id == gone)
    world.users.remove(double)
    world.merged_users.append(double)


@locked
def answer_eeo(world: World, opportunity: str, answers: dict[str, str], now: int | None = None) -> None:
    """An applicant answers the EEO questions; marks nothing."""
    world.eeo_answers.append(EeoAnswer(opportunity, now or wall_clock(), answers))


@locked
def change_requisition(world: World, requisition: str, **fields: Any) -> None:
    """Change fields of a requisition (names of `Requisition`), its updatedAt only if told: it is unreliable (2.14)."""
    record = next(known for known in world.requisitions if known.id == requisition)
    for name, value in fields.items():
        setattr(record, name, tuple(value) if isinstance(value, list) else value)


EDITS: dict[str, Callable[..., Any]] = {
    edit.__name__: edit
    for edit in (
        bump_all,
        snooze,
        set_data_protection,
        add_tag,
        remove_tag,
        add_source,
        anonymize_contact,
        delete_posting,
        close_posting,
        deactivate_user,
        merge_users,
        answer_eeo,
        change_requisition,
    )
}
"""Every edit by its name; each takes the world first."""

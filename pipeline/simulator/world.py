"""The invented company as Lever knows it: `invent` writes it from a seed, byte for byte the same for the same seed.

Facts that Ashby's stand-in shares come from `company`. The records are those of `lever_state`; people are written by
`world_cases`, `world_candidacy_cases`, `world_note_cases`, `world_child_cases` and `world_paper_cases` (every awkward
case once) and `world_crowd` (ordinary people, any number).
"""

from random import Random

from pipeline.simulator import (
    world_account,
    world_candidacy_cases,
    world_cases,
    world_child_cases,
    world_child_templates,
    world_crowd,
    world_healthy,
    world_note_cases,
    world_paper_cases,
)
from pipeline.simulator.company import (
    ASHBY_KEY,
    COLLEAGUES,
    LEVER_ARCHIVE_REASONS,
    LEVER_CLIENT_ID,
    LEVER_CLIENT_SECRET,
    LEVER_KEY,
    LEVER_REFRESH_TOKEN,
    LEVER_STAGES,
    REMOVED_LEVER_STAGE,
    ROLES,
    SEED,
)
from pipeline.simulator.lever_state import ArchiveReason, Posting, Stage, User, World
from pipeline.simulator.world_writing import Pen, at, uid

__all__ = ["World", "invent"]

TEAMS = {"Engineering": "Platform", "Sales": "Field Sales", "Operations": "Workplace", "Design": "Craft"}
ROLES_OF_ACCESS = ("super admin", "admin", "team member", "limited team member", "interviewer")
KEYS = (LEVER_KEY, ASHBY_KEY, LEVER_CLIENT_ID, LEVER_CLIENT_SECRET, LEVER_REFRESH_TOKEN)
ONLY_INTERNAL = "Account Executive"
"""Published, but not on the public job site: the default list of postings hides it (reference section 2.13)."""


def invent(seed: int = SEED, people: int = 120, *, healthy: bool = False) -> World:
    """The company of `seed`: every awkward case, and `people` ordinary contacts besides.

    `healthy`: the same people, but nothing names what no answer returns (see `world_healthy`).
    """
    world = World(seed, people, keys=KEYS)
    pen = _found(world, Random(f"{seed}:company"))
    pen.rng = Random(f"{seed}:cases")
    world_cases.write(pen)
    world_candidacy_cases.write(pen)
    world_note_cases.write(pen)
    pen.rng = Random(f"{seed}:people")
    ordinary = len(pen.written)
    world_crowd.write(pen, people)
    for record in pen.written[ordinary:]:
        record.lively_until = record.last_interaction_at
    world_child_templates.write(world)
    world_child_cases.write(pen)
    world_paper_cases.write(pen)
    if not healthy:
        world_paper_cases.answer_with_files(pen)
    world_account.write(pen)
    if healthy:
        world_healthy.heal(pen)
    world.fill(pen.written)
    return world


def _found(world: World, rng: Random) -> Pen:
    """Users, stages, reasons and postings, and the pen to write people with."""
    users: dict[str, User] = {}
    for number, colleague in enumerate(COLLEAGUES):
        created = at("2014-01-15 08:00") + number * 20_000_000_000 + rng.randrange(10**9)
        user = User(
            id=uid(rng),
            name=colleague.name,
            email=colleague.email,
            access_role=ROLES_OF_ACCESS[number % len(ROLES_OF_ACCESS)],
            created_at=created,
            deactivated_at=at("2023-12-31 17:00") if colleague.lever == "deactivated" else None,
            photo=f"https://photos.quillbrook.example/{number}.png" if number % 2 else None,
            job_title="Recruiter" if number < 2 else None,
            manager=next(iter(users.values())).id if number == 1 else None,
        )
        if colleague.lever != "absent":
            users[colleague.name] = user
            (world.merged_users if colleague.lever == "merged" else world.users).append(user)
    world.stages = [Stage(known or uid(rng), text, pipeline, rank) for known, text, pipeline, rank in LEVER_STAGES]
    world.removed_stage = Stage(uid(rng), REMOVED_LEVER_STAGE, "screen", 205)
    world.archive_reasons = [
        ArchiveReason(uid(rng), text, kind, status) for text, kind, status in LEVER_ARCHIVE_REASONS
    ]
    owners = ("Imke Aldous", "Tarquin Bello", "Anselm Hartigan")
    for number, role in enumerate(ROLES):
        owner, manager = users[owners[number % 3]], users["Dov Drachenfels"]
        created = at("2017-01-09 09:00") + number * 30_000_000_000 + rng.randrange(10**9)
        channels = ("internal",) if role.posting == ONLY_INTERNAL else ("internal", "public")
        posting = Posting(
            id=uid(rng),
            text=role.posting,
            state=role.state,
            channels=channels if role.state == "published" else None,
            confidential=role.confidential,
            team=TEAMS[role.department],
            department=role.department,
            location=role.location,
            user=owner.id,
            owner=owner.id,
            hiring_manager=manager.id if number % 2 else None,
            followers=(owner.id,),
            created_at=created,
            updated_at=created + number * 86_400_000,
            deleted_at=at("2019-09-30 12:00") if role.state == "gone" else None,
        )
        world.postings[posting.id] = posting
    return Pen(
        world=world,
        rng=rng,
        users=users,
        postings={posting.text: posting for posting in world.postings.values()},
        stages={stage.text: stage for stage in [*world.stages, world.removed_stage]},
        positions={
            REMOVED_LEVER_STAGE: 6,  # its place while it was there
            **{stage.text: position for position, stage in enumerate(world.stages)},
        },
        reasons={reason.text: reason for reason in world.archive_reasons},
    )

"""A busy company: while somebody reads it call by call, something happens to an opportunity every so often.

Which one, and what, follows from the world's seed and the number of the movement (reference 4.13), whatever is being
read. `lever_edits.move` is the other kind: it aims at the place that a crawl of /opportunities has reached.
"""

from random import Random

from pipeline.simulator import lever_edits
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_state import World


def strike(world: World, options: LeverOptions, number: int, now: int) -> None:
    """The `number`-th movement, at `now` (ms): one of `movement_kinds`, in turn, on an opportunity chosen by seed.

    A company without opportunities stands still, unless somebody new applies.
    """
    chance = Random(f"{world.seed}:movement:{number}")
    kind = options.movement_kinds[number % len(options.movement_kinds)]
    if kind == "new":
        lever_edits.newcomer(world, number, now)
        return
    if not world.by_rank:
        return
    struck = chance.choice(world.by_rank)[-1]
    if kind == "back":
        lever_edits.move_stage(world, struck, world.stages[0].id, now=now)
    elif kind == "forward":
        lever_edits.move_stage(world, struck, world.stages[-1].id, now=now)
    elif kind == "archive":
        lever_edits.archive(world, struck, chance.choice(world.archive_reasons).id, now=now)
    elif kind == "note":
        lever_edits.add_note(world, struck, f"Note number {number} of a busy day.", now=now)
    elif kind == "delete":
        lever_edits.delete(world, struck, now=now)
    else:
        gone = world.opportunities[struck].contact.id
        kept = world.opportunities[chance.choice(world.by_rank)[-1]].contact.id
        if gone != kept:
            lever_edits.merge_contacts(world, kept, gone, now=now)

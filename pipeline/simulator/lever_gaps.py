"""Which records a gap swallows: the switches of `LeverOptions` under "gaps" as ids (reference sections 1.3, 3d).

A gap is chosen once, when a world begins to be served, and stays as it is while the company moves. Each switch can be
set alone; those of one kind take different records.
"""

from itertools import islice

from pipeline.simulator.lever_account_state import Gaps
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_state import World


def sees_confidential(options: LeverOptions) -> bool:
    """Whether the key gets confidential records at all, refused openly or not (section 1.3)."""
    return options.confidential_access and not options.confidential_silent


def chosen(world: World, options: LeverOptions) -> Gaps:
    """The records that the switches take from this world; the first that fit."""
    hidden_postings, lost_postings = options.hidden_postings, options.gone_postings
    published = [
        posting.id for posting in world.postings.values() if posting.state == "published" and not posting.confidential
    ]
    gone = published[hidden_postings : hidden_postings + lost_postings]
    users = [user.id for user in world.users]
    merged = users[options.hidden_users : options.hidden_users + options.gone_users]
    counted: list[str] = []
    if options.hidden_opportunities or options.unreadable_opportunities:
        wanted = options.hidden_opportunities + options.unreadable_opportunities
        # carried by the counts of /sources and /tags, so that their absence can be found
        fitting = (
            record.id
            for record in world.opportunities.values()
            if record.sources and record.tags and not record.confidential
        )
        counted = list(islice(fitting, wanted))
    return Gaps(
        unlisted_opportunities=frozenset(counted[: options.hidden_opportunities]),
        unreadable_opportunities=frozenset(counted[options.hidden_opportunities :]),
        unlisted_postings=frozenset([*published[:hidden_postings], *gone]),
        unreadable_postings=frozenset(gone),
        unlisted_users=frozenset([*users[: options.hidden_users], *merged]),
        unreadable_users=frozenset(merged),
        removed_stages=frozenset(
            [stage.id for stage in world.stages if len(stage.id) == UUID_LENGTH][: options.removed_stages]
        ),
        removed_archive_reasons=frozenset(
            [reason.id for reason in world.archive_reasons][: options.removed_archive_reasons]
        ),
        removed_templates=frozenset(
            [template.id for template in world.feedback_templates if template.active][: options.removed_templates]
        ),
    )


UUID_LENGTH = 36
"""Built-in stages, which have words as ids, can't be removed."""

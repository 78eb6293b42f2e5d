"""The invented company without what dangles: the same people, and every id that a record names is returned somewhere.

An account in which an extraction has no gap to report (reference section 3d), against which single gaps can be set by
option.
"""

from pipeline.simulator.lever_state import World
from pipeline.simulator.world_writing import Pen, at

DANGLING = ("posting_gone", "owner_merged", "removed_stage")
"""Names of cases that are none any more."""
UNDELIVERABLE = "file gap"
"""How the names of the cases begin whose files have no bytes."""


def heal(pen: Pen) -> None:
    """Resolve what dangles: merged users are deactivated ones, the gone posting is closed, templates are active.

    The removed stage and files without bytes are left out.
    """
    world = pen.world
    for user in world.merged_users:
        user.deactivated_at = at("2023-12-31 17:00")
    world.users += world.merged_users
    world.merged_users = []
    for posting in world.postings.values():
        if posting.state == "gone":
            posting.state, posting.deleted_at = "closed", None
    if world.removed_stage is not None:
        removed = world.removed_stage.id
        for record in [*pen.written, *world.deleted]:
            record.stage_changes = [change for change in record.stage_changes if change.stage != removed]
        world.removed_stage = None
    for template in world.feedback_templates:
        template.active = True
    for form_template in world.form_templates:
        form_template.active = True
    _leave_out_undeliverable(world)
    for name in [name for name in world.cases if name in DANGLING or name.startswith(UNDELIVERABLE)]:
        del world.cases[name]


def _leave_out_undeliverable(world: World) -> None:
    world.undeliverable = False
    out = {wanted for name, ids in world.cases.items() if name.startswith(UNDELIVERABLE) for wanted in ids}
    for children in world.children.values():
        children.files = [file for file in children.files if file.id not in out]
        children.resumes = [resume for resume in children.resumes if resume.id not in out]
        children.offers = [offer for offer in children.offers if offer.id not in out]

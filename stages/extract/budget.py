"""What an extraction will cost in calls, told before it is made; and what it has not looked at, told after."""

from collections.abc import Mapping

from pipeline.lever.resources import CHILDREN, DELETED, LISTS, OPPORTUNITIES, REFERRAL
from pipeline.run import StageReport
from pipeline.workspace import Workspace
from stages.extract.extraction import Extraction


async def report(extraction: Extraction) -> StageReport:
    """Calls per resource, from the listing that was just made; the listing itself is kept and not made again.

    Downloads come on top: how many files there are is known only when the lists that name them have been read.
    """
    options = extraction.run.extract
    async with extraction.unread(
        "unread_opportunity",
        held={"harvested": iter(())},
        asked=[child.name for child in CHILDREN],
        share=options.sweep,
    ) as todo:
        opportunities = todo.total
        referred = opportunities if options.every_list else sum(row[3] for row in todo.rows)
    async with extraction.unread("listed_opportunity") as listed:
        pages = -(-next(listed.rows)[0] // 100)
    calls = {
        OPPORTUNITIES.name: 2 * pages if opportunities else pages,
        **{child.name: referred if child is REFERRAL else opportunities for child in CHILDREN},
        **{resource.name: len(resource.lists) for resource in (*LISTS, *DELETED)},
    }
    total = sum(calls.values())
    seconds = total / extraction.run.settings.lever_requests_per_second
    return StageReport(
        calls,
        (
            (
                f"Dry run: at most {total} calls, {_duration(seconds)} at "
                f"{extraction.run.settings.lever_requests_per_second:g} a second. Panels are asked for only where "
                "there are interviews; one call per file, and one per posting for its questions, come on top."
            ),
            "Nothing but the list of opportunities was read; `lever2ashby extract` goes on from it.",
        ),
    )


def held(workspace: Workspace, rows: Mapping[str, int]) -> tuple[str, ...]:
    """What is on disk now, resource by resource, and the files with their bytes."""
    counted = ", ".join(
        f"{name.removeprefix('raw_lever__').replace('_', ' ')} {count}"
        for name, count in rows.items()
        if name.removeprefix("raw_lever__") not in _OWN
    )
    sizes = [path.stat().st_size for path in workspace.files.iterdir()] if workspace.files.exists() else []
    return (f"held: {counted}", f"files: {len(sizes)} different ones, {sum(sizes) / 1e6:.1f} MB")


_OWN = ("reading", "unreadable", "tombstone", "field", "gap")
"""Tables of our own notes."""


async def unseen(extraction: Extraction) -> tuple[str, ...]:
    """What this extraction took from an earlier one without looking again, if it did."""
    async with extraction.unread("unseen_opportunity", pull=extraction.pull.id) as found:
        count, oldest, total = next(found.rows)
    skipped = () if extraction.run.extract.every_list else (_SKIPPED,)
    if not count:
        return skipped
    return (
        *skipped,
        (
            f"What hangs on {count} of {total} opportunities was not read again, since nothing about them had changed; "
            f"the oldest reading is of {oldest:%Y-%m-%d %H:%M} UTC. An edit that leaves no mark is found when the "
            "sweep comes to it: run with --full-sweep before the cut-over."
        ),
    )


_SKIPPED = (
    "Panels were asked for only where there are interviews, referrals only where the origin or the application tells "
    "of one: run with --full-sweep before the cut-over."
)


def _duration(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{max(1, minutes)} min"

"""What another object names and no list has: read one by one (lever-api 2.13, 2.17, 2.18, 3d).

In this order, since each may name more of the next: applications, requisitions, postings, templates, stages, archive
reasons, and users last. What Lever has no longer, or would not give, is noted by its id.
"""

import json

from pipeline.journal import Journal
from pipeline.lever import client, resources
from pipeline.lever.resources import LISTS
from pipeline.transport import Answer
from stages.extract.extraction import Extraction, page_of_one
from stages.extract.lists import COUNTS

_FORBIDDEN = 403

_NAMED_LAST = ("requisition", "posting", "feedback_template", "form_template", "stage", "archive_reason", "user")
"""Each has a query `named_<resource>.sql`: the ids that anything names and that its open journal does not have."""


async def copy_all(extraction: Extraction) -> None:
    """Close every list that was opened, with what is named elsewhere and missing in it."""
    await _copy_applications(extraction)
    await _copy_contacts(extraction)
    opened = [resource for resource in LISTS if resource.name not in COUNTS]
    for resource in sorted(opened, key=lambda resource: (*_NAMED_LAST, resource.name).index(resource.name)):
        with extraction.journal(resource.table) as table:
            if resource.name in _NAMED_LAST and not table.whole:
                async with extraction.unread(f"named_{resource.name}", held={"listed": table.ids()}) as todo:

                    async def read(row: tuple[str], kind: str = resource.name, table: Journal = table) -> None:
                        await _keep(extraction, table, kind, row[0], resources.one(kind, row[0]))

                    await extraction.for_each(f"extract what no list of {resource.name}s has", todo, read)
            table.close()
    await _copy_questions(extraction)


async def _copy_applications(extraction: Extraction) -> None:
    """Applications that Lever named and did not expand, or not whole, of the opportunities read just now."""
    with extraction.journal("raw_lever__application") as table:
        if table.whole:
            return
        if not await _is_closed(extraction, "application"):
            short = await _is_short(extraction, "expanded_application")
            held = {"listed": table.ids()}
            async with extraction.unread("unread_application", held, pull=extraction.pull.id, is_short=short) as todo:

                async def read(row: tuple[str, str]) -> None:
                    application_id, opportunity_id = row
                    path = resources.application(opportunity_id, application_id)
                    await _keep(extraction, table, "application", application_id, path, opportunity_id)

                await extraction.for_each("extract applications", todo, read)
        table.close()


async def _copy_contacts(extraction: Extraction) -> None:
    """Contacts that Lever did not expand, or not whole, of the opportunities read just now."""
    with extraction.journal("raw_lever__contact") as table:
        if table.whole:
            return
        if not await _is_closed(extraction, "contact"):
            short = await _is_short(extraction, "expanded_contact")
            held = {"listed": table.ids()}
            async with extraction.unread("unread_contact", held, pull=extraction.pull.id, is_short=short) as todo:

                async def read(row: tuple[str]) -> None:
                    await _keep(extraction, table, "contact", row[0], resources.one("contact", row[0]))

                await extraction.for_each("extract contacts", todo, read)
        table.close()


async def _copy_questions(extraction: Extraction) -> None:
    """What each posting asks its applicants; asked again when the posting has changed since."""
    with extraction.journal("raw_lever__posting_question") as table:
        if table.whole:
            return
        async with extraction.unread("unread_posting_question", {"listed": table.ids()}) as todo:

            async def read(row: tuple[str]) -> None:
                await _keep(extraction, table, "posting_question", row[0], resources.posting_questions(row[0]))

            await extraction.for_each("extract the questions of postings", todo, read)
        table.close()


async def _keep(
    extraction: Extraction, table: Journal, kind: str, id_: str, path: str, parent: str | None = None
) -> None:
    """Read one object; what Lever would not give is noted as `<kind>/<id>`."""
    found = await client.one(extraction.lever, path)
    if isinstance(found, Answer):
        extraction.refuse(f"{kind}/{id_}", found, parent)
    else:
        table.append(page_of_one(f"single {id_}", id_, found, parent))


async def _is_closed(extraction: Extraction, kind: str) -> bool:
    """Whether this key can't read a single one of a few: then none is asked for, and the gap is the permission."""
    async with extraction.unread(f"probed_{kind}") as todo:
        paths = [row[0] for row in todo.rows]
    refusal = None
    for path in paths:
        found = await client.one(extraction.lever, path)
        if not isinstance(found, Answer) or found.status != _FORBIDDEN:
            return False
        refusal = found
    if refusal is None:
        return False
    extraction.refuse(kind, refusal)
    return True


async def _is_short(extraction: Extraction, query: str) -> bool:
    """Whether an object that is read by itself has keys that its expanded copy lacks: not documented (1.7), so tried.

    The query names one: its path, and its expanded copy.
    """
    async with extraction.unread(query) as found:
        example = next(found.rows, None)
    if example is None:
        return False
    path, expanded = example
    single = await client.one(extraction.lever, path)
    return not isinstance(single, Answer) and not json.loads(bytes(single)).keys() <= json.loads(expanded).keys()

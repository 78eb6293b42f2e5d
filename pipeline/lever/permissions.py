"""What a Lever key may read, found out endpoint by endpoint (lever-api 1.2, 1.3, 3d).

Lever answers no question about a key: its reach shows only where it is refused. Nothing but reads is sent. Rights to
write stay unknown, because a write can't be tried without writing. Downloads are not tried either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import msgspec

from pipeline.errors import NotAllowed
from pipeline.lever import resources
from pipeline.lever.resources import Params, Resource
from pipeline.transport import Again, Answer, Connection

_TRIES = 3
"""How many opportunities (or postings) are tried before the permission itself is in doubt: a single one may be closed
to the key or be gone."""

_UNPAGED = ("/requisition_fields", "/disposition_stages")
"""Lists that break the envelope of paged ones (1.6): no `limit` is sent to them."""

_SCOPES = {
    "/disposition_stages": "stages",
    "/eeo/responses": "eeo_responses",
    "/eeo/responses/pii": "eeo_responses_pii",
    "/contacts": "contact",
}
"""Scopes that are named otherwise than the first word of the path; that of /disposition_stages is our guess, for
Lever's documentation does not know the endpoint."""

CONFIDENTIAL = "confidential:access:admin"

Use = Literal["needed", "optional", "on request"]
"""optional: not every account has it. on request: EEO answers, which are read only when asked for (rule E1)."""

_NEEDED: Use = "needed"
_OPTIONAL: Use = "optional"
_ON_REQUEST: Use = "on request"

_LISTS: tuple[tuple[Resource, Use], ...] = (
    *((resource, _OPTIONAL if resource.is_optional else _NEEDED) for resource in resources.LISTS),
    (resources.DISPOSITION_STAGES, _OPTIONAL),
    (resources.OPPORTUNITIES, _NEEDED),
    *((resource, _NEEDED) for resource in resources.DELETED),
    (resources.EEO, _ON_REQUEST),
    (resources.EEO_PII, _ON_REQUEST),
)
_CHILDREN = (("applications", False), *((child.path, child.missing_is_empty) for child in resources.CHILDREN))


@dataclass(frozen=True)
class Tried:
    """One endpoint and what came of asking it."""

    endpoint: str
    """As Lever's documentation writes it, ids as `:id`."""
    permission: str
    """The scope's word in Lever's documentation, e.g. `feedback:read:admin`."""
    use: Use
    verdict: Literal["open", "refused", "unknown"]
    why: str = ""
    """Why the verdict is unknown."""


@dataclass(frozen=True)
class Reach:
    """What a key that Lever accepts may read."""

    tried: tuple[Tried, ...]
    confidential: Literal["refused", "accepted", "proved", "unknown"]
    """accepted: Lever took the question and showed nothing confidential; it may have none. proved: one was seen."""

    @property
    def cheap(self) -> str | None:
        """An open endpoint whose answers are short."""
        opened = [tried.endpoint for tried in self.tried if tried.verdict == "open" and ":id" not in tried.endpoint]
        return min(opened, key=lambda path: (path != "/stages", path in _UNPAGED), default=None)


class _Named(msgspec.Struct):
    id: str
    contact: msgspec.Raw = msgspec.Raw(b"null")


class _List(msgspec.Struct):
    data: list[_Named]


class _Counted(msgspec.Struct):
    data: list[msgspec.Raw]


def permission_of(path: str) -> str:
    """The scope that opens reading an endpoint: `/opportunities/:id/notes` → `notes:read:admin` (1.2)."""
    parts = path.strip("/").split("/")
    first = parts[2] if parts[0] == "opportunities" and len(parts) > len(("opportunities", ":id")) else parts[0]
    return f"{_SCOPES.get(path.removesuffix('/:id'), first)}:read:admin"


async def examine(lever: Connection) -> Reach:
    """Ask every endpoint that an extraction asks, with answers as small as Lever lets them be.

    Raises NotAllowed when Lever does not accept the key at all, Unreachable.
    """
    tried = [await _list(lever, resource, use) for resource, use in _LISTS]
    opened = {one.endpoint for one in tried if one.verdict == "open"}
    some = await _some(lever, resources.OPPORTUNITIES.path) if resources.OPPORTUNITIES.path in opened else []
    ids = [one.id for one in some]
    tried += [
        await _of_some(lever, f"/opportunities/:id/{path}", ids, missing_is_empty=missing_is_empty)
        for path, missing_is_empty in _CHILDREN
    ]
    contacts = [contact for one in some if (contact := _text(one.contact)) is not None]
    tried.append(await _of_some(lever, "/contacts/:id", contacts))
    postings = await _some(lever, "/postings") if "/postings" in opened else []
    tried.append(await _of_some(lever, "/postings/:id/apply", [one.id for one in postings]))
    return Reach(tuple(tried), await _confidential(lever, opened))


async def ask(lever: Connection, path: str, params: Params = ()) -> Answer:
    """Lever's answer, whatever its status; repeated on what passes by itself. Raises Unreachable."""
    return await lever.read("GET", path, lambda answer: answer, params=list(params))


def smallest(path: str) -> Params:
    """The parameters of a list's shortest page."""
    return () if path in _UNPAGED else (("limit", "1"),)


async def _list(lever: Connection, resource: Resource, use: Use) -> Tried:
    answer = await ask(lever, resource.path, smallest(resource.path))
    permission = permission_of(resource.path)
    if answer.status == 401:
        raise NotAllowed("Lever does not accept our key or sign-in at all. Ask the Lever administrator for a new one.")
    if answer.status == 403:
        return Tried(resource.path, permission, use, "refused")
    if answer.status == 404:
        return Tried(resource.path, permission, use, "unknown", "Lever does not know this endpoint here (404)")
    return Tried(resource.path, permission, use, "open")  # also a 400: refused for its parameters, not for the key


async def _of_some(lever: Connection, endpoint: str, ids: Iterable[str], *, missing_is_empty: bool = False) -> Tried:
    """An endpoint that hangs on an object: one answer opens it, only all refusals together close it."""
    permission = permission_of(endpoint)
    statuses = []
    for id_ in ids:
        status = (await ask(lever, endpoint.replace(":id", id_))).status
        if status not in (401, 403, 404) or (status == 404 and missing_is_empty):
            return Tried(endpoint, permission, "needed", "open")
        statuses.append(status)
    if not statuses:
        return Tried(endpoint, permission, "needed", "unknown", "nothing could be listed on which to try it")
    if 404 in statuses:
        return Tried(
            endpoint, permission, "needed", "unknown", f"Lever has none where it was tried ({len(statuses)} x)"
        )
    return Tried(endpoint, permission, "needed", "refused")


async def _some(lever: Connection, path: str) -> list[_Named]:
    """A few objects of Lever's default list: none of them is confidential, so only permissions can close them."""

    def accept(answer: Answer) -> list[_Named]:
        try:
            return msgspec.json.decode(answer.body, type=_List).data[:_TRIES]
        except msgspec.DecodeError as error:
            raise Again("its answer is cut off or is not the JSON that Lever documents") from error

    return await lever.read("GET", path, accept, params=[("limit", str(_TRIES))])


async def _confidential(lever: Connection, opened: set[str]) -> Literal["refused", "accepted", "proved", "unknown"]:
    """Lever's lists hide confidential things unless asked for all, and refuse a key that may not see them (1.3)."""
    hiding = [resource for resource in (*resources.LISTS, resources.OPPORTUNITIES) if _can_hide(resource)]
    asked = [resource.path for resource in hiding if resource.path in opened]
    for path in asked:
        if (await ask(lever, path, (resources.ALL, ("limit", "1")))).status >= 400:
            return "refused"
    for path in asked:
        answer = await ask(lever, path, (("confidentiality", "confidential"), ("limit", "1")))
        if answer.status == 200 and _counted(answer):
            return "proved"
    return "accepted" if asked else "unknown"


def _can_hide(resource: Resource) -> bool:
    return any(resources.ALL in params for params in resource.lists)


def _counted(answer: Answer) -> int:
    try:
        return len(msgspec.json.decode(answer.body, type=_Counted).data)
    except msgspec.DecodeError:
        return 0


def _text(value: msgspec.Raw) -> str | None:
    try:
        return msgspec.json.decode(value, type=str)
    except msgspec.DecodeError:
        return None

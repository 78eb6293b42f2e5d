"""Looking for what a write without an answer may have done (ashby-api 10(d)).

One probe per write that must not be sent twice. Each returns the id of the object that the write made, or None when
Ashby does not show one now; only time tells whether it will. A probe never takes an object that another write made.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from pipeline.ashby import client, resources
from pipeline.ashby.answers import Refused
from pipeline.ashby.resources import Resource
from pipeline.transport import Connection

T = TypeVar("T")
Body = Mapping[str, Any]

_CLOCK = timedelta(minutes=5)
"""How far Ashby's clock and ours may be apart."""


@dataclass(frozen=True)
class Look:
    """What a probe is given: the body that was sent, when, and which objects belong to other writes."""

    body: Body
    sent_at: datetime
    taken: Callable[[str], bool]
    is_last: bool
    """The last look before "not found" is believed: look everywhere, whatever it costs."""


Probe = Callable[[Connection, Look], Awaitable[str | None]]


class _Email(msgspec.Struct):
    value: str


class _Candidate(msgspec.Struct):
    id: str
    name: str = ""
    createdAt: str = ""  # noqa: N815 - Ashby's words, here and below
    emailAddresses: list[_Email] = []  # noqa: N815
    primaryEmailAddress: _Email | None = None  # noqa: N815
    applicationIds: list[str] = []  # noqa: N815
    tags: list["_Tag"] = []


class _Tag(msgspec.Struct):
    id: str


class _Ref(msgspec.Struct):
    id: str


class _Event(msgspec.Struct):
    stageId: str  # noqa: N815
    enteredStageAt: str  # noqa: N815


class _Application(msgspec.Struct):
    id: str
    job: _Ref
    createdAt: str  # noqa: N815
    applicationHistory: list[_Event] = []  # noqa: N815


class _Note(msgspec.Struct):
    id: str
    content: str | None = None


class _Field(msgspec.Struct):
    id: str
    title: str
    objectType: str  # noqa: N815
    isArchived: bool = False  # noqa: N815


class _Job(msgspec.Struct):
    id: str
    title: str
    createdAt: str | None = None  # noqa: N815


async def candidate(ashby: Connection, look: Look) -> str | None:
    """By e-mail where the person has one, else by name and creation time."""
    email = look.body.get("email")
    found = await _search(ashby, {"email": email} if email else {"name": look.body["name"]})
    if look.is_last:
        after = int((look.sent_at - _CLOCK).timestamp() * 1000)
        added = Resource("", "candidate.list", (("createdAfter", after),))
        found += [one async for one in _all(ashby, added, None, _Candidate)]
    for one in found:
        if not look.taken(one.id) and (_has(one, email) if email else _same_person(one, look.body)):
            return one.id
    return None


async def application(ashby: Connection, look: Look) -> str | None:
    """Among the candidate's applications: same job, same creation time; the same history if several are."""
    owner = await _info(ashby, "candidate.info", {"id": look.body["candidateId"]}, _Candidate)
    likely = []
    for application_id in owner.applicationIds if owner else ():
        if look.taken(application_id):
            continue
        one = await _info(ashby, "application.info", {"applicationId": application_id}, _Application)
        if one and one.job.id == look.body["jobId"] and _same_time(one.createdAt, look.body["createdAt"]):
            likely.append(one)
    same = [one for one in likely if _same_history(one, look.body)]
    return next((one.id for one in same or likely), None)


async def note(ashby: Connection, look: Look) -> str | None:
    """By the marker, which is the last line of every text that we write (rule N3)."""
    marker = str(look.body["note"]["value"]).rstrip().rsplit("\n", 1)[-1]
    async for one in _all(ashby, resources.NOTES, look.body["candidateId"], _Note):
        if one.content and marker in one.content:
            return one.id
    return None


async def candidate_tag(ashby: Connection, look: Look) -> str | None:
    """Whether the candidate carries the tag."""
    owner = await _info(ashby, "candidate.info", {"id": look.body["candidateId"]}, _Candidate)
    carried = owner is not None and any(tag.id == look.body["tagId"] for tag in owner.tags)
    return str(look.body["tagId"]) if carried else None


async def custom_field(ashby: Connection, look: Look) -> str | None:
    """By title and kind of object."""
    fields = Resource("", "customField.list")
    async for one in _all(ashby, fields, None, _Field):
        if (one.title, one.objectType) == (look.body["title"], look.body["objectType"]) and not look.taken(one.id):
            return one.id
    return None


async def job(ashby: Connection, look: Look) -> str | None:
    """By title, among the drafts made since."""
    drafts = Resource("", "job.list", (("status", ["Draft"]),))
    async for one in _all(ashby, drafts, None, _Job):
        made = _time(one.createdAt) if one.createdAt else None
        if one.title == look.body["title"] and not look.taken(one.id) and made and made > look.sent_at - _CLOCK:
            return one.id
    return None


async def _search(ashby: Connection, body: Body) -> list[_Candidate]:
    told = await client.read(ashby, "candidate.search", body)
    return [] if isinstance(told, Refused) else msgspec.json.decode(told.results, type=list[_Candidate])


async def _info(ashby: Connection, call: str, body: Body, kind: type[T]) -> T | None:
    told = await client.read(ashby, call, body)
    return None if isinstance(told, Refused) else msgspec.json.decode(told.results, type=kind)


async def _all(ashby: Connection, resource: Resource, parent_id: str | None, kind: type[T]) -> AsyncIterator[T]:
    cursor = None
    while True:
        page = await client.page(ashby, resource, parent_id, cursor)
        for raw in page.objects:
            yield msgspec.json.decode(raw, type=kind)
        if page.next is None:
            return
        cursor = page.next


def _has(one: _Candidate, email: str) -> bool:
    addresses = [*one.emailAddresses, *([one.primaryEmailAddress] if one.primaryEmailAddress else [])]
    return email.casefold() in {address.value.strip().casefold() for address in addresses}


def _same_person(one: _Candidate, body: Body) -> bool:
    return one.name == body["name"] and _same_time(one.createdAt, body["createdAt"])


def _same_history(one: _Application, body: Body) -> bool:
    theirs = [(event.stageId, _time(event.enteredStageAt)) for event in one.applicationHistory]
    ours = [(event["stageId"], _time(event["enteredStageAt"])) for event in body["applicationHistory"]]
    return sorted(theirs) == sorted(ours)


def _same_time(theirs: str, ours: str) -> bool:
    return _time(theirs) == _time(ours)


def _time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

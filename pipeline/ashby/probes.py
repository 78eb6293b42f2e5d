"""Looking for what a write about a person may have done when its answer was lost (ashby-api 10(d)).

One probe per write that must not be sent twice; those of the set-up are in `setup_probes`. Each returns the id of the
object that the write made, or None when Ashby does not show one now; only time tells whether it will. A probe never
takes an object that another write made. What section 11 leaves open is read generously: absent values, other
spellings, pages that skip, people whom a recruiter has merged meanwhile.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime

import msgspec

from pipeline.ashby import client, resources
from pipeline.ashby.answers import Refused
from pipeline.ashby.likeness import (
    ROUNDING,
    carries,
    is_marked,
    last_marker,
    same_file_name,
    same_name,
    same_time,
    texts,
    time_of,
)
from pipeline.ashby.looking import CLOCK, Body, Look, Probe, every, since, single
from pipeline.ashby.resources import Resource
from pipeline.transport import Connection

__all__ = [
    "Body",
    "Files",
    "Look",
    "Probe",
    "application",
    "candidate",
    "candidate_tag",
    "feedback",
    "file",
    "file_of",
    "note",
    "team_member",
]


class _Value(msgspec.Struct):
    value: str | None = None


class _Ref(msgspec.Struct):
    id: str


class _File(msgspec.Struct):
    id: str
    name: str | None = None


class Files(msgspec.Struct):
    """The files of a candidate."""

    fileHandles: list[_File] = []  # noqa: N815 - Ashby's words, here and below
    resumeFileHandle: _File | None = None  # noqa: N815


class _Candidate(msgspec.Struct):
    id: str
    name: str | None = None
    createdAt: str | None = None  # noqa: N815
    emailAddresses: list[_Value] = []  # noqa: N815
    primaryEmailAddress: _Value | None = None  # noqa: N815
    applicationIds: list[str] = []  # noqa: N815
    tags: list[_Ref] = []


class _Event(msgspec.Struct):
    stageId: str  # noqa: N815
    enteredStageAt: str | None = None  # noqa: N815


class _Member(msgspec.Struct):
    userId: str | None = None  # noqa: N815
    role: str | None = None


class _Application(msgspec.Struct):
    id: str
    job: _Ref
    createdAt: str | None = None  # noqa: N815
    applicationHistory: list[_Event] = []  # noqa: N815
    hiringTeam: list[_Member] = []  # noqa: N815


class _Role(msgspec.Struct):
    id: str
    title: str | None = None


class _Note(msgspec.Struct):
    id: str
    content: str | None = None
    createdAt: str | None = None  # noqa: N815


class _Feedback(msgspec.Struct):
    id: str
    submittedValues: object = None  # noqa: N815


async def candidate(ashby: Connection, look: Look) -> str | None:
    """By e-mail where the person has one, else by name; the creation time that was sent tells ours from another's.

    One with the e-mail and another time was there before us, or is one that ours was merged into: taken only at last.
    """
    email = look.body.get("email")
    others = []
    async for one in _people(ashby, look):
        if look.taken(one.id) or not (_has(one, email) if email else same_name(one.name, look.body["name"])):
            continue
        if look.is_made_so(one.createdAt):
            return one.id
        others.append(one.id)
    return others[0] if email and others and look.is_last else None


async def candidate_tag(ashby: Connection, look: Look) -> str | None:
    """Whether the candidate carries the tag."""
    owner = await single(ashby, "candidate.info", {"id": look.body["candidateId"]}, _Candidate)
    carried = owner is not None and any(tag.id == look.body["tagId"] for tag in owner.tags)
    return str(look.body["tagId"]) if carried else None


async def note(ashby: Connection, look: Look) -> str | None:
    """By the marker, which is the last line of every text that we write (rule N3).

    At last a note without any marker, which it may have lost on its way (11, 7), by the time that was sent.
    """
    sent = look.body["note"]
    marker = last_marker(str(sent["value"] if isinstance(sent, Mapping) else sent))
    unmarked = None
    async for one in every(ashby, look, resources.NOTES, _Note, look.body["candidateId"]):
        if look.taken(one.id):
            continue
        if marker and carries(one.content, marker):
            return one.id
        if unmarked is None and same_time(one.createdAt, look.body.get("createdAt")) and not is_marked(one.content):
            unmarked = one.id
    return unmarked if look.is_last else None


async def file(ashby: Connection, look: Look) -> str | None:
    """By its name, which carries the Lever id (rule R1), whether it became the resume or not."""
    held = await single(ashby, "candidate.info", {"id": look.body["candidateId"]}, Files)
    return None if held is None else file_of(held, look.body, look.taken)


def file_of(held: Files, body: Body, taken: Callable[[str], bool] = lambda _: False) -> str | None:
    """The id of the file that has the name of `file` in the body, letter by letter or nearly; None if there is none."""
    name = str(body["file"]["name"])
    listed = [*([held.resumeFileHandle] if held.resumeFileHandle else []), *held.fileHandles]
    mine = [one for one in listed if one.name and same_file_name(one.name, name) and not taken(one.id)]
    return next((one.id for one in mine if one.name == name), mine[0].id if mine else None)


async def application(ashby: Connection, look: Look) -> str | None:
    """Among the candidate's applications: same job, same creation time; the same history if several are.

    A candidate who is gone was merged into another, and the application's id stays (11, 16): then it is looked for
    among those of the job, at last, and only the same history will do.
    """
    owner = await single(ashby, "candidate.info", {"id": look.body["candidateId"]}, _Candidate)
    if owner is None and not look.is_last:
        return None
    ids = owner.applicationIds if owner else [one async for one in _of_job(ashby, look)]
    likely = []
    for application_id in ids:
        if look.taken(application_id):
            continue
        one = await single(ashby, "application.info", {"applicationId": application_id}, _Application)
        if one and one.job.id == look.body["jobId"] and look.is_made_so(one.createdAt):
            likely.append(one)
    same = [one for one in likely if _same_history(one, look.body)]
    return next((one.id for one in same or (likely if owner else ())), None)


async def team_member(ashby: Connection, look: Look) -> str | None:
    """Whether the user has this role on the application; a team tells the titles of roles, not their ids (9.2)."""
    user_id = str(look.body["teamMemberId"])
    one = await single(ashby, "application.info", {"applicationId": look.body["applicationId"]}, _Application)
    titles = [member.role for member in one.hiringTeam if member.userId == user_id] if one else []
    if not titles:
        return None
    async for role in every(ashby, look, Resource("", "applicationHiringTeamRole.list", paged=False), _Role):
        if role.id == look.body["roleId"] and any(same_name(role.title, title) for title in titles):
            return user_id
    return None


async def feedback(ashby: Connection, look: Look) -> str | None:
    """By the marker, which ends one of the submitted values (rule F1)."""
    marker = next(filter(None, map(last_marker, texts(look.body["feedbackForm"]))), None)
    if marker is None:
        return None
    submitted = Resource("", "applicationFeedback.list", of="applicationId")
    async for one in every(ashby, look, submitted, _Feedback, look.body["applicationId"]):
        if not look.taken(one.id) and any(carries(text, marker) for text in texts(one.submittedValues)):
            return one.id
    return None


async def _people(ashby: Connection, look: Look) -> AsyncIterator[_Candidate]:
    """Whom the search finds; at last also whom the list shows as added since. How soon either shows one is open."""
    email = look.body.get("email")
    told = await client.read(ashby, "candidate.search", {"email": email} if email else {"name": look.body["name"]})
    for one in [] if isinstance(told, Refused) else msgspec.json.decode(told.results, type=list[_Candidate]):
        yield one
    if not look.is_last:
        return
    begun = look.sent_at - CLOCK
    is_by_adding = False
    async for one in every(ashby, look, Resource("", "candidate.list", since(begun)), _Candidate):
        is_by_adding = is_by_adding or (time_of(one.createdAt) or begun) < begun
        yield one
    made = time_of(look.body.get("createdAt"))
    if made is not None and made < begun and not is_by_adding:
        # Nothing proves that the filter means the date of adding (3): it may hide those that are back-dated.
        async for one in every(ashby, look, Resource("", "candidate.list", since(made - ROUNDING)), _Candidate):
            yield one


async def _of_job(ashby: Connection, look: Look) -> AsyncIterator[str]:
    """The applications to the job that have the creation time of the one that was sent."""
    made = time_of(look.body.get("createdAt")) or look.sent_at - CLOCK
    listed = Resource("", "application.list", (("jobId", look.body["jobId"]), *since(made - ROUNDING)))
    async for one in every(ashby, look, listed, _Application):
        if look.is_made_so(one.createdAt):
            yield one.id


def _has(one: _Candidate, email: str) -> bool:
    addresses = [*one.emailAddresses, *([one.primaryEmailAddress] if one.primaryEmailAddress else [])]
    return any(same_name(address.value, email) for address in addresses)


def _same_history(one: _Application, body: Body) -> bool:
    theirs = sorted((event.stageId, _moment(event.enteredStageAt)) for event in one.applicationHistory)
    ours = sorted((event["stageId"], _moment(event["enteredStageAt"])) for event in body.get("applicationHistory", ()))
    return len(theirs) == len(ours) and all(
        stage == other and abs(at - moment) < ROUNDING
        for (stage, at), (other, moment) in zip(theirs, ours, strict=True)
    )


def _moment(text: str | None) -> datetime:
    return time_of(text) or datetime.min.replace(tzinfo=UTC)

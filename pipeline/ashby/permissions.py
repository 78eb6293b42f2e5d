"""What an Ashby key may do: what apiKey.info says of it, and which reads Ashby refuses (ashby-api 5).

No write is ever sent to find out. A write with a random id is said by a third party to have no effect, not by Ashby,
and a creation has no id to be wrong: rights to write are known from apiKey.info alone.
"""

import re
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import msgspec

from pipeline.ashby import answers, calls, resources
from pipeline.ashby.answers import Accepted, NotUnderstood, Refused
from pipeline.errors import NotAllowed
from pipeline.transport import Again, Answer, Connection, NoAnswer

CHEAP = "source.list"
"""A read with a short answer, on which the rate is measured; a refusal costs as much."""

_LACKS = "missing_endpoint_permission"

_CALLS_OF = {
    "apiKeysRead": ("apiKey.info",),
    "candidatesRead": (
        "application.info",
        "application.list",
        "application.listHistory",
        "applicationFeedback.list",
        "applicationHiringTeamRole.list",
        "candidate.info",
        "candidate.list",
        "candidate.listNotes",
        "candidate.search",
        "file.info",
    ),
    "candidatesWrite": (
        "application.addHiringTeamMember",
        "application.create",
        "applicationFeedback.submit",
        "candidate.addTag",
        "candidate.create",
        "candidate.createNote",
        "candidate.update",
        "candidate.uploadFile",
        "candidate.uploadResume",
        "customField.setValues",
        "file.createFileUploadHandle",
    ),
    "hiringProcessMetadataRead": (
        "archiveReason.list",
        "candidateTag.list",
        "customField.info",
        "customField.list",
        "feedbackFormDefinition.list",
        "source.list",
    ),
    "hiringProcessMetadataWrite": (
        "candidateTag.create",
        "customField.create",
        "customField.updateSelectableValues",
    ),
    "interviewsRead": ("interviewPlan.list", "interviewStage.list"),
    "jobsRead": ("job.info", "job.list", "opening.list"),
    "jobsWrite": ("job.create", "job.setStatus", "opening.create"),
    "organizationRead": ("department.list", "location.list", "user.list"),
    "organizationWrite": ("department.create", "location.create"),
}
RIGHT_OF: Mapping[str, str] = MappingProxyType({call: right for right, those in _CALLS_OF.items() for call in those})
"""The right that each call of ours asks for, as the pages of the endpoints spell it (5)."""

_SENT = calls.READS | calls.WRITES | calls.UPLOADS

assert set(RIGHT_OF) == _SENT

_READ_BACK = (
    resources.CANDIDATES,
    resources.APPLICATIONS,
    resources.HISTORIES,
    resources.NOTES,
    resources.FEEDBACK,
)
PHASES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "doctor": frozenset({"apiKey.info"}),
        "survey": frozenset(
            resource.call for resource in (*resources.CONFIGURATION, resources.CANDIDATES, resources.INTERVIEW_STAGES)
        ),
        "load": calls.WRITES
        | calls.UPLOADS
        | {  # the reads are looks at what a write would change, or may have done when its answer was lost
            "apiKey.info",
            "application.info",
            "application.list",
            "applicationFeedback.list",
            "applicationHiringTeamRole.list",
            "candidate.info",
            "candidate.list",
            "candidate.listNotes",
            "candidate.search",
            "customField.info",
            "customField.list",
            "department.list",
            "job.info",
            "job.list",
            "location.list",
            "opening.list",
        },
        "reconcile": frozenset({"file.info", "job.list", *(resource.call for resource in _READ_BACK)}),
    }
)
"""Which calls each command of ours may send."""

assert frozenset().union(*PHASES.values()) == _SENT

NEEDED = frozenset(RIGHT_OF.values())

_MODULES = {
    module.lower(): module
    for module in (
        "apiKeys",
        "approvals",
        "candidates",
        "emails",
        "hiringProcessMetadata",
        "interviews",
        "jobs",
        "notetaker",
        "offers",
        "organization",
        "projects",
        "reports",
        "sourcing",
    )
} | {"hiringprocess": "hiringProcessMetadata"}
"""Modules by their letters in lower case; Ashby's pages call one of them by two names."""

_ACTIONS = ("Read", "Write", "Delete")

_UPLOADING = frozenset({"candidate.uploadFile", "candidate.uploadResume"})


@dataclass(frozen=True)
class Reach:
    """What a key that Ashby accepts may do."""

    rights: frozenset[str] | None
    """As apiKey.info tells them, in the spelling of `RIGHT_OF` where we can read it; None: the key may not ask."""
    refused: tuple[str, ...]
    """Reads of ours that Ashby refuses."""
    version: str | None
    version_status: str | None

    @property
    def missing(self) -> frozenset[str]:
        """Rights that our calls need and this key certainly lacks."""
        unwritten = frozenset() if self.rights is None else self.writing - self.rights
        return unwritten | {RIGHT_OF[call] for call in self.refused}

    @property
    def unknown(self) -> frozenset[str]:
        """Rights of which nobody tells whether the key has them."""
        return self.writing if self.rights is None else frozenset()

    @property
    def writing(self) -> frozenset[str]:
        """The rights that our writes need."""
        return frozenset(RIGHT_OF[call] for call in calls.WRITES)

    def surplus(self, needed: frozenset[str] = NEEDED) -> frozenset[str]:
        """Rights that the key has beyond these."""
        return (self.rights or frozenset()) - needed


def rights_of(phase: str) -> frozenset[str]:
    """The rights that one command of ours needs."""
    return frozenset(RIGHT_OF[call] for call in PHASES[phase])


class _Info(msgspec.Struct):
    scopes: list[str] | None = None


async def missing(ashby: Connection, operations: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The rights that these writes need and the key certainly lacks, each with the calls that need it.

    What is written is looked at too, before it or when its answer is lost. Nothing where the key may not read
    apiKey.info or is told no scopes: then the first refusal tells. A scope that we can't read may be the right that
    seems to lack, if both write: then nothing is certain either; so for those to read. Raises Unreachable.
    """
    told, _ = await _try(ashby, "apiKey.info", {})
    rights = _rights(told) if isinstance(told, Accepted) else None
    if rights is None or any(_may_write(right) for right in rights):
        return {}
    sent = {*operations, *(calls.UPLOADS if _UPLOADING & set(operations) else ())}
    if all(_is_known(right) for right in rights):
        modules = {_module(call) for call in sent}
        sent |= {call for call in PHASES["load"] & calls.READS if _module(call) in modules}
    needed = {RIGHT_OF[call] for call in sent} - rights
    return {right: tuple(sorted(call for call in sent if RIGHT_OF[call] == right)) for right in sorted(needed)}


def _module(call: str) -> str:
    return RIGHT_OF[call].removesuffix("Read").removesuffix("Write")


def _is_known(right: str) -> bool:
    return any(right == module + action for module in _MODULES.values() for action in _ACTIONS)


def _may_write(right: str) -> bool:
    """Whether it is a scope that we can't read, and not one to read with."""
    return not _is_known(right) and not right.lower().endswith("read")


async def examine(ashby: Connection) -> Reach:
    """Ask Ashby what the key may do, and try every read of ours with an answer as small as it can be.

    Raises NotAllowed when Ashby refuses every call without saying that a permission lacks, Unreachable.
    """
    told, headers = await _try(ashby, "apiKey.info", {})
    outcomes: dict[str, Accepted | Refused | NotUnderstood] = {"apiKey.info": told}
    outcomes["file.info"] = await _try_once(ashby, "file.info")
    for call in sorted(calls.READS - set(outcomes)):
        outcomes[call], _ = await _try(ashby, call, smallest(call))
    refused = {call: told for call, told in outcomes.items() if isinstance(told, Refused) and _is_closed(told)}
    if len(refused) == len(outcomes) and not any(told.code == _LACKS for told in refused.values()):
        raise NotAllowed(
            "Ashby refuses every call: the key in ASHBY_API_KEY is wrong, switched off, or without any right. "
            "An Ashby administrator makes one under Admin, Integrations, API Keys."
        )
    return Reach(
        _rights(told) if isinstance(told, Accepted) else None,
        tuple(refused),
        headers.get("ashby-version"),
        headers.get("ashby-version-status"),
    )


async def ask(ashby: Connection, call: str, body: Mapping[str, Any]) -> Answer:
    """Ashby's answer to a read, whatever its status. Raises Unreachable."""
    if call not in calls.READS:
        raise ValueError(f"{call} is not among the reads that may be sent to Ashby")

    def accept(answer: Answer) -> Answer:
        told = answers.read(answer)
        if isinstance(told, NotUnderstood):
            raise Again(told.why)
        return answer

    return await ashby.read("POST", f"/{call}", accept, json=dict(body))


def right_of_scope(scope: str) -> str:
    """A scope in the spelling of `RIGHT_OF`: `candidates:read`, `candidatesRead` and `candidate_read` are one (5).

    A scope of a module that we don't know stays as it is.
    """
    letters = re.sub(r"[^a-z]", "", scope.lower())
    for action in _ACTIONS:
        name = letters.removesuffix(action.lower())
        module = _MODULES.get(name) or _MODULES.get(f"{name}s")
        if name != letters and module is not None:
            return module + action
    return scope


async def _try(ashby: Connection, call: str, body: Mapping[str, Any]) -> tuple[Accepted | Refused, Mapping[str, str]]:
    answer = await ask(ashby, call, body)
    told = answers.read(answer)
    assert not isinstance(told, NotUnderstood)
    return told, answer.headers


async def _try_once(ashby: Connection, call: str) -> Accepted | Refused | NotUnderstood:
    """For a read that may answer what we can name with a fault of its server (9.1, file.info), which is no silence."""
    try:
        return answers.read(await ashby.write("POST", f"/{call}", json=smallest(call)))
    except NoAnswer as error:
        return NotUnderstood(str(error))


def _is_closed(told: Refused) -> bool:
    return told.status in (401, 403) or told.code == _LACKS


def _rights(told: Accepted) -> frozenset[str] | None:
    try:
        scopes = msgspec.json.decode(told.results, type=_Info).scopes
    except msgspec.DecodeError:
        return None
    return None if scopes is None else frozenset(right_of_scope(scope) for scope in scopes)


def smallest(call: str) -> dict[str, Any]:
    """A read's body that brings next to nothing: one row of a list; of a single object, one that does not exist."""
    nobody = str(uuid.uuid4())
    match call:
        case "candidate.search":
            return {"email": f"{nobody}@example.invalid"}
        case "candidate.info" | "job.info":
            return {"id": nobody}
        case "customField.info":
            return {"customFieldId": nobody}
        case "file.info":
            return {"fileHandle": nobody}
        case "candidate.listNotes":
            return {"candidateId": nobody}
        case "application.info" | "application.listHistory":
            return {"applicationId": nobody}
        case "interviewStage.list":
            return {"interviewPlanId": nobody}
        case "apiKey.info" | "applicationHiringTeamRole.list" | "archiveReason.list" | "location.list" | "source.list":
            return {}  # one object, or not paged (3); the contract knows no limit here
        case _:
            return {"limit": 1}

"""The writes of a load: how each is recognised afterwards, and whether sending it twice does harm (10(d))."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import msgspec

from pipeline.ashby import calls, probes, setup_probes, shown
from pipeline.ashby.likeness import time_of
from pipeline.ashby.looking import CLOCK, Body, Look, Probe
from pipeline.transport import Connection

_ABOUT = timedelta(days=1)
"""Two times closer than this may be one whose time of day or zone Ashby did not keep."""


@dataclass(frozen=True)
class Upload:
    """What an upload of bytes before the write needs to know (9.1)."""

    context: str
    """Ashby's word for what the file is to be: fileUploadContext."""
    parameter: str
    """The parameter of the write that takes the handle, in place of `file` in the payload."""


@dataclass(frozen=True)
class Write:
    """One call that writes."""

    call: str
    id_of: Callable[[msgspec.Raw, Body], str | None]
    """The id of the object it concerns, from the answer's results or from the body; None: it was done, and the answer
    does not show which object it made. Raises msgspec.DecodeError for results that tell nothing."""
    probe: Probe | None
    """How to look for its effect; None where sending it again does no harm, as documented."""
    makes: str | None = None
    """What it makes; two writes never make the same object. Ids are UUIDs, so those of different kinds never meet."""
    upload: Upload | None = None
    """Its payload has `file` (sha256, name, contentType, contentLength), which is uploaded before every sending; the
    answer and the probe are read with the body that still has `file`."""
    renewed: Callable[[Connection, Body], Awaitable[Body]] | None = None
    """What the body must be by what Ashby shows now, right before it is sent."""
    is_new: Callable[[msgspec.Raw, Look], bool] | None = None
    """Whether the object that the results show is of this write's making: Ashby may give back one that was there
    (11, 1 and 2). None: it always is."""
    may_be_so: bool = False
    """Whether what it brings about may be so already, for which Ashby may refuse it (11, 10): the probe tells."""


class _Made(msgspec.Struct):
    id: str


class _Dated(msgspec.Struct):
    createdAt: object = None  # noqa: N815 - Ashby's word


class _Submitted(msgspec.Struct):
    submittedFormInstance: _Made  # noqa: N815 - Ashby's word


def _made(results: msgspec.Raw, _body: Body) -> str:
    return msgspec.json.decode(results, type=_Made).id


def _is_new(results: msgspec.Raw, look: Look) -> bool:
    """By its creation time: about the one that was sent or, where Ashby did not take that, since it was sent."""
    told = msgspec.json.decode(results, type=_Dated).createdAt
    made, sent = time_of(told if isinstance(told, str) else None), time_of(look.body.get("createdAt"))
    if made is None or made > look.sent_at - CLOCK:
        return True
    return sent is not None and abs(made - sent) < _ABOUT


def _submitted(results: msgspec.Raw, _body: Body) -> str:
    """What it has to do with the ids of applicationFeedback.list is not stated (9.3).

    The OpenAPI copy gives both the one schema of a submitted form instance: taken as the same id. A reader who has to
    be sure looks for the marker in the submitted values as well, as the probe does.
    """
    return msgspec.json.decode(results, type=_Submitted).submittedFormInstance.id


def _file(results: msgspec.Raw, body: Body) -> str | None:
    return probes.file_of(msgspec.json.decode(results, type=probes.Files), body)


def _resume(results: msgspec.Raw, body: Body) -> str | None:
    """By its name, else what is the resume now."""
    held = msgspec.json.decode(results, type=probes.Files)
    found = probes.file_of(held, body)
    return found or (held.resumeFileHandle.id if held.resumeFileHandle else None)


def _named(parameter: str) -> Callable[[msgspec.Raw, Body], str]:
    return lambda _results, body: str(body[parameter])


WRITES: Mapping[str, Write] = MappingProxyType(
    {
        write.call: write
        for write in (
            Write("customField.create", _made, setup_probes.custom_field),
            Write(  # the full list, once more
                "customField.updateSelectableValues", _named("customFieldId"), None, renewed=shown.with_all_options
            ),
            Write("candidateTag.create", _made, None),  # an existing tag of that title is returned
            Write("department.create", _made, setup_probes.department, makes="department"),
            Write("location.create", _made, setup_probes.location, makes="location"),
            Write("job.create", _made, setup_probes.job, makes="job"),
            Write("job.setStatus", _named("jobId"), setup_probes.job_status, may_be_so=True),
            Write("opening.create", _made, setup_probes.opening, makes="opening"),
            Write("candidate.create", _made, probes.candidate, makes="candidate", is_new=_is_new),
            Write("candidate.update", _named("candidateId"), None),  # overwrites with the same values
            Write("customField.setValues", _named("objectId"), None),  # overwrites with the same values
            Write("application.create", _made, probes.application, makes="application", is_new=_is_new),
            Write("application.addHiringTeamMember", _named("teamMemberId"), probes.team_member, may_be_so=True),
            Write("candidate.addTag", _named("tagId"), probes.candidate_tag, may_be_so=True),
            Write("candidate.createNote", _made, probes.note, makes="note"),
            Write("applicationFeedback.submit", _submitted, probes.feedback, makes="feedback"),
            Write("candidate.uploadFile", _file, probes.file, "file", Upload("CandidateFiles", "fileHandle")),
            Write("candidate.uploadResume", _resume, probes.file, "file", Upload("CandidateResume", "resumeHandle")),
        )
    }
)

assert set(WRITES) == calls.WRITES

UPDATES = frozenset({"candidate.update", "customField.setValues", "customField.updateSelectableValues"})
"""Writes that may follow an earlier write with the same key: they change what is there."""

CHANGES = UPDATES | {"job.setStatus"}
"""Writes that change an object which another write made: they bring none, and own none."""


def filled(payload: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """The body to send: ids put in at their dotted paths, nulls left out ("a null in it means: not sent")."""
    body = _without_nulls(payload)
    for path, id_ in ids.items():
        *parents, last = path.split(".")
        target: Any = body
        for name in parents:
            target = target[int(name)] if isinstance(target, list) else target[name]
        if isinstance(target, list):
            target[int(last)] = id_
        else:
            target[last] = id_
    return dict(body)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value


def is_needless(call: str, body: Body) -> bool:
    """An update that would change nothing is not sent."""
    return call == "candidate.update" and not body.keys() - {"candidateId", "sendNotifications"}

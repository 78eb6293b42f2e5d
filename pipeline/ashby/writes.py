"""The writes of a load: how each is recognised afterwards, and whether sending it twice does harm (10(d))."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import msgspec

from pipeline.ashby import calls, probes
from pipeline.ashby.probes import Body, Probe


@dataclass(frozen=True)
class Write:
    """One call that writes."""

    call: str
    id_of: Callable[[msgspec.Raw, Body], str]
    """The id of the object it concerns, from the answer's results or from the body."""
    probe: Probe | None
    """How to look for its effect; None where sending it again does no harm, as documented."""
    makes: str | None = None
    """The entity of the object that it makes; two writes never make the same object."""


class _Made(msgspec.Struct):
    id: str


def _made(results: msgspec.Raw, _body: Body) -> str:
    return msgspec.json.decode(results, type=_Made).id


def _named(parameter: str) -> Callable[[msgspec.Raw, Body], str]:
    return lambda _results, body: str(body[parameter])


WRITES: Mapping[str, Write] = MappingProxyType(
    {
        write.call: write
        for write in (
            Write("customField.create", _made, probes.custom_field),
            Write("candidateTag.create", _made, None),  # an existing tag of that title is returned
            Write("job.create", _made, probes.job, makes="job"),
            Write("candidate.create", _made, probes.candidate, makes="candidate"),
            Write("candidate.update", _named("candidateId"), None),  # overwrites with the same values
            Write("customField.setValues", _named("objectId"), None),  # overwrites with the same values
            Write("application.create", _made, probes.application, makes="application"),
            Write("candidate.addTag", _named("tagId"), probes.candidate_tag),
            Write("candidate.createNote", _made, probes.note, makes="note"),
        )
    }
)

assert set(WRITES) == calls.WRITES

UPDATES = frozenset({"candidate.update", "customField.setValues"})
"""Writes that may follow an earlier write with the same key: they change what is there."""


def filled(payload: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """The body to send: ids put in at their dotted paths, nulls left out ("a null in it means: not sent")."""
    body = _without_nulls(payload)
    for path, id_ in ids.items():
        *parents, last = path.split(".")
        target: Any = body
        for name in parents:
            target = target[int(name)] if isinstance(target, list) else target[name]
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

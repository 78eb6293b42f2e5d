"""What Ashby shows now of what a write would change: only what differs is worth it, and nothing may get lost by it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from pipeline.ashby import client
from pipeline.ashby.answers import Accepted, Refused
from pipeline.ashby.looking import single
from pipeline.transport import Connection

_LINKS = {"linkedInUrl": "LinkedIn", "githubUrl": "GitHub", "websiteUrl": "Website"}


class _Value(msgspec.Struct):
    value: str = ""


class _Link(msgspec.Struct):
    type: str = ""
    url: str = ""


class _Candidate(msgspec.Struct):
    name: str = ""
    primaryEmailAddress: _Value | None = None  # noqa: N815 - Ashby's words, here and below
    primaryPhoneNumber: _Value | None = None  # noqa: N815
    socialLinks: list[_Link] = []  # noqa: N815


async def changes(ashby: Connection, body: Mapping[str, Any]) -> dict[str, Any]:
    """A body of candidate.update without the fields that the candidate shows as they are to be.

    Looks at name, email, phoneNumber, linkedInUrl, githubUrl and websiteUrl; everything else stays. A candidate who is
    not found shows nothing. Raises NotAllowed, Unreachable.
    """
    told = await client.read(ashby, "candidate.info", {"id": body["candidateId"]})
    if isinstance(told, Refused):
        return dict(body)
    candidate = msgspec.json.decode(told.results, type=_Candidate)
    shown = {
        "name": candidate.name,
        "email": (candidate.primaryEmailAddress or _Value()).value.casefold(),
        "phoneNumber": (candidate.primaryPhoneNumber or _Value()).value,
    }
    links = {link.type: link.url for link in candidate.socialLinks}
    shown |= {parameter: links.get(kind, "") for parameter, kind in _LINKS.items()}
    return {
        name: value
        for name, value in body.items()
        if name not in shown or (value.casefold() if name == "email" else value) != shown[name]
    }


class _Held(_Candidate):
    emailAddresses: list[_Value] = []  # noqa: N815 - Ashby's words
    source: dict[str, Any] | None = None


async def candidate(ashby: Connection, candidate_id: str) -> msgspec.Raw | None:
    """A candidate as an answer's results; None for one who is not found. Raises NotAllowed, Unreachable."""
    told = await client.read(ashby, "candidate.info", {"id": candidate_id})
    return None if isinstance(told, Refused) else told.results


async def fill(ashby: Connection, candidate_id: str, results: msgspec.Raw, body: Mapping[str, Any]) -> list[str]:
    """Give a candidate, who is shown as these results, what it lacks of a body of candidate.create; tell nobody.

    Returns the names of what Ashby did not say that it took. Raises NotAllowed, Unreachable.
    """
    left: list[str] = []
    for change in _gaps(results, body):
        update = {"candidateId": candidate_id, **change, "sendNotifications": False}
        if not isinstance(await client.write(ashby, "candidate.update", update), Accepted):
            left += change
    return left


def _gaps(results: msgspec.Raw, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What to send: one change for the fields, and one for each further e-mail, of which a call adds one (9.1)."""
    candidate = msgspec.json.decode(results, type=_Held)
    links = {link.type for link in candidate.socialLinks if link.url}
    primary = candidate.primaryEmailAddress.value if candidate.primaryEmailAddress else ""
    empty = {
        "email": not primary,
        "phoneNumber": not (candidate.primaryPhoneNumber and candidate.primaryPhoneNumber.value),
        "linkedInUrl": "LinkedIn" not in links,
        "githubUrl": "GitHub" not in links,
        "websiteUrl": "Website" not in links,
        "sourceId": candidate.source is None,
    }
    given = {**body, "websiteUrl": body.get("website")}
    fields = {name: given[name] for name, is_empty in empty.items() if is_empty and given.get(name)}
    held = {email.casefold() for email in (primary, *(one.value for one in candidate.emailAddresses))}
    held.add(str(fields.get("email", "")).casefold())
    more = [email for email in (body.get("email"), *body.get("alternateEmailAddresses", ())) if email]
    return [*([fields] if fields else []), *({"alternateEmail": one} for one in more if one.casefold() not in held)]


class _Owner(msgspec.Struct):
    id: str


class _Application(msgspec.Struct):
    candidate: _Owner


async def owner(ashby: Connection, application_id: str) -> str | None:
    """Whose application it is now; None for one that is not found. Raises NotAllowed, Unreachable."""
    told = await single(ashby, "application.info", {"applicationId": application_id}, _Application)
    return None if told is None else told.candidate.id


class _Option(msgspec.Struct):
    label: str
    value: str
    isArchived: bool = False  # noqa: N815


class _Field(msgspec.Struct):
    selectableValues: list[_Option] | None = None  # noqa: N815


async def with_all_options(ashby: Connection, body: Mapping[str, Any]) -> dict[str, Any]:
    """A body of customField.updateSelectableValues with the options besides that the field has by now.

    An option that the call leaves out is archived (ashby-api 9.4), and people may have added some since the survey.
    Raises NotAllowed, Unreachable.
    """
    told = await client.read(ashby, "customField.info", {"customFieldId": body["customFieldId"]})
    if isinstance(told, Refused):
        return dict(body)
    listed = {option["value"] for option in body["selectableValues"]}
    there = msgspec.json.decode(told.results, type=_Field).selectableValues or []
    more = [msgspec.to_builtins(option) for option in there if option.value not in listed]
    return {**body, "selectableValues": [*body["selectableValues"], *more]}

"""The stand-in of Lever's Data API v1 as an ASGI app: keys, permissions, routes and envelopes (reference section 1).

Reads only; what each call answers stands in `lever_opportunities` and `lever_lists`. Everything that is not imitated is
listed in the package's docstring and answers 404 like an unknown path.
"""

import base64
import binascii
import json
from collections import Counter
from typing import Any
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.simulator import calls, faults, lever_deleted, lever_edits, lever_lists, lever_opportunities, ratelimit
from pipeline.simulator import lever_shapes as shapes
from pipeline.simulator.lever_expand import finish
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_pages import Query, RefusalError, forbidden, not_found
from pipeline.simulator.lever_state import World

HEADERS = [
    (b"content-type", b"application/json; charset=utf-8"),
    (b"server", b"lever-data-api"),
    (b"x-lever-region", b"global"),
    (b"x-stream-path", b"dapi"),
]
PERMISSION_OF = {"contacts": "contact", "disposition_stages": "stages"}
"""Permissions that are named otherwise than the first word of the path."""


def app(world: World, options: LeverOptions, faults_: faults.Faults, recorder: calls.Recorder) -> ASGIApp:
    """Lever as the key sees it, from outside in: the recorder, the rate limit, the scripted faults, the API."""
    faulty = faults.wrap(_api(world, options), faults_, error)
    limited = ratelimit.wrap(
        faulty, limiter(options), presented_key, lambda _: error(429), retry_after=options.retry_after
    )
    return calls.record(limited, recorder)


def limiter(options: LeverOptions) -> ratelimit.Limiter:
    """The limit that the options name; windows are one second."""
    per_second = options.requests_per_second
    match options.rate_limit:
        case "bucket":
            return ratelimit.bucket(per_second, options.burst)
        case "sliding":
            return ratelimit.sliding(round(per_second), 1.0)
        case "fixed":
            return ratelimit.fixed(round(per_second), 1.0)
        case "none":
            return ratelimit.none()


def error(status: int) -> bytes:
    """The body of 429, 500 and 503: Lever's envelope; code and message are ours, none is documented (section 1.5)."""
    code, message = {
        429: ("TooManyRequests", "Too many requests, please try again later"),
        500: ("InternalServerError", "An internal error occurred"),
        503: ("ServiceUnavailable", "Lever is down for maintenance"),
    }[status]
    return json.dumps({"code": code, "message": message}).encode()


def presented_key(scope: Scope) -> str:
    """The user name of the Basic credentials, "" if there are none that can be read."""
    for name, value in scope["headers"]:
        if name == b"authorization" and value[:6].lower() == b"basic ":
            try:
                user, _, password = base64.b64decode(value[6:], validate=True).decode().partition(":")
            except (binascii.Error, UnicodeDecodeError):
                return ""
            return "" if password else user
    return ""


def _api(world: World, options: LeverOptions) -> ASGIApp:
    """The API alone, with its own memory of pages served, movements made and texts counted."""
    served: Counter[str] = Counter()
    counted: dict[str, tuple[int, Counter[str]]] = {}

    def opportunities(query: Query) -> dict[str, Any]:
        served["pages"] += 1
        page = served["pages"]
        body, reached = lever_opportunities.listed(world, options, query, page)
        often = options.movement_every is not None and page % options.movement_every == 0
        if often and (options.movement_times is None or served["movements"] < options.movement_times):
            lever_edits.move(world, options, served["movements"], reached)
            served["movements"] += 1
        return body

    def respond(method: str, path: str, query: Query) -> dict[str, Any]:
        """The body of a 200, or a RefusalError."""
        first, *rest = path.removeprefix("/v1/").split("/") if path.startswith("/v1/") else [path]
        if first == "candidates":  # deprecated, answers like opportunities (section 1.10)
            first = "opportunities"
        _permit(options, first, rest)
        if method != "GET":
            raise RefusalError(405, "MethodNotAllowed", "this stand-in of Lever is read only")
        match first, rest:
            case "opportunities", []:
                return opportunities(query)
            case "opportunities", ["deleted"]:
                return lever_deleted.opportunities(world, options, query)
            case "opportunities", [wanted]:
                record = lever_opportunities.single(world, options, wanted)
                return {"data": finish(world, options, query, "opportunity", shapes.opportunity(record), record)}
            case "opportunities", [parent, "notes", *ids] if len(ids) < 2:
                record = lever_opportunities.single(world, options, parent, child=True)
                if ids:
                    return lever_opportunities.note(world, options, query, record, ids[0])
                return lever_opportunities.notes(world, options, query, record)
            case "opportunities", [parent, "applications", *ids] if len(ids) < 2:
                record = lever_opportunities.single(world, options, parent, child=True)
                return lever_opportunities.applications(world, options, query, record, ids[0] if ids else None)
            case "users", []:
                return lever_lists.users(world, options, query)
            case "users", [wanted]:
                return lever_lists.user(world, wanted)
            case "stages", []:
                return lever_lists.stages(world, options, query)
            case "stages", [wanted]:
                return lever_lists.stage(world, options, wanted)
            case "archive_reasons", []:
                return lever_lists.archive_reasons(world, options, query)
            case "archive_reasons", [wanted]:
                return lever_lists.archive_reason(world, wanted)
            case "disposition_stages", []:
                return {"data": shapes.disposition_stages(world.stages, world.archive_reasons)}
            case "sources" | "tags", []:
                return lever_lists.texts(world, options, query, first, counted)
            case "postings", []:
                return lever_lists.postings(world, options, query)
            case "postings", ["deleted"]:
                return lever_deleted.postings(world, options, query)
            case "postings", [wanted]:
                return lever_lists.posting(world, options, query, wanted)
            case "applications", ["deleted"]:
                return lever_deleted.applications(world, options, query)
            case "contacts", [wanted]:
                return lever_lists.contact(world, wanted)
            case _:
                raise not_found("path", path)

    async def api(scope: Scope, _receive: Receive, send: Send) -> None:
        try:
            if presented_key(scope) != options.key:
                raise RefusalError(401, "Unauthorized", "the API key is not valid")
            query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            with world.lock:
                status, body = 200, respond(scope["method"], scope["path"], query)
        except RefusalError as refusal:
            status, body = refusal.status, {"code": refusal.code, "message": refusal.message}
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = [*HEADERS, (b"content-length", b"%d" % len(content))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    return api


def _permit(options: LeverOptions, first: str, rest: list[str]) -> None:
    """Refuse an endpoint that the key's permissions leave out (section 1.2)."""
    kind = rest[1] if first == "opportunities" and len(rest) > 1 and rest[1] in ("notes", "applications") else first
    permission = PERMISSION_OF.get(kind, kind)
    if permission not in options.permissions and kind in KINDS:
        raise forbidden(f"this key may not read {permission}")


KINDS = (
    "applications",
    "archive_reasons",
    "contacts",
    "disposition_stages",
    "notes",
    "opportunities",
    "postings",
    "sources",
    "stages",
    "tags",
    "users",
)
"""Every kind of endpoint that needs a permission."""


def describe(world: World) -> dict[str, Any]:
    """Everything that the stand-in knows, in Lever's shapes, whatever a key may see (for `GET /_sim/state`)."""
    return {
        "users": [shapes.user(user) for user in world.users],
        "merged_users": [shapes.user(user) for user in world.merged_users],
        "disposition_stages": shapes.disposition_stages(world.stages, world.archive_reasons),
        "removed_stage": None if world.removed_stage is None else shapes.stage(world.removed_stage),
        "postings": [shapes.posting(posting) for posting in world.postings.values()],
        "contacts": [shapes.contact(contact) for contact in world.contacts.values()],
        "opportunities": [shapes.opportunity(record) for record in world.opportunities.values()],
        "applications": [
            shapes.application(record.application, record)
            for record in world.opportunities.values()
            if record.application is not None
        ],
        "notes": {parent: [shapes.note(note) for note in notes] for parent, notes in world.notes.items()},
        "deleted": [shapes.opportunity(record) for record in world.deleted],
        "cases": world.cases,
    }

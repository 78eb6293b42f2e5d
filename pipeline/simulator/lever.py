"""The stand-in of Lever's Data API v1 as an ASGI app: keys, permissions, routes and envelopes (reference section 1).

Reads only; what each call answers stands in `lever_opportunities`, `lever_children` and `lever_lists`. Everything that
is not imitated is listed in the package's docstring and answers 404 like an unknown path.
"""

import base64
import binascii
import json
from collections import Counter
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.simulator import (
    calls,
    faults,
    lever_audit,
    lever_children,
    lever_deleted,
    lever_edits,
    lever_eeo,
    lever_files,
    lever_gaps,
    lever_lists,
    lever_movement,
    lever_oauth,
    lever_opportunities,
    lever_questions,
    lever_requisitions,
    ratelimit,
)
from pipeline.simulator import lever_shapes as shapes
from pipeline.simulator.lever_child_state import Stored
from pipeline.simulator.lever_expand import finish
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_pages import Query, RefusalError, envelope, forbidden, not_found
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
    storage = lever_files.Storage(options)
    faulty = faults.wrap(_api(world, options, storage), faults_, error)
    limited = ratelimit.wrap(faulty, limiter(options), allowance, lambda _: error(429), retry_after=options.retry_after)

    async def hosts(scope: Scope, receive: Receive, send: Send) -> None:
        # tokens come from a host of their own, which the API's limit does not guard (section 1.2)
        await (faulty if scope["path"] == lever_oauth.PATH else limited)(scope, receive, send)

    return calls.record(lever_files.beside(hosts, faults.wrap(storage, faults_, error)), recorder)


def limiter(options: LeverOptions) -> ratelimit.Limiter:
    """The limit that the options name; windows are one second."""
    if options.early_429_share > 0.0:
        return ratelimit.early(_limiter(options), options.early_429_share)
    return _limiter(options)


def _limiter(options: LeverOptions) -> ratelimit.Limiter:
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


def allowance(scope: Scope) -> str:
    """Whose allowance a call uses up: the key's, or the one grant's, whatever its token is at the time."""
    return presented_key(scope) or ("grant" if lever_oauth.presented_token(scope) else "")


def _api(world: World, options: LeverOptions, storage: lever_files.Storage) -> ASGIApp:
    """The API alone, with its own memory of pages served, movements made and texts counted."""
    served: Counter[str] = Counter()
    counted: dict[str, tuple[int, Counter[str]]] = {}
    tried: Counter[str] = Counter()
    world.gaps = lever_gaps.chosen(world, options)

    def may_move() -> bool:
        return options.movement_times is None or served["movements"] < options.movement_times

    def called() -> None:
        """A call of any kind was answered; every so often something happens after it."""
        served["calls"] += 1
        if options.movement_calls is not None and served["calls"] % options.movement_calls == 0 and may_move():
            # times that never repeat, so that the order in which records stand follows from the calls alone
            served["moment"] = max(lever_edits.wall_clock(), served["moment"] + 1)
            lever_movement.strike(world, options, served["movements"], served["moment"])
            served["movements"] += 1

    def opportunities(query: Query) -> dict[str, Any]:
        served["pages"] += 1
        page = served["pages"]
        body, reached = lever_opportunities.listed(world, options, query, page)
        often = options.movement_every is not None and page % options.movement_every == 0
        if often and may_move():
            lever_edits.move(world, options, served["movements"], reached)
            served["movements"] += 1
        return body

    def respond(method: str, path: str, query: Query) -> Any:
        """The JSON body of a 200, or a description of the bytes to send; or a RefusalError."""
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
            case "opportunities", [parent, word] if word in HANGING and _emptied(world, options, parent):
                return envelope([], None)
            case "opportunities", [parent, word] if word in lever_children.KINDS:
                record = lever_opportunities.single(world, options, parent, child=True)
                return lever_children.listed(world, options, query, record, word)
            case "opportunities", [parent, word, wanted] if word in lever_children.KINDS:
                record = lever_opportunities.single(world, options, parent, child=True)
                return lever_children.single(world, options, query, record, word, wanted)
            case "opportunities", [parent, "resumes" | "files" | "offers" as word, wanted, "download"]:
                record = lever_opportunities.single(world, options, parent, child=True)
                return lever_children.download(world, options, query, record, word, wanted, tried)
            case "feedback_templates" | "form_templates", []:
                return lever_children.templates(world, options, query, first)
            case "feedback_templates" | "form_templates", [wanted]:
                return lever_children.template(world, options, query, first, wanted)
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
            case "requisitions", []:
                return lever_requisitions.requisitions(world, options, query)
            case "requisitions", [wanted]:
                return lever_requisitions.requisition(world, options, query, wanted)
            case "requisition_fields", []:
                return lever_requisitions.fields(query)
            case "eeo", ["responses"]:
                return lever_eeo.anonymous(world, options, query)
            case "eeo", ["responses", "pii"]:
                return lever_eeo.with_pii(world, options, query)
            case "audit_events", []:
                return lever_audit.audit_events(world, options, query)
            case "stages", []:
                return lever_lists.stages(world, options, query)
            case "stages", [wanted]:
                return lever_lists.stage(world, options, wanted)
            case "archive_reasons", []:
                return lever_lists.archive_reasons(world, options, query)
            case "archive_reasons", [wanted]:
                return lever_lists.archive_reason(world, wanted)
            case "disposition_stages", []:
                return lever_lists.disposition_stages(world)
            case "sources" | "tags", []:
                return lever_lists.texts(world, options, query, first, counted)
            case "postings", []:
                return lever_lists.postings(world, options, query)
            case "postings", ["deleted"]:
                return lever_deleted.postings(world, options, query)
            case "postings", [wanted]:
                return lever_lists.posting(world, options, query, wanted)
            case "postings", [wanted, "apply"]:
                return lever_questions.questions(world, query, lever_lists.readable_posting(world, options, wanted))
            case "postings", [wanted, "users"]:
                return lever_questions.members(world, lever_lists.readable_posting(world, options, wanted))
            case "applications", ["deleted"]:
                return lever_deleted.applications(world, options, query)
            case "contacts", [wanted]:
                return lever_lists.contact(world, wanted)
            case _:
                raise not_found("path", path)

    async def deliver(stored: Stored, scope: Scope, send: Send) -> None:
        """A download: the bytes, or where they are."""
        headers = [header for header in HEADERS if header[0] != b"content-type"]
        if not options.download_redirect:
            await lever_files.serve(stored, options, headers, send)
            return
        place = lever_files.place(scope, storage.leave(stored))
        headers += [(b"location", place), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 302, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    def admitted(scope: Scope) -> bool:
        token = lever_oauth.presented_token(scope)
        return lever_oauth.admits(world, options, token) if token else presented_key(scope) == options.key

    async def api(scope: Scope, receive: Receive, send: Send) -> None:
        if (scope["method"], scope["path"]) == ("POST", lever_oauth.PATH):
            form = parse_qs((await faults.whole_body(receive)).decode("latin-1"))
            with world.lock:
                status, body = lever_oauth.refresh(world, options, form)
            await faults.answer(send, status, json.dumps(body).encode())
            return
        try:
            query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            with world.lock:
                if not admitted(scope):
                    raise RefusalError(401, "Unauthorized", "the API key or access token is not valid")
                try:
                    status, body = 200, respond(scope["method"], scope["path"], query)
                finally:
                    called()
            if isinstance(body, Stored):
                await deliver(body, scope, send)
                return
        except RefusalError as refusal:
            status, body = refusal.status, {"code": refusal.code, "message": refusal.message}
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = [*HEADERS, (b"content-length", b"%d" % len(content))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    return api


def _emptied(world: World, options: LeverOptions, parent: str) -> bool:
    """Whether what hung on this opportunity answers an empty list, since it was deleted."""
    return options.deleted_children == "empty" and any(record.id == parent for record in world.deleted)


def _permit(options: LeverOptions, first: str, rest: list[str]) -> None:
    """Refuse an endpoint that the key's permissions leave out (section 1.2)."""
    kind = rest[1] if first == "opportunities" and len(rest) > 1 and rest[1] in HANGING else first
    if first == "eeo":
        kind = "eeo_responses_pii" if rest == ["responses", "pii"] else "eeo_responses"
    permission = PERMISSION_OF.get(kind, kind)
    if permission not in options.permissions and kind in KINDS:
        raise forbidden(f"this key may not read {permission}")


HANGING = ("applications", "notes", *lever_children.KINDS)
"""Every kind of endpoint under an opportunity."""
KINDS = (
    "applications",
    "archive_reasons",
    "audit_events",
    "contacts",
    "disposition_stages",
    "eeo_responses",
    "eeo_responses_pii",
    "feedback_templates",
    "form_templates",
    "notes",
    "opportunities",
    "postings",
    "requisition_fields",
    "requisitions",
    "sources",
    "stages",
    "tags",
    "users",
    *lever_children.KINDS,
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
        **lever_children.described(world),
        "deleted": [shapes.opportunity(record) for record in world.deleted],
        "requisitions": [lever_requisitions.shape(world, record) for record in world.requisitions],
        "requisition_fields": list(lever_requisitions.FIELDS),
        "eeo_responses_pii": lever_eeo.everything(world),
        "audit_events": [lever_audit.shape(world, event) for event in world.audit_events],
        "gaps": {kind: sorted(ids) for kind, ids in asdict(world.gaps).items()},
        "cases": world.cases,
    }

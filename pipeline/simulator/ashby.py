"""The Ashby stand-in as an ASGI app: transport, keys, permissions and envelopes around the endpoints.

RPC over POST with JSON, after `reference/ashby-api.md` (sections 1, 2, 5, 6). What is not imitated: postings,
surveys, reports, webhooks, scheduling of interviews, changes of offers and projects, X-On-Behalf-Of, the deprecated
names (application.change_stage), any delay of writes. Such paths answer 404.
"""

import base64
import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.simulator import ashby_applications as applications
from pipeline.simulator import ashby_around as around
from pipeline.simulator import ashby_candidates as candidates
from pipeline.simulator import ashby_errors as errors
from pipeline.simulator import ashby_feedback as feedback
from pipeline.simulator import ashby_fields as custom
from pipeline.simulator import ashby_files as files
from pipeline.simulator import ashby_parser as parser
from pipeline.simulator import ashby_people_reads as people
from pipeline.simulator import ashby_reads as reads
from pipeline.simulator import ashby_storage as storage
from pipeline.simulator import ashby_writes as writes
from pipeline.simulator import calls, ratelimit
from pipeline.simulator import faults as scripted
from pipeline.simulator.ashby_contract import known_part, problem, rules
from pipeline.simulator.ashby_errors import AshbyError
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer
from pipeline.simulator.ashby_state import AshbyState, canonical

Handler = Callable[[AshbyState, AshbyOptions, dict[str, Any]], Answer]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation: the permission it asks for (None: none that is documented) and what does it."""

    permission: str | None
    handler: Handler


ENDPOINTS: Mapping[str, Endpoint] = {
    "apiKey.info": Endpoint("apiKeysRead", reads.api_key_info),
    "version.list": Endpoint(None, reads.version_list),
    "user.list": Endpoint("organizationRead", reads.user_list),
    "user.info": Endpoint("organizationRead", reads.user_info),
    "user.search": Endpoint("organizationRead", reads.user_search),
    "department.list": Endpoint("organizationRead", reads.department_list),
    "department.info": Endpoint("organizationRead", reads.department_info),
    "department.create": Endpoint("organizationWrite", writes.department_create),
    "location.list": Endpoint("organizationRead", reads.location_list),
    "location.info": Endpoint("organizationRead", reads.location_info),
    "location.create": Endpoint("organizationWrite", writes.location_create),
    "hiringTeamRole.list": Endpoint("organizationRead", reads.role_list),
    "job.list": Endpoint("jobsRead", reads.job_list),
    "job.info": Endpoint("jobsRead", reads.job_info),
    "job.search": Endpoint("jobsRead", reads.job_search),
    "job.create": Endpoint("jobsWrite", writes.job_create),
    "job.setStatus": Endpoint("jobsWrite", writes.job_set_status),
    "jobInterviewPlan.info": Endpoint("jobsRead", reads.job_interview_plan_info),
    "interviewPlan.list": Endpoint("interviewsRead", reads.interview_plan_list),
    "interviewStage.list": Endpoint("interviewsRead", reads.interview_stage_list),
    "archiveReason.list": Endpoint("hiringProcessMetadataRead", reads.archive_reason_list),
    "source.list": Endpoint("hiringProcessMetadataRead", reads.source_list),
    "candidateTag.list": Endpoint("hiringProcessMetadataRead", reads.tag_list),
    "candidateTag.create": Endpoint("hiringProcessMetadataWrite", writes.tag_create),
    "customField.list": Endpoint("hiringProcessMetadataRead", reads.field_list),
    "customField.info": Endpoint("hiringProcessMetadataRead", reads.field_info),
    "customField.create": Endpoint("hiringProcessMetadataWrite", custom.field_create),
    "customField.setValue": Endpoint("candidatesWrite", custom.set_value),
    "customField.setValues": Endpoint("candidatesWrite", custom.set_values),
    "customField.updateSelectableValues": Endpoint("hiringProcessMetadataWrite", custom.update_selectable_values),
    "feedbackFormDefinition.list": Endpoint("hiringProcessMetadataRead", feedback.form_list),
    "feedbackFormDefinition.info": Endpoint("hiringProcessMetadataRead", feedback.form_info),
    "applicationFeedback.list": Endpoint("candidatesRead", feedback.feedback_list),
    "applicationFeedback.submit": Endpoint("candidatesWrite", feedback.feedback_submit),
    "file.createFileUploadHandle": Endpoint("candidatesWrite", files.create_upload_handle),
    "file.info": Endpoint("candidatesRead", files.file_info),
    "candidate.uploadFile": Endpoint("candidatesWrite", files.upload_file),
    "candidate.uploadResume": Endpoint("candidatesWrite", files.upload_resume),
    "candidate.create": Endpoint("candidatesWrite", candidates.candidate_create),
    "candidate.update": Endpoint("candidatesWrite", candidates.candidate_update),
    "candidate.info": Endpoint("candidatesRead", people.candidate_info),
    "candidate.list": Endpoint("candidatesRead", people.candidate_list),
    "candidate.search": Endpoint("candidatesRead", people.candidate_search),
    "candidate.addTag": Endpoint("candidatesWrite", candidates.candidate_add_tag),
    "candidate.removeTag": Endpoint("candidatesWrite", candidates.candidate_remove_tag),
    "candidate.createNote": Endpoint("candidatesWrite", candidates.note_create),
    "candidate.listNotes": Endpoint("candidatesRead", people.note_list),
    "application.create": Endpoint("candidatesWrite", applications.application_create),
    "application.update": Endpoint("candidatesWrite", applications.application_update),
    "application.info": Endpoint("candidatesRead", people.application_info),
    "application.list": Endpoint("candidatesRead", people.application_list),
    "application.listHistory": Endpoint("candidatesRead", people.history_list),
    "application.changeStage": Endpoint("candidatesWrite", applications.change_stage),
    "application.changeSource": Endpoint("candidatesWrite", applications.change_source),
    "application.updateHistory": Endpoint("candidatesWrite", applications.update_history),
    "application.delete": Endpoint("candidatesDelete", applications.application_delete),
    "applicationHiringTeamRole.list": Endpoint("candidatesRead", reads.application_role_list),
    **{name: Endpoint(*entry) for name, entry in around.ENDPOINTS.items()},
}
"""Every operation that is imitated, with its permission (section 5)."""

REQUEST_ID = "simulator.request_id"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISSING_PERMISSION = AshbyError("missing_endpoint_permission", "The API key lacks the permission")


def app(state: AshbyState, options: AshbyOptions, faults: scripted.Faults, recorder: calls.Recorder) -> ASGIApp:
    """The whole vendor: recorder outermost, then the headers of every reply, the rate limit, faults, the endpoints.

    Faults stand around the endpoints, so that `500_after` and `drop_after` come after the effect; they stand behind the
    limit, so that a call over the limit has none. The file storage is another host in truth: it has the faults and the
    recorder, but neither the headers nor the limit.
    """
    faulty = scripted.wrap(_endpoints(state, options), faults, lambda status: _fault_body(options, status))
    limited = ratelimit.wrap(
        faulty, _limiter(options), _caller, lambda _: _limit_body(options), retry_after=options.retry_after
    )
    stored = scripted.wrap(storage.app(state, options), faults)
    return calls.record(storage.beside(_stamped(limited), stored), recorder, apart=files.STORAGE)


def describe(state: AshbyState) -> dict[str, Any]:
    """What `GET /_sim/state` gives: the end state ids aside, so that two runs can be compared."""
    return canonical(state)


def notifications(state: AshbyState) -> list[dict[str, str]]:
    """The messages to people that Ashby would have sent, oldest first."""
    return list(state.notifications)


def _endpoints(state: AshbyState, options: AshbyOptions) -> ASGIApp:
    """The endpoints behind key, version, permission and contract."""
    forms = cycle(errors.FORMS if options.error_form == "rotate" else (options.error_form,))
    expected = b"Basic " + base64.b64encode(f"{options.key}:".encode())
    granted = frozenset(options.scopes)
    body_rules = rules(options)

    def outcome(name: str, headers: dict[bytes, bytes], content: bytes) -> Answer:
        """The endpoint's answer, or AshbyError."""
        if headers.get(b"ashby-version", b"2026-01-01").decode("latin-1") != reads.VERSION:
            raise AshbyError("invalid_input", "This API version is not supported", "Ashby-Version")
        kind = headers.get(b"content-type", b"")
        if name in files.SINGLE and _is(kind, b"multipart/form-data"):
            with state.lock:
                body = files.from_form(state, options, name, kind, content)
        elif _is(kind, b"application/json"):
            body = _parsed(content)
        else:
            raise AshbyError("invalid_input", "Content-Type must be application/json")
        found = problem(name, body, body_rules)
        if found is not None:
            raise errors.invalid(found.parameter, found.message)
        with state.lock:
            state.address = f"http://{headers.get(b'host', b'ashby.example').decode('latin-1')}"
            parser.go_on(state)
            return ENDPOINTS[name].handler(state, options, known_part(name, body))

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        content = await _read(receive)
        request_id = scope.get(REQUEST_ID)
        name = scope["path"][1:]
        headers = dict(scope["headers"])
        refusal = _refusal(name, scope["method"], headers.get(b"authorization"), expected, granted, options)
        if refusal is not None:
            await _send(send, *refusal)
            return
        try:
            answer = outcome(name, headers, content)
        except AshbyError as error:
            await _send(send, options.error_status, errors.body(next(forms), error, request_id))
        else:
            await _send(send, 200, {"success": True, **answer})

    return answering


def _refusal(
    name: str,
    method: str,
    authorization: bytes | None,
    expected: bytes,
    granted: frozenset[str],
    options: AshbyOptions,
) -> tuple[int, dict[str, Any]] | None:
    """Status and body for a call that reaches no endpoint: 404, 401, 403; None if it may go on (sections 1, 5)."""
    endpoint = ENDPOINTS.get(name)
    if name == "project.create" and options.project_create == "absent":
        endpoint = None
    if endpoint is None or method != "POST":
        return 404, errors.body("objects", AshbyError("not_found", "There is no such endpoint"))
    if authorization is None or not authorization.lower().startswith(b"basic "):
        return 401, errors.body("objects", AshbyError("unauthorized", "No API key was sent"))
    if authorization[6:].strip() != expected[6:]:
        return 403, errors.body("objects", AshbyError("forbidden", "The API key is wrong or switched off"))
    lacks_switch = name == "application.updateHistory" and not options.update_history
    if lacks_switch or (endpoint.permission is not None and endpoint.permission not in granted):
        return 403, errors.body("objects", MISSING_PERMISSION)
    return None


def _is(content_type: bytes, kind: bytes) -> bool:
    """Whether a Content-Type header names this type, parameters aside."""
    return content_type.split(b";")[0].strip().lower() == kind


def _parsed(content: bytes) -> dict[str, Any]:
    """The body as a JSON object that can be said again in UTF-8 (section 1: `{}` when there are no parameters)."""
    try:
        body = json.loads(content, parse_constant=_no_constant)
        if b"\\u" in content:
            json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise AshbyError("invalid_input", "Request payload is malformed") from error
    if not isinstance(body, dict):
        raise AshbyError("invalid_input", "Request payload must be a JSON object")
    return body


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


async def _read(receive: Receive) -> bytes:
    chunks, more = [], True
    while more:
        message = await receive()
        chunks.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(chunks)


async def _send(send: Send, status: int, body: dict[str, Any]) -> None:
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    await scripted.answer(send, status, content)


def _stamped(inner: ASGIApp) -> ASGIApp:
    """`inner` with the headers that every reply carries: the request's id (a ULID) and the API version (section 6)."""

    async def stamped(scope: Scope, receive: Receive, send: Send) -> None:
        request_id = _ulid()
        stamps = [
            (b"x-ashby-request-id", request_id.encode()),
            (b"ashby-version", reads.VERSION.encode()),
            (b"ashby-version-status", b"active"),
        ]

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *stamps]}
            await send(message)

        await inner({**scope, REQUEST_ID: request_id}, receive, tell)

    return stamped


def _ulid() -> str:
    """48 bits of time in milliseconds and 80 bits of chance, in 26 signs."""
    number = (time.time_ns() // 1_000_000 << 80) | random.getrandbits(80)
    return "".join([CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5)])


def _limiter(options: AshbyOptions) -> ratelimit.Limiter:
    match options.rate_window:
        case "fixed":
            return ratelimit.fixed(options.requests_per_minute, options.window_s, options.window_offset_s)
        case "sliding":
            return ratelimit.sliding(options.requests_per_minute, options.window_s)
        case "bucket":
            return ratelimit.bucket(options.requests_per_minute / options.window_s, options.bucket_capacity)
        case "none":
            return ratelimit.none()


def _caller(scope: Scope) -> str:
    """The limit is per key (section 4)."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            return str(value.decode("latin-1"))
    return ""


def _limit_body(options: AshbyOptions) -> bytes:
    if options.limit_body == "empty":
        return b""
    error = AshbyError("rate_limit_exceeded", "Too many requests")
    return json.dumps(errors.body(options.limit_body, error)).encode()


def _fault_body(options: AshbyOptions, status: int) -> bytes:
    """The body of a scripted 400, 429, 500 or 503."""
    if status == 429:
        return _limit_body(options)
    if status == 400:
        return json.dumps(errors.body("both", AshbyError("invalid_input", "This is not taken, says a script"))).encode()
    if options.error_500_body == "empty":
        return b""
    if options.error_500_body == "html":
        return b"<html><body><h1>502 Bad Gateway</h1></body></html>"
    error = AshbyError("generic_internal_error", "Something went wrong, the change may have been made")
    return json.dumps(errors.body("both", error)).encode()

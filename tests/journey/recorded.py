"""The recorded answers of real Levers, served verbatim: what a client gets is what somebody once really got."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

NOT_FOUND = {"code": "ResourceNotFound", "message": "not recorded"}

LISTS = {
    # path → table and the recordings that hold objects of it; the first one's envelope is kept
    "users": ("user", "nango/users.list.json", "airbyte/users.json"),
    "stages": ("stage", "nango/stages.list.json"),
    "archive_reasons": ("archive_reason", "nango/archive-reasons.list.json"),
    "sources": ("source", "nango/sources.list.json"),
    "tags": ("tag", "nango/tags.list.json"),
    "postings": (
        "posting",
        "nango/postings.list.json",
        "nango/posting.closed.json",
        "doc-examples/posting.published.json",
    ),
    "requisitions": ("requisition", "nango/requisitions.list.json"),
    "requisition_fields": (
        "requisition_field",
        "nango/requisition-fields.list.json",
        "amp-labs/requisition_fields.json",
        "doc-examples/requisition-field.dropdown.json",
    ),
    "feedback_templates": ("feedback_template", "nango/feedback-templates.list.json"),
    "form_templates": ("form_template", "doc-examples/form-templates.list.json"),
    "audit_events": ("audit_event", "doc-examples/audit-events.list.json"),
    "eeo/responses": ("eeo_response", "nango/eeo.list.json"),
    "eeo/responses/pii": ("eeo_response_pii", "nango/eeo-pii.list.json"),
    "opportunities/deleted": ("deleted_opportunity", "nango/opportunities-deleted.list.json"),
    "applications/deleted": ("deleted_application", "nango/applications-deleted.list.json"),
    "postings/deleted": ("deleted_posting", "nango/postings-deleted.list.json"),
}

CHILDREN = {
    "feedback": (
        "feedback",
        "transcribed/feedback.list.partial.json",
        "nango/feedback.get-deleted.json",
        "nango/feedback.get-before-put.json",
    ),
    "interviews": (
        "interview",
        "transcribed/interviews.list.partial.json",
        "airbyte/interviews.json",
        "nango/interview.get.json",
    ),
    "panels": ("panel", "nango/panels.list.json"),
    "offers": ("offer", "airbyte/offers.json", "doc-examples/offer.with-documents.json"),
    "resumes": ("resume", "doc-examples/resumes.list.json"),
    "files": ("file", "doc-examples/files.list.json"),
    "forms": ("form", "doc-examples/form.get.json"),
    "referrals": ("referral", "airbyte/referrals.json"),
}
"""All of them hang on the first opportunity; notes are dealt out, one each, in order."""

QUESTIONS = ("nango/posting-apply.with-custom-questions.json", "nango/posting-apply.with-eeo.json")


class Recorded:
    """Everything that was recorded of Lever and is an object of its own, by path."""

    def __init__(self, payloads: Path) -> None:
        lever = payloads / "lever"
        self.opportunities = _opportunities(lever)
        self.notes = _objects(lever, "transcribed/notes.list.partial.json", "airbyte/notes.json", "nango/note.get.json")
        self.applications = {
            one["id"]: one for one in _objects(lever, "airbyte/applications.json", "nango/application.get.json")
        }
        self.lists = {path: _objects(lever, *names) for path, (_, *names) in LISTS.items()}
        self.envelopes = {path: _answer(lever / names[0]) for path, (_, *names) in LISTS.items()}
        self.children = {path: _objects(lever, *names) for path, (_, *names) in CHILDREN.items()}
        self.bare = {path for path, (_, *names) in CHILDREN.items() if isinstance(_answer(lever / names[0]), list)}
        self.questions = {one["id"]: one for one in _objects(lever, *QUESTIONS)}
        self.disposition_stages = _answer(lever / "nango/disposition-stages.get.json")["data"]
        self.contact = _answer(lever / "nango/contact.get.json")["data"]
        self.postings = {
            one["id"]: one for one in [*_objects(lever, "nango/posting.get.json"), *self.lists["postings"]]
        }
        trace = json.loads((lever / "nango/opportunities.pagination-trace.json").read_text(encoding="utf-8"))
        self.tokens = [page["next"] for page in trace["pages"] if page.get("next")]

    def notes_of(self, opportunity_id: str) -> list[Any]:
        """Recorded notes name no opportunity: they are dealt out, one each, in order."""
        position = [opportunity["id"] for opportunity in self.opportunities].index(opportunity_id)
        return self.notes[position : position + 1]


def _answer(path: Path) -> Any:
    content = json.loads(path.read_text(encoding="utf-8"))
    return content.get("response", content)


def _objects(lever: Path, *names: str) -> list[Any]:
    found: dict[str, Any] = {}
    for name in names:
        answer = _answer(lever / name)
        data = answer["data"] if isinstance(answer, dict) else answer
        for number, one in enumerate(data if isinstance(data, list) else [data]):
            found.setdefault(one.get("id") or one.get("text") or f"{name}:{number}", one)
    return list(found.values())


def _opportunities(lever: Path) -> list[Any]:
    found: dict[str, Any] = {}

    def visit(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("id"), str) and "contact" in value and "stage" in value:
                found.setdefault(value["id"], value)
            else:
                for child in value.values():
                    visit(child)
        elif isinstance(value, list):
            for child in value:
                visit(child)

    for path in sorted(lever.glob("*/*.json")):
        visit(json.loads(path.read_text(encoding="utf-8")))
    # Answers to writes show empty contact fields, and EEO answers name a contact and a stage: neither is a record.
    return list(found.values())


def as_served(value: Any) -> str:
    """An object as the server writes it: what the raw tables must hold, byte for byte."""
    return json.dumps(value, ensure_ascii=False)


def _app(recorded: Recorded) -> Starlette:
    def body(value: Any, status: int = 200) -> Response:
        return Response(as_served(value), status, media_type="application/json; charset=utf-8")

    async def a_list(request: Request) -> Response:
        path = request.url.path.removeprefix("/v1/")
        if path not in recorded.lists:
            return body(NOT_FOUND, 404)
        return body({**recorded.envelopes[path], "data": recorded.lists[path]})

    async def opportunities(request: Request) -> Response:
        if "updated_at_start" in request.query_params:
            return body({"data": [], "hasNext": False})
        offset = request.query_params.get("offset")
        page = recorded.tokens.index(offset) + 1 if offset else 0
        size = 10
        data = recorded.opportunities[page * size : (page + 1) * size]
        if (page + 1) * size >= len(recorded.opportunities):
            return body({"data": data, "hasNext": False})
        return body({"data": data, "hasNext": True, "next": recorded.tokens[page]})

    async def one(request: Request) -> Response:
        kind, id_ = request.path_params["kind"], request.path_params["id"]
        found = {**recorded.applications, **recorded.postings, recorded.contact["id"]: recorded.contact}.get(id_)
        if kind == "opportunities":
            found = next((one for one in recorded.opportunities if one["id"] == id_), None)
        return body({"data": found}) if found else body(NOT_FOUND, 404)

    async def child(request: Request) -> Response:
        opportunity, kind = request.path_params["id"], request.path_params["kind"]
        if kind in ("resumes", "files") and {"limit", "offset"} & request.query_params.keys():
            return body({"code": "BadRequest", "message": "pagination is not supported for this endpoint"}, 400)
        if kind == "notes":
            found = recorded.notes_of(opportunity)
        else:
            found = recorded.children[kind] if opportunity == recorded.opportunities[0]["id"] else []
        return body(found if kind in recorded.bare else {"data": found, "hasNext": False})

    async def questions(request: Request) -> Response:
        found = recorded.questions.get(request.path_params["id"])
        return body({"data": found}) if found else body(NOT_FOUND, 404)

    async def download(request: Request) -> Response:
        return Response(f"bytes of {request.url.path}".encode(), media_type="application/pdf")

    async def disposition_stages(_request: Request) -> Response:
        return body({"data": recorded.disposition_stages})

    return Starlette(
        routes=[
            *(Route(f"/v1/{path}", a_list) for path in LISTS),
            Route("/v1/opportunities", opportunities),
            Route("/v1/disposition_stages", disposition_stages),
            Route("/v1/opportunities/{opportunity}/{kind}/{id}/download", download),
            Route("/v1/postings/{id}/apply", questions),
            Route("/v1/opportunities/{id}/{kind}", child),
            Route("/v1/opportunities/{opportunity}/{kind}/{id}", one),
            Route("/v1/{kind}/{id}", one),
        ]
    )


@contextmanager
def serving(recorded: Recorded) -> Iterator[str]:
    """Serve them on a loopback port; yields the base URL."""
    server = uvicorn.Server(
        uvicorn.Config(_app(recorded), host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/v1"
    server.should_exit = True
    thread.join()

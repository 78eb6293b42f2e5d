"""Real input: the recorded answers of a real Lever, served verbatim, and the journey over them to its end."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.simulator.server import running
from tests.journey.conftest import UNLIMITED_ASHBY, Journey

NOT_FOUND = {"code": "ResourceNotFound", "message": "not recorded"}


class Recorded:
    """Everything that was recorded of opportunities and notes and of what they need, by path."""

    def __init__(self, payloads: Path) -> None:
        lever = payloads / "lever"
        self.opportunities = _opportunities(lever)
        self.notes = _notes(lever)
        self.applications = {
            application["id"]: application
            for application in (
                *_read(lever / "airbyte" / "applications.json")["data"],
                _read(lever / "nango" / "application.get.json")["response"]["data"],
            )
        }
        closed = _read(lever / "nango" / "posting.closed.json")["response"]["data"]
        postings = [_read(lever / "nango" / "posting.get.json")["response"]["data"], *closed]
        self.postings = {posting["id"]: posting for posting in postings}
        self.lists = {
            path: _read(lever / "nango" / name)["response"]
            for path, name in {
                "users": "users.list.json",
                "stages": "stages.list.json",
                "archive_reasons": "archive-reasons.list.json",
                "sources": "sources.list.json",
                "tags": "tags.list.json",
                "postings": "postings.list.json",
            }.items()
        }
        trace = _read(lever / "nango" / "opportunities.pagination-trace.json")
        self.tokens = [page["next"] for page in trace["pages"] if page.get("next")]

    def notes_of(self, opportunity_id: str) -> list[Any]:
        """Recorded notes name no opportunity: they are dealt out, one each, in order."""
        position = [opportunity["id"] for opportunity in self.opportunities].index(opportunity_id)
        return self.notes[position : position + 1]


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


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
        visit(_read(path))
    return list(found.values())


def _notes(lever: Path) -> list[Any]:
    notes = [
        *_read(lever / "transcribed" / "notes.list.partial.json")["data"],
        *_read(lever / "airbyte" / "notes.json")["data"],
        _read(lever / "nango" / "note.get.json")["response"]["data"],
    ]
    return list({note["id"]: note for note in notes}.values())


def _app(recorded: Recorded) -> Starlette:
    def body(value: Any, status: int = 200) -> Response:
        return Response(json.dumps(value, ensure_ascii=False), status, media_type="application/json; charset=utf-8")

    async def a_list(request: Request) -> Response:
        return body(recorded.lists[request.path_params["name"]])

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
        found = getattr(recorded, kind).get(id_)
        return body({"data": found}) if found else body(NOT_FOUND, 404)

    async def notes(request: Request) -> Response:
        return body({"data": recorded.notes_of(request.path_params["id"]), "hasNext": False})

    return Starlette(
        routes=[
            Route("/v1/opportunities", opportunities),
            Route("/v1/opportunities/{id}/notes", notes),
            Route("/v1/opportunities/{opportunity}/{kind}/{id}", one),
            Route("/v1/{name}", a_list),
            Route("/v1/{kind}/{id}", one),
        ]
    )


@pytest.fixture
def recorded_lever(shared: Path) -> Iterator[tuple[Recorded, str]]:
    recorded = Recorded(shared / "payloads")
    server = uvicorn.Server(
        uvicorn.Config(_app(recorded), host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield recorded, f"http://127.0.0.1:{port}/v1"
    server.should_exit = True
    thread.join()


def test_every_recorded_opportunity_and_note_is_accounted_for(
    recorded_lever: tuple[Recorded, str], tmp_path: Path
) -> None:
    recorded, url = recorded_lever
    with running(people=0, ashby_options=UNLIMITED_ASHBY) as vendors:
        journey = Journey(vendors, tmp_path / "workspace", {"LEVER_BASE_URL": url})

        ended = journey.run("run", "--yes")

    assert ended.exit_code in (0, 5), ended.stderr
    buckets = ended.told["buckets"]
    assert len(recorded.opportunities) == 30
    assert sum(buckets["application"].values()) == len(recorded.opportunities)
    assert sum(buckets["note"].values()) == len(recorded.notes)
    contacts = {_contact(opportunity) for opportunity in recorded.opportunities}
    assert sum(buckets["candidate"].values()) == len(contacts)
    assert buckets["candidate"]["held"] + buckets["candidate"]["missing"] + buckets["candidate"]["refused"] == 0
    assert "Traceback" not in ended.stderr


def _contact(opportunity: Any) -> str:
    contact = opportunity["contact"]
    return str(contact["id"] if isinstance(contact, dict) else contact)

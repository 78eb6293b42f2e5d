"""A Lever of any size that costs next to nothing: everything it says follows from the number of the opportunity.

For figures of hundreds of thousands of calls, where the simulator would take most of the time. It knows what an
extraction asks for, keeps nothing, and answers in one process of its own. `python -m tests.benchmarks.light_lever SIZE`
prints its address when it is ready. Of the nine lists that hang on an opportunity its key may read the notes alone, so
that one figure takes minutes and not an hour. Each opportunity has a note, every fiftieth a file in an answer.
"""

import asyncio
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

PAGE = 100
_OPPORTUNITIES_PER_FILE = 50
_FORBIDDEN = ("feedback", "interviews", "panels", "offers", "resumes", "files", "forms", "referrals")
_LONG_AGO = 1_700_000_000_000
_KINDS = {"opportunity": "a", "contact": "b", "application": "c", "note": "d", "file": "e"}
_OWNER, _POSTING = "0f000000-0000-4000-8000-000000000001", "0f000000-0000-4000-8000-000000000002"
_BYTES = b"%PDF-1.4 " + b"welded " * 300

Answer = tuple[int, bytes]


@contextmanager
def serving(size: int) -> Iterator[str]:
    """Such a Lever in a process of its own; yields its address, with /v1."""
    command = [sys.executable, "-m", "tests.benchmarks.light_lever", str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def change(url: str) -> None:
    """From now on every hundredth opportunity of the Lever at `url` is another one than before."""
    urllib.request.urlopen(f"{url}/change").close()  # noqa: S310 - loopback


class Company:
    """What there is, and what it answers."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.changed_at: int | None = None
        owner = {"id": _OWNER, "name": "Owner", "email": "owner@example.com", "deactivatedAt": None}
        posting = {
            "id": _POSTING,
            "text": "Welder",
            "state": "published",
            "confidentiality": "non-confidential",
            "user": _OWNER,
            "owner": _OWNER,
            "updatedAt": _LONG_AGO,
        }
        self._fixed: dict[str, Callable[[], Answer]] = {
            "users": lambda: _listed([owner]),
            "stages": lambda: _listed([{"id": "lead-new", "text": "New lead"}]),
            "archive_reasons": lambda: _listed([{"id": "hired", "text": "Hired", "type": "hired", "status": "active"}]),
            "sources": lambda: _listed([{"text": "Referral", "count": self.size}]),
            "tags": lambda: _listed([{"text": "Ghent", "count": self.size}]),
            "postings": lambda: _listed([posting]),
            f"postings/{_POSTING}/apply": lambda: _one({"id": _POSTING, "text": "Welder", "customQuestions": []}),
            "requisitions": lambda: _listed([]),
            "requisition_fields": lambda: _listed([]),
            "feedback_templates": lambda: _listed([]),
            "form_templates": lambda: _listed([]),
            "opportunities/deleted": lambda: _listed([]),
            "applications/deleted": lambda: _listed([]),
            "postings/deleted": lambda: _listed([]),
            "audit_events": lambda: _refused(403, "Forbidden"),
        }

    def answer(self, target: str) -> Answer:
        """Status and body for a path with its query."""
        parts = urlsplit(target)
        path = parts.path.removeprefix("/v1/")
        if path == "opportunities":
            return self._opportunities(dict(parse_qsl(parts.query)))
        if path in self._fixed:
            return self._fixed[path]()
        match path.split("/"):
            case ["change"]:
                self.changed_at = int(time.time() * 1000)
                return _one({})
            case ["contacts", id_]:
                return _one(_contact(_number(id_)))
            case ["opportunities", id_]:
                return _one(self._opportunity(_number(id_)))
            case ["opportunities", id_, "applications", _]:
                return _one(_application(_number(id_)))
            case ["opportunities", id_, "notes"]:
                return _listed([_note(_number(id_))])
            case ["opportunities", _, "files", id_, "download"]:
                return 200, _BYTES + id_.encode()
            case ["opportunities", _, kind] if kind in _FORBIDDEN:
                return _refused(403, "Forbidden")
        return _refused(404, "ResourceNotFound")

    def _opportunities(self, query: dict[str, str]) -> Answer:
        since = int(query.get("updated_at_start", "0"))
        numbers = range(0, self.size, 100 if since > _LONG_AGO else 1)
        if since > (self.changed_at or _LONG_AGO):
            numbers = range(0)
        begin = int(query.get("offset", "0"))
        page = numbers[begin : begin + PAGE]
        end = begin + PAGE
        return _listed([self._opportunity(number) for number in page], str(end) if end < len(numbers) else None)

    def _opportunity(self, number: int) -> dict[str, Any]:
        is_changed = self.changed_at is not None and number % 100 == 0
        updated = self.changed_at if is_changed else _LONG_AGO + number
        name = f"Person {number}"
        return {
            "id": _id("opportunity", number),
            "name": name,
            "contact": _contact(number),
            "headline": f"Company {number % 997}, School {number % 331}",
            "stage": "lead-new",
            "confidentiality": "non-confidential",
            "location": "Ghent",
            "phones": [{"type": None, "value": f"+32{number:09d}"}],
            "emails": [f"person{number}@example.com"],
            "links": [f"https://www.linkedin.com/in/person-{number}"],
            "archived": None,
            "tags": ["Ghent"],
            "sources": ["Referral"],
            "stageChanges": [
                {"toStageId": "lead-new", "toStageIndex": 0, "updatedAt": _LONG_AGO + number, "userId": _OWNER}
            ],
            "origin": "applied",
            "sourcedBy": None,
            "owner": _OWNER,
            "followers": [_OWNER],
            "applications": [_application(number)],
            "createdAt": _LONG_AGO + number,
            "updatedAt": updated,
            "lastInteractionAt": updated,
            "lastAdvancedAt": _LONG_AGO + number,
            "snoozedUntil": None,
            "urls": {"list": "https://hire.example/candidates", "show": f"https://hire.example/candidates/{number}"},
            "isAnonymized": False,
            "dataProtection": None,
        }


def _contact(number: int) -> dict[str, Any]:
    return {
        "id": _id("contact", number),
        "name": f"Person {number}",
        "headline": "",
        "isAnonymized": False,
        "location": {"name": "Ghent"},
        "emails": [f"person{number}@example.com"],
        "phones": [],
        "dataProtection": None,
    }


def _application(number: int) -> dict[str, Any]:
    opportunity = _id("opportunity", number)
    return {
        "id": _id("application", number),
        "type": "posting",
        "candidateId": opportunity,
        "opportunityId": opportunity,
        "posting": _POSTING,
        "postingHiringManager": None,
        "postingOwner": _OWNER,
        "name": f"Person {number}",
        "company": "",
        "phone": {"type": None, "value": f"+32{number:09d}"},
        "email": f"person{number}@example.com",
        "links": [],
        "comments": "I would like to weld. " * 10,
        "user": None,
        "customQuestions": _answers(number),
        "createdAt": _LONG_AGO + number,
        "archived": None,
        "requisitionForHire": None,
    }


def _note(number: int) -> dict[str, Any]:
    text = {"type": "note", "text": "Note", "value": f"Spoke with person {number}. " * 12}
    return {
        "id": _id("note", number),
        "text": "",
        "fields": [{**text, "user": _OWNER, "createdAt": _LONG_AGO + number, "stage": "lead-new"}],
        "user": _OWNER,
        "secret": False,
        "completedAt": _LONG_AGO + number,
        "createdAt": _LONG_AGO + number,
        "deletedAt": None,
    }


def _answers(number: int) -> list[dict[str, Any]]:
    """What was answered to the questions of the posting: a file, now and then."""
    if number % _OPPORTUNITIES_PER_FILE:
        return []
    file = {"id": _id("file", number), "fileName": f"{number}.pdf", "size": len(_BYTES) + 36}
    field = {"type": "file-upload", "text": "Drawing", "required": False, "description": "", "value": file}
    return [{"id": _id("file", 0), "type": "posting", "text": "Drawings", "fields": [field]}]


def _id(kind: str, number: int) -> str:
    return f"{_KINDS[kind]}{number * 2_654_435_761 % 2**28:07x}-0000-4000-8000-{number:012d}"


def _number(id_: str) -> int:
    return int(id_[-12:])


def _listed(objects: list[dict[str, Any]], following: str | None = None) -> Answer:
    page: dict[str, Any] = {"data": objects, "hasNext": following is not None}
    return 200, json.dumps(page if following is None else {**page, "next": following}).encode()


def _one(found: dict[str, Any]) -> Answer:
    return 200, json.dumps({"data": found}).encode()


def _refused(status: int, code: str) -> Answer:
    return status, json.dumps({"code": code, "message": "no"}).encode()


class _Http(asyncio.Protocol):
    """GET without a body over connections that stay open: nothing else is asked of it."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while b"\r\n\r\n" in self._heard:
            head, self._heard = self._heard.split(b"\r\n\r\n", 1)
            status, body = self._company.answer(head.split(b" ", 2)[1].decode())
            self._transport.write(
                f"HTTP/1.1 {status} -\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode()
                + body
            )


async def _serve(size: int) -> None:
    company = Company(size)
    server = await asyncio.get_running_loop().create_server(lambda: _Http(company), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))

"""A plain client of Ashby's served stand-in for tests, with uploads; it knows nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from pipeline.simulator import company
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_state import AshbyState
from pipeline.simulator.control import Vendor
from pipeline.simulator.server import ashby_vendor
from pipeline.simulator.serving import serving


@dataclass(frozen=True)
class Client:
    """A served vendor, a client with its key, and one without (as for the storage)."""

    vendor: Vendor
    http: httpx.Client
    bare: httpx.Client

    @property
    def state(self) -> AshbyState:
        state: AshbyState = self.vendor.state
        return state

    def post(self, endpoint: str, /, **body: Any) -> Any:
        """The envelope of a call."""
        answer = self.http.post(f"/{endpoint}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ask(self, endpoint: str, /, **body: Any) -> Any:
        """The `results` of a call that must succeed."""
        answer = self.post(endpoint, **body)
        assert answer["success"] is True, (endpoint, answer)
        return answer["results"]

    def refusal(self, endpoint: str, /, **body: Any) -> str:
        """The sentence with which a call fails, behind its code."""
        answer = self.post(endpoint, **body)
        assert answer["success"] is False, (endpoint, answer)
        return f"{answer['errorInfo']['code']}: {answer['errorInfo']['message']}"

    def edit(self, name: str, /, **details: Any) -> None:
        """Something that people do, over HTTP."""
        answer = self.http.post("/_sim/edit", json={"edit": name, **details})
        assert answer.status_code == 200, answer.text

    def describe(self) -> Any:
        """The end state, over HTTP."""
        return self.http.get("/_sim/state").json()

    def told(self, endpoint: str) -> list[str]:
        """The kinds of the would-be messages that an endpoint has caused."""
        messages = self.http.get("/_sim/notifications").json()["notifications"]
        return [message["kind"] for message in messages if message["endpoint"] == endpoint]

    def person(self, name: str = "Zoë Test") -> str:
        """The id of a new candidate."""
        return str(self.ask("candidate.create", name=name)["id"])

    def application(self, person: str, *, confidential: bool = False) -> str:
        """The id of a new application."""
        job = next(row for row in self.ask("job.list") if row["confidential"] is confidential)
        return str(self.ask("application.create", candidateId=person, jobId=job["id"])["id"])

    def promise(
        self, content: bytes, name: str = "cv [lever-1].pdf", kind: str = "application/pdf", use: str = "CandidateFiles"
    ) -> Any:
        """What createFileUploadHandle gives."""
        return self.ask(
            "file.createFileUploadHandle",
            fileUploadContext=use,
            filename=name,
            contentType=kind,
            contentLength=len(content),
        )

    def send(self, promise: Any, content: bytes, kind: str = "application/pdf") -> httpx.Response:
        """The upload to the storage, fields first, file last."""
        return self.bare.post(promise["url"], data=promise["fields"], files={"file": ("x", content, kind)})

    def upload(self, content: bytes, name: str = "cv [lever-1].pdf", use: str = "CandidateFiles") -> str:
        """The handle of an upload that has arrived."""
        promise = self.promise(content, name, use=use)
        assert self.send(promise, content).status_code == self.vendor.options.upload_status
        return str(promise["handle"])

    def resume(self, person: str, content: bytes, name: str = "cv.pdf") -> Any:
        """The candidate after an uploaded resume."""
        handle = self.upload(content, name, "CandidateResume")
        return self.ask("candidate.uploadResume", candidateId=person, resumeHandle=handle)


@contextmanager
def served(**switches: Any) -> Iterator[Client]:
    """Ashby's stand-in, without rate limit and with errors as errorInfo unless the switches say otherwise."""
    vendor = ashby_vendor(options=AshbyOptions(**{"rate_window": "none", "error_form": "errorInfo", **switches}))
    with (
        serving(vendor) as (url,),
        httpx.Client(base_url=url, auth=(company.ASHBY_KEY, "")) as http,
        httpx.Client() as bare,
    ):
        yield Client(vendor, http, bare)

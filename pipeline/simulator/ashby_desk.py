"""The Ashby stand-in without a server: one call at a time, in-process. For tests, and to look at it by hand.

The app never waits for anything but scripted slowness, so a call is its coroutine run to the end, without event loop.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message

from pipeline.simulator import ashby
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_org import found
from pipeline.simulator.ashby_state import AshbyState
from pipeline.simulator.calls import Recorder
from pipeline.simulator.faults import Faults


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer off the wire."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def body(self) -> Any:
        """The JSON value."""
        return json.loads(self.content)


@dataclass
class Desk:
    """An organisation and the app over it. The options may be changed between calls with `switch`."""

    state: AshbyState
    options: AshbyOptions
    faults: Faults = field(default_factory=Faults)
    recorder: Recorder = field(default_factory=lambda: Recorder(60.0))
    app: ASGIApp = field(init=False)

    def __post_init__(self) -> None:
        self.app = ashby.app(self.state, self.options, self.faults, self.recorder)

    def switch(self, options: AshbyOptions) -> None:
        """The same organisation under other options."""
        self.options = options
        self.__post_init__()

    def post(self, endpoint: str, body: object = None, headers: Mapping[str, str] | None = None) -> Reply:
        """Call an endpoint; `body` is JSON (None: {}) or raw bytes; `headers` replace the usual ones of their names."""
        content = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
        return self.send("POST", "/" + endpoint, content, {**_usual(self.options.key), **(headers or {})})

    def send(self, method: str, path: str, content: bytes, headers: Mapping[str, str]) -> Reply:
        """Any request. A header with an empty value is left out."""
        sent: list[Message] = []
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items() if value],
        }

        async def receive() -> Message:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        call = self.app(scope, receive, send).__await__()
        for _ in call:
            raise RuntimeError("the app waits for something; use a server")
        start = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Reply(sent[0]["status"], start, b"".join(message.get("body", b"") for message in sent[1:]))

    def ask(self, endpoint: str, /, **body: Any) -> Any:
        """The `results` of a call that must succeed."""
        reply = self.post(endpoint, body).body
        if reply["success"] is not True:
            raise AssertionError(f"{endpoint}: {reply}")
        return reply["results"]

    def refusal(self, endpoint: str, /, **body: Any) -> str:
        """The code of a call that must fail, with the options set so that errors are shown as errorInfo."""
        reply = self.post(endpoint, body).body
        if reply["success"] is not False:
            raise AssertionError(f"{endpoint} succeeded: {reply}")
        return str(reply["errorInfo"]["code"])


def _usual(key: str) -> dict[str, str]:
    credentials = base64.b64encode(f"{key}:".encode()).decode()
    return {"authorization": f"Basic {credentials}", "content-type": "application/json"}


def desk(people: int = 3, **switches: Any) -> Desk:
    """A fresh organisation with some unrelated people; no rate limit and errors as errorInfo unless switched."""
    return Desk(found(people=people), AshbyOptions(**{"rate_window": "none", "error_form": "errorInfo", **switches}))

"""A vendor as it is served: its app behind recorder and faults, and the control surface under `/_sim/`.

    POST /_sim/reset    {"seed": n, "people": n} (both optional)   a fresh state; script, calls and limits start anew
    POST /_sim/faults   [{"kind": …, …}]                           replace the script of faults; answers its dump
    GET  /_sim/faults                                              the script, its counts, what fired
    POST /_sim/edit     {"edit": name, …}                          let something happen in the vendor's app, by name
    POST /_sim/options  {"name": value, …}                         change some option switches
    GET  /_sim/options                                             all of them
    GET  /_sim/state                                               the whole state of the vendor
    GET  /_sim/calls    [?counts=1]                                recorded calls, or counts per endpoint; and the rates
    POST /_sim/calls    {"keep": n}                                forget the calls, keep n from now on (0: counts only)
    GET  /_sim/notifications                                       messages to people the vendor would have sent

It needs no key and is no part of either vendor's API. A vendor's own meaning comes in as functions.
"""

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.simulator.calls import Recorder, as_json
from pipeline.simulator.faults import Faults, answer, from_json


@dataclass
class Vendor:
    """One vendor: how to found its state, how to serve it, how to show it; and what is in force now.

    An instance is itself the ASGI app to serve. In-process users may read and change `state` and use `faults` and
    `recorder` at once; options are changed by `set_options`, which keeps the state.
    """

    found: Callable[[int, int], Any]
    """(seed, people) → a fresh state"""
    build: Callable[[Any, Any, Faults, Recorder], ASGIApp]
    """(state, options, faults, recorder) → the vendor's app, faults and recorder already around it"""
    describe: Callable[[Any], Any]
    """state → JSON value"""
    notifications: Callable[[Any], list[Any]]
    """state → would-be messages as JSON values"""
    options: Any
    """a frozen dataclass of switches"""
    recorder: Recorder
    seed: int
    people: int
    edits: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    """what people may do in the vendor's app, by name; each takes the state first"""
    faults: Faults = field(default_factory=Faults)
    state: Any = field(init=False)
    app: ASGIApp = field(init=False)

    def __post_init__(self) -> None:
        self.state = self.found(self.seed, self.people)
        self._serve()

    def _serve(self) -> None:
        self.app = self.build(self.state, self.options, self.faults, self.recorder)

    def reset(self, seed: int | None = None, people: int | None = None) -> None:
        """A fresh state of the same or another seed and size; faults and recorded calls are forgotten."""
        self.seed = self.seed if seed is None else seed
        self.people = self.people if people is None else people
        self.state = self.found(self.seed, self.people)
        self.faults.clear()
        self.recorder.reset()
        self._serve()

    def set_options(self, **switches: Any) -> None:
        """Change some switches. The state stays; rate limits start with a full allowance."""
        self.options = dataclasses.replace(self.options, **switches)
        self._serve()

    def edit(self, name: str, /, **details: Any) -> Any:
        """Let something happen in the vendor's app, as a person there would do it."""
        return self.edits[name](self.state, **details)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Control calls go to the control surface, everything else to the vendor's app."""
        if scope["type"] == "http" and scope["path"].startswith("/_sim/"):
            content = await _body(receive)
            try:
                status, value = 200, self._control(scope, json.loads(content) if content else None)
            except LookupError as error:
                status, value = 404, {"error": str(error)}
            except (TypeError, ValueError) as error:
                status, value = 400, {"error": str(error)}
            await answer(send, status, json.dumps(value, ensure_ascii=False).encode())
        else:
            await self.app(scope, receive, send)

    def _control(self, scope: Scope, body: Any) -> Any:
        match scope["method"], scope["path"].removeprefix("/_sim/"):
            case "POST", "reset":
                self.reset(**(body or {}))
                return {"seed": self.seed, "people": self.people}
            case "POST", "faults":
                self.faults.replace(from_json(body))
                return self.faults.dump()
            case "GET", "faults":
                return self.faults.dump()
            case "POST", "edit":
                return {"data": self.edit(body.pop("edit"), **body)}
            case "POST", "options":
                self.set_options(**body)
                return dataclasses.asdict(self.options)
            case "GET", "options":
                return dataclasses.asdict(self.options)
            case "GET", "state":
                return self.describe(self.state)
            case "GET", "calls":
                counts = {"counts": self.recorder.counts(), "rates": self.recorder.rates()}
                if parse_qs(scope["query_string"].decode()).get("counts"):
                    return counts
                return {"calls": [as_json(call) for call in self.recorder.calls()], **counts}
            case "POST", "calls":
                self.recorder.keep(body["keep"])
                return body
            case "GET", "notifications":
                return {"notifications": self.notifications(self.state)}
            case method, name:
                raise LookupError(f"no {method} /_sim/{name}")


async def _body(receive: Receive) -> bytes:
    content, more = b"", True
    while more:
        message = await receive()
        content += message.get("body", b"")
        more = message.get("more_body", False)
    return content

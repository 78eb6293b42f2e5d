"""What a client did: every call to a vendor's app with its answer's status, counts per endpoint, and rate figures.

Kept on the server's side, so that a test can hold the client's own claims against it. Thread-safe for readers.
"""

import json
import re
import threading
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


@dataclass(slots=True)
class Call:
    """One call as it arrived and how it was answered."""

    at: float
    """unix seconds of arrival"""
    method: str
    path: str
    query: str
    """as sent, still percent-encoded"""
    body: Any
    """the JSON body; `{"bytes": n}` for a body that is not JSON; None for none"""
    status: int | None
    """None while unanswered, and for ever when the connection was dropped without an answer"""


class Recorder:
    """The calls of one vendor's app."""

    def __init__(self, window: float, keep: int | None = None) -> None:
        """`window`: seconds of the window in which the highest number of calls is looked for; `keep`: see `keep`."""
        self._lock = threading.Lock()
        self._window = window
        self._keep = keep
        self.reset()

    def keep(self, calls: int | None) -> None:
        """Forget everything; from now on keep this many calls whole (None: all, 0: counts only)."""
        self._keep = calls
        self.reset()

    def reset(self) -> None:
        """Forget everything; how many calls are kept stays as it was."""
        with self._lock:
            self._calls: deque[Call] = deque(maxlen=self._keep)
            self._counts: Counter[tuple[str, str, str]] = Counter()
            self._offered: deque[float] = deque()
            self._most_offered = 0
            self._accepted: deque[float] = deque()
            self._most_accepted = 0

    @property
    def wants_bodies(self) -> bool:
        """False in counts-only mode, where no body need be read."""
        return self._keep != 0

    def arrived(self, call: Call, *, rated: bool = True) -> None:
        """Take in a call at its arrival; one that is not `rated` has no part in the rates."""
        with self._lock:
            if self._keep != 0:
                self._calls.append(call)
            if rated:
                self._most_offered = max(self._most_offered, self._in_window(self._offered))

    def answered(self, call: Call, *, rated: bool = True) -> None:
        """Take in the outcome of a call that arrived before; `call.status` is set by now."""
        with self._lock:
            status = "dropped" if call.status is None else str(call.status)
            self._counts[call.method, UUID.sub(":id", call.path), status] += 1
            if rated and call.status != 429:
                self._most_accepted = max(self._most_accepted, self._in_window(self._accepted))

    def _in_window(self, times: deque[float]) -> int:
        now = time.monotonic()
        times.append(now)
        while times[0] <= now - self._window:
            times.popleft()
        return len(times)

    def calls(self) -> list[Call]:
        """The calls kept, in order of arrival."""
        with self._lock:
            return list(self._calls)

    def counts(self) -> dict[str, dict[str, int]]:
        """{"GET /v1/opportunities/:id": {"200": 3, "429": 1}}; "dropped" counts the unanswered."""
        table: dict[str, dict[str, int]] = {}
        with self._lock:
            for (method, endpoint, status), count in sorted(self._counts.items()):
                table.setdefault(f"{method} {endpoint}", {})[status] = count
        return table

    def rates(self) -> dict[str, Any]:
        """Number of calls and of 429s, and the most calls in any window: offered (all) and accepted (all but 429)."""
        with self._lock:
            return {
                "calls": self._counts.total(),
                "refused_429": sum(n for (_, _, status), n in self._counts.items() if status == "429"),
                "window_seconds": self._window,
                "most_offered_in_window": self._most_offered,
                "most_accepted_in_window": self._most_accepted,
            }


def as_json(call: Call) -> dict[str, Any]:
    """A call as `GET /_sim/calls` shows it."""
    return asdict(call)


def record(app: ASGIApp, recorder: Recorder, apart: str | None = None) -> ASGIApp:
    """`app` with every http call told to `recorder`; must stand outside faults and limits to see what they answer.

    Paths that begin with `apart` stand for another host: such calls are kept without their bodies and have no part in
    the rates.
    """

    async def recorded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        rated = apart is None or not scope["path"].startswith(apart)
        query = scope["query_string"].decode("latin-1")
        call = Call(time.time(), scope["method"], scope["path"], query, None, None)
        chunks: list[bytes] = []

        async def listen() -> Message:
            message = await receive()
            if message.get("body"):
                chunks.append(message["body"])
            if chunks and not message.get("more_body", False):
                call.body = _parsed(b"".join(chunks))
                chunks.clear()
            return message

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                call.status = message["status"]
            await send(message)

        recorder.arrived(call, rated=rated)
        try:
            await app(scope, listen if recorder.wants_bodies and rated else receive, tell)
        finally:
            recorder.answered(call, rated=rated)

    return recorded


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return {"bytes": len(content)}

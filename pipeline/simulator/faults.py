"""Scripted faults between a vendor's app and its client: what fires, on which calls, and what it does to the answer.

Both vendors' apps are wrapped by `wrap`. Nothing here knows a vendor: the wording of an error body is handed in.
Calls under `/_sim/` never come through here.
"""

import asyncio
import hashlib
import json
import threading
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

DROP_EXTENSION = "simulator.drop"
"""Key in `scope["extensions"]` under which the server leaves a function that closes the connection."""

KINDS = (
    "429",  # too many requests, no effect; `retry_after` adds the header
    "refused",  # no effect, answer 400: this request is one that the vendor does not take
    "500_before",  # no effect, answer 500
    "500_after",  # effect happens, answer 500
    "drop_before",  # no effect, connection closed without an answer
    "drop_after",  # effect happens, connection closed without an answer
    "drop_during",  # effect happens, connection closed in the middle of the answer's body
    "slow",  # effect at once, answer after `seconds`
    "slow_effect",  # effect and answer after `seconds`, also when the client has given up by then
    "truncated",  # effect happens, right status, well-formed HTTP, but the JSON text is cut in the middle
    "body",  # effect happens, right status, the answer's body is `body`
    "maintenance",  # 503 on everything but `SPARED` for `seconds` of wall time from the call that starts it
)
SPARED = ("/v1/postings", "/oauth/")
"""Beginnings of the paths that a maintenance leaves alone: Lever's postings with all under them, and its tokens, which
come from another host (reference on Lever's API, sections 1.2 and 1.5)."""
REMEMBERED = 10_000
"""How many fired faults `Faults.dump` can tell of; older ones only stay in the counts."""


@dataclass(frozen=True)
class Fault:
    """One scripted fault. Of `nth`, `every` and `share` at most one; with none of them every matching call is hit."""

    kind: str
    """one of `KINDS`"""
    match: str = "*"
    """fnmatch pattern on the path, e.g. "/candidate.create" or "/v1/opportunities*" """
    nth: int | Sequence[int] | None = None
    """the n-th matching call or calls, counted from 1"""
    every: int | None = None
    """every k-th matching call"""
    share: float | None = None
    """this share of the matching calls, chosen by seed and call number, so the same ones in every run"""
    times: int | None = None
    """at most this often (None: no bound; for `maintenance` None means once)"""
    retry_after: int | None = None
    """seconds, for the Retry-After header of 429 and maintenance"""
    seconds: float | None = None
    """duration, for `slow`, `slow_effect` and `maintenance`"""
    body: str | None = None
    """the text that `body` sends"""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of fault {self.kind!r}; known: {', '.join(KINDS)}")
        if sum(choice is not None for choice in (self.nth, self.every, self.share)) > 1:
            raise ValueError("give at most one of nth, every and share")
        if self.kind in ("slow", "slow_effect", "maintenance") and self.seconds is None:
            raise ValueError(f"a {self.kind} fault needs seconds")
        if self.kind == "body" and self.body is None:
            raise ValueError("a body fault needs body")


class Faults:
    """The scripted faults of one vendor, the counts of calls they were held against, and what fired. Thread-safe."""

    def __init__(self, faults: Iterable[Fault] = (), seed: int = 0) -> None:
        self._lock = threading.Lock()
        self._seed = seed
        self._faults: list[Fault] = []
        self._matched: list[int] = []
        self._fired: list[int] = []
        self._log: deque[dict[str, Any]] = deque(maxlen=REMEMBERED)
        self._calls: Counter[str] = Counter()
        self._down_until = 0.0
        self._down: Fault | None = None
        self.replace(faults)

    def replace(self, faults: Iterable[Fault]) -> None:
        """Forget the old script, its counts and any maintenance under way; start `faults` from their first call."""
        script = list(faults)
        with self._lock:
            self._faults = script
            self._matched = [0] * len(script)
            self._fired = [0] * len(script)
            self._log.clear()
            self._calls.clear()
            self._down = None

    def add(self, *faults: Fault) -> None:
        """Append to the script; the counts of the faults already there go on."""
        with self._lock:
            self._faults.extend(faults)
            self._matched.extend([0] * len(faults))
            self._fired.extend([0] * len(faults))

    def clear(self) -> None:
        """No faults any more."""
        self.replace(())

    def __bool__(self) -> bool:
        return bool(self._faults)

    def choose(self, path: str) -> Fault | None:
        """Count the call and tell which fault hits it: the first of the script that fires, or None."""
        with self._lock:
            if not self._faults:
                return None
            now = time.monotonic()
            hit: Fault | None = None
            for index, fault in enumerate(self._faults):
                if not fnmatchcase(path, fault.match):
                    continue
                self._matched[index] += 1
                if hit is None and self._fires(index, fault):
                    hit = fault
                    self._fired[index] += 1
            if hit is not None and hit.kind == "maintenance":
                self._down, self._down_until = hit, now + (hit.seconds or 0.0)
            if self._down is not None and now >= self._down_until:
                self._down = None
            if self._down is not None and not path.startswith(SPARED):
                hit = self._down
            elif hit is not None and hit.kind == "maintenance":
                hit = None  # a spared path started the maintenance
            if hit is not None:
                self._calls[hit.kind] += 1
                self._log.append({"kind": hit.kind, "match": hit.match, "path": path, "at": time.time()})
            return hit

    def _fires(self, index: int, fault: Fault) -> bool:
        call, fired = self._matched[index], self._fired[index]
        times = 1 if fault.kind == "maintenance" and fault.times is None else fault.times
        if times is not None and fired >= times:
            return False
        if fault.nth is not None:
            return call == fault.nth if isinstance(fault.nth, int) else call in fault.nth
        if fault.every is not None:
            return call % fault.every == 0
        if fault.share is not None:
            digest = hashlib.blake2b(f"{self._seed}:{index}:{call}".encode(), digest_size=8).digest()
            return int.from_bytes(digest) / 2**64 < fault.share
        return True

    def dump(self) -> dict[str, Any]:
        """The script with its counts, how often each kind fired, and the last fired ones (time: unix seconds)."""
        with self._lock:
            return {
                "faults": [
                    {**asdict(fault), "matched": matched, "fired": fired}
                    for fault, matched, fired in zip(self._faults, self._matched, self._fired, strict=True)
                ],
                "counts": dict(self._calls),
                "fired": list(self._log),
            }


def from_json(script: Iterable[dict[str, Any]]) -> list[Fault]:
    """Faults from the JSON objects of `POST /_sim/faults`; keys are the fields of `Fault`."""
    return [Fault(**entry) for entry in script]


def plain_error(status: int) -> bytes:
    """The error body where a vendor hands in none of its own."""
    return json.dumps({"message": f"simulated {status}"}).encode()


def wrap(app: ASGIApp, faults: Faults, error: Callable[[int], bytes] = plain_error) -> ASGIApp:
    """`app` behind `faults`; `error(status)` gives the vendor's body for 400, 429, 500 and 503 (application/json)."""

    async def faulty(scope: Scope, receive: Receive, send: Send) -> None:
        fault = faults.choose(scope["path"]) if scope["type"] == "http" and faults else None
        if fault is None:
            await app(scope, receive, send)
            return
        # The whole request is read first: an effect must not depend on a client that waits for the answer.
        replay = await _read(receive)
        match fault.kind:
            case "429":
                await answer(send, 429, error(429), retry_after=fault.retry_after)
            case "refused":
                await answer(send, 400, error(400))
            case "maintenance":
                await answer(send, 503, error(503), retry_after=fault.retry_after)
            case "500_before":
                await answer(send, 500, error(500))
            case "500_after":
                await _run(app, scope, replay)
                await answer(send, 500, error(500))
            case "drop_before":
                await drop(scope, receive)
            case "drop_after":
                await _run(app, scope, replay)
                await drop(scope, receive)
            case "drop_during":
                start, content = await _run(app, scope, replay)
                await send(start)
                await send(_body(content[: max(1, len(content) // 2)], more=True))
                await drop(scope, receive)
            case "slow":
                start, content = await _run(app, scope, replay)
                await asyncio.sleep(fault.seconds or 0.0)
                await send(start)
                await send(_body(content))
            case "slow_effect":
                await asyncio.sleep(fault.seconds or 0.0)
                await app(scope, replay, send)
            case "truncated":
                start, content = await _run(app, scope, replay)
                await _send_other(send, start, content[: len(content) // 2])
            case "body":
                start, content = await _run(app, scope, replay)
                await _send_other(send, start, (fault.body or "").encode())

    return faulty


async def answer(send: Send, status: int, content: bytes, retry_after: int | None = None) -> None:
    """Send one whole JSON answer."""
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", b"%d" % len(content)),
    ]
    if retry_after is not None:
        headers.append((b"retry-after", b"%d" % retry_after))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send(_body(content))


async def whole_body(receive: Receive) -> bytes:
    """All of a request's body."""
    content = b""
    more = True
    while more:
        message = await receive()
        content += message.get("body", b"")
        more = message.get("more_body", False)
    return content


async def _read(receive: Receive) -> Callable[[], Awaitable[Message]]:
    """The request's whole body as a `receive` that hands it out once more."""
    content = await whole_body(receive)
    messages: deque[Message] = deque([{"type": "http.request", "body": content, "more_body": False}])

    async def replay() -> Message:
        return messages.popleft() if messages else {"type": "http.disconnect"}

    return replay


async def _run(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    """Let the app do its work and keep its answer back: the start message and the whole body."""
    sent: list[Message] = []

    async def keep(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, keep)
    return sent[0], b"".join(message.get("body", b"") for message in sent[1:])


async def _send_other(send: Send, start: Message, content: bytes) -> None:
    """The kept answer's status and headers around another body, with the length of that body."""
    headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
    await send({**start, "headers": [*headers, (b"content-length", b"%d" % len(content))]})
    await send(_body(content))


async def drop(scope: Scope, receive: Receive) -> None:
    """Close the client's connection and wait until the server knows, so that it sends nothing of its own."""
    close = scope.get("extensions", {}).get(DROP_EXTENSION)
    if close is None:
        raise ConnectionResetError("simulated drop, and no server here that could close the connection")
    close()
    while (await receive())["type"] != "http.disconnect":
        continue


def _body(content: bytes, *, more: bool = False) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more}

"""One request, sent well: allowance, time-out, retry, Retry-After. Status codes only; no vendor's word.

`read` may be repeated and is, on whatever passes by itself. `write` is repeated only when the request was certainly
not accepted (429, or no connection was made); any other missing answer is `NoAnswer`, and the caller must look
before it sends again. The only module that imports httpx.
"""

import asyncio
import email.utils
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
import stamina
import stamina.instrumentation

from pipeline import log
from pipeline.allowance import Allowance
from pipeline.errors import Unreachable

CONNECTIONS = 8
"""More make httpx slower, not faster (deps.md 4)."""

_LONGEST_WAIT_S = 300.0
_TOO_MANY = 429
_SERVER_FAULT = 500

stamina.instrumentation.set_on_retry_hooks([])  # the default hook would print to stdout

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers in lower case, body as received."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NoAnswer(Exception):
    """The request may have been accepted; no answer tells."""


class Again(Exception):
    """This attempt came to nothing, and another one may: too many requests, a server fault, a broken answer."""

    def __init__(self, why: str, wait_s: float | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.wait_s = wait_s


@dataclass(frozen=True)
class Patience:
    """How long a request is repeated before we give up. A vendor's maintenance lasts minutes, not seconds."""

    total_s: float
    attempts: int = 100
    broken_answers: int = 5
    """An answer that is no answer is soon given up: it is more likely to stay than a busy server."""
    first_wait_s: float = 0.5
    longest_wait_s: float = 60.0


TIME_OUTS_OF_PATIENCE = 15
"""Fifteen minutes, with the default time-out of one."""


class Connection:
    """A vendor's host, our key and our allowance for it."""

    def __init__(
        self,
        vendor: str,
        client: httpx.AsyncClient,
        allowance: Allowance,
        timeout_s: float,
        patience: Patience,
    ) -> None:
        self.vendor = vendor
        self.allowance = allowance
        self.timeout_s = timeout_s
        self._client = client
        self._patience = patience

    async def read(self, method: str, path: str, accept: Callable[[Answer], T], **request: Any) -> T:
        """Send until `accept` makes something of the answer; it raises `Again` for an answer that is no answer.

        Raises Unreachable when patience ends.
        """
        patience = self._patience
        broken = 0

        def accepted(answer: Answer) -> T:
            nonlocal broken
            try:
                return accept(answer)
            except Again as error:
                broken += 1
                if broken >= patience.broken_answers:
                    raise self._given_up(method, path, error) from error
                raise

        try:
            async for attempt in stamina.retry_context(
                on=_wait_of,
                attempts=patience.attempts,
                timeout=patience.total_s,
                wait_initial=patience.first_wait_s,
                wait_max=patience.longest_wait_s,
                wait_jitter=patience.first_wait_s,
            ):
                with attempt:
                    try:
                        return accepted(self._usable(await self._send(method, path, **request)))
                    except NoAnswer as error:
                        raise Again(str(error)) from error
        except Again as error:
            raise self._given_up(method, path, error) from error
        raise AssertionError("the loop above returns or raises")

    async def write(self, method: str, path: str, **request: Any) -> Answer:
        """Send once; repeat only while certainly not accepted. Raises NoAnswer, or Unreachable if never accepted."""
        deadline = time.monotonic() + self._patience.total_s
        wait = self._patience.first_wait_s
        while True:
            try:
                answer = await self._send(method, path, **request)
                if answer.status != _TOO_MANY:
                    return answer
                self._slow_down(answer)
            except Again as error:
                if time.monotonic() + wait > deadline:
                    raise self._given_up(method, path, error) from error
                await asyncio.sleep(wait)
                wait = min(2 * wait, self._patience.longest_wait_s)

    def _given_up(self, method: str, path: str, error: Again) -> Unreachable:
        return Unreachable(
            f"{self.vendor} gave no usable answer to {method} {_plain(path)} after several tries: {error.why}. "
            "Nothing is lost; run the command again to go on."
        )

    async def _send(self, method: str, path: str, **request: Any) -> Answer:
        """One attempt. Raises Again when it certainly did not arrive, NoAnswer when it may have."""
        async with self.allowance.request():
            try:
                async with asyncio.timeout(self.timeout_s):
                    response = await self._client.request(method, path, **request)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
                raise Again(f"no connection ({type(error).__name__})") from error
            except (httpx.TransportError, httpx.DecodingError, TimeoutError) as error:
                raise NoAnswer(f"no answer ({type(error).__name__})") from error
        return Answer(response.status_code, response.headers, response.content)

    def _usable(self, answer: Answer) -> Answer:
        if answer.status == _TOO_MANY:
            raise Again("too many requests (429)", self._slow_down(answer))
        if answer.status >= _SERVER_FAULT:
            raise Again(f"status {answer.status}", _retry_after(answer))
        return answer

    def _slow_down(self, answer: Answer) -> float:
        wait = _retry_after(answer) or 1.0
        self.allowance.told_to_slow_down(wait)
        log.get().warning("told_to_slow_down", vendor=self.vendor, seconds=wait)
        return wait


@asynccontextmanager
async def connected(
    vendor: str,
    base_url: str,
    key: str,
    allowance: Allowance,
    timeout_s: float,
    *,
    headers: Mapping[str, str] | None = None,
    patience: Patience | None = None,
) -> AsyncIterator[Connection]:
    """A connection that signs with `key` as Basic user name (both vendors do so), closed at the end."""
    async with httpx.AsyncClient(
        base_url=base_url,
        auth=(key, ""),
        headers=dict(headers or {}),
        limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
        timeout=httpx.Timeout(timeout_s),
        follow_redirects=False,
    ) as client:
        yield Connection(vendor, client, allowance, timeout_s, patience or Patience(TIME_OUTS_OF_PATIENCE * timeout_s))


def _wait_of(error: Exception) -> bool | float:
    """For stamina: not ours to retry, retry with backoff, or retry after so many seconds."""
    if not isinstance(error, Again):
        return False
    return True if error.wait_s is None else error.wait_s


def _retry_after(answer: Answer) -> float | None:
    """Seconds to wait as the vendor asked: a number, or a date (RFC 9110 10.2.3)."""
    asked = answer.headers.get("retry-after")
    if asked is None:
        return None
    if asked.strip().isdigit():
        return min(float(asked), _LONGEST_WAIT_S)
    try:
        moment = email.utils.parsedate_to_datetime(asked)
    except ValueError:
        return None
    return min(max(0.0, moment.timestamp() - time.time()), _LONGEST_WAIT_S)


def _plain(path: str) -> str:
    """A path as it may be shown: without its query, which could hold a person's e-mail."""
    return path.split("?", 1)[0]

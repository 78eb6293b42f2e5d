"""One request, sent well: allowance, time-out, retry, Retry-After. Status codes only; no vendor's word.

`read` may be repeated and is, on whatever passes by itself. `write` is repeated only when the request was certainly
not accepted (429, or no connection was made); any other missing answer is `NoAnswer`, and the caller must look
before it sends again. `stream` is a `read` whose body is handed on piece by piece. `send_away` and `fetch_away` go to
an address that the vendor gave out for bytes, `patiently` repeats what needs several requests. The only module that
imports httpx.
"""

import asyncio
import base64
import email.utils
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

import httpx
import stamina
import stamina.instrumentation

from pipeline import log
from pipeline.allowance import Allowance
from pipeline.errors import Unreachable
from pipeline.settings import LOOPBACK

CONNECTIONS = 8
"""More make httpx slower, not faster (deps.md 4)."""

_LONGEST_WAIT_S = 300.0
_REDIRECTS = 3
_OK = 200
_REFUSED = 400
_UNSIGNED = 401
_TOO_MANY = 429
_SERVER_FAULT = 500
_SAME_METHOD = (307, 308)
"""Redirects after which a POST stays a POST, with its body (RFC 9110 15.4)."""

stamina.instrumentation.set_on_retry_hooks([])  # the default hook would print to stdout

T = TypeVar("T")
Params = Sequence[tuple[str, str]]


class Auth(Protocol):
    """How requests are signed."""

    async def header(self) -> str:
        """The value of `Authorization` for the next request."""

    async def refused(self, header: str) -> bool:
        """The vendor answered 401 to `header`. True: another one may help, so the request is sent once more."""


@dataclass(frozen=True)
class _Basic:
    value: str = field(repr=False)

    async def header(self) -> str:
        return self.value

    async def refused(self, header: str) -> bool:  # noqa: ARG002 - a key has no other header to offer
        return False


def basic(key: str) -> Auth:
    """Sign with `key` as Basic user name and no password, as both vendors take their keys."""
    return _Basic("Basic " + base64.b64encode(f"{key}:".encode()).decode())


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers by name in any case, body as received."""

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


class Broken(Again):
    """An answer came, and it is none."""


class UnsafeAddress(Broken):
    """The vendor gives out an address for bytes to which we do not go."""

    def __init__(self) -> None:
        super().__init__("the address that it gives for bytes is not one of https")


class NeverWhole(Unreachable):
    """The vendor does answer, but this answer was broken every time: the fault may lie in the one thing asked for."""


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
    """A vendor's address, our signature and our allowance for it."""

    def __init__(
        self,
        vendor: str,
        client: httpx.AsyncClient,
        auth: Auth | None,
        allowance: Allowance,
        timeout_s: float,
        patience: Patience,
    ) -> None:
        self.vendor = vendor
        self.allowance = allowance
        self.timeout_s = timeout_s
        self._client = client
        self._base = str(client.base_url).rstrip("/")
        self._headers = client.headers
        self._auth = auth
        self._patience = patience

    async def read(
        self, method: str, path: str, accept: Callable[[Answer], T], *, params: Params = (), **content: Any
    ) -> T:
        """Send until `accept` makes something of the answer; it raises `Again` for an answer that is no answer.

        Raises Unreachable when patience ends (NeverWhole: when it was `accept` that never got an answer to its
        liking), and what the signature raises.
        """

        async def once() -> T:
            answer = self._usable(await self._send(method, path, params, **content))
            try:
                return accept(answer)
            except Again as error:
                raise Broken(error.why, error.wait_s) from error

        return await self.patiently(f"{method} {_plain(path)}", once)

    async def stream(
        self,
        path: str,
        take: Callable[[Mapping[str, str], AsyncIterator[bytes]], Awaitable[T]],
        *,
        params: Params = (),
    ) -> T | Answer:
        """GET a body of any size: `take` gets the headers and the pieces of a 200; any other answer is returned.

        Up to three redirects are followed, to https only (to loopback by http if the vendor is there), and the
        signature never leaves the vendor's own address. Each piece may take the whole time-out. A body that breaks
        off begins anew, with another call of `take`: its iterator raises, and `take` cleans up. Raises as `read`.
        """

        async def once() -> T | Answer:
            response = await self._opened(path, params)
            if response.status_code != _OK:
                return self._usable(_answer(response))
            try:
                return await _taken(response, take)
            finally:
                await response.aclose()

        return await self.patiently(f"GET {_plain(path)}", once)

    async def send_away(
        self, url: str, fields: Mapping[str, str], name: str, content_type: str, content: Path
    ) -> Answer:
        """POST a form to an address that the vendor gave out: all `fields`, and `content` as its last part `file`.

        One attempt, streamed from disk; each piece may take the whole time-out. Nothing of ours goes along (no
        signature, no header, no place of the allowance), and only https is spoken (as for `stream`). The answer is
        returned whatever it says, if it is not one that passes by itself. Raises Again (UnsafeAddress for any other
        address) and NoAnswer, for `patiently`.
        """
        with await asyncio.to_thread(content.open, "rb") as file:
            target = self._foreign(url)
            for _ in range(_REDIRECTS + 1):
                response = await self._attempt(
                    "POST",
                    target,
                    self._stranger(),
                    unhurried=True,
                    data=fields,
                    files={"file": (name, file, content_type)},
                )
                further = self._redirected(response) if response.status_code in _SAME_METHOD else None
                if further is None:
                    break
                target = further
        return _passing(_answer(response))

    async def fetch_away(
        self, url: str, take: Callable[[Mapping[str, str], AsyncIterator[bytes]], Awaitable[T]]
    ) -> T | Answer:
        """GET a body of any size from an address that the vendor gave out: `take` as in `stream`, rules of `send_away`.

        One attempt. Raises Again (UnsafeAddress; Broken where the body breaks off) and NoAnswer, for `patiently`.
        """
        headers = self._stranger()
        response = await self._attempt("GET", self._foreign(url), headers, stream=True)
        for _ in range(_REDIRECTS):
            further = self._redirected(response)
            if further is None:
                break
            response = await self._attempt("GET", further, headers, stream=True)
        if response.status_code != _OK:
            return _passing(_answer(response))
        try:
            return await _taken(response, take)
        finally:
            await response.aclose()

    async def patiently(self, what: str, once: Callable[[], Awaitable[T]]) -> T:
        """Do `once` until it raises neither Again nor NoAnswer, at most as long as patience lasts.

        `what` it does is for the sentence of Unreachable. Only for what may be done twice. Raises Unreachable
        (NeverWhole after too many Broken), and whatever else `once` raises.
        """
        # The first attempt goes without the machinery of retries: it costs a tenth of a call and is hardly ever needed.
        begun = time.monotonic()
        try:
            return await once()
        except (Again, NoAnswer) as error:
            failed: Again | NoAnswer | None = error
        patience = self._patience
        broken = 0
        try:
            async for attempt in stamina.retry_context(
                on=_wait_of,
                attempts=patience.attempts,
                timeout=max(patience.total_s - (time.monotonic() - begun), 1e-9),
                wait_initial=patience.first_wait_s,
                wait_max=patience.longest_wait_s,
                wait_jitter=patience.first_wait_s,
            ):
                with attempt:
                    try:
                        if failed is not None:
                            first, failed = failed, None
                            raise first
                        return await once()
                    except Broken as error:
                        broken += 1
                        if broken >= patience.broken_answers:
                            raise NeverWhole(self._given_up(what, error)) from error
                        raise
                    except NoAnswer as error:
                        raise Again(str(error)) from error
        except Again as error:
            raise Unreachable(self._given_up(what, error)) from error
        raise AssertionError("the loop above returns or raises")

    async def write(self, method: str, path: str, *, params: Params = (), **content: Any) -> Answer:
        """Send once; repeat only while certainly not accepted. Raises NoAnswer, or Unreachable if never accepted."""
        deadline = time.monotonic() + self._patience.total_s
        wait = self._patience.first_wait_s
        while True:
            try:
                answer = await self._send(method, path, params, **content)
                if answer.status != _TOO_MANY:
                    return answer
                self._slow_down(answer)
            except Again as error:
                if time.monotonic() + wait > deadline:
                    raise Unreachable(self._given_up(f"{method} {_plain(path)}", error)) from error
                await asyncio.sleep(wait)
                wait = min(2 * wait, self._patience.longest_wait_s)

    def _given_up(self, what: str, error: Again) -> str:
        return (
            f"{self.vendor} gave no usable answer to {what} after several tries: {error.why}. "
            "Nothing is lost; run the command again to go on."
        )

    async def _send(self, method: str, path: str, params: Params, **content: Any) -> Answer:
        """One attempt. Raises Again when it certainly did not arrive, NoAnswer when it may have."""
        return _answer(await self._signed(method, self._address(path, params), self._headers, **content))

    async def _opened(self, path: str, params: Params) -> httpx.Response:
        """One attempt at a GET to the end of its redirects; the body of a 200 is still to come. Raises as `_send`."""
        headers = httpx.Headers({**self._headers, "Accept": "*/*", "Accept-Encoding": "identity"})
        response = await self._signed("GET", self._address(path, params), headers, stream=True)
        for _ in range(_REDIRECTS):
            target = self._redirected(response)
            if target is None:
                break
            if str(target).startswith(f"{self._base}/"):
                response = await self._signed("GET", target, headers, stream=True)
                continue
            response = await self._attempt("GET", target, headers, stream=True)
            if response.status_code >= _REFUSED:
                # An address that storage gives out is good for a short while: the vendor makes a new one.
                raise Broken(f"the place where it keeps the bytes answers with status {response.status_code}")
        return response

    def _redirected(self, response: httpx.Response) -> httpx.URL | None:
        """Where the answer sends us, if it does and we may go there."""
        if not response.has_redirect_location:
            return None
        try:
            target = response.url.join(response.headers["Location"])
        except httpx.InvalidURL:
            return None
        return target if self._is_safe(target) else None

    def _is_safe(self, target: httpx.URL) -> bool:
        """Whether what is sent there is sealed on its way, or never leaves this machine."""
        is_local = target.scheme == "http" and target.host in LOOPBACK and self._client.base_url.host in LOOPBACK
        return bool(target.host) and (target.scheme == "https" or is_local)

    def _foreign(self, url: str) -> httpx.URL:
        """An address that the vendor gave out, if we may go there."""
        try:
            target = httpx.URL(url)
        except httpx.InvalidURL:
            target = httpx.URL()
        if not self._is_safe(target):
            raise UnsafeAddress
        return target

    def _stranger(self) -> httpx.Headers:
        """Headers that tell nothing of us."""
        return httpx.Headers(
            {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": self._headers["User-Agent"]}
        )

    def _address(self, path: str, params: Params) -> str:
        return f"{self._base}{path}?{urlencode(params)}" if params else f"{self._base}{path}"

    async def _signed(self, method: str, url: str | httpx.URL, headers: httpx.Headers, **how: Any) -> httpx.Response:
        """One attempt at the vendor's own address, and another one when a new signature may help."""
        if self._auth is None:
            return await self._counted(method, url, headers, **how)
        signed = headers.copy()
        signed["Authorization"] = signature = await self._auth.header()
        response = await self._counted(method, url, signed, **how)
        if response.status_code == _UNSIGNED and await self._auth.refused(signature):
            signed["Authorization"] = await self._auth.header()
            response = await self._counted(method, url, signed, **how)
        return response

    async def _counted(self, method: str, url: str | httpx.URL, headers: httpx.Headers, **how: Any) -> httpx.Response:
        async with self.allowance.request():
            return await self._attempt(method, url, headers, **how)

    async def _attempt(
        self,
        method: str,
        url: str | httpx.URL,
        headers: httpx.Headers,
        *,
        stream: bool = False,
        unhurried: bool = False,
        **content: Any,
    ) -> httpx.Response:
        """The answer; with `stream`, the body of a 200 is still to come. Raises as `_send`.

        `unhurried`: the time-out is for every piece that is sent, and for the answer, not for all of them together.
        """
        request = httpx.Request(method, url, headers=headers, **content)
        try:
            async with asyncio.timeout(None if unhurried else self.timeout_s):
                response = await self._client.send(request, stream=stream)
                if stream and response.status_code != _OK:
                    await response.aread()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Again(f"no connection ({type(error).__name__})") from error
        except (httpx.TransportError, httpx.DecodingError, httpx.InvalidURL, TimeoutError) as error:
            raise NoAnswer(f"no answer ({type(error).__name__})") from error
        return response

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
    auth: Auth | None,
    allowance: Allowance,
    timeout_s: float,
    *,
    headers: Mapping[str, str] | None = None,
    patience: Patience | None = None,
) -> AsyncIterator[Connection]:
    """A connection that signs with `auth` (None: not at all), closed at the end. It takes and sends no cookies."""
    async with httpx.AsyncClient(
        base_url=base_url,
        headers=dict(headers or {}),
        limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
        timeout=httpx.Timeout(timeout_s),
        follow_redirects=False,
    ) as client:
        patience = patience or Patience(TIME_OUTS_OF_PATIENCE * timeout_s)
        yield Connection(vendor, client, auth, allowance, timeout_s, patience)


def _answer(response: httpx.Response) -> Answer:
    return Answer(response.status_code, response.headers, response.content)


async def _taken(
    response: httpx.Response, take: Callable[[Mapping[str, str], AsyncIterator[bytes]], Awaitable[T]]
) -> T:
    try:
        return await take(response.headers, response.aiter_bytes())
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise Broken(f"its body breaks off ({type(error).__name__})") from error


def _passing(answer: Answer) -> Answer:
    """An answer of a place that is not the vendor's own: a fault of it passes, and says nothing of our allowance."""
    if answer.status == _TOO_MANY or answer.status >= _SERVER_FAULT:
        raise Again(f"the place where it keeps bytes answers with status {answer.status}", _retry_after(answer))
    return answer


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

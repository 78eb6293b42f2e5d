"""What Lever's answers are made of, in shapes that break careless readers."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Receive, Scope, Send

from pipeline.allowance import Allowance
from pipeline.errors import VENDOR, NotAllowed
from pipeline.lever import client
from pipeline.simulator.serving import serving
from pipeline.transport import Again, Answer, Connection, NeverWhole, Patience, basic

T = TypeVar("T")


def _page(body: bytes, status: int = 200) -> client.ListPage:
    return client._page(Answer(status, {}, body), "/opportunities")


def _texts(page: client.ListPage) -> list[str]:
    return [msgspec.json.decode(raw)["t"] for raw in page.objects]


def test_half_an_emoji_is_replaced_and_everything_else_stays() -> None:
    objects = rb'{"t": "cut \ud83d"}, {"t": "\ude00 cut"}, {"t": "\ud83d\ude00"}, {"t": "\\ud83d"}'
    body = b'{"data": [' + objects + b'], "hasNext": false}'

    assert _texts(_page(body)) == ["cut \ufffd", "\ufffd cut", "\U0001f600", "\\ud83d"]


@given(st.lists(st.text(), max_size=4))
def test_any_text_survives(texts: list[str]) -> None:
    body = json.dumps({"data": [{"t": text} for text in texts], "hasNext": False}, ensure_ascii=True)

    whole = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts]
    assert len(_texts(_page(body.encode()))) == len(whole)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"data": [',
        b"[",
        b"<html>",
        b'{"data": {}}',
        b'{"data": null}',
        b'{"id": "x"}',
        b'{"data": [], "hasNext": true}',
    ],
)
def test_an_answer_that_is_no_page_is_asked_for_again(body: bytes) -> None:
    with pytest.raises(Again):
        _page(body)


def test_the_token_counts_only_when_more_follows() -> None:
    assert _page(b'{"data": [], "hasNext": false, "next": "token"}').next is None
    assert _page(b'{"data": [], "hasNext": true, "next": "token"}').next == "token"
    assert _page(b'{"data": []}').next is None


def test_refusals_say_who_must_act() -> None:
    with pytest.raises(NotAllowed, match="Lever administrator"):
        _page(b'{"code": "Unauthorized"}', 401)
    with pytest.raises(client.Forbidden, match="/opportunities") as forbidden:
        _page(b"", 403)
    assert forbidden.value.answer.status == 403
    with pytest.raises(client.OffsetRefused):
        _page(b'{"code": "BadRequest", "message": "Invalid offset token: Offset token is invalid for sort"}', 400)
    with pytest.raises(client.BadRequest, match="BadRequest") as refused:
        _page(b'{"code": "BadRequest", "message": "jane@example.com is not valid"}', 400)
    assert "jane" not in str(refused.value)


class Lever:
    """A server that gives one answer, and remembers what it was asked."""

    def __init__(self) -> None:
        self.queries: list[str] = []
        self.forget()

    def forget(self) -> None:
        self.status, self.body = 200, b'{"data": []}'
        self.queries.clear()

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.queries.append(scope["query_string"].decode())
        length = str(len(self.body)).encode()
        await send({"type": "http.response.start", "status": self.status, "headers": [(b"content-length", length)]})
        await send({"type": "http.response.body", "body": self.body})


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Lever, str]]:
    lever = Lever()
    with serving(lever) as (url,):
        yield lever, url


@pytest.fixture
def lever(served: tuple[Lever, str]) -> Lever:
    served[0].forget()
    return served[0]


Ask = Callable[[Callable[[Connection], Awaitable[T]]], T]


@pytest.fixture
def ask(served: tuple[Lever, str]) -> Ask[Any]:
    """Do something with a connection to `lever`."""

    def ask(work: Callable[[Connection], Awaitable[Any]]) -> Any:
        async def go() -> Any:
            patience = Patience(total_s=2, attempts=3, broken_answers=2, first_wait_s=0.01, longest_wait_s=0.02)
            async with client.connected(served[1], basic("key"), Allowance(1e6, 1), 2, patience) as connection:
                return await work(connection)

        return asyncio.run(go())

    return ask


def test_only_a_paged_list_is_asked_for_in_pages(lever: Lever, ask: Ask[client.ListPage]) -> None:
    ask(lambda lever: client.page(lever, "/x", [("expand", "user")], "%5B1%5D"))
    ask(lambda lever: client.page(lever, "/x", paged=False))
    ask(lambda lever: client.page(lever, "/x", (), "token", paged=False))

    assert lever.queries == ["expand=user&limit=100&offset=%255B1%255D", "", "offset=token"]


@pytest.mark.parametrize(
    ("body", "texts"),
    [(b'{"data": [{"t": "a"}]}', ["a"]), (b' [{"t": "a"}, {"t": "\\ud83d"}]', ["a", "\ufffd"]), (b"[]", [])],
)
def test_a_list_in_any_of_its_envelopes(lever: Lever, ask: Ask[client.ListPage], body: bytes, texts: list[str]) -> None:
    lever.body = body

    listed = ask(lambda lever: client.page(lever, "/x", paged=False))

    assert _texts(listed) == texts
    assert listed.next is None


def test_an_object_in_place_of_a_list_is_no_empty_list(lever: Lever, ask: Ask[client.ListPage]) -> None:
    lever.body = b'{"id": "x", "type": "form"}'

    with pytest.raises(NeverWhole, match="GET /x"):
        ask(lambda lever: client.page(lever, "/x"))


def test_a_list_that_is_not_there_is_empty_only_where_the_caller_says_so(
    lever: Lever, ask: Ask[client.ListPage]
) -> None:
    lever.status, lever.body = 404, b'{"code": "ResourceNotFound", "message": "resumes was not found"}'

    assert ask(lambda lever: client.page(lever, "/x", missing_is_empty=True)) == client.ListPage([], None)
    with pytest.raises(client.Missing) as missing:
        ask(lambda lever: client.page(lever, "/x"))
    assert missing.value.answer.status == 404
    lever.body = b"<html>no such path</html>"
    with pytest.raises(client.Missing):
        ask(lambda lever: client.page(lever, "/x", missing_is_empty=True))


def test_a_list_that_goes_round_in_a_circle_ends(lever: Lever, ask: Ask[client.ListPage]) -> None:
    lever.body = b'{"data": [], "hasNext": true, "next": "same"}'

    with pytest.raises(client.EndlessList, match="/x") as endless:
        ask(lambda lever: client.page(lever, "/x", (), "same"))
    assert endless.value.exit_code == VENDOR


@pytest.mark.parametrize(
    ("body", "bare", "found"),
    [
        (b'{"data": {"id": "x"}}', False, {"id": "x"}),
        (b'{"data": {"id": "x"}}', True, {"id": "x"}),
        (b'{"posting": {}, "users": []}', True, {"posting": {}, "users": []}),
    ],
)
def test_one_object_with_and_without_its_envelope(
    lever: Lever, ask: Ask[msgspec.Raw | Answer], body: bytes, bare: bool, found: object
) -> None:
    lever.body = body

    raw = ask(lambda lever: client.one(lever, "/x", [("distribution", "internal")], bare=bare))

    assert isinstance(raw, msgspec.Raw)
    assert msgspec.json.decode(raw) == found
    assert lever.queries == ["distribution=internal"]


@pytest.mark.parametrize(
    ("body", "bare"),
    [
        (b'{"posting": {}}', False),
        (b'{"data": null}', True),
        (b'{"data": []}', False),
        (b"[1]", True),
        (b'"x"', True),
        (b"", True),
    ],
)
def test_something_else_in_place_of_an_object_is_asked_for_again(
    lever: Lever, ask: Ask[msgspec.Raw | Answer], body: bytes, bare: bool
) -> None:
    lever.body = body

    with pytest.raises(NeverWhole):
        ask(lambda lever: client.one(lever, "/x", bare=bare))
    assert len(lever.queries) == 2


@pytest.mark.parametrize("status", [403, 404])
def test_one_object_that_lever_does_not_give_is_its_answer(
    lever: Lever, ask: Ask[msgspec.Raw | Answer], status: int
) -> None:
    lever.status = status

    found = ask(lambda lever: client.one(lever, "/x"))

    assert isinstance(found, Answer)
    assert found.status == status

"""What Lever's answers are made of, in shapes that break careless readers."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import NotAllowed
from pipeline.lever import client
from pipeline.transport import Again, Answer


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
    "body", [b"", b'{"data": [', b"<html>", b'{"data": {}}', b'{"data": [], "hasNext": true}', b"[]"]
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
    with pytest.raises(client.Forbidden, match="/opportunities"):
        _page(b"", 403)
    with pytest.raises(client.OffsetRefused):
        _page(b'{"code": "BadRequest", "message": "Invalid offset token: Offset token is invalid for sort"}', 400)

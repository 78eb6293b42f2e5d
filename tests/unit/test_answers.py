"""What an answer of Ashby's means, in all of its forms."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ashby import answers
from pipeline.ashby.answers import Accepted, NotUnderstood, Refused
from pipeline.transport import Answer


def _read(body: Any, status: int = 200) -> Accepted | Refused | NotUnderstood:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return answers.read(Answer(status, {"x-ashby-request-id": "01HEADER"}, text))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (
            {"success": False, "errorInfo": {"code": "invalid_input", "message": "no", "requestId": "01X"}},
            "invalid_input",
        ),
        ({"success": False, "errors": ["invalid_input"]}, "invalid_input"),
        ({"success": False, "errors": [{"message": "Invalid value", "parameter": "fieldValue"}]}, "Invalid"),
        ({"success": False, "errors": ["a"], "errorInfo": {"code": "b"}}, "b"),
        ({"success": False}, "no_code"),
    ],
)
@pytest.mark.parametrize("status", [200, 400])
def test_a_refusal_is_read_in_every_form_and_status(body: Any, code: str, status: int) -> None:
    told = _read(body, status)

    assert isinstance(told, Refused)
    assert told.code == code
    assert told.request_id == body.get("errorInfo", {}).get("requestId", "01HEADER")


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_fault_may_have_happened(status: int) -> None:
    assert isinstance(_read({"success": False, "errors": ["generic_internal_error"]}, status), NotUnderstood)


@pytest.mark.parametrize("body", [b"", b"{", b"<html>", b'{"results": {}}', b'{"success": "true"}', b"[]", b"null"])
def test_an_answer_that_does_not_say_success_is_not_understood(body: bytes) -> None:
    assert isinstance(_read(body), NotUnderstood)


def test_success_with_an_error_status_is_not_a_success() -> None:
    assert not isinstance(_read({"success": True, "results": {}}, 400), Accepted)


@pytest.mark.parametrize(
    ("warnings", "codes"),
    [
        (["unable_to_add_application_metadata"], ("unable_to_add_application_metadata",)),
        (["a", {"code": "b", "message": "told"}, {"message": "c of x@mail.example"}], ("a", "b", "c of [e-mail]")),
        ([], ()),
        (None, ()),
        ("a", ("unreadable_warning",)),
        ([1], ("unreadable_warning",)),
        (["x" * 100], ("x" * 60,)),
    ],
)
def test_a_success_with_warnings_is_a_success_that_keeps_them(warnings: Any, codes: tuple[str, ...]) -> None:
    told = _read({"success": True, "results": {"id": "1"}, "warnings": warnings})

    assert isinstance(told, Accepted)
    assert told.warnings == codes


def test_a_success_is_one_whatever_stands_empty_beside_it() -> None:
    told = _read({"success": True, "results": [], "errors": None, "errorInfo": None, "moreDataAvailable": None})

    assert told == Accepted(told.results if isinstance(told, Accepted) else None, more=False)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "is_not_found"),
    [
        ({"errorInfo": {"code": "candidate_not_found"}}, True),
        ({"errors": [{"message": "application_not_found"}]}, True),
        ({"errorInfo": {"code": "x", "message": "Candidate not found - are you lacking permissions?"}}, True),
        ({"errors": ["invalid_input"]}, False),
    ],
)
def test_what_is_not_found_is_told_from_other_refusals(error: dict[str, Any], is_not_found: bool) -> None:
    told = _read({"success": False, **error})

    assert isinstance(told, Refused)
    assert told.is_not_found == is_not_found


def test_a_refusal_never_carries_an_address() -> None:
    told = _read({"success": False, "errorInfo": {"code": "invalid_input", "message": "a.b@mail.example is taken"}})

    assert isinstance(told, Refused)
    assert "mail.example" not in told.reason


@given(st.binary(max_size=60), st.sampled_from([200, 201, 400, 401, 403, 500]))
def test_no_body_ever_breaks_the_reader(body: bytes, status: int) -> None:
    assert isinstance(_read(body, status), Accepted | Refused | NotUnderstood)


def test_every_documented_envelope_is_read(shared: Path) -> None:
    path = shared / "payloads" / "ashby" / "documented-envelopes.json"
    for example in json.loads(path.read_text(encoding="utf-8")):
        told = _read(example["body"], example["http_status"] or 200)
        assert isinstance(told, Accepted if example["body"]["success"] else Refused), example["name"]


def test_every_recorded_answer_is_read(shared: Path) -> None:
    paths = list((shared / "payloads" / "ashby" / "nango-recorded").glob("*.json"))
    assert len(paths) == 31
    for path in paths:
        for call in json.loads(path.read_text(encoding="utf-8")):
            told = _read(call["response"], call["status"])
            assert isinstance(told, Accepted) == call["response"]["success"], path.name

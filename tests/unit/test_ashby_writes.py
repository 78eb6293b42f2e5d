"""The writes of a load as values: their bodies, their ids, and what may be sent at all."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from pipeline.ashby import calls, client, writes
from pipeline.ashby.answers import Accepted
from pipeline.ashby.writes import CHANGES, UPDATES, WRITES, filled
from tests.unit.ashby_desk import Desk, opened


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with opened() as desk:
        yield desk


def _raw(value: Any) -> msgspec.Raw:
    return msgspec.Raw(json.dumps(value).encode())


def test_ids_are_put_in_at_their_paths_and_nulls_are_not_sent() -> None:
    payload = {
        "candidateId": None,
        "name": None,
        "values": [{"fieldId": None, "fieldValue": ["a"]}, {"fieldId": "f", "fieldValue": "b"}],
        "jobIds": ["j", None],
        "file": {"name": "x", "contentType": None},
    }
    ids = {"candidateId": "c", "values.0.fieldId": "e", "jobIds.1": "k"}

    assert filled(payload, ids) == {
        "candidateId": "c",
        "values": [{"fieldId": "e", "fieldValue": ["a"]}, {"fieldId": "f", "fieldValue": "b"}],
        "jobIds": ["j", "k"],
        "file": {"name": "x"},
    }
    assert payload["candidateId"] is None


def test_what_changes_an_object_of_another_write_makes_none() -> None:
    assert UPDATES < CHANGES < calls.WRITES
    assert all(WRITES[call].makes is None for call in CHANGES)
    assert all(write.makes for call, write in WRITES.items() if write.upload)


@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("application.addHiringTeamMember", {"applicationId": "a", "teamMemberId": "id", "roleId": "r"}),
        ("candidate.addTag", {"candidateId": "c", "tagId": "id"}),
        ("candidate.update", {"candidateId": "id"}),
        ("customField.setValues", {"objectId": "id"}),
        ("customField.updateSelectableValues", {"customFieldId": "id"}),
        ("job.setStatus", {"jobId": "id", "status": "Open"}),
    ],
)
def test_what_makes_nothing_is_known_by_its_body(call: str, body: dict[str, str]) -> None:
    assert WRITES[call].id_of(_raw(None), body) == "id"


@pytest.mark.parametrize("call", sorted(call for call, write in WRITES.items() if write.makes and not write.upload))
@pytest.mark.parametrize("results", [{}, [], None, {"id": 1}, {"submittedFormInstance": {}}])
def test_an_answer_that_tells_nothing_is_none(call: str, results: Any) -> None:
    with pytest.raises(msgspec.DecodeError):
        WRITES[call].id_of(_raw(results), {})


@pytest.mark.parametrize("call", ["candidate.uploadFile", "candidate.uploadResume"])
@pytest.mark.parametrize("results", [[], None, {"fileHandles": [{}]}])
def test_an_answer_to_an_upload_that_is_no_candidate_is_none(call: str, results: Any) -> None:
    with pytest.raises(msgspec.DecodeError):
        WRITES[call].id_of(_raw(results), {"file": {"name": "x"}})


def test_options_sent_twice_are_there_once(desk: Desk) -> None:
    field = next(row for row in desk.ashby.state.fields.by_id.values() if row.type == "ValueSelect")
    values = [{"label": one["label"], "value": one["value"]} for one in field.options]
    body = {"customFieldId": field.id, "selectableValues": [*values, {"label": "Other", "value": "other"}]}

    for _ in range(2):
        told = desk.write("customField.updateSelectableValues", body)
        assert WRITES["customField.updateSelectableValues"].id_of(told.results, body) == field.id
    assert [one["value"] for one in field.options].count("other") == 1
    assert not any(one["isArchived"] for one in field.options)


def test_only_what_is_listed_can_be_sent(desk: Desk) -> None:
    handle = {"fileUploadContext": "CandidateFiles", "filename": "x", "contentType": "a/b", "contentLength": 1}

    for send in (client.read, client.write):
        with pytest.raises(ValueError, match="may be sent"):
            desk.do(lambda ashby, send=send: send(ashby, "file.createFileUploadHandle", handle))  # type: ignore[misc]
    with pytest.raises(ValueError, match="may send"):
        desk.do(lambda ashby: client.prepare(ashby, "candidate.uploadFile", {}))
    with pytest.raises(ValueError, match="may be sent"):
        desk.do(lambda ashby: client.write(ashby, "jobPosting.setStatus", {}))
    assert isinstance(desk.do(lambda ashby: client.prepare(ashby, "file.createFileUploadHandle", handle)), Accepted)


def test_what_keeps_the_move_quiet_stays_out() -> None:
    told = calls.__doc__ or ""
    everything = calls.READS | calls.WRITES | calls.UPLOADS

    named = {word.strip(" .,()") for word in told.split() if "." in word.strip(" .,()")}
    assert {"jobPosting.setStatus", "application.changeStage", "referral.create"} <= named
    assert not named & everything
    assert writes.WRITES.keys() == calls.WRITES

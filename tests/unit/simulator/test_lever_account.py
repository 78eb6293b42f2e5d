"""Requisitions, EEO answers, audit events and a posting's questions in Lever's stand-in, over loopback."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.simulator.lever_reader import Reader, reading

DAY = 86_400_000
EVER = {"fromDate": 0, "toDate": 4_000_000_000_000}
EVER_PII = {"created_at_start": 0, "created_at_end": 4_000_000_000_000}


@pytest.fixture(scope="module")
def lever() -> Iterator[Reader]:
    with reading(people=40) as reader:
        yield reader


@pytest.fixture
def switch(lever: Reader) -> Iterator[Any]:
    before = lever.vendor.options
    yield lever.vendor.set_options
    lever.vendor.options = before
    lever.vendor.set_options()


def recorded(shared: Path, name: str) -> Any:
    return json.loads((shared / "payloads" / "lever" / f"{name}.json").read_text())["response"]


def requisition(lever: Reader, case: str) -> Any:
    (wanted,) = lever.world.cases[f"requisition {case}"]
    return lever.data(f"/requisitions/{wanted}")


def test_requisitions_by_id_descending_and_confidential_only_when_asked_for(lever: Reader) -> None:
    ids = [row["id"] for row in lever.rows("/requisitions", limit="2", confidentiality="all")]
    assert ids == sorted((record.id for record in lever.world.requisitions), reverse=True)
    secret = requisition(lever, "confidential")
    assert secret["confidentiality"] == "confidential"
    assert lever.ids("/requisitions") == set(ids) - {secret["id"]}
    assert lever.ids("/requisitions", confidentiality="confidential") == {secret["id"]}


def test_filters_of_requisitions(lever: Reader) -> None:
    assert [row["requisitionCode"] for row in lever.rows("/requisitions", requisition_code="ENG-7")] == ["ENG-7"]
    assert {row["status"] for row in lever.rows("/requisitions", status="closed")} == {"closed"}
    one = requisition(lever, "unlimited")["createdAt"]
    (found,) = lever.rows("/requisitions", created_at_start=one, created_at_end=one)
    assert found["headcountTotal"] == "unlimited"


def test_requisitions_have_the_recorded_keys_and_types(lever: Reader, shared: Path) -> None:
    known = recorded(shared, "nango/requisitions.list")["data"]
    ours = lever.rows("/requisitions", confidentiality="all")
    assert {tuple(row) for row in ours} == {tuple(row) for row in known}
    assert {type(row["headcountTotal"]) for row in ours} == {int, str}

    def users(rows: list[dict[str, Any]]) -> set[type]:
        steps = [step for row in rows for step in row["approval"]["steps"]]
        return {type(approver["user"]) for step in steps for approver in step["approvers"]}

    def keys(rows: list[dict[str, Any]], pick: Any) -> set[frozenset[str]]:
        return {frozenset(found) for row in rows for found in pick(row["approval"])}

    assert users(ours) == users(known) == {str, dict}
    for pick in (
        lambda approval: [approval],
        lambda approval: approval["steps"],
        lambda approval: [approver for step in approval["steps"] for approver in step["approvers"]],
    ):
        assert keys(ours, pick) == keys(known, pick)
    assert list(recorded(shared, "nango/requisition.get")["data"]) == list(ours[0])


def test_a_requisition_may_be_closed_later_than_updated(lever: Reader) -> None:
    closed = requisition(lever, "closed later than updated")
    assert closed["closedAt"] > closed["updatedAt"]


def test_the_requisition_of_a_hire_is_there_and_expands(lever: Reader) -> None:
    (hired,) = lever.world.cases["archived:Hired"]
    (application,) = lever.data(f"/opportunities/{hired}/applications")
    found = lever.data(
        f"/requisitions/{application['requisitionForHire']['id']}", expand=["owner", "hiringManager", "postings"]
    )
    assert found["requisitionCode"] == application["requisitionForHire"]["requisitionCode"]
    assert found["owner"]["name"] == "Imke Aldous"
    assert [posting["id"] for posting in found["postings"]] == [application["posting"]]


def test_requisition_fields_of_every_type_without_has_next(lever: Reader, shared: Path) -> None:
    body = lever.get("/requisition_fields").json()
    assert set(body) == set(recorded(shared, "nango/requisition-fields.list")) == {"data"}
    assert {row["type"] for row in body["data"]} == {"date", "text", "number", "object", "dropdown"}
    assert [row["id"] for row in lever.data("/requisition_fields", isRequired="true")] == ["reason_for_opening"]
    named = {row["id"] for row in body["data"]}
    assert named > set(requisition(lever, "of a hire")["customFields"])


def test_eeo_answers_show_one_week_unless_asked(lever: Reader) -> None:
    old = lever.rows("/eeo/responses/pii", **EVER_PII)
    assert len(old) > 10
    assert lever.rows("/eeo/responses/pii") == lever.rows("/eeo/responses") == []
    assert len(lever.rows("/eeo/responses", limit=3, **EVER)) == len(old)
    answered = {answer.opportunity for answer in lever.world.eeo_answers}
    silent = next(
        record.id
        for record in lever.world.opportunities.values()
        if record.application is not None and record.id not in answered and not record.confidential
    )
    now = time.time_ns() // 1_000_000
    lever.edit("answer_eeo", opportunity=silent, answers={"gender": "Female"}, now=now - 6 * DAY)
    (found,) = lever.rows("/eeo/responses/pii", expand=["contact", "posting"])
    assert (found["opportunityId"], found["gender"]) == (silent, "Female")
    assert found["contact"]["id"] == lever.world.opportunities[silent].contact.id
    assert found["posting"]["text"] == found["applicationTitle"]
    (anonymous,) = lever.rows("/eeo/responses")
    assert anonymous["gender"] == "Female"
    assert not {"id", "contact", "opportunityId"} & set(anonymous)


def test_eeo_answers_have_the_recorded_keys(lever: Reader, shared: Path) -> None:
    optional = {"gender", "race", "veteran", "disability", "disabilitySignatureDate"}
    for path, name, ever in (
        ("/eeo/responses", "nango/eeo.list", EVER),
        ("/eeo/responses/pii", "nango/eeo-pii.list", EVER_PII),
    ):
        known = recorded(shared, name)
        assert set(lever.get(path).json()) == set(known)
        ours = lever.rows(path, **ever)
        assert {tuple(key for key in row if key not in optional) for row in ours} == {tuple(known["data"][0])}
        assert optional == {key for row in ours for key in row} & optional


def test_windows_of_eeo_answers_refused_or_shortened(lever: Reader, switch: Any) -> None:
    whole = lever.rows("/eeo/responses/pii", **EVER_PII)
    newest = max(row["eeoSurveyRespondedAt"] for row in whole)
    window = {"created_at_start": newest - 30 * DAY, "created_at_end": newest}
    switch(eeo_widest_days=30)
    assert lever.get("/eeo/responses/pii", **EVER_PII).status_code == 400
    assert lever.rows("/eeo/responses/pii", **window)
    switch(eeo_widest_days=None, eeo_silent_days=30)
    ever = {"created_at_start": 0, "created_at_end": newest}
    assert lever.rows("/eeo/responses/pii", **ever) == lever.rows("/eeo/responses/pii", **window)
    assert len(lever.rows("/eeo/responses/pii", **ever)) < len(whole)


def test_audit_events_newest_first_with_filters(lever: Reader, shared: Path) -> None:
    events = lever.rows("/audit_events", limit=3)
    assert [row["id"] for row in events] == [
        row.id for row in sorted(lever.world.audit_events, key=lambda event: -event.created_at)
    ]
    known = recorded(shared, "doc-examples/audit-events.list")["data"]
    assert {frozenset(row) for row in events} == {frozenset(row) for row in known}
    assert {row["type"] for row in events} == {row["type"] for row in known}
    nobody = lever.rows("/audit_events", user_id="null")
    assert nobody
    assert {row["user"] for row in nobody} == {None}
    assert {row["type"] for row in lever.rows("/audit_events", type="user:added")} == {"user:added"}
    target = events[0]["target"]
    assert {row["target"]["id"] for row in lever.rows("/audit_events", target_id=target["id"])} == {target["id"]}
    assert lever.rows("/audit_events", target_type="posting") == []
    assert lever.ids("/audit_events", created_at_start=events[0]["createdAt"]) == {events[0]["id"]}


def test_audit_events_are_an_add_on(lever: Reader, switch: Any) -> None:
    for status in (403, 404):
        switch(audit_log=False, audit_log_status=status)
        answer = lever.get("/audit_events")
        assert answer.status_code == status
        assert set(answer.json()) == {"code", "message"}


def test_questions_of_a_posting(lever: Reader, shared: Path) -> None:
    postings = {posting.text: posting.id for posting in lever.world.postings.values()}
    published = lever.data(f"/postings/{postings['Backend Engineer']}/apply")
    custom = recorded(shared, "nango/posting-apply.with-custom-questions")["data"]
    with_eeo = recorded(shared, "nango/posting-apply.with-eeo")["data"]
    assert set(published) == set(custom) | set(with_eeo)
    assert [set(row) for row in published["personalInformation"]] == [set(r) for r in custom["personalInformation"]]
    assert set(published["urls"][0]) == set(custom["urls"][0])
    assert set(published["customQuestions"][0]) == set(custom["customQuestions"][0])
    for ours, theirs in zip(
        published["customQuestions"][0]["fields"], custom["customQuestions"][0]["fields"], strict=True
    ):
        assert set(ours) == set(theirs)
    assert set(published["eeoQuestions"]) == set(with_eeo["eeoQuestions"])
    assert set(published["eeoQuestions"]["gender"]) == set(with_eeo["eeoQuestions"]["gender"])
    inside = lever.data(f"/postings/{postings['Backend Engineer']}/apply", distribution="internal")
    assert "eeoQuestions" not in inside
    assert len(inside["customQuestions"]) < len(published["customQuestions"])
    closed = lever.data(f"/postings/{postings['Office Manager']}/apply")
    assert "eeoQuestions" not in closed
    assert lever.get(f"/postings/{postings['Summer Intern 2018']}/apply").status_code == 404
    assert lever.get(f"/postings/{postings['Data Analyst']}/apply", distribution="moon").status_code == 400


def test_who_may_see_a_posting_comes_without_data(lever: Reader, shared: Path) -> None:
    posting = next(posting for posting in lever.world.postings.values() if posting.text == "Data Analyst")
    body = lever.get(f"/postings/{posting.id}/users").json()
    known = recorded(shared, "nango/posting-users.get")
    assert set(body) == set(known)
    assert body["roles"] == known["roles"]
    assert set(body["posting"]) == set(known["posting"])
    assert {user["id"] for user in body["users"]} == {posting.owner, posting.hiring_manager}


def test_the_state_shows_them_all(lever: Reader) -> None:
    state = lever.client.get("/_sim/state").json()
    assert {row["id"] for row in state["requisitions"]} == lever.ids("/requisitions", confidentiality="all")
    assert {row["id"] for row in state["eeo_responses_pii"]} == lever.ids("/eeo/responses/pii", **EVER_PII)
    assert state["requisition_fields"] == lever.data("/requisition_fields")
    assert {row["id"] for row in state["audit_events"]} == lever.ids("/audit_events")


def test_a_key_without_confidential_access(lever: Reader, switch: Any) -> None:
    secret = requisition(lever, "confidential")["id"]
    whole = lever.rows("/eeo/responses/pii", **EVER_PII)
    switch(confidential_access=False)
    assert lever.get("/requisitions", confidentiality="all").status_code == 403
    assert lever.get(f"/requisitions/{secret}").status_code == 403
    assert len(lever.rows("/eeo/responses/pii", **EVER_PII)) < len(whole)

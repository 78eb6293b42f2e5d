"""Ashby stand-in: custom fields and their values (sections 8, 9.4; open points 9, 11, 19)."""

from typing import Any
from uuid import uuid4

import pytest

from pipeline.simulator.ashby_desk import Desk, desk

OPTIONS = [{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}]
MONEY = {"value": 10, "currencyCode": "EUR"}
NUMBERS = {"type": "number-range", "minValue": 1, "maxValue": 2}
PAY = {"type": "compensation-range", "minValue": 1, "maxValue": 2, "currencyCode": "EUR", "interval": "1 YEAR"}

FITS: dict[str, list[Any]] = {
    "Boolean": [True, False],
    "String": ["text", "", "2024-01-01"],
    "LongText": ["lines\nof text"],
    "Number": [1, 1.5, -3],
    "Date": ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    "Url": ["https://x.example/a?b"],
    "UUID": ["0030adaf-4d13-46da-9b76-b9057906310e"],
    "ValueSelect": ["1"],
    "MultiValueSelect": [["1", "2"], []],
    "Currency": [MONEY],
    "NumberRange": [NUMBERS],
    "CompensationRange": [PAY],
}
MISFITS: dict[str, list[Any]] = {
    "Boolean": ["true", 1],
    "String": [1, True, ["text"]],
    "LongText": [MONEY],
    "Number": ["1", True],
    "Date": ["29.02.2024", "2023-02-29", "yesterday", 1_700_000_000_000],
    "Url": ["x.example", "ftp://x.example", ""],
    "UUID": ["not-a-uuid"],
    "ValueSelect": ["One", "3", ["1"]],
    "MultiValueSelect": ["1", ["1", "3"]],
    "Currency": [{"value": 10, "currencyCode": "euro"}, 10],
    "NumberRange": [{**NUMBERS, "type": "range"}, PAY],
    "CompensationRange": [NUMBERS],
}


def new_field(opened: Desk, kind: str, owner: str = "Candidate", title: str = "F") -> str:
    body: dict[str, Any] = {"title": title, "fieldType": kind, "objectType": owner}
    if kind.endswith("ValueSelect"):
        body["selectableValues"] = OPTIONS
    return str(opened.ask("customField.create", **body)["id"])


def person(opened: Desk) -> str:
    return str(opened.ask("candidate.create", name="N")["id"])


def shown(opened: Desk, candidate: str) -> dict[str, Any]:
    return {row["title"]: row["value"] for row in opened.ask("candidate.info", id=candidate)["customFields"]}


@pytest.mark.parametrize("kind", FITS)
def test_values_fit_their_type(kind: str) -> None:
    opened = desk(0)
    candidate, field = person(opened), new_field(opened, kind)
    body = {"objectId": candidate, "objectType": "Candidate", "fieldId": field}
    for value in FITS[kind]:
        made = opened.ask("customField.setValue", **body, fieldValue=value)
        assert (made["id"], made["value"]) == (field, value)
        assert shown(opened, candidate) == {"F": value}
    for value in MISFITS[kind]:
        assert opened.refusal("customField.setValue", **body, fieldValue=value) == "invalid_input"
    assert shown(opened, candidate) == {"F": FITS[kind][-1]}


def test_select_values_come_with_their_labels() -> None:
    opened = desk(0)
    body = {"objectId": person(opened), "objectType": "Candidate"}
    one = opened.ask("customField.setValue", **body, fieldId=new_field(opened, "ValueSelect"), fieldValue="2")
    many = opened.ask(
        "customField.setValue", **body, fieldId=new_field(opened, "MultiValueSelect"), fieldValue=["1", "2"]
    )
    text = opened.ask("customField.setValue", **body, fieldId=new_field(opened, "String"), fieldValue="2")
    assert (one["valueLabel"], many["valueLabel"], "valueLabel" in text) == ("Two", ["One", "Two"], False)
    assert one.keys() == {"id", "title", "isPrivate", "value", "valueLabel"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Candidate", "Candidate"),
        ("Opening_Version", "Opening"),
        ("Offer_Version", "Offer"),
        ("Talent_Project", "Talent_Project"),
    ],
)
def test_object_types_are_read_back_in_other_words(written: str, read: str) -> None:
    opened = desk(0)
    field = new_field(opened, "String", written)
    assert opened.ask("customField.info", customFieldId=field)["objectType"] == read
    assert field in [row["id"] for row in opened.ask("customField.list")]


def test_definitions() -> None:
    opened = desk(0)
    made = opened.ask(
        "customField.create", title="F", fieldType="ValueSelect", objectType="Job", selectableValues=OPTIONS
    )
    assert made["selectableValues"] == [{**option, "isArchived": False} for option in OPTIONS]
    assert "selectableValues" not in opened.ask("customField.create", title="G", fieldType="Url", objectType="Job")
    select = {"title": "F", "fieldType": "ValueSelect", "objectType": "Job"}
    assert opened.refusal("customField.create", **select) == "invalid_input"
    assert opened.refusal("customField.create", **select, selectableValues=[OPTIONS[0]] * 2) == "invalid_input"
    assert opened.refusal("customField.create", title="F", fieldType="text", objectType="Job") == "invalid_input"
    assert opened.refusal("customField.info", customFieldId=str(uuid4())) == "custom_field_not_found"


@pytest.mark.parametrize(("verdict", "fields"), [("new", 2), ("refuse", 1), ("existing", 1)])
def test_the_same_title_twice(verdict: str, fields: int) -> None:
    opened = desk(0, custom_field_twice=verdict)
    first = new_field(opened, "String")
    reply = opened.post("customField.create", {"title": "F", "fieldType": "String", "objectType": "Candidate"}).body
    assert reply["success"] is (verdict != "refuse")
    if reply["success"]:
        assert (reply["results"]["id"] == first) is (verdict == "existing")
    assert [row["title"] for row in opened.ask("customField.list")].count("F") == fields
    assert opened.post("customField.create", {"title": "F", "fieldType": "String", "objectType": "Job"}).body["success"]


def test_field_and_object_must_match() -> None:
    opened = desk(0)
    candidate, field = person(opened), new_field(opened, "String", "Application")
    job = opened.ask("job.list")[0]["id"]
    application = opened.ask("application.create", candidateId=candidate, jobId=job)["id"]
    good = {"objectId": application, "objectType": "Application", "fieldId": field, "fieldValue": "x"}
    opened.ask("customField.setValue", **good)
    assert opened.ask("application.info", applicationId=application)["customFields"][0]["value"] == "x"
    for wrong, code in (
        ({"objectId": candidate, "objectType": "Candidate"}, "invalid_input"),
        ({"objectId": candidate}, "application_not_found"),
        ({"objectType": "Opening"}, "opening_not_found"),
        ({"fieldId": str(uuid4())}, "custom_field_not_found"),
        ({"objectId": str(uuid4())}, "application_not_found"),
    ):
        assert opened.refusal("customField.setValue", **{**good, **wrong}) == code
    opened.state.fields.by_id[field].archived = True
    assert opened.refusal("customField.setValue", **good) == "invalid_input"


def test_values_of_jobs() -> None:
    opened = desk(0)
    job, field = opened.ask("job.list")[0]["id"], new_field(opened, "String", "Job")
    opened.ask("customField.setValue", objectId=job, objectType="Job", fieldId=field, fieldValue="x")
    assert opened.ask("job.info", id=job)["customFields"][0]["value"] == "x"


def test_set_values_in_one_call_and_again() -> None:
    opened = desk(0)
    candidate = person(opened)
    fields = [new_field(opened, "String", title=title) for title in "FG"]
    for text in ("x", "y"):
        values = [{"fieldId": field, "fieldValue": text} for field in fields]
        made = opened.ask("customField.setValues", objectId=candidate, objectType="Candidate", values=values)
        assert [row["value"] for row in made] == [text, text]
    assert shown(opened, candidate) == {"F": "y", "G": "y"}


@pytest.mark.parametrize("atomic", [True, False])
def test_11_set_values_with_a_bad_one(atomic: bool) -> None:
    opened = desk(0, set_values_atomic=atomic)
    candidate = person(opened)
    names = {"F": "x", "G": 1, "H": "z"}
    values = [
        {"fieldId": new_field(opened, "String", title=name), "fieldValue": value} for name, value in names.items()
    ]
    reply = opened.post("customField.setValues", {"objectId": candidate, "objectType": "Candidate", "values": values})
    assert reply.body["success"] is False
    assert "values[1].fieldValue" in reply.body["errorInfo"]["message"]
    assert shown(opened, candidate) == ({} if atomic else {"F": "x", "H": "z"})


@pytest.mark.parametrize("verdict", ["clear", "refuse"])
@pytest.mark.parametrize("cleared", ["absent", "null"])
def test_9_null_clears(verdict: str, cleared: str) -> None:
    opened = desk(0, null_in_set_value=verdict, cleared_value=cleared)
    candidate, field = person(opened), new_field(opened, "ValueSelect")
    body = {"objectId": candidate, "objectType": "Candidate", "fieldId": field}
    opened.ask("customField.setValue", **body, fieldValue="1")
    reply = opened.post("customField.setValue", {**body, "fieldValue": None}).body
    if verdict == "refuse":
        assert (reply["success"], shown(opened, candidate)) == (False, {"F": "1"})
    else:
        assert shown(opened, candidate) == ({} if cleared == "absent" else {"F": None})


def test_19_long_values() -> None:
    opened = desk(0, value_max_chars=3)
    body = {"objectId": person(opened), "objectType": "Candidate", "fieldId": new_field(opened, "LongText")}
    assert opened.refusal("customField.setValue", **body, fieldValue="four") == "invalid_input"
    opened.ask("customField.setValue", **body, fieldValue="six")


def test_private_fields_need_the_switch() -> None:
    opened = desk(0)
    candidate, field = person(opened), new_field(opened, "String")
    opened.state.fields.by_id[field].private = True
    body = {"objectId": candidate, "objectType": "Candidate", "fieldId": field, "fieldValue": "x"}
    opened.ask("customField.setValue", **body)
    opened.switch(desk(0, private_fields=False).options)
    assert opened.ask("candidate.info", id=candidate)["customFields"] == []
    assert opened.refusal("customField.setValue", **body) == "custom_field_not_found"
    assert opened.refusal("customField.info", customFieldId=field) == "custom_field_not_found"
    assert field not in [row["id"] for row in opened.ask("customField.list")]

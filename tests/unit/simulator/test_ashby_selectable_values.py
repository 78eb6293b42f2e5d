"""Ashby stand-in: options of custom fields, and fields that only people make (sections 8, 9.4)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.unit.simulator.ashby_client import Client, served
from tests.unit.simulator.ashby_openapi import assert_answers_as_documented

OPTIONS = [{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}]
MERGES: list[tuple[list[dict[str, Any]], list[tuple[str, str, bool]]]] = [
    # what is sent → (label, value, isArchived) of the field afterwards
    ([*OPTIONS, {"label": "Three", "value": "3"}], [("One", "1", False), ("Two", "2", False), ("Three", "3", False)]),
    ([{"label": "Three", "value": "3"}], [("One", "1", True), ("Two", "2", True), ("Three", "3", False)]),
    ([{"label": "Zwei", "value": "2"}], [("One", "1", True), ("Zwei", "2", False)]),
    ([OPTIONS[1], OPTIONS[0]], [("One", "1", False), ("Two", "2", False)]),
    ([{**OPTIONS[0], "isArchived": True}, OPTIONS[1]], [("One", "1", True), ("Two", "2", False)]),
    (
        [*OPTIONS, {"label": "Old", "value": "o", "isArchived": True}],
        [("One", "1", False), ("Two", "2", False), ("Old", "o", True)],
    ),
    (
        [*OPTIONS, {"label": "One", "value": "other"}],
        [("One", "1", False), ("Two", "2", False), ("One", "other", False)],
    ),
    ([], [("One", "1", True), ("Two", "2", True)]),
]


def select(client: Client, kind: str = "ValueSelect", title: str = "Colour") -> str:
    made = client.ask(
        "customField.create", title=title, fieldType=kind, objectType="Candidate", selectableValues=OPTIONS
    )
    return str(made["id"])


def options(row: Any) -> list[tuple[str, str, bool]]:
    return [(option["label"], option["value"], option["isArchived"]) for option in row["selectableValues"]]


@pytest.mark.parametrize(("sent", "after"), MERGES)
@pytest.mark.parametrize("kind", ["ValueSelect", "MultiValueSelect"])
def test_values_are_merged_and_those_left_out_archived(kind: str, sent: Any, after: Any) -> None:
    with served() as client:
        field = select(client, kind)
        answer = client.post("customField.updateSelectableValues", customFieldId=field, selectableValues=sent)
        assert_answers_as_documented("customField.updateSelectableValues", answer)
        assert options(answer["results"]) == after
        assert client.ask("customField.info", customFieldId=field) == answer["results"]


def test_the_full_list_may_be_sent_again_and_brings_archived_ones_back() -> None:
    with served() as client:
        field = select(client)
        client.ask("customField.updateSelectableValues", customFieldId=field, selectableValues=[])
        for _ in range(2):
            row = client.ask("customField.updateSelectableValues", customFieldId=field, selectableValues=OPTIONS)
            assert options(row) == [("One", "1", False), ("Two", "2", False)]


def test_a_set_value_outlives_its_option() -> None:
    with served() as client:
        field, person = select(client), client.person()
        body = {"objectId": person, "objectType": "Candidate", "fieldId": field}
        client.ask("customField.setValue", **body, fieldValue="1")
        new = [{"label": "Three", "value": "3"}]
        assert "must be a value of type" in client.refusal("customField.setValue", **body, fieldValue="3")
        client.ask("customField.updateSelectableValues", customFieldId=field, selectableValues=new)
        (shown,) = client.ask("candidate.info", id=person)["customFields"]
        assert (shown["value"], shown["valueLabel"]) == ("1", "One")
        assert "must be a value of type" in client.refusal("customField.setValue", **body, fieldValue="2")
        client.ask("customField.setValue", **body, fieldValue="3")


def test_what_is_refused() -> None:
    with served() as client:
        field = select(client)
        text = client.ask("customField.create", title="T", fieldType="String", objectType="Candidate")["id"]

        def said(**wrong: Any) -> str:
            good = {"customFieldId": field, "selectableValues": OPTIONS}
            return client.refusal("customField.updateSelectableValues", **{**good, **wrong})

        assert said(customFieldId=text).startswith("invalid_input: customFieldId must be a field of type")
        assert said(customFieldId=str(uuid4())).startswith("custom_field_not_found")
        assert said(selectableValues=[OPTIONS[0]] * 2) == "invalid_input: selectableValues must have different values"
        assert said(selectableValues=[{"label": "One"}]) == "invalid_input: selectableValues[0].value is required"
        more = [{**OPTIONS[0], "id": "x"}]
        assert said(selectableValues=more) == "invalid_input: selectableValues[0].id is not a known parameter"
        client.edit("change_custom_field", title="Colour", object_type="Candidate", private=True)
        client.http.post("/_sim/options", json={"private_fields": False})
        assert said().startswith("custom_field_not_found")


BY_HAND: dict[str, tuple[list[Any], list[Any]]] = {
    "Email": (["a.b@post.example"], ["a.b", "", 1]),
    "Phone": (["+32 9"], [32]),
    "Location": ([{"country": "Belgium", "city": "Ghent"}, {"region": "Flanders"}], ["Ghent", {}, {"town": "Ghent"}]),
}


@pytest.mark.parametrize("kind", BY_HAND)
def test_types_that_only_people_can_make(kind: str) -> None:
    with served() as client:
        client.edit("add_custom_field", title="F", kind=kind, object_type="Candidate")
        field = next(row for row in client.ask("customField.list") if row["title"] == "F")
        assert field["fieldType"] == kind
        body = {"objectId": client.person(), "objectType": "Candidate", "fieldId": field["id"]}
        fit, misfit = BY_HAND[kind]
        for value in fit:
            assert client.ask("customField.setValue", **body, fieldValue=value)["value"] == value
        for value in misfit:
            assert client.refusal("customField.setValue", **body, fieldValue=value).startswith("invalid_input")
        (shown,) = client.ask("candidate.info", id=body["objectId"])["customFields"]
        assert shown["value"] == fit[-1]


def test_what_people_do_to_custom_fields() -> None:
    with served() as client:
        client.edit(
            "add_custom_field", title="S", kind="ValueSelect", object_type="Job", options=["a", "b"], private=True
        )
        token = client.post("customField.list")["syncToken"]
        client.edit("archive_option", title="S", object_type="Job", value="b")
        (row,) = client.ask("customField.list", syncToken=token)
        assert (row["isPrivate"], options(row)) == (True, [("a", "a", False), ("b", "b", True)])
        client.edit("change_custom_field", title="S", object_type="Job", archived=True)
        assert "S" not in [row["title"] for row in client.ask("customField.list")]
        wrong = {"edit": "change_custom_field", "title": "S", "object_type": "Job", "type": "Url"}
        assert client.http.post("/_sim/edit", json=wrong).status_code == 400


def test_the_end_state_shows_options_added_twice() -> None:
    with served() as client:
        field = select(client)
        body = {"customFieldId": field, "selectableValues": [*OPTIONS, {"label": "One", "value": "again"}]}
        before = client.describe()["customFields"]
        client.ask("customField.updateSelectableValues", **body)
        after = client.describe()["customFields"]
        assert after != before
        client.ask("customField.updateSelectableValues", **body)
        assert client.describe()["customFields"] == after


@pytest.mark.parametrize(("kind", "taken"), [("500_before", 2), ("500_after", 3)])
def test_faults_come_before_or_after_the_effect(kind: str, taken: int) -> None:
    with served() as client:
        field = select(client)
        client.http.post("/_sim/faults", json=[{"kind": kind, "match": "/customField.update*", "times": 1}])
        body = {"customFieldId": field, "selectableValues": [*OPTIONS, {"label": "3", "value": "3"}]}
        assert client.http.post("/customField.updateSelectableValues", json=body).status_code == 500
        assert len(options(client.ask("customField.info", customFieldId=field))) == taken

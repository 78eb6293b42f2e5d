"""Ashby stand-in: feedback forms, submitting and listing feedback (sections 8, 9.3; open points 8, 14, 17, 19)."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from pipeline.simulator import ashby_hands, ashby_paper_hands, company
from tests.unit.simulator.ashby_client import Client, served
from tests.unit.simulator.ashby_openapi import assert_answers_as_documented

UUID = "0030adaf-4d13-46da-9b76-b9057906310e"
RANGE = {"type": "number-range", "minValue": 1, "maxValue": 2}
PAY = {"type": "compensation-range", "minValue": 1, "maxValue": 2, "currencyCode": "EUR", "interval": "1 YEAR"}
PLAIN = {"type": "PlainText", "value": "text\n[lever:feedback:1]"}

# Typed off the table of section 8 by hand: title of the field → values that fit, values that don't.
VALUES: dict[str, tuple[list[Any], list[Any]]] = {
    "Rating": (
        [{"score": 1}, {"score": 4}, {"score": 2, "comments": PLAIN}],
        [4, {"score": 0}, {"score": 5}, {"score": "4"}, {"score": 2.5}, {"score": True}, {"score": 1, "comments": "x"}],
    ),
    "Name of the reference": (["text", ""], [1, True, PLAIN]),
    "Background Summary": (["lines\nof text"], [PLAIN, ["text"]]),
    "Relationship": (["client"], ["Client", "boss", ["client"]]),
    "Languages": ([["dutch", "english"], []], ["dutch", ["Dutch"], [1]]),
    "Would you work with this person again?": ([True, False], ["true", 1]),
    "Can start on": (["2024-02-29"], ["2023-02-29", "2024-02-29T00:00:00.000Z", "29.02.2024", 1_700_000_000_000]),
    "Anything else": ([PLAIN], ["text", {"type": "RichText", "value": "x"}, {"value": "x"}, {**PLAIN, "value": 1}]),
    "Years of experience": ([1, -3], [1.5, "1", True]),
    "Size of team": ([RANGE, {**RANGE, "maxValue": 1}], [PAY, {**RANGE, "type": "range"}, {**RANGE, "minValue": 3}]),
    "Asked for": (
        [{"value": 10, "currencyCode": "EUR"}],
        [10, {"value": 10, "currencyCode": "XYZ"}, {"value": "10", "currencyCode": "EUR"}, {"value": 10}],
    ),
    "Salary expectation": ([PAY], [RANGE, {**PAY, "interval": "1 MINUTE"}, {**PAY, "currencyCode": "euro"}]),
    "Portfolio": (["https://x.example/a?b", ""], ["x.example", 1]),
    "Ticket": ([UUID, {"value": UUID}], ["not-a-uuid", {"id": UUID}]),
    "E-mail of the reference": (["a.b@post.example"], ["a.b", ""]),
    "Phone of the reference": (["+32 9"], [32]),
    "Home": ([{"city": "Ghent", "country": "Belgium"}], ["Ghent", {}, {"town": "Ghent"}, {"city": 1}]),
}


def form(client: Client, title: str) -> Any:
    return next(row for row in client.ask("feedbackFormDefinition.list", includeArchived=True) if row["title"] == title)


def fields(row: Any) -> dict[str, Any]:
    return {
        entry["field"]["title"]: {**entry["field"], "isRequired": entry["isRequired"]}
        for section in row["formDefinition"]["sections"]
        for entry in section["fields"]
    }


def body(client: Client, application: str, title: str, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    row = form(client, title)
    known = fields(row)
    submissions = [{"path": known[name]["path"], "value": value} for name, value in answers.items()]
    filled = {"fieldSubmissions": submissions}
    return {"applicationId": application, "formDefinitionId": row["id"], "feedbackForm": filled, **more}


def of(client: Client, application: str) -> list[Any]:
    return list(client.ask("applicationFeedback.list", applicationId=application))


def test_the_forms_of_the_organisation() -> None:
    with served() as client:
        rows = client.post("feedbackFormDefinition.list")
        assert_answers_as_documented("feedbackFormDefinition.list", rows)
        titles = [row["title"] for row in rows["results"]]
        assert titles == ["Phone Interview", "Thorough  Interview", "Migrated Feedback"]
        assert [row["isDefaultForm"] for row in rows["results"]] == [True, False, False]
        everything = client.ask("feedbackFormDefinition.list", includeArchived=True)
        assert [row["title"] for row in everything if row["isArchived"]] == ["On-site 2019"]
        for row in everything:
            shown = client.post("feedbackFormDefinition.info", feedbackFormDefinitionId=row["id"])
            assert shown["results"] == row
            assert_answers_as_documented("feedbackFormDefinition.info", shown)
        thorough = fields(form(client, "Thorough  Interview"))
        assert {field["type"] for field in thorough.values()} == {
            *("Boolean", "String", "LongText", "Phone", "Email", "Number", "Date", "ValueSelect", "MultiValueSelect"),
            *("Score", "RichText", "Currency", "NumberRange", "CompensationRange", "Url", "UUID", "Location"),
        }
        assert {"selectableValues" in field for field in thorough.values() if "Select" in field["type"]} == {True}
        assert len({field["path"] for field in thorough.values()}) == len(thorough)
        unknown = client.refusal("feedbackFormDefinition.info", feedbackFormDefinitionId=str(uuid4()))
        assert unknown.startswith("feedback_form_definition_not_found")


def test_lists_of_forms_page_and_sync() -> None:
    with served() as client:
        first = client.post("feedbackFormDefinition.list", limit=2)
        assert (len(first["results"]), first["moreDataAvailable"]) == (2, True)
        second = client.post("feedbackFormDefinition.list", limit=2, cursor=first["nextCursor"])
        assert [row["title"] for row in second["results"]] == ["Migrated Feedback"]
        token = second["syncToken"]
        assert client.ask("feedbackFormDefinition.list", syncToken=token) == []
        client.edit("require_form_field", form="Phone Interview", title="Notes / Comments")
        (changed,) = client.ask("feedbackFormDefinition.list", syncToken=token)
        assert fields(changed)["Notes / Comments"]["isRequired"] is True


@pytest.mark.parametrize("title", VALUES)
def test_values_fit_the_type_of_their_field(title: str) -> None:
    with served() as client:
        application = client.application(client.person())
        fit, misfit = VALUES[title]
        for value in fit:
            answer = client.post(
                "applicationFeedback.submit", **body(client, application, "Thorough  Interview", {title: value})
            )
            assert_answers_as_documented("applicationFeedback.submit", answer)
            path = fields(form(client, "Thorough  Interview"))[title]["path"]
            assert answer["results"]["submittedFormInstance"]["submittedValues"] == {path: value}
        for value in misfit:
            sent = body(client, application, "Thorough  Interview", {"Coding challenge": "x", title: value})
            said = client.refusal("applicationFeedback.submit", **sent)
            assert said.startswith("invalid_input: feedbackForm.fieldSubmissions[1].value must be a value of type"), (
                value
            )
        assert len(of(client, application)) == len(fit)


def test_a_submission_comes_back_in_the_list_with_its_author() -> None:
    with served() as client:
        application = client.application(client.person())
        author = next(row for row in client.ask("user.list") if row["firstName"] == "Imke")
        sent = body(client, application, "Phone Interview", {"Overall recommendation": {"score": 4}})
        made = client.ask("applicationFeedback.submit", **sent, userId=author["id"])["submittedFormInstance"]
        client.ask("applicationFeedback.submit", **sent)
        answer = client.post("applicationFeedback.list", applicationId=application)
        assert_answers_as_documented("applicationFeedback.list", answer)
        first, second = answer["results"]
        assert (first["id"], first["submittedValues"]) == (made["id"], {"overall_recommendation": {"score": 4}})
        assert first["submittedByUser"] == author
        assert second["submittedByUser"]["lastName"] == "Ives"
        assert first["feedbackFormDefinitionId"] == sent["formDefinitionId"]
        assert (
            first["applicationHistoryId"]
            == client.ask("application.info", applicationId=application)["applicationHistory"][-1]["id"]
        )
        assert first["applicationId"] == application
        assert "interviewEventId" not in first
        assert client.ask("applicationFeedback.list") == answer["results"]
        assert client.told("applicationFeedback.submit") == []


def test_that_nobody_knows_whom_feedback_tells_can_be_recorded() -> None:
    with served(record_unknown_notifications=True) as client:
        application = client.application(client.person())
        client.ask("applicationFeedback.submit", **body(client, application, "Phone Interview", {}))
        assert client.told("applicationFeedback.submit") == ["unknown"]


def test_what_does_not_belong_together_is_refused() -> None:
    with served() as client:
        application = client.application(client.person())
        good = body(client, application, "Phone Interview", {"Overall recommendation": {"score": 1}})
        answered = {"path": "overall_recommendation", "value": {"score": 1}}

        def said(**wrong: Any) -> str:
            return client.refusal("applicationFeedback.submit", **{**good, **wrong})

        for key in good:
            less = {name: value for name, value in good.items() if name != key}
            assert client.refusal("applicationFeedback.submit", **less) == f"invalid_input: {key} is required"
        assert said(interviewEventId=12, userId=str(uuid4())).startswith("invalid_input: interviewEventId")
        assert said(feedbackForm={}) == "invalid_input: feedbackForm.fieldSubmissions is required"
        assert said(applicationId=str(uuid4())).startswith("application_not_found")
        assert said(formDefinitionId=str(uuid4())).startswith("feedback_form_definition_not_found")
        assert said(userId=str(uuid4())).startswith("user_not_found")
        assert said(interviewEventId=str(uuid4())) == "invalid_input: userId is required with interviewEventId"
        user = client.ask("user.list")[0]["id"]
        assert said(interviewEventId=str(uuid4()), userId=user).startswith("interview_event_not_found")
        assert "is there twice" in said(feedbackForm={"fieldSubmissions": [answered, answered]})
        assert "is not a field" in said(feedbackForm={"fieldSubmissions": [{**answered, "path": "other"}]})
        assert "value is required" in said(feedbackForm={"fieldSubmissions": [{"path": "overall_recommendation"}]})
        assert "is not a known parameter" in said(feedbackForm={"fieldSubmissions": [{**answered, "type": "Score"}]})
        assert "is not a known parameter" in said(submittedAt="2024-01-01T00:00:00.000Z")
        assert of(client, application) == []


def test_feedback_on_an_event_is_by_one_of_its_interviewers() -> None:
    with served() as client:
        interviewer, other = client.ask("user.list")[:2]
        application = client.application(client.person())
        times = {"starts_at": "2024-01-01T10:00:00.000Z", "ends_at": "2024-01-01T11:00:00.000Z"}
        client.edit(
            "schedule", application_id=application, interview="Panel", interviewers=[interviewer["email"]], **times
        )
        (event,) = client.ask("interviewSchedule.list", applicationId=application)[0]["interviewEvents"]
        good = body(client, application, "Phone Interview", {}, interviewEventId=event["id"])
        said = client.refusal("applicationFeedback.submit", **good, userId=other["id"])
        assert said == "invalid_input: userId must be an interviewer of the event"
        client.ask("applicationFeedback.submit", **good, userId=interviewer["id"])
        (row,) = of(client, application)
        assert (row["interviewEventId"], row["interviewId"]) == (event["id"], event["interviewId"])


@pytest.mark.parametrize("verdict", ["checked", "unchecked"])
def test_required_fields(verdict: str) -> None:
    with served(required_fields=verdict) as client:
        application = client.application(client.person())
        answer = client.post("applicationFeedback.submit", **body(client, application, "Migrated Feedback", {}))
        assert answer["success"] is (verdict == "unchecked")
        null = body(client, application, "Migrated Feedback", {"Feedback": None})
        assert "must not be null" in client.refusal("applicationFeedback.submit", **null)
        both = {"Feedback": "x", "Submitted on": None}
        client.ask("applicationFeedback.submit", **body(client, application, "Migrated Feedback", both))


def test_the_generic_form_can_be_lacking() -> None:
    with served() as client:
        generic = form(client, "Migrated Feedback")
        application = client.application(client.person())
        sent = body(client, application, "Migrated Feedback", {"Feedback": "x"})
        client.http.post("/_sim/options", json={"generic_form": False})
        assert "Migrated Feedback" not in [row["title"] for row in client.ask("feedbackFormDefinition.list")]
        for endpoint, parameters in (
            ("feedbackFormDefinition.info", {"feedbackFormDefinitionId": generic["id"]}),
            ("applicationFeedback.submit", sent),
        ):
            assert client.refusal(endpoint, **parameters).startswith("feedback_form_definition_not_found")


SWITCHES: list[tuple[str, str, bool]] = [
    ("archived_form", "refuse", False),
    ("archived_form", "accept", True),
    ("feedback_twice", "refuse", False),
    ("feedback_twice", "accept", True),
    ("disabled_user", "refuse", False),
    ("disabled_user", "accept", True),
    ("score_comments", "refuse", False),
    ("score_comments", "accept", True),
]


@pytest.mark.parametrize(("switch", "verdict", "taken"), SWITCHES)
def test_open_points(switch: str, verdict: str, taken: bool) -> None:
    with served(**{switch: verdict}) as client:
        application = client.application(client.person())
        score: dict[str, Any] = {"score": 1}
        more = {}
        match switch:
            case "archived_form":
                client.edit("archive_form", title="Phone Interview")
            case "feedback_twice":
                client.ask("applicationFeedback.submit", **body(client, application, "Phone Interview", {}))
            case "disabled_user":
                everyone = client.ask("user.list", includeDeactivated=True)
                more["userId"] = next(row["id"] for row in everyone if not row["isEnabled"])
            case "score_comments":
                score["comments"] = PLAIN
        before = len(of(client, application))
        sent = body(client, application, "Phone Interview", {"Overall recommendation": score}, **more)
        assert client.post("applicationFeedback.submit", **sent)["success"] is taken
        assert len(of(client, application)) == before + taken


@pytest.mark.parametrize(
    ("switch", "answers", "shown"),
    [
        ({"score_readback": "number"}, {"Overall recommendation": {"score": 3}}, 3),
        ({"score_readback": "text"}, {"Overall recommendation": {"score": 3}}, "3"),
        ({"rich_text_readback": "text"}, {"Notes / Comments": PLAIN}, PLAIN["value"]),
    ],
)
def test_how_values_read_back(switch: dict[str, str], answers: dict[str, Any], shown: Any) -> None:
    with served(**switch) as client:
        application = client.application(client.person())
        client.ask("applicationFeedback.submit", **body(client, application, "Phone Interview", answers))
        assert list(of(client, application)[0]["submittedValues"].values()) == [shown]


def test_19_long_texts() -> None:
    with served(feedback_text_max_chars=3) as client:
        application = client.application(client.person())
        for title, long in (
            ("Name of the reference", "four"),
            ("Anything else", {"type": "PlainText", "value": "four"}),
        ):
            sent = body(client, application, "Thorough  Interview", {title: long})
            assert "at most 3 characters" in client.refusal("applicationFeedback.submit", **sent)


def test_lists_of_feedback_page_sync_and_filter() -> None:
    with served() as client:
        application = client.application(client.person())
        for _ in range(3):
            client.ask("applicationFeedback.submit", **body(client, application, "Phone Interview", {}))
        other = client.application(client.person())
        for filters, count in (({}, 3), ({"applicationId": application}, 3), ({"applicationId": other}, 0)):
            first = client.post("applicationFeedback.list", limit=2, **filters)
            rows, cursor = first["results"], first.get("nextCursor")
            if cursor:
                last = client.post("applicationFeedback.list", limit=2, cursor=cursor, **filters)
                rows += last["results"]
                assert client.ask("applicationFeedback.list", syncToken=last["syncToken"], **filters) == []
            assert len({row["id"] for row in rows}) == count
        token = client.post("applicationFeedback.list")["syncToken"]
        changed = of(client, application)[1]["id"]
        client.edit("change_feedback", feedback_id=changed, title="Overall recommendation", value={"score": 2})
        assert [row["id"] for row in client.ask("applicationFeedback.list", syncToken=token)] == [changed]
        now = int(client.state.clock() * 1000)
        assert client.ask("applicationFeedback.list", createdAfter=now + 1000) == []
        assert len(client.ask("applicationFeedback.list", createdAfter=now - 60_000)) == 3
        unknown = client.refusal("applicationFeedback.list", applicationId=str(uuid4()))
        assert unknown.startswith("application_not_found")


def test_feedback_shows_after_a_while_if_lists_do() -> None:
    with served(list_visible_after_s=3600.0) as client:
        application = client.application(client.person())
        client.ask("applicationFeedback.submit", **body_without_list(client, application))
        assert of(client, application) == client.ask("applicationFeedback.list") == []
        later = client.state.clock() + 3700
        client.state.clock = lambda: later
        assert len(of(client, application)) == len(client.ask("applicationFeedback.list")) == 1


def body_without_list(client: Client, application: str) -> dict[str, Any]:
    form_id = next(row.id for row in client.state.forms.by_id.values() if row.title == "Phone Interview")
    return {"applicationId": application, "formDefinitionId": form_id, "feedbackForm": {"fieldSubmissions": []}}


def test_feedback_of_confidential_jobs_needs_the_switch_of_the_key() -> None:
    with served() as client:
        secret = client.application(client.person(), confidential=True)
        sent = body(client, secret, "Phone Interview", {})
        client.ask("applicationFeedback.submit", **sent)
        client.http.post("/_sim/options", json={"confidential_jobs": False})
        assert client.ask("applicationFeedback.list") == []
        assert client.refusal("applicationFeedback.list", applicationId=secret).startswith("application_not_found")
        assert client.refusal("applicationFeedback.submit", **sent).startswith("application_not_found")


@pytest.mark.parametrize(("verdict", "left"), [("with_all", 0), ("alone", 1)])
def test_14_feedback_of_a_deleted_application(verdict: str, left: int) -> None:
    with served(deleted_application=verdict) as client:
        application = client.application(client.person())
        client.ask("applicationFeedback.submit", **body(client, application, "Phone Interview", {}))
        client.ask("application.delete", applicationId=application)
        assert len(client.ask("applicationFeedback.list")) == left


@pytest.mark.parametrize(
    ("kind", "made"), [("500_before", 0), ("500_after", 1), ("drop_before", 0), ("drop_after", 1), ("slow_effect", 1)]
)
def test_faults_come_before_or_after_the_effect(kind: str, made: int) -> None:
    with served() as client:
        application = client.application(client.person())
        sent = body(client, application, "Phone Interview", {})
        script = [{"kind": kind, "match": "/applicationFeedback.submit", "times": 1, "seconds": 0.05}]
        assert client.http.post("/_sim/faults", json=script).status_code == 200
        if kind.startswith("drop"):
            with pytest.raises(httpx.RemoteProtocolError):
                client.http.post("/applicationFeedback.submit", json=sent)
        else:
            status = client.http.post("/applicationFeedback.submit", json=sent).status_code
            assert status == (500 if kind.startswith("500") else 200)
        assert len(of(client, application)) == made


def test_the_end_state_shows_feedback_twice() -> None:
    with served() as client:
        application = client.application(client.person())
        sent = body(client, application, "Phone Interview", {"Overall recommendation": {"score": 1}})
        one = {
            "form": "Phone Interview",
            "by": "ottoline.ives@quillbrook.example",
            "values": [["Overall recommendation", {"score": 1}]],
        }
        for times in (1, 2):
            client.ask("applicationFeedback.submit", **sent)
            person = next(row for row in client.describe()["candidates"] if row["name"] == "Zoë Test")
            assert person["applications"][0]["feedback"] == [one] * times


def test_edits_of_both_tables_have_names_of_their_own() -> None:
    assert not ashby_hands.EDITS.keys() & ashby_paper_hands.EDITS.keys()


def test_what_people_do_to_feedback_and_forms() -> None:
    with served() as client:
        application = client.application(client.person())
        colleague = company.COLLEAGUES[0].email
        filled = {"Overall recommendation": {"score": 4}}
        client.edit("give_feedback", application_id=application, form="Phone Interview", email=colleague, values=filled)
        (row,) = of(client, application)
        assert row["submittedByUser"]["email"] == colleague
        client.edit("remove_feedback", feedback_id=row["id"])
        assert of(client, application) == client.ask("applicationFeedback.list") == []
        client.edit("drop_form_option", form="Thorough  Interview", title="Relationship", value="client")
        sent = body(client, application, "Thorough  Interview", {"Relationship": "client"})
        assert "must be a value of type ValueSelect" in client.refusal("applicationFeedback.submit", **sent)

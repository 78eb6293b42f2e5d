"""Ashby stand-in: what bodies it takes, by itself and held against the real OpenAPI file where that is at hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from pipeline.simulator.ashby_checks import Rules
from pipeline.simulator.ashby_contract import CONTRACTS, problem, rules
from pipeline.simulator.ashby_desk import desk
from pipeline.simulator.ashby_options import AshbyOptions

OPENAPI = Path(__file__).parents[3].parent / "shared" / "reference" / "ashby-openapi.yml"
STRICT = rules(AshbyOptions(null_in_set_value="refuse"))
UUID = "0030adaf-4d13-46da-9b76-b9057906310e"
TIME = "2026-05-28T21:06:38.093Z"

# Endpoints that take no body in the file, or are newer than it (supplement), so that nothing can be compared.
WITHOUT_BODY = {
    *("application.delete", "applicationHiringTeamRole.list", "communicationTemplate.list", "offer.setDecidedAt"),
    *("offer.setStatus", "project.create", "referralForm.info", "version.list"),
}
# Required by the fact sheet (section 9) although the file leaves it optional.
ALSO_REQUIRED = {"application.listHistory": "applicationId", "customField.info": "customFieldId"}
# Not in the file of June 2026, but in newer pages (sections 9.2, 9.4, 9.7).
NEWER = {
    ("customField.list", "includeArchived"),
    ("job.create", "employmentType"),
    ("job.update", "employmentType"),
    ("application.create", "applicationHistoryId"),
}
# The other form of this body that the file knows takes the key with any value.
LOOSE = {("applicationFeedback.submit", "interviewEventId")}


@pytest.fixture(scope="module")
def openapi() -> dict[str, Any]:
    if not OPENAPI.exists():
        pytest.skip("the OpenAPI file is not here; it is third parties' data and lies outside the project")
    document: dict[str, Any] = yaml.load(OPENAPI.read_text(), Loader=yaml.CSafeLoader)
    return document


def schema_of(openapi: dict[str, Any], name: str) -> dict[str, Any]:
    """The body schema of an operation, whole; oneOf taken as anyOf, since branches overlap in every valid body."""

    def whole(node: Any) -> Any:
        if isinstance(node, list):
            return [whole(entry) for entry in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            target: Any = openapi
            for part in node["$ref"][2:].split("/"):
                key = part.replace("~1", "/").replace("~0", "~")
                target = target[int(key)] if isinstance(target, list) else target[key]
            return whole(target)
        if set(node.get("properties", {})) == {"path", "value"}:  # the text says: a value depends on its field's type
            node = {**node, "type": "object", "properties": {**node["properties"], "value": {}}}
        keys = {key: "anyOf" if key == "oneOf" else key for key in node}
        # additionalProperties: false inside allOf (location.list) would refuse the endpoint's own other half
        return {keys[key]: whole(value) for key, value in node.items() if key != "additionalProperties"}

    body = openapi["paths"][f"/{name}"]["post"].get("requestBody")
    schema: dict[str, Any] = whole(body)["content"]["application/json"]["schema"]
    return schema


def merged(schema: dict[str, Any], branch: int = 0) -> tuple[dict[str, Any], list[str]]:
    """Properties and required keys over allOf and one branch of anyOf."""
    properties, required = dict(schema.get("properties", {})), list(schema.get("required", []))
    parts = list(schema.get("allOf", []))
    if "anyOf" in schema:
        parts.append(schema["anyOf"][branch % len(schema["anyOf"])])
    for part in parts:
        more, needed = merged(part)
        properties |= more
        required += needed
    return properties, required


def example(name: str, schema: dict[str, Any]) -> Any:
    """A valid value of a property."""
    if "anyOf" in schema and not schema.get("type"):
        return example(name, schema["anyOf"][0])
    flat: dict[str, Any] = {}
    for part in schema.get("allOf", []):
        flat |= part
    flat |= schema
    if "enum" in flat:
        return flat["enum"][0]
    match flat.get("type"):
        case "boolean":
            return True
        case "integer" | "number":
            return 50
        case "array":
            return [example(name, flat["items"])]
        case "object":
            return {key: example(key, value) for key, value in flat.get("properties", {}).items()}
    if flat.get("format") == "uuid" or name in ("candidateId", "tagId", "parentLocationId"):
        return UUID
    if flat.get("format") == "date-time":
        return TIME
    if name.startswith("target"):
        return "2026-05-28"
    if "email" in name.lower():
        return "a.b@post.example"
    return "https://a.example/x" if name.lower().endswith("url") or name == "website" else "some text"


def wrong(schema: dict[str, Any]) -> Iterator[Any]:
    """Values that no reading of a property's schema takes."""
    flat: dict[str, Any] = {}
    for part in schema.get("allOf", []):
        flat |= part
    flat |= schema
    if not flat:
        return
    if "anyOf" in flat:
        yield None
        return
    if "enum" in flat:
        yield "Bogus"
    kind = flat.get("type", "string")
    yield {"string": 12, "boolean": "yes", "integer": "x", "number": "x", "array": "x", "object": "x"}[kind]
    if kind == "array":
        for bad in wrong(flat["items"]):
            yield [bad]
    if kind == "object":
        for key, entry in flat.get("properties", {}).items():
            for bad in wrong(entry):
                yield {**{k: example(k, v) for k, v in flat["properties"].items()}, key: bad}


def valid_bodies(name: str, schema: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(properties, body) for the least body, each optional key added alone, and the fullest body, of every branch."""
    for branch in range(len(schema.get("anyOf", [0]))):
        properties, required = merged(schema, branch)
        needed = {*required, ALSO_REQUIRED[name]} if name in ALSO_REQUIRED else set(required)
        if name == "job.search":
            properties = schema["properties"]
        least = {key: example(key, properties[key]) for key in needed}
        yield properties, least
        for key in properties.keys() - needed:
            yield properties, {**least, key: example(key, properties[key])}
        yield properties, {key: example(key, value) for key, value in properties.items()}


COMPARED = sorted(CONTRACTS.keys() - WITHOUT_BODY)


@pytest.mark.parametrize("name", COMPARED)
def test_takes_what_the_openapi_file_takes(openapi: dict[str, Any], name: str) -> None:
    schema = schema_of(openapi, name)
    theirs = jsonschema.Draft202012Validator(schema)
    for _, body in valid_bodies(name, schema):
        assert not list(theirs.iter_errors(body)), body
        assert problem(name, body, STRICT) is None, body


@pytest.mark.parametrize("name", COMPARED)
def test_refuses_what_the_openapi_file_refuses(openapi: dict[str, Any], name: str) -> None:
    schema = schema_of(openapi, name)
    theirs = jsonschema.Draft202012Validator(schema)
    for properties, body in valid_bodies(name, schema):
        _, required = merged(schema)
        broken = [{k: v for k, v in body.items() if k != key} for key in required if "anyOf" not in schema]
        strict = [key for key in body if (name, key) not in LOOSE]
        broken += [{**body, key: bad} for key in strict for bad in wrong(properties[key])]
        for one in broken:
            assert list(theirs.iter_errors(one)), one
            assert problem(name, one, STRICT) is not None, one


@pytest.mark.parametrize("name", COMPARED)
def test_knows_no_key_that_the_openapi_file_lacks(openapi: dict[str, Any], name: str) -> None:
    schema = schema_of(openapi, name)
    known: set[str] = set()

    def collect(node: Any) -> None:
        if isinstance(node, dict):
            known.update(node.get("properties", {}))
            for value in node.values():
                collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)

    collect(schema)
    named = {entry for contract, entry in NEWER if contract == name}
    for key in ("name", "title", "limit", "syncToken", "includeArchived", "employmentType", "expand", "email"):
        _, body = next(valid_bodies(name, schema))
        found = problem(name, {**body, key: object()}, STRICT)
        unknown = found is not None and found.message == "is not a known parameter"
        assert unknown is (key not in known | named), key


def test_every_endpoint_is_compared_or_said_to_be_newer(openapi: dict[str, Any]) -> None:
    lacking = {name for name in CONTRACTS if f"/{name}" not in openapi["paths"]}
    without = {name for name in CONTRACTS if "requestBody" not in openapi["paths"].get(f"/{name}", {}).get("post", {})}
    assert lacking | without == WITHOUT_BODY


CREATE = {"name": "N"}
BAD = [
    ("candidate.create", {**CREATE, "email": "no-address"}, "email"),
    ("candidate.create", {**CREATE, "email": ""}, "email"),
    ("candidate.create", {**CREATE, "email": None}, "email"),
    ("candidate.create", {**CREATE, "alternateEmailAddresses": ["a@b.example", "x"]}, "alternateEmailAddresses[1]"),
    ("candidate.create", {**CREATE, "linkedInUrl": "linkedin.com/in/x"}, "linkedInUrl"),
    ("candidate.create", {**CREATE, "website": "ftp://x.example"}, "website"),
    ("candidate.create", {**CREATE, "createdAt": "2026-05-28"}, "createdAt"),
    ("candidate.create", {**CREATE, "createdAt": "2026-13-28T00:00:00Z"}, "createdAt"),
    ("candidate.create", {**CREATE, "createdAt": 1_700_000_000_000}, "createdAt"),
    ("candidate.create", {**CREATE, "sourceId": "linkedin"}, "sourceId"),
    ("candidate.create", {**CREATE, "location": {"town": "Ghent"}}, "location.town"),
    ("candidate.create", {"name": "  "}, "name"),
    ("candidate.create", {}, "name"),
    ("candidate.create", {**CREATE, "websiteUrl": "https://x.example"}, "websiteUrl"),
    ("candidate.update", {"candidateId": UUID, "website": "https://x.example"}, "website"),
    (
        "candidate.update",
        {"candidateId": UUID, "socialLinks": [{"type": "Xing", "url": "https://x.example"}]},
        "socialLinks[0].type",
    ),
    ("candidate.createNote", {"candidateId": UUID, "note": {"type": "text/markdown", "value": "x"}}, "note.type"),
    ("candidate.createNote", {"candidateId": UUID, "note": "x", "userId": UUID}, "userId"),
    ("candidate.list", {"limit": 0}, "limit"),
    ("candidate.list", {"limit": 1.5}, "limit"),
    ("candidate.list", {"limit": True}, "limit"),
    ("candidate.list", {"limit": "100"}, "limit"),
    ("candidate.list", {"createdAfter": TIME}, "createdAfter"),
    ("application.create", {"candidateId": UUID, "jobId": UUID, "interviewStageId": "First"}, "interviewStageId"),
    ("application.create", {"candidateId": UUID, "jobId": UUID, "applicationHistory": []}, "applicationHistory"),
    (
        "application.create",
        {"candidateId": UUID, "jobId": UUID, "applicationHistory": [{"stageId": UUID, "stageNumber": 0}]},
        "applicationHistory[0].enteredStageAt",
    ),
    ("application.create", {"candidateId": UUID, "jobId": UUID, "sendNotifications": False}, "sendNotifications"),
    ("application.changeSource", {"applicationId": UUID}, "sourceId"),
    ("job.search", {}, "title"),
    ("customField.setValue", {"objectId": UUID, "objectType": "Offer", "fieldId": UUID, "fieldValue": 1}, "objectType"),
    ("customField.setValues", {"objectId": UUID, "objectType": "Candidate", "values": []}, "values"),
]


@pytest.mark.parametrize(("name", "body", "parameter"), BAD)
def test_a_refusal_names_the_parameter(name: str, body: dict[str, Any], parameter: str) -> None:
    errors = desk(0, error_form="objects").post(name, body).body["errors"]
    assert [error["parameter"] for error in errors] == [parameter]
    assert errors[0]["message"].startswith(parameter)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("application.changeSource", {"applicationId": UUID, "sourceId": None}),
        ("application.create", {"candidateId": UUID, "jobId": UUID, "interviewStageId": "FirstPreInterviewScreen"}),
        ("candidate.create", {"name": "N", "email": "jürgen@münchen.example"}),
        ("candidate.createNote", {"candidateId": UUID, "note": "x", "createdAt": "2014-02-03T04:05:06Z"}),
    ],
)
def test_what_a_narrow_reading_would_refuse_is_taken(name: str, body: dict[str, Any]) -> None:
    assert problem(name, body, STRICT) is None


@pytest.mark.parametrize("verdict", ["refuse", "ignore"])
def test_unknown_keys(verdict: str) -> None:
    opened = desk(0, unknown_keys=verdict)
    body = {"name": "N", "externalId": "x", "location": {"city": "Ghent", "zip": "9000"}}
    assert opened.post("candidate.create", body).body["success"] is (verdict == "ignore")


@pytest.mark.parametrize(
    ("time", "taken"),
    [
        ("2026-05-28T21:06:38.093Z", {"refuse", "utc", "accept"}),
        ("2026-05-28T21:06:38Z", {"refuse", "utc", "accept"}),
        ("2026-05-28T21:06:38.093+02:00", {"accept"}),
        ("2026-05-28T21:06:38.093", {"utc"}),
        ("2026-05-28 21:06:38Z", set()),
    ],
)
def test_time_zones(time: str, taken: set[str]) -> None:
    switches: dict[str, dict[str, Any]] = {
        "refuse": {"time_offset": "refuse"},
        "utc": {"time_offset": "refuse", "time_without_zone": "utc"},
        "accept": {"time_offset": "accept"},
    }
    body = {"name": "N", "createdAt": time}
    assert {
        word
        for word, switch in switches.items()
        if problem("candidate.create", body, rules(AshbyOptions(**switch))) is None
    } == taken


def test_rules_come_from_the_options() -> None:
    assert rules(AshbyOptions()) == Rules(
        extra_keys=False, null_in_update=False, null_in_set_value=True, time_offset=True, time_without_zone=False
    )

"""Every body that was sent to Ashby, held against Ashby's real contract (ashby-openapi.yml), where it is at hand."""

import functools
from typing import Any

import jsonschema
import yaml

from pipeline.ashby import calls
from pipeline.simulator.ashby_files import STORAGE
from pipeline.simulator.calls import Recorder
from pipeline.simulator.control import Vendor
from tests.conftest import SHARED

OURS = calls.READS | calls.WRITES | calls.UPLOADS


def quiet(ashby: Vendor) -> None:
    """Assert that nobody was told anything, and that Ashby got no call but ours, each valid by its contract."""
    assert ashby.notifications(ashby.state) == []
    sent = {call.path.removeprefix("/") for call in ashby.recorder.calls() if not call.path.startswith(STORAGE)}
    assert sent <= OURS
    check(ashby.recorder)


def check(recorder: Recorder) -> None:
    """Assert that every recorded body is valid for its endpoint. Without ../shared only the simulator has checked."""
    if not SHARED.is_dir():
        return
    for call in recorder.calls():
        validator = _validator(call.path)
        if validator is None or not isinstance(call.body, dict):
            continue
        problems = [
            f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in validator.iter_errors(call.body)
        ]
        assert not problems, f"{call.path}: {problems}"


@functools.cache
def _contract() -> dict[str, Any]:
    text = (SHARED / "reference" / "ashby-openapi.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = _any_of(yaml.load(text, Loader=yaml.CSafeLoader))
    # The file types the value of a form's field as text, and says beside it that it depends on the field.
    offer = loaded["paths"]["/offer.create"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    del offer["properties"]["offerForm"]["properties"]["fieldSubmissions"]["items"]["properties"]["value"]["type"]
    return loaded


def _any_of(value: Any) -> Any:
    """Read oneOf as anyOf: the file's alternatives overlap (a UUID is a String too), so no value fits just one."""
    if isinstance(value, dict):
        return {("anyOf" if name == "oneOf" else name): _any_of(child) for name, child in value.items()}
    return [_any_of(child) for child in value] if isinstance(value, list) else value


@functools.cache
def _validator(path: str) -> Any:
    contract = _contract()
    operation = contract["paths"].get(path)
    if operation is None:
        return None
    body = operation["post"].get("requestBody")
    if body is None:
        return None
    pointer = f"/paths/{path.replace('/', '~1')}/post/requestBody/content/application~1json/schema"
    schema = {"$id": "urn:contract", "$ref": f"#{pointer}", **contract}
    return jsonschema.Draft202012Validator(schema)

"""The real OpenAPI file of Ashby, where it is at hand: schemas of answers, whole."""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

OPENAPI = Path(__file__).parents[3].parent / "shared" / "reference" / "ashby-openapi.yml"


@cache
def document() -> dict[str, Any]:
    """The file; the test is skipped where it is not."""
    if not OPENAPI.exists():
        pytest.skip("the OpenAPI file is not here; it is third parties' data and lies outside the project")
    found: dict[str, Any] = yaml.load(OPENAPI.read_text(), Loader=yaml.CSafeLoader)
    return found


def assert_answers_as_documented(endpoint: str, answer: Any) -> None:
    """A whole success envelope fits the first schema that the file gives for status 200."""
    operation = document()["paths"][f"/{endpoint}"]["post"]
    schema = _whole(operation["responses"]["200"]["content"]["application/json"]["schema"])["oneOf"][0]
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(answer)] == []


def _whole(node: Any) -> Any:
    if isinstance(node, list):
        return [_whole(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    if "$ref" not in node:
        return {key: _whole(value) for key, value in node.items()}
    target: Any = document()
    for part in node["$ref"][2:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        target = target[int(key)] if isinstance(target, list) else target[key]
    return _whole(target)

"""Forms of offers and referrals: how their definition looks, and which answers they take (section 8).

Definitions and values only; no state.
"""

from datetime import date
from typing import Any

from pipeline.simulator.ashby_checks import DATE, TIME, UUID
from pipeline.simulator.ashby_errors import invalid
from pipeline.simulator.ashby_form_values import misfit
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_paper_objects import FormField

SCHOOL = frozenset(("schoolName", "degree", "major", "startDate", "endDate", "isCurrent"))


def definition(title: str, fields: tuple[FormField, ...]) -> dict[str, Any]:
    """A formDefinition of one section."""
    return {"sections": [{"title": title, "fields": [_question(field) for field in fields]}]}


def _question(field: FormField) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": field.id,
        "type": field.type,
        "path": field.path,
        "humanReadablePath": field.path.removeprefix("_systemfield_"),
        "title": field.title,
        "isNullable": not field.required,
    }
    if field.options:
        shown["selectableValues"] = [{"label": label, "value": value} for label, value in field.options]
    return {"isRequired": field.required, "field": shown}


def answers(
    options: AshbyOptions, fields: tuple[FormField, ...], submissions: list[dict[str, Any]], parameter: str
) -> dict[str, Any]:
    """Values by path of submissions that fit the form; AshbyError about the first that does not.

    A field answered twice, an unknown path, a required field without an answer and a value of the wrong type are
    refused (the first two are our reading).
    """
    known = {field.path: field for field in fields}
    given: dict[str, Any] = {}
    for place, submission in enumerate(submissions):
        path, value = submission["path"], submission["value"]
        if path not in known:
            raise invalid(f"{parameter}[{place}].path", "is not a field of the form")
        if path in given:
            raise invalid(f"{parameter}[{place}].path", "is answered twice")
        if not _fits(options, known[path], value):
            raise invalid(f"{parameter}[{place}].value", f"must be a value of type {known[path].type}")
        given[path] = value
    lacking = next((field.path for field in fields if field.required and field.path not in given), None)
    if lacking is not None:
        raise invalid(parameter, f"must answer {lacking}")
    return given


def _fits(options: AshbyOptions, field: FormField, value: Any) -> bool:
    """Whether `value` is one of the field's type; what these forms take otherwise than feedback forms is said here."""
    match field.type:
        case "Date":
            return isinstance(value, str) and _is_date(value)
        case "Currency":
            return misfit(field, value, options) is None and isinstance(value["value"], int)
        case "Job":
            return _has(value, {"title", "value"}) and isinstance(value["title"], str) and _is_id(value["value"])
        case "EducationHistory":
            return isinstance(value, list) and all(_is_school(school) for school in value)
        case _:
            return misfit(field, value, options) is None


def _is_date(value: str) -> bool:
    """An ISO date, with or without a time."""
    if DATE.fullmatch(value) is None and TIME.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


def _is_school(value: Any) -> bool:
    """Only the name is required; a school still attended has no end."""
    if not isinstance(value, dict) or not value.keys() <= SCHOOL or not isinstance(value.get("schoolName"), str):
        return False
    return not (value.get("isCurrent") is True and "endDate" in value)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and UUID.fullmatch(value) is not None


def _has(value: Any, keys: set[str]) -> bool:
    return isinstance(value, dict) and value.keys() == keys

"""The writing endpoints of custom fields: definitions, and values that fit them (sections 8 and 9.4).

Same form as `ashby_writes`.
"""

import re
from datetime import date
from typing import Any, Protocol

from pipeline.simulator import ashby_answers as show
from pipeline.simulator.ashby_checks import DATE, EMAIL, TIME, URL, UUID
from pipeline.simulator.ashby_contract import FIELD_OWNERS
from pipeline.simulator.ashby_errors import AshbyError, invalid
from pipeline.simulator.ashby_objects import CustomField
from pipeline.simulator.ashby_openings import find_opening
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer
from pipeline.simulator.ashby_rows import Rows
from pipeline.simulator.ashby_sight import find_application, find_candidate, find_field, find_job
from pipeline.simulator.ashby_state import AshbyState

Body = dict[str, Any]
CURRENCY = re.compile(r"[A-Z]{3}")
PLACE = frozenset(("country", "region", "city"))


class Customised(Protocol):
    """An object that carries custom values."""

    custom: dict[str, Any]
    updated_at: str


def field_create(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """customField.create: select types need their values; the object type is read back in other words."""
    title, owner = body["title"], FIELD_OWNERS[body["objectType"]]
    is_select = body["fieldType"].endswith("ValueSelect")
    values = body.get("selectableValues", [])
    if is_select and not values:
        raise invalid("selectableValues", "is required for this fieldType")
    if len({value["value"] for value in values}) < len(values):
        raise invalid("selectableValues", "must have different values")
    known = next((row for row in state.fields.by_id.values() if row.title == title and row.object_type == owner), None)
    if known is not None and options.custom_field_twice == "refuse":
        raise invalid("title", "is the title of another custom field")
    if known is not None and options.custom_field_twice == "existing":
        return {"results": show.custom_field(known)}
    row = CustomField(
        state.new_id(),
        title,
        body["fieldType"],
        owner,
        options=tuple({"label": value["label"], "value": value["value"], "isArchived": False} for value in values)
        if is_select
        else (),
    )
    state.fields.add(row, state.clock())
    return {"results": show.custom_field(row)}


def update_selectable_values(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """customField.updateSelectableValues: known values are renamed, new ones added, those left out archived.

    The order of the known ones stays, new ones come behind; nothing is ever removed.
    """
    row = find_field(state, options, body["customFieldId"], "customFieldId")
    if not row.type.endswith("ValueSelect"):
        raise invalid("customFieldId", "must be a field of type ValueSelect or MultiValueSelect")
    given = {value["value"]: value for value in body["selectableValues"]}
    if len(given) < len(body["selectableValues"]):
        raise invalid("selectableValues", "must have different values")
    known = [
        {
            "label": given.get(option["value"], option)["label"],
            "value": option["value"],
            "isArchived": given.pop(option["value"], {"isArchived": True}).get("isArchived", False),
        }
        for option in row.options
    ]
    new = [
        {"label": value["label"], "value": value["value"], "isArchived": value.get("isArchived", False)}
        for value in given.values()
    ]
    row.options = (*known, *new)
    state.fields.touch(row, state.clock())
    return {"results": show.custom_field(row)}


def set_value(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """customField.setValue: an overwrite."""
    owner, rows = _owner(state, options, body)
    definition = _definition(state, options, body, body["fieldId"], "fieldId")
    _refuse_misfit(options, definition, body["fieldValue"], "fieldValue")
    _put(options, owner, definition, body["fieldValue"])
    _touch(state, owner, rows)
    return {"results": show.custom_value(definition, body["fieldValue"])}


def set_values(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """customField.setValues: the answer names the first bad value; the others are set unless all or nothing holds."""
    owner, rows = _owner(state, options, body)
    good: list[tuple[CustomField, Any]] = []
    first: AshbyError | None = None
    for index, entry in enumerate(body["values"]):
        try:
            definition = _definition(state, options, body, entry["fieldId"], f"values[{index}].fieldId")
            _refuse_misfit(options, definition, entry["fieldValue"], f"values[{index}].fieldValue")
            good.append((definition, entry["fieldValue"]))
        except AshbyError as error:
            first = first or error
    if first is not None and options.set_values_atomic:
        raise first
    for definition, value in good:
        _put(options, owner, definition, value)
    if good:
        _touch(state, owner, rows)
    if first is not None:
        raise first
    return {"results": [show.custom_value(definition, value) for definition, value in good]}


def _owner(state: AshbyState, options: AshbyOptions, body: Body) -> tuple[Customised, Rows[Any]]:
    """The object whose values are set, and its table."""
    object_id = body["objectId"]
    match body["objectType"]:
        case "Candidate":
            return find_candidate(state, options, object_id, "objectId"), state.candidates
        case "Application":
            return find_application(state, options, object_id), state.applications
        case "Job":
            return find_job(state, options, object_id, "objectId"), state.jobs
        case _:
            return find_opening(state, object_id, "objectId"), state.openings


def _touch(state: AshbyState, owner: Customised, rows: Rows[Any]) -> None:
    owner.updated_at = state.now()
    rows.touch(owner, state.clock())


def _definition(state: AshbyState, options: AshbyOptions, body: Body, field_id: str, parameter: str) -> CustomField:
    definition = find_field(state, options, field_id, parameter)
    if definition.object_type != body["objectType"]:
        raise invalid(parameter, f"is a field of {definition.object_type}, not of {body['objectType']}")
    if definition.archived:
        raise invalid(parameter, "must not be archived")
    return definition


def _put(options: AshbyOptions, owner: Customised, definition: CustomField, value: Any) -> None:
    if value is None and options.cleared_value == "absent":
        owner.custom.pop(definition.id, None)
    else:
        owner.custom[definition.id] = value


def _refuse_misfit(options: AshbyOptions, definition: CustomField, value: Any, parameter: str) -> None:
    """A value must fit the type of its field; null, where the contract lets it pass, clears any."""
    if value is None:
        return
    if not _fits(definition, value):
        raise invalid(parameter, f"must be a value of type {definition.type}")
    most = options.value_max_chars
    if most is not None and definition.type in ("String", "LongText") and len(value) > most:
        raise invalid(parameter, f"must have at most {most} characters")


def _fits(definition: CustomField, value: Any) -> bool:
    options = {option["value"] for option in definition.options if not option["isArchived"]}
    match definition.type:
        case "Boolean":
            return isinstance(value, bool)
        case "Number":
            return _is_number(value)
        case "String" | "LongText" | "Phone":
            return isinstance(value, str)
        case "Email":
            return isinstance(value, str) and EMAIL.fullmatch(value) is not None
        case "Location":
            return isinstance(value, dict) and bool(value) and value.keys() <= PLACE
        case "Date":
            return isinstance(value, str) and _is_date(value)
        case "Url":
            return isinstance(value, str) and URL.fullmatch(value) is not None
        case "UUID":
            return isinstance(value, str) and UUID.fullmatch(value) is not None
        case "ValueSelect":
            return isinstance(value, str) and value in options
        case "MultiValueSelect":
            return isinstance(value, list) and options.issuperset(value)
        case "Currency":
            return _has(value, "value", "currencyCode") and CURRENCY.fullmatch(value["currencyCode"]) is not None
        case "NumberRange":
            return _has(value, "type", "minValue", "maxValue") and value["type"] == "number-range"
        case "CompensationRange":
            keys = ("type", "minValue", "maxValue", "currencyCode", "interval")
            return _has(value, *keys) and value["type"] == "compensation-range"
        case _:
            return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_date(value: str) -> bool:
    """An ISO date, with or without a time."""
    if DATE.fullmatch(value) is None and TIME.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


def _has(value: Any, *keys: str) -> bool:
    """An object of just these keys; the contract has checked their types."""
    return isinstance(value, dict) and set(value) == set(keys)

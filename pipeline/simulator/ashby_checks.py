"""Checks of single JSON values, from which the contract of each endpoint is put together.

Read from the OpenAPI copy and the texts of its parameters. A check knows types, words and formats, never the state:
whether an id exists or a move is allowed is said elsewhere. It gives None, or the problem with the path it lies at.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Any


@dataclass(frozen=True, slots=True)
class Rules:
    """What the option switches leave open about any body."""

    extra_keys: bool
    """unknown keys pass"""
    null_in_update: bool
    null_in_set_value: bool
    time_offset: bool
    """a time may have another offset than Z"""
    time_without_zone: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a body: the parameter's path and the rest of the sentence about it."""

    parameter: str
    message: str


Check = Callable[[str, Any, Rules], Problem | None]
"""(path of the value, the value, rules) → problem"""

UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d)?")
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def text(path: str, value: Any, _: Rules) -> Problem | None:
    """Any string."""
    return None if isinstance(value, str) else Problem(path, "must be a string")


def filled(path: str, value: Any, _: Rules) -> Problem | None:
    """A string with something in it (our reading of names and titles)."""
    if not isinstance(value, str):
        return Problem(path, "must be a string")
    return None if value and not value.isspace() else Problem(path, "must not be empty")


def uuid(path: str, value: Any, _: Rules) -> Problem | None:
    """A UUID."""
    return None if isinstance(value, str) and UUID.fullmatch(value) else Problem(path, "must be a valid UUID")


def stage_id(path: str, value: Any, rules: Rules) -> Problem | None:
    """A UUID or the word for the first stage of type PreInterviewScreen (application.create)."""
    return None if value == "FirstPreInterviewScreen" else uuid(path, value, rules)


def email(path: str, value: Any, _: Rules) -> Problem | None:
    """One e-mail address."""
    fits = isinstance(value, str) and EMAIL.fullmatch(value)
    return None if fits else Problem(path, "must be a valid email address")


def url(path: str, value: Any, _: Rules) -> Problem | None:
    """An http or https URL."""
    return None if isinstance(value, str) and URL.fullmatch(value) else Problem(path, "must be a valid URL")


def boolean(path: str, value: Any, _: Rules) -> Problem | None:
    """True or false."""
    return None if isinstance(value, bool) else Problem(path, "must be a boolean")


def integer(path: str, value: Any, _: Rules) -> Problem | None:
    """A whole number; epoch milliseconds too."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return None if whole else Problem(path, "must be an integer")


def number(path: str, value: Any, _: Rules) -> Problem | None:
    """Any number."""
    fits = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return None if fits else Problem(path, "must be a number")


def limit(path: str, value: Any, rules: Rules) -> Problem | None:
    """Page size: 1 to 100 (section 3)."""
    problem = number(path, value, rules)
    if problem is not None:
        return problem
    if value > 100:
        return Problem(path, "must be <= 100")
    return None if value >= 1 and value == int(value) else Problem(path, "must be a whole number >= 1")


def time(path: str, value: Any, rules: Rules) -> Problem | None:
    """An ISO 8601 date with time; zone as the rules say."""
    match = TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return Problem(path, "must be an ISO 8601 date-time")
    zone = match.group(1)
    if zone is None and not rules.time_without_zone:
        return Problem(path, "must have a time zone")
    if zone not in (None, "Z") and not rules.time_offset:
        return Problem(path, "must be in UTC")
    try:
        datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        return Problem(path, "must be an ISO 8601 date-time")
    return None


def words(*known: str) -> Check:
    """One of some words, case-sensitive."""

    def check(path: str, value: Any, _: Rules) -> Problem | None:
        return None if value in known else Problem(path, f"must be one of {', '.join(known)}")

    return check


def array(item: Check, at_least: int = 0) -> Check:
    """A list of at least so many items."""

    def check(path: str, value: Any, rules: Rules) -> Problem | None:
        if not isinstance(value, list):
            return Problem(path, "must be an array")
        if len(value) < at_least:
            return Problem(path, f"must hold at least {at_least}")
        for index, entry in enumerate(value):
            problem = item(f"{path}[{index}]", entry, rules)
            if problem is not None:
                return problem
        return None

    return check


def mapping(value_check: Check) -> Check:
    """An object with free keys."""

    def check(path: str, value: Any, rules: Rules) -> Problem | None:
        if not isinstance(value, dict):
            return Problem(path, "must be an object")
        for key, entry in value.items():
            problem = value_check(f"{path}.{key}", entry, rules)
            if problem is not None:
                return problem
        return None

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object with these keys and, unless the rules let them pass, no others. The body itself has the path ""."""
    known = {**required, **optional}

    def check(path: str, value: Any, rules: Rules) -> Problem | None:
        if not isinstance(value, dict):
            return Problem(path or "body", "must be an object")
        at = f"{path}." if path else ""
        for key in required:
            if key not in value:
                return Problem(at + key, "is required")
        for key, entry in value.items():
            entry_check = known.get(key)
            if entry_check is not None:
                problem = entry_check(at + key, entry, rules)
                if problem is not None:
                    return problem
            elif not rules.extra_keys:
                return Problem(at + key, "is not a known parameter")
        return None

    return check


def either(*checks: Check) -> Check:
    """What one of the checks takes; the problem told is that of the last one."""

    def check(path: str, value: Any, rules: Rules) -> Problem | None:
        problem = None
        for one in checks:
            problem = one(path, value, rules)
            if problem is None:
                return None
        return problem

    return check


def with_one_of(check: Check, *keys: str) -> Check:
    """A body that passes `check` and has at least one of these keys."""

    def checked(path: str, value: Any, rules: Rules) -> Problem | None:
        problem = check(path, value, rules)
        if problem is None and not any(key in value for key in keys):
            return Problem(keys[0], f"or {' or '.join(keys[1:])} is required")
        return problem

    return checked


def or_null(check: Check) -> Check:
    """Null passes, whatever the rules."""
    return lambda path, value, rules: None if value is None else check(path, value, rules)


def or_null_in_update(check: Check) -> Check:
    """Null passes where the rules let an update carry it."""
    return lambda path, value, rules: None if value is None and rules.null_in_update else check(path, value, rules)

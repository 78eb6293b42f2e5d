"""What the contracts of several endpoints are made of: a body's form, paging, archived things, employment types."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.simulator import ashby_checks as c
from pipeline.simulator.ashby_checks import Check

EMPLOYMENTS = ("FullTime", "PartTime", "Intern", "Contract", "Temporary")
PAGE: Mapping[str, Check] = {"cursor": c.text, "limit": c.limit}
SYNC: Mapping[str, Check] = {**PAGE, "syncToken": c.text}
ARCHIVED: Mapping[str, Check] = {"includeArchived": c.boolean}


@dataclass(frozen=True, slots=True)
class Contract:
    """What one endpoint takes: the check of the whole body, and the keys that mean something."""

    check: Check
    keys: frozenset[str]


def body(required: Mapping[str, Check], optional: Mapping[str, Check], *one_of: str) -> Contract:
    """A body of these keys; of `one_of`, if given, at least one must be there."""
    check = c.record(required, optional)
    return Contract(c.with_one_of(check, *one_of) if one_of else check, frozenset((*required, *optional)))

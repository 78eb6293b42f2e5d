"""Natural content in the place of ids, for comparing two end states: values, teams, people, applications.

Part of `ashby_state.canonical`.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.simulator.ashby_state import AshbyState


def in_order(values: Iterable[Any]) -> list[Any]:
    """Sorted by their JSON text, so that any JSON values have an order."""
    return sorted(values, key=lambda value: json.dumps(value, sort_keys=True))


def custom_values(state: "AshbyState", custom: dict[str, Any]) -> list[list[Any]]:
    """[title of the field, value] of every custom value that is set."""
    set_ = ((field_id, value) for field_id, value in custom.items() if value is not None)
    return in_order([state.fields.by_id[field_id].title, value] for field_id, value in set_)


def team(state: "AshbyState", members: tuple[tuple[str, str], ...]) -> list[list[str]]:
    """[e-mail, role] of every member."""
    return sorted([state.users.by_id[user_id].email, state.roles[role_id]] for user_id, role_id in members)


def person(state: "AshbyState", candidate_id: str) -> list[str | None]:
    """Name and primary e-mail of a candidate, deleted ones too."""
    row = state.candidates.by_id.get(candidate_id) or state.candidates.gone[candidate_id]
    return [row.name, row.email]


def application(state: "AshbyState", application_id: str) -> list[Any]:
    """Who applied for which job, and whether the application is still there."""
    living = application_id in state.applications.by_id
    row = state.applications.by_id[application_id] if living else state.applications.gone[application_id]
    return [person(state, row.candidate_id), state.jobs.by_id[row.job_id].title, living]

"""What hangs on an application beside its history, and what becomes of it when the application is deleted (14)."""

from typing import Any

from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_rows import Rows
from pipeline.simulator.ashby_state import AshbyState


def has_children(state: AshbyState, application_id: str) -> bool:
    """Whether the application has feedback, offers, an offer process, interviews or a referral."""
    if state.feedback_of.get(application_id):
        return True
    rows = [row for table in _tables(state) for row in table.by_id.values()] + state.referrals
    return any(row.application_id == application_id for row in rows)


def drop_children(state: AshbyState, application_id: str) -> None:
    """Feedback, offers, offer processes, interviews and referral of the application are gone."""
    for table in _tables(state):
        for row in [row for row in table.by_id.values() if row.application_id == application_id]:
            table.remove(row, state.clock())
    for feedback in list(state.feedback_of.get(application_id, ())):
        state.drop_feedback(feedback)
    state.referrals = [row for row in state.referrals if row.application_id != application_id]


def refuses_deletion(state: AshbyState, options: AshbyOptions, application_id: str) -> bool:
    """Whether the switch forbids to delete this application."""
    return options.deleted_application == "refuse" and has_children(state, application_id)


def _tables(state: AshbyState) -> tuple[Rows[Any], ...]:
    return state.offers, state.offer_processes, state.schedules

"""Mails to candidates that a move sends: by the automation of a stage, or because the call asks for one (10 (c))."""

from typing import Any

from pipeline.simulator.ashby_errors import AshbyError, not_found
from pipeline.simulator.ashby_objects import Application
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_sight import optional_moment
from pipeline.simulator.ashby_state import AshbyState, notify


def mail_by_stage(state: AshbyState, options: AshbyOptions, endpoint: str, row: Application) -> None:
    """The mail of the stage that the application is in now, if it has such an automation and the person an address."""
    stage = state.stages[row.history[-1].stage_id]
    key = f"{state.plans.by_id[stage.plan_id].title}: {stage.title}"
    if key in options.archive_mail_stages and state.candidates.by_id[row.candidate_id].email is not None:
        notify(state, "candidate_email", endpoint, row.id)


def refuse_mail(state: AshbyState, options: AshbyOptions, row: Application, mail: dict[str, Any]) -> None:
    """What speaks against `archiveEmail` of application.changeStage: its template, or a person without address."""
    template = state.templates.get(mail["communicationTemplateId"])
    if template is None:
        raise not_found("communication_template", "archiveEmail.communicationTemplateId")
    if "email" not in template.types:
        raise AshbyError(
            "communication_template_not_allowed",
            "The template is not meant for email",
            "archiveEmail.communicationTemplateId",
        )
    optional_moment(state, options, mail, "sendAt")
    if state.candidates.by_id[row.candidate_id].email is None:
        raise AshbyError("invalid_input", "The candidate has no primary email", "archiveEmail")

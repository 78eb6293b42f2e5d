"""What the invented organisation has beside people, jobs and plans before the migration begins.

Its ids come from dice of their own: the organisation that `ashby_org` founds is the same with and without them.
"""

import random
from dataclasses import replace
from uuid import UUID

from pipeline.simulator.ashby_paper_objects import FormField
from pipeline.simulator.ashby_state import AshbyState
from pipeline.simulator.ashby_surroundings import (
    CloseReason,
    Interview,
    Opening,
    Project,
    Template,
    TrackingLink,
)

CLOSE_REASONS = (("Budget withdrawn", False), ("Filled by agency", False), ("Reorganisation 2019", True))
TEMPLATES = (("Archived – thank you", ("email",)), ("Nice to meet you", ("inMail", "linkedInConnection")))
PROJECTS = (("Silver medalists", False), ("Board succession", True))
"""title, confidential"""
INTERVIEWS = (("Debrief", False, True), ("Phone screen", True, False), ("Panel", True, False))
"""title, feedback, debrief"""
OFFER_FIELDS = (
    FormField("", "Date", "_systemfield_start_date", "Start date", required=True),
    FormField("", "Currency", "_systemfield_salary", "Salary"),
    FormField("", "UUID", "_systemfield_opening", "Opening"),
    FormField("", "String", "function", "Function"),
    FormField("", "Number", "vacation_days", "Vacation days"),
    FormField("", "Boolean", "relocation", "Relocation"),
    FormField("", "ValueSelect", "contract", "Contract", options=(("Permanent", "permanent"), ("Fixed", "fixed term"))),
    FormField("", "MultiValueSelect", "perks", "Perks", options=(("Bicycle", "bicycle"), ("Train", "train"))),
)
"""The organisation's offer form: a field of every type that offer forms have (section 8)."""
REFERRAL_FIELDS = (
    FormField("", "String", "_systemfield_name", "Name", required=True),
    FormField("", "Email", "_systemfield_email", "Email", required=True),
    FormField("", "Job", "_systemfield_job", "Job", required=True),
    FormField("", "Phone", "_systemfield_phone", "Phone"),
    FormField("", "Location", "_systemfield_location", "Location"),
    FormField("", "LongText", "acquaintance", "How do you know them?"),
    FormField("", "EducationHistory", "_systemfield_education", "Education"),
)
"""The default referral form as Ashby makes it (its fields are our invention, its types are those of section 8)."""


def furnish(state: AshbyState, seed: int) -> None:
    """Put the rest of the set-up into a fresh organisation; the same seed gives the same ids."""
    dice = random.Random(f"ashby furnishing:{seed}")

    def new_id() -> str:
        return str(UUID(int=dice.getrandbits(128), version=4))

    now, at = state.now(), state.clock()
    for text, archived in CLOSE_REASONS:
        reason = CloseReason(new_id(), text, archived)
        state.close_reasons[reason.id] = reason
    for title, types in TEMPLATES:
        template = Template(new_id(), title, types, now)
        state.templates[template.id] = template
    living = [source.id for source in state.sources.values() if not source.archived]
    for number, source_id in enumerate(living[:2]):
        link = TrackingLink(new_id(), f"link{number}", source_id, enabled=number == 0)
        state.tracking_links[link.id] = link
    for title, confidential in PROJECTS:
        project = Project(new_id(), title, state.key_user_id, now, confidential=confidential)
        state.projects.add(project, at)
    job_id = next(iter(state.jobs.by_id))
    for title, feedback, debrief in INTERVIEWS:
        state.interviews.add(Interview(new_id(), title, feedback, debrief), at)
    state.interviews.add(Interview(new_id(), "Pairing", feedback=True, job_id=job_id), at)
    state.interviews.add(Interview(new_id(), "Old test", feedback=True, archived=True), at)
    opening = Opening(new_id(), new_id(), state.key_user_id, now, now, "OP-2019-1", "Kept for next year")
    state.openings.add(opening, at)
    state.offer_fields = tuple(replace(field, id=new_id()) for field in OFFER_FIELDS)
    state.referral_fields = tuple(replace(field, id=new_id()) for field in REFERRAL_FIELDS)
    state.interview_form_id = new_id()

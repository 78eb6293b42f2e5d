"""The feedback forms of the invented organisation, built by hand in Ashby before the migration.

Two have the names of templates in Lever, in Ashby's own spelling; one of them has a field of every type of section 8.
One is the generic form, one is archived. Their ids come from dice of their own, so that the rest of the organisation
stays as it is.
"""

import random
from uuid import UUID

from pipeline.simulator.ashby_paper_objects import FeedbackForm, FormField
from pipeline.simulator.ashby_state import AshbyState

GENERIC = "Migrated Feedback"
"""The form for feedback whose own form Ashby lacks; an option hides it."""


def found_forms(state: AshbyState, seed: int) -> None:
    """Put the forms into the organisation."""
    dice = random.Random(f"ashby forms:{seed}")
    state.organization_id = state.organization_id or _uuid(dice)
    forms = (
        FeedbackForm(state.interview_form_id, "Phone Interview", _phone(dice), default=True),
        FeedbackForm(_uuid(dice), "Thorough  Interview", _thorough(dice)),
        FeedbackForm(_uuid(dice), GENERIC, _generic(dice)),
        FeedbackForm(
            _uuid(dice), "On-site 2019", (_field(dice, "ValueSelect", "Verdict", "Yes", "No"),), archived=True
        ),
    )
    for form in forms:
        state.forms.add(form, state.clock())


def _phone(dice: random.Random) -> tuple[FormField, ...]:
    return (
        FormField(_uuid(dice), "Score", "overall_recommendation", "Overall recommendation"),
        _field(dice, "RichText", "Notes / Comments"),
    )


def _thorough(dice: random.Random) -> tuple[FormField, ...]:
    """Every type; "Much" is missing among the options of Experience on purpose, and one language has another label."""
    return (
        _field(dice, "Score", "Rating"),
        _field(dice, "Score", "How well does their background align with the role?"),
        _field(dice, "String", "Name of the reference"),
        _field(dice, "LongText", "Background Summary"),
        _field(dice, "ValueSelect", "Relationship", "Client", "Colleague", "Other"),
        _field(dice, "ValueSelect", "Experience", "None", "Some, with a team"),
        _field(dice, "MultiValueSelect", "Languages", "Dutch", "Portuguese", "English"),
        _field(dice, "Boolean", "Would you work with this person again?"),
        _field(dice, "Date", "Can start on"),
        _field(dice, "LongText", "Coding challenge"),
        _field(dice, "RichText", "Anything else"),
        _field(dice, "Number", "Years of experience"),
        _field(dice, "NumberRange", "Size of team"),
        _field(dice, "Currency", "Asked for"),
        _field(dice, "CompensationRange", "Salary expectation"),
        _field(dice, "Url", "Portfolio"),
        _field(dice, "UUID", "Ticket"),
        _field(dice, "Email", "E-mail of the reference"),
        _field(dice, "Phone", "Phone of the reference"),
        _field(dice, "Location", "Home"),
    )


def _generic(dice: random.Random) -> tuple[FormField, ...]:
    path = _uuid(dice)
    return (
        FormField(_uuid(dice), "LongText", path, "Feedback", required=True, nullable=False),
        _field(dice, "Date", "Submitted on"),
        _field(dice, "String", "Submitted by"),
        _field(dice, "Score", "Rating"),
    )


def _field(dice: random.Random, kind: str, title: str, *options: str) -> FormField:
    """A field that may be left out; the stored value of an option is not its label."""
    values = tuple((option, option.lower().replace(" ", "_").replace(",", "")) for option in options)
    return FormField(_uuid(dice), kind, _uuid(dice), title, options=values)


def _uuid(dice: random.Random) -> str:
    return str(UUID(int=dice.getrandbits(128), version=4))

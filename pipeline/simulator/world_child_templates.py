"""Templates of feedback, forms and referrals of the invented company, and how a field of one is filled.

Every field type of the reference's section 2.4 that a template may have is in one of them. They are drawn from chance
of their own, so that the company's people stay as they are.
"""

from random import Random
from typing import Any

from pipeline.simulator.lever_child_state import FeedbackTemplate, Fields, FormTemplate, Group
from pipeline.simulator.lever_state import World
from pipeline.simulator.world_writing import at, uid

Field = dict[str, Any]

SCORES = ("4 - Strong Hire", "3 - Hire", "2 - No Hire", "1 - Strong No Hire")
OTHER_SCORES = ("4 - Strong Yes", "3 - Yes", "2 - No", "1 - Strong No")
"""The options of score-system can be customised, and are what values name (section 2.4)."""
PHONE, VALUES, THOROUGH, COPY, RETIRED = range(5)
"""Places of the feedback templates in `World.feedback_templates`."""
INFORMATION, REPORT, CHECKLIST = range(3)
"""Places of the form templates in `World.form_templates`."""


def write(world: World) -> None:
    """Add all templates to the company."""
    rng = Random(f"{world.seed}:templates")
    screens, onsite = Group(uid(rng), "Phone Screens"), Group(uid(rng), "On-site Interviews")
    phone = (
        field(rng, "score-system", "Overall recommendation", prompt="Select one", options=OTHER_SCORES),
        field(rng, "textarea", "Notes / Comments"),
    )
    values = (
        field(rng, "score-system", "Rating", prompt="Select one", options=SCORES),
        field(rng, "scorecard", "Criteria to Evaluate", scores=("Teamwork", "Work Ethic", "Attitude")),
        field(rng, "dropdown", "What matters most?", prompt="Please pick one", options=("Pay", "People", "Peace")),
        field(rng, "textarea", "What do you hope to achieve?"),
    )
    thorough = (
        field(rng, "score-system", "Rating", prompt="Select one", options=SCORES),
        field(rng, "scorecard", "", scores=("Adaptability", "Prior Success")),
        field(rng, "score", "How well does their background align with the role?"),
        field(rng, "text", "Name of the reference"),
        field(rng, "textarea", "Background Summary"),
        field(rng, "dropdown", "Relationship", prompt="", options=("Client", "Colleague", "Other")),
        field(rng, "multiple-choice", "Experience", options=("None", "Some, with a team", "Much")),
        field(rng, "multiple-select", "Languages", options=("Dutch", "Português", "English")),
        field(rng, "yes-no", "Would you work with this person again?"),
        field(rng, "date", "Can start on"),
        field(rng, "code", "Coding challenge", description="Fix the bug in this code."),
    )
    retired = (field(rng, "score-system", "Verdict", prompt="Select one", options=("Yes", "No")),)
    world.feedback_templates = [
        # createdAt is null in some recorded ones, a group may be null or "" (section 2.6)
        FeedbackTemplate(uid(rng), "Phone interview", screens, "", phone, at("2019-07-19 22:50:35.306"), None),
        FeedbackTemplate(uid(rng), "Values Fit Interview", onsite, "Do we fit?", values, None, None),
        FeedbackTemplate(uid(rng), "Thorough interview", None, "Ask:\n- why?", thorough, 1_564_070_791_426, None),
        # a copied template keeps the ids of its fields (section 2.4)
        FeedbackTemplate(uid(rng), "Phone interview (copy)", "", "", phone, 1_600_000_000_000, 1_600_000_000_500),
        FeedbackTemplate(uid(rng), "On-site 2019", onsite, "", retired, 1_550_000_000_000, None, active=False),
    ]
    offers = Group(uid(rng), "Offers")
    information = (
        field(rng, "date", "Start date", description="Please enter a desired start date."),
        field(rng, "currency", "Compensation", currency="EUR"),
        field(rng, "yes-no", "Eligible for benefits?"),
        field(rng, "text", "Manager"),
        field(rng, "textarea", "Notes"),
    )
    report = (
        field(rng, "dropdown", "Mood", prompt="Select one", options=("Good", "Mixed", "Bad")),
        field(rng, "multiple-choice", "Contract", options=("Fixed", "Open-ended")),
        field(rng, "multiple-select", "Equipment", options=("Laptop", "Phone", "Desk")),
    )
    days = (1_552_325_829_124, 1_552_329_731_232)
    world.form_templates = [
        FormTemplate(uid(rng), "Offer information", offers, "Please complete all fields", information, *days),
        FormTemplate(uid(rng), "Status report", offers, "", report, *days, secret_by_default=True),
        FormTemplate(uid(rng), "Old checklist", None, "", information[2:], *days, active=False),
    ]


def referral_fields(seed: int) -> tuple[str, Fields]:
    """Id and fields of the template of referrals, which no endpoint shows; options are left out (section 2.15)."""
    rng = Random(f"{seed}:referral")
    return uid(rng), (
        field(rng, "text", "Name of referrer"),
        field(rng, "dropdown", "Relationship", prompt="Select one"),
        field(rng, "textarea", "Notes / Comments"),
    )


def field(
    rng: Random,
    kind: str,
    text: str,
    *,
    description: str = "",
    prompt: str | None = None,
    options: tuple[str, ...] = (),
    scores: tuple[str, ...] = (),
    **more: Any,
) -> Field:
    """An unfilled field, its keys in the recorded order."""
    made: Field = {"description": description, "required": False, "text": text, "type": kind, "id": uid(rng)}
    if prompt is not None:
        made["prompt"] = prompt
    if options:
        made["options"] = [{"text": option} for option in options]
    if scores:
        made["scores"] = [{"text": score, "description": f"{score}?"} for score in scores]
    return {**made, **more}


def filled(fields: Fields, *values: Any) -> Fields:
    """The fields with one value each; the rest of the values is null. A scorecard without one has empty rows."""
    rest = [None] * (len(fields) - len(values))
    return tuple(_filled(field, value) for field, value in zip(fields, [*values, *rest], strict=True))


def _filled(field: Field, value: Any) -> Field:
    if field["type"] == "scorecard":
        given = value or [(None, None)] * len(field["scores"])
        return {**field, "value": [{"comment": comment, "score": score} for score, comment in given]}
    if field["type"] == "code":
        return {**field, "language": "python", "value": value}
    return {**field, "value": value}

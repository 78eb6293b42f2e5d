"""A company of few people for whom a load needs every write there is, so that a whole load takes a second or two.

Taken from the invented company: of its awkward cases those without which some write would never be sent. Ashby is the
invented organisation, in which a team and a place have other names, so that both are created, and where a field of
choices takes the sources, by a decision in mappings/custom_field.csv.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipeline.simulator import ashby_org, world
from pipeline.simulator.ashby_objects import CustomField
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_state import AshbyState
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_state import World
from pipeline.simulator.server import Running, running
from pipeline.tables import INT_MAPPING

CASES = (
    "same_posting_twice",  # two applications to one job
    "email_chain",  # several e-mails of one person
    "phones_and_links",  # values that custom fields take, resumes and files, tags that Ashby lacks
    "also_in_ashby",  # a candidate who is there, with gaps to fill
    "no_posting",  # no application at all
    "posting:Support Specialist",  # a job that Ashby lacks
    "archived:Hired",  # private notes with documents
    "notes_of_every_kind",  # notes, private ones among them, and feedback on forms
)
NOTES, FEEDBACK, FILES = 4, 6, 3
"""How many of each are kept where an awkward case has dozens."""
REQUISITIONS = 3
TEAM, PLACE = "Workplace", "Porto"
"""What the job that Ashby lacks needs, by Lever's names."""
SOURCES = CustomField(
    "5a3c2f0e-7d41-4c1b-9a55-0d6f3f2b8e11",
    "Where from",
    "MultiValueSelect",
    "Candidate",
    options=(
        {"label": "LinkedIn", "value": "linkedin", "isArchived": False},
        {"label": "Job fair", "value": "fair", "isArchived": True},
    ),
)
PRIVATE = ("note_secret", "offer signed", "offer half signed")
"""Cases whose records must be private: a secret note, and offers (N1, O1)."""


@contextmanager
def served(lever_options: LeverOptions, ashby_options: AshbyOptions) -> Iterator[Running]:
    """Both vendors of this company, and of this one again after every reset."""
    with running(people=0, lever_options=lever_options, ashby_options=ashby_options) as vendors:
        for vendor, found in ((vendors.lever, _in_lever), (vendors.ashby, _in_ashby)):
            vendor.found = found
            vendor.reset()
        yield vendors


def decide(workspace: Path) -> None:
    """Write into mappings/custom_field.csv, as a person would, that the field of choices takes the sources."""
    columns = next(table.columns for table in INT_MAPPING if table.name == "int_mapping_custom_field")
    row = {
        "lever_id": "Candidate/Lever other sources",
        "lever_name": "Lever other sources",
        "ashby_id": SOURCES.id,
        "ashby_name": SOURCES.title,
        "decision": "chosen",
    }
    path = workspace / "mappings" / "custom_field.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(columns), restval="")
        writer.writeheader()
        writer.writerow(row)


def _in_lever(seed: int, people: int) -> World:
    invented = world.invent(seed, people)
    kept = {id_ for case in CASES for id_ in invented.cases[case]}
    for opportunity in list(invented.opportunities.values()):
        if opportunity.id not in kept:
            invented.take_out(opportunity)
    shown = {id_ for case in PRIVATE for id_ in invented.cases[case]}
    for opportunity_id in kept:
        notes = invented.notes.get(opportunity_id, [])
        notes[:] = [note for number, note in enumerate(notes) if number < NOTES or note.id in shown]
        children = invented.children.get(opportunity_id)
        if children is not None:
            children.feedback = children.feedback[:FEEDBACK]
            children.panels = []
            children.files = children.files[:FILES]
            children.resumes = [one for one in children.resumes if one.stored is not None and one.stored.size > 0]
            children.resumes = children.resumes[:FILES]
    del invented.requisitions[REQUISITIONS:]
    return invented


def _in_ashby(seed: int, _people: int) -> AshbyState:
    state = ashby_org.found(seed, people=5)
    for department in state.departments.by_id.values():
        if department.name == TEAM:
            department.name = "Premises"
    for place in state.locations.by_id.values():
        if place.name == PLACE:
            place.name = "Matosinhos"
    state.fields.add(replace(SOURCES), state.clock())
    return state

"""The invented organisation in Ashby as it is before the migration: set-up from `company`, and the people it holds.

Set-up with Ashby's own spelling where `company` gives one ("operations", e-mails in lower case); the people whom Lever
knows too; one person twice; and unrelated people, some with applications, so that lists page. The same seed gives the
same organisation with the same ids.
"""

import random
import time
from datetime import UTC, datetime

from pipeline.simulator import ashby_furnishing, ashby_org_forms, company
from pipeline.simulator.ashby_objects import (
    Application,
    ArchiveReason,
    Candidate,
    CustomField,
    Department,
    Event,
    Job,
    Location,
    Note,
    Plan,
    Source,
    Stage,
    Tag,
    User,
)
from pipeline.simulator.ashby_state import AshbyState, iso

FOUNDED = datetime(2025, 9, 1, 8, 0, tzinfo=UTC).timestamp()
"""Unix seconds at which everything here was put into Ashby."""
DAY = 86_400
ROLES = ("Hiring Manager", "Recruiter", "Coordinator", "Sourcer")
KEY_OWNER = "Ottoline Ives"
"""The colleague whose API key the migration uses: an admin whom Lever does not know."""
GROUPS = ("Lead", "PreInterviewScreen", "Active", "Offer", "Archived")
"""Stage types with a group of their own; stages of type Hired are in none."""
ADDRESSES = {
    "Ghent": {"addressCountry": "Belgium", "addressLocality": "Ghent"},
    "Porto": {"addressCountry": "Portugal", "addressLocality": "Porto"},
}
NOTICE = ("none", "one month", "three months")
FIRST_NAMES = (
    *("Ada", "Bram", "Clio", "Dario", "Edda", "Florin", "Gisela", "Hanno", "Ilse", "Jarek", "Katla", "Lorenz"),
    *("Mirte", "Nuno", "Oda", "Piet", "Quirine", "Rui", "Sanne", "Ulla", "Vasco", "Wies", "Yara", "Zoë", "André"),
)
LAST_NAMES = (
    *("Abelard", "Boonstra", "Cardoso", "Dewael", "Engels", "Ferreira", "Goossens", "Haagen", "Ibsen", "Jansz"),
    *("Korver", "Lindqvist", "Maes", "Noronha", "Oliveira", "Peeters", "Quist", "Rebelo", "Santos", "Tack"),
    *("Verbeke", "Wouters", "Ximenes", "Ypma", "Zwart", "O’Hara", "Muñoz"),
)


def found(seed: int = company.SEED, people: int = 150) -> AshbyState:
    """A fresh organisation; `people` is how many unrelated candidates it holds."""
    state = AshbyState(random.Random(f"ashby:{seed}"), clock=lambda: FOUNDED)
    state.brand_id = state.new_id()
    state.key_title = "Lever migration"
    state.key_created_at = state.now()
    _people_of_the_company(state)
    _setup(state)
    _plans(state)
    _jobs(state)
    _known_candidates(state)
    for number in range(people):
        _unrelated_candidate(state, number)
    _secret_candidate(state)
    ashby_furnishing.furnish(state, seed)
    ashby_org_forms.found_forms(state, seed)
    state.clock = time.time
    return state


def _people_of_the_company(state: AshbyState) -> None:
    for colleague in company.COLLEAGUES:
        if colleague.ashby == "absent":
            continue
        first, last = colleague.name.split(" ", 1)
        owner = colleague.name == KEY_OWNER
        row = User(
            state.new_id(),
            first,
            last,
            colleague.email.lower(),
            "Organization Admin" if owner else "Elevated Access",
            colleague.ashby == "enabled",
            state.now(),
        )
        state.users.add(row, FOUNDED)
        if owner:
            state.key_user_id = row.id
    state.roles = {state.new_id(): title for title in ROLES}


def _setup(state: AshbyState) -> None:
    now = state.now()
    departments = {}
    for name in company.DEPARTMENTS:
        spelled = "operations" if name == "Operations" else name
        departments[name] = Department(state.new_id(), spelled, now, now)
        state.departments.add(departments[name], FOUNDED)
    for name, department in company.ASHBY_TEAMS.items():
        team = Department(state.new_id(), name, now, now, parent_id=departments[department].id)
        state.departments.add(team, FOUNDED)
    region = Location(state.new_id(), "Europe", "LocationHierarchy")
    state.locations.add(region, FOUNDED)
    for name in company.LOCATIONS:
        address = {"postalAddress": ADDRESSES[name]}
        state.locations.add(Location(state.new_id(), name, "Location", address, region.id), FOUNDED)
    for text, kind, archived in company.ASHBY_ARCHIVE_REASONS:
        reason = ArchiveReason(state.new_id(), text, kind, archived)
        state.reasons[reason.id] = reason
    types = {title: state.new_id() for title in dict.fromkeys(kind for _, kind, _ in company.ASHBY_SOURCES)}
    for title, kind, archived in company.ASHBY_SOURCES:
        source = Source(state.new_id(), title, types[kind], kind, archived)
        state.sources[source.id] = source
    for title in company.ASHBY_TAGS:
        state.tags.add(Tag(state.new_id(), title), FOUNDED)
    options = tuple({"label": label.capitalize(), "value": label, "isArchived": False} for label in NOTICE)
    state.fields.add(CustomField(state.new_id(), "Notice period", "ValueSelect", "Candidate", options=options), FOUNDED)


def _plans(state: AshbyState) -> None:
    groups = {kind: state.new_id() for kind in GROUPS}
    for title, stages in company.INTERVIEW_PLANS.items():
        plan_id = state.new_id()
        rows = tuple(
            Stage(state.new_id(), stage_title, kind, order, groups.get(kind), plan_id)
            for order, (stage_title, kind) in enumerate(stages)
        )
        state.plans.add(Plan(plan_id, title, rows, state.now(), state.now()), FOUNDED)
        state.stages.update((stage.id, stage) for stage in rows)


def _jobs(state: AshbyState) -> None:
    departments = {row.name.lower(): row.id for row in state.departments.by_id.values()}
    locations = {row.name: row.id for row in state.locations.by_id.values()}
    plans = {row.title: row.id for row in state.plans.by_id.values()}
    manager = next(row.id for row in state.users.by_id.values() if row.enabled)
    manager_role = next(iter(state.roles))
    for number, role in enumerate(company.ROLES):
        if role.job is None or role.job_status is None or role.plan is None:
            continue
        began = FOUNDED - (200 - number) * DAY
        job = Job(
            id=state.new_id(),
            title=role.job,
            status=role.job_status,
            confidential=role.job_confidential,
            department_id=departments[role.department.lower()],
            location_id=locations[role.location],
            plan_id=plans[role.plan],
            author_id=state.key_user_id,
            created_at=iso(began),
            updated_at=state.now(),
            opened_at=iso(began + DAY),
            closed_at=iso(began + 90 * DAY) if role.job_status == "Closed" else None,
            team=((manager, manager_role),) if number == 0 else (),
        )
        state.jobs.add(job, FOUNDED)


def _known_candidates(state: AshbyState) -> None:
    """The people of both systems: each with other empty fields, so that filling gaps shows; and the one twice."""
    phones = (None, "+32 9 555 01 02", None)
    links = ((), (("LinkedIn", "https://www.linkedin.com/in/p-quarrington"),), ())
    companies = (None, None, "Ruyters Tuinen")
    silver = next(tag.id for tag in state.tags.by_id.values() if tag.title == "silver medalist")
    for place, (name, addresses) in enumerate(company.ALSO_IN_ASHBY):
        created = FOUNDED - (400 + place) * DAY
        row = _candidate(state, name, addresses[0], created)
        row.other_emails = addresses[1:]
        row.phone, row.links, row.company = phones[place], links[place], companies[place]
        row.tags = (silver,) if place == len(company.ALSO_IN_ASHBY) - 1 else ()
        state.add_candidate(row)
    name, address = company.TWICE_IN_ASHBY
    for created in (FOUNDED - 700 * DAY, FOUNDED - 30 * DAY):
        state.add_candidate(_candidate(state, name, address, created))


def _candidate(state: AshbyState, name: str, email: str, created: float) -> Candidate:
    return Candidate(state.new_id(), name, iso(created), state.now(), iso(created), email=email)


def _unrelated_candidate(state: AshbyState, number: int) -> None:
    """Somebody whom Lever never knew; two of three have an application, one of five a note."""
    dice = state.dice
    first, last = dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES)
    created = FOUNDED - dice.randrange(30, 900) * DAY - dice.randrange(DAY)
    ascii_name = f"{first}.{last}".encode("ascii", "ignore").decode().lower()
    row = _candidate(state, f"{first} {last}", f"{ascii_name}.{number}@elsewhere.example", created)
    row.phone = f"+351 22 555 {number:04d}" if number % 2 else None
    row.source_id = dice.choice([source.id for source in state.sources.values()])
    if number % 7 == 0:
        field_id = next(iter(state.fields.by_id))
        row.custom[field_id] = dice.choice(NOTICE)
    if number % 5 == 0:
        at = iso(created + DAY)
        text = f"Met at fair {number}"
        row.notes.append(Note(state.new_id(), text, at, private=False, author_id=state.key_user_id, added=FOUNDED))
    state.add_candidate(row)
    if number % 3:
        jobs = [job for job in state.jobs.by_id.values() if not job.confidential]
        _apply(state, row, dice.choice(jobs), created)


def _secret_candidate(state: AshbyState) -> None:
    """Somebody whose only application is on a confidential job: invisible to a key without that switch."""
    row = _candidate(state, "Cosima Vey", "cosima.vey@elsewhere.example", FOUNDED - 60 * DAY)
    state.add_candidate(row)
    job = next(job for job in state.jobs.by_id.values() if job.confidential)
    _apply(state, row, job, FOUNDED - 60 * DAY)


def _apply(state: AshbyState, person: Candidate, job: Job, at: float) -> None:
    """An application that went some way through its plan, each stage some days after the one before."""
    assert job.plan_id is not None
    stages = state.plans.by_id[job.plan_id].stages
    walked = list(stages[3 : 3 + state.dice.randrange(1, 5)])
    ends_archived = state.dice.random() < 0.5
    if ends_archived:
        walked.append(stages[-1])
    reason = state.dice.choice([row for row in state.reasons.values() if not row.archived])
    events = tuple(
        Event(
            state.new_id(),
            stage.id,
            iso(at + place * 3 * DAY),
            reason.id if stage.type == "Archived" else None,
            None,
        )
        for place, stage in enumerate(walked)
    )
    application = Application(
        id=state.new_id(),
        candidate_id=person.id,
        job_id=job.id,
        plan_id=job.plan_id,
        created_at=iso(at),
        updated_at=state.now(),
        history=events,
        archived_at=events[-1].entered_at if ends_archived else None,
        source_id=person.source_id,
    )
    person.applications = (*person.applications, application.id)
    state.applications.add(application, FOUNDED)

"""The invented company "Quillbrook": the facts that both of its systems know, each in its own spelling.

Plain data. `world.py` invents Lever's side from it (people, opportunities, notes), `ashby_org.py` Ashby's side
(jobs, plans, reasons, users). Where the two spellings differ, or one side lacks a thing, it is on purpose: each
difference is a case that a real move meets. Every e-mail address is under `.example`, a domain nobody can own.
"""

# ruff: noqa: FBT003 - the rows of ROLES are a table

from dataclasses import dataclass

SEED = 20261122
"""The default seed; the same seed gives the same company, byte for byte."""


@dataclass(frozen=True)
class Colleague:
    """One user of Lever, of Ashby, or of both."""

    name: str
    email: str
    lever: str
    """active, deactivated, merged (ids of it dangle) or absent"""
    ashby: str
    """enabled, disabled or absent"""


COLLEAGUES = (
    Colleague("Imke Aldous", "imke.aldous@quillbrook.example", "active", "enabled"),
    Colleague("Tarquin Bello", "tarquin.bello@quillbrook.example", "active", "enabled"),
    Colleague("Soraya Castellan", "Soraya.Castellan@quillbrook.example", "active", "enabled"),
    Colleague("Dov Drachenfels", "dov.drachenfels@quillbrook.example", "active", "enabled"),
    Colleague("Wen Eddowes", "wen.eddowes@quillbrook.example", "active", "absent"),
    Colleague("Perpetua Fanshawe", "perpetua.fanshawe@quillbrook.example", "deactivated", "disabled"),
    Colleague("Ludo Grimaldi", "ludo.grimaldi@quillbrook.example", "deactivated", "absent"),
    Colleague("Anselm Hartigan", "anselm.hartigan@quillbrook.example", "merged", "absent"),
    Colleague("Ottoline Ives", "ottoline.ives@quillbrook.example", "absent", "enabled"),
)

LEVER_STAGES = (
    # id (None: a UUID is made), text, pipeline, rank
    ("lead-new", "New lead", "lead", 1),
    ("lead-reached-out", "Reached out", "lead", 3),
    ("lead-responded", "Responded", "lead", 5),
    ("applicant-new", "New applicant", "applicant", 101),
    (None, "HM Review", "applicant", 105.5),
    (None, "Recruiter screen", "screen", 201),
    (None, "HM Screen", "onsite", 230.5),
    (None, "On-site interview", "onsite", 231),
    (None, "Reference check", "onsite", 231.5),
    ("offer", "Offer", "offer", 261),
    (None, "Background Check", "offer", 265.5),
)
REMOVED_LEVER_STAGE = "Take-home (old)"
"""A stage that some histories name and that /stages no longer lists."""

INTERVIEW_PLANS = {
    # title → (stage title, stage type), in order
    "Engineering": (
        ("New Lead", "Lead"),
        ("Reached Out", "Lead"),
        ("Responded", "Lead"),
        ("New Applicant", "PreInterviewScreen"),
        ("HM Review", "PreInterviewScreen"),
        ("Recruiter Screen", "Active"),
        ("HM Screen", "Active"),
        ("On-site Interview", "Active"),
        ("Reference Check", "Active"),
        ("Offer", "Offer"),
        ("Background check", "Offer"),
        ("Hired", "Hired"),
        ("Archived", "Archived"),
    ),
    "General": (
        ("New Lead", "Lead"),
        ("Reached Out", "Lead"),
        ("Responded", "Lead"),
        ("New Applicant", "PreInterviewScreen"),
        ("HM Review", "PreInterviewScreen"),
        ("Recruiter Screen", "Active"),
        ("HM  screen", "Active"),
        ("On site interview", "Active"),
        ("Reference Check", "Active"),
        ("Offer", "Offer"),
        ("Background Check", "Offer"),
        ("Hired", "Hired"),
        ("Archived", "Archived"),
    ),
    "Sales": (
        # lacks "HM Screen" and "Reference check": opportunities that were there can't be placed (A5)
        ("New Lead", "Lead"),
        ("Reached Out", "Lead"),
        ("Responded", "Lead"),
        ("New Applicant", "PreInterviewScreen"),
        ("HM Review", "PreInterviewScreen"),
        ("Recruiter Screen", "Active"),
        ("On-site Interview", "Active"),
        ("Offer", "Offer"),
        ("Background Check", "Offer"),
        ("Hired", "Hired"),
        ("Archived", "Archived"),
    ),
}


@dataclass(frozen=True)
class Role:
    """One position people apply for: a Lever posting and, where there is one, the Ashby job."""

    posting: str
    state: str
    """Lever's state of the posting, or "gone": named by applications, listed and readable nowhere"""
    confidential: bool
    department: str
    location: str
    job: str | None
    """the job's title in Ashby, None where Ashby has none"""
    job_status: str | None
    job_confidential: bool
    plan: str | None


ROLES = (
    Role(
        "Backend Engineer",
        "published",
        False,
        "Engineering",
        "Ghent",
        "Backend  engineer",
        "Open",
        False,
        "Engineering",
    ),
    Role("Data Analyst", "internal", False, "Engineering", "Ghent", "Data Analyst", "Open", False, "Engineering"),
    Role("Account Executive", "published", False, "Sales", "Porto", "Account Executive", "Open", False, "Sales"),
    Role("Office Manager", "closed", False, "Operations", "Ghent", "Office manager", "Closed", False, "General"),
    Role(
        "Product Designer – Core",
        "draft",
        False,
        "Design",
        "Porto",
        "Product Designer (Core)",
        "Open",
        False,
        "General",
    ),
    Role("Support Specialist", "published", False, "Operations", "Porto", None, None, False, None),
    Role(
        "Chief Financial Officer",
        "published",
        True,
        "Operations",
        "Ghent",
        "Chief Financial Officer",
        "Open",
        True,
        "General",
    ),
    Role(
        "Head of Security", "internal", True, "Engineering", "Ghent", "Head of Security", "Open", False, "Engineering"
    ),
    Role("Summer Intern 2018", "gone", False, "Engineering", "Ghent", None, None, False, None),
)

DEPARTMENTS = ("Engineering", "Sales", "Operations", "Design")
ASHBY_TEAMS = {"Workplace": "Operations"}
"""Teams that Ashby has under a department; Lever's other teams ("Platform", "Field Sales", "Craft") it lacks."""
LOCATIONS = ("Ghent", "Porto")
"""Both systems have these; Ashby spells "Operations" as "operations"."""

LEVER_ARCHIVE_REASONS = (
    # text, type, status
    ("Underqualified", "non-hired", "active"),
    ("Withdrew", "non-hired", "active"),
    ("Position closed", "non-hired", "active"),
    ("Offer declined", "non-hired", "active"),
    ("Timing", "non-hired", "active"),
    ("No Response - OLD", "non-hired", "inactive"),
    ("Hired", "hired", "active"),
)
ASHBY_ARCHIVE_REASONS = (
    # text, reasonType, isArchived; "Timing" is missing on purpose
    ("Under-qualified", "RejectedByOrg", False),
    ("Underqualified", "RejectedByOrg", False),
    ("Withdrew", "RejectedByCandidate", False),
    ("Position Closed", "Other", False),
    ("Offer Declined", "RejectedByCandidate", False),
    ("No response – OLD", "Other", True),
)

LEVER_SOURCES = ("LinkedIn", "Referral", "Added manually", "Career Fair 2019", "Jobsite")
ASHBY_SOURCES = (
    # title, source type title, isArchived; "Career Fair 2019" is missing on purpose
    ("LinkedIn", "Sourced", False),
    ("Referral", "Referral", False),
    ("Added Manually", "Other", False),
    ("Jobsite", "Inbound", False),
    ("Old Agency", "Agency", True),
)

MANUAL_TAGS = ("relocates", "speaks Dutch", "second attempt", "VIP – call first", "écrit bien")
ASHBY_TAGS = ("Relocates", "silver medalist")

ALSO_IN_ASHBY = (
    # people that Ashby knows already: (name in Ashby, e-mails). World gives Lever persons with the first e-mail.
    ("Marguerite Oake", ("marguerite.oake@mail.example",)),
    ("P. Quarrington", ("peregrine.q@mail.example", "pq@post.example")),
    ("Renske Ruyters", ("RENSKE@mail.example",)),
)
TWICE_IN_ASHBY = ("Sable Thorne", "sable.thorne@mail.example")
"""A person whom Ashby holds twice under one e-mail: the row is held, for a person to decide (P3)."""

LEVER_KEY = "lever-key-canary-4f1c"
ASHBY_KEY = "ashby-key-canary-9b2e"
LEVER_CLIENT_ID = "lever-client-5d2e"
LEVER_CLIENT_SECRET = "lever-secret-canary-77aa"
LEVER_REFRESH_TOKEN = "lever-refresh-canary-0b6d"
"""The keys that the simulators accept; they open nothing else, and serve as canaries in tests for leaks."""

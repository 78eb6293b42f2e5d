"""The ordinary people of the invented company, any number of them, each with one to four candidacies and some notes.

Shares follow what was counted in a real account (reference sections 2.1 and 3c), except that people here have e-mail
addresses and contact details, as they do outside demo data. The first n people are the same whatever their number.
"""

from random import Random

from pipeline.simulator.company import LEVER_ARCHIVE_REASONS, LEVER_SOURCES, LEVER_STAGES, MANUAL_TAGS, ROLES
from pipeline.simulator.lever_state import Contact
from pipeline.simulator.world_writing import YEAR_2020, Pen, Step, contact, note, opportunity

# fmt: off
FIRST_1 = (
    "Zor", "Quil", "Thes", "Vael", "Obri", "Mirz", "Ysol", "Kent", "Drav", "Pelu", "Ørn", "Tamb", "Ivr",
    "Josk", "Ledr", "Saph", "Émil", "Brax", "Nolw",
)
FIRST_2 = (
    "vanek", "dra", "mira", "bert", "wynn", "olia", "ensa", "ard", "ithe", "uska", "elle", "orin", "addo",
    "ymka", "anthe", "uló", "ivar", "oxane",
)
LAST_1 = (
    "Osken", "Brauth", "Veldt", "Quarn", "Thrim", "Zobel", "Harkn", "Ulmen", "Pfeld", "Dresch", "Krann",
    "Lodvik", "Mourr", "Ferng", "Ährens",
)
LAST_2 = (
    "dahl", "wick", "ova", "ström", "haus", "ley", "andér", "quist", "ombe", "ridge", "ecki", "ossa",
    "vaart", "enko", "ucci", "iñola", "itch", "ingham",
)
# fmt: on
ASCII = str.maketrans("øéóöäñ", "oeooan")
MAIL_DOMAINS = ("mail.example", "post.example", "kontor.example", "inbox.example")
WORDS = (
    "Spoke on the phone, sounds keen.",
    "Salary expectation is above our band.",
    "Strong on the exercise; weaker when asked about trade-offs.",
    "Prefers to start in autumn.",
    "Asked for feedback twice, please answer.",
    "Would relocate for the right team.",
    "Reference says: careful and kind.",
    "Not now, but keep in touch.",
)
CHOICES_OF_STAGE = tuple(text for _, text, _, _ in LEVER_STAGES)
STAGE_WEIGHTS = (14, 18, 8, 22, 6, 12, 6, 7, 3, 3, 1)
POSTINGS = tuple(role.posting for role in ROLES)
POSTING_WEIGHTS = tuple(2 if role.confidential or role.state == "gone" else 12 for role in ROLES)
REASONS = tuple(text for text, _, _ in LEVER_ARCHIVE_REASONS)
REASON_WEIGHTS = (30, 18, 14, 8, 12, 8, 10)
ORIGINS = ("sourced", "applied", "referred", "agency", "internal", "university")
ORIGIN_WEIGHTS = (73, 19, 6, 1, 1, 1)
OWNERS = (
    "Imke Aldous",
    "Tarquin Bello",
    "Soraya Castellan",
    "Dov Drachenfels",
    "Wen Eddowes",
    "Perpetua Fanshawe",
    "Anselm Hartigan",
)
OWNER_WEIGHTS = (26, 22, 18, 12, 7, 10, 5)
OLDEST, NEWEST = 1_388_534_400_000, 1_764_547_200_000
"""1 January 2014 and 1 December 2025: bounds of creation; what happens afterwards may take up to 8 months."""
DAY = 86_400_000


def write(pen: Pen, people: int) -> None:
    """Write `people` contacts with their candidacies and notes."""
    rng = pen.rng
    before: Contact | None = None
    for number in range(people):
        person = _person(pen, number, before)
        before = person
        amount = 1 if rng.random() < 0.85 else rng.choices((2, 3, 4), (11, 3, 1))[0]
        taken: set[str] = set()
        for _ in range(amount):
            posting = None if rng.random() < 0.04 else rng.choices(POSTINGS, POSTING_WEIGHTS)[0]
            if posting is None or posting not in taken:
                taken.add(posting or "")
                _candidacy(pen, person, posting)


def _person(pen: Pen, number: int, before: Contact | None) -> Contact:
    rng = pen.rng
    first = rng.choice(FIRST_1) + rng.choice(FIRST_2)
    last = rng.choice(LAST_1) + rng.choice(LAST_2)
    slug = f"{first}.{last}.{number:x}".lower().translate(ASCII)
    emails = [f"{slug}@{rng.choice(MAIL_DOMAINS)}"] if rng.random() < 0.95 else []
    if emails and rng.random() < 0.1:
        emails.append(f"{last.lower().translate(ASCII)}{number:x}@work-{rng.randrange(90)}.example")
    if number % 100 == 99 and before is not None and before.emails:
        # one person in two contacts, as in the fixed case of shared spellings (P1), here in numbers
        emails = [before.emails[0].upper()]
    phones = []
    if rng.random() < 0.5:
        phones.append((rng.choice(("mobile", "home", "work", "other")), f"+32 4{rng.randrange(10**8):08d}"))
    return contact(
        pen,
        f"{first} {last}",
        *emails,
        headline=f"{rng.choice(LAST_1)}{rng.choice(LAST_2)} & Co" if rng.random() < 0.6 else "",
        location=rng.choice(("Ghent", "Porto", "Leuven, Belgium", "")) if rng.random() < 0.3 else "",
        phones=phones,
    )


def _candidacy(pen: Pen, person: Contact, posting: str | None) -> None:
    rng = pen.rng
    steps = _steps(rng)
    end = steps[-1][1]
    archived = None
    if rng.random() < 0.45:
        reason = rng.choices(REASONS, REASON_WEIGHTS)[0]
        archived = (reason, end + _minutes(rng, end, 40))
    origin = rng.choices(ORIGINS, ORIGIN_WEIGHTS)[0]
    kind = "posting" if origin in ("applied", "agency") else "user"
    owner = rng.choices(OWNERS, OWNER_WEIGHTS)[0]
    slug = person.name.lower().translate(ASCII).replace(" ", "-")
    record = opportunity(
        pen,
        person,
        steps,
        posting,
        archived=archived,
        advanced=end if archived and rng.random() < 0.5 else None,
        origin=origin,
        owner=owner,
        sourced_by=owner if origin == "sourced" and rng.random() < 0.1 else None,
        followers=rng.sample(OWNERS, rng.randrange(3)),
        tags=rng.sample(MANUAL_TAGS, rng.choices((0, 1, 2), (70, 22, 8))[0]),
        sources=rng.sample(LEVER_SOURCES, rng.choices((0, 1, 2), (30, 60, 10))[0]),
        links=[f"https://www.linkedin.com/in/{slug}"] if rng.random() < 0.4 else [],
        kind=kind,
        applicant=owner if kind == "user" else None,
        typed={"name": person.name, "email": person.emails[0]} if kind == "posting" and person.emails else None,
    )
    for _ in range(rng.choices((0, 1, 2, 4), (45, 30, 18, 7))[0]):
        words = f"{rng.choice(WORDS)} ({rng.randrange(10**6):06d})"
        note(
            pen,
            record,
            end + _minutes(rng, end, 20),
            words,
            rng.choice(OWNERS) if rng.random() < 0.8 else None,
        )


def _steps(rng: Random) -> list[Step]:
    """A history that ends in a stage chosen by weight: some stages on the way, now and then one step back."""
    moment = rng.randrange(OLDEST, YEAR_2020) if rng.random() < 0.4 else rng.randrange(YEAR_2020, NEWEST)
    # what was carried over from older times has whole minutes, which makes ties (reference section 1.6)
    moment -= moment % 60_000 if moment < YEAR_2020 else 0
    goal = rng.choices(range(len(CHOICES_OF_STAGE)), STAGE_WEIGHTS)[0]
    passed = [index for index in range(goal) if rng.random() < 0.35] + [goal]
    if len(passed) > 2 and rng.random() < 0.1:
        passed[-1:-1] = [passed[0]]
    steps: list[Step] = []
    for index in passed:
        text = CHOICES_OF_STAGE[index]
        steps.append((text, moment) if rng.random() < 0.76 else (text, moment, rng.choice(OWNERS)))
        moment += _minutes(rng, moment, 15)
    return steps


def _minutes(rng: Random, moment: int, days: int) -> int:
    """Up to `days`, in ms; whole minutes after an old moment."""
    length = rng.randrange(1, days * DAY)
    return length - length % 60_000 + 60_000 if moment < YEAR_2020 else length

"""The awkward people of the invented company: who is one person, who has which details, whom Ashby knows already.

One of each case that a real move meets, told by its rule (P: people). `World.cases` names the opportunities of each.
Cases of the candidacies themselves stand in `world_candidacy_cases`, those of notes in `world_note_cases`.
"""

from pipeline.simulator.company import ALSO_IN_ASHBY, TWICE_IN_ASHBY
from pipeline.simulator.world_writing import Pen, at, case, contact, opportunity


def write(pen: Pen) -> None:
    """Write every case, each with its own people."""
    _identity(pen)
    _people(pen)
    _known_in_ashby(pen)


def _identity(pen: Pen) -> None:
    # P1, A1: one contact, four candidacies on different postings, of different years
    traveller = contact(pen, "Isaura Venkatraal", "isaura.venkatraal@mail.example", headline="Tolvane Works")
    case(
        pen,
        "several_opportunities",
        opportunity(pen, traveller, [("New applicant", at("2016-05-02 09:00"))], "Backend Engineer"),
        opportunity(
            pen,
            traveller,
            [
                ("New lead", at("2021-02-01 08:15:10.120")),
                ("Recruiter screen", at("2021-02-09 13:00:00.007")),
            ],
            "Data Analyst",
            origin="sourced",
            kind="user",
            applicant="Tarquin Bello",
        ),
        opportunity(pen, traveller, [("New applicant", at("2023-07-19 20:20"))], "Account Executive"),
        opportunity(
            pen,
            traveller,
            [("New applicant", at("2025-01-20 10:00")), ("HM Review", at("2025-01-27 10:00"))],
            "Product Designer – Core",
        ),
    )
    # A1: two candidacies of one person on the same posting stay two, if Ashby takes them
    again = contact(pen, "Bartholomea Ingwersen", "b.ingwersen@post.example")
    case(
        pen,
        "same_posting_twice",
        opportunity(
            pen,
            again,
            [("New applicant", at("2018-03-01 07:45"))],
            "Backend Engineer",
            archived=("Timing", at("2018-04-01 12:00")),
        ),
        opportunity(pen, again, [("New applicant", at("2024-09-10 07:45:30.500"))], "Backend Engineer"),
    )
    # P1: one address in two spellings: case, blanks, composed and decomposed letters, IDNA domain
    composed = contact(pen, "Jörg Hölmqvist", "Jörg.Hölmqvist@büro-zeldin.example")
    decomposed = contact(pen, "Joerg Hölmqvist", " jo\u0308rg.ho\u0308lmqvist@XN--BRO-ZELDIN-9DB.example ")
    case(
        pen,
        "email_spellings",
        opportunity(pen, composed, [("New applicant", at("2022-01-05 11:00"))], "Data Analyst"),
        opportunity(pen, decomposed, [("Reached out", at("2023-01-05 11:00"))], "Backend Engineer", origin="sourced"),
    )
    # P1: a chain: the first and the last share nothing with each other, the middle one joins them
    chain = (
        contact(pen, "Odalys Merrivane", "odalys@merrivane.example"),
        contact(pen, "Odalys Merrivane-Stoke", "odalys@merrivane.example", "o.stoke@work-stoke.example"),
        contact(pen, "O. Stoke", "o.stoke@work-stoke.example"),
    )
    for year, person in zip((2019, 2021, 2024), chain, strict=True):
        case(
            pen,
            "email_chain",
            opportunity(pen, person, [("New applicant", at(f"{year}-06-06 06:06"))], "Office Manager"),
        )
    # P2: shared by three contacts joins them, shared by five joins nobody and is listed for a person to decide
    for count, (family, name) in {
        3: ("Tarnowhyte", "email_of_three"),
        5: ("Gullabrand", "email_of_five"),
    }.items():
        for index, first in enumerate(("Alwine", "Bodo", "Clemence", "Dagny", "Ewout")[:count]):
            person = contact(pen, f"{first} {family}", f"home@{family.lower()}.example")
            when = at(f"202{index}-11-11 11:11")
            case(pen, name, opportunity(pen, person, [("New applicant", when)], "Support Specialist"))
    # P2: a role address joins nobody, even between two contacts
    for first in ("Eskil", "Nerys"):
        person = contact(pen, f"{first} Velderhaus", "jobs@velderhaus.example")
        case(
            pen,
            "role_address",
            opportunity(pen, person, [("New lead", at("2022-08-08 08:08"))], "Data Analyst", origin="agency"),
        )
    # P2: the same name without a shared address never merges
    for number, posting in enumerate(("Backend Engineer", "Account Executive")):
        person = contact(pen, "Philippa Noordezee", f"philippa{number}@noordezee.example")
        case(
            pen,
            "namesakes",
            opportunity(pen, person, [("New applicant", at("2023-03-03 03:03"))], posting),
        )


def _people(pen: Pen) -> None:
    start = at("2022-04-04 16:00:00.400")
    # P6: anonymised: counted as excluded, never written; name, addresses, history and links are gone
    nobody = contact(pen, "", anonymized=True)
    case(
        pen,
        "anonymised",
        opportunity(pen, nobody, [], "Backend Engineer", stage="New applicant", created=at("2019-01-12 04:09")),
    )
    # P4: no name but an address: the local part becomes the name
    unnamed = contact(pen, "", "quenby.larkspur@inbox.example")
    case(pen, "no_name", opportunity(pen, unnamed, [("New applicant", start)], "Backend Engineer"))
    # P4: neither name nor address: "Unnamed (Lever …)"
    blank = contact(pen, "")
    case(
        pen,
        "no_name_no_email",
        opportunity(pen, blank, [("New lead", start)], "Data Analyst", origin="sourced", kind="user"),
    )
    # P4: the first phone natively, the others and the headline into fields; `type` may be absent; many links
    rich = contact(
        pen,
        "Casimira Üblacker-Doyle",
        "casimira@ublacker.example",
        "casimira@ublacker.example",  # several addresses are often duplicates of the first (section 2.1)
        "c.doyle@work-doyle.example",
        headline="Wolkenwerk, Abalone & Söhne, ETH Zürich",
        location="Porto, Portugal",
        phones=[("mobile", "+351 912 555 0101"), ("home", "(02) 555 0102"), (None, "555.0103")],
    )
    case(
        pen,
        "phones_and_links",
        opportunity(
            pen,
            rich,
            [("New applicant", start)],
            "Backend Engineer",
            links=(
                "https://linkedin.com/in/casimira-ublacker",
                "https://github.com/casimira-u",
                "https://casimira.example/portfolio?x=1&y=2",
                "http://extra.casimira.example/",
            ),
            # P7: the first source on the application, the others in a field; tags by hand beside the posting's
            sources=("Career Fair 2019", "LinkedIn", "Added manually"),
            tags=("relocates", "VIP – call first", "écrit bien"),
        ),
    )
    # left behind or carried as fields: snoozed, and a data protection policy with an end
    careful = contact(pen, "Thibault Zwanenberg", "thibault@zwanenberg.example")
    case(
        pen,
        "snoozed_and_protected",
        opportunity(
            pen,
            careful,
            [("Responded", start)],
            "Data Analyst",
            snoozed_until=at("2027-01-04 08:00"),
            data_protection={
                "store": {"allowed": True, "expiresAt": at("2028-04-04 00:00")},
                "contact": {"allowed": False, "expiresAt": None},
            },
        ),
    )


def _known_in_ashby(pen: Pen) -> None:
    # P3: people whom Ashby holds already are found there, and only empty fields are filled
    names = ("Marguerite Oake", "Peregrine Quarrington", "Renske Ruyters")
    for number, (name, (_, emails)) in enumerate(zip(names, ALSO_IN_ASHBY, strict=True)):
        person = contact(
            pen, name, emails[0].lower(), headline="Kite & Compass", phones=[("mobile", "+32 470 55 01 99")]
        )
        when = at(f"2024-0{number + 2}-14 14:14:14.140")
        case(pen, "also_in_ashby", opportunity(pen, person, [("New applicant", when)], "Data Analyst"))
    # P3: two candidates in Ashby under one address: held, for a person to decide
    name, email = TWICE_IN_ASHBY
    twice = contact(pen, name, email)
    case(
        pen,
        "twice_in_ashby",
        opportunity(pen, twice, [("New applicant", at("2024-06-14 14:14"))], "Backend Engineer"),
    )

"""The awkward notes of the invented company, told by their rule (N notes). `World.cases` names the notes of each case.

They hang on candidacies that `world_cases` has written, and on three of their own: many notes, none, all kinds.
"""

from pipeline.simulator.lever_state import Note, Opportunity
from pipeline.simulator.world_writing import Pen, at, contact, note, opportunity

LONG = 20_000
"""Characters of the longest note."""
MANY = 150
"""Notes of one candidacy: more than a page of 100."""


def write(pen: Pen) -> None:
    """Write every case of a note."""
    start = at("2023-10-02 09:15:00.250")
    hour = 3_600_000

    def case(name: str, *notes: Note) -> None:
        pen.world.cases.setdefault(name, []).extend(record.id for record in notes)

    person = contact(pen, "Apollonia Grünewaldt", "apollonia@grunewaldt.example")
    steps = [("New applicant", start), ("Recruiter screen", start + 48 * hour)]
    talked = opportunity(pen, person, steps, "Backend Engineer")
    pen.world.cases["notes_of_every_kind"] = [talked.id]
    # N1: author and time in words, the text, the marker
    case("note_plain", note(pen, talked, start + hour, "Called her, will call back on Thursday."))
    # N1: a thread is one note with its comments in order, by several people, one of them unknown
    thread = note(
        pen,
        talked,
        start + 2 * hour,
        "Who can take the second interview?",
        replies=(
            (start + 3 * hour, "I can, on Monday.", "Tarquin Bello"),
            (start + 4 * hour, "Then I join.", "Anselm Hartigan"),
            (start + 4 * hour, "(automatic) room booked", None),
        ),
    )
    case("note_thread", thread)
    # N1: secret notes become private notes, or are held
    case("note_secret", note(pen, talked, start + 5 * hour, "Health matter, ask before sharing.", secret=True))
    # a deleted note stays listed (section 2.9): writing it would bring it back
    gone = note(pen, talked, start + 6 * hour, "Wrong person, ignore.", deleted=start + 7 * hour)
    case("note_deleted", gone)
    # notes made with a key have no user; an author may be deactivated, or merged away, or unknown to Ashby
    case("note_without_user", note(pen, talked, start + 8 * hour, "Imported from the old system.", user=None))
    for number, name in enumerate(("Ludo Grimaldi", "Anselm Hartigan", "Wen Eddowes")):
        words = "My impression is good."
        case("note_of_former_colleague", note(pen, talked, start + (9 + number) * hour, words, user=name))
    # the four scores
    for score in (1, 2, 3, 4):
        case("note_scored", note(pen, talked, start + (13 + score) * hour, f"Overall: {score}.", score=score))
    # N1: nothing of the text may be lost on the way through HTML
    texts = {
        "note_multiline": "First line\nsecond, with tab\tand trailing blank \n\n"
        "naïve café – 東京, 🙂 e\u0301, \u202bשלום\u202c\r\nlast",
        "note_html": "Use <b>bold</b> & <script>alert('x')</script> &amp; 3 < 4 > 2 <notatag",
        "note_mention": "@tarquin.bello please look; mail to apollonia@grunewaldt.example",
        "note_empty": "",
        "note_blank": " \n ",
        "note_long": ("A very long assessment, sentence by sentence. " * (LONG // 45 + 1))[:LONG],
        # N3: a text that already looks like a marker must not be taken for one
        "note_like_marker": "see [lever:note:00000000-0000-4000-8000-000000000000] in the other system",
    }
    for number, (name, text) in enumerate(texts.items()):
        case(name, note(pen, talked, start + (20 + number) * hour, text))
    # two notes of the same millisecond and words are two notes
    for _ in range(2):
        case("note_twin", note(pen, talked, start + 30 * hour, "Left a voicemail."))

    # notes page too (limit 100)
    chatty = contact(pen, "Euphemia Castelnuovo", "euphemia@castelnuovo.example")
    many = opportunity(pen, chatty, [("New applicant", start)], "Data Analyst")
    pen.world.cases["many_notes"] = [many.id]
    for number in range(MANY):
        note(pen, many, start + number * hour, f"Follow-up number {number + 1}.", user="Tarquin Bello")
    quiet = contact(pen, "Barnabas Silverthwaite", "barnabas@silverthwaite.example")
    pen.world.cases["no_notes"] = [opportunity(pen, quiet, [("New lead", start)], "Data Analyst").id]

    # A2: a note where there is no application; A7: one on a confidential candidacy; P6: one on an anonymised person
    case("note_without_posting", note(pen, _of(pen, "no_posting"), start, "Met at the fair."))
    case("note_confidential", note(pen, _of(pen, "confidential"), start, "Board member's suggestion."))
    case("note_of_anonymised", note(pen, _of(pen, "anonymised"), start, "Asked to be forgotten."))
    # 3c: a note of 2024 moves lastInteractionAt of an old record and leaves updatedAt null
    case(
        "note_on_old_record",
        note(pen, _of(pen, "old_without_updated"), at("2024-01-24 18:05:02.744"), "Hi there"),
    )


def _of(pen: Pen, case: str) -> Opportunity:
    wanted = pen.world.cases[case][0]
    return next(record for record in pen.written if record.id == wanted)

"""The invented company: the same for the same seed, of any size, with every awkward case in it."""

import hashlib
import json
import os
import subprocess
import sys
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.simulator import company, lever
from pipeline.simulator.lever_state import Note, Opportunity, World
from pipeline.simulator.world import invent
from pipeline.simulator.world_writing import YEAR_2020

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def world() -> World:
    return invent()


def digest(world: World) -> str:
    return hashlib.sha256(json.dumps(lever.describe(world)).encode()).hexdigest()


def of(world: World, case: str) -> list[Opportunity]:
    known = {**world.opportunities, **{record.id: record for record in world.deleted}}
    return [known[wanted] for wanted in world.cases[case]]


def notes_of(world: World, case: str) -> list[Note]:
    known = {note.id: note for notes in world.notes.values() for note in notes}
    return [known[wanted] for wanted in world.cases[case]]


def test_the_same_seed_gives_the_same_bytes_in_every_process(world: World) -> None:
    program = "from tests.unit.simulator.test_world import digest, invent; print(digest(invent()))"
    for hash_seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        told = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment, cwd=ROOT
        )
        assert told.stdout.strip() == digest(world)
    assert digest(invent(seed=1)) != digest(world)


def test_more_people_leave_the_first_ones_as_they_are(world: World) -> None:
    larger = invent(people=300)
    assert world.opportunities.items() <= larger.opportunities.items()
    assert len(larger.contacts) == len(world.contacts) + 180


def test_history_follows_the_rules_of_lever(world: World) -> None:
    exceptions = {*world.cases["stage_differs_from_history"], *world.cases["no_history"], *world.cases["anonymised"]}
    for record in world.opportunities.values():
        if record.id in exceptions:
            continue
        assert record.stage_changes[0].at == record.created_at
        assert record.stage_changes[-1].stage == record.stage
        assert all(before.at <= after.at for before, after in pairwise(record.stage_changes))


def test_shares_are_those_of_an_old_account() -> None:
    records = list(invent(people=3000).opportunities.values())
    old = [record for record in records if record.created_at < YEAR_2020]
    assert sum(record.updated_at is None for record in old) / len(old) == pytest.approx(0.96, abs=0.02)
    assert all(record.updated_at is not None for record in records if record.created_at >= YEAR_2020)
    changes = [change for record in records for change in record.stage_changes]
    assert sum(change.user is None for change in changes) / len(changes) == pytest.approx(0.76, abs=0.04)


def test_addresses_are_shared_only_where_a_case_wants_it() -> None:
    contacts = invent(people=2000).contacts.values()
    shared = Counter(email.casefold() for contact in contacts for email in set(contact.emails))
    assert max(shared.values()) == 5
    assert sum(count == 2 for count in shared.values()) >= 15  # 1 in 100 of the crowd, in another case


def test_identity_cases(world: World) -> None:
    several = of(world, "several_opportunities")
    assert len({record.contact.id for record in several}) == 1
    assert len({record.application.posting.id for record in several if record.application}) == 4
    twice = of(world, "same_posting_twice")
    assert len({(record.contact.id, record.application and record.application.posting.id) for record in twice}) == 1
    one, other = (record.contact.emails[0] for record in of(world, "email_spellings"))
    assert one != other
    assert _canonical(one) == _canonical(other)
    first, middle, last = (set(record.contact.emails) for record in of(world, "email_chain"))
    assert first & middle
    assert middle & last
    assert not first & last
    for case, count in (("email_of_three", 3), ("email_of_five", 5), ("role_address", 2)):
        records = of(world, case)
        assert len({record.contact.id for record in records}) == count
        assert len({record.contact.emails for record in records}) == 1
    names = of(world, "namesakes")
    assert len({record.contact.name for record in names}) == 1
    assert len({record.contact.emails for record in names}) == 2


def _canonical(email: str) -> str:
    local, _, domain = unicodedata.normalize("NFC", email.strip().lower()).partition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def test_people_cases(world: World) -> None:
    (nobody,) = of(world, "anonymised")
    assert nobody.contact.anonymized
    assert (nobody.contact.name, nobody.contact.emails, nobody.stage_changes) == ("", (), [])
    assert [bool(record.contact.emails) for record in of(world, "no_name") + of(world, "no_name_no_email")] == [1, 0]
    (rich,) = of(world, "phones_and_links")
    assert [phone.type for phone in rich.contact.phones] == ["mobile", "home", None]
    assert len(rich.links) == 4
    assert len(rich.sources) == 3
    assert {record.contact.emails[0] for record in of(world, "also_in_ashby")} == {
        emails[0].lower() for _, emails in company.ALSO_IN_ASHBY
    }
    assert of(world, "twice_in_ashby")[0].contact.emails == (company.TWICE_IN_ASHBY[1],)


def test_candidacy_cases(world: World) -> None:
    assert of(world, "no_posting")[0].application is None
    (gone,) = of(world, "posting_gone")
    assert gone.application is not None
    assert gone.application.posting.state == "gone"
    assert gone.updated_at is None
    assert all(record.confidential for record in of(world, "confidential"))
    assert of(world, "confidential")[0].contact is of(world, "confidential_and_open")[0].contact
    (friend,) = of(world, "referral")
    assert friend.application is not None
    assert (friend.application.type, friend.application.typed is not None) == ("referral", True)
    reasons = {reason.id: reason for reason in world.archive_reasons}
    for text, _, _ in company.LEVER_ARCHIVE_REASONS:
        (record,) = of(world, f"archived:{text}")
        assert record.archived is not None
        assert reasons[record.archived.reason].text == text
    (back,) = of(world, "reopened")
    assert back.archived is None
    moves = [change.position for change in of(world, "backward_moves")[0].stage_changes]
    assert moves != sorted(moves)
    assert len(set(moves)) < len(moves)
    times = [change.at for change in of(world, "equal_times")[0].stage_changes]
    assert len(set(times)) < len(times)
    assert of(world, "no_history")[0].stage_changes == []
    odd = of(world, "stage_differs_from_history")[0]
    assert odd.stage_changes[-1].stage != odd.stage
    assert world.removed_stage is not None
    assert world.removed_stage.id in {change.stage for change in of(world, "removed_stage")[0].stage_changes}
    assert of(world, "owner_null")[0].owner is None
    assert of(world, "owner_merged")[0].owner in {user.id for user in world.merged_users}
    deactivated = {user.id for user in world.users if user.deactivated_at is not None}
    assert of(world, "owner_deactivated")[0].owner in deactivated
    assert of(world, "sourced_by")[0].sourced_by is not None
    assert len({(record.rank, record.last_advanced_at) for record in of(world, "tied_in_order")}) == 1
    assert all(record.id not in world.opportunities for record in of(world, "deleted"))
    assert of(world, "deleted")[1].contact is of(world, "still_there")[0].contact


def test_note_cases(world: World) -> None:
    assert len(notes_of(world, "note_thread")[0].comments) == 4
    assert notes_of(world, "note_secret")[0].secret
    assert notes_of(world, "note_deleted")[0].deleted_at is not None
    assert notes_of(world, "note_without_user")[0].user is None
    assert [note.comments[0].score for note in notes_of(world, "note_scored")] == [1, 2, 3, 4]
    assert notes_of(world, "note_empty")[0].comments[0].value == ""
    assert len(notes_of(world, "note_long")[0].comments[0].value) == 20_000
    assert "<b>" in notes_of(world, "note_html")[0].comments[0].value
    one, other = notes_of(world, "note_twin")
    assert (one.comments, one.created_at) == (other.comments, other.created_at)
    assert len(world.notes[world.cases["many_notes"][0]]) == 150
    assert world.cases["no_notes"][0] not in world.notes
    (old,) = of(world, "old_without_updated")
    assert old.updated_at is None
    assert old.last_interaction_at > old.last_advanced_at


def test_every_person_and_key_is_a_canary(world: World) -> None:
    canaries = world.canaries()
    for expected in (company.LEVER_KEY, company.ASHBY_KEY, "Anselm Hartigan", "Zebedee Farquharson"):
        assert expected in canaries
    assert all(contact.name in canaries for contact in world.contacts.values() if contact.name)
    assert "" not in canaries
    assert len(min(canaries, key=len)) >= 8


def test_every_posting_and_stage_of_the_company_is_there(world: World) -> None:
    assert [posting.text for posting in world.postings.values()] == [role.posting for role in company.ROLES]
    assert [stage.text for stage in world.stages] == [text for _, text, _, _ in company.LEVER_STAGES]
    used = {record.application.posting.text for record in world.opportunities.values() if record.application}
    assert used == {role.posting for role in company.ROLES}

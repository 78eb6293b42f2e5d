"""Quiet and loud changes in Lever's stand-in, with exactly the marks that the reference tells of; over loopback."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.simulator.lever_reader import Reader, reading

NOW = 1_799_000_000_000


@pytest.fixture
def lever() -> Iterator[Reader]:
    with reading(people=10) as reader:
        yield reader


def one(lever: Reader, case: str) -> str:
    return lever.world.cases[case][0]


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    assert set(before) == set(after)
    return {name: value for name, value in after.items() if value != before[name]}


def everybody(lever: Reader) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in lever.rows("/opportunities", confidentiality="all")}


def test_a_maintenance_marks_all_and_changes_nothing(lever: Reader) -> None:
    before = everybody(lever)
    assert any(row["updatedAt"] is None for row in before.values())
    lever.edit("bump_all", now=NOW)
    after = everybody(lever)
    assert set(after) == set(before)
    assert all(changes(row, after[wanted]) == {"updatedAt": NOW} for wanted, row in before.items())
    assert lever.ids("/opportunities", updated_at_start=NOW, confidentiality="all") == set(before)
    assert lever.ids("/opportunities", updated_at_end=NOW - 1, confidentiality="all") == set()


@pytest.mark.parametrize(
    ("edit", "details", "changed"),
    [
        ("snooze", {"until": NOW + 5}, {"snoozedUntil": NOW + 5, "updatedAt": NOW}),
        ("snooze", {"until": NOW + 5, "by_time": True}, {"snoozedUntil": NOW + 5}),
        (
            "set_data_protection",
            {"store": True, "contact": False, "expires_at": 9},
            {
                "dataProtection": {
                    "store": {"allowed": True, "expiresAt": 9},
                    "contact": {"allowed": False, "expiresAt": 9},
                },
                "updatedAt": NOW,
            },
        ),
        ("add_source", {"source": "Fair 2026"}, {"sources": ["Fair 2026"], "updatedAt": NOW}),
    ],
)
def test_an_edit_and_its_marks(lever: Reader, edit: str, details: Any, changed: dict[str, Any]) -> None:
    wanted = one(lever, "no_name")
    before = everybody(lever)
    lever.edit(edit, opportunity=wanted, now=NOW, **details)
    after = everybody(lever)
    assert {known: told for known in after if (told := changes(before[known], after[known]))} == {wanted: changed}


def test_a_policy_marks_nothing(lever: Reader) -> None:
    wanted = one(lever, "no_name")
    before = lever.data(f"/opportunities/{wanted}")
    lever.edit("set_data_protection", opportunity=wanted, store=False, contact=False, by_policy=True, now=NOW)
    assert set(changes(before, lever.data(f"/opportunities/{wanted}"))) == {"dataProtection"}


def test_tags_come_and_go(lever: Reader) -> None:
    wanted = one(lever, "no_name")
    before = lever.data(f"/opportunities/{wanted}")
    lever.edit("add_tag", opportunity=wanted, tag="left-handed", now=NOW)
    tagged = lever.data(f"/opportunities/{wanted}")
    assert tagged["tags"] == ["left-handed", *before["tags"]]
    assert {row["text"]: row["count"] for row in lever.rows("/tags")}["left-handed"] == 1
    lever.edit("remove_tag", opportunity=wanted, tag="left-handed", now=NOW + 1)
    assert changes(before, lever.data(f"/opportunities/{wanted}")) == {"updatedAt": NOW + 1}


def test_anonymising_takes_the_person_and_leaves_what_was_said(lever: Reader) -> None:
    wanted = one(lever, "notes_of_every_kind")
    lever.edit("add_source", opportunity=wanted, source="Fair 2026")
    notes = lever.rows(f"/opportunities/{wanted}/notes")
    person = lever.world.opportunities[wanted].contact
    lever.edit("anonymize_contact", contact=person.id, now=NOW)
    found = lever.data(f"/opportunities/{wanted}")
    assert found["isAnonymized"]
    for field in ("name", "headline", "location"):
        assert found[field] == ""
    for field in ("emails", "phones", "links", "stageChanges"):
        assert found[field] == []
    assert (found["updatedAt"], found["sources"]) == (NOW, ["Fair 2026"])
    assert lever.rows(f"/opportunities/{wanted}/notes") == notes
    for kind in ("resumes", "files"):
        assert lever.data(f"/opportunities/{wanted}/{kind}") == []
    writer = one(lever, "cover_text")
    (before,) = lever.data(f"/opportunities/{writer}/applications")
    lever.edit("anonymize_contact", contact=lever.world.opportunities[writer].contact.id, now=NOW)
    (after,) = lever.data(f"/opportunities/{writer}/applications")
    assert after["comments"] == before["comments"]
    assert before["email"]
    assert (after["name"], after["email"], after["phone"]) == (None, None, None)


def test_an_anonymised_member_of_the_crowd_keeps_its_feedback(lever: Reader) -> None:
    crowd = [
        record
        for record in lever.world.opportunities.values()
        if record.lively_until is not None and lever.rows(f"/opportunities/{record.id}/feedback")
    ]
    wanted = crowd[0].id
    before = lever.rows(f"/opportunities/{wanted}/feedback")
    lever.edit("anonymize_contact", contact=crowd[0].contact.id)
    assert lever.rows(f"/opportunities/{wanted}/feedback") == before


def test_a_deleted_posting_is_told_by_its_feed_only(lever: Reader) -> None:
    record = lever.world.opportunities[one(lever, "no_name")]
    assert record.application is not None
    posting = record.application.posting.id
    before = lever.data(f"/opportunities/{record.id}")
    lever.edit("delete_posting", posting=posting, now=NOW)
    assert lever.get(f"/postings/{posting}").status_code == 404
    assert posting not in lever.ids("/postings", distributionChannel=["public", "internal"])
    assert {"id": posting, "deletedAt": NOW} in lever.rows("/postings/deleted")
    after = lever.data(f"/opportunities/{record.id}")
    assert after["applications"] == before["applications"]
    assert after["updatedAt"] == before["updatedAt"]


def test_a_closed_posting_stays_listed(lever: Reader) -> None:
    posting = next(posting.id for posting in lever.world.postings.values() if posting.state == "published")
    lever.edit("close_posting", posting=posting, now=NOW)
    (found,) = [row for row in lever.rows("/postings") if row["id"] == posting]
    assert (found["state"], found["updatedAt"], found["urls"]) == ("closed", NOW, None)
    assert found["distributionChannels"] is None


def test_users_are_deactivated_and_merged(lever: Reader) -> None:
    kept, gone, left = (user.id for user in lever.world.users[:3])
    lever.edit("deactivate_user", user=left, now=NOW)
    assert left not in lever.ids("/users")
    assert lever.data(f"/users/{left}")["deactivatedAt"] == NOW
    lever.edit("merge_users", kept=kept, gone=gone)
    assert gone not in lever.ids("/users", includeDeactivated="true")
    assert lever.get(f"/users/{gone}").status_code == 404
    assert gone in {row["owner"] for row in everybody(lever).values()}
    names = lever.world.canaries()
    assert next(user.name for user in lever.world.merged_users if user.id == gone) in names


def test_a_requisition_changes_without_a_mark(lever: Reader) -> None:
    (wanted,) = lever.world.cases["requisition unlimited"]
    before = lever.data(f"/requisitions/{wanted}")
    lever.edit("change_requisition", requisition=wanted, status="closed", closed_at=NOW)
    assert changes(before, lever.data(f"/requisitions/{wanted}")) == {"status": "closed", "closedAt": NOW}

"""Gaps in Lever's stand-in: a healthy account has none, each switch brings exactly its own; over loopback.

What a gap is, is found here as a careful reader would: by ids that nothing returns, and by the counts of /sources and
/tags (reference sections 1.3, 2.17, 3d).
"""

import time
from collections import Counter
from typing import Any

import pytest

from tests.unit.simulator.lever_reader import Reader, reading

DAY = 86_400_000
BUILT_IN = {"no-feedback", None}


def dangling(lever: Reader, confidentiality: str = "all") -> dict[str, set[str]]:
    """Ids that are named somewhere and returned by no list, by kind; and texts whose count differs from the crawl."""
    postings = lever.rows("/postings", confidentiality=confidentiality, distributionChannel=["public", "internal"])
    requisitions = lever.rows("/requisitions", confidentiality=confidentiality)
    people = lever.rows("/opportunities", confidentiality=confidentiality, expand="applications")
    known = {
        "users": lever.ids("/users", includeDeactivated="true"),
        "stages": lever.ids("/stages"),
        "archive_reasons": lever.ids("/archive_reasons"),
        "postings": {row["id"] for row in postings},
        "requisitions": {row["id"] for row in requisitions},
        "feedback_templates": lever.ids("/feedback_templates"),
        "form_templates": lever.ids("/form_templates"),
        "offers": set(),
        "feedback": set(),
        "panels": set(),
        "applications": {application["id"] for row in people for application in row["applications"]},
    }
    named: dict[str, set[Any]] = {kind: set() for kind in known}
    carried: dict[str, Counter[str]] = {"sources": Counter(), "tags": Counter()}
    for row in postings:
        named["users"] |= {row["user"], row["owner"], row["hiringManager"], *row["followers"]}
    for row in requisitions:
        named["users"] |= {row["creator"], row["owner"], row["hiringManager"]}
        named["postings"] |= set(row["postings"])
        named["offers"] |= set(row["offerIds"])
    for row in people:
        named["users"] |= {row["owner"], row["sourcedBy"], *row["followers"]}
        named["users"] |= {change.get("userId") for change in row["stageChanges"]}
        named["stages"] |= {row["stage"], *(change["toStageId"] for change in row["stageChanges"])}
        named["archive_reasons"] |= {row["archived"]["reason"]} if row["archived"] else set()
        for application in row["applications"]:
            named["postings"].add(application["posting"])
            named["users"] |= {application["user"], application["postingOwner"], application["postingHiringManager"]}
            named["requisitions"] |= {(application["requisitionForHire"] or {}).get("id")}
        for kind, counts in carried.items():
            if row["confidentiality"] == "non-confidential":
                counts.update(row[kind])
        for note in lever.rows(f"/opportunities/{row['id']}/notes"):
            named["users"] |= {note["user"], *(comment["user"] for comment in note["fields"])}
        for feedback in lever.rows(f"/opportunities/{row['id']}/feedback"):
            named["users"].add(feedback["user"])
            named["feedback_templates"].add(feedback["baseTemplateId"])
            known["feedback"].add(feedback["id"])
        for interview in lever.rows(f"/opportunities/{row['id']}/interviews"):
            named["users"] |= {interview["user"], *(person["id"] for person in interview["interviewers"])}
            named["feedback_templates"].add(interview["feedbackTemplate"])
            named["feedback"] |= set(interview["feedbackForms"])
            named["postings"] |= set(interview["postings"])
            named["stages"].add(interview["stage"])
            named["panels"].add(interview["panel"])
        for panel in lever.rows(f"/opportunities/{row['id']}/panels"):
            known["panels"].add(panel["id"])
            named["applications"] |= set(panel["applications"])
            named["users"].add(panel["user"])
        for form in lever.rows(f"/opportunities/{row['id']}/forms"):
            named["users"].add(form["user"])
            named["stages"].add(form["stage"])
            named["form_templates"].add(form["baseTemplateId"])
        for referral in lever.rows(f"/opportunities/{row['id']}/referrals"):
            named["users"] |= {referral["user"], referral["referrer"]}
        for offer in lever.rows(f"/opportunities/{row['id']}/offers"):
            known["offers"].add(offer["id"])
            named["users"].add(offer["creator"])
            named["postings"].add(offer.get("posting"))
    found = {kind: named[kind] - known[kind] - BUILT_IN for kind in known}
    for kind, counts in carried.items():
        told = {row["text"]: row["count"] for row in lever.rows(f"/{kind}")}
        found[kind] = {text for text in told.keys() | counts.keys() if told.get(text) != counts[text]}
    return {kind: ids for kind, ids in found.items() if ids}


def test_a_healthy_account_has_no_gap_and_the_usual_one_has_several() -> None:
    with reading(people=30, healthy=True) as healthy, reading(people=30) as usual:
        assert dangling(healthy) == {}
        assert {"users", "stages", "postings"} <= set(dangling(usual))
        assert set(healthy.world.opportunities) == set(usual.world.opportunities)
        assert set(healthy.world.contacts) == set(usual.world.contacts)
        assert healthy.data(f"/users/{usual.world.merged_users[0].id}")["deactivatedAt"] is not None
        healthy.vendor.reset(people=5)
        assert healthy.world.merged_users == []


def test_every_file_of_a_healthy_account_can_be_downloaded() -> None:
    with reading(people=40, healthy=True, processing_tries=0) as lever:
        downloads = 0
        for opportunity in lever.ids("/opportunities", confidentiality="all"):
            for kind in ("files", "resumes"):
                for row in lever.data(f"/opportunities/{opportunity}/{kind}"):
                    if kind == "files" or row.get("file") is not None:
                        answer = lever.get(f"/opportunities/{opportunity}/{kind}/{row['id']}/download")
                        assert answer.status_code == 200, (kind, row)
                        downloads += 1
        assert downloads > 20


@pytest.mark.parametrize(
    ("switch", "found"),
    [
        ({"hidden_postings": 1}, {"postings": 1}),
        ({"gone_postings": 1}, {"postings": 1}),
        ({"hidden_postings": 1, "gone_postings": 1}, {"postings": 2}),
        ({"hidden_users": 1}, {"users": 1}),
        ({"gone_users": 2}, {"users": 2}),
        ({"removed_stages": 1}, {"stages": 1}),
        ({"removed_archive_reasons": 1}, {"archive_reasons": 1}),
        ({"removed_templates": 1}, {"feedback_templates": 1}),
        ({"requisition_offer_lost": True}, {"offers": 1}),
        ({"requisition_posting_lost": True}, {"postings": 1}),
        ({"count_drift": 2}, {"sources": 1, "tags": 1}),
        ({"count_drift": -1}, {"sources": 1, "tags": 1}),
    ],
)
def test_one_switch_brings_one_gap(switch: dict[str, Any], found: dict[str, int]) -> None:
    with reading(people=30, healthy=True, **switch) as lever:
        assert {kind: len(ids) for kind, ids in dangling(lever).items()} == found


@pytest.mark.parametrize(
    ("switch", "kind", "status"),
    [
        ({"hidden_postings": 1}, "postings", 200),
        ({"gone_postings": 1}, "postings", 404),
        ({"hidden_users": 1}, "users", 200),
        ({"gone_users": 1}, "users", 404),
        ({"removed_stages": 1, "removed_stage_readable": True}, "stages", 200),
        ({"removed_stages": 1}, "stages", 404),
        ({"removed_archive_reasons": 1}, "archive_reasons", 404),
        ({"removed_templates": 1}, "feedback_templates", 404),
        ({"removed_templates": 1, "inactive_templates_readable": True}, "feedback_templates", 200),
    ],
)
def test_what_is_in_no_list_may_be_readable_by_id(switch: dict[str, Any], kind: str, status: int) -> None:
    with reading(people=0, healthy=True, **switch) as lever:
        gaps = lever.world.gaps
        (hidden,) = {
            "postings": gaps.unlisted_postings,
            "users": gaps.unlisted_users,
            "stages": gaps.removed_stages,
            "archive_reasons": gaps.removed_archive_reasons,
            "feedback_templates": gaps.removed_templates,
        }[kind]
        assert lever.get(f"/{kind}/{hidden}").status_code == status
        assert [hidden] in lever.client.get("/_sim/state").json()["gaps"].values()


def test_hidden_opportunities_are_counted_and_readable_and_in_no_list() -> None:
    with reading(people=30, healthy=True, hidden_opportunities=2) as lever:
        hidden = set(lever.world.opportunities) - lever.ids("/opportunities", confidentiality="all")
        assert len(hidden) == 2
        contact = lever.world.opportunities[min(hidden)].contact.id
        assert hidden.isdisjoint(lever.ids("/opportunities", contact_id=contact))
        assert hidden.isdisjoint(lever.ids("/opportunities", updated_at_start=1))
        assert {lever.get(f"/opportunities/{wanted}").status_code for wanted in hidden} == {200}
        assert {"sources", "tags"} == set(dangling(lever))


def test_unreadable_opportunities_are_listed_and_answer_404() -> None:
    with reading(people=30, unreadable_opportunities=1) as lever:
        (lost,) = lever.world.gaps.unreadable_opportunities
        assert lost in lever.ids("/opportunities")
        for path in ("", "/notes", "/applications"):
            assert lever.get(f"/opportunities/{lost}{path}").status_code == 404


def test_confidential_records_may_be_left_out_without_a_word() -> None:
    with reading(people=30, healthy=True) as lever:
        everything = {path: lever.ids(path, confidentiality="all") for path in LISTS}
        lever.vendor.set_options(confidential_silent=True)
        for path, whole in everything.items():
            rest = lever.ids(path, confidentiality="all")
            assert rest == lever.ids(path) < whole
            assert lever.ids(path, confidentiality="confidential") == set()
            (secret, *_) = whole - rest
            assert lever.get(f"{path}/{secret}").status_code == 403
        lever.vendor.set_options(counts_cover_confidential=True)
        assert set(dangling(lever)) >= {"tags"}


LISTS = ("/opportunities", "/postings", "/requisitions")


def test_deleted_feeds_forget_what_is_old() -> None:
    with reading(people=5, deleted_feed_days=90) as lever:
        first, second = sorted(lever.world.opportunities)[:2]
        now = time.time_ns() // 1_000_000
        lever.edit("delete", opportunity=first, now=now - 91 * DAY)
        lever.edit("delete", opportunity=second, now=now - 89 * DAY)
        assert lever.ids("/opportunities/deleted") == {second}
        assert lever.ids("/postings/deleted") == set()
        lever.vendor.set_options(deleted_feed_days=None)
        assert {first, second} < lever.ids("/opportunities/deleted")


def test_news_are_told_by_name() -> None:
    with reading(people=30) as lever:
        before = {row["id"]: row for row in lever.rows("/opportunities")}
        lever.vendor.set_options(news=("opportunity_field",))
        for row in lever.rows("/opportunities"):
            assert row.pop("aiSummary")["topics"]
            assert row == before[row["id"]]
        lever.vendor.set_options(news=("opportunity_origin",))
        after = lever.rows("/opportunities")
        changed = [row for row in after if row["origin"] == "talent-pool"]
        assert 0 < len(changed) < len(after)
        assert lever.data(f"/opportunities/{changed[0]['id']}") == changed[0]
        lever.vendor.set_options(news=("feedback_field_type",))
        types = {
            field["type"]
            for opportunity in before
            for feedback in lever.rows(f"/opportunities/{opportunity}/feedback")
            for field in feedback["fields"]
        }
        assert "star-rating" in types
        assert lever.client.post("/_sim/options", json={"news": ["weather"]}).status_code == 400

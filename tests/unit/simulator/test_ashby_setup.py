"""Ashby stand-in: the organisation as it is found, and the endpoints of its set-up (sections 5, 9.4 to 9.7)."""

from typing import Any
from uuid import uuid4

import pytest

from pipeline.simulator import company
from pipeline.simulator.ashby_desk import desk
from pipeline.simulator.ashby_options import SCOPES
from pipeline.simulator.ashby_org import found
from pipeline.simulator.ashby_state import canonical, snapshot


def titles(rows: list[dict[str, Any]], key: str = "title") -> list[str]:
    return [row[key] for row in rows]


def test_the_same_seed_founds_the_same_organisation() -> None:
    assert snapshot(found(7, 20)) == snapshot(found(7, 20))
    assert snapshot(found(7, 20)) != snapshot(found(8, 20))


def test_it_holds_what_the_company_says() -> None:
    opened = desk(150)
    everyone = opened.ask("user.list", includeDeactivated=True)
    assert titles(everyone, "email") == [
        person.email.lower() for person in company.COLLEAGUES if person.ashby != "absent"
    ]
    assert titles(opened.ask("department.list"), "name") == [
        "Engineering",
        "Sales",
        "operations",
        "Design",
        "Workplace",
    ]
    assert titles(opened.ask("location.list"), "name") == list(company.LOCATIONS)
    assert titles(opened.ask("job.list")) == [role.job for role in company.ROLES if role.job]
    assert titles(opened.ask("candidateTag.list")) == list(company.ASHBY_TAGS)
    reasons = opened.ask("archiveReason.list", includeArchived=True)
    assert [(row["text"], row["reasonType"], row["isArchived"]) for row in reasons] == list(
        company.ASHBY_ARCHIVE_REASONS
    )
    sources = opened.ask("source.list", includeArchived=True)
    assert [(row["title"], row["sourceType"]["title"], row["isArchived"]) for row in sources] == list(
        company.ASHBY_SOURCES
    )
    plans = {row["title"]: row["id"] for row in opened.ask("interviewPlan.list")}
    for title, stages in company.INTERVIEW_PLANS.items():
        shown = opened.ask("interviewStage.list", interviewPlanId=plans[title])
        assert [(row["title"], row["type"]) for row in shown] == list(stages)
        assert [row["orderInInterviewPlan"] for row in shown] == list(range(len(stages)))
    assert titles(opened.ask("customField.list")) == ["Notice period"]


def test_it_knows_some_people_of_lever_and_one_twice() -> None:
    opened = desk(150)
    for name, addresses in company.ALSO_IN_ASHBY:
        (row,) = opened.ask("candidate.search", email=addresses[0])
        assert row["name"] == name
        assert tuple(entry["value"] for entry in row["emailAddresses"]) == addresses
        assert {"primaryPhoneNumber", "company"} - row.keys()
    name, address = company.TWICE_IN_ASHBY
    assert titles(opened.ask("candidate.search", email=address), "name") == [name, name]
    assert opened.post("candidate.list").body["moreDataAvailable"] is True


def test_archived_and_disabled_things_show_only_when_asked_for() -> None:
    opened = desk(0)
    state = opened.state
    next(iter(state.departments.by_id.values())).archived = True
    next(iter(state.plans.by_id.values())).archived = True
    next(iter(state.tags.by_id.values())).archived = True
    next(iter(state.fields.by_id.values())).archived = True
    list(state.locations.by_id.values())[1].archived = True
    lists = ("department.list", "interviewPlan.list", "candidateTag.list", "customField.list", "location.list")
    for name in (*lists, "source.list", "archiveReason.list"):
        assert len(opened.ask(name)) == len(opened.ask(name, includeArchived=True)) - 1
    assert len(opened.ask("user.list")) == len(opened.ask("user.list", includeDeactivated=True)) - 1
    hierarchy = opened.ask("location.list", includeLocationHierarchy=True)
    assert "LocationHierarchy" in titles(hierarchy, "type")


def test_api_key_info_spells_scopes_as_the_switch_says() -> None:
    shown = desk(0, scopes=("apiKeysRead", "hiringProcessMetadataWrite")).ask("apiKey.info")
    assert shown["scopes"] == ["apiKeys:read", "hiringProcessMetadata:write"]
    assert desk(0, scope_spelling="camel").ask("apiKey.info")["scopes"] == list(SCOPES)
    assert shown.keys() == {"title", "createdAt", "scopes"}


def test_version_list() -> None:
    assert desk(0).ask("version.list") == [{"version": "2026-01-01", "status": "active"}]


@pytest.mark.parametrize("name", ["user", "department", "location"])
def test_info_finds_what_the_list_shows_and_nothing_else(name: str) -> None:
    opened = desk(0)
    for row in opened.ask(f"{name}.list"):
        assert opened.ask(f"{name}.info", **{f"{name}Id": row["id"]}) == row
    assert opened.refusal(f"{name}.info", **{f"{name}Id": str(uuid4())}) == f"{name}_not_found"


def test_user_search_takes_the_whole_address_case_aside() -> None:
    opened = desk(0)
    (row,) = opened.ask("user.search", email="IMKE.Aldous@quillbrook.example")
    assert row["firstName"] == "Imke"
    assert opened.ask("user.search", email="imke") == []


def test_department_create() -> None:
    opened = desk(0)
    parent = opened.ask("department.list")[0]["id"]
    made = opened.ask("department.create", name="Support", parentId=parent, extraData={"lever": "x"})
    assert opened.ask("department.info", departmentId=made["id"]) == made
    assert (made["name"], made["parentId"], made["extraData"]) == ("Support", parent, {"lever": "x"})
    assert opened.refusal("department.create", name="S", parentId=str(uuid4())) == "department_not_found"
    for extra in ({"k" * 101: "v"}, {"k": "v" * 513}, {f"k{n}": "v" * 500 for n in range(3)}):
        assert opened.refusal("department.create", name="S", extraData=extra) == "invalid_input"


def test_location_create() -> None:
    opened = desk(0)
    address = {"postalAddress": {"addressCountry": "Italy", "addressLocality": "Turin"}}
    made = opened.ask(
        "location.create", name="Turin", type="Location", address=address, isRemote=True, workplaceType="Remote"
    )
    assert opened.ask("location.info", locationId=made["id"]) == made
    assert (made["address"], made["isRemote"]) == (address, True)
    for wrong in (
        {"type": "Location", "isRemote": True},
        {"type": "Location", "isRemote": True, "workplaceType": "OnSite"},
        {"type": "LocationHierarchy", "workplaceType": "Remote"},
    ):
        assert opened.refusal("location.create", name="L", **wrong) == "invalid_input"


def test_job_create_starts_a_plain_draft() -> None:
    opened = desk(0)
    team, place = opened.ask("department.list")[0]["id"], opened.ask("location.list")[0]["id"]
    plan = opened.ask("interviewPlan.list")[0]["id"]
    made = opened.ask("job.create", title="J", teamId=team, locationId=place, defaultInterviewPlanId=plan)
    assert (made["status"], made["confidential"], made["defaultInterviewPlanId"]) == ("Draft", False, plan)
    assert made["id"] not in titles(opened.ask("job.list"), "id")
    assert made["id"] in titles(opened.ask("job.list", status=["Draft"]), "id")
    for key, code in (
        ("teamId", "department_not_found"),
        ("locationId", "location_not_found"),
        ("defaultInterviewPlanId", "interview_plan_not_found"),
        ("brandId", "brand_not_found"),
        ("jobTemplateId", "job_template_not_found"),
    ):
        body = {"title": "J", "teamId": team, "locationId": place, key: str(uuid4())}
        assert opened.refusal("job.create", **body) == code


LEGAL = {("Draft", "Open"), ("Draft", "Archived"), ("Open", "Closed"), ("Closed", "Draft"), ("Closed", "Archived")}
LEGAL |= {("Archived", "Draft")}


@pytest.mark.parametrize("before", ["Draft", "Open", "Closed", "Archived"])
@pytest.mark.parametrize("after", ["Draft", "Open", "Closed", "Archived"])
def test_legal_moves_of_a_job(before: str, after: str) -> None:
    opened = desk(0)
    row = next(iter(opened.state.jobs.by_id.values()))
    row.status = before
    reply = opened.post("job.setStatus", {"jobId": row.id, "status": after}).body
    assert reply["success"] is ((before, after) in LEGAL)
    assert opened.ask("job.info", id=row.id)["status"] == (after if reply["success"] else before)


def test_opening_needs_a_plan_and_sets_the_date() -> None:
    opened = desk(0)
    team, place = opened.ask("department.list")[0]["id"], opened.ask("location.list")[0]["id"]
    bare = opened.ask("job.create", title="J", teamId=team, locationId=place)["id"]
    assert opened.refusal("job.setStatus", jobId=bare, status="Open") == "invalid_input"
    plan = opened.ask("interviewPlan.list")[0]["id"]
    made = opened.ask("job.create", title="J", teamId=team, locationId=place, defaultInterviewPlanId=plan)["id"]
    assert "openedAt" in opened.ask("job.setStatus", jobId=made, status="Open")
    assert "closedAt" in opened.ask("job.setStatus", jobId=made, status="Closed")


def test_job_list_filters() -> None:
    opened = desk(0)
    closed = opened.ask("job.list", status=["Closed"])
    assert titles(closed) == ["Office manager"]
    at = 1_000 * int(opened.state.clock())
    assert opened.ask("job.list", openedAfter=at) == []
    assert len(opened.ask("job.list", openedBefore=at)) == len(opened.ask("job.list"))
    assert titles(opened.ask("job.list", closedBefore=at)) == ["Office manager"]
    assert opened.ask("job.list", createdAfter=at) == []
    shown = opened.ask("job.list", expand=["location", "openings"])[0]
    assert (shown["location"]["id"], shown["openings"]) == (shown["locationId"], [])


@pytest.mark.parametrize(
    ("search", "found_with"), [("exact", {"office manager"}), ("loose", {"office manager", "office"})]
)
def test_job_search(search: str, found_with: set[str]) -> None:
    opened = desk(0, search=search)
    hits = {wanted for wanted in ("office manager", "office", "qq") if opened.ask("job.search", title=wanted)}
    assert hits == found_with
    assert opened.ask("job.search", requisitionId="REQ-1") == []


def test_job_interview_plan() -> None:
    opened = desk(0)
    job = opened.ask("job.list")[0]
    shown = opened.ask("jobInterviewPlan.info", jobId=job["id"])
    assert (shown["jobId"], shown["interviewPlanId"]) == (job["id"], job["defaultInterviewPlanId"])
    assert [row["title"] for row in shown["stages"]] == [title for title, _ in company.INTERVIEW_PLANS["Engineering"]]
    assert opened.refusal("jobInterviewPlan.info", jobId=str(uuid4())) == "job_not_found"
    assert opened.refusal("interviewStage.list", interviewPlanId=str(uuid4())) == "interview_plan_not_found"


def test_hiring_team_roles() -> None:
    opened = desk(0)
    names = opened.ask("hiringTeamRole.list")
    pairs = opened.ask("hiringTeamRole.list", namesOnly=False)
    assert names == titles(pairs)
    assert opened.ask("applicationHiringTeamRole.list") == pairs


def test_confidential_jobs_and_all_that_hangs_on_them_need_the_switch() -> None:
    seeing = desk(10)
    job = next(row["id"] for row in seeing.ask("job.list") if row["confidential"])
    (application,) = seeing.ask("application.list", jobId=job)
    person = application["candidate"]["id"]
    blind = desk(10, confidential_jobs=False)
    assert blind.refusal("job.info", id=job) == "job_not_found"
    assert job not in titles(blind.ask("job.list"), "id")
    assert blind.ask("job.search", title="Chief Financial Officer") == []
    assert blind.refusal("application.info", applicationId=application["id"]) == "application_not_found"
    assert blind.ask("application.list", jobId=job) == []
    assert blind.refusal("candidate.info", id=person) == "candidate_not_found"
    assert blind.ask("candidate.search", name="Cosima Vey") == []
    assert person not in titles(blind.ask("candidate.list"), "id")
    assert blind.refusal("candidate.addTag", candidateId=person, tagId=str(uuid4())) == "candidate_not_found"
    other = blind.ask("candidate.create", name="N")["id"]
    assert blind.refusal("application.create", candidateId=other, jobId=job) == "job_not_found"


def test_a_candidate_with_another_application_stays_visible_without_the_confidential_one() -> None:
    opened = desk(0)
    jobs = opened.ask("job.list")
    person = opened.ask("candidate.create", name="N")["id"]
    made = {
        row["confidential"]: opened.ask("application.create", candidateId=person, jobId=row["id"])["id"]
        for row in jobs
        if row["confidential"] or row == jobs[0]
    }
    opened.switch(desk(0, confidential_jobs=False).options)
    assert opened.ask("candidate.info", id=person)["applicationIds"] == [made[False]]


def test_canonical_names_jobs_by_what_they_are() -> None:
    jobs = canonical(found(people=0))["jobs"]
    assert {(row["title"], row["department"], row["plan"]) for row in jobs} >= {
        ("Office manager", "operations", "General"),
        ("Account Executive", "Sales", "Sales"),
    }

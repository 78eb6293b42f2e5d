"""What hangs on an opportunity, from feedback to referrals, and the templates: every call and switch, over loopback."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from pipeline.simulator import company, lever_child_shapes
from pipeline.simulator.control import Vendor
from pipeline.simulator.lever_children import KINDS
from pipeline.simulator.lever_options import PERMISSIONS, LeverOptions
from pipeline.simulator.lever_state import World
from pipeline.simulator.server import lever_vendor
from pipeline.simulator.serving import serving
from pipeline.simulator.world_child_crowd import hanging

FREE = LeverOptions(rate_limit="none")


@pytest.fixture(scope="module")
def vendor() -> Vendor:
    return lever_vendor(people=40, options=FREE)


@pytest.fixture(scope="module")
def served(vendor: Vendor) -> Iterator[httpx.Client]:
    with serving(vendor) as (url,), httpx.Client(base_url=f"{url}/v1", auth=(company.LEVER_KEY, "")) as client:
        yield client


@pytest.fixture
def client(served: httpx.Client, vendor: Vendor) -> httpx.Client:
    vendor.options = FREE
    vendor.set_options()
    return served


@pytest.fixture
def world(vendor: Vendor) -> World:
    state: World = vendor.state
    return state


def get(client: httpx.Client, path: str, **query: Any) -> Any:
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def on(world: World, case: str, place: int = 0) -> str:
    """The path of an opportunity, by its case."""
    return f"/opportunities/{world.cases[case][place]}"


def by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows}


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_shows_what_hangs_there_and_every_record_can_be_got(
    client: httpx.Client, world: World, kind: str
) -> None:
    shown = 0
    for record in list(world.opportunities.values()):
        body = get(client, f"/opportunities/{record.id}/{kind}")
        assert set(body) <= {"data", "hasNext", "next"}
        assert body["hasNext"] is False
        shown += len(body["data"])
        for row in body["data"][:1] if kind != "offers" else []:
            alone = get(client, f"/opportunities/{record.id}/{kind}/{row['id']}")["data"]
            assert alone == ({**row, "opportunityId": record.id} if kind == "interviews" else row)
            assert get(client, f"/candidates/{record.id}/{kind}/{row['id']}")["data"] == alone
    of = "panels" if kind == "interviews" else kind
    held = [one for record in world.opportunities.values() for one in hanging(world, record, of)]
    assert shown == (sum(len(panel.interviews) for panel in held) if kind == "interviews" else len(held))
    assert shown > 5 or kind == "referrals"
    path = f"{on(world, 'many_notes')}/{kind}/nope"
    assert client.get(path).json() == {"code": "ResourceNotFound", "message": f"{kind} nope was not found"}
    assert client.post(path).status_code == 405


def test_feedback_comes_newest_first_with_drafts_and_deleted_ones(client: httpx.Client, world: World) -> None:
    rows = get(client, f"{on(world, 'notes_of_every_kind')}/feedback")["data"]
    times = [row["createdAt"] for row in rows]
    assert times == sorted(times, reverse=True)
    found = by_id(rows)
    assert found[world.cases["feedback draft"][0]]["completedAt"] is None
    assert found[world.cases["feedback deleted"][0]]["deletedAt"] is not None
    assert found[world.cases["feedback edited"][0]]["updatedAt"] is not None
    every = found[world.cases["feedback every type"][0]]
    assert {field["type"] for field in every["fields"]} == {
        *("score-system", "scorecard", "score", "text", "textarea", "dropdown"),
        *("multiple-choice", "multiple-select", "yes-no", "date", "code"),
    }
    assert all(field["value"] not in (None, "", []) for field in every["fields"])
    nulls = found[world.cases["feedback null"][0]]
    assert {field["type"]: field["value"] for field in nulls["fields"]} == {
        **{field["type"]: None for field in every["fields"]},
        "scorecard": [{"comment": None, "score": None}] * 2,
    }
    templates = by_id(get(client, "/feedback_templates")["data"])
    renamed = found[world.cases["feedback renamed template"][0]]
    assert renamed["text"] != templates[renamed["baseTemplateId"]]["text"]
    assert len(renamed["fields"]) < len(templates[renamed["baseTemplateId"]]["fields"])
    assert found[world.cases["feedback inactive template"][0]]["baseTemplateId"] not in templates
    one, other = (found[wanted] for wanted in world.cases["feedback shared field ids"])
    assert [field["id"] for field in one["fields"]] == [field["id"] for field in other["fields"]]
    assert one["baseTemplateId"] != other["baseTemplateId"]


def test_lists_page_with_tokens_of_their_own_and_two_refuse_to(client: httpx.Client, world: World) -> None:
    path = f"{on(world, 'notes_of_every_kind')}/feedback"
    whole = get(client, path)["data"]
    seen: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": 7}
    while True:
        page = get(client, path, **query)
        seen += page["data"]
        if not page["hasNext"]:
            break
        query["offset"] = page["next"]
    assert seen == whole
    assert client.get(f"{on(world, 'backward_moves')}/offers", params=query).status_code == 400
    for kind in ("resumes", "files"):
        for wrong in ({"limit": 100}, {"offset": "x"}):
            refused = client.get(f"{on(world, 'phones_and_links')}/{kind}", params=wrong)
            assert refused.status_code == 400
            assert refused.json()["message"] == "pagination is not supported for this endpoint"


def test_interviews_follow_their_panels_and_canceled_ones_stay(client: httpx.Client, world: World) -> None:
    path = on(world, "notes_of_every_kind")
    panels = by_id(get(client, f"{path}/panels")["data"])
    rows = get(client, f"{path}/interviews")["data"]
    order = [(-panels[row["panel"]]["start"], row["date"]) for row in rows]
    assert order == sorted(order)
    assert len(set(order)) == 3
    assert by_id(rows)[world.cases["interview canceled"][0]]["canceledAt"] is not None
    assert all(
        {one["id"] for one in panel["interviews"]} == {row["id"] for row in rows if row["panel"] == panel["id"]}
        for panel in panels.values()
    )
    two = by_id(rows)[world.cases["interview of two"][0]]
    given = [row for row in get(client, f"{path}/feedback")["data"] if row["interview"] == two["id"]]
    assert len(given) == len(two["interviewers"]) == 2
    assert two["feedbackForms"] == [row["id"] for row in given if row["completedAt"] is not None]
    chat = get(client, f"{on(world, 'no_posting')}/interviews")["data"][0]
    assert (chat["postings"], chat["feedbackTemplate"]) == ([], None)
    assert set(chat["interviewers"][0]) == {"id", "name", "email"}


def test_expansion_brings_objects(client: httpx.Client, world: World, vendor: Vendor) -> None:
    path = on(world, "notes_of_every_kind")
    expand = ["user", "stage", "postings", "feedbackForms"]
    two = by_id(get(client, f"{path}/interviews", expand=expand)["data"])[world.cases["interview of two"][0]]
    assert two["user"]["email"] == "imke.aldous@quillbrook.example"
    assert two["stage"]["text"]
    assert [posting["text"] for posting in two["postings"]] == ["Backend Engineer"]
    assert [form["id"] for form in two["feedbackForms"]] == world.cases["feedback of two interviewers"]
    assert get(client, f"{path}/panels", expand="user")["data"][0]["user"]["name"] == "Imke Aldous"
    assert get(client, f"{path}/feedback", expand="user")["data"][-1]["user"]["name"] == "Tarquin Bello"
    creators = [
        row["creator"] for row in get(client, f"{on(world, 'archived:Hired')}/offers", expand="creator")["data"]
    ]
    assert {creator["name"] for creator in creators} == {"Perpetua Fanshawe"}
    forms = get(client, f"{on(world, 'several_opportunities', 1)}/forms", expand=["user", "stage"])["data"]
    assert forms[-1]["user"]["name"] == "Imke Aldous"
    (referral,) = get(client, f"{on(world, 'referral')}/referrals", expand=["user", "referrer"])["data"]
    assert referral["user"]["name"] == referral["referrer"]["name"] == "Wen Eddowes"
    # a merged author stays an id; what the key may not read too
    merged = by_id(get(client, f"{path}/feedback", expand="user")["data"])[
        world.cases["feedback of merged colleague"][0]
    ]
    assert isinstance(merged["user"], str)
    vendor.set_options(permissions=tuple(known for known in PERMISSIONS if known != "feedback"))
    assert get(client, f"{path}/interviews", expand="feedbackForms")["data"][1]["feedbackForms"] == two_forms(world)
    assert set(get(client, f"{path}/panels", include=["id", "start"])["data"][0]) == {"id", "start"}


def two_forms(world: World) -> list[str]:
    return world.cases["feedback of two interviewers"]


def test_offers_of_every_status_have_no_single_get(client: httpx.Client, world: World) -> None:
    rows = get(client, f"{on(world, 'backward_moves')}/offers")["data"]
    rows += get(client, f"{on(world, 'archived:Hired')}/offers")["data"]
    assert {row["status"] for row in rows} == {
        *("draft", "approval-sent", "approved", "sent", "sent-manually", "opened", "denied", "signed")
    }
    signed = by_id(rows)[world.cases["offer signed"][0]]
    assert {field["identifier"] for field in signed["fields"]} >= {"job_posting", "candidate_name", "salary_amount"}
    assert signed["fields"][0]["value"] != signed["posting"]
    assert signed["sentDocument"]["downloadUrl"].endswith(f"/offers/{signed['id']}/download?status=sent")
    assert signed["signatures"]["candidate"]["signed"] is True
    older = get(client, f"{on(world, 'several_opportunities')}/offers")["data"][0]
    assert "signatures" not in older
    assert client.get(f"{on(world, 'archived:Hired')}/offers/{signed['id']}").status_code == 404


def test_the_referral_is_the_form_of_the_application_at_another_time(client: httpx.Client, world: World) -> None:
    path = on(world, "referral")
    (referral,) = get(client, f"{path}/referrals")["data"]
    (application,) = get(client, f"{path}/applications")["data"]
    (form,) = application["customQuestions"]
    assert referral["id"] == form["id"]
    assert (referral["createdAt"], referral["completedAt"]) != (form["createdAt"], form["completedAt"])
    assert get(client, f"{on(world, 'no_posting')}/referrals")["data"][0]["referrer"] is None


def test_templates_list_the_active_ones_by_name(client: httpx.Client, world: World, vendor: Vendor) -> None:
    for kind, templates in (("feedback_templates", world.feedback_templates), ("form_templates", world.form_templates)):
        rows = get(client, f"/{kind}")["data"]
        assert [row["text"] for row in rows] == sorted(template.text for template in templates if template.active)
        assert get(client, f"/{kind}/{rows[0]['id']}")["data"] == rows[0]
        (inactive,) = (template.id for template in templates if not template.active)
        vendor.set_options(inactive_templates_readable=False)
        assert client.get(f"/{kind}/{inactive}").status_code == 404
        vendor.set_options(inactive_templates_readable=True)
        assert get(client, f"/{kind}/{inactive}")["data"]["id"] == inactive
        assert client.get(f"/{kind}/nope").status_code == 404
    assert isinstance(rows[0]["createdAt"], str)
    vendor.set_options(removed_templates=1)
    assert len(get(client, "/feedback_templates")["data"]) == sum(row.active for row in world.feedback_templates) - 1
    vendor.set_options(no_feedback_listed=True, removed_templates=0)
    assert "no-feedback" in by_id(get(client, "/feedback_templates")["data"])
    assert set(get(client, "/form_templates", include=["id", "text"])["data"][0]) == {"id", "text"}


def test_the_lists_envelopes_are_open_points(client: httpx.Client, world: World, vendor: Vendor) -> None:
    rich, bare = on(world, "phones_and_links"), on(world, "many_notes")
    assert get(client, f"{bare}/resumes") == {"data": [], "hasNext": False}
    files = get(client, f"{rich}/files")["data"]
    forms_of = on(world, "several_opportunities", 1)
    forms = get(client, f"{forms_of}/forms")["data"]
    vendor.set_options(empty_resumes="not_found", files_list="bare", forms_list="bare", missing_resume_file="absent")
    refused = client.get(f"{bare}/resumes")
    assert (refused.status_code, refused.json()["code"]) == (404, "ResourceNotFound")
    assert get(client, f"{rich}/files") == files
    assert get(client, f"{forms_of}/forms") == forms
    without = by_id(get(client, f"{rich}/resumes")["data"])[world.cases["file resume without file"][0]]
    assert "file" not in without
    vendor.set_options(missing_resume_file="null")
    without = by_id(get(client, f"{rich}/resumes")["data"])[world.cases["file resume without file"][0]]
    assert without["file"] is None
    assert without["parsedData"]["schools"]


def test_secret_forms_are_an_open_point(client: httpx.Client, world: World, vendor: Vendor) -> None:
    path = f"{on(world, 'several_opportunities', 1)}/forms"
    (secret,) = world.cases["form secret"]
    rows = get(client, path)["data"]
    assert secret in by_id(rows)
    assert "secret" not in rows[0]
    assert by_id(rows)[world.cases["form deleted"][0]]["deletedAt"] is not None
    vendor.set_options(forms_say_secret=True)
    assert [row["id"] for row in get(client, path)["data"] if row["secret"]] == [secret]
    vendor.set_options(secret_forms=False)
    assert {row["id"] for row in rows} - {row["id"] for row in get(client, path)["data"]} == {secret}
    assert client.get(f"{path}/{secret}").status_code == 404


def test_uploads_are_filtered_by_time(client: httpx.Client, world: World) -> None:
    path = on(world, "phones_and_links")
    for kind in ("resumes", "files"):
        rows = get(client, f"{path}/{kind}")["data"]
        times = sorted(
            int((row.get("file") or {}).get("uploadedAt") or row.get("uploadedAt") or row["createdAt"]) for row in rows
        )
        middle = times[len(times) // 2]
        after = get(client, f"{path}/{kind}", uploaded_at_start=middle)["data"]
        before = get(client, f"{path}/{kind}", uploaded_at_end=middle - 1)["data"]
        assert len(after) + len(before) == len(rows)
        assert after
        assert before
        assert client.get(f"{path}/{kind}", params={"uploaded_at_start": "yesterday"}).status_code == 400


def test_expanded_contacts_and_applications_may_have_fewer_keys(client: httpx.Client, vendor: Vendor) -> None:
    def first() -> dict[str, Any]:
        query = {"expand": ["contact", "applications"], "posting_id": next(iter(vendor.state.postings))}
        row: dict[str, Any] = get(client, "/opportunities", **query)["data"][0]
        return row

    whole = first()
    assert whole["contact"] == get(client, f"/contacts/{whole['contact']['id']}")["data"]
    assert "timezone" in whole["applications"][0]
    vendor.set_options(expand_contact_whole=False, expanded_client_fields=False)
    fewer = first()
    assert set(whole["contact"]) - set(fewer["contact"]) == {"dataProtection"}
    assert len(whole["applications"][0]) - len(fewer["applications"][0]) == 5


@pytest.mark.parametrize("status", [403, 404])
def test_a_plain_key_gets_nothing_of_a_confidential_opportunity(
    client: httpx.Client, world: World, vendor: Vendor, status: int
) -> None:
    path = on(world, "confidential")
    (file,) = world.cases["file confidential"]
    assert get(client, f"{path}/interviews")["data"]
    vendor.set_options(confidential_access=False, confidential_child_status=status)
    paths = [f"{path}/{kind}" for kind in KINDS] + [f"{path}/files/{file}", f"{path}/files/{file}/download"]
    assert {client.get(asked).status_code for asked in paths} == {status}


def test_what_hung_on_a_deleted_opportunity_is_gone_with_it(client: httpx.Client, world: World, vendor: Vendor) -> None:
    path = on(world, "deleted")
    for kind in (*KINDS, "notes", "applications"):
        vendor.set_options(deleted_children="not_found")
        assert client.get(f"{path}/{kind}").status_code == 404
        vendor.set_options(deleted_children="empty")
        assert get(client, f"{path}/{kind}") == {"data": [], "hasNext": False}
        assert client.get(f"/opportunities/nobody/{kind}").status_code == 404


def test_the_state_tells_all_of_it(world: World, vendor: Vendor) -> None:
    told = vendor.describe(world)
    assert set(told["children"]) == set(KINDS)
    held = sum(len(hanging(world, record, "feedback")) for record in world.opportunities.values())
    assert sum(map(len, told["children"]["feedback"].values())) == held
    assert len(told["feedback_templates"]) == len(world.feedback_templates)
    assert told["form_templates"][0] == lever_child_shapes.form_template(world.form_templates[0])

"""Ashby stand-in: candidates, tags and notes (section 9.1; open points 1, 6, 7, 9, 10, 17, 18, 19)."""

from typing import Any
from uuid import uuid4

import pytest

from pipeline.simulator import ashby_hands as hands
from pipeline.simulator.ashby_desk import Desk, desk
from pipeline.simulator.ashby_state import canonical

TIME = "2014-05-28T21:06:38.093Z"


def person(opened: Desk, **body: Any) -> str:
    return str(opened.ask("candidate.create", **{"name": "N", **body})["id"])


def values(contacts: list[dict[str, Any]]) -> list[str]:
    return [contact["value"] for contact in contacts]


def enabled_and_disabled(opened: Desk) -> tuple[str, str]:
    everyone = opened.ask("user.list", includeDeactivated=True)
    enabled, disabled = (next(row["id"] for row in everyone if row["isEnabled"] is flag) for flag in (True, False))
    return enabled, disabled


def test_create_takes_every_parameter() -> None:
    opened = desk(0)
    user, _ = enabled_and_disabled(opened)
    source = opened.ask("source.list")[0]
    row = opened.ask(
        "candidate.create",
        name="Zoë O’Hara",
        email="Zoe@post.example",
        phoneNumber="+32 9",
        linkedInUrl="https://www.linkedin.com/in/zoe",
        githubUrl="https://github.com/zoe",
        website="https://zoe.example",
        alternateEmailAddresses=["z@post.example", "zoe@POST.example", "z@post.example"],
        sourceId=source["id"],
        creditedToUserId=user,
        location={"city": "Ghent", "country": "Belgium"},
        createdAt="2014-05-28T23:06:38+02:00",
    )
    assert row == opened.ask("candidate.info", id=row["id"])
    assert (row["name"], row["createdAt"]) == ("Zoë O’Hara", "2014-05-28T21:06:38.000Z")
    assert row["primaryEmailAddress"] == {"value": "Zoe@post.example", "type": "Personal", "isPrimary": True}
    assert [(entry["value"], entry["isPrimary"]) for entry in row["emailAddresses"]] == [
        ("Zoe@post.example", True),
        ("z@post.example", False),
    ]
    assert values(row["phoneNumbers"]) == ["+32 9"]
    assert [link["type"] for link in row["socialLinks"]] == ["LinkedIn", "GitHub", "Website"]
    assert (row["source"], row["creditedToUser"]["id"]) == (source, user)
    assert row["location"]["locationSummary"] == "Ghent, Belgium"
    assert [part["type"] for part in row["location"]["locationComponents"]] == ["Country", "City"]


@pytest.mark.parametrize("key", ["sourceId", "creditedToUserId"])
def test_create_names_only_known_things_and_makes_nothing_otherwise(key: str) -> None:
    opened = desk(0)
    before = canonical(opened.state)
    code = opened.refusal("candidate.create", name="N", **{key: str(uuid4())})
    assert code == {"sourceId": "source_not_found", "creditedToUserId": "user_not_found"}[key]
    assert canonical(opened.state) == before


@pytest.mark.parametrize(("verdict", "records"), [("new", 2), ("refuse", 1), ("existing", 1)])
@pytest.mark.parametrize("second", [{"email": "A@post.example"}, {"alternateEmailAddresses": ["b@post.example"]}])
def test_1_known_email(verdict: str, records: int, second: dict[str, Any]) -> None:
    opened = desk(0, known_email=verdict)
    first = person(opened, email="a@post.example", alternateEmailAddresses=["b@post.example"])
    reply = opened.post("candidate.create", {"name": "M", **second}).body
    assert reply["success"] is (verdict != "refuse")
    if verdict == "existing":
        assert (reply["results"]["id"], reply["results"]["name"]) == (first, "N")
    names = [row["name"] for row in canonical(opened.state)["candidates"]]
    assert sum(name in ("N", "M") for name in names) == records


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_17_disabled_user(verdict: str) -> None:
    opened = desk(0, disabled_user=verdict)
    _, disabled = enabled_and_disabled(opened)
    reply = opened.post("candidate.create", {"name": "N", "creditedToUserId": disabled}).body
    assert reply["success"] is (verdict == "accept")


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
@pytest.mark.parametrize(
    ("switch", "at"),
    [("created_at_future", "2999-01-01T00:00:00Z"), ("created_at_before_1970", "1969-12-31T23:59:59Z")],
)
def test_18_times(verdict: str, switch: str, at: str) -> None:
    opened = desk(0, **{switch: verdict})
    candidate = person(opened)
    for endpoint, body in (
        ("candidate.create", {"name": "N"}),
        ("candidate.update", {"candidateId": candidate}),
        ("candidate.createNote", {"candidateId": candidate, "note": "x"}),
    ):
        assert opened.post(endpoint, {**body, "createdAt": at}).body["success"] is (verdict == "accept")


def test_19_lengths() -> None:
    opened = desk(0, name_max_chars=5, note_max_chars=5)
    candidate = person(opened)
    for endpoint, body in (
        ("candidate.create", {"name": "N" * 6}),
        ("candidate.update", {"candidateId": candidate, "name": "N" * 6}),
        ("candidateTag.create", {"title": "t" * 6}),
        ("candidate.createNote", {"candidateId": candidate, "note": "n" * 6}),
        ("candidate.createNote", {"candidateId": candidate, "note": {"type": "text/html", "value": "<p>n</p>"}}),
    ):
        assert opened.refusal(endpoint, **body) == "invalid_input"
    assert desk(0).post("candidate.create", {"name": "N" * 10_000}).body["success"] is True


# update


def test_update_changes_only_what_is_given() -> None:
    opened = desk(0)
    candidate = person(opened, email="a@post.example", phoneNumber="+1", createdAt=TIME)
    before = opened.ask("candidate.info", id=candidate)
    after = opened.ask("candidate.update", candidateId=candidate, name="M", sendNotifications=False)
    assert (after.pop("name"), after.pop("updatedAt") >= before.pop("updatedAt")) == ("M", True)
    before.pop("name")
    assert after == before
    moved = opened.ask("candidate.update", candidateId=candidate, createdAt="2013-01-01T00:00:00Z", phoneNumber="+2")
    assert (moved["createdAt"], values(moved["phoneNumbers"])) == ("2013-01-01T00:00:00.000Z", ["+2"])


@pytest.mark.parametrize(
    ("switch", "addresses"), [("replace", ["new@post.example"]), ("keep_old", ["new@post.example", "a@post.example"])]
)
def test_a_new_primary_email(switch: str, addresses: list[str]) -> None:
    opened = desk(0, new_primary_email=switch)
    candidate = person(opened, email="a@post.example")
    row = opened.ask("candidate.update", candidateId=candidate, email="new@post.example")
    assert values(row["emailAddresses"]) == addresses
    assert len(opened.ask("candidate.search", email="a@post.example")) == len(addresses) - 1
    assert len(opened.ask("candidate.search", email="new@post.example")) == 1


def test_alternate_email_adds_one_and_never_twice() -> None:
    opened = desk(0)
    candidate = person(opened, email="a@post.example")
    for address in ("b@post.example", "B@post.example", "a@post.example", "c@post.example"):
        row = opened.ask("candidate.update", candidateId=candidate, alternateEmail=address)
    assert values(row["emailAddresses"]) == ["a@post.example", "b@post.example", "c@post.example"]


def test_social_links_replace_all_and_silence_the_single_ones() -> None:
    opened = desk(0)
    candidate = person(opened, website="https://a.example")
    row = opened.ask("candidate.update", candidateId=candidate, linkedInUrl="https://www.linkedin.com/in/a")
    assert [link["type"] for link in row["socialLinks"]] == ["Website", "LinkedIn"]
    row = opened.ask("candidate.update", candidateId=candidate, websiteUrl="https://b.example")
    assert row["socialLinks"][-1] == {"type": "Website", "url": "https://b.example"}
    medium = [{"type": "Medium", "url": "https://medium.example"}]
    row = opened.ask("candidate.update", candidateId=candidate, socialLinks=medium, websiteUrl="https://c.example")
    assert row["socialLinks"] == medium


@pytest.mark.parametrize("verdict", ["refuse", "clear", "ignore"])
@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("email", "primaryEmailAddress"),
        ("phoneNumber", "primaryPhoneNumber"),
        ("location", "location"),
        ("sourceId", "source"),
        ("linkedInUrl", "socialLinks"),
        ("socialLinks", "socialLinks"),
    ],
)
def test_9_null_in_update(verdict: str, key: str, shown: str) -> None:
    opened = desk(0, null_in_update=verdict)
    candidate = person(
        opened,
        email="a@post.example",
        phoneNumber="+1",
        location={"city": "Ghent"},
        sourceId=opened.ask("source.list")[0]["id"],
        linkedInUrl="https://www.linkedin.com/in/a",
    )
    reply = opened.post("candidate.update", {"candidateId": candidate, key: None}).body
    assert reply["success"] is (verdict != "refuse")
    assert bool(opened.ask("candidate.info", id=candidate).get(shown)) is (verdict != "clear")
    assert opened.refusal("candidate.update", candidateId=candidate, name=None) == "invalid_input"


def test_notifications_of_writes_to_candidates() -> None:
    opened = desk(0)
    candidate = person(opened)
    for quiet in ({"sendNotifications": False}, {"sendNotifications": True}, {}):
        opened.ask("candidate.update", candidateId=candidate, name="M", **quiet)
        opened.ask("candidate.createNote", candidateId=candidate, note="x", **quiet)
    assert [(row["kind"], row["endpoint"]) for row in opened.state.notifications] == [
        ("subscribers", "candidate.update"),
        ("subscribers", "candidate.createNote"),
        ("subscribers", "candidate.update"),
    ]
    loud = desk(0, record_unknown_notifications=True)
    person(loud)
    assert [row["kind"] for row in loud.state.notifications] == ["unknown"]


# search


@pytest.fixture
def searched() -> Desk:
    opened = desk(0)
    person(opened, name="Ada Quist", email="Ada@post.example", alternateEmailAddresses=["quist@post.example"])
    person(opened, name="Bram Quist", email="bram@post.example")
    return opened


def hits(opened: Desk, **body: str) -> list[str]:
    return [row["name"].split()[0] for row in opened.ask("candidate.search", **body)]


def test_search_combines_with_and(searched: Desk) -> None:
    assert hits(searched, email="ada@post.example", name="ada quist") == ["Ada"]
    assert hits(searched, email="ada@post.example", name="Bram Quist") == []
    assert hits(searched, name="bram quist") == ["Bram"]
    assert hits(searched, email="nobody@post.example") == []


@pytest.mark.parametrize(
    ("switches", "found"),
    [
        ({}, [["Ada"], [], ["Ada"], []]),
        ({"search_case": "sensitive"}, [[], [], ["Ada"], []]),
        ({"search_alternate_emails": False}, [["Ada"], [], [], []]),
        ({"search": "loose"}, [["Ada"], ["Ada"], ["Ada"], ["Ada", "Bram"]]),
        ({"search": "loose", "search_alternate_emails": False}, [["Ada"], ["Ada"], [], ["Ada", "Bram"]]),
    ],
)
def test_6_search(searched: Desk, switches: dict[str, Any], found: list[list[str]]) -> None:
    searched.switch(desk(0, **switches).options)
    bodies = ({"email": "ada@post.example"}, {"email": "ada@post"}, {"email": "quist@post.example"}, {"name": "quist"})
    assert [hits(searched, **body) for body in bodies] == found


def test_search_without_parameters(searched: Desk) -> None:
    assert searched.refusal("candidate.search") == "invalid_input"
    opened = desk(150, search_without_parameters="all")
    assert len(opened.ask("candidate.search")) == 100


def test_search_follows_changes(searched: Desk) -> None:
    (bram,) = searched.ask("candidate.search", name="Bram Quist")
    hands.edit(searched.state, bram["id"], name="Bram Peeters", email="peeters@post.example")
    assert hits(searched, name="Bram Quist") == hits(searched, email="bram@post.example") == []
    assert hits(searched, email="PEETERS@post.example", name="Bram Peeters") == ["Bram"]
    hands.delete(searched.state, bram["id"])
    assert hits(searched, name="Bram Peeters") == []


# tags


def test_a_tag_of_that_title_is_returned_instead() -> None:
    opened = desk(0)
    made = opened.ask("candidateTag.create", title="relocates")
    assert opened.ask("candidateTag.create", title="relocates") == made
    assert made["id"] not in [row["id"] for row in opened.ask("candidateTag.list") if row["title"] == "Relocates"]


@pytest.mark.parametrize(("switch", "tags"), [("exact", 3), ("insensitive", 2)])
def test_case_of_tag_titles(switch: str, tags: int) -> None:
    opened = desk(0, tag_titles=switch)
    opened.ask("candidateTag.create", title="RELOCATES")
    assert len(opened.ask("candidateTag.list")) == tags


@pytest.mark.parametrize("switch", ["returned", "new"])
def test_a_tag_title_that_is_archived(switch: str) -> None:
    opened = desk(0, archived_tag_title=switch)
    old = opened.ask("candidateTag.list")[0]
    opened.state.tags.by_id[old["id"]].archived = True
    made = opened.ask("candidateTag.create", title=old["title"])
    assert (made["id"] == old["id"], made["isArchived"]) == ((True, True) if switch == "returned" else (False, False))


def test_add_and_remove_a_tag() -> None:
    opened = desk(0)
    candidate, tag = person(opened), opened.ask("candidateTag.list")[0]
    assert opened.ask("candidate.addTag", candidateId=candidate, tagId=tag["id"])["tags"] == [tag]
    assert opened.ask("candidate.removeTag", candidateId=candidate, tagId=tag["id"])["tags"] == []
    for endpoint in ("candidate.addTag", "candidate.removeTag"):
        assert opened.refusal(endpoint, candidateId=candidate, tagId=str(uuid4())) == "tag_not_found"
        assert opened.refusal(endpoint, candidateId=str(uuid4()), tagId=tag["id"]) == "candidate_not_found"


@pytest.mark.parametrize("verdict", ["ok", "refuse"])
def test_10_tags_repeated(verdict: str) -> None:
    opened = desk(0, add_tag_twice=verdict, remove_absent_tag=verdict)
    candidate, tag = person(opened), opened.ask("candidateTag.list")[0]["id"]
    body = {"candidateId": candidate, "tagId": tag}
    assert opened.post("candidate.removeTag", body).body["success"] is (verdict == "ok")
    opened.ask("candidate.addTag", **body)
    assert opened.post("candidate.addTag", body).body["success"] is (verdict == "ok")
    assert len(opened.ask("candidate.info", id=candidate)["tags"]) == 1


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_archived_sources_and_tags(verdict: str) -> None:
    opened = desk(0, archived_setup=verdict)
    source = next(row["id"] for row in opened.ask("source.list", includeArchived=True) if row["isArchived"])
    assert opened.post("candidate.create", {"name": "N", "sourceId": source}).body["success"] is (verdict == "accept")
    tag = opened.ask("candidateTag.list")[0]["id"]
    opened.state.tags.by_id[tag].archived = True
    body = {"candidateId": person(opened), "tagId": tag}
    assert opened.post("candidate.addTag", body).body["success"] is (verdict == "accept")


# notes


def test_a_note_is_written_by_the_user_behind_the_key() -> None:
    opened = desk(0)
    candidate = person(opened)
    made = opened.ask("candidate.createNote", candidateId=candidate, note="<b>a</b>\nb & c", createdAt=TIME)
    assert (made["content"], made["createdAt"], made["isPrivate"]) == ("<b>a</b>\nb & c", TIME, False)
    assert made["author"]["firstName"] == "Ottoline"
    assert opened.ask("candidate.listNotes", candidateId=candidate) == [made]
    assert opened.refusal("candidate.listNotes", candidateId=str(uuid4())) == "candidate_not_found"


HTML = (
    '<h1>Hi</h1><p class="x">a <b>bold</b> &amp; <a href="https://x.example" target="_blank">link</a></p>'
    "<p>two<br>three</p><script>bad()</script><ul><li>one</li></ul>"
)


@pytest.mark.parametrize(
    ("switches", "content"),
    [
        ({"note_readback": "as_sent"}, HTML),
        ({}, 'Hia <b>bold</b> &amp; <a href="https://x.example">link</a>twothree<ul><li>one</li></ul>'),
        (
            {"note_line_breaks": "kept"},
            'Hi\na <b>bold</b> &amp; <a href="https://x.example">link</a>\ntwo\nthree<ul><li>one</li></ul>',
        ),
        ({"note_readback": "plain"}, "Hia bold & linktwothreeone"),
        ({"note_readback": "plain", "note_line_breaks": "kept"}, "Hi\na bold & link\ntwo\nthree\none"),
        ({"note_stripped_text": "lost"}, "<ul><li>one</li></ul>"),
    ],
)
def test_7_html_notes(switches: dict[str, Any], content: str) -> None:
    opened = desk(0, **switches)
    note = {"type": "text/html", "value": HTML}
    assert opened.ask("candidate.createNote", candidateId=person(opened), note=note)["content"] == content


def test_every_documented_element_is_kept() -> None:
    opened = desk(0)
    html = "<b>b</b><i>i</i><u>u</u><ul><li>1</li></ul><ol><li>2</li></ol><code>c</code><pre>p &lt; q</pre>"
    note = {"type": "text/html", "value": html}
    assert opened.ask("candidate.createNote", candidateId=person(opened), note=note)["content"] == html
    plain = {"type": "text/plain", "value": "<p>as it is</p>"}
    assert opened.ask("candidate.createNote", candidateId=person(opened), note=plain)["content"] == "<p>as it is</p>"


def test_private_notes_need_the_switch_to_be_seen() -> None:
    opened = desk(0)
    candidate = person(opened)
    opened.ask("candidate.createNote", candidateId=candidate, note="secret", isPrivate=True)
    assert len(opened.ask("candidate.listNotes", candidateId=candidate)) == 1
    opened.switch(desk(0, private_fields=False).options)
    assert opened.ask("candidate.listNotes", candidateId=candidate) == []


@pytest.mark.parametrize(("verdict", "private"), [("refuse", []), ("public", [False]), ("ignore", [True])])
def test_a_private_note_by_a_key_without_the_switch(verdict: str, private: list[bool]) -> None:
    opened = desk(0, private_fields=False, private_note_without_right=verdict)
    candidate = person(opened)
    reply = opened.post("candidate.createNote", {"candidateId": candidate, "note": "x", "isPrivate": True}).body
    assert reply["success"] is (verdict != "refuse")
    assert [note.private for note in opened.state.candidates.by_id[candidate].notes] == private
    assert len(opened.ask("candidate.listNotes", candidateId=candidate)) == (1 if verdict == "public" else 0)


def test_info_by_external_mapping_id_finds_nobody() -> None:
    opened = desk(0)
    assert opened.refusal("candidate.info", externalMappingId="x") == "candidate_not_found"
    candidate = person(opened)
    assert opened.ask("candidate.info", id=candidate, externalMappingId="x")["id"] == candidate

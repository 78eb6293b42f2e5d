"""The writing endpoints of candidates: records, tags on them, notes (section 9.1).

Same form as `ashby_writes`.
"""

from typing import Any

from pipeline.simulator import ashby_people_answers as show
from pipeline.simulator.ashby_errors import AshbyError, invalid, not_found
from pipeline.simulator.ashby_notes import readback
from pipeline.simulator.ashby_objects import Candidate, Note, Place
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer
from pipeline.simulator.ashby_sight import (
    find_candidate,
    find_source,
    find_tag,
    find_user,
    optional_moment,
    refuse_long,
)
from pipeline.simulator.ashby_state import AshbyState, emails, index_keys, notify

Body = dict[str, Any]


def candidate_create(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.create: the e-mail is the primary one; alternate ones come without repetitions (our reading)."""
    refuse_long(body["name"], options.name_max_chars, "name")
    created_at = optional_moment(state, options, body, "createdAt")
    email = body.get("email")
    others = _unlike(body.get("alternateEmailAddresses", []), () if email is None else (email,))
    if options.known_email != "new":
        known = [
            candidate_id
            for address in ((email,) if email else ()) + others
            for candidate_id in state.by_email.get(address.casefold(), ())
        ]
        if known and options.known_email == "refuse":
            raise invalid("email", "is already in use by another candidate")
        if known:
            return {"results": show.candidate(state, options, state.candidates.by_id[known[0]])}
    source_id = find_source(state, options, body["sourceId"]) if "sourceId" in body else None
    credited_to = _credited(state, options, body)
    now = state.now()
    links = (("LinkedIn", "linkedInUrl"), ("GitHub", "githubUrl"), ("Website", "website"))
    row = Candidate(
        id=state.new_id(),
        name=body["name"],
        created_at=created_at or now,
        updated_at=now,
        added_at=now,
        email=email,
        other_emails=others,
        phone=body.get("phoneNumber"),
        links=tuple((kind, body[key]) for kind, key in links if key in body),
        source_id=source_id,
        credited_to=credited_to,
        place=_place(state, body.get("location")),
    )
    state.add_candidate(row)
    if options.record_unknown_notifications:
        notify(state, "unknown", "candidate.create", row.id)
    return {"results": show.candidate(state, options, row)}


def _unlike(addresses: list[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses that are not known and not there twice, case aside."""
    seen = {address.casefold() for address in known}
    fresh: list[str] = []
    for address in addresses:
        if address.casefold() not in seen:
            seen.add(address.casefold())
            fresh.append(address)
    return tuple(fresh)


def _credited(state: AshbyState, options: AshbyOptions, body: Body) -> str | None:
    user_id = body.get("creditedToUserId")
    return None if user_id is None else find_user(state, options, user_id, "creditedToUserId").id


def _place(state: AshbyState, location: dict[str, str] | None) -> Place | None:
    """A resolved location; one without any part is none."""
    parts = location or {}
    if not any(parts.values()):
        return None
    return Place(state.new_id(), parts.get("city") or None, parts.get("region") or None, parts.get("country") or None)


def candidate_update(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.update: only what is given changes; null as the switch says; subscribers are told by default."""
    row = find_candidate(state, options, body["candidateId"], "candidateId")
    given = {key: value for key, value in body.items() if value is not None or options.null_in_update == "clear"}
    if "name" in given:
        refuse_long(given["name"], options.name_max_chars, "name")
    created_at = optional_moment(state, options, given, "createdAt")
    source_id = given.get("sourceId") and find_source(state, options, given["sourceId"])
    credited_to = _credited(state, options, given)
    before = index_keys(row)
    row.name = given.get("name", row.name)
    row.created_at = created_at or row.created_at
    row.phone = given.get("phoneNumber", row.phone)
    row.source_id = source_id if "sourceId" in given else row.source_id
    row.credited_to = credited_to if "creditedToUserId" in given else row.credited_to
    row.place = _place(state, given["location"]) if "location" in given else row.place
    row.links = _links(row.links, given)
    _set_emails(row, given, keeps_old=options.new_primary_email == "keep_old")
    row.updated_at = state.now()
    state.reindex(row, before)
    state.candidates.touch(row, state.clock())
    if body.get("sendNotifications", True):
        notify(state, "subscribers", "candidate.update", row.id)
    return {"results": show.candidate(state, options, row)}


def _links(links: tuple[tuple[str, str], ...], given: Body) -> tuple[tuple[str, str], ...]:
    """The links after an update: socialLinks replaces all and silences the three single ones."""
    if "socialLinks" in given:
        return tuple((link["type"], link["url"]) for link in given["socialLinks"] or ())
    for kind, key in (("LinkedIn", "linkedInUrl"), ("GitHub", "githubUrl"), ("Website", "websiteUrl")):
        if key in given:
            rest = tuple(link for link in links if link[0] != kind)
            links = rest if given[key] is None else (*rest, (kind, given[key]))
    return links


def _set_emails(row: Candidate, given: Body, *, keeps_old: bool) -> None:
    """A new primary address, and one more alternate one; an address is never there twice."""
    if "email" in given:
        old, row.email = row.email, given["email"]
        others = (*row.other_emails, old) if keeps_old and old is not None else row.other_emails
        row.other_emails = _unlike(list(others), () if row.email is None else (row.email,))
    if given.get("alternateEmail") is not None:
        row.other_emails += _unlike([given["alternateEmail"]], emails(row))


def candidate_add_tag(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.addTag."""
    row = find_candidate(state, options, body["candidateId"], "candidateId")
    tag = find_tag(state, options, body["tagId"])
    if tag.id not in row.tags:
        row.tags = (*row.tags, tag.id)
        _changed(state, row)
    elif options.add_tag_twice == "refuse":
        raise invalid("tagId", "is on the candidate already")
    return {"results": show.candidate(state, options, row)}


def candidate_remove_tag(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.removeTag."""
    row = find_candidate(state, options, body["candidateId"], "candidateId")
    if body["tagId"] not in state.tags.by_id:
        raise not_found("tag", "tagId")
    if body["tagId"] in row.tags:
        row.tags = tuple(tag_id for tag_id in row.tags if tag_id != body["tagId"])
        _changed(state, row)
    elif options.remove_absent_tag == "refuse":
        raise invalid("tagId", "is not on the candidate")
    return {"results": show.candidate(state, options, row)}


def _changed(state: AshbyState, row: Candidate) -> None:
    row.updated_at = state.now()
    state.candidates.touch(row, state.clock())


def note_create(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """candidate.createNote: author is the user behind the key; nobody is told unless asked for."""
    row = find_candidate(state, options, body["candidateId"], "candidateId")
    created_at = optional_moment(state, options, body, "createdAt")
    note = body["note"]
    sent, html = (note, False) if isinstance(note, str) else (note["value"], note["type"] == "text/html")
    refuse_long(sent, options.note_max_chars, "note")
    private = body.get("isPrivate", False)
    if private and not options.private_fields and options.private_note_without_right != "ignore":
        if options.private_note_without_right == "refuse":
            raise AshbyError("invalid_input", "isPrivate needs access to private fields", "isPrivate")
        private = False
    made = Note(
        state.new_id(),
        readback(sent, html=html, options=options),
        created_at or state.now(),
        private,
        state.key_user_id,
        state.clock(),
    )
    row.notes.append(made)
    if body.get("sendNotifications", False):
        notify(state, "subscribers", "candidate.createNote", made.id)
    return {"results": show.note(state, made)}

"""Offers: the process, its form, the offer with its versions, the decision (section 9.9).

Same form as `ashby_reads` and `ashby_writes`. A process has one offer; every further form that is filled in it is
another version of that offer (our reading of offer.start's text). No approval is ever given or refused here, and an
accepted offer moves no application.
"""

from typing import Any

from pipeline.simulator import ashby_answers as show
from pipeline.simulator.ashby_errors import AshbyError, invalid, not_found
from pipeline.simulator.ashby_forms import answers, definition
from pipeline.simulator.ashby_objects import CustomField
from pipeline.simulator.ashby_openings import find_opening
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer, rows_page
from pipeline.simulator.ashby_sight import application_visible, epoch, find_application, moment
from pipeline.simulator.ashby_state import AshbyState, notify
from pipeline.simulator.ashby_surroundings import Offer, OfferProcess, OfferVersion

Body = dict[str, Any]
TITLE = "Offer"
START, SALARY, OPENING = "_systemfield_start_date", "_systemfield_salary", "_systemfield_opening"
DECIDED = {"Accepted": "CandidateAccepted", "Declined": "CandidateRejected", "Cancelled": "OfferCancelled"}
"""acceptanceStatus → offerStatus of a decided offer."""
LOST = ("Declined", "Cancelled")
"""Offers that hold no opening."""


def _visible(state: AshbyState, options: AshbyOptions, application_id: str) -> bool:
    """An orphan, whose application was deleted, is visible to all."""
    application = state.applications.by_id.get(application_id)
    return application is None or application_visible(state, options, application)


def _find(state: AshbyState, options: AshbyOptions, offer_id: str) -> Offer:
    row = state.offers.by_id.get(offer_id)
    if row is None or not _visible(state, options, row.application_id):
        raise not_found("offer", "offerId")
    return row


def _find_process(state: AshbyState, options: AshbyOptions, process_id: str) -> OfferProcess:
    row = state.offer_processes.by_id.get(process_id)
    if row is None or not _visible(state, options, row.application_id):
        raise not_found("offer_process", "offerProcessId")
    return row


def process_start(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """offerProcess.start: a process that no endpoint lists."""
    application = find_application(state, options, body["applicationId"])
    stage = state.stages[application.history[-1].stage_id]
    if stage.type == "Archived" and options.offer_on_archived_application == "refuse":
        raise invalid("applicationId", "must not be archived")
    waiting = (
        row
        for row in state.offer_processes.by_id.values()
        if row.application_id == application.id and row.offer_id is None
    )
    earlier = next(waiting, None)
    if earlier is not None and options.offer_process_twice == "refuse":
        raise invalid("applicationId", "has an offer process already")
    if earlier is None or options.offer_process_twice == "new":
        earlier = OfferProcess(state.new_id(), application.id)
        state.offer_processes.add(earlier, state.clock())
    return {"results": {"id": earlier.id, "applicationId": application.id, "status": "WaitingOnOfferCreation"}}


def offer_start(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """offer.start: a form to fill in; a repeat hands out another one."""
    process = _find_process(state, options, body["offerProcessId"])
    form_id = state.new_id()
    process.forms = (*process.forms, form_id)
    return {"results": {"id": form_id, "formDefinition": definition(TITLE, state.offer_fields)}}


def offer_create(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """offer.create: with an approval rule for offers the approvers are told, without one the candidate is awaited."""
    process = _find_process(state, options, body["offerProcessId"])
    form_id = body["offerFormId"]
    if form_id not in process.forms:
        raise not_found("offer_form", "offerFormId")
    if form_id in process.filled and options.offer_form_twice == "refuse":
        raise invalid("offerFormId", "has been filled already")
    values = answers(options, state.offer_fields, body["offerForm"]["fieldSubmissions"], "offerForm.fieldSubmissions")
    offer = state.offers.by_id.get(process.offer_id or "")
    _refuse_opening(state, values.get(OPENING), offer)
    asks = "offer" in options.approvals
    version = OfferVersion(state.new_id(), state.now(), values, "WaitingOnApprovals" if asks else None)
    acceptance, status = (
        ("Created", "WaitingOnOfferApproval") if asks else ("WaitingOnResponse", "WaitingOnCandidateResponse")
    )
    if offer is None:
        offer = Offer(state.new_id(), process.application_id, state.now(), (version,), acceptance, status)
        state.offers.add(offer, state.clock())
        process.offer_id = offer.id
    else:
        offer.versions = (*offer.versions, version)
        offer.acceptance, offer.status, offer.decided_at, offer.dated = acceptance, status, None, False
        state.offers.touch(offer, state.clock())
    process.filled = (*process.filled, form_id)
    if asks:
        notify(state, "approvers", "offer.create", offer.id)
    elif options.record_unknown_notifications:
        notify(state, "unknown", "offer.create", offer.id)
    return {"results": _whole(state, offer, body)}


def _refuse_opening(state: AshbyState, opening_id: str | dict[str, str] | None, offer: Offer | None) -> None:
    """An opening must be there, neither closed nor filled, and wanted by no other living offer."""
    if opening_id is None:
        return
    named = opening_id["value"] if isinstance(opening_id, dict) else opening_id
    opening = find_opening(state, named, "offerForm.fieldSubmissions")
    if opening.state in ("Closed", "Filled"):
        raise AshbyError("opening_state_invalid", "The opening has been closed or filled", "offerForm")
    for other in state.offers.by_id.values():
        if other is not offer and other.acceptance not in LOST and _opening_of(other.versions[-1]) == named:
            raise AshbyError("opening_in_use", "The opening is in use by another offer", "offerForm")


def _opening_of(version: OfferVersion) -> str | None:
    value = version.values.get(OPENING)
    return value["value"] if isinstance(value, dict) else value


def offer_info(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """offer.info."""
    return {"results": _whole(state, _find(state, options, body["offerId"]), body)}


def offer_list(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """offer.list with the latest version of each; it gives no form definitions."""
    after, application_id = epoch(body, "createdAfter"), body.get("applicationId")

    def keep(row: Offer) -> bool:
        if application_id is not None and row.application_id != application_id:
            return False
        facets = (
            ("offerStatus", row.status),
            ("acceptanceStatus", row.acceptance),
            ("approvalStatus", row.versions[-1].approval),
        )
        if any(key in body and value not in body[key] for key, value in facets):
            return False
        return (after is None or row.created_at > after) and _visible(state, options, row.application_id)

    return rows_page(state, options, "offer.list", body, state.offers, keep, lambda row: _shown(state, row))


def set_status(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """offer.setStatus: offerStatus follows from it, and the decision is now."""
    row = _find(state, options, body["offerId"])
    row.acceptance, row.status = body["acceptanceStatus"], DECIDED[body["acceptanceStatus"]]
    row.decided_at, row.dated = state.now(), False
    state.offers.touch(row, state.clock())
    if options.record_unknown_notifications:
        notify(state, "unknown", "offer.setStatus", row.id)
    return {"results": _whole(state, row, body)}


def set_decided_at(state: AshbyState, options: AshbyOptions, body: Body) -> Answer:
    """offer.setDecidedAt: back-dates the decision; one that has not been made can't be (our reading)."""
    row = _find(state, options, body["offerId"])
    if row.acceptance not in DECIDED:
        raise invalid("decidedAt", "can't be set before the offer is decided")
    row.decided_at, row.dated = moment(state, options, body["decidedAt"], "decidedAt"), True
    state.offers.touch(row, state.clock())
    return {"results": _whole(state, row, body)}


def _shown(state: AshbyState, row: Offer) -> Answer:
    return {
        "id": row.id,
        "decidedAt": row.decided_at,
        "applicationId": row.application_id,
        "acceptanceStatus": row.acceptance,
        "offerStatus": row.status,
        "latestVersion": _version(state, row.versions[-1]),
    }


def _whole(state: AshbyState, row: Offer, body: Body) -> Answer:
    shown = _shown(state, row) | {"versions": [_version(state, version) for version in row.versions]}
    if body.get("excludeFormDefinition", False):
        return shown
    return shown | {"formDefinition": definition(TITLE, state.offer_fields)}


def _version(state: AshbyState, version: OfferVersion) -> Answer:
    """Own fields of the form show as custom values."""
    shown: Answer = {
        "id": version.id,
        "startDate": version.values.get(START),
        "createdAt": version.created_at,
        "openingId": _opening_of(version),
        "customFields": [
            show.custom_value(_as_custom(field.id, field.title, field.type, field.options), version.values[field.path])
            for field in state.offer_fields
            if field.path in version.values and not field.path.startswith("_systemfield_")
        ],
        "fileHandles": [],
        "author": show.user(state.users.by_id[state.key_user_id]),
        "approvalStatus": version.approval,
    }
    return shown | ({"salary": version.values[SALARY]} if SALARY in version.values else {})


def _as_custom(field_id: str, title: str, kind: str, options: tuple[tuple[str, str], ...]) -> CustomField:
    listed = tuple({"label": label, "value": value, "isArchived": False} for label, value in options)
    return CustomField(field_id, title, kind, "Offer", options=listed)

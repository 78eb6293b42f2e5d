"""The short unpaged lists of set-up: close reasons, message templates, tracking links (section 9.5). Reading only."""

from typing import Any

from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_pages import Answer
from pipeline.simulator.ashby_state import AshbyState

Body = dict[str, Any]
LINK = "https://jobs.ashbyhq.com/quillbrook?utm_source="


def close_reason_list(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """closeReason.list."""
    everything = body.get("includeArchived", False)
    shown = [
        {"id": row.id, "reasonText": row.text, "isArchived": row.archived}
        for row in state.close_reasons.values()
        if everything or not row.archived
    ]
    return {"results": shown, "moreDataAvailable": False}


def template_list(state: AshbyState, _: AshbyOptions, __: Body) -> Answer:
    """communicationTemplate.list: enabled ones, and the state holds no others."""
    return {
        "results": [
            {
                "id": row.id,
                "createdAt": row.created_at,
                "updatedAt": row.created_at,
                "title": row.title,
                "intendedTypes": list(row.types),
            }
            for row in state.templates.values()
        ]
    }


def tracking_link_list(state: AshbyState, _: AshbyOptions, body: Body) -> Answer:
    """sourceTrackingLink.list."""
    everything = body.get("includeDisabled", False)
    shown = [
        {"id": row.id, "code": row.code, "enabled": row.enabled, "sourceId": row.source_id, "link": LINK + row.code}
        for row in state.tracking_links.values()
        if everything or row.enabled
    ]
    return {"results": shown, "moreDataAvailable": False}

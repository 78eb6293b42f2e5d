"""What Lever's stand-in knows, and what a workspace holds of it: the two must be equal, object by object."""

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from pipeline import duck
from pipeline.run import ExtractOptions
from pipeline.settings import Settings
from pipeline.simulator.control import Vendor
from pipeline.simulator.server import Running
from pipeline.workspace import Workspace
from stages import journey

Objects = dict[str, Any]
"""By id, or by `<opportunity>/<id>` for what hangs on one."""

TABLE_OF = {
    "feedback": "feedback",
    "interviews": "interview",
    "panels": "panel",
    "offers": "offer",
    "resumes": "resume",
    "files": "file",
    "forms": "form",
    "referrals": "referral",
}


def extract(vendors: Running, workspace: Path, options: ExtractOptions | None = None, **settings: Any) -> Any:
    """One extraction in this process, over real HTTP, as fast as the stand-in answers; returns the stage's report."""
    line = {**vendors.line(), "lever_requests_per_second": 100_000, "lever2ashby_timeout_s": 5, **settings}
    return journey.travel(("extract",), workspace, Settings(**line), options=options).stages["extract"]


def known(lever: Vendor) -> dict[str, Objects]:
    """Every object that the stand-in has now, by table; what no key can be given is not among them."""
    state = json.loads(json.dumps(lever.describe(lever.state)))
    postings = [posting for posting in state["postings"] if posting["state"] != "gone"]
    listed: dict[str, Iterable[Any]] = {
        "user": state["users"],
        "posting": postings,
        "opportunity": state["opportunities"],
        "requisition": state["requisitions"],
        "requisition_field": state["requisition_fields"],
        "audit_event": state["audit_events"],
    }
    found: dict[str, Objects] = {table: {one["id"]: one for one in objects} for table, objects in listed.items()}
    children = {"note": state["notes"], **{TABLE_OF[kind]: held for kind, held in state["children"].items()}}
    for table, held in children.items():
        found[table] = {f"{parent}/{one['id']}": one for parent, objects in held.items() for one in objects}
    return found


def held(workspace: Path, tables: Iterable[str]) -> dict[str, Objects]:
    """Every object of these tables that the workspace has, by the same keys."""
    found: dict[str, Objects] = {}
    for table in tables:
        name = f"raw_lever__{table}"
        with closing(duck.connect(Workspace(workspace), [name])) as connection:
            rows = connection.table(name).order("fetched_at").project("id, parent_id, json").fetchall()
        found[table] = {f"{parent}/{id_}" if parent else id_: json.loads(text) for id_, parent, text in rows}
    for one in found.get("opportunity", {}).values():
        one["contact"] = one["contact"]["id"] if isinstance(one["contact"], dict) else one["contact"]
        one["applications"] = [
            application["id"] if isinstance(application, dict) else application for application in one["applications"]
        ]
    return found


def differences(lever: Vendor, workspace: Path) -> dict[str, list[str]]:
    """Per table the keys of what is missing, too much, or not the same; empty when the copy is exact."""
    expected = known(lever)
    copied = held(workspace, expected)
    return {
        table: sorted(
            f"{'missing' if key not in copied[table] else 'too much' if key not in objects else 'differs'}: {key}"
            for key in objects.keys() | copied[table].keys()
            if objects.get(key) != copied[table].get(key)
        )
        for table, objects in expected.items()
        if objects != copied[table]
    }


def gaps(workspace: Path) -> dict[str, list[str | None]]:
    """The gaps that were found: name → ids (None for a gap that is no single object)."""
    with closing(duck.connect(Workspace(workspace), ["raw_lever__gap"])) as connection:
        rows = connection.table("raw_lever__gap").project("gap, lever_id").order("gap, lever_id").fetchall()
    found: dict[str, list[str | None]] = {}
    for gap, lever_id in rows:
        found.setdefault(gap, []).append(lever_id)
    return found

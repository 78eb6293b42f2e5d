"""Looking for what a write of the set-up may have done when its answer was lost (ashby-api 10(d)); as `probes`."""

import msgspec

from pipeline.ashby.likeness import same_name, time_of
from pipeline.ashby.looking import CLOCK, Look, every, since, single
from pipeline.ashby.resources import Resource
from pipeline.transport import Connection


class _Field(msgspec.Struct):
    id: str
    title: str
    objectType: str  # noqa: N815 - Ashby's words, here and below
    fieldType: str | None = None  # noqa: N815
    isArchived: bool = False  # noqa: N815


class _Place(msgspec.Struct):
    """A department or a location."""

    id: str
    name: str
    isArchived: bool = False  # noqa: N815
    parentId: str | None = None  # noqa: N815
    parentLocationId: str | None = None  # noqa: N815
    type: str | None = None


class _Job(msgspec.Struct):
    id: str
    title: str | None = None
    status: str | None = None
    createdAt: str | None = None  # noqa: N815
    departmentId: str | None = None  # noqa: N815
    locationId: str | None = None  # noqa: N815


class _Version(msgspec.Struct):
    identifier: str | None = None


class _Opening(msgspec.Struct):
    id: str
    latestVersion: _Version | None = None  # noqa: N815


async def custom_field(ashby: Connection, look: Look) -> str | None:
    """By title, type and kind of object, for which reading and writing have other words (9.4)."""
    owner = look.body["objectType"].removesuffix("_Version")
    async for one in every(ashby, look, Resource("", "customField.list"), _Field):
        is_same = (one.title, one.objectType) == (look.body["title"], owner) and not one.isArchived
        if is_same and one.fieldType in (None, look.body["fieldType"]) and not look.taken(one.id):
            return one.id
    return None


async def department(ashby: Connection, look: Look) -> str | None:
    """By name and parent, among those not archived."""
    async for one in every(ashby, look, Resource("", "department.list"), _Place):
        if _is_called_so(one, look) and one.parentId == look.body.get("parentId"):
            return one.id
    return None


async def location(ashby: Connection, look: Look) -> str | None:
    """By name, kind and parent, among those not archived."""
    kind, parent_id = look.body["type"], look.body.get("parentLocationId")
    regions = (("includeLocationHierarchy", True),) if kind == "LocationHierarchy" else ()
    async for one in every(ashby, look, Resource("", "location.list", regions), _Place):
        if _is_called_so(one, look) and one.type in (None, kind) and one.parentLocationId == parent_id:
            return one.id
    return None


async def job(ashby: Connection, look: Look) -> str | None:
    """By title, team and place, among the drafts made since."""
    drafts = Resource("", "job.list", (("status", ["Draft"]),))
    async for one in every(ashby, look, drafts, _Job):
        is_there = one.departmentId in (None, look.body["teamId"]) and one.locationId in (None, look.body["locationId"])
        made = time_of(one.createdAt)
        is_new = made is not None and made > look.sent_at - CLOCK
        if same_name(one.title, look.body["title"]) and is_there and is_new and not look.taken(one.id):
            return one.id
    return None


async def job_status(ashby: Connection, look: Look) -> str | None:
    """Whether the job has the status."""
    one = await single(ashby, "job.info", {"id": look.body["jobId"]}, _Job)
    return one.id if one is not None and one.status == look.body["status"] else None


async def opening(ashby: Connection, look: Look) -> str | None:
    """By identifier, among those made since; at last among all, should the filter mean something else."""
    made = () if look.is_last else since(look.sent_at - CLOCK)
    async for one in every(ashby, look, Resource("", "opening.list", made), _Opening):
        identifier = one.latestVersion.identifier if one.latestVersion else None
        if identifier and same_name(identifier, look.body.get("identifier")) and not look.taken(one.id):
            return one.id
    return None


def _is_called_so(one: _Place, look: Look) -> bool:
    return same_name(one.name, look.body["name"]) and not one.isArchived and not look.taken(one.id)

"""What Lever has and how to ask for all of it: one value per list (lever-api 2, 3d).

Lists hide things by default: `confidentiality`, `includeDeactivated` and `distributionChannel` are sent so that
nothing is left out silently.
"""

from dataclasses import dataclass

ALL = ("confidentiality", "all")
"""Lever's default is non-confidential, even for a key that may see everything (1.3)."""


@dataclass(frozen=True)
class Resource:
    """One raw table, filled from one or more lists of Lever; the same object may come from several of them."""

    table: str
    path: str
    lists: tuple[tuple[tuple[str, str], ...], ...] = ((),)
    """The parameters of each list."""


LISTS = (
    Resource("raw_lever__user", "/users", ((("includeDeactivated", "true"),),)),
    Resource("raw_lever__stage", "/stages"),
    Resource("raw_lever__archive_reason", "/archive_reasons"),
    Resource("raw_lever__source", "/sources"),
    Resource("raw_lever__tag", "/tags"),
    # A published posting is listed only if it is on the public site, unless both channels are named (2.13).
    Resource(
        "raw_lever__posting",
        "/postings",
        (
            (ALL,),
            (ALL, ("distributionChannel", "public"), ("distributionChannel", "internal")),
        ),
    ),
    Resource(
        "raw_lever__opportunity",
        "/opportunities",
        ((ALL, ("expand", "applications"), ("expand", "contact")),),
    ),
)

OPPORTUNITIES = LISTS[-1]
POSTINGS = LISTS[-2]


def without_confidential(params: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The same list for a key that may not see confidential data."""
    return tuple(param for param in params if param != ALL)


def changed_since(params: tuple[tuple[str, str], ...], moment_ms: int) -> tuple[tuple[str, str], ...]:
    """The same list, cut down to what changed since (milliseconds since 1970)."""
    return (*params, ("updated_at_start", str(moment_ms)))


def posting(posting_id: str) -> str:
    """Path of one posting."""
    return f"/postings/{posting_id}"


def application(opportunity_id: str, application_id: str) -> str:
    """Path of one application (deprecated by Lever, still the only way when it is not expanded, 2.3)."""
    return f"/opportunities/{opportunity_id}/applications/{application_id}"


def notes(opportunity_id: str) -> str:
    """Path of the notes of one opportunity."""
    return f"/opportunities/{opportunity_id}/notes"

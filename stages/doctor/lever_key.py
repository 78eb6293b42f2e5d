"""Lever's side: which permissions the key has, confidential access, rate and clock."""

from functools import partial
from pathlib import Path

from pipeline.allowance import Allowance
from pipeline.errors import DONE, WRONG_USE, NotAllowed, Unreachable
from pipeline.findings import Finding, State
from pipeline.lever import client, permissions, sign_in
from pipeline.lever.permissions import CONFIDENTIAL, Reach, Tried
from pipeline.settings import Settings
from stages.doctor import burst, side
from stages.doctor.side import Side

_BURST_S, _MOST_CALLS = 3.0, 60
"""How long a run's pace is tried, and the most calls that this may take however large the budget."""

_CONFIDENTIAL_SAYS: dict[str, tuple[State, str]] = {
    "proved": ("ok", "Lever showed confidential records"),
    "accepted": ("ok", "Lever takes the question and shows nothing confidential: the account seems to have none"),
    "refused": (
        "missing",
        "Lever refuses it: confidential postings, opportunities and requisitions would be missing without a sign",
    ),
    "unknown": ("warning", "not known: no list that can hold confidential records is open to the key"),
}
_WRITING = (
    "not known: Lever does not tell, and a write can't be tried without writing. Boxes for writing are never needed "
    "here; the administrator sees when making the key that none is ticked"
)


async def look(settings: Settings, root: Path) -> Side:
    """Ask Lever, as far as it lets us; `root`: the workspace, which keeps the sign-in of an OAuth grant.

    Raises SettingsError when the settings name no way to sign, or two.
    """
    allowance = Allowance(settings.lever_requests_per_second, 1.0)
    signer = sign_in.of(settings, root)
    timeout_s = settings.lever2ashby_timeout_s
    try:
        async with client.connected(
            settings.lever_base_url, signer, allowance, timeout_s, side.patience(timeout_s)
        ) as lever:
            reach = await permissions.examine(lever)
            measured = None
            if reach.cheap is not None:
                cheap = partial(permissions.ask, lever, reach.cheap, permissions.smallest(reach.cheap))
                calls = int(min(_MOST_CALLS, _BURST_S * settings.lever_requests_per_second)) + 1
                measured = await burst.measure(lever, cheap, calls)
    except NotAllowed as error:
        return side.refused("Lever", error)
    except Unreachable as error:
        return side.unreachable("Lever", error)
    missing = _words(reach, "needed", "refused") + ([CONFIDENTIAL] if reach.confidential == "refused" else [])
    budget = f"LEVER_REQUESTS_PER_SECOND={settings.lever_requests_per_second:g}"
    return Side(
        findings=(
            Finding("Lever", "key", "ok", "Lever accepts it"),
            *_permissions(reach),
            Finding("Lever", CONFIDENTIAL, *_CONFIDENTIAL_SAYS[reach.confidential]),
            Finding("Lever", "permissions to write", "warning", _WRITING),
            *(burst.findings("Lever", measured, budget) if measured else ()),
        ),
        told={
            "key": "accepted",
            "missing": missing,
            "missing_optional": _words(reach, "optional", "refused"),
            "surplus": _words(reach, "on request", "open"),
            "unknown": _unknown(reach),
            "confidential": reach.confidential if reach.confidential != "refused" else "missing",
            "requests_per_second": round(measured.per_second, 1) if measured else None,
            "too_many_requests": measured.too_many if measured else None,
        },
        letter=_letter(reach, missing, by_grant=bool(settings.lever_client_id)) if missing else None,
        clock_skew_s=measured.clock_skew_s if measured else None,
        exit_code=WRONG_USE if missing else DONE,
    )


def _words(reach: Reach, use: str, verdict: str) -> list[str]:
    """Permissions of this use with this verdict; what is needed somewhere is not optional elsewhere."""
    needed = {tried.permission for tried in reach.tried if tried.use == "needed"}
    found = dict.fromkeys(tried.permission for tried in reach.tried if (tried.use, tried.verdict) == (use, verdict))
    return [word for word in found if use == "needed" or word not in needed]


def _unknown(reach: Reach) -> list[str]:
    """Needed permissions of which no endpoint has told anything."""
    told = {tried.permission for tried in reach.tried if tried.verdict != "unknown"}
    return [word for word in _words(reach, "needed", "unknown") if word not in told]


def _permissions(reach: Reach) -> list[Finding]:
    """One line per permission, in the order in which they were asked."""
    by_word: dict[str, list[Tried]] = {}
    for tried in reach.tried:
        by_word.setdefault(tried.permission, []).append(tried)
    return [Finding("Lever", word, *_state(those)) for word, those in by_word.items()]


def _state(those: list[Tried]) -> tuple[State, str]:
    verdicts = {tried.verdict for tried in those}
    refused = ", ".join(f"GET {tried.endpoint}" for tried in those if tried.verdict == "refused")
    unknown = "; ".join(f"GET {tried.endpoint} not known: {tried.why}" for tried in those if tried.verdict == "unknown")
    if any((tried.use, tried.verdict) == ("needed", "refused") for tried in those):
        return "missing", f"Lever refuses {refused}: nothing of it would be copied"
    if verdicts == {"unknown"}:
        return "warning" if any(tried.use == "needed" for tried in those) else "ok", unknown
    if {tried.use for tried in those} == {"on request"}:
        if refused:
            return "ok", "closed, as it should be unless EEO answers are wanted (`extract --eeo`)"
        return "surplus", "EEO answers are open to this key; it needs them only for `extract --eeo`"
    if refused:
        return "ok", f"Lever refuses {refused}; nothing that is migrated is in it"
    return "ok", unknown


def _letter(reach: Reach, missing: list[str], *, by_grant: bool) -> str:
    """To the Lever administrator: a key's permissions can't be changed (1.2), so the new one needs all of them."""
    boxes = dict.fromkeys(tried.permission for tried in reach.tried if tried.use == "needed")
    optional = dict.fromkeys(tried.permission for tried in reach.tried if tried.use == "optional")
    wished = [word for word in optional if word not in boxes]
    also = f" (also, if the account has it, {', '.join(wished)})" if wished else ""
    lacks = f"To the Lever administrator (a Super Admin): our access to Lever lacks {', '.join(missing)}."
    if by_grant:
        return (
            f"{lacks} Please authorise our app anew with exactly these scopes: "
            f"{', '.join((*boxes, CONFIDENTIAL))}, offline_access{also}. No scope for writing is needed."
        )
    return (
        f"{lacks} Lever can't change the permissions of an existing key, so please make a new one under Settings, "
        "Integrations and API, API Credentials, with 'Allow access to confidential data' switched on and with exactly "
        f"these boxes for reading: {', '.join(boxes)}{also}. No box for writing is needed. "
        "Then please switch the old key off."
    )

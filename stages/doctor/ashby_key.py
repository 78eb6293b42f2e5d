"""Ashby's side: which rights the key has for which phase, rate, clock and API version."""

from functools import partial

from pipeline.allowance import Allowance
from pipeline.ashby import client, permissions
from pipeline.ashby.permissions import NEEDED, PHASES, Reach
from pipeline.errors import DONE, WRONG_USE, NotAllowed, Unreachable
from pipeline.findings import Finding, State
from pipeline.settings import Settings, key_of
from stages.doctor import burst, side
from stages.doctor.side import Side

_CALLS = 15

_SWITCHES = (
    "not known: Ashby does not tell the key's switches. Look under Admin, Integrations, API Keys whether access to "
    "confidential jobs and to private fields is allowed"
)


async def look(settings: Settings) -> Side:
    """Ask Ashby, as far as it lets us. Never sends a write."""
    allowance = Allowance(settings.ashby_requests_per_minute, 60.0)
    key = key_of(settings.ashby_api_key, "ASHBY_API_KEY")
    timeout_s = settings.lever2ashby_timeout_s
    try:
        async with client.connected(
            settings.ashby_base_url, key, allowance, timeout_s, side.patience(timeout_s)
        ) as ashby:
            reach = await permissions.examine(ashby)
            cheap = partial(permissions.ask, ashby, permissions.CHEAP, permissions.smallest(permissions.CHEAP))
            measured = await burst.measure(ashby, cheap, _CALLS)
    except NotAllowed as error:
        return side.refused("Ashby", error)
    except Unreachable as error:
        return side.unreachable("Ashby", error)
    budget = f"ASHBY_REQUESTS_PER_MINUTE={settings.ashby_requests_per_minute:g}"
    return Side(
        findings=(
            Finding("Ashby", "key", "ok", "Ashby accepts it"),
            *_rights(reach),
            Finding("Ashby", "confidential jobs, private fields", "warning", _SWITCHES),
            _version(reach),
            *burst.findings("Ashby", measured, budget),
        ),
        told={
            "key": "accepted",
            "missing": sorted(reach.missing),
            "surplus": sorted(reach.surplus()),
            "unknown": sorted(reach.unknown),
            "phases": {
                phase: {
                    "missing": sorted(reach.missing & permissions.rights_of(phase)),
                    "surplus": sorted(reach.surplus(permissions.rights_of(phase))),
                }
                for phase in PHASES
            },
            "version": reach.version,
            "version_status": reach.version_status,
            "requests_per_second": round(measured.per_second, 1),
            "too_many_requests": measured.too_many,
        },
        letter=_letter(reach) if reach.missing else None,
        clock_skew_s=measured.clock_skew_s,
        exit_code=WRONG_USE if reach.missing else DONE,
    )


def _rights(reach: Reach) -> list[Finding]:
    lines = []
    for right in sorted(NEEDED):
        phases = ", ".join(phase for phase in PHASES if right in permissions.rights_of(phase))
        if right in reach.missing:
            refused = [call for call in reach.refused if permissions.RIGHT_OF[call] == right]
            why = f"Ashby refuses {', '.join(refused)}" if refused else "apiKey.info does not name it"
            lines.append(Finding("Ashby", right, "missing", f"for {phases}: {why}"))
        elif right in reach.unknown:
            why = "not known, for the key may not read apiKey.info and a write is not tried"
            lines.append(Finding("Ashby", right, "warning", f"for {phases}: {why}"))
        else:
            lines.append(Finding("Ashby", right, "ok", f"for {phases}"))
    return lines + [
        Finding("Ashby", right, "surplus", "no phase needs it; take it from the key")
        for right in sorted(reach.surplus())
    ]


def _version(reach: Reach) -> Finding:
    told = f"{reach.version or 'not told'}, {reach.version_status or 'status not told'}"
    state: State = "ok" if reach.version_status in ("active", None) else "warning"
    return Finding("Ashby", "API version", state, f"asked for {client.VERSION}, answered by {told}")


def _letter(reach: Reach) -> str:
    return (
        f"To the Ashby administrator: please give our API key (Admin, Integrations, API Keys) {_list(reach.missing)}. "
        f"All that it needs is {_list(NEEDED)}, with access to confidential jobs and to private fields"
        + (f"; please take from it {_list(reach.surplus())}." if reach.surplus() else ".")
    )


def _list(rights: frozenset[str]) -> str:
    return ", ".join(sorted(rights))

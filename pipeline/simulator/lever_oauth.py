"""OAuth 2.0 as Lever's partners use it (reference section 1.2): refresh tokens that rotate, access tokens that end.

Lever's token endpoint lives on a host of its own; here it is POST /oauth/token beside /v1, without the API's rate
limit or maintenance. Bodies of refusals follow RFC 6749; Lever's are not documented. Nobody authorises anything here:
the grant exists, and its first refresh token stands in the options.
"""

import time
from collections.abc import Mapping
from random import Random
from typing import Any

from starlette.types import Scope

from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_state import World
from pipeline.simulator.world_writing import uid

PATH = "/oauth/token"


def presented_token(scope: Scope) -> str:
    """The Bearer token of a request, "" if there is none."""
    for name, value in scope["headers"]:
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            return str(value[7:].decode("latin-1").strip())
    return ""


def admits(world: World, options: LeverOptions, token: str) -> bool:
    """Whether an access token was given out here and has not ended."""
    issued = world.grants.access.get(token)
    return issued is not None and time.monotonic() - issued < options.access_token_life_s


def refresh(world: World, options: LeverOptions, form: Mapping[str, list[str]]) -> tuple[int, dict[str, Any]]:
    """POST /oauth/token: status and body for the form that was sent."""
    sent = {name: values[-1] for name, values in form.items()}
    if sent.get("grant_type") != "refresh_token":
        return 400, _refusal("unsupported_grant_type", "only grant_type=refresh_token is known here")
    if (sent.get("client_id"), sent.get("client_secret")) != (options.oauth_client_id, options.oauth_client_secret):
        return 401, _refusal("invalid_client", "client authentication failed")
    presented = sent.get("refresh_token", "")
    if not _valid(world, options, presented):
        return 403, _refusal("invalid_grant", "unknown or invalid refresh token")
    number = len(world.grants.refresh) + 1
    chance = Random(f"{world.seed}:token:{number}")
    following, access = f"lever-refresh-canary-{uid(chance)}", f"lever-access-canary-{uid(chance)}"
    world.grants.refresh[following] = presented
    world.grants.access[access] = time.monotonic()
    world.keys = (*world.keys, following, access)
    return 200, {
        "access_token": access,
        "refresh_token": following,
        "expires_in": options.access_token_life_s,
        "token_type": "Bearer",
    }


def _valid(world: World, options: LeverOptions, token: str) -> bool:
    issued = world.grants.refresh
    if token != options.oauth_refresh_token and token not in issued:
        return False
    following = [later for later, former in issued.items() if former == token]
    match options.old_refresh_token:
        case "dead":
            return not following
        case "until_new_used":
            used = set(issued.values())
            return used.isdisjoint(following)
        case "alive":
            return True


def _refusal(error: str, description: str) -> dict[str, Any]:
    return {"error": error, "error_description": description}

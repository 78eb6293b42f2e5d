"""Doctor: what is missing and what is surplus before a migration begins. A command, no stage of the journey.

Reads: Lever, Ashby, the sizes of what is in the workspace. Writes: nothing, at no vendor and not on disk, but for the
sign-in of an OAuth grant, which is another after each use. May not send a write, not even one without effect.
"""

import asyncio
from contextlib import nullcontext
from pathlib import Path

from pydantic import SecretStr

from pipeline import log, workspace
from pipeline.errors import DONE, VENDOR, WRONG_USE, SettingsError
from pipeline.findings import Examination
from pipeline.run import Progress
from pipeline.settings import Settings
from stages.doctor import ashby_key, lever_key, room, side


def run(root: Path, settings: Settings, progress: Progress) -> Examination:
    """Look at both keys, both clocks, and the room on disk for the workspace at `root`; one key may be absent.

    Exit code 0: nothing needed is missing. 2: it is, or a key is wrong. 7: a vendor can't be reached; this goes first,
    for then not everything was looked at. Raises SettingsError when there is no key at all.
    """
    log.nowhere()
    if not _has_lever(settings) and not _is_set(settings.ashby_api_key):
        raise SettingsError(
            "Neither LEVER_API_KEY nor ASHBY_API_KEY is set. Put them into the environment or into .env in this folder."
        )
    # Two commands must never renew one grant side by side: each use ends the sign-in that the other one holds.
    with workspace.opened(root) if _is_set(settings.lever_refresh_token) else nullcontext():
        return asyncio.run(_examine(root, settings, progress))


async def _examine(root: Path, settings: Settings, progress: Progress) -> Examination:
    progress("doctor", 0, 2)
    has_lever, has_ashby = _has_lever(settings), _is_set(settings.ashby_api_key)
    lever = await lever_key.look(settings, root) if has_lever else side.not_set("Lever", "LEVER_API_KEY")
    progress("doctor", 1, 2)
    ashby = await ashby_key.look(settings) if has_ashby else side.not_set("Ashby", "ASHBY_API_KEY")
    progress("doctor", 2, 2)
    here, disk = room.look(workspace.Workspace(root))
    return Examination(
        (*lever.findings, *ashby.findings, *here),
        tuple(letter for letter in (lever.letter, ashby.letter) if letter is not None),
        {
            "lever": lever.told,
            "ashby": ashby.told,
            "clock_skew_s": {"lever": lever.clock_skew_s, "ashby": ashby.clock_skew_s},
            "disk": disk,
        },
        max((lever.exit_code, ashby.exit_code), key=(DONE, WRONG_USE, VENDOR).index),
    )


def _has_lever(settings: Settings) -> bool:
    """Whether any way to sign at Lever is begun; `sign_in.of` then says what lacks of it."""
    parts = (settings.lever_api_key, settings.lever_client_secret, settings.lever_refresh_token)
    return bool(settings.lever_client_id) or any(_is_set(part) for part in parts)


def _is_set(key: SecretStr | None) -> bool:
    return key is not None and key.get_secret_value() != ""

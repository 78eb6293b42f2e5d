"""How we sign at Lever: with a key, or with an OAuth grant (lever-api 1.2)."""

from pathlib import Path

from pydantic import SecretStr

from pipeline import transport
from pipeline.errors import SettingsError
from pipeline.settings import Settings, lever_token_url, vault_key
from pipeline.transport import Auth


def of(settings: Settings, root: Path) -> Auth:
    """What signs our requests; `root`: the workspace, which keeps the grant's refresh token.

    Raises SettingsError when the settings name no way, both ways, or one of them in part. No call is made.
    """
    key = _text(settings.lever_api_key)
    parts = {
        "LEVER_CLIENT_ID": settings.lever_client_id or "",
        "LEVER_CLIENT_SECRET": _text(settings.lever_client_secret),
        "LEVER_REFRESH_TOKEN": _text(settings.lever_refresh_token),
    }
    given = [name for name, value in parts.items() if value]
    if key and given:
        raise SettingsError(f"LEVER_API_KEY and {', '.join(given)} are set. Unset the one or the other.")
    if key:
        return transport.basic(key)
    if not given:
        raise SettingsError(
            "LEVER_API_KEY is not set. Put it into the environment or into .env in this folder; or instead of it "
            f"{', '.join(parts)}."
        )
    if missing := [name for name, value in parts.items() if not value]:
        raise SettingsError(f"{', '.join(missing)} is not set, and {', '.join(given)} can't be used without it.")

    from pipeline.lever import oauth, token_file

    return oauth.Access(
        oauth.Grant(*parts.values()),
        lever_token_url(settings.lever_base_url),
        root / token_file.NAME,
        vault_key(settings),
        timeout_s=settings.lever2ashby_timeout_s,
    )


def _text(secret: SecretStr | None) -> str:
    return "" if secret is None else secret.get_secret_value()

"""Settings: the environment, or a `.env` file in the working directory; nothing else (surface.md, "Settings").

The only reader of the environment. Keys are SecretStr, so that no repr and no log can show them.
"""

import base64
import binascii
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.errors import SettingsError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def _vendor_url(value: str) -> str:
    """https, or plain http to this machine: a key must never cross a network in clear."""
    parts = urlsplit(value)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("must start with https:// (plain http only for loopback)")
    return value.rstrip("/")


VendorUrl = Annotated[str, AfterValidator(_vendor_url)]

_VAULT_KEY_BYTES = 32


def _vault_key(value: SecretStr) -> SecretStr:
    if value.get_secret_value() and len(_decoded(value)) != _VAULT_KEY_BYTES:
        raise ValueError("must be 32 bytes in base64")
    return value


def _decoded(value: SecretStr) -> bytes:
    try:
        return base64.b64decode(value.get_secret_value(), validate=True)
    except (binascii.Error, ValueError):
        return b""


VaultKey = Annotated[SecretStr, AfterValidator(_vault_key)]

_TOKEN_URLS = {
    "api.lever.co": "https://auth.lever.co/oauth/token",
    "api.sandbox.lever.co": "https://sandbox-lever.auth0.com/oauth/token",
}


class Settings(BaseSettings):
    """Everything that can be set from outside."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    lever_api_key: SecretStr | None = None
    lever_client_id: str | None = None
    lever_client_secret: SecretStr | None = None
    lever_refresh_token: SecretStr | None = None
    lever_base_url: VendorUrl = "https://api.lever.co/v1"
    lever_requests_per_second: float = Field(default=10, gt=0)
    ashby_api_key: SecretStr | None = None
    ashby_base_url: VendorUrl = "https://api.ashbyhq.com"
    ashby_requests_per_minute: float = Field(default=1000, gt=0)
    lever2ashby_workspace: Path = Path("data")
    lever2ashby_timeout_s: float = Field(default=60, gt=0)
    lever2ashby_vault_key: VaultKey | None = None


def read_settings() -> Settings:
    """The settings as they stand. Raises SettingsError with the variable's name and what is allowed; never a value."""
    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(
            f"{str(problem['loc'][0]).upper()}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        )
        raise SettingsError(f"A setting is wrong. {problems}.") from None


def key_of(secret: SecretStr | None, name: str) -> str:
    """The key's text for the one place that signs requests. Raises SettingsError when it is not set."""
    if secret is None or not secret.get_secret_value():
        raise SettingsError(f"{name} is not set. Put it into the environment or into .env in this folder.")
    return secret.get_secret_value()


def vault_key(settings: Settings) -> bytes | None:
    """The 32 bytes under which what is staged is encrypted, None when it is not."""
    key = settings.lever2ashby_vault_key
    return _decoded(key) if key is not None and key.get_secret_value() else None


def lever_token_url(base_url: str) -> str:
    """Where Lever gives access tokens to users of the API at `base_url` (lever-api 1.2).

    Raises SettingsError for an address whose sign-in Lever does not document.
    """
    parts = urlsplit(base_url)
    if parts.hostname in LOOPBACK:
        return f"{parts.scheme}://{parts.netloc}/oauth/token"
    url = _TOKEN_URLS.get(parts.hostname or "")
    if url is None:
        raise SettingsError(
            f"Where to sign in for LEVER_BASE_URL is known for {', '.join(_TOKEN_URLS)} only. Use LEVER_API_KEY "
            "instead of LEVER_REFRESH_TOKEN."
        )
    return url


def secrets(settings: Settings) -> tuple[str, ...]:
    """Everything that no log may show, as it stands in the settings."""
    values = (getattr(settings, name) for name in Settings.model_fields)
    return tuple(value.get_secret_value() for value in values if isinstance(value, SecretStr) and value)

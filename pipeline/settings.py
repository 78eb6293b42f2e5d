"""Settings: the environment, or a `.env` file in the working directory; nothing else (surface.md, "Settings").

The only reader of the environment. Keys are SecretStr, so that no repr and no log can show them.
"""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.errors import SettingsError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def _vendor_url(value: str) -> str:
    """https, or plain http to this machine: a key must never cross a network in clear."""
    parts = urlsplit(value)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError("must start with https:// (plain http only for loopback)")
    return value.rstrip("/")


VendorUrl = Annotated[str, AfterValidator(_vendor_url)]


class Settings(BaseSettings):
    """Everything that can be set from outside."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    lever_api_key: SecretStr | None = None
    lever_base_url: VendorUrl = "https://api.lever.co/v1"
    lever_requests_per_second: float = Field(default=10, gt=0)
    ashby_api_key: SecretStr | None = None
    ashby_base_url: VendorUrl = "https://api.ashbyhq.com"
    ashby_requests_per_minute: float = Field(default=1000, gt=0)
    lever2ashby_workspace: Path = Path("data")
    lever2ashby_timeout_s: float = Field(default=60, gt=0)


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

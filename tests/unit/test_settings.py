"""Settings: what is refused, what stays hidden, and how one signs at Lever."""

import asyncio
import base64
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.errors import SettingsError
from pipeline.lever import sign_in
from pipeline.settings import Settings

VAULT_KEY = base64.b64encode(bytes(range(32))).decode()
GRANT = {"lever_client_id": "id", "lever_client_secret": "secret", "lever_refresh_token": "token"}


def _settings(**values: str) -> Settings:
    return Settings.model_validate(values)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize("value", ["short", base64.b64encode(bytes(31)).decode(), VAULT_KEY[:-1] + "ä", "!" * 44])
def test_a_vault_key_is_32_bytes_and_no_error_shows_it(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("LEVER2ASHBY_VAULT_KEY", value)

    with pytest.raises(SettingsError, match="LEVER2ASHBY_VAULT_KEY: must be 32 bytes in base64") as caught:
        settings.read_settings()
    assert value not in str(caught.value)


def test_the_vault_key_is_the_bytes_and_empty_is_none() -> None:
    assert settings.vault_key(_settings(lever2ashby_vault_key=VAULT_KEY)) == bytes(range(32))
    assert settings.vault_key(_settings(lever2ashby_vault_key="")) is None
    assert settings.vault_key(_settings()) is None


def test_every_secret_is_among_the_secrets_and_in_no_repr() -> None:
    hidden = {
        "lever_api_key": "k1",
        "ashby_api_key": "k2",
        "lever_client_secret": "k3",
        "lever_refresh_token": "k4",
        "lever2ashby_vault_key": VAULT_KEY,
    }
    every = _settings(**hidden, lever_client_id="id")

    assert set(settings.secrets(every)) == set(hidden.values())
    assert settings.secrets(_settings(lever_api_key="")) == ()
    assert not [value for value in hidden.values() if value in repr(every)]


@pytest.mark.parametrize(
    ("base_url", "token_url"),
    [
        ("https://api.lever.co/v1", "https://auth.lever.co/oauth/token"),
        ("https://api.sandbox.lever.co/v1", "https://sandbox-lever.auth0.com/oauth/token"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/oauth/token"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/oauth/token"),
    ],
)
def test_tokens_come_from_where_lever_says(base_url: str, token_url: str) -> None:
    assert settings.lever_token_url(base_url) == token_url


def test_a_client_secret_goes_to_no_other_host() -> None:
    with pytest.raises(SettingsError, match="LEVER_API_KEY"):
        settings.lever_token_url("https://api.lever.co.example.com/v1")
    with pytest.raises(SettingsError, match="LEVER_BASE_URL"):
        sign_in.of(_settings(**GRANT, lever_base_url="https://api.eu.lever.co/v1"), Path())


def test_a_key_signs_as_basic_user_name(tmp_path: Path) -> None:
    auth = sign_in.of(_settings(lever_api_key="key"), tmp_path)

    assert asyncio.run(auth.header()) == "Basic " + base64.b64encode(b"key:").decode()
    assert asyncio.run(auth.refused("")) is False


def test_a_grant_signs_instead_of_a_key(tmp_path: Path) -> None:
    from pipeline.lever.oauth import Access

    assert isinstance(sign_in.of(_settings(**GRANT), tmp_path), Access)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, r"LEVER_API_KEY is not set.* LEVER_CLIENT_ID, LEVER_CLIENT_SECRET, LEVER_REFRESH_TOKEN"),
        ({**GRANT, "lever_api_key": "key"}, "Unset"),
        ({"lever_client_id": "id"}, "^LEVER_CLIENT_SECRET, LEVER_REFRESH_TOKEN is not set"),
        ({**GRANT, "lever_client_secret": ""}, "^LEVER_CLIENT_SECRET is not set"),
    ],
)
def test_none_both_and_half_a_way_to_sign_are_refused(values: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        sign_in.of(_settings(**values), tmp_path)
    assert "token" not in str(caught.value).replace("TOKEN", "")

"""Lever's refresh tokens between two runs: one small encrypted file of the workspace.

A refresh token is good for one use; its successor exists nowhere but here, so it is on disk before anything is done
with what came along with it. AES-256-GCM; the key is derived (HKDF-SHA256) from the vault key, or where there is none
from the client secret.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pipeline import durable
from pipeline.errors import SettingsError

NAME = "lever_token"
_KIND = b"lever2ashby lever_token 1\n"
_NONCE = 12


@dataclass(frozen=True)
class Tokens:
    """What one grant has come to."""

    newest: str = field(repr=False)
    """Never used so far."""
    former: str | None = field(repr=False)
    """What `newest` was given for; some servers take it until they have seen its successor."""
    origin: str
    """SHA-256 of the token in the settings that all this began with."""


def read(path: Path, secrets: Sequence[bytes]) -> Tokens | None:
    """What the file keeps, opened with the first of `secrets` that fits; None where there is no file.

    Raises SettingsError when none fits or the file is damaged: to go on without it could use the grant up.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(f"The workspace's file {path.name} can't be read: {error.strerror}.") from error
    if content.startswith(_KIND):
        nonce, sealed = content[len(_KIND) :][:_NONCE], content[len(_KIND) + _NONCE :]
        for secret in secrets:
            try:
                return msgspec.json.decode(AESGCM(_key(secret)).decrypt(nonce, sealed, _KIND), type=Tokens)
            except (InvalidTag, ValueError):
                continue
    raise SettingsError(
        f"Lever's sign-in, kept in the workspace's file {path.name}, can't be opened: LEVER2ASHBY_VAULT_KEY or "
        "LEVER_CLIENT_SECRET is not the one that it was written with, or the file is damaged. Set them as they were; "
        "if that is not possible, remove the file and let the Lever administrator authorise anew."
    )


def write(path: Path, tokens: Tokens, secret: bytes) -> None:
    """Keep `tokens`, durably, in place of what was kept. Raises SettingsError when the disk does not take it."""
    nonce = os.urandom(_NONCE)
    content = _KIND + nonce + AESGCM(_key(secret)).encrypt(nonce, msgspec.json.encode(tokens), _KIND)
    try:
        durable.write(path, content)
    except OSError as error:
        raise SettingsError(
            f"Lever's sign-in can't be kept in the workspace's file {path.name}: {error.strerror}. Make the folder "
            "writable and make room, then run the command again."
        ) from error


def _key(secret: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_KIND).derive(secret)

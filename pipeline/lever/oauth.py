"""Signing with an OAuth grant instead of a key (lever-api 1.2).

An access token lives for an hour; each refresh gives a new refresh token and uses the old one up, which is why the
new one is on disk before anything else is done.
"""

import asyncio
import hashlib
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from pipeline import transport
from pipeline.allowance import Allowance
from pipeline.errors import NotAllowed, VendorError
from pipeline.lever import token_file
from pipeline.lever.token_file import Tokens
from pipeline.transport import Again, Answer, Connection, Patience

_EARLY_S = 300.0
"""A token is renewed so long before its end."""

_WRONG_CLIENT = frozenset({"invalid_client", "unauthorized_client", "access_denied"})
"""RFC 6749 5.2, and what the servers behind Lever's sign-in say instead: no other refresh token would help."""


@dataclass(frozen=True)
class Grant:
    """What Lever's staff (client) and a Super Admin (refresh token) gave us."""

    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)


@dataclass(frozen=True)
class _Given:
    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_in: float = 3600.0


class _Error(msgspec.Struct):
    error: str = ""


class Access:
    """A `transport.Auth`: the access token of the moment, renewed by one task at a time."""

    def __init__(
        self,
        grant: Grant,
        token_url: str,
        file: Path,
        vault_key: bytes | None = None,
        *,
        timeout_s: float = 60,
        patience: Patience | None = None,
    ) -> None:
        """`file`: where the refresh token of the moment is kept."""
        self._grant = grant
        self._token_url = token_url
        self._file = file
        client_secret = grant.client_secret.encode()
        self._secrets = (client_secret,) if vault_key is None else (vault_key, client_secret)
        self._timeout_s = timeout_s
        self._patience = patience
        self._lock = asyncio.Lock()
        self._header = ""
        self._renew_at = 0.0

    async def header(self) -> str:
        """`Bearer` and an access token with some life left.

        Raises NotAllowed when Lever takes none of our refresh tokens, SettingsError when they can't be kept,
        Unreachable when there is no answer.
        """
        if time.monotonic() >= self._renew_at:
            async with self._lock:
                if time.monotonic() >= self._renew_at:
                    await self._renew()
        return self._header

    async def refused(self, header: str) -> bool:
        """Renew, unless another task has done so since `header` was made. Raises as `header`."""
        async with self._lock:
            if header == self._header:
                await self._renew()
        return True

    async def _renew(self) -> None:
        kept = token_file.read(self._file, self._secrets)
        origin = hashlib.sha256(self._grant.refresh_token.encode()).hexdigest()
        if kept is None or kept.origin != origin:
            tokens: tuple[str, ...] = (self._grant.refresh_token,)  # somebody authorised anew: what is kept is history
        else:
            tokens = tuple(dict.fromkeys((kept.newest, kept.former or kept.newest, self._grant.refresh_token)))
        # Once for nothing: a disk that takes no file must show while the old token is still good.
        token_file.write(self._file, kept or Tokens(self._grant.refresh_token, None, origin), self._secrets[0])
        address = urlsplit(self._token_url)
        async with transport.connected(
            "Lever's sign-in",
            f"{address.scheme}://{address.netloc}",
            None,
            Allowance(10, 1.0),
            self._timeout_s,
            headers={"Accept": "application/json"},
            patience=self._patience,
        ) as connection:
            for token in tokens:
                begun = time.monotonic()
                given = await self._ask(connection, address.path, token)
                if isinstance(given, _Given):
                    newest = given.refresh_token or token
                    former = token if newest != token else None
                    # No await since the answer: nothing can come between the new token and the disk.
                    token_file.write(self._file, Tokens(newest, former, origin), self._secrets[0])
                    self._header = f"Bearer {given.access_token}"
                    self._renew_at = begun + given.expires_in - min(_EARLY_S, given.expires_in / 2)
                    return
        raise NotAllowed(
            f"Lever no longer takes our sign-in ({given}). A Lever administrator (Super Admin) must authorise the app "
            "anew; put the new refresh token into LEVER_REFRESH_TOKEN."
        )

    async def _ask(self, connection: Connection, path: str, token: str) -> _Given | str:
        """An access token for a refresh token, or the code with which it is refused.

        Asked again when no answer came: the token may be used up then, but there is nothing better to ask with, and
        servers that rotate tokens forgive a quick repetition.
        """
        form = {
            "grant_type": "refresh_token",
            "client_id": self._grant.client_id,
            "client_secret": self._grant.client_secret,
            "refresh_token": token,
        }
        return await connection.read("POST", path, _given, data=form)


def _given(answer: Answer) -> _Given | str:
    if answer.status == 200:
        try:
            given = msgspec.json.decode(answer.body, type=_Given, strict=False)
        except msgspec.DecodeError:
            raise Again("its answer is not what OAuth documents") from None
        if not given.access_token:
            raise Again("its answer holds no access token")
        return given
    try:
        code = msgspec.json.decode(answer.body, type=_Error).error
    except msgspec.DecodeError:
        code = ""
    said = code if re.fullmatch(r"[a-z_]{1,40}", code) else f"status {answer.status}"
    if said in _WRONG_CLIENT:
        raise NotAllowed(
            f"Lever does not take LEVER_CLIENT_ID with LEVER_CLIENT_SECRET ({said}). Check both; if they are right, "
            "the Lever administrator (Super Admin) must authorise the app anew."
        )
    if not 400 <= answer.status < 500:
        raise VendorError(f"Lever's sign-in answers with {said}, which OAuth does not know. Tell Lever's support.")
    return said

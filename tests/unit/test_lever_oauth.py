"""Signing with an OAuth grant: tokens that rotate, end, die and are refused, over HTTP against the simulator."""

import asyncio
import base64
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.allowance import Allowance
from pipeline.errors import Lever2AshbyError, NotAllowed, SettingsError, Unreachable
from pipeline.lever import client, token_file
from pipeline.lever.oauth import Access, Grant
from pipeline.simulator import company
from pipeline.simulator.control import Vendor
from pipeline.simulator.faults import Fault
from pipeline.simulator.lever_oauth import PATH
from pipeline.simulator.server import lever_vendor
from pipeline.simulator.serving import serving
from pipeline.transport import Patience

GRANT = Grant(company.LEVER_CLIENT_ID, company.LEVER_CLIENT_SECRET, company.LEVER_REFRESH_TOKEN)
QUICK = Patience(total_s=2, attempts=3, first_wait_s=0.01, longest_wait_s=0.05)
SECRET = company.LEVER_CLIENT_SECRET.encode()


@pytest.fixture
def lever() -> Vendor:
    vendor = lever_vendor(people=0)
    vendor.set_options(rate_limit="none")
    return vendor


@pytest.fixture
def url(lever: Vendor) -> Iterator[str]:
    with serving(lever) as (address,):
        yield address


def _access(url: str, folder: Path, grant: Grant = GRANT, vault_key: bytes | None = None) -> Access:
    return Access(grant, url + PATH, folder / token_file.NAME, vault_key, timeout_s=2, patience=QUICK)


def _read(url: str, access: Access, tasks: int = 1, rounds: int = 1) -> None:
    """Read a list in so many tasks at once, so many times each."""

    async def go() -> None:
        async with client.connected(f"{url}/v1", access, Allowance(1e6, 1), 2, QUICK) as connection:

            async def work() -> None:
                for _ in range(rounds):
                    await client.page(connection, "/stages")

            await asyncio.gather(*(work() for _ in range(tasks)))

    asyncio.run(go())


def _refreshes(lever: Vendor) -> int:
    return sum(call.path == PATH for call in lever.recorder.calls())


def _kept(folder: Path) -> token_file.Tokens:
    kept = token_file.read(folder / token_file.NAME, [SECRET])
    assert kept is not None
    return kept


def test_all_tasks_share_one_access_token(lever: Vendor, url: str, tmp_path: Path) -> None:
    _read(url, _access(url, tmp_path), tasks=8, rounds=3)

    assert _refreshes(lever) == 1
    assert {call.status for call in lever.recorder.calls()} == {200}


def test_the_next_run_goes_on_with_the_token_that_the_first_one_got(lever: Vendor, url: str, tmp_path: Path) -> None:
    for _ in range(3):
        _read(url, _access(url, tmp_path))

    assert _refreshes(lever) == 3
    assert _kept(tmp_path).newest == list(lever.state.grants.refresh)[-1]
    assert _kept(tmp_path).former == list(lever.state.grants.refresh)[-2]


def test_a_token_is_renewed_before_it_ends(lever: Vendor, url: str, tmp_path: Path) -> None:
    lever.set_options(access_token_life_s=0.4)
    access = _access(url, tmp_path)

    async def go() -> set[str]:
        first = await access.header()
        await asyncio.sleep(0.25)
        return {first, await access.header(), await access.header()}

    assert len(asyncio.run(go())) == 2


def test_a_refused_access_token_is_renewed_once_for_all_tasks(lever: Vendor, url: str, tmp_path: Path) -> None:
    access = _access(url, tmp_path)
    _read(url, access)
    lever.state.grants.access.clear()

    _read(url, access, tasks=8)

    assert _refreshes(lever) == 2


def test_a_sign_in_that_never_helps_ends_in_a_sentence(lever: Vendor, url: str, tmp_path: Path) -> None:
    lever.set_options(access_token_life_s=-1)

    with pytest.raises(NotAllowed, match="LEVER_REFRESH_TOKEN"):
        _read(url, _access(url, tmp_path))
    assert _refreshes(lever) <= 3


@pytest.mark.parametrize("kind", ["500_before", "drop_before", "429"])
def test_a_sign_in_that_fails_for_a_moment_is_asked_again(lever: Vendor, url: str, tmp_path: Path, kind: str) -> None:
    lever.faults.replace([Fault(kind, match=PATH, nth=1)])

    _read(url, _access(url, tmp_path))

    assert _refreshes(lever) == 2


def test_an_answer_that_was_lost_costs_nothing_where_the_old_token_lives_on(
    lever: Vendor, url: str, tmp_path: Path
) -> None:
    lever.set_options(old_refresh_token="until_new_used")
    lever.faults.replace([Fault("drop_after", match=PATH, nth=1)])

    _read(url, _access(url, tmp_path))
    _read(url, _access(url, tmp_path))

    assert len(lever.state.grants.refresh) == 3


def test_a_sign_in_that_stays_silent_leaves_the_tokens_as_they_are(lever: Vendor, url: str, tmp_path: Path) -> None:
    _read(url, _access(url, tmp_path))
    before = _kept(tmp_path)
    lever.faults.replace([Fault("500_before", match=PATH)])

    with pytest.raises(Unreachable, match="sign-in"):
        _read(url, _access(url, tmp_path))
    assert _kept(tmp_path) == before


def test_the_former_token_is_tried_when_the_newest_is_refused(lever: Vendor, url: str, tmp_path: Path) -> None:
    lever.set_options(old_refresh_token="alive")
    for _ in range(2):
        _read(url, _access(url, tmp_path))
    kept = _kept(tmp_path)
    assert kept.former is not None
    lost = token_file.Tokens("a token that the server never gave out", kept.former, kept.origin)
    token_file.write(tmp_path / token_file.NAME, lost, SECRET)

    _read(url, _access(url, tmp_path))

    assert lever.state.grants.refresh[_kept(tmp_path).newest] == kept.former


def test_the_token_of_the_settings_is_the_last_resort(lever: Vendor, url: str, tmp_path: Path) -> None:
    lever.set_options(old_refresh_token="alive")
    _read(url, _access(url, tmp_path))
    token_file.write(tmp_path / token_file.NAME, token_file.Tokens("x", "y", _kept(tmp_path).origin), SECRET)

    _read(url, _access(url, tmp_path))

    assert lever.state.grants.refresh[_kept(tmp_path).newest] == company.LEVER_REFRESH_TOKEN


def test_a_new_grant_in_the_settings_alone_counts(lever: Vendor, url: str, tmp_path: Path) -> None:
    _read(url, _access(url, tmp_path))
    before = _kept(tmp_path)
    other = Grant(GRANT.client_id, GRANT.client_secret, "lever-refresh-of-another-account")

    with pytest.raises(NotAllowed, match="authorise the app anew"):
        _read(url, _access(url, tmp_path, other))
    assert _kept(tmp_path) == before, "a mistyped token must not cost the one that works"

    lever.set_options(oauth_refresh_token="lever-refresh-of-another-account")
    _read(url, _access(url, tmp_path, other))
    assert lever.state.grants.refresh[_kept(tmp_path).newest] == "lever-refresh-of-another-account"


def test_a_wrong_client_is_told_apart_from_a_dead_grant(lever: Vendor, url: str, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="LEVER_CLIENT_SECRET"):
        _read(url, _access(url, tmp_path, Grant(GRANT.client_id, "wrong", GRANT.refresh_token)))
    assert _refreshes(lever) == 1


def test_nothing_is_asked_where_the_new_token_could_not_be_kept(
    lever: Vendor, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(SettingsError, match="No space left"):
        _read(url, _access(url, tmp_path))
    assert _refreshes(lever) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_read_is_never_passed_over(lever: Vendor, url: str, tmp_path: Path) -> None:
    (tmp_path / token_file.NAME).mkdir()

    with pytest.raises(SettingsError, match="lever_token"):
        _read(url, _access(url, tmp_path))
    assert _refreshes(lever) == 0


def test_the_file_is_ours_alone_and_shows_no_token(lever: Vendor, url: str, tmp_path: Path) -> None:
    _read(url, _access(url, tmp_path))
    file = tmp_path / token_file.NAME

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]
    assert not any(key.encode() in file.read_bytes() for key in lever.state.keys)


def test_a_vault_key_may_be_set_later_and_then_is_needed(url: str, tmp_path: Path) -> None:
    _read(url, _access(url, tmp_path))
    vault_key = os.urandom(32)

    for _ in range(2):
        _read(url, _access(url, tmp_path, vault_key=vault_key))
    with pytest.raises(SettingsError, match="LEVER2ASHBY_VAULT_KEY"):
        _read(url, _access(url, tmp_path))


@pytest.mark.parametrize("where", [0, 30, 60, -1])
def test_a_damaged_file_is_never_passed_over(lever: Vendor, url: str, tmp_path: Path, where: int) -> None:
    _read(url, _access(url, tmp_path))
    file = tmp_path / token_file.NAME
    content = bytearray(file.read_bytes())
    content[where] ^= 1
    file.write_bytes(content)

    with pytest.raises(SettingsError, match="authorise anew"):
        _read(url, _access(url, tmp_path))
    assert _refreshes(lever) == 1
    assert file.read_bytes() == content


@pytest.mark.parametrize("cut", [0, 5, 30, 50])
def test_a_file_cut_short_is_never_passed_over(tmp_path: Path, cut: int) -> None:
    file = tmp_path / token_file.NAME
    token_file.write(file, token_file.Tokens("newest", "former", "origin"), SECRET)
    file.write_bytes(file.read_bytes()[:cut])

    with pytest.raises(SettingsError):
        token_file.read(file, [SECRET])


def test_no_token_shows_anywhere(lever: Vendor, url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    access = _access(url, tmp_path)
    _read(url, access)
    shown = [repr(access), repr(GRANT), repr(_kept(tmp_path))]
    lever.set_options(oauth_refresh_token="none", old_refresh_token="dead")
    lever.state.grants.refresh.clear()
    with pytest.raises(Lever2AshbyError) as caught:
        _read(url, _access(url, tmp_path))
    shown += [str(caught.value), repr(caught.value), *capfd.readouterr()]

    keys = [*lever.state.keys, company.LEVER_CLIENT_SECRET, base64.b64encode(SECRET).decode()]
    assert not [key for key in keys if any(key in text for text in shown)]

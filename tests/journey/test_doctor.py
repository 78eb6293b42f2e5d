"""`doctor` against the served stand-ins: every key that lacks something is told exactly that."""

import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from pipeline import workspace
from pipeline.ashby import calls
from pipeline.ashby import permissions as ashby_permissions
from pipeline.errors import SettingsError
from pipeline.findings import Examination
from pipeline.lever import permissions as lever_permissions
from pipeline.run import silent
from pipeline.settings import Settings
from pipeline.simulator.ashby_options import SCOPES
from pipeline.simulator.lever_options import PERMISSIONS
from pipeline.simulator.server import Running, running
from stages import doctor
from tests.journey.conftest import PEOPLE, UNLIMITED_ASHBY, UNLIMITED_LEVER, Journey

ON_REQUEST = {"eeo_responses:read:admin", "eeo_responses_pii:read:admin"}
OPTIONAL = {"audit_events:read:admin"}


@pytest.fixture(scope="module")
def served() -> Iterator[Running]:
    with running(people=PEOPLE, lever_options=UNLIMITED_LEVER, ashby_options=UNLIMITED_ASHBY) as vendors:
        yield vendors


@pytest.fixture
def vendors(served: Running) -> Iterator[Running]:
    yield served
    for vendor in (served.lever, served.ashby):
        vendor.faults.clear()
        vendor.recorder.reset()
    served.lever.options, served.ashby.options = UNLIMITED_LEVER, UNLIMITED_ASHBY
    served.lever.set_options()
    served.ashby.set_options()


def settings(vendors: Running, **changed: Any) -> Settings:
    fast = {"lever_requests_per_second": 100_000, "ashby_requests_per_minute": 6_000_000, "lever2ashby_timeout_s": 2}
    return Settings(_env_file=None, **{**vendors.line(), **fast, **changed})  # type: ignore[call-arg]


def examine(vendors: Running, folder: Path, **changed: Any) -> Examination:
    return doctor.run(folder / "workspace", settings(vendors, **changed), silent)


@contextmanager
def between(vendors: Running, shift_s: int = 0, closed: Collection[str] = ()) -> Iterator[str]:
    """Lever behind a clock of its own, some paths closed by 403; yields its address."""
    with httpx.Client(base_url=vendors.lever_url.removesuffix("/v1"), auth=(vendors.lever.options.key, "")) as lever:

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def do_GET(self) -> None:
                real = lever.get(self.path)
                is_closed = self.path in closed
                self.send_response(403 if is_closed else real.status_code)
                self.send_header("content-length", str(len(real.content)))
                self.end_headers()
                self.wfile.write(real.content)

            def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002
                return super().date_time_string(time.time() + shift_s)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002, ARG002
                return

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            yield f"http://127.0.0.1:{server.server_address[1]}/v1"
            server.shutdown()
            thread.join()


def state_of(found: Examination, where: str, what: str) -> str:
    (state,) = [finding.state for finding in found.findings if (finding.where, finding.what) == (where, what)]
    return state


def test_a_good_key_lacks_nothing_and_nothing_is_changed(vendors: Running, tmp_path: Path) -> None:
    before = vendors.ashby.describe(vendors.ashby.state)

    found = examine(vendors, tmp_path)

    assert found.exit_code == 0
    assert found.told["lever"]["missing"] == found.told["lever"]["unknown"] == []
    assert found.told["lever"]["confidential"] == "proved"
    assert found.told["ashby"]["missing"] == found.told["ashby"]["unknown"] == []
    assert found.told["ashby"]["surplus"] == sorted(set(SCOPES) - ashby_permissions.NEEDED)
    assert found.letters == ()
    assert {call.method for call in vendors.lever.recorder.calls()} == {"GET"}
    sent = {call.path.strip("/") for call in vendors.ashby.recorder.calls()}
    assert sent == calls.READS
    assert vendors.ashby.describe(vendors.ashby.state) == before
    assert list(tmp_path.iterdir()) == []


def test_no_paging_parameters_where_lever_refuses_them(vendors: Running, tmp_path: Path) -> None:
    examine(vendors, tmp_path)

    for call in vendors.lever.recorder.calls():
        if call.path.endswith(("/resumes", "/files", "/feedback", "/interviews", "/offers")):
            assert call.query == ""


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_a_lever_permission_that_lacks_is_named_and_no_other(vendors: Running, tmp_path: Path, permission: str) -> None:
    vendors.lever.set_options(permissions=tuple(known for known in PERMISSIONS if known != permission))
    word = f"{permission}:read:admin"

    found = examine(vendors, tmp_path)

    told = found.told["lever"]
    if word in ON_REQUEST:
        assert told["missing"] == told["missing_optional"] == []
        assert word not in told["surplus"]
    elif word in OPTIONAL:
        assert (told["missing"], told["missing_optional"]) == ([], [word])
    else:
        assert (told["missing"], told["missing_optional"], found.exit_code) == ([word], [], 2)
        assert state_of(found, "Lever", word) == "missing"
        (letter,) = found.letters
        assert f"lacks {word}." in letter
        boxes = {f"{known}:read:admin" for known in PERMISSIONS} - ON_REQUEST
        assert all(box in letter for box in boxes)


def test_eeo_answers_open_to_the_key_are_surplus(vendors: Running, tmp_path: Path) -> None:
    assert set(examine(vendors, tmp_path).told["lever"]["surplus"]) == ON_REQUEST


@pytest.mark.parametrize("status", [401, 403])
def test_access_to_confidential_data_that_lacks_is_named(vendors: Running, tmp_path: Path, status: int) -> None:
    vendors.lever.set_options(confidential_access=False, confidential_status=status)

    found = examine(vendors, tmp_path)

    assert found.told["lever"]["missing"] == [lever_permissions.CONFIDENTIAL]
    assert found.told["lever"]["confidential"] == "missing"
    assert found.exit_code == 2


@pytest.mark.parametrize("spelling", ["colon", "camel"])
@pytest.mark.parametrize("scope", SCOPES)
def test_an_ashby_right_that_lacks_is_named_and_no_other(
    vendors: Running, tmp_path: Path, scope: str, spelling: str
) -> None:
    vendors.ashby.set_options(scopes=tuple(known for known in SCOPES if known != scope), scope_spelling=spelling)

    found = examine(vendors, tmp_path)

    told = found.told["ashby"]
    assert told["missing"] == ([scope] if scope in ashby_permissions.NEEDED else [])
    assert scope not in told["surplus"]
    assert found.exit_code == (2 if scope in ashby_permissions.NEEDED else 0)
    for phase, rights in told["phases"].items():
        assert (scope in rights["missing"]) == (scope in ashby_permissions.rights_of(phase))


def test_rights_to_write_are_unknown_where_the_key_may_not_be_asked(vendors: Running, tmp_path: Path) -> None:
    vendors.ashby.set_options(scopes=tuple(scope for scope in SCOPES if scope != "apiKeysRead"))

    told = examine(vendors, tmp_path).told["ashby"]

    assert told["unknown"] == ["candidatesWrite", "hiringProcessMetadataWrite", "jobsWrite", "organizationWrite"]


@pytest.mark.parametrize("vendor", ["lever", "ashby"])
def test_a_wrong_key_is_told_and_the_other_side_looked_at(vendors: Running, tmp_path: Path, vendor: str) -> None:
    other = {"lever": "ashby", "ashby": "lever"}[vendor]

    found = examine(vendors, tmp_path, **{f"{vendor}_api_key": "wrong-key-0815"})

    assert found.told[vendor] == {"key": "refused"}
    assert found.told[other]["missing"] == []
    assert found.exit_code == 2
    assert "wrong-key-0815" not in repr(found)


@pytest.mark.parametrize("vendor", ["lever", "ashby"])
def test_one_key_alone_is_enough(vendors: Running, tmp_path: Path, vendor: str) -> None:
    other = {"lever": "ashby", "ashby": "lever"}[vendor]

    found = examine(vendors, tmp_path, **{f"{other}_api_key": None})

    assert found.told[other] == {"key": "not set"}
    assert found.told[vendor]["key"] == "accepted"
    assert found.exit_code == 0


def test_a_grant_is_looked_at_like_a_key_and_kept_for_the_next_command(journey: Journey) -> None:
    journey.vendors.lever.set_options(permissions=tuple(known for known in PERMISSIONS if known != "forms"))
    options = journey.vendors.lever.options
    changed = {
        "lever_api_key": None,
        "lever_client_id": options.oauth_client_id,
        "lever_client_secret": options.oauth_client_secret,
        "lever_refresh_token": options.oauth_refresh_token,
    }

    found = [examine(journey.vendors, journey.workspace.parent, **changed) for _ in range(2)]

    assert [one.told["lever"]["missing"] for one in found] == [["forms:read:admin"]] * 2
    assert "authorise our app anew" in found[0].letters[0]
    assert {path.name for path in journey.workspace.iterdir()} == {".lock", "lever_token"}
    with (
        workspace.opened(journey.workspace),
        pytest.raises(SettingsError, match="Another lever2ashby command is working"),
    ):
        examine(journey.vendors, journey.workspace.parent, **changed)


def test_no_key_at_all_is_a_wrong_setting(vendors: Running, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"LEVER_API_KEY.*ASHBY_API_KEY"):
        examine(vendors, tmp_path, lever_api_key="", ashby_api_key=None)


def test_a_silent_vendor_is_unreachable_and_the_other_side_is_looked_at(vendors: Running, tmp_path: Path) -> None:
    found = examine(
        vendors,
        tmp_path,
        lever_base_url="http://127.0.0.1:9/v1",
        lever2ashby_timeout_s=0.5,
    )

    assert found.exit_code == 7
    assert found.told["lever"] == {"key": "unreachable"}
    assert found.told["ashby"]["key"] == "accepted"


def test_a_limit_below_the_budget_shows_in_the_rate(vendors: Running, tmp_path: Path) -> None:
    vendors.lever.set_options(rate_limit="sliding", requests_per_second=20)

    found = examine(vendors, tmp_path, lever_requests_per_second=60, lever2ashby_timeout_s=30, ashby_api_key=None)

    assert found.told["lever"]["too_many_requests"] > 0
    assert found.told["lever"]["requests_per_second"] < 60
    assert found.told["lever"]["missing"] == []
    assert state_of(found, "Lever", "requests per second") == "warning"


def test_within_the_budget_the_rate_comes_near_it(vendors: Running, tmp_path: Path) -> None:
    vendors.lever.set_options(rate_limit="sliding", requests_per_second=50)

    found = examine(vendors, tmp_path, lever_requests_per_second=50, ashby_api_key=None)

    assert found.told["lever"]["too_many_requests"] == 0
    assert found.told["lever"]["requests_per_second"] <= 55


@pytest.mark.parametrize("shift_s", [-3600, 3600])
def test_a_clock_that_is_wrong_is_told(vendors: Running, tmp_path: Path, shift_s: int) -> None:
    with between(vendors, shift_s) as url:
        found = examine(vendors, tmp_path, lever_base_url=url, ashby_api_key=None)

    assert found.told["clock_skew_s"]["lever"] == pytest.approx(-shift_s, abs=5)
    assert state_of(found, "Lever", "clock") == "warning"
    assert examine(vendors, tmp_path).told["clock_skew_s"]["lever"] == pytest.approx(0, abs=5)


def test_an_opportunity_closed_to_the_key_does_not_close_the_permission(vendors: Running, tmp_path: Path) -> None:
    listed = httpx.get(f"{vendors.lever_url}/opportunities?limit=3", auth=(vendors.lever.options.key, "")).json()[
        "data"
    ]
    notes = [f"/v1/opportunities/{opportunity['id']}/notes" for opportunity in listed]

    with between(vendors, closed=notes[:2]) as url:
        assert examine(vendors, tmp_path, lever_base_url=url).told["lever"]["missing"] == []
    with between(vendors, closed=notes) as url:
        assert examine(vendors, tmp_path, lever_base_url=url).told["lever"]["missing"] == ["notes:read:admin"]


def test_the_workspace_is_for_its_owner_only(vendors: Running, tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)

    assert state_of(examine(vendors, tmp_path), "here", "workspace") == "warning"
    folder.chmod(0o700)
    assert state_of(examine(vendors, tmp_path), "here", "workspace") == "ok"


def test_a_user_sees_a_table_a_letter_and_a_line_for_machines(journey: Journey) -> None:
    journey.vendors.lever.set_options(permissions=tuple(known for known in PERMISSIONS if known != "notes"))

    ended = journey.run("doctor", exit_code=2)

    assert "notes:read:admin" in ended.stdout
    assert "To the Lever administrator" in ended.stdout
    assert ended.told["lever"]["missing"] == ["notes:read:admin"]
    assert ended.told["disk"]["is_measured"] is False
    assert not journey.workspace.exists()
    for secret in journey.vendors.line().values():
        assert secret.startswith("http") or secret not in ended.stdout + ended.stderr
    assert journey.writes() == 0

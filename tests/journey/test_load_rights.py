"""A key that lacks a right: the load says so before it writes anything, or stops where it meets the refusal."""

from pathlib import Path

import pytest

from pipeline.ashby import calls
from pipeline.ashby.permissions import PHASES, RIGHT_OF
from pipeline.simulator.ashby_options import SCOPES
from tests.journey import contract
from tests.journey.conftest import Small, Undisturbed, ended

WRITING = sorted({RIGHT_OF[call] for call in calls.WRITES | calls.UPLOADS})
LOOKING = sorted({RIGHT_OF[call] for call in PHASES["load"] & calls.READS} - {"apiKeysRead"})


def _without(*rights: str) -> tuple[str, ...]:
    return tuple(scope for scope in SCOPES if scope not in rights)


@pytest.mark.parametrize("right", [*WRITING, *LOOKING])
def test_a_right_that_lacks_is_named_before_the_first_write(small: Small, tmp_path: Path, right: str) -> None:
    spelling = "camel" if right in WRITING else "colon"
    load = small.ready(tmp_path, scopes=_without(right), scope_spelling=spelling)

    stopped = load.run("load", "--yes", exit_code=2)

    assert f"lacks {right} (for " in stopped.stderr
    assert all(call in stopped.stderr for call in calls.WRITES if RIGHT_OF[call] == right)
    assert [call.path for call in small.ashby.recorder.calls()] == ["/apiKey.info"]
    assert load.known() == {}
    contract.quiet(small.ashby)


@pytest.mark.parametrize("right", WRITING)
def test_a_key_that_may_not_tell_its_rights_stops_at_the_first_refusal_and_goes_on_when_it_has_them(
    small: Small, undisturbed: Undisturbed, tmp_path: Path, right: str
) -> None:
    load = small.ready(tmp_path, scopes=_without("apiKeysRead", right))

    stopped = load.run("load", "--yes", exit_code=2)

    (named,) = [call for call in calls.WRITES | calls.UPLOADS if f"permission for {call} " in stopped.stderr]
    assert RIGHT_OF[named] == right
    refused = [(call.path, call.status) for call in small.ashby.recorder.calls() if call.status == 403]
    assert ("/apiKey.info", 403) in refused
    assert {RIGHT_OF[path.removeprefix("/")] for path, _ in refused} <= {"apiKeysRead", right}
    assert "refused" not in load.known().values()

    small.ashby.set_options(scopes=SCOPES)
    load.run("load", "--yes", exit_code=0)

    assert ended(small.ashby) == undisturbed.state

"""Unknown is news (rule X1), end to end: what the company brings is known, what Lever invents tomorrow is named."""

from pathlib import Path

import pytest

from pipeline.simulator.lever_options import NEWS, LeverOptions
from pipeline.simulator.server import running
from pipeline.tables import TABLES
from pipeline.workspace import Workspace
from stages.extract import news
from tests.journey.conftest import UNLIMITED_ASHBY, Journey
from tests.unit.small_workspace import read_table

SAID = {
    "opportunity_field": {"opportunity/aiSummary.model/string", "opportunity/aiSummary.topics[].name/string"},
    "opportunity_origin": {"opportunity/origin=talent-pool/value"},
    "feedback_field_type": {"feedback/fields[].type=star-rating/value", "feedback/fields[].stars.of/number"},
}


def _extracted(root: Path, *words: str) -> tuple[Workspace, str]:
    with running(
        people=10, lever_options=LeverOptions(rate_limit="none", news=words), ashby_options=UNLIMITED_ASHBY
    ) as vendors:
        ended = Journey(vendors, root).run("extract", exit_code=0)
    return Workspace(root), ended.stderr + ended.stdout


def test_every_field_of_the_company_is_known(tmp_path: Path) -> None:
    workspace, told = _extracted(tmp_path)
    fields = read_table(workspace, "raw_lever__field")

    filled = {name for name in TABLES if name.startswith("raw_lever__") and workspace.folder(name).is_dir()}
    resources = {row["resource"] for row in fields}
    assert len(resources) > 20
    assert resources == {
        resource
        for resource in news.RESOURCES
        if f"raw_lever__{resource}" in filled and read_table(workspace, f"raw_lever__{resource}")
    }
    assert news.remarks(workspace) == ()
    assert "X1" not in told


@pytest.mark.parametrize("word", NEWS)
def test_what_lever_invents_tomorrow_breaks_nothing_and_is_named(tmp_path: Path, word: str) -> None:
    workspace, told = _extracted(tmp_path, word)

    (remark,) = news.remarks(workspace)
    assert remark in told
    assert SAID[word] <= {f"{resource}/{path}/{type_}" for resource, path, type_, _ in news.unknown(workspace)}

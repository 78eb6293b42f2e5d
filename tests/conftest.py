"""What several kinds of tests share: where the shared reference lies, if it is there."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the reference and the recorded payloads; tests that need it say why they are skipped."""
    if not SHARED.is_dir():
        pytest.skip("the shared reference and payloads are not beside this checkout (../shared)")
    return SHARED

"""WHAT MUST BE TRUE of the tables of a workspace, as plain values; `checks.engine` alone runs them."""

from checks.expectation import Suite
from checks.ready import READY
from checks.staged import STAGED

SUITES: dict[str, Suite] = {**STAGED, **READY}
"""Table → what must be true of it. What is about several tables at once stands in `checks.across`."""

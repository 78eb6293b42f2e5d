"""A plain reader of Lever's stand-in for tests: it follows `next`, and knows nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from pipeline.simulator import company
from pipeline.simulator.control import Vendor
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_state import World
from pipeline.simulator.server import lever_vendor
from pipeline.simulator.serving import serving


@dataclass(frozen=True)
class Reader:
    """A served vendor and a client with its key."""

    vendor: Vendor
    client: httpx.Client

    @property
    def world(self) -> World:
        world: World = self.vendor.state
        return world

    def get(self, path: str, **query: Any) -> httpx.Response:
        """One call below /v1."""
        return self.client.get(f"/v1{path}", params=query)

    def data(self, path: str, **query: Any) -> Any:
        """`data` of one answer that must be a 200."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.json()["data"]

    def rows(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """All pages of a list."""
        found: list[dict[str, Any]] = []
        while True:
            answer = self.get(path, **query)
            assert answer.status_code == 200, (path, answer.status_code, answer.text)
            page = answer.json()
            found += page["data"]
            if not page["hasNext"]:
                return found
            query["offset"] = page["next"]

    def ids(self, path: str, **query: Any) -> set[str]:
        """The ids of a whole list."""
        return {row["id"] for row in self.rows(path, **query)}

    def edit(self, name: str, **details: Any) -> Any:
        """An edit by name, over HTTP."""
        answer = self.client.post("/_sim/edit", json={"edit": name, **details})
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]


@contextmanager
def reading(people: int = 20, *, healthy: bool = False, **switches: Any) -> Iterator[Reader]:
    """Lever's stand-in, served without rate limit unless the switches say otherwise."""
    options = LeverOptions(**{"rate_limit": "none", **switches})
    vendor = lever_vendor(people=people, options=options, healthy=healthy)
    with serving(vendor) as (url,), httpx.Client(base_url=url, auth=(company.LEVER_KEY, "")) as client:
        yield Reader(vendor, client)

"""The simulators in a process of their own, so that a measured command does not share their interpreter."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Vendors:
    """Two addresses, two keys."""

    line: dict[str, str]

    def control(self, vendor: str, name: str, body: Any = None) -> Any:
        """Call the control surface of one vendor."""
        url = self.line[f"{vendor}_base_url"].removesuffix("/v1") + f"/_sim/{name}"
        request = urllib.request.Request(  # noqa: S310 - loopback
            url, None if body is None else json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return json.load(answer)

    def run(self, workspace: Path, *words: str, **env: str) -> None:
        """A command as a user gives it; its exit code is told, not judged."""
        line = {name.upper(): value for name, value in self.line.items()}
        done = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", *words, "--workspace", str(workspace), "--quiet"],
            env={**os.environ, **line, **env},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in (0, 5):
            raise SystemExit(f"{words} ended with {done.returncode}: {done.stderr}")


@contextmanager
def serving(people: int) -> Iterator[Vendors]:
    """Both simulators, with their documented limits."""
    command = [sys.executable, "-m", "pipeline.simulator", "--people", str(people)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Vendors(json.loads(process.stdout.readline()))
        finally:
            process.terminate()

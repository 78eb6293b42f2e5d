"""The report as a person sees it: in a real browser, offline, on a desktop and on a phone."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journey.conftest import Journey

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WIDTHS = {"desktop": 1280, "phone": 390}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _look(browser: Browser, page_path: Path, name: str, shots: Path) -> tuple[list[str], list[str], str]:
    page = browser.new_page(viewport={"width": WIDTHS[name], "height": 900})
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_path.as_uri())
    page.screenshot(path=shots / f"report-{name}.png", full_page=True)
    wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wider, f"the page is wider than a {name}"
    return complaints, asked, page.inner_text("body")


@pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium here and no right to install it (see Makefile)"
)
def test_the_report_opens_offline_and_says_the_verdict_first(journey: Journey, tmp_path: Path) -> None:
    ended = journey.run("run", "--yes", exit_code=5)
    report = Path(ended.told["report"])

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        seen = {name: _look(browser, report, name, tmp_path) for name in WIDTHS}
        browser.close()

    for name, (complaints, asked, text) in seen.items():
        assert complaints == [], name
        assert asked == [report.as_uri()], f"the report asked for something else on a {name}"
        for entity, counts in ended.told["buckets"].items():
            assert entity.replace("_", " ") in text.replace("_", " ").lower()
            assert str(sum(counts.values())) in text

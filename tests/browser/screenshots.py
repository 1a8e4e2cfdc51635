"""Pictures of every screen on the seed articles, for the documents: `make screenshots`."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
SCREENS = ("map", "corridors", "analysis", "articles", "gazetteer", "method")
LANGUAGES = ("ar", "en")
LOOKS = {
    "desktop-light": {"viewport": {"width": 1400, "height": 950}, "color_scheme": "light"},
    "desktop-dark": {"viewport": {"width": 1400, "height": 950}, "color_scheme": "dark"},
    "phone-light": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
SETTLE_MS = 1500
LONGEST_MS = 60_000
QUIET = "document.querySelector('[data-test-script-state=notRunning]') !== null"
PAINTED = "() => masar.pages[0].basemap.layers.labels && document.querySelector('[data-shown]')"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def main() -> None:
    """Take a picture of each screen, in each language, on each device and theme."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        _serve(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        chromium = os.environ.get("CHROMIUM") or None
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for (look, settings), language in product(LOOKS.items(), LANGUAGES):
            _take(browser, address, language, look, settings)
        browser.close()


def _take(browser: Browser, address: str, language: str, look: str, settings: dict) -> None:
    page = browser.new_page(**settings)
    for screen in SCREENS:
        path = "" if screen == SCREENS[0] else screen
        page.goto(f"{address}/{path}?lang={language}")
        _wait_until_painted(page)
        page.screenshot(path=IMAGES / f"{screen}-{language}-{look}.png")
    page.close()


def _wait_until_painted(page: Page) -> None:
    """Wait until the page has run and its map, if it has one, is painted."""
    page.wait_for_selector("[data-testid=stMain] .masar", timeout=LONGEST_MS)
    page.wait_for_function(QUIET, timeout=LONGEST_MS)
    page.wait_for_timeout(SETTLE_MS)
    for element in page.query_selector_all("iframe[src*=st_folium]"):
        element.content_frame().wait_for_function(PAINTED, timeout=LONGEST_MS)
    page.wait_for_timeout(SETTLE_MS)


@contextmanager
def _serve(folder: Path) -> Iterator[str]:
    """Read the seeds into a store of its own and serve the dashboard on a free port."""
    environment = os.environ | {"MASAR_STORE": f"sqlite:///{folder / 'seeds.sqlite'}"}
    geo = [sys.executable, "-m", "geo", "ingest", "seeds"]
    subprocess.run(geo, cwd=ROOT, env=environment, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "serve.py", f"--server.port={port}"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://localhost:{port}")
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()  # noqa: S310
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{address} does not answer")


if __name__ == "__main__":
    main()

"""Measure the dashboard on synthetic facts: first page, filter changes, bytes, twenty sessions.

Run ``python bench/dashboard.py [FACTS ...]`` (default 3000 300000); prints JSON.
``st.map`` and pydeck show the same facts in the same run, for comparison.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from conftest import CHROMIUM_FLAGS, find_chromium, start_server  # noqa: E402
from dashboard_facts import make_readings  # noqa: E402
from dashboard_sessions import measure_sessions  # noqa: E402

from geo.facts.corridors import fact_shape  # noqa: E402
from geo.store import open_store  # noqa: E402

CHANGES = 6
RIVAL = """
import sys
import pandas as pd
import streamlit as st
points = pd.read_parquet(sys.argv[1])
kind = st.radio("kind", ["incident", "security", "presence"])
shown = points[points["kind"] == kind]
if sys.argv[2] == "map":
    st.map(shown[["lat", "lon"]])
else:
    import pydeck
    at = shown[["lat", "lon"]]
    layer = pydeck.Layer("ScatterplotLayer", at, get_position=["lon", "lat"], get_radius=900)
    st.pydeck_chart(pydeck.Deck([layer], map_style=None))
st.text(f"shown {len(shown)}")
"""


def fill_store(folder: Path, count: int) -> str:
    """Make a store of synthetic facts and return its address."""
    url = f"sqlite:///{folder / f'bench-{count}.sqlite'}"
    store, batch = open_store(url), []
    for reading in make_readings(count):
        batch.append(reading)
        if len(batch) == 40:
            store.save(batch, fingerprint="synthetic", shape_of=fact_shape)
            batch = []
    store.save(batch, fingerprint="synthetic", shape_of=fact_shape)
    store.close()
    return url


class Wire:
    """Counts the bytes that a page's server sends."""

    def __init__(self, page: Page) -> None:
        self.received = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))

    def _count(self, payload: str | bytes) -> None:
        self.received += len(payload)


def measure_changes(page: Page, wire: Wire, change: Callable[[int], None], state: str) -> dict:
    """Time how long changes take until the page says another state, and what they send."""
    times, sizes = [], []
    for number in range(CHANGES):
        before, sent = page.evaluate(state), wire.received
        started = time.perf_counter()
        change(number)
        page.wait_for_function(f"({state}) !== {json.dumps(before)}", timeout=120_000, polling=10)
        times.append(1000 * (time.perf_counter() - started))
        page.wait_for_timeout(900)
        sizes.append(wire.received - sent)
    return {
        "median_ms": round(statistics.median(times)),
        "most_ms": round(max(times)),
        "most_kB": round(max(sizes) / 1000, 1),
    }


def measure_masar(browser: Browser, url: str, log: Path) -> dict:
    """Time the first page from the server's start, filter changes, and many sessions."""
    started = time.perf_counter()
    server, address = start_server(url, log)
    try:
        page = browser.new_page(viewport={"width": 1360, "height": 900})
        wire = Wire(page)
        page.goto(f"{address}/?lang=en")
        frame = page.wait_for_selector(".st-key-map_frame iframe", timeout=120_000).content_frame()
        frame.wait_for_selector(".leaflet-container[data-shown]", timeout=120_000)
        first = time.perf_counter() - started
        state = (
            "document.querySelector('.st-key-map_frame iframe').contentDocument"
            ".querySelector('.leaflet-container').dataset.shown"
        )
        page.wait_for_timeout(2000)
        kinds = ("Incidents", "Security", "Presence", "Incidents", "Security", "Presence")

        def choose_kind(number: int) -> None:
            page.get_by_role("button", name=kinds[number], exact=True).click()

        changes = measure_changes(page, wire, choose_kind, state)
        with ThreadPoolExecutor(1) as pool:
            sessions = pool.submit(measure_sessions, address, server.pid).result()
        return {"first_page_s": round(first, 2), "filter": changes, "sessions": sessions}
    finally:
        server.terminate()
        server.wait(timeout=20)


def measure_rival(browser: Browser, url: str, folder: Path, kind: str) -> dict:
    """Time a map that is sent all its points at every change."""
    frame = open_store(url).load_facts()
    frame = frame[frame.geometry.notna() & (frame.geometry.geom_type == "Point")]
    points = frame[["kind"]].assign(lat=frame.geometry.y, lon=frame.geometry.x)
    points.to_parquet(folder / "points.parquet")
    (folder / "rival.py").write_text(RIVAL, encoding="utf-8")
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(folder / "rival.py")),
        *("--server.port=8799", "--server.headless=true", "--browser.gatherUsageStats=false"),
        *("--", str(folder / "points.parquet"), kind),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        page = browser.new_page(viewport={"width": 1360, "height": 900})
        page.route("**/*", lambda r: r.continue_() if "localhost" in r.request.url else r.abort())
        wire = Wire(page)
        for _ in range(50):
            try:
                page.goto("http://localhost:8799")
                break
            except PlaywrightError:
                time.sleep(0.3)
        page.wait_for_selector("canvas", timeout=120_000)
        page.wait_for_timeout(3000)
        state = (
            "[...document.querySelectorAll('[data-testid=stText]')].map(e => e.textContent).join()"
        )
        names = ("security", "presence", "incident", "security", "presence", "incident")

        def choose_kind(number: int) -> None:
            page.get_by_text(names[number], exact=True).click()

        return measure_changes(page, wire, choose_kind, state)
    finally:
        server.terminate()
        server.wait(timeout=20)


def run_benchmark(counts: list[int]) -> dict:
    """Measure every count of facts, ours and the rivals one after the other."""
    results: dict[str, object] = {"label": "synthetic facts"}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(CHROMIUM_FLAGS)
        )
        for count in counts:
            known = os.environ.get(f"BENCH_STORE_{count}")
            url = known or fill_store(folder, count)
            results[str(count)] = {
                "masar": measure_masar(browser, url, folder / "log.txt"),
                "st.map": measure_rival(browser, url, folder, "map"),
                "pydeck": measure_rival(browser, url, folder, "pydeck"),
            }
        browser.close()
    return results


if __name__ == "__main__":
    wanted = [int(value) for value in sys.argv[1:]] or [3000, 300_000]
    print(json.dumps(run_benchmark(wanted), indent=2))

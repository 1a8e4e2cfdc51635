"""Measure the dashboard: first page on the seeds, filter changes, bytes, twenty sessions.

Run ``python -m bench.dashboard [FACTS ...]`` (default 3000 300000). Facts beyond the seeds are
synthetic and labelled so; ``st.map`` and pydeck show the same points in the same run. Times of a
change run in the browser, from the click until the map is painted: ours says so itself, of the
rivals it is the last drawing by WebGL in the second after the text beside the map has changed.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench"), str(ROOT / "tests" / "browser")]

from conftest import CHROMIUM_FLAGS, find_chromium, start_server  # noqa: E402
from dashboard_facts import make_readings  # noqa: E402
from dashboard_sessions import SESSIONS, measure_sessions  # noqa: E402

from geo.facts.corridors import fact_shape  # noqa: E402
from geo.store import open_store  # noqa: E402

STARTS = 3
KINDS = ("Incidents", "Security", "Presence", "Incidents", "Security", "Presence")
RIVAL_KINDS = ("security", "presence", "incident", "security", "presence", "incident")
FIRST_PAGE_GOAL_S = 3.0
CHANGE_GOAL_MS = {3000: 300, 300_000: 500}
CHANGE_GOAL_KB = 30
RERUN_GOAL_MS, SESSION_GOAL_MB = 400, 2.0
VIEWPORT = {"width": 1360, "height": 900}
SETTLE_MS = 1000
LONGEST_MS = 300_000
MAP = "document.querySelector('.st-key-map_frame iframe').contentDocument.body"
TEXT = "document.querySelector('[data-testid=stText]')"
STOPWATCH = """
(target) => {
  addEventListener("click", (event) => { window.started = event.timeStamp; }, true);
  const watcher = new MutationObserver(() => { window.changed = performance.now(); });
  const shown = { subtree: true, attributes: true, attributeFilter: ["data-shown"] };
  const text = { subtree: true, childList: true, characterData: true };
  watcher.observe(target, target.tagName === "BODY" ? shown : text);
}
"""
DRAWING = """
for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]) {
  const draw = WebGL2RenderingContext.prototype[name];
  WebGL2RenderingContext.prototype[name] = function (...told) {
    window.drawn = performance.now();
    return draw.apply(this, told);
  };
}
"""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How long changes of a filter took and what the most talkative one sent."""

    median_ms: float
    most_ms: float
    most_kb: float

    def __str__(self) -> str:
        """Return the figures as a cell of the table."""
        return f"{self.median_ms:.0f} ms (most {self.most_ms:.0f}), {self.most_kb:.1f} kB"


class Wire:
    """Counts the bytes that a page's server sends."""

    def __init__(self, page: Page) -> None:
        self.received = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))

    def _count(self, payload: str | bytes) -> None:
        self.received += len(payload)


def read_seeds(folder: Path) -> str:
    """Make a store of the seed articles, the data that Masar opens with; return its address."""
    url = f"sqlite:///{folder / 'seeds.sqlite'}"
    command = [sys.executable, "-m", "geo", "ingest", "seeds"]
    environment = {**os.environ, "MASAR_STORE": url}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return url


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


@contextmanager
def stopping(server: subprocess.Popen[bytes]) -> Iterator[None]:
    """Stop a server in the end."""
    try:
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


def measure_first_page(browser: Browser, url: str, folder: Path) -> float:
    """Return the seconds from a server's start until a browser's first map is painted."""
    started = time.perf_counter()
    server, address = start_server(url, folder / "log.txt")
    with stopping(server):
        page = browser.new_page(viewport=VIEWPORT)
        open_map(page, f"{address}/?lang=en")
        took = time.perf_counter() - started
        page.close()
    return took


def open_map(page: Page, address: str) -> None:
    """Open the map page and wait until its facts are painted."""
    page.goto(address)
    frame = page.wait_for_selector(".st-key-map_frame iframe", timeout=LONGEST_MS).content_frame()
    frame.wait_for_selector(".leaflet-container[data-shown]", timeout=LONGEST_MS)


def measure_changes(
    page: Page, wire: Wire, target: str, change: Callable[[int], None], *, count: int
) -> Change:
    """Time changes from the click until what `target` names has changed, and count their bytes."""
    page.evaluate(f"({STOPWATCH})({target})")
    times, sizes = [], []
    for number in range(count):
        sent = wire.received
        page.evaluate("window.started = window.changed = window.drawn = 0")
        change(number)
        page.wait_for_function(
            "window.started && window.changed > window.started", timeout=LONGEST_MS
        )
        page.wait_for_timeout(SETTLE_MS)
        times.append(page.evaluate("Math.max(window.changed, window.drawn) - window.started"))
        sizes.append(wire.received - sent)
    return Change(median_ms=statistics.median(times), most_ms=max(times), most_kb=max(sizes) / 1000)


def measure_masar(browser: Browser, url: str, folder: Path) -> tuple[Change, dict[str, float]]:
    """Return the filter changes of one reader, and the reruns of many at once."""
    server, address = start_server(url, folder / "log.txt")
    with stopping(server):
        page = browser.new_page(viewport=VIEWPORT)
        wire = Wire(page)
        open_map(page, f"{address}/?lang=en")
        page.wait_for_timeout(2 * SETTLE_MS)

        def choose_kind(number: int) -> None:
            page.get_by_role("button", name=KINDS[number], exact=True).click()

        changes = measure_changes(page, wire, MAP, choose_kind, count=len(KINDS))
        page.close()
        with ThreadPoolExecutor(1) as apart:  # playwright keeps this thread's event loop
            return changes, apart.submit(measure_sessions, address, server.pid).result()


def write_points(url: str, path: Path) -> None:
    """Write the facts that are points as the rivals read them."""
    frame = open_store(url).load_facts()
    frame = frame[frame.geometry.notna() & (frame.geometry.geom_type == "Point")]
    points = frame[["kind"]].assign(lat=frame.geometry.y, lon=frame.geometry.x)
    points.to_parquet(path)


def measure_rival(browser: Browser, points: Path, folder: Path, kind: str) -> Change:
    """Time a map that is sent all its points at every change."""
    (folder / "rival.py").write_text(RIVAL, encoding="utf-8")
    port = _free_port()
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(folder / "rival.py")),
        *(f"--server.port={port}", "--server.headless=true", "--browser.gatherUsageStats=false"),
        *("--", str(points), kind),
    ]
    quiet = subprocess.DEVNULL
    with stopping(subprocess.Popen(command, stdout=quiet, stderr=quiet)):
        page = browser.new_page(viewport=VIEWPORT)
        page.add_init_script(DRAWING)
        page.route("**/*", lambda r: r.continue_() if "localhost" in r.request.url else r.abort())
        wire = Wire(page)
        _open_when_there(page, f"http://localhost:{port}")
        page.wait_for_selector("canvas", timeout=LONGEST_MS)
        page.wait_for_timeout(3 * SETTLE_MS)

        def choose_kind(number: int) -> None:
            page.get_by_text(RIVAL_KINDS[number], exact=True).click()

        changes = measure_changes(page, wire, TEXT, choose_kind, count=len(RIVAL_KINDS))
        page.close()
        return changes


def _open_when_there(page: Page, address: str) -> None:
    for _ in range(60):
        try:
            page.goto(address)
        except PlaywrightError:
            time.sleep(0.5)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _row(name: str, figure: object, goal: str = "") -> str:
    return f"{name:<34}{figure!s:<40}{goal}"


def print_first_page(browser: Browser, folder: Path) -> None:
    """Print how long the first page takes after the server's start."""
    url = read_seeds(folder)
    times = sorted(measure_first_page(browser, url, folder) for _ in range(STARTS))
    told = ", ".join(f"{seconds:.2f}" for seconds in times)
    print(_row("first page on the seeds, s", told, f"goal {FIRST_PAGE_GOAL_S}"))


def print_changes(browser: Browser, folder: Path, count: int) -> None:
    """Print the changes of ours and of the rivals over so many synthetic facts."""
    url = os.environ.get(f"BENCH_STORE_{count}") or fill_store(folder, count)
    changes, sessions = measure_masar(browser, url, folder)
    goal = f"goal {CHANGE_GOAL_MS.get(count, '-')} ms, {CHANGE_GOAL_KB} kB"
    print(f"\n{count:,} synthetic facts, a change of filter")
    print(_row("  Masar", changes, goal))
    points = folder / f"points-{count}.parquet"
    write_points(url, points)
    for kind, name in (("map", "  st.map"), ("pydeck", "  pydeck")):
        print(_row(name, measure_rival(browser, points, folder, kind)))
    print(f"{count:,} synthetic facts, {SESSIONS} sessions at once")
    reruns = f"{sessions['median_ms']} ms (most {sessions['most_ms']})"
    print(_row("  rerun, median", reruns, f"goal {RERUN_GOAL_MS} ms"))
    print(_row("  memory a session, MB", sessions["MB_a_session"], f"goal {SESSION_GOAL_MB}"))


def main() -> None:
    """Print every figure beside its goal."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("facts", nargs="*", type=int, default=[3000, 300_000])
    counts = parser.parse_args().facts
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{os.cpu_count()} processors, load before: {load}")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(CHROMIUM_FLAGS)
        )
        print_first_page(browser, folder)
        for count in counts:
            print_changes(browser, folder, count)
        browser.close()


if __name__ == "__main__":
    main()

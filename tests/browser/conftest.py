"""A real server as `make run` starts it, on a store of its own, and a real Chromium before it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from view_samples import make_extraction, shape_of

from geo.models import Extraction
from geo.settings import ROOT
from geo.store import open_store

START_SECONDS = 60
CHROMIUM_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")

OpenPage = Callable[..., Page]

expect.set_options(timeout=20_000)


def find_chromium() -> str | None:
    return (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None and os.environ.get("CI") != "true":
        pytest.skip("NO BROWSER: install chromium or name one in CHROMIUM; nothing was looked at")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


def start_server(store_url: str, log: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start the dashboard on a free port and return it with its address once it answers."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "serve.py", f"--server.port={port}"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "MASAR_STORE": store_url},
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    wait_for(f"http://localhost:{port}/_stcore/health", log)
    return server, f"http://localhost:{port}"


def wait_for(address: str, log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the server did not answer:\n{log.read_text()}")


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Return a function that serves a store and returns the address."""
    servers = []

    def serve_store(store_url: str) -> str:
        log = tmp_path_factory.mktemp("server") / "log.txt"
        server, address = start_server(store_url, log)
        servers.append(server)
        return address

    yield serve_store
    for server in servers:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="module")
def readings() -> list[Extraction]:
    """Return what stands in the store; a module may name its own."""
    return [make_extraction()]


@pytest.fixture(scope="module")
def store_url(tmp_path_factory: pytest.TempPathFactory, readings: list[Extraction]) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'masar.sqlite'}"
    store = open_store(url)
    store.save(readings, fingerprint="synthetic", shape_of=shape_of)
    store.close()
    return url


@pytest.fixture(scope="module")
def address(store_url: str, serve: Callable[[str], str]) -> str:
    return serve(store_url)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Return a function that opens an address; nothing may be asked of any other host."""
    contexts, outside, failures = [], [], []

    def open_address(address: str, *, ready: str = "iframe", **options: object) -> Page:
        host = address.split("/")[2]
        context = browser.new_context(
            **{"viewport": {"width": 1360, "height": 900}, "locale": "en-US", **options}
        )
        contexts.append(context)
        page = context.new_page()

        def block(route: Route) -> None:
            url = route.request.url
            if url.startswith((f"http://{host}/", f"ws://{host}/", "data:", "blob:")):
                route.continue_()
            else:
                outside.append(url)
                route.abort()

        page.route("**/*", block)
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(address)
        page.wait_for_selector(ready, timeout=60_000)
        return page

    yield open_address
    for context in contexts:
        context.close()
    assert outside == []
    assert failures == []

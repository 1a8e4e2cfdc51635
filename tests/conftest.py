"""What holds for all tests: those of a browser or a server are never skipped in silence."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import postgresql
import pytest

_SKIPPED = pytest.StashKey[list[str]]()
_OUTSIDE = ("browser", "database")
"""Markers of tests that need a program from outside; under CI none may be skipped."""


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Return the address of a PostgreSQL server: MASAR_TEST_POSTGRESQL's, else one of our own."""
    named = os.environ.get("MASAR_TEST_POSTGRESQL")
    if named:
        yield named
        return
    if not postgresql.find_server():
        pytest.skip("no PostgreSQL server; install one with `make database`")
    with (
        tempfile.TemporaryDirectory(prefix="masar-") as folder,
        postgresql.run_server(Path(folder)) as url,
    ):
        yield url


def pytest_configure(config: pytest.Config) -> None:
    os.environ["MASAR_GAZETTEER"] = ""  # the tables that ship, whatever this machine has built
    config.stash[_SKIPPED] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    if report.skipped and any(map(item.get_closest_marker, _OUTSIDE)):
        item.config.stash[_SKIPPED].append(item.nodeid)
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.stash[_SKIPPED] and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    skipped = config.stash[_SKIPPED]
    if skipped:
        told = "which CI must not do" if os.environ.get("CI") == "true" else "nothing was tried"
        line = f"{len(skipped)} TESTS OF A BROWSER OR A DATABASE WERE SKIPPED: {told}"
        terminalreporter.write_line(f"{line}; run `make browser database`", red=True, bold=True)

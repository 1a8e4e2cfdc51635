"""What holds for all tests: browser tests are never skipped in silence, nor at all under CI."""

import os

import pytest

_SKIPPED = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_SKIPPED] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    if report.skipped and item.get_closest_marker("browser"):
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
        told = "which CI must not do" if os.environ.get("CI") == "true" else "nothing was looked at"
        line = f"{len(skipped)} BROWSER TESTS WERE SKIPPED: {told}; get one with `make browser`"
        terminalreporter.write_line(line, red=True, bold=True)

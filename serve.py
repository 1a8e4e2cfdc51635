"""Start the dashboard's server, and read the facts while the browser still opens the page.

``python serve.py [STREAMLIT OPTIONS]``; without it, as ``streamlit run app.py``, the first reader
waits a second longer.
"""

import logging
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread

from streamlit.web import cli

from geo.errors import MasarError

WARM_UP = "warm-up"
NO_SESSION = "streamlit.runtime.scriptrunner_utils.script_run_context"
"""The logger that tells of calls outside a session, which is what warming up means."""


def warm_up() -> None:
    """Load what the first session needs; the page itself tells what cannot be loaded."""
    from pages import loading  # noqa: PLC0415 - slow, and the server need not wait for it

    logger = logging.getLogger(NO_SESSION)
    logger.addFilter(_is_about_a_session)
    with suppress(MasarError):
        loading.prepare()
    logger.removeFilter(_is_about_a_session)


def _is_about_a_session(record: logging.LogRecord) -> bool:
    return record.threadName != WARM_UP


def main() -> None:
    """Serve until stopped."""
    Thread(target=warm_up, name=WARM_UP, daemon=True).start()
    app = str(Path(__file__).parent / "app.py")
    cli.main(["run", app, *sys.argv[1:]], prog_name="streamlit")


if __name__ == "__main__":
    main()

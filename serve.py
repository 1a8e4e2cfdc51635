"""Start the dashboard's server, and read the facts while the browser still opens the page.

``python serve.py [STREAMLIT OPTIONS]``; without it, as ``streamlit run app.py``, the first reader
waits a second longer.
"""

import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread

from streamlit.web import cli

from geo.errors import MasarError


def warm_up() -> None:
    """Load what the first session needs; the page itself tells what cannot be loaded."""
    from pages import loading  # noqa: PLC0415 - slow, and the server need not wait for it

    with suppress(MasarError):
        loading.prepare()


def main() -> None:
    """Serve until stopped."""
    Thread(target=warm_up, name="warm-up", daemon=True).start()
    app = str(Path(__file__).parent / "app.py")
    cli.main(["run", app, *sys.argv[1:]], prog_name="streamlit")


if __name__ == "__main__":
    main()

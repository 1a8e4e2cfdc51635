"""What the command line writes: results to standard output, messages to standard error."""

import sys
from collections.abc import Iterable


def write_output(chunks: Iterable[bytes]) -> None:
    """Write results, UTF-8 whatever the terminal's locale."""
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def say(message: str) -> None:
    """Write one message, which is no result, to standard error."""
    sys.stderr.write(f"{message}\n")

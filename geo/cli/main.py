"""The entry of the command line: arguments in, exit status out."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from geo.cli.arguments import make_parser
from geo.cli.output import say
from geo.errors import MasarError

OK, REFUSED, INTERRUPTED, PIPE_CLOSED = 0, 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    2 is an input that was refused, with the reason on standard error; 130 an interruption;
    141 a reader that closed the pipe.
    """
    options = make_parser().parse_args(arguments)
    try:
        status = _run_command(options)
        sys.stdout.flush()
    except MasarError as error:
        say(f"error: {error}")
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return status


def _run_command(options: argparse.Namespace) -> int:
    """Load the command's module, and with it only the libraries that it needs."""
    refused: int = import_module(f"geo.cli.{options.command}").run(options)
    return REFUSED if refused else OK

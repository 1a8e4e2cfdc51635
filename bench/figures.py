"""The figures in the documentation: ``make figures`` prints them anew, each by its command.

A page holds, in a comment, the command whose output follows::

    <!-- [[[cog from bench.figures import show; show("geo evaluate bench/gold/facts") ]]] -->
"""

import shlex
import subprocess
import sys
from pathlib import Path

import cog

ROOT = Path(__file__).resolve().parents[1]


def show(command: str, *, fenced: bool = False) -> None:
    """Put what ``python -m COMMAND`` prints into the page; `fenced` as a block of plain text."""
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    fence = "```\n" if fenced else "\n"
    cog.out(f"{fence}{done.stdout.strip()}\n{fence}")

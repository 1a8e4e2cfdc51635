"""``backup``: copy the store to one file."""

import argparse
from contextlib import closing

from geo.cli.output import say
from geo.errors import InputError
from geo.settings import store_url
from geo.store import has_store, open_store


def run(options: argparse.Namespace) -> int:
    """Copy the store; return 0, since nothing is refused but by an error."""
    address = options.store or store_url()
    if not has_store(address):
        raise InputError(
            "there is no store to copy yet; name one with --store, or read articles first with "
            "`python -m geo ingest PATH`"
        )
    with closing(open_store(address)) as store:
        store.backup(options.file)
        say(f"{options.file}: {len(store.article_list())} articles")
    return 0

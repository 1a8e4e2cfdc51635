"""The articles that a command's arguments name."""

import argparse
from collections.abc import Iterator

from geo.cli.output import say
from geo.errors import InputError
from geo.models import Article
from geo.text.articles import scan_articles


class Sources:
    """The articles to read; what cannot be read is said, counted and passed over."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.refused = 0
        self._results = scan_articles(
            options.paths, manifest=options.manifest, published=options.published
        )

    def __iter__(self) -> Iterator[Article]:
        for result in self._results:
            if isinstance(result, InputError):
                self.refused += 1
                say(f"error: {result}")
            else:
                yield result

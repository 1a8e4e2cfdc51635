"""``ingest``: read articles into the store."""

import argparse
from collections.abc import Iterable, Iterator

from geo.cli.output import say, write_output
from geo.cli.sources import Sources
from geo.models import Article, Extraction
from geo.pipeline import pipeline_fingerprint, read_article
from geo.settings import store_url
from geo.store import Store, open_store

_BATCH_ARTICLES = 50
"""Articles kept in one transaction; an interruption loses no more, and never half of one."""


def run(options: argparse.Namespace) -> int:
    """Keep what is read, and say it; return how many files were refused."""
    sources = Sources(options)
    store = open_store(options.store or store_url())
    try:
        counts = _ingest(store, sources)
    finally:
        store.close()
    say(f"{counts[0]} read, {counts[1]} known already, {sources.refused} refused")
    return sources.refused


def _ingest(store: Store, articles: Iterable[Article]) -> tuple[int, int]:
    """Read what the store does not know yet; return how many were read, and known."""
    fingerprint, read, known = pipeline_fingerprint(), 0, 0
    pending: list[Extraction] = []
    for article in _pass_over_copies(articles):
        if store.known(article, fingerprint=fingerprint):
            known += 1
            continue
        pending.append(read_article(article))
        read += 1
        if len(pending) == _BATCH_ARTICLES:
            _save(store, pending, fingerprint)
            pending = []
    _save(store, pending, fingerprint)
    return read, known


def _pass_over_copies(articles: Iterable[Article]) -> Iterator[Article]:
    """Yield each text once, as the first file that holds it describes it."""
    first: dict[str, str] = {}
    for article in articles:
        if article.id in first:
            say(f"{article.path}: has the text of {first[article.id]}; passed over")
            continue
        first[article.id] = article.path
        yield article


def _save(store: Store, extractions: list[Extraction], fingerprint: str) -> None:
    store.save(extractions, fingerprint=fingerprint)
    write_output(_describe(extraction) for extraction in extractions)


def _describe(extraction: Extraction) -> bytes:
    placed = sum(mention.place is not None for mention in extraction.mentions)
    counts = f"{len(extraction.facts)} facts, {placed} places"
    left_out = f"{len(extraction.discarded)} left out"
    return f"{extraction.article.path}: {counts}, {left_out}\n".encode()

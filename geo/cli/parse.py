"""``parse``: print what is read from articles; nothing is stored."""

import argparse
from collections.abc import Iterable, Iterator

import orjson

from geo.cli.output import write_output
from geo.cli.sources import Sources
from geo.exchange.geojson import geojson_chunks
from geo.facts.corridors import fact_shape
from geo.frames import extraction_document, facts_frame
from geo.models import Article
from geo.pipeline import read_article


def run(options: argparse.Namespace) -> int:
    """Print articles in the order in which they are found; return how many were refused."""
    sources = Sources(options)
    write = {"jsonl": _write_jsonl, "geojson": _write_geojson}[options.format]
    write_output(write(sources))
    return sources.refused


def _write_jsonl(articles: Iterable[Article]) -> Iterator[bytes]:
    for article in articles:
        document = extraction_document(read_article(article), shape_of=fact_shape)
        yield orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)


def _write_geojson(articles: Iterable[Article]) -> Iterator[bytes]:
    """Write the facts of all articles; the same text in two files gives its facts once."""
    distinct = {article.id: article for article in reversed(list(articles))}.values()
    frame = facts_frame(map(read_article, distinct), shape_of=fact_shape)
    yield from geojson_chunks(frame)

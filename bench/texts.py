"""Texts to measure with: articles of one length, made of the seeds and the labelled articles."""

import random
from itertools import cycle
from pathlib import Path

from geo.models import Article, Publication
from geo.settings import SEEDS_DIR
from geo.text.articles import make_article, read_articles

LABELLED = Path(__file__).resolve().parent / "gold" / "facts" / "articles"
ARTICLE_CHARS = 3500
PUBLISHED = Publication(day="2019-02-22")


def make_articles(count: int, *, chars: int = ARTICLE_CHARS, language: str = "") -> list[Article]:
    """Make articles of `chars` characters, in one language or in both by turns.

    Each is a row of paragraphs drawn, always the same ones, from the seeds and the labelled
    articles of the dev split, cut at its length. They tell as many facts as the seeds do, 7 or 8
    in 1,000 characters; news of other things is read quicker.
    """
    pools = {name: [p for p in _read_paragraphs() if p[0] == name] for name in ("ar", "en")}
    names = cycle([language] if language else [*pools])
    draw = random.Random(count)  # noqa: S311 - the same texts at every run, no secret
    return [
        make_article(_fill([text for _, text in pools[name]], chars, draw), published=PUBLISHED)
        for name, _ in zip(names, range(count), strict=False)
    ]


def _read_paragraphs() -> list[tuple[str, str]]:
    """Return language and text of every paragraph, in the order of the files."""
    articles = [*read_articles([SEEDS_DIR]), *read_articles(sorted(LABELLED.glob("*.txt")))]
    return [
        (article.language, paragraph)
        for article in articles
        for paragraph in article.text.splitlines()
        if paragraph.strip()
    ]


def _fill(paragraphs: list[str], chars: int, draw: random.Random) -> str:
    """Return drawn paragraphs, one a line, cut after `chars` characters."""
    text = ""
    while len(text) < chars:
        text += draw.choice(paragraphs) + "\n"
    return text[:chars]

"""Articles as they are listed and headed."""

from collections.abc import Iterable, Sequence
from typing import Any

from geo.labels import label
from geo.models import Publication
from geo.store import ArticleSummary
from geo.text.fold import fold_text
from geo.viz.evidence import Document
from geo.viz.markup import Html, element, escape_text, isolated, join
from geo.viz.panels import Row
from geo.viz.phrases import phrase_published

ARTICLE_COLUMNS = (
    ("article", "quote"),
    ("outlet", "name"),
    ("published", "date"),
    ("mentions", "number"),
    ("facts", "number"),
    ("discarded", "number"),
)
"""The columns of the list of articles, in order, with what their cells hold."""

REPORT_COLUMNS = (
    ("file", "quote"),
    ("outcome", "name"),
    ("mentions", "number"),
    ("facts", "number"),
    ("discarded", "number"),
    ("problem", "quote"),
    ("detail", "quote"),
)
"""The columns of the report on texts just read."""


def table_articles(articles: Iterable[ArticleSummary], language: str) -> list[Row]:
    """Return articles as rows of plain text, in the order of `ARTICLE_COLUMNS`."""
    return [(article.id, _article_cells(article, language)) for article in articles]


def find_articles(articles: Sequence[ArticleSummary], text: str) -> list[ArticleSummary]:
    """Return the articles that have every word of a search in title, outlet, file or day."""
    words = fold_text(text).split()
    return [one for one in articles if all(word in _search_text(one) for word in words)]


def _search_text(article: ArticleSummary) -> str:
    bounds = article.published.bounds() or ()
    return fold_text(" ".join((article.title, article.outlet, article.path, *bounds)))


def order_articles(articles: Iterable[ArticleSummary]) -> list[ArticleSummary]:
    """Return articles as they are listed: the newest first, those without a date last."""
    by_title = sorted(articles, key=lambda one: (one.title or one.path, one.id))
    return sorted(by_title, key=_last_day, reverse=True)


def _last_day(article: ArticleSummary) -> str:
    bounds = article.published.bounds()
    return bounds[1] if bounds else ""


def describe_article(document: Document, language: str) -> Html:
    """Return an article's title, outlet, day and how much was read in it."""
    article = document["article"]
    parts = [
        *([isolated(article["outlet"])] if article["outlet"] else []),
        phrase_published(article, language),
        *(
            escape_text(f"{label(f'column.{name}', language)}: {len(document[name])}")
            for name in ("mentions", "facts", "discarded")
        ),
    ]
    title = article["title"] or article["path"] or article["id"]
    return element(
        "header",
        element("h2", escape_text(title), dir="auto"),
        element("p", join(*parts, separator=" · "), css="masar-note"),
        css="masar-title",
    )


def _article_cells(article: ArticleSummary, language: str) -> list[Any]:
    return [
        article.title or article.path or article.id,
        article.outlet,
        _plain_published(article.published, language),
        article.mentions,
        article.facts,
        article.discarded,
    ]


def _plain_published(published: Publication, language: str) -> str:
    if published.day:
        return published.day
    bounds = published.bounds()
    return " – ".join(bounds) if bounds else label("published.unknown", language)

"""What was left out of an article: its words, and the reason in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from geo.facts.reasons import explain_reason
from geo.models import Article
from geo.viz.evidence import Document
from geo.viz.markup import Html, element, escape_text, join
from geo.viz.panels import Row

LEFT_OUT_COLUMNS = (("words", "name"), ("reason", "quote"))
"""The columns of the list of what was left out, in order, with what their cells hold."""


def explain_discard(discarded: Mapping[str, Any], language: str) -> str:
    """Return why something was left out."""
    return explain_reason(discarded["reason"], language=language)


def table_left_out(
    article: Article, document: Document, language: str, *, span: tuple[int, int]
) -> list[Row]:
    """Return what was left out of a span as rows of plain text, in the order of `LEFT_OUT_COLUMNS`.

    A row's id is its position in the document's list.
    """
    return [
        (str(number), [article.text[one["start"] : one["end"]], explain_discard(one, language)])
        for number, one in enumerate(document["discarded"])
        if span[0] <= one["start"] < span[1]
    ]


def render_left_out(
    article: Article, document: Document, numbers: Iterable[int], language: str
) -> Html:
    """Return the words of what was left out, and each reason."""
    chosen = [document["discarded"][n] for n in numbers if n < len(document["discarded"])]
    words = dict.fromkeys(article.text[one["start"] : one["end"]] for one in chosen)
    quotes = [element("blockquote", escape_text(one), dir="auto") for one in words]
    reasons = dict.fromkeys(explain_discard(one, language) for one in chosen)
    items = [element("p", escape_text(reason), dir="auto") for reason in reasons]
    return element("article", join(*quotes), *items, css="masar-card")

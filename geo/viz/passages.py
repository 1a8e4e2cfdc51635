"""Passages of an article as HTML: the text as written, with spans of it marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from geo.models import Article
from geo.viz.markup import Html, element, escape_text, join


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A span ``[start, end)`` of an article and the CSS class that marks it."""

    start: int
    end: int
    css: str


def find_paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    r"""Return the span of the paragraph, or paragraphs, that a span lies in.

    >>> find_paragraph("one\ntwo three\nfour", 8, 13)
    (4, 13)
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", max(start, end - 1))
    return first, len(text) if last < 0 else max(last, end)


def render_passage(
    article: Article, *, start: int, end: int, highlights: Iterable[Highlight]
) -> Html:
    """Return ``article.text[start:end]`` with its highlights, in its own direction."""
    parts = [_render_piece(article.text, *piece) for piece in _cut_pieces(start, end, highlights)]
    language = article.language[:2] if article.language.isascii() else ""
    return element("blockquote", *parts, css="masar-passage", dir="auto", lang=language)


def _cut_pieces(
    start: int, end: int, highlights: Iterable[Highlight]
) -> list[tuple[int, int, str]]:
    """Cut a span where highlights begin and end; each piece has the classes that hold in it."""
    inside = [h for h in highlights if h.start < end and start < h.end]
    cuts = {start, end, *(max(start, h.start) for h in inside), *(min(end, h.end) for h in inside)}
    edges = sorted(cuts)
    return [
        (a, b, " ".join(dict.fromkeys(h.css for h in inside if h.start <= a and b <= h.end)))
        for a, b in pairwise(edges)
    ]


def _render_piece(text: str, start: int, end: int, css: str) -> Html:
    written = join(*(escape_text(line) for line in text[start:end].split("\n")), separator="\n")
    return element("mark", written, css=css) if css else written

"""An article's text cut into marked pieces for the reader: toponyms and facts in place."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from geo.labels import LANGUAGES, label
from geo.models import Article
from geo.viz.evidence import Document

Segment = dict[str, Any]
"""A piece of text towards the browser: text, facts, mention, kinds, chosen, note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span of the article that a fact (by id) or a toponym (by number) stands on."""

    start: int
    end: int
    fact: str = ""
    kind: str = ""
    mention: int | None = None
    note: str = ""


def read_paragraphs(
    article: Article, document: Document, *, chosen: Collection[str], language: str
) -> list[list[Segment]]:
    """Return the paragraphs of an article, each as pieces that together are its text."""
    marks = [*mark_facts(document, language), *mark_mentions(document, language)]
    paragraphs, start = [], 0
    for line in article.text.split("\n"):
        end = start + len(line)
        if line.strip():
            paragraphs.append(_cut_segments(article.text, start, end, marks, chosen))
        start = end + 1
    return paragraphs


def mark_facts(document: Document, language: str) -> list[Mark]:
    """Return a mark for every piece of evidence."""
    return [
        Mark(
            start=evidence["start"],
            end=evidence["end"],
            fact=fact["id"],
            kind=fact["kind"],
            note=label(f"type.{fact['type']}", language),
        )
        for fact in document["facts"]
        for evidence in fact["evidence"]
    ]


def mark_mentions(document: Document, language: str) -> list[Mark]:
    """Return a mark for every toponym that was resolved to a place."""
    return [
        Mark(
            start=mention["start"],
            end=mention["end"],
            mention=number,
            note=name_of_place(mention["place"], language),
        )
        for number, mention in enumerate(document["mentions"])
        if mention["place"]
    ]


def name_of_place(place: Mapping[str, Any], language: str) -> str:
    """Return a place's name in the reader's language, else in the other."""
    names = [place["name_ar"], place["name_en"]]
    ordered = names if language == LANGUAGES[0] else names[::-1]
    return str(next((name for name in ordered if name), place["id"]))


def _cut_segments(
    text: str, start: int, end: int, marks: Iterable[Mark], chosen: Collection[str]
) -> list[Segment]:
    inside = [mark for mark in marks if mark.start < end and start < mark.end]
    cuts = {start, end, *(max(start, m.start) for m in inside), *(min(end, m.end) for m in inside)}
    return [
        _make_segment(text[a:b], [m for m in inside if m.start <= a and b <= m.end], chosen)
        for a, b in pairwise(sorted(cuts))
    ]


def _make_segment(text: str, marks: list[Mark], chosen: Collection[str]) -> Segment:
    facts = list(dict.fromkeys(mark.fact for mark in marks if mark.fact))
    mention = next((mark.mention for mark in marks if mark.mention is not None), None)
    return {
        "text": text,
        "facts": facts,
        "mention": mention,
        "kinds": list(dict.fromkeys(mark.kind for mark in marks if mark.kind)),
        "chosen": any(fact in chosen for fact in facts),
        "note": " · ".join(dict.fromkeys(mark.note for mark in marks if mark.note)),
    }


def focus_of(document: Document, mention: int | None) -> tuple[float, float, float] | None:
    """Return latitude, longitude and radius in km of a mention's place, None without one."""
    if mention is None or not 0 <= mention < len(document["mentions"]):
        return None
    place = document["mentions"][mention]["place"]
    return (place["lat"], place["lon"], place["radius_km"]) if place else None

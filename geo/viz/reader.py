"""An article's text cut into marked pieces for the reader: toponyms and facts in place."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from geo.labels import LANGUAGES, label
from geo.models import Article, Kind
from geo.viz.discards import explain_discard
from geo.viz.evidence import Document

PART_CHARS = 60_000
"""Longer articles are shown part by part."""

Segment = dict[str, Any]
"""A piece of text towards the browser: text, facts, mention, left, css, chosen, note."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span of the article that a fact (by id), a toponym or what was left out stands on.

    `mention` and `left` are positions in the document's lists, `css` what it is marked as.
    """

    start: int
    end: int
    css: str
    fact: str = ""
    mention: int | None = None
    left: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a reader chose: facts by id, a toponym and passages left out by position."""

    facts: tuple[str, ...] = ()
    mention: int | None = None
    left: tuple[int, ...] = ()

    def holds(self, mark: Mark) -> bool:
        """Say whether a mark is of what was chosen."""
        if mark.fact:
            return mark.fact in self.facts
        if mark.mention is not None:
            return mark.mention == self.mention
        return mark.left in self.left


def read_paragraphs(
    article: Article,
    document: Document,
    *,
    chosen: Chosen,
    language: str,
    left_out: bool = False,
    span: Span | None = None,
) -> list[list[Segment]]:
    """Return the paragraphs of an article, each as pieces that together are its text.

    `left_out` marks what was left out too; `span` limits the text to one of `split_parts`.
    """
    marks = [*mark_facts(document, language), *mark_mentions(document, language)]
    if left_out:
        marks += mark_left_out(document, language)
    spans = list(_split_lines(article.text, span or (0, len(article.text))))
    return [
        _cut_segments(article.text, line, inside, chosen)
        for line, inside in zip(spans, _sort_marks(marks, spans), strict=True)
    ]


def split_parts(text: str, *, most_chars: int = PART_CHARS) -> list[Span]:
    r"""Return the spans that a long text is shown in; a line is never cut.

    >>> split_parts("one\ntwo\nthree", most_chars=8)
    [(0, 8), (8, 13)]
    """
    parts, start, end = [], 0, 0
    for line in text.splitlines(keepends=True):
        if end > start and end + len(line) - start > most_chars:
            parts.append((start, end))
            start = end
        end += len(line)
    return [*parts, (start, end)]


def find_part(parts: Sequence[Span], position: int) -> int:
    """Return which part holds a position."""
    return max(0, bisect_right([start for start, _ in parts], position) - 1)


def find_chosen(document: Document, chosen: Chosen) -> int | None:
    """Return where in the text what was chosen first stands, None if nowhere."""
    mentions, left = document["mentions"], document["discarded"]
    starts = [
        evidence["start"]
        for fact in document["facts"]
        if fact["id"] in chosen.facts
        for evidence in fact["evidence"]
    ]
    if chosen.mention is not None and chosen.mention < len(mentions):
        starts.append(mentions[chosen.mention]["start"])
    starts += [left[number]["start"] for number in chosen.left if number < len(left)]
    return min(starts, default=None)


def mark_facts(document: Document, language: str) -> list[Mark]:
    """Return a mark for every piece of evidence."""
    return [
        Mark(
            start=evidence["start"],
            end=evidence["end"],
            fact=fact["id"],
            css=fact["kind"],
            note=label(f"type.{fact['type']}", language),
        )
        for fact in document["facts"]
        for evidence in fact["evidence"]
    ]


def mark_mentions(document: Document, language: str) -> list[Mark]:
    """Return a mark for every toponym; one without a place waits for review."""
    return [
        Mark(
            start=mention["start"],
            end=mention["end"],
            mention=number,
            css="place" if mention["place"] else "unplaced",
            note=name_of_place(mention["place"], language)
            if mention["place"]
            else label("reader.unplaced", language),
        )
        for number, mention in enumerate(document["mentions"])
    ]


def mark_left_out(document: Document, language: str) -> list[Mark]:
    """Return a mark for everything that was left out, with the reason in words."""
    return [
        Mark(
            start=one["start"],
            end=one["end"],
            left=number,
            css="left",
            note=explain_discard(one, language),
        )
        for number, one in enumerate(document["discarded"])
    ]


def list_legend(paragraphs: Iterable[Iterable[Segment]], language: str) -> list[dict[str, str]]:
    """Return what the marks in a text mean, those that occur only."""
    seen = {css for segments in paragraphs for one in segments for css in one["css"]}
    names = [
        *((kind.value, f"kind_one.{kind.value}") for kind in Kind),
        *((css, f"reader.{css}") for css in ("place", "unplaced", "left")),
    ]
    return [{"css": css, "text": label(key, language)} for css, key in names if css in seen]


def name_of_place(place: Mapping[str, Any], language: str) -> str:
    """Return a place's name in the reader's language, else in the other."""
    names = [place["name_ar"], place["name_en"]]
    ordered = names if language == LANGUAGES[0] else names[::-1]
    return str(next((name for name in ordered if name), place["id"]))


def focus_of(document: Document, mention: int | None) -> tuple[float, float, float] | None:
    """Return latitude, longitude and radius in km of a mention's place, None without one."""
    place = find_place(document, mention)
    return (place["lat"], place["lon"], place["radius_km"]) if place else None


def find_place(document: Document, mention: int | None) -> Mapping[str, Any] | None:
    """Return the place of a mention, None without one."""
    if mention is None or not 0 <= mention < len(document["mentions"]):
        return None
    place: Mapping[str, Any] | None = document["mentions"][mention]["place"]
    return place


def _split_lines(text: str, span: Span) -> Iterator[Span]:
    """Yield the spans of the lines with words in a part of a text."""
    start = span[0]
    for line in text[slice(*span)].split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _sort_marks(marks: Iterable[Mark], spans: Sequence[Span]) -> list[list[Mark]]:
    """Return the marks in each of the spans, which are in order."""
    starts = [start for start, _ in spans]
    inside: list[list[Mark]] = [[] for _ in spans]
    for mark in marks:
        number = max(0, bisect_right(starts, mark.start) - 1)
        while number < len(spans) and starts[number] < mark.end:
            if mark.start < spans[number][1]:
                inside[number].append(mark)
            number += 1
    return inside


def _cut_segments(text: str, span: Span, inside: list[Mark], chosen: Chosen) -> list[Segment]:
    start, end = span
    cuts = {start, end, *(max(start, m.start) for m in inside), *(min(end, m.end) for m in inside)}
    return [
        _make_segment(text[a:b], [m for m in inside if m.start <= a and b <= m.end], chosen)
        for a, b in pairwise(sorted(cuts))
    ]


def _make_segment(text: str, marks: Collection[Mark], chosen: Chosen) -> Segment:
    return {
        "text": text,
        "facts": list(dict.fromkeys(mark.fact for mark in marks if mark.fact)),
        "mention": next((mark.mention for mark in marks if mark.mention is not None), None),
        "left": [mark.left for mark in marks if mark.left is not None],
        "css": list(dict.fromkeys(mark.css for mark in marks)),
        "chosen": any(chosen.holds(mark) for mark in marks),
        "note": " · ".join(dict.fromkeys(mark.note for mark in marks if mark.note)),
    }

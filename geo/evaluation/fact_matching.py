"""Matching of the facts that were read with those of a gold: one to one, the best first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from geo.evaluation.fact_gold import Bounds, FactGold, GoldFact, GoldPlace, Span
from geo.gazetteer.places import GEOD
from geo.models import DRAWN_MODALITIES, Kind, LocationPrecision

Fit = tuple[bool, int, bool, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPlace:
    """A place of a fact that was read; the point in degrees."""

    name: str
    lon: float
    lat: float
    precision: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A fact that was read, as ``parse --format jsonl`` tells it."""

    file: str
    kind: str
    type: str
    modality: str
    places: tuple[AnswerPlace, ...]
    start: str | None
    end: str | None
    count: Bounds
    killed: Bounds
    wounded: Bounds
    attribution: str
    attribution_class: str
    drawn: bool
    exact: bool
    spans: tuple[Span, ...]
    quote: str
    rule: str
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What answers what: `pairs` of a gold fact and its answer, and who stayed alone."""

    pairs: tuple[tuple[GoldFact, Answer], ...]
    missed: tuple[GoldFact, ...]
    extra: tuple[Answer, ...]


def list_answers(document: dict[str, Any], *, file: str, text: str) -> list[Answer]:
    """Return the facts of one article's document, `text` being the article's."""
    return [_make_answer(fact, file, text) for fact in document["facts"]]


def match_facts(gold: FactGold, answers: Sequence[Answer]) -> Matching:
    """Match facts by overlapping quotes and type, the wanted ones before the optional ones.

    The best fits come first: the type itself before a neighbour of it, then more of the places,
    the same date, the longer overlap of the quotes.
    """
    fits = [
        (fit, g, a)
        for g, fact in enumerate(gold.facts)
        for a, answer in enumerate(answers)
        if (fit := _fit(fact, answer, gold))
    ]
    fits.sort(key=lambda f: (gold.facts[f[1]].optional, *(-int(value) for value in f[0]), *f[1:]))
    mates: dict[int, int] = {}
    taken: set[int] = set()
    for _, g, a in fits:
        if g not in mates and a not in taken:
            mates[g] = a
            taken.add(a)
    return Matching(
        pairs=tuple((gold.facts[g], answers[mates[g]]) for g in sorted(mates)),
        missed=tuple(fact for g, fact in enumerate(gold.facts) if g not in mates),
        extra=tuple(answer for a, answer in enumerate(answers) if a not in taken),
    )


def is_same_type(fact: GoldFact, answer: Answer, gold: FactGold) -> bool:
    """Return whether an answer's type is the gold's or one read as the same."""
    return fact.type == answer.type or (fact.type, answer.type) in gold.neighbours


def is_near(place: AnswerPlace, wanted: GoldPlace) -> bool:
    """Return whether a place is the wanted one: near enough, of its country, no wider."""
    if wanted.precision == LocationPrecision.COUNTRY != place.precision:
        return False
    if wanted.country and place.country and wanted.country != place.country:
        return False
    return measure_km(place, wanted) <= wanted.tolerance_km


def measure_km(place: AnswerPlace, wanted: GoldPlace) -> float:
    """Return the geodesic distance of a place's point from the wanted one's, in km."""
    return float(GEOD.inv(place.lon, place.lat, wanted.lon, wanted.lat)[2]) / 1000


def count_overlap(spans: Iterable[Span], others: Sequence[Span]) -> int:
    """Return how many characters two sets of spans share."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in spans for b in others)


def _fit(fact: GoldFact, answer: Answer, gold: FactGold) -> Fit | None:
    """Return how well an answer fits, greater is better; None when it is no answer."""
    if fact.file != answer.file or not is_same_type(fact, answer, gold):
        return None
    shared = count_overlap(fact.spans, answer.spans)
    if not shared:
        return None
    met = sum(
        any(is_near(place, gold.places[key]) for place in answer.places) for key in fact.places
    )
    same_date = (fact.start, fact.end) == (answer.start, answer.end)
    return (fact.type == answer.type, met, same_date, shared)


def _make_answer(fact: dict[str, Any], file: str, text: str) -> Answer:
    evidence = fact["evidence"]
    drawable = fact["kind"] != Kind.CLAIM and fact["modality"] in DRAWN_MODALITIES
    return Answer(
        file=file,
        kind=fact["kind"],
        type=fact["type"],
        modality=fact["modality"],
        places=tuple(_make_place(place) for place in fact["places"]),
        start=fact["date_start"],
        end=fact["date_end"],
        count=(fact["count_min"], fact["count_max"]),
        killed=(fact["killed_min"], fact["killed_max"]),
        wounded=(fact.get("wounded_min"), fact.get("wounded_max")),
        attribution=fact["attribution"] or "",
        attribution_class=fact["attribution_class"],
        drawn=drawable and fact["geometry"] is not None,
        exact=bool(evidence) and all(_is_exact(one, text) for one in evidence),
        spans=tuple((one["start"], one["end"]) for one in evidence),
        quote=evidence[0]["quote"] if evidence else "",
        rule=" + ".join(one["rule"] for one in evidence),
        score=fact.get("score", 0.0),
    )


def _is_exact(evidence: dict[str, Any], text: str) -> bool:
    quote = evidence["quote"]
    return bool(quote) and text[evidence["start"] : evidence["end"]] == quote


def _make_place(place: dict[str, Any]) -> AnswerPlace:
    return AnswerPlace(
        name=place["name_en"] or place["name_ar"],
        lon=place["lon"],
        lat=place["lat"],
        precision=place["precision"],
        country=place["country"] or "",
    )

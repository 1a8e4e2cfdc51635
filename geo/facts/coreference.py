"""Coreference: whether two tellings of one article tell one thing, and why.

What agrees and what differs in type, place, day, numbers and parties, where the two stand and
how the later one names its event are signs; their weights stand in
``data/model/coreference.csv``, learned from labelled texts (`bench.train_coreference`).
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from geo.facts.intervals import is_within
from geo.facts.reading import Reading
from geo.facts.signals import CASUALTY, Signal
from geo.facts.types import Mark, has_mark, read_deadly
from geo.gazetteer.places import distance_km
from geo.geoparse.model import Features, load_model, read_feature_words
from geo.geoparse.resolve import lies_in
from geo.models import (
    DRAWN_MODALITIES,
    Fact,
    Kind,
    LocationPrecision,
    Place,
    Quantity,
    SentenceRole,
)
from geo.tables import read_table
from geo.text.fold import fold_text

MANY, FEW = 5, 2
"""From these on a number is telling, or a little telling."""

NEAR_RATIO = 1.25
OPEN_RATIO = 5
"""How far two numbers may differ of which one is rounded, or open above."""

NEAR_KM, FAR_KM = 30.0, 200.0
"""Places this near beyond their radii may be told for one another; those farther are apart."""

ANOTHER_CHARS = 25
"""How near to a trigger the word stands that makes it another deed."""

LATER_SENTENCES = 3
"""How many sentences later a text seldom returns to a deed that it hasn't named since."""

_OF_ONE_PLACE = frozenset({"same_spot", "place_within", "place_untold"})
_WORD = re.compile(r"\w+")
_MODEL = "coreference"
_FOR = re.compile(r"([a-z_]+)\+\d")


class Telling(NamedTuple):
    """A fact as one trigger tells it; `code` says why it may only tell again, or is empty.

    `number` is that of its sentence in the article.
    """

    fact: Fact
    trigger: Signal
    reading: Reading
    number: int
    code: str = ""


class Link(NamedTuple):
    """How strongly two tellings are one, in log-odds, and the signs of it."""

    weight: float
    signs: Features

    @property
    def reason(self) -> str:
        """Why two tellings are one, as codes."""
        return load_model(_MODEL).explain(self.signs)


def compare_tellings(a: Telling, b: Telling) -> Link | None:
    """Return how strongly a telling and a later one are one; None when their types differ."""
    signs = describe_pair(a, b)
    if signs is None:
        return None
    return Link(load_model(_MODEL).weigh(signs), signs)


def explain_link(reason: str, *, language: str = "en") -> str:
    """Return what speaks for two tellings being one as a person reads it.

    >>> explain_link("same_type+2.0 same_day+0.9 later-0.6")
    'the same type; the same day'
    """
    words = read_feature_words(_MODEL, language)
    told = [words.get(code, code) for code in _FOR.findall(reason)]
    return f"{words['separator']} ".join(told)


def describe_pair(a: Telling, b: Telling) -> Features | None:
    """Return the signs of a telling and a later one; None when they cannot be one.

    So it is of unlike types, of the crossings of one movement, and of two days told in words.
    """
    kin = _compare_types(a.fact.type, b.fact.type, one_is_toll=is_toll(a) != is_toll(b))
    if kin is None or a.trigger == b.trigger:
        return None
    when = _compare_when(a.fact, b.fact)
    if "day_apart" in when and tells_date(a.fact) and tells_date(b.fact):
        return None
    signs: Features = {kin: 1.0, f"kind_{b.fact.kind}": 1.0}
    signs |= _compare_modality(a.fact, b.fact)
    signs |= _compare_where(a.fact, b.fact)
    signs |= when
    signs |= _compare_numbers(a.fact, b.fact)
    signs |= _compare_parties(a.fact, b.fact)
    signs |= _describe_words(a, b)
    signs |= _compare_positions(a, b, kin)
    if kin == "same_type" and _is_same_state(b.fact, signs):
        signs |= {"state": 1.0, "later": 0.0}
    return {sign: value for sign, value in signs.items() if value}


@cache
def _compare_types(one: str, other: str, *, one_is_toll: bool) -> str | None:
    if one == other:
        return "same_type"
    if one_is_toll and _is_deadly(one) and _is_deadly(other):
        return "toll"
    if (one, other) in _read_kin():
        return "kin_type"
    armed = one in read_deadly() and other in read_deadly()
    is_broad = has_mark(one, Mark.BROAD) or has_mark(other, Mark.BROAD)
    return "broad_type" if armed and is_broad else None


def is_toll(telling: Telling) -> bool:
    """Return whether a telling only says that people died."""
    return telling.trigger.row.key == CASUALTY


def _is_deadly(name: str) -> bool:
    return read_deadly().get(name) == 1


@cache
def _read_kin() -> frozenset[tuple[str, str]]:
    rows = read_table("lexicon/type_kin", "type", "kin")
    pairs = [(row["type"], row["kin"]) for row in rows]
    return frozenset([*pairs, *((b, a) for a, b in pairs)])


def _is_same_state(fact: Fact, signs: Features) -> bool:
    """Return whether a fact is the state told of before: it tells nothing of its own."""
    fits = bool(_OF_ONE_PLACE & {*signs}) and bool(signs.get("bare"))
    return fact.type in _read_states() and fits


@cache
def _read_states() -> frozenset[str]:
    """Return the types of which a place has one at a time."""
    return frozenset(row["type"] for row in read_table("lexicon/states", "type"))


def _compare_modality(a: Fact, b: Fact) -> Features:
    drawn = {a.modality, b.modality} <= DRAWN_MODALITIES
    same = a.modality is b.modality
    return {
        "other_modality": float(not same and not drawn),
        "tried": float(not same and drawn),
        "not_asserted": float(same and not drawn),
    }


def _compare_where(a: Fact, b: Fact) -> Features:
    """Compare the places that either sentence tells itself; of movements both ends."""
    if Kind.MOVEMENT in (a.kind, b.kind):
        return _compare_ends(a, b)
    pointed = float(bool(b.review) and bool(b.places))
    fit = _fit_places(a.places, b.places)
    return {fit: 1.0, "pointed_place": pointed}


def _compare_ends(a: Fact, b: Fact) -> Features:
    ends = ((_origins(a), _origins(b)), (a.destinations, b.destinations), (a.via, b.via))
    fits = [_fit_places(*pair) for pair in ends if pair[0] and pair[1]]
    completes = bool(a.origin) != bool(b.origin) and bool(a.destinations) != bool(b.destinations)
    return {
        "same_end": float(sum(fit in ("same_spot", "place_within") for fit in fits)),
        "ends_apart": float(sum(fit in ("apart", "far_apart", "near_spot") for fit in fits)),
        "completes": float(not fits and completes),
        "ends_untold": float(not fits and not completes),
    }


def _origins(fact: Fact) -> tuple[Place, ...]:
    return (*((fact.origin,) if fact.origin else ()), *fact.places)


def _fit_places(a: Sequence[Place], b: Sequence[Place]) -> str:
    """Return how the places of two facts fit, by the best fitting pair."""
    fits = {_fit_spots(p, q) for p in a for q in b}
    return next((fit for fit in _FITS if fit in fits), "place_untold")


_FITS = ("same_spot", "place_within", "same_country", "near_spot", "apart", "far_apart")
"""How places fit, the best first."""

_TOWNS = frozenset({LocationPrecision.SETTLEMENT, LocationPrecision.SITE})


def _fit_spots(p: Place, q: Place) -> str:
    """Return how two places fit; a town doesn't lie in another of its district."""
    if LocationPrecision.COUNTRY in (p.precision, q.precision):
        held = lies_in(p, q) or lies_in(q, p)
        return "same_country" if held else "far_apart"
    if p.id == q.id:
        return "same_spot"
    towns = p.precision in _TOWNS and q.precision in _TOWNS
    if not towns and (lies_in(p, q) or lies_in(q, p)):
        return "place_within"
    gap = distance_km(p, q) - p.radius_km - q.radius_km
    return "near_spot" if gap <= NEAR_KM else "apart" if gap <= FAR_KM else "far_apart"


def _compare_when(a: Fact, b: Fact) -> Features:
    if a.date.start is None or b.date.start is None:
        return {"day_untold": 1.0}
    if (a.date.start, a.date.end) == (b.date.start, b.date.end):
        return {"same_day" if tells_date(b) else "day_from_before": 1.0}
    if is_within(a.date, b.date) or is_within(b.date, a.date):
        return {}
    return {"day_apart": 1.0}


def tells_date(fact: Fact) -> bool:
    """Return whether a fact's own sentence tells its date."""
    start = fact.date.start_char
    return start is not None and any(e.start <= start < e.end for e in fact.evidence)


def _compare_numbers(a: Fact, b: Fact) -> Features:
    pairs = [(getattr(a, name), getattr(b, name)) for name in ("count", "killed", "wounded")]
    return {f"{_fit_numbers(x, y)}_number": 1.0 for x, y in pairs if x and y}


def _fit_numbers(a: Quantity, b: Quantity) -> str:
    """Return how two numbers fit: the same, one open or rounded that may be the other, apart."""
    if (a.min, a.max) == (b.min, b.max):
        return "many" if a.min >= MANY else "few" if a.min >= FEW else "one"
    least, most = min(a.min, b.min), max(a.min, b.min)
    if (a.max is None or a.max >= b.min) and (b.max is None or b.max >= a.min):
        return "open" if most <= OPEN_RATIO * max(1, least) else "apart"
    return "open" if least >= MANY and most <= NEAR_RATIO * least else "apart"


def _compare_parties(a: Fact, b: Fact) -> Features:
    signs: Features = {}
    for name in ("actor", "target"):
        one, other = _fold_words(getattr(a, name)), _fold_words(getattr(b, name))
        if one and other:
            signs[f"same_{name}" if one & other else f"other_{name}"] = 1.0
    signs["same_speaker"] = float(bool(a.attribution) and a.attribution == b.attribution)
    return signs


def _fold_words(words: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold_text(words))) if words else frozenset()


def _compare_positions(a: Telling, b: Telling, kin: str) -> Features:
    """Compare where two tellings stand: in one sentence, a headline and its body, farther off."""
    gap = b.number - a.number
    later = float(max(0, min(gap - 1, LATER_SENTENCES)))
    if not gap:
        counted = bool(b.fact.count or b.fact.killed or b.fact.wounded)
        same_span = a.trigger.start < b.trigger.end and b.trigger.start < a.trigger.end
        return {
            "same_sentence": 1.0, f"beside_{kin}": 1.0, "beside_number": float(counted),
            "same_words": float(same_span),
        }  # fmt: skip
    if is_headline(a) and not is_headline(b):
        return {"headline": 1.0, "lead": float(gap == 1), "below": later}
    paragraphs = (a.reading.sentence.paragraph, b.reading.sentence.paragraph)
    return {"later": later, "same_paragraph": float(paragraphs[0] == paragraphs[1])}


def is_headline(telling: Telling) -> bool:
    """Return whether a telling stands in the headline."""
    return telling.reading.sentence.role is SentenceRole.HEADLINE


def _describe_words(a: Telling, b: Telling) -> Features:
    """Describe how the later telling names its event, and what it tells of its own."""
    words, others = a.reading.words, b.reading.words
    shared = len(words & others) / max(1, min(len(words), len(others)))
    fact = b.fact
    placed = not fact.review and bool(fact.places or fact.origin or fact.destinations or fact.via)
    bare = not (placed or tells_date(fact) or fact.count or fact.killed or fact.wounded)
    return {
        "definite": float(b.reading.is_definite(b.trigger)),
        "another": float(_is_another(b)),
        "shared_words": shared if a.number != b.number else 0.0,
        "own_place": float(placed),
        "bare": float(bare),
        **({b.code: 1.0} if b.code else {}),
    }


def _is_another(telling: Telling) -> bool:
    trigger = telling.trigger
    return any(
        word.start - trigger.end >= -ANOTHER_CHARS and word.end - trigger.start <= ANOTHER_CHARS
        for word in telling.reading.of_concept("another")
    )

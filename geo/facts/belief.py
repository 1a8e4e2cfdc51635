"""The belief in a fact: what it rests on, the score, the words for it, and who is in doubt."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from geo.facts.draft import Draft
from geo.facts.signals import CASUALTY
from geo.facts.themes import PARTIES
from geo.facts.told import Told, Where
from geo.facts.types import read_kind
from geo.geoparse.model import Features, LinearModel, load_model
from geo.models import DRAWN_MODALITIES, Fact, SentenceRole
from geo.tables import read_table

MIN_SCORE = 0.33
"""What is believed less is no fact, but listed among what was left out.

Of dev articles a higher one leaves out more that is wrong than it loses of what is right, up to
about 0.4; from there on plain sentences are lost.
"""

DOUBTFUL_SCORE = 0.5
"""Below this belief a fact is marked for an analyst to look at; it stays where it is."""

DOUBTFUL = "doubtful"
"""The review mark of a fact that is believed too little."""

BESIDE_CHARS = 60
"""A place or a date this near to its trigger stands beside it."""

CROWDED = 4
"""So many triggers make a sentence that tells many things."""

LONG_CHARS = 260
"""A sentence longer than this ties its parts loosely."""

_MODEL = "facts"
_MERGED = "merged"
_PEACEFUL = frozenset(
    {"sport", "figurative", "arts", "weather", "economy", "court", "imagined", "memorial"}
)
_CODE = re.compile(r"([a-z]\w*)([+-]\d+\.\d)")


def describe_fact(fact: Told, where: Where, draft: Draft) -> Features:
    """Return the features of a fact that its belief is weighed from."""
    return {
        **_describe_trigger(draft),
        **_describe_place(where, draft),
        **_describe_date(fact, draft),
        **_describe_sentence(draft),
        "has_number": float(fact.counted is not None or fact.killed is not None),
        "has_actor": float(bool(fact.actor)),
        "attributed": float(bool(fact.attribution)),
        "not_asserted": float(fact.modality not in DRAWN_MODALITIES),
        f"kind_{fact.kind}": 1.0,
        f"type_{fact.type}": 1.0,
        _MERGED: 0.0,
    }


def score_signs(signs: Features) -> float:
    """Return the belief in a fact of these signs, 0 to 1."""
    return round(_load().score(signs), 4)


def rate_facts(facts: Iterable[Fact]) -> list[Fact]:
    """Return facts as told, those told twice or in doubt rated anew."""
    return [
        rate_fact(fact) if len(fact.evidence) > 1 or fact.score < DOUBTFUL_SCORE else fact
        for fact in facts
    ]


def rate_fact(fact: Fact) -> Fact:
    """Return a fact with the score its signs give, marked when it is in doubt."""
    signs = {**dict(fact.signs), _MERGED: float(len(fact.evidence) > 1)}
    score = score_signs(signs)
    review = fact.review or (DOUBTFUL if score < DOUBTFUL_SCORE else "")
    return replace(fact, score=score, review=review, signs=tuple(signs.items()))


def reason_of(fact: Fact) -> str:
    """Return what moved the score of a fact, heaviest first: ``has_place+1.0 casualty-0.9``."""
    return _load().explain(dict(fact.signs))


def explain_reason(reason: str, *, language: str = "en") -> str:
    """Return the reason of a fact's score as a person reads it.

    >>> explain_reason("has_number+0.6")
    'a number of its own (+0.6)'
    """
    labels = _read_labels(language)
    return "; ".join(
        f"{labels.get(code, code)} ({weight})" for code, weight in _CODE.findall(reason)
    )


def _load() -> LinearModel:
    return load_model(_MODEL)


def _describe_trigger(draft: Draft) -> Features:
    trigger, reading = draft.trigger, draft.reading
    row = trigger.row
    alike = {other.start for other in reading.triggers if other.row.key == row.key}
    return {
        "likely": draft.odds,
        "outshone": max(0.0, draft.best_odds - draft.odds),
        "told_before": float(draft.type.name in draft.memory.told),
        "strength": row.strength,
        "several_types": float(read_kind(row.key) is None and row.key != CASUALTY),
        "toll_only": float(row.key == CASUALTY),
        "needs_others": float(bool(row.requires)),
        "definite": float(reading.is_definite(trigger)),
        "joined": float(bool(trigger.clitic)),
        "told_often": float(len(alike) > 1),
        "many_words": float(" " in reading.article.text[trigger.start : trigger.end]),
    }


def _describe_place(where: Where, draft: Draft) -> Features:
    placed = bool(where.places or where.has_ends)
    group = draft.find_group()
    beside = group is not None and _is_beside(draft, group.start)
    return {
        "has_place": float(placed),
        "place_beside": float(placed and beside and not where.review),
        "place_from_before": float(bool(where.review)),
        "both_ends": float(bool(where.origin and where.destinations)),
    }


def _describe_date(fact: Told, draft: Draft) -> Features:
    start, sentence = fact.date.start_char, draft.reading.sentence
    own = start is not None and sentence.start <= start < sentence.end
    return {
        "has_date": float(fact.date.start is not None),
        "own_date": float(own),
        "date_beside": float(own and _is_beside(draft, start or 0)),
    }


def _describe_sentence(draft: Draft) -> Features:
    reading = draft.reading
    text = reading.text
    return {
        "headline": float(reading.sentence.role is SentenceRole.HEADLINE),
        "first_lines": float(reading.sentence.paragraph <= 1),
        "crowded": float(len(draft.triggers) >= CROWDED),
        "long_sentence": float(len(text) > LONG_CHARS),
        "peaceful_words": float(not _PEACEFUL.isdisjoint(reading.named)),
        "no_parties": float(reading.concepts.isdisjoint(PARTIES)),
    }


def _is_beside(draft: Draft, position: int) -> bool:
    return draft.reading.distance(draft.trigger.start, position) <= BESIDE_CHARS


@cache
def _read_labels(language: str) -> dict[str, str]:
    """Return the words of every feature; a type or a kind is named as everywhere."""
    column = f"label_{language}"
    rows = read_table("model/facts", "feature", column)
    return {row["feature"]: row[column] for row in rows}

"""The likelihood that a trigger tells its type: its row and record, what fails it, its sentence.

What a row requires or excludes is no gate but a sign: other words may say the same. The weights
stand in ``data/model/triggers.csv``, learned from labelled texts (`bench.train_triggers`).
"""

from collections.abc import Sequence
from math import log1p
from typing import NamedTuple

from geo.facts.reading import Reading
from geo.facts.records import find_record
from geo.facts.signals import Signal
from geo.facts.themes import PARTIES
from geo.facts.wording import UNKNOWN_ODDS, Odds, weigh_wording
from geo.geoparse.model import Features, load_model

MIN_ODDS = -1.2
"""A trigger whose log-odds are lower tells nothing."""

FAILED_MIN_ODDS = -0.2
"""The same for one of whose conditions some fails."""

MOST_RIVALS = 4
MOST_TIMES = 3

BEFORE_CHARS = 25
"""Who acts ends this near before what he does."""

BEHIND_CHARS = 12
"""What it is done to begins this near behind it."""

_MODEL = "triggers"


class Candidate(NamedTuple):
    """A trigger and the type it would tell, empty for one that may only tell that people died.

    `against` says which of its conditions fails: a code of ``data/lexicon/discards.csv`` with
    the concepts that decided, or empty.
    """

    trigger: Signal
    type: str
    against: tuple[str, ...]


def weigh_candidates(candidates: Sequence[Candidate], reading: Reading) -> list[float]:
    """Return the log-odds that each candidate of a sentence tells its type."""
    if not candidates:
        return []
    wording = weigh_wording(reading, {candidate.type for candidate in candidates} - {""})
    model = load_model(_MODEL)
    return [
        model.weigh(describe_candidate(candidate, candidates, wording, reading))
        for candidate in candidates
    ]


def is_likely(candidate: Candidate, odds: float) -> bool:
    """Return whether log-odds are enough for a candidate to be taken."""
    return not candidate.type or odds >= (FAILED_MIN_ODDS if candidate.against else MIN_ODDS)


def describe_candidate(
    candidate: Candidate, candidates: Sequence[Candidate], wording: Odds, reading: Reading
) -> Features:
    """Return the features of a trigger among the candidates of its sentence."""
    trigger, name, against = candidate
    record = find_record(trigger, name, reading)
    span = trigger[:2]
    others = [c for c in candidates if c.type and c.trigger[:2] != span]
    rivals = sum([c.type != name and not c.against for c in others])
    strength = trigger.row.strength
    features = {
        "several_types": float(trigger.row.key != name),
        "many_words": float(" " in reading.article.text[trigger.start : trigger.end]),
        "told_often": float(min(sum([c.type == name for c in others]), MOST_TIMES)),
        "record": record.odds,
        "read_before": log1p(record.times),
        "long": log1p(len(reading.words)),
        "wording": wording.get(name, UNKNOWN_ODDS),
        "alone": float(not others),
        "party_before": float(_is_party_before(trigger, reading)),
        "place_behind": float(_is_place_behind(trigger, reading)),
        "rivals": float(min(rivals, MOST_RIVALS)),
        "peaceful_text": float(reading.is_peaceful),
    }
    told = ("met", "strength") if not against else (f"fails_{against[0]}", "failed_strength")
    features[told[0]], features[told[1]] = 1.0, strength
    return features


def _is_party_before(trigger: Signal, reading: Reading) -> bool:
    """Return whether somebody who fights stands right before a trigger."""
    return any(reading.is_behind(trigger.start, party, BEFORE_CHARS) for party in PARTIES)


def _is_place_behind(trigger: Signal, reading: Reading) -> bool:
    """Return whether a place is named right behind a trigger."""
    return any(
        mention.place and 0 <= mention.start - trigger.end <= BEHIND_CHARS
        for mention in reading.mentions
    )

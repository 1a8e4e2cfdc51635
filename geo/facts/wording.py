"""The wording of a sentence: how well all its words fit each type of fact.

A trigger tells what it tells beside other words: a siege has hunger and supplies near it, the
siege of a goal a keeper. What each word, concept and trigger says for or against a type was
learned from labelled texts (`bench.train_triggers`) and stands in ``data/model/wording.csv``.
"""

from collections.abc import Iterable
from functools import cache
from math import fsum

from geo.facts.reading import Reading
from geo.facts.types import read_types
from geo.tables import read_table

CONCEPT = "concept:"
TRIGGER = "trigger:"
"""What stands before the key of a concept or a trigger among the words of the table."""

UNKNOWN_ODDS = -5.0
"""The log-odds of a type that nothing was learned of."""

_BIAS = ""

Odds = dict[str, float]


def list_wording(reading: Reading) -> frozenset[str]:
    """Return what a sentence is weighed by: its words, its concepts, its triggers."""
    concepts = [CONCEPT + key for key in reading.concepts]
    return reading.words.union(concepts, [TRIGGER + key for key in reading.trigger_keys])


def weigh_wording(reading: Reading, types: Iterable[str]) -> Odds:
    """Return for each of some types the log-odds that a sentence of such words tells it."""
    wording, weights = list_wording(reading) | {_BIAS}, load_wording()
    return {
        name: fsum([weights[name][word] for word in weights[name].keys() & wording])
        for name in types
    }


@cache
def load_wording() -> dict[str, Odds]:
    """Return for each type what each word adds to its log-odds; the empty word is the bias."""
    weights: dict[str, Odds] = {name: {_BIAS: UNKNOWN_ODDS} for name in read_types()}
    for row in read_table("model/wording", "type", "word", "weight"):
        weights[row["type"]][row["word"]] = float(row["weight"])
    return weights

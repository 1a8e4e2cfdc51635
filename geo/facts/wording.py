"""The wording of a sentence: how well all its words fit each type of fact.

A trigger tells what it tells beside other words: a siege has hunger and supplies near it, the
siege of a goal a keeper. What each word, concept and trigger says for or against a type was
learned from labelled texts (`bench.train_triggers`) and stands in ``data/model/wording.csv``.
"""

from functools import cache

from geo.facts.reading import Reading
from geo.tables import read_table

CONCEPT = "concept:"
TRIGGER = "trigger:"
"""What stands before the key of a concept or a trigger among the words of the table."""

UNKNOWN_ODDS = -5.0
"""The log-odds of a type that the table doesn't know."""

_BIAS = ""

Odds = dict[str, float]


def list_wording(reading: Reading) -> frozenset[str]:
    """Return what a sentence is weighed by: its words, its concepts, its triggers."""
    concepts = [CONCEPT + key for key in reading.concepts]
    return reading.words.union(concepts, [TRIGGER + key for key in reading.trigger_keys])


def weigh_wording(reading: Reading) -> Odds:
    """Return for each type the log-odds that a sentence of such words tells it."""
    weights = load_wording()
    odds = dict(weights[_BIAS])
    for word in list_wording(reading):
        for name, weight in weights.get(word, {}).items():
            odds[name] += weight
    return odds


@cache
def load_wording() -> dict[str, Odds]:
    """Return what each word adds to the log-odds of each type; the empty word is the bias."""
    weights: dict[str, Odds] = {_BIAS: {}}
    for row in read_table("model/wording", "type", "word", "weight"):
        weights.setdefault(row["word"], {})[row["type"]] = float(row["weight"])
    return weights

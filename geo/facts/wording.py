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
    """Return what a sentence is weighed by: its words but bare numbers, concepts, triggers."""
    concepts = [CONCEPT + key for key in reading.concepts]
    words = [word for word in reading.words if not word.isdigit()]
    return frozenset(words).union(concepts, [TRIGGER + key for key in reading.trigger_keys])


def weigh_wording(reading: Reading, types: Iterable[str]) -> Odds:
    """Return for each of some types the log-odds that a sentence of such words tells it."""
    weights_of = load_wording().get
    told = [*map(weights_of, list_wording(reading)), weights_of(_BIAS)]
    known = [weights for weights in told if weights]
    return {name: fsum([weights[name] for weights in known if name in weights]) for name in types}


@cache
def load_wording() -> dict[str, Odds]:
    """Return what each word adds to the log-odds of each type; the empty word is the bias."""
    words: dict[str, Odds] = {_BIAS: dict.fromkeys(read_types(), UNKNOWN_ODDS)}
    for row in read_table("model/wording", "type", "word", "weight"):
        words.setdefault(row["word"], {})[row["type"]] = float(row["weight"])
    return words

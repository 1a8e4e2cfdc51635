"""Learn when two tellings of an article are one: ``python -m bench.train_coreference``.

Every pair of a telling and a later one in a dev article, or a passage of train or dev, of which
something is known is an example. Two that tell one fact of the gold are one, two that tell
different facts are not. Of tellings that the gold doesn't know ``bench/gold/retellings.csv``
says for some pairs whether they are one; and what a headline tells is told again by what is most
alike beneath it. The weights are those of a logistic regression drawn towards the prior in
``data/model/coreference.csv``; how strongly is chosen by cross-validation over texts. Printed is
how many pairs of texts left out are joined rightly. What is held out is never read.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from bench.learning import Vector, choose_strength, read_prior, write_weights
from bench.train_recognition import Examples, believe_left_out, fit_weights, measure_loss
from bench.train_triggers import GOLD, list_texts, read_golds
from geo.evaluation.fact_gold import FactGold, GoldFact
from geo.facts.coreference import Telling, describe_pair, is_headline
from geo.facts.extract import tell_article
from geo.facts.merge import LEAST_ODDS
from geo.gazetteer.index import load_gazetteer
from geo.geoparse.model import Features, to_probability
from geo.models import Article
from geo.pipeline import read_sentences
from geo.tables import read_rows

MODEL = "coreference"


class Pair(NamedTuple):
    """A telling and a later one of a text, their signs, and whether they are one, if known."""

    text: int
    first: Telling
    second: Telling
    signs: Features
    same: bool | None
    in_headline: bool = False


def read_pairs(golds: Sequence[FactGold]) -> list[Pair]:
    """Read every pair of tellings of the golds of which something is known."""
    pairs: list[Pair] = []
    for text, gold, article, facts in list_texts(golds):
        found = list(_pair_tellings(article, facts, gold, text))
        pairs += [pair for pair in found if pair.same is not None]
        pairs += _pick_beneath(pair for pair in found if pair.same is None)
    return pairs


def _pair_tellings(
    article: Article, facts: Sequence[GoldFact], gold: FactGold, text: int
) -> Iterator[Pair]:
    tellings, _ = tell_article(read_sentences(article)[1], gazetteer=load_gazetteer())
    answered = [_find_answered(telling, facts, gold) for telling in tellings]
    optional = {fact.id for fact in facts if fact.optional}
    for number, second in enumerate(tellings):
        for earlier, first in enumerate(tellings[:number]):
            signs = describe_pair(first, second)
            if signs is None:
                continue
            above = is_headline(first) and not is_headline(second)
            loose = above and answered[earlier] <= optional and bool(answered[number])
            same = _decide(answered[earlier], answered[number], loose=loose)
            if same is None:
                same = _read_labels().get((article.path, first.trigger.start, second.trigger.start))
            if same is not None or loose:
                yield Pair(text, first, second, signs, same, above)


def _decide(a: frozenset[str], b: frozenset[str], *, loose: bool) -> bool | None:
    """Return whether two tellings tell one fact of the gold, None when that is not known."""
    if not a or not b or (loose and not a & b):
        return None
    if not a & b:
        return False
    return True if len(a) == len(b) == 1 else None


def _find_answered(telling: Telling, facts: Sequence[GoldFact], gold: FactGold) -> frozenset[str]:
    """Return the facts that a telling's words may tell, else those its sentence may."""
    name = telling.fact.type
    alike = [f for f in facts if f.type == name or (f.type, name) in gold.neighbours]
    trigger, sentence = telling.trigger, telling.reading.sentence
    for start, end in ((trigger.start, trigger.end), (sentence.start, sentence.end)):
        found = [f.id for f in alike if any(s < end and start < e for s, e in f.spans)]
        if found:
            return frozenset(found)
    return frozenset()


def _pick_beneath(pairs: Iterable[Pair]) -> list[Pair]:
    """Return for each telling of a headline the pair with what is most alike beneath it."""
    beneath: dict[tuple[int, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        beneath[pair.first.trigger.start, pair.first.fact.type].append(pair)
    best = [max(found, key=_measure_likeness) for found in beneath.values()]
    return [pair._replace(same=True) for pair in best if {"same_type", "kin_type"} & {*pair.signs}]


def _measure_likeness(pair: Pair) -> tuple[bool, float]:
    """Return how alike a telling of the body is to that of the headline."""
    signs = pair.signs
    words = signs.get("shared_words", 0.0)
    agreed = 0.5 * signs.get("many_number", 0.0) + 0.3 * signs.get("same_spot", 0.0)
    return "same_type" in signs, words + agreed


@cache
def _read_labels() -> dict[tuple[str, int, int], bool]:
    rows = read_rows(GOLD / "retellings.csv", ("text", "first", "second", "same"))
    return {
        (row["text"], int(row["first"]), int(row["second"])): row["same"] == "yes" for row in rows
    }


def make_examples(pairs: Sequence[Pair], names: Sequence[str]) -> Examples:
    """Return the pairs as rows of features; those without a row in the model are left out."""
    column = {name: number for number, name in enumerate(names)}
    rows = np.zeros((len(pairs), len(names)))
    rows[:, column["bias"]] = 1.0
    for number, pair in enumerate(pairs):
        for sign, value in pair.signs.items():
            if sign in column:
                rows[number, column[sign]] = value
    holds = np.array([bool(pair.same) for pair in pairs], dtype=float)
    return Examples(rows, holds, np.array([pair.text for pair in pairs]))


def print_joined(pairs: Sequence[Pair], beliefs: Vector) -> None:
    """Print how many pairs of one sentence, and of two, are joined rightly and wrongly."""
    least = to_probability(LEAST_ODDS)
    print(f"{'':<16}{'one':>7}{'joined':>8}{'two':>7}{'joined':>8}")
    for name, beside in (("one sentence", True), ("two sentences", False)):
        part = [
            (bool(pair.same), float(belief) >= least)
            for pair, belief in zip(pairs, beliefs, strict=True)
            if ("same_sentence" in pair.signs) is beside
        ]
        one, two = ([joined for same, joined in part if same is which] for which in (True, False))
        print(f"{name:<16}{len(one):>7}{sum(one):>8}{len(two):>7}{sum(two):>8}")


def main() -> None:
    """Learn, print what was chosen and what it joins, and write the weights."""
    argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0]).parse_args()
    prior = read_prior(MODEL)
    pairs = read_pairs(read_golds())
    examples = make_examples(pairs, prior.names)
    strength = choose_strength(lambda s: measure_loss(examples, prior, s))
    print_joined(pairs, believe_left_out(examples, prior, strength))
    write_weights(MODEL, fit_weights(examples, prior, strength))


if __name__ == "__main__":
    main()

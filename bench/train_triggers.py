"""Learn what makes a trigger tell its type from labelled texts: ``python -m bench.train_triggers``.

Two tables are written. ``data/model/wording.csv`` says how much each word, concept and trigger of
a sentence speaks for or against each type: one logistic regression a type, drawn to zero so hard
that only some two thousand weights stay. ``data/model/triggers.csv`` weighs a trigger by its row,
what fails it, and how the wording fits; the wording of a sentence is then weighed by what was
learned from other texts. Examples are the sentences of the dev articles and dev passages; those
held out are never read. `bench.train_facts` is to be run afterwards.
"""

import argparse
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.learning import FOLDS, choose_strength, read_prior, write_weights
from bench.texts import PUBLISHED
from bench.train_recognition import (
    Examples,
    fit_weights,
    measure_loss,
    shift_bias,
    take_examples,
)
from geo.evaluation.fact_gold import FactGold, GoldFact, read_fact_gold
from geo.evaluation.passages import TRAIN, read_passage_gold
from geo.facts.likelihood import describe_candidate
from geo.facts.reading import Reading
from geo.facts.triggers import list_candidates
from geo.facts.types import read_types
from geo.facts.wording import Odds, list_wording, load_wording
from geo.models import Article
from geo.pipeline import read_sentences
from geo.settings import DATA_DIR
from geo.tables import read_rows, read_table, split_list
from geo.text.articles import make_article

GOLD = Path(__file__).resolve().parent / "gold"
CASES = Path(__file__).resolve().parent.parent / "tests" / "cases"
MODEL = "triggers"

MIN_SENTENCES = 3
"""A word that stands in fewer sentences is not weighed."""

INVERSE_PENALTY = 1.0
"""How little the weights of words are drawn to zero; of 0.25 to 1 the best on folds left out."""

MIN_WEIGHT = 0.05
"""Words that weigh less are not written down."""

OF_DEEDS = frozenset({"background", "attack_total"})
"""Types that a deed of another type becomes when it is long past, or one of many."""

BIAS = ""


class Told(NamedTuple):
    """A sentence, its wording, the types the gold tells there, and those it leaves open."""

    reading: Reading
    wording: frozenset[str]
    types: frozenset[str]
    right: frozenset[str]
    open: frozenset[str]
    text: int


class Wording:
    """The weights of words by type, learned from some sentences."""

    def __init__(self, sentences: Sequence[Told]) -> None:
        self._vectorizer = DictVectorizer()
        counts = self._vectorizer.fit_transform([dict.fromkeys(s.wording, 1) for s in sentences])
        kept = np.flatnonzero(np.asarray(counts.sum(axis=0)).ravel() >= MIN_SENTENCES)
        self._vectorizer.restrict(kept, indices=True)
        features = self._vectors(sentences)
        self._models = {name: self._fit(features, sentences, name) for name in sorted(read_types())}

    def _vectors(self, sentences: Sequence[Told]):
        vectors = self._vectorizer.transform([dict.fromkeys(s.wording, 1) for s in sentences])
        vectors.indices = vectors.indices.astype(np.int32)  # liblinear takes no wider ones
        vectors.indptr = vectors.indptr.astype(np.int32)
        return vectors

    @staticmethod
    def _fit(features, sentences: Sequence[Told], name: str) -> LogisticRegression:
        sure = np.array([name in s.types or name not in s.open for s in sentences])
        holds = np.array([name in s.types for s in sentences])
        model = LogisticRegression(
            C=INVERSE_PENALTY, l1_ratio=1, solver="liblinear", random_state=0
        )
        return model.fit(features[sure], holds[sure])

    def weigh(self, sentences: Sequence[Told]) -> list[Odds]:
        """Return the log-odds of each type for each sentence."""
        features = self._vectors(sentences)
        columns = [model.decision_function(features) for model in self._models.values()]
        return [dict(zip(self._models, row, strict=True)) for row in np.column_stack(columns)]

    def rows(self) -> Iterator[tuple[str, str, float]]:
        """Yield type, word and weight; the empty word is the bias."""
        words = self._vectorizer.get_feature_names_out()
        for name, model in self._models.items():
            yield name, BIAS, float(model.intercept_[0])
            for word, weight in zip(words, model.coef_[0], strict=True):
                if abs(weight) >= MIN_WEIGHT:
                    yield name, word, float(weight)


def read_told(golds: Sequence[FactGold]) -> list[Told]:
    """Read every sentence of the golds with what is told in it."""
    told: list[Told] = []
    first = 0
    for gold in golds:
        for text, article in enumerate(gold.articles, first):
            facts = [fact for fact in gold.facts if fact.file == article.path]
            told += [
                _tell(reading, _find_told(reading, facts), gold, text)
                for reading in read_sentences(article)[1]
            ]
        first += len(gold.articles)
    return told


def _find_told(reading: Reading, facts: Sequence[GoldFact]) -> list[GoldFact]:
    """Return the facts of which some words stand in a sentence."""
    start, end = reading.sentence.start, reading.sentence.end
    return [fact for fact in facts if any(s < end and start < e for s, e in fact.spans)]


def _tell(reading: Reading, here: Sequence[GoldFact], gold: FactGold, text: int) -> Told:
    """Return a sentence with the types it tells, those read as the same, and those left open."""
    types = frozenset(fact.type for fact in here if not fact.optional)
    right = types | {answer for wanted, answer in gold.neighbours if wanted in types}
    unsure = {fact.type for fact in here if fact.optional}
    unsure |= {answer for wanted, answer in gold.neighbours if wanted in unsure}
    left_open = leave_open(types) | unsure
    return Told(reading, list_wording(reading), types, right, frozenset(left_open - right), text)


def leave_open(types: frozenset[str]) -> frozenset[str]:
    """Return what a sentence of history or of totals may tell beside them: deeds of any type."""
    return frozenset() if types.isdisjoint(OF_DEEDS) else frozenset(read_types()) - types


def read_cases() -> list[tuple[Article, frozenset[str]]]:
    """Read the sentences of the tests' tables, each with the types it tells and no others."""
    rows = [row for path in sorted(CASES.glob("facts*.csv")) for row in read_rows(path)]
    return [
        (
            make_article(row["text"], published=PUBLISHED),
            frozenset(fact.partition("/")[0] for fact in split_list(row["facts"])),
        )
        for row in rows
    ]


def tell_cases(first: int) -> list[Told]:
    """Return the sentences of the cases, each a text of its own from number `first` on."""
    return [
        Told(reading, list_wording(reading), types, types, leave_open(types), text)
        for text, (article, types) in enumerate(read_cases(), first)
        for reading in read_sentences(article)[1]
    ]


def read_examples(told: Sequence[Told], odds: Sequence[Odds], names: Sequence[str]) -> Examples:
    """Describe every candidate of the sentences that is right or wrong for certain."""
    column = {name: number for number, name in enumerate(names)}
    rows, holds, texts = [], [], []
    for sentence, wording in zip(told, odds, strict=True):
        candidates, _ = list_candidates(sentence.reading)
        for candidate in candidates:
            if not candidate.type or candidate.type in sentence.open:
                continue
            row = np.zeros(len(names))
            row[column["bias"]] = 1.0
            features = describe_candidate(candidate, candidates, wording, sentence.reading)
            for feature, value in features.items():
                row[column[feature]] = value
            rows.append(row)
            holds.append(candidate.type in sentence.right)
            texts.append(sentence.text)
    return Examples(np.array(rows), np.array(holds, dtype=float), np.array(texts))


def weigh_left_out(told: Sequence[Told]) -> list[Odds]:
    """Return the wording's log-odds of each sentence, learned from other texts."""
    odds: list[Odds] = [{} for _ in told]
    for number in range(FOLDS):
        learned = Wording([s for s in told if s.text % FOLDS != number])
        left_out = [n for n, s in enumerate(told) if s.text % FOLDS == number]
        for n, weighed in zip(left_out, learned.weigh([told[n] for n in left_out]), strict=True):
            odds[n] = weighed
    return odds


def write_wording(wording: Wording) -> int:
    """Write the table of words; return how many weights it holds."""
    rows = list(wording.rows())
    with (DATA_DIR / "model" / "wording.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("type", "word", "weight"))
        writer.writerows((name, word, f"{weight:.2f}") for name, word, weight in rows)
    read_table.cache_clear()
    load_wording.cache_clear()
    return len(rows)


def read_golds() -> list[FactGold]:
    """Read the golds to learn from, first the passages that no rule was written for."""
    return [
        read_passage_gold(GOLD / "passages", split=TRAIN),
        read_fact_gold(GOLD / "facts"),
        read_passage_gold(GOLD / "passages"),
    ]


def main() -> None:
    """Learn both tables, and print what was chosen."""
    argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0]).parse_args()
    golds = read_golds()
    told = read_told(golds)
    told += tell_cases(told[-1].text + 1)
    prior = read_prior(MODEL)
    examples = read_examples(told, weigh_left_out(told), prior.names)
    strength = choose_strength(lambda s: measure_loss(examples, prior, s))
    weights = fit_weights(examples, prior, strength)
    unseen = take_examples(examples, examples.sentences < len(golds[0].articles))
    write_weights(MODEL, shift_bias(weights, unseen, prior.names.index("bias")))
    count = write_wording(Wording(told))
    right = int(examples.holds.sum())
    print(f"{len(told)} sentences, {len(examples.holds)} triggers, {right} of them right")
    print(f"{count} weights of words")


if __name__ == "__main__":
    main()

"""Learn what makes a trigger tell its type from labelled texts: ``python -m bench.train_triggers``.

Three tables are written. ``data/model/wording.csv`` says how much each word, concept and trigger
of a sentence speaks for or against each type: one logistic regression a type, drawn to zero so
hard that few weights stay. ``data/model/records.csv`` counts how often the words of a trigger told
their type. ``data/model/triggers.csv`` weighs a trigger by both, its row and what fails it; a
sentence is then described with what was learned from other texts. Examples are the sentences of
the dev articles, of the train and dev passages and of the tests' tables; those held out are never
read. `bench.train_facts` is to be run afterwards.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
from geo.facts.likelihood import Candidate, describe_candidate
from geo.facts.reading import Reading
from geo.facts.records import find_form, load_records
from geo.facts.triggers import SILENT_ROLES, list_candidates
from geo.facts.types import read_types
from geo.facts.wording import list_wording, load_wording, weigh_wording
from geo.geoparse.model import Features
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

WEIGHT_OF_CASE = 3
"""A sentence of the tests' tables, short and plain, counts as so many of the golds."""

MIN_READ = 2
"""Words of a trigger that were read less often have no record of their own."""

BIAS = ""


class Told(NamedTuple):
    """A sentence, what may tell there, the types it tells, those read as right, those left open."""

    reading: Reading
    candidates: list[Candidate]
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

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """Yield type, word and weight; the empty word is the bias."""
        words = self._vectorizer.get_feature_names_out()
        for name, model in self._models.items():
            yield name, BIAS, f"{model.intercept_[0]:.2f}"
            for word, weight in zip(words, model.coef_[0], strict=True):
                if abs(weight) >= MIN_WEIGHT:
                    yield name, word, f"{weight:.2f}"


def read_told(golds: Sequence[FactGold]) -> list[Told]:
    """Read every sentence of the golds and the cases with what is told in it."""
    told = _read_golds(golds)
    return told + WEIGHT_OF_CASE * _tell_cases(told[-1].text + 1)


def _read_golds(golds: Sequence[FactGold]) -> list[Told]:
    return [
        _tell(reading, _find_told(reading, facts), gold, text)
        for text, gold, article, facts in list_texts(golds)
        for reading in read_sentences(article)[1]
        if reading.sentence.role not in SILENT_ROLES
    ]


def list_texts(
    golds: Sequence[FactGold],
) -> Iterator[tuple[int, FactGold, Article, list[GoldFact]]]:
    """Yield every text of the golds by its number, with its gold and the facts wanted in it."""
    number = 0
    for gold in golds:
        facts = defaultdict(list)
        for fact in gold.facts:
            facts[fact.file].append(fact)
        for article in gold.articles:
            yield number, gold, article, facts[article.path]
            number += 1


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
    return _make_told(reading, types, right, left_open, text)


def _make_told(
    reading: Reading,
    types: frozenset[str],
    right: frozenset[str],
    left_open: frozenset[str],
    text: int,
) -> Told:
    """Return a sentence with its candidates and its wording."""
    return Told(
        reading=reading, candidates=list_candidates(reading)[0], wording=list_wording(reading),
        types=types, right=right, open=left_open - right, text=text,
    )  # fmt: skip


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


def _tell_cases(first: int) -> list[Told]:
    """Return the sentences of the cases, each a text of its own from number `first` on."""
    return [
        _make_told(reading, types, types, leave_open(types), text)
        for text, (article, types) in enumerate(read_cases(), first)
        for reading in read_sentences(article)[1]
    ]


def read_examples(told: Sequence[Told], names: Sequence[str]) -> Examples:
    """Describe every candidate that is right or wrong for certain, as if nobody knew its text."""
    column = {name: number for number, name in enumerate(names)}
    rows, holds, texts = [], [], []
    for here in leave_out(told):
        for sentence, candidate, features in _describe(here):
            row = np.zeros(len(names))
            row[column["bias"]] = 1.0
            for feature, value in features.items():
                row[column[feature]] = value
            rows.append(row)
            holds.append(candidate.type in sentence.right)
            texts.append(sentence.text)
    return Examples(np.array(rows), np.array(holds, dtype=float), np.array(texts))


def leave_out(told: Sequence[Told]) -> Iterator[list[Told]]:
    """Yield the sentences fold by fold, the tables being learned from those of other texts."""
    for fold in range(FOLDS):
        write_learned([s for s in told if s.text % FOLDS != fold])
        yield [s for s in told if s.text % FOLDS == fold]
    write_learned(told)


def _describe(told: Sequence[Told]) -> Iterator[tuple[Told, Candidate, Features]]:
    """Yield every candidate that is right or wrong for certain with its features."""
    for sentence in told:
        candidates = sentence.candidates
        wording = weigh_wording(sentence.reading, {c.type for c in candidates} - {""})
        for candidate in candidates:
            if candidate.type and candidate.type not in sentence.open:
                yield (
                    sentence,
                    candidate,
                    describe_candidate(candidate, candidates, wording, sentence.reading),
                )


def write_learned(told: Sequence[Told]) -> None:
    """Write both tables of words, learned from some sentences, and let them be read again."""
    _write("wording", ("type", "word", "weight"), Wording(told).rows())
    _write("records", ("type", "form", "right", "read"), _count_records(told))
    for forgotten in (read_table, load_wording, load_records):
        forgotten.cache_clear()


def _count_records(told: Sequence[Told]) -> Iterator[tuple[str, str, int, int]]:
    """Yield type, words, how often they told it, how often they were read; first all words."""
    right: Counter[tuple[str, str]] = Counter()
    read: Counter[tuple[str, str]] = Counter()
    for sentence in told:
        for candidate in sentence.candidates:
            if candidate.type and candidate.type not in sentence.open:
                for form in ("", find_form(candidate.trigger, sentence.reading)):
                    read[candidate.type, form] += 1
                    right[candidate.type, form] += candidate.type in sentence.right
    for key in sorted(read):
        if not key[1] or read[key] >= MIN_READ:
            yield (*key, right[key], read[key])


def _write(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path = DATA_DIR / "model" / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


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
    prior = read_prior(MODEL)
    examples = read_examples(told, prior.names)
    strength = choose_strength(lambda s: measure_loss(examples, prior, s))
    weights = fit_weights(examples, prior, strength)
    unseen = take_examples(examples, examples.sentences < len(golds[0].articles))
    write_weights(MODEL, shift_bias(weights, unseen, prior.names.index("bias")))
    right = int(examples.holds.sum())
    print(f"{len(told)} sentences, {len(examples.holds)} triggers, {right} of them right")


if __name__ == "__main__":
    main()

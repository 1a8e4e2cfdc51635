"""Learn the belief in facts from the labelled texts: ``python -m bench.train_facts``.

Every fact read in a dev article, in a passage of train or dev, or in a sentence of the tests'
tables is an example, those believed too little to be taken included: it holds when it answers a
wanted fact of the gold, and does not when the gold tells nothing there; those that answer an
optional fact are left out. The weights are those of a logistic regression drawn towards the prior
in ``data/model/facts.csv`` and kept on the side of zero that column ``sign`` asks for; how
strongly is chosen by cross-validation over texts. The bias is shifted until the mean belief in
what is read in the train passages, for which no rule was written, is the share that is right. The
table printed tells how reliable the beliefs in texts left out are. What is held out is never
read. `bench.train_triggers` comes first.
"""

import argparse
from collections.abc import Iterator, Sequence

import numpy as np

from bench.learning import FOLDS, Vector, choose_strength, read_prior, write_weights
from bench.train_recognition import (
    Examples,
    believe_left_out,
    fit_weights,
    measure_loss,
    shift_bias,
    take_examples,
)
from bench.train_triggers import (
    leave_out,
    read_cases,
    read_golds,
    read_told,
)
from geo.evaluation.calibration import measure_calibration
from geo.evaluation.fact_gold import FactGold
from geo.evaluation.fact_matching import Answer, list_answers, match_facts
from geo.facts.extract import extract_facts
from geo.frames import extraction_document
from geo.gazetteer.index import load_gazetteer
from geo.models import Article, Extraction, Fact
from geo.pipeline import read_sentences

MODEL = "facts"


def read_examples(golds: Sequence[FactGold], names: Sequence[str]) -> Examples:
    """Describe every fact read in the golds that is right or wrong for certain.

    Each text is read with a wording learned from others, as a text that nobody knows.
    """
    told = read_told(golds)
    column = {name: number for number, name in enumerate(names)}
    rows: list[Vector] = []
    holds: list[bool] = []
    texts: list[int] = []
    for fold, _ in enumerate(leave_out(told)):
        for text, fact, right in _read_facts(golds, fold):
            rows.append(_make_row(fact, column))
            holds.append(right)
            texts.append(text)
    return Examples(np.array(rows), np.array(holds, dtype=float), np.array(texts))


def _read_facts(golds: Sequence[FactGold], fold: int) -> Iterator[tuple[int, Fact, bool]]:
    """Yield the facts read in the texts of a fold, and whether each is right."""
    first = 0
    for gold in golds:
        numbers = [n for n in range(len(gold.articles)) if (first + n) % FOLDS == fold]
        told = [(first + n, *pair) for n in numbers for pair in _read_text(gold.articles[n])]
        matching = match_facts(gold, [answer for _, _, answer in told])
        sure = {id(answer): not fact.optional for fact, answer in matching.pairs}
        for text, fact, answer in told:
            if sure.get(id(answer), True):
                yield text, fact, id(answer) in sure
        first += len(gold.articles)
    for text, (article, types) in enumerate(read_cases(), first):
        if text % FOLDS == fold:
            for fact, _ in _read_text(article):
                yield text, fact, fact.type in types


def _read_text(article: Article) -> Iterator[tuple[Fact, Answer]]:
    """Yield each fact read in an article with the answer it is."""
    places, readings = read_sentences(article)
    facts = extract_facts(readings, gazetteer=load_gazetteer(), min_score=0.0).facts
    extraction = Extraction(
        article=article, sentences=(), mentions=places.mentions, facts=facts, discarded=()
    )
    document = extraction_document(extraction)
    yield from zip(facts, list_answers(document, file=article.path, text=article.text), strict=True)


def _make_row(fact: Fact, column: dict[str, int]) -> Vector:
    row = np.zeros(len(column))
    row[column["bias"]] = 1.0
    for feature, value in fact.signs:
        if feature in column:
            row[column[feature]] = value
    return row


def print_reliability(beliefs: Vector, holds: Vector) -> None:
    """Print how many of the facts believed so much are right."""
    told = [(float(b), bool(h)) for b, h in zip(beliefs, holds, strict=True)]
    calibration = measure_calibration(told)
    print(f"Brier score of articles left out: {calibration.brier:.4f}")
    print(f"{'belief':<12}{'facts':>7}{'mean':>7}{'right':>7}")
    for one in calibration.bins:
        share = one.holds / one.count
        print(f"{one.low:.1f} to {one.high:.1f}  {one.count:>7}{one.mean_score:>7.2f}{share:>7.2f}")


def main() -> None:
    """Learn, print what was chosen and how reliable it is, and write the weights."""
    argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0]).parse_args()
    prior = read_prior(MODEL)
    golds = read_golds()
    examples = read_examples(golds, prior.names)
    strength = choose_strength(lambda s: measure_loss(examples, prior, s))
    print(f"{len(examples.holds)} facts, {int(examples.holds.sum())} of them right")
    print_reliability(believe_left_out(examples, prior, strength), examples.holds)
    weights = fit_weights(examples, prior, strength)
    unseen = take_examples(examples, examples.sentences < len(golds[0].articles))
    write_weights(MODEL, shift_bias(weights, unseen, prior.names.index("bias")))


if __name__ == "__main__":
    main()

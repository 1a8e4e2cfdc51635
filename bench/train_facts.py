"""Learn the belief in facts from the labelled articles: ``python -m bench.train_facts``.

Every fact read in a dev article is an example: it holds when it answers a wanted fact of the
gold, and does not when the gold tells nothing there; those that answer an optional fact are left
out. The weights are those of a logistic regression drawn towards the prior in
``data/model/facts.csv`` and kept on the side of zero that column ``sign`` asks for. How strongly
they are drawn is chosen by cross-validation over articles; the table printed at the end tells how
reliable the beliefs in articles left out are. Held-out articles are never read.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.learning import Vector, choose_strength, read_prior, write_weights
from bench.train_recognition import (
    Examples,
    believe_left_out,
    fit_weights,
    measure_loss,
    to_belief,
)
from geo.evaluation.calibration import measure_calibration
from geo.evaluation.fact_gold import DEV, FactGold, read_fact_gold
from geo.evaluation.fact_matching import Answer, list_answers, match_facts
from geo.frames import extraction_document
from geo.models import Fact
from geo.pipeline import read_article

UNSEEN_SHARE = 0.70
"""The share of facts that were right in labelled articles when they were read for the first time.

The rules were written with the dev articles, so more of what they read there is right than
elsewhere; the bias is shifted until the mean belief is this share.
"""

GOLD = Path(__file__).resolve().parent / "gold" / "facts"
MODEL = "facts"


def read_examples(gold: FactGold, names: Sequence[str]) -> Examples:
    """Describe every fact read in a gold's articles that is right or wrong for certain."""
    told = list(_read_facts(gold))
    matching = match_facts(gold, [answer for _, answer in told])
    sure = {id(answer): not fact.optional for fact, answer in matching.pairs}
    column = {name: number for number, name in enumerate(names)}
    files = {article.path: number for number, article in enumerate(gold.articles)}
    rows, holds, articles = [], [], []
    for fact, answer in told:
        if sure.get(id(answer), True):
            rows.append(_make_row(fact, column))
            holds.append(id(answer) in sure)
            articles.append(files[answer.file])
    return Examples(np.array(rows), np.array(holds, dtype=float), np.array(articles))


def _read_facts(gold: FactGold) -> Iterator[tuple[Fact, Answer]]:
    """Yield each fact read with the answer it is."""
    for article in gold.articles:
        extraction = read_article(article)
        document = extraction_document(extraction)
        answers = list_answers(document, file=article.path, text=article.text)
        yield from zip(extraction.facts, answers, strict=True)


def _make_row(fact: Fact, column: dict[str, int]) -> Vector:
    row = np.zeros(len(column))
    row[column["bias"]] = 1.0
    for feature, value in fact.signs:
        if feature in column:
            row[column[feature]] = value
    return row


def shift_bias(weights: Vector, examples: Examples, bias: int) -> Vector:
    """Return the weights with a bias under which the mean belief is `UNSEEN_SHARE`."""
    low, high = -10.0, 10.0
    shifted = weights.copy()
    for _ in range(60):
        shifted[bias] = (low + high) / 2
        too_sure = to_belief(examples.features @ shifted).mean() > UNSEEN_SHARE
        low, high = (low, shifted[bias]) if too_sure else (shifted[bias], high)
    return shifted


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
    examples = read_examples(read_fact_gold(GOLD, split=DEV), prior.names)
    strength = choose_strength(lambda s: measure_loss(examples, prior, s))
    print(f"{len(examples.holds)} facts, {int(examples.holds.sum())} of them right")
    print_reliability(believe_left_out(examples, prior, strength), examples.holds)
    weights = fit_weights(examples, prior, strength)
    write_weights(MODEL, shift_bias(weights, examples, prior.names.index("bias")))


if __name__ == "__main__":
    main()

"""Learn recognition weights from the labelled sentences: ``python -m bench.train_recognition``.

Every name that the geoparser weighs in a train sentence is an example; it holds when it overlaps
a labelled toponym. The weights are those of a logistic regression drawn towards the prior in
``data/model/recognition.csv`` (what we believe of a feature before any text is read) and kept on
the side of zero that column ``sign`` asks for. How strongly they are drawn is chosen by
cross-validation over sentences. Two features are beliefs in other names, so examples are made
anew with the weights learned, until nothing changes. ``test`` sentences are never read.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.learning import (
    FOLDS,
    Loss,
    Prior,
    Vector,
    choose_strength,
    descend,
    read_prior,
    write_weights,
)
from geo.evaluation.toponym_gold import TRAIN, GoldText, read_toponym_gold
from geo.gazetteer.index import load_gazetteer
from geo.geoparse.passage import read_passage
from geo.geoparse.recognise import recognise_toponyms
from geo.text.fold import fold

GOLD = Path(__file__).resolve().parent / "gold"
MODEL = "recognition"
ROUNDS = 4


class Examples(NamedTuple):
    """Names as rows: features by column, whether each is a place, and the sentence it is in."""

    features: Vector
    holds: Vector
    sentences: NDArray[np.int64]


def read_examples(texts: Sequence[GoldText], names: Sequence[str]) -> Examples:
    """Weigh every name of the texts; features without a row in the model are left out."""
    column = {name: number for number, name in enumerate(names)}
    gazetteer = load_gazetteer()
    rows, holds, sentences = [], [], []
    for number, text in enumerate(texts):
        folded = fold(text.text)
        passage = read_passage(text.text, folded, gazetteer=gazetteer)
        for toponym in recognise_toponyms(passage).toponyms:
            start, end = folded.origin(toponym.start), folded.end_origin(toponym.end)
            row = np.zeros(len(names))
            row[column["bias"]] = 1.0
            for feature, value in toponym.features.items():
                if feature in column:
                    row[column[feature]] = value
            rows.append(row)
            holds.append(any(start < t.end and t.start < end for t in text.toponyms))
            sentences.append(number)
    return Examples(np.array(rows), np.array(holds, dtype=float), np.array(sentences))


def fit_weights(examples: Examples, prior: Prior, strength: float) -> Vector:
    """Return the weights of the logistic regression."""
    features, holds = examples.features, examples.holds

    def gradient_of(weights: Vector) -> Vector:
        return features.T @ (to_belief(features @ weights) - holds)

    curvature = float(np.linalg.norm(features, 2)) ** 2 / 4
    return descend(gradient_of, curvature, prior, strength)


def to_belief(log_odds: Vector) -> Vector:
    """Return the logistic function."""
    return 1 / (1 + np.exp(-log_odds))


def believe_left_out(examples: Examples, prior: Prior, strength: float) -> Vector:
    """Return the belief in each example by weights learned without its fold."""
    beliefs = np.zeros(len(examples.holds))
    for number in range(FOLDS):
        left_out = examples.sentences % FOLDS == number
        learned = take_examples(examples, ~left_out)
        weights = fit_weights(learned, prior, strength)
        beliefs[left_out] = to_belief(examples.features[left_out] @ weights)
    return beliefs


def take_examples(examples: Examples, which: NDArray[np.bool_]) -> Examples:
    """Return some of the examples."""
    return Examples(*(part[which] for part in examples))


def shift_bias(weights: Vector, examples: Examples, bias: int) -> Vector:
    """Return the weights with a bias under which the mean belief is the share that holds."""
    low, high = -10.0, 10.0
    shifted = weights.copy()
    for _ in range(60):
        shifted[bias] = (low + high) / 2
        too_sure = to_belief(examples.features @ shifted).mean() > examples.holds.mean()
        low, high = (low, shifted[bias]) if too_sure else (shifted[bias], high)
    return shifted


def measure_loss(examples: Examples, prior: Prior, strength: float) -> Loss:
    """Return the loss on sentences left out, over all folds."""
    beliefs = believe_left_out(examples, prior, strength)
    right = np.where(examples.holds == 1, beliefs, 1 - beliefs).clip(1e-6)
    return Loss(float(-np.log(right).mean()), float(((beliefs - examples.holds) ** 2).mean()))


def main() -> None:
    """Learn, print what was chosen, and write the weights."""
    argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0]).parse_args()
    texts = read_toponym_gold(GOLD, split=TRAIN)
    prior = read_prior(MODEL)
    strength = None
    for number in range(ROUNDS):
        examples = read_examples(texts, prior.names)
        if strength is None:
            strength = choose_strength(lambda s, e=examples: measure_loss(e, prior, s))
        write_weights(MODEL, fit_weights(examples, prior, strength))
        places = int(examples.holds.sum())
        print(f"round {number + 1}: {len(examples.holds)} names, {places} of them places")


if __name__ == "__main__":
    main()

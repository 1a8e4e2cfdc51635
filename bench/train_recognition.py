"""Learn recognition weights from the labelled sentences: ``python -m bench.train_recognition``.

Every name that the geoparser weighs in a train sentence is an example; it holds when it overlaps
a labelled toponym. The weights are those of a logistic regression drawn towards the prior in
``data/model/recognition.csv`` (what we believe of a feature before any text is read) and kept on
the side of zero that column ``sign`` asks for. How strongly they are drawn is chosen by
cross-validation over sentences. Two features are beliefs in other names, so examples are made
anew with the weights learned, until nothing changes. ``test`` sentences are never read.
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.evaluation.toponym_gold import TRAIN, GoldText, read_toponym_gold
from geo.gazetteer.index import load_gazetteer
from geo.geoparse.model import load_model
from geo.geoparse.passage import read_passage
from geo.geoparse.recognise import recognise_toponyms
from geo.settings import DATA_DIR
from geo.tables import read_table
from geo.text.fold import fold

GOLD = Path(__file__).resolve().parent / "gold"
MODEL = DATA_DIR / "model" / "recognition.csv"
STRENGTHS = (0.25, 0.5, 1.0, 2.0, 4.0)
"""How strongly weights are drawn to their priors: the inverse of the prior's variance."""

TOLERANCE = 0.03
FOLDS = 5
ROUNDS = 4
STEPS = 3000
MAX_WEIGHT = 7.0

Vector = NDArray[np.float64]


class Examples(NamedTuple):
    """Names as rows: features by column, whether each is a place, and the sentence it is in."""

    features: Vector
    holds: Vector
    sentences: NDArray[np.int64]


class Prior(NamedTuple):
    """What is believed of each weight: its value and the side of zero it must be on."""

    names: list[str]
    values: Vector
    low: Vector
    high: Vector


def read_examples(texts: Sequence[GoldText], names: Sequence[str]) -> Examples:
    """Weigh every name of the texts; unknown features are an error in the model's table."""
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


def read_prior() -> Prior:
    """Read what the model's table believes of each weight."""
    rows = read_table("model/recognition", "feature", "prior", "sign")
    signs = [row["sign"] for row in rows]
    return Prior(
        [row["feature"] for row in rows],
        np.array([float(row["prior"]) for row in rows]),
        np.array([0.0 if sign == "+" else -MAX_WEIGHT for sign in signs]),
        np.array([0.0 if sign == "-" else MAX_WEIGHT for sign in signs]),
    )


def fit_weights(examples: Examples, prior: Prior, strength: float) -> Vector:
    """Return the most probable weights, by projected gradient steps with momentum."""
    features, holds = examples.features, examples.holds
    curvature = np.linalg.norm(features, 2) ** 2 / 4 + strength
    weights = previous = prior.values.copy()
    for step in range(STEPS):
        ahead = weights + (step / (step + 3)) * (weights - previous)
        gradient = features.T @ (to_belief(features @ ahead) - holds)
        gradient += strength * (ahead - prior.values)
        previous = weights
        weights = np.clip(ahead - gradient / curvature, prior.low, prior.high)
    return weights


def to_belief(log_odds: Vector) -> Vector:
    """Return the logistic function."""
    return 1 / (1 + np.exp(-log_odds))


def measure_loss(examples: Examples, prior: Prior, strength: float) -> tuple[float, float]:
    """Return the log loss and the Brier score on sentences left out, over all folds."""
    beliefs = np.zeros(len(examples.holds))
    for fold_number in range(FOLDS):
        left_out = examples.sentences % FOLDS == fold_number
        learned = Examples(*(part[~left_out] for part in examples))
        weights = fit_weights(learned, prior, strength)
        beliefs[left_out] = to_belief(examples.features[left_out] @ weights)
    right = np.where(examples.holds == 1, beliefs, 1 - beliefs).clip(1e-6)
    return float(-np.log(right).mean()), float(((beliefs - examples.holds) ** 2).mean())


def choose_strength(losses: dict[float, tuple[float, float]]) -> float:
    """Return the strongest pull whose log loss is within `TOLERANCE` of the least."""
    least = min(loss for loss, _ in losses.values())
    return max(s for s, (loss, _) in losses.items() if loss <= least * (1 + TOLERANCE))


def write_weights(weights: Vector) -> None:
    """Write the weights into the model's table, and let the model be read again."""
    rows = read_table("model/recognition")
    with MODEL.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row, weight in zip(rows, weights, strict=True):
            writer.writerow({**row, "weight": f"{weight + 0.0:.2f}"})
    read_table.cache_clear()
    load_model.cache_clear()


def main() -> None:
    """Learn, print what was chosen, and write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--strength", type=float, help="instead of choosing it")
    arguments = parser.parse_args()
    texts = read_toponym_gold(GOLD, split=TRAIN)
    prior = read_prior()
    strength = arguments.strength
    for number in range(ROUNDS):
        examples = read_examples(texts, prior.names)
        if strength is None:
            losses = {s: measure_loss(examples, prior, s) for s in STRENGTHS}
            for candidate, (loss, brier) in losses.items():
                print(f"strength {candidate:5}: log loss {loss:.4f}, Brier {brier:.4f}")
            strength = choose_strength(losses)
        write_weights(fit_weights(examples, prior, strength))
        places = int(examples.holds.sum())
        print(f"round {number + 1}: {len(examples.holds)} names, {places} of them places")


if __name__ == "__main__":
    main()

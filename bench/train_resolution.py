"""Learn resolution weights from the labelled sentences: ``python -m bench.train_resolution``.

An example is a labelled toponym of a train sentence with the candidates of its name and the
answer "no place of this name fits". Right are the candidates that, composed with the words
around the name, lie within the label's tolerance; where all lie far from it, "no place" is
right; what is neither is left out. The weights maximise the belief in the right answers
(a softmax over candidates), drawn towards their priors as in `bench.train_recognition`.
``test`` sentences are never read.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

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
from geo.evaluation.toponym_gold import TRAIN, GoldPlace, GoldText, read_toponym_gold
from geo.evaluation.toponyms import error_km, is_right
from geo.gazetteer.index import Gazetteer, load_gazetteer
from geo.geoparse.compose import compose_place
from geo.geoparse.model import Features
from geo.geoparse.passage import read_passage
from geo.geoparse.recognise import recognise_toponyms
from geo.geoparse.resolve import (
    Resolution,
    describe_none,
    is_abroad,
    rank_toponyms,
    resolve_toponyms,
)
from geo.text.fold import Folded, fold

GOLD = Path(__file__).resolve().parent / "gold"
MODEL = "resolution"
ROUNDS = 3
FAR_KM = 100.0
"""A candidate this far from the label's point is another place."""


class Example(NamedTuple):
    """The answers to one toponym as rows, which of them are right, and the sentence."""

    features: Vector
    right: Vector
    sentence: int


def read_examples(texts: Sequence[GoldText], names: Sequence[str]) -> list[Example]:
    """Describe the candidates of every labelled toponym."""
    gazetteer = load_gazetteer()
    return [
        example
        for number, text in enumerate(texts)
        for example in _read_text(text, number, names, gazetteer)
    ]


def _read_text(
    text: GoldText, sentence: int, names: Sequence[str], gazetteer: Gazetteer
) -> Iterator[Example]:
    folded = fold(text.text)
    passage = read_passage(text.text, folded, gazetteer=gazetteer)
    toponyms = recognise_toponyms(passage).toponyms
    rankings = rank_toponyms(toponyms, folded, gazetteer=gazetteer)
    resolutions = resolve_toponyms(toponyms, folded, gazetteer=gazetteer)
    for number, (toponym, ranking) in enumerate(zip(toponyms, rankings, strict=True)):
        start, end = folded.origin(toponym.start), folded.end_origin(toponym.end)
        gold = next((t for t in text.toponyms if start < t.end and t.start < end), None)
        if gold is None or gold.place is None or not toponym.places:
            continue
        right = _judge(resolutions, number, gold.place, folded, gazetteer)
        if any(right):
            outside = all("inside_mismatch" in features for features in ranking.described)
            none = describe_none(outside=outside, abroad=is_abroad(toponym, ranking.container))
            described = [*ranking.described, none]
            yield Example(_matrix(described, names), np.array(right), sentence)


def _judge(
    resolutions: list[Resolution],
    number: int,
    gold: GoldPlace,
    folded: Folded,
    gazetteer: Gazetteer,
) -> list[float]:
    """Return 1 for each right answer; the last is "no place".

    Of places at one point (a province and its seat) those as wide as the label asks are right.
    """
    near, wide, far = [], [], []
    for place in resolutions[number].toponym.places:
        told = [*resolutions]
        told[number] = told[number]._replace(place=place)
        composed = compose_place(told, number, folded, gazetteer=gazetteer) or place
        near.append(is_right(composed, gold))
        wide.append(near[-1] and {place.precision, composed.precision} & gold.precisions)
        far.append(error_km(composed, gold) > FAR_KM)
    right = wide if any(wide) else near
    return [*(float(bool(answer)) for answer in right), float(all(far))]


def _matrix(described: Sequence[Features], names: Sequence[str]) -> Vector:
    return np.array([[features.get(name, 0.0) for name in names] for features in described])


def fit_weights(examples: Sequence[Example], prior: Prior, strength: float) -> Vector:
    """Return the weights under which the right answers are believed most."""
    features = np.concatenate([example.features for example in examples])
    right = np.concatenate([example.right for example in examples])
    counts = np.array([len(example.right) for example in examples])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])

    def gradient_of(weights: Vector) -> Vector:
        odds = features @ weights
        powers = np.exp(odds - np.repeat(np.maximum.reduceat(odds, starts), counts))
        beliefs = powers / np.repeat(np.add.reduceat(powers, starts), counts)
        told = powers * right
        told /= np.repeat(np.add.reduceat(told, starts), counts)
        return (beliefs - told) @ features

    curvature = sum(float(np.linalg.norm(example.features, 2)) ** 2 for example in examples) / 2
    return descend(gradient_of, curvature, prior, strength)


def to_beliefs(weights: Vector) -> Vector:
    """Return the softmax."""
    powers = np.exp(weights - weights.max())
    return powers / powers.sum()


def measure_loss(examples: Sequence[Example], prior: Prior, strength: float) -> Loss:
    """Return the loss on sentences left out: log loss, and the share resolved wrongly."""
    losses, wrong = [], []
    for fold_number in range(FOLDS):
        learned = [example for example in examples if example.sentence % FOLDS != fold_number]
        weights = fit_weights(learned, prior, strength)
        for example in examples:
            if example.sentence % FOLDS == fold_number:
                beliefs = to_beliefs(example.features @ weights)
                losses.append(-np.log(max(float((beliefs * example.right).sum()), 1e-6)))
                wrong.append(1.0 - example.right[int(beliefs.argmax())])
    return Loss(float(np.mean(losses)), float(np.mean(wrong)))


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
        print(f"round {number + 1}: {len(examples)} toponyms")


if __name__ == "__main__":
    main()

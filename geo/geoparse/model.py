"""Linear models whose weights are rows of data, and the codes that tell what moved a score."""

from collections.abc import Iterable, Mapping
from functools import cache
from math import exp
from typing import NamedTuple

from geo.tables import read_table

Features = dict[str, float]

MIN_TOLD_WEIGHT = 0.05
"""What moves a score by less than this is not told as a reason."""


MAX_JUDGED = 50_000
"""How many sets of features a model keeps with what it thinks of them."""


class Judgement(NamedTuple):
    """What a model thinks of a set of features: its log-odds, and why."""

    weight: float
    reason: str


class LinearModel:
    """A weight for each named feature; a feature without a row weighs nothing.

    Parameters
    ----------
    name : table under ``data/model`` with columns feature, weight, label_en, label_ar
    """

    def __init__(self, name: str) -> None:
        rows = read_table(f"model/{name}", "feature", "weight", "label_en", "label_ar")
        self.weights = {row["feature"]: float(row["weight"]) for row in rows}
        self._bias = self.weights.get("bias", 0.0)
        self._judged: dict[tuple[tuple[str, float], ...], Judgement] = {}

    def judge(self, features: Mapping[str, float]) -> Judgement:
        """Return the log-odds and the reason; the same features are judged once."""
        key = tuple(features.items())
        judgement = self._judged.get(key)
        if judgement is None:
            if len(self._judged) >= MAX_JUDGED:
                self._judged.clear()
            judgement = Judgement(self.weigh(features), self.explain(features))
            self._judged[key] = judgement
        return judgement

    def weigh(self, features: Mapping[str, float]) -> float:
        """Return the log-odds: the bias and the sum of weight times value."""
        total, weight_of = self._bias, self.weights.get
        for feature, value in features.items():
            if value:
                total += weight_of(feature, 0.0) * value
        return total

    def score(self, features: Mapping[str, float]) -> float:
        """Return the belief, 0 to 1: the logistic function of the log-odds."""
        return to_probability(self.weigh(features))

    def explain(self, features: Mapping[str, float], *, most: int = 4) -> str:
        """Return the features that moved a score, heaviest first: ``place_word+2.1 list+0.9``.

        `geo.geoparse.reasons.explain_reason` puts them into words.
        """
        weight_of, parts = self.weights.get, []
        for feature, value in features.items():
            if not value:
                continue
            weight = weight_of(feature, 0.0) * value
            if weight >= MIN_TOLD_WEIGHT or weight <= -MIN_TOLD_WEIGHT:
                parts.append((-abs(weight), feature, weight))
        parts.sort()
        return " ".join([f"{feature}{weight:+.1f}" for _, feature, weight in parts[:most]])


@cache
def load_model(name: str) -> LinearModel:
    """Load a model once."""
    return LinearModel(name)


@cache
def read_feature_words(name: str, language: str) -> dict[str, str]:
    """Return a model's features, and the codes that are no feature, as a person reads them."""
    column = f"label_{language}"
    words = {row["code"]: row[column] for row in read_table("model/reasons", "code", column)}
    rows = read_table(f"model/{name}", "feature", column)
    return words | {row["feature"]: row[column] for row in rows}


def to_probability(log_odds: float) -> float:
    """Return the logistic function of the log-odds."""
    return 1 / (1 + exp(-log_odds)) if log_odds > -700 else 0.0


def to_shares(log_odds: Iterable[float]) -> list[float]:
    """Return the softmax: shares that add up to 1."""
    values = list(log_odds)
    top = max(values, default=0.0)
    powers = [exp(value - top) for value in values]
    total = sum(powers)
    return [power / total for power in powers]


@cache
def read_area_of_interest() -> frozenset[str]:
    """Return the countries whose places a name means first."""
    return frozenset(row["country"] for row in read_table("model/area_of_interest", "country"))

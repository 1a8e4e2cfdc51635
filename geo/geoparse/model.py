"""Logistic models whose weights are rows of data, and the words that explain a score."""

from collections.abc import Iterable, Mapping
from functools import cache
from math import exp

from geo.tables import read_table

Features = dict[str, float]


class LinearModel:
    """A weight for each named feature; a feature without a row weighs nothing.

    Parameters
    ----------
    name : table under ``data/model`` with columns feature, weight, label_en, label_ar
    """

    def __init__(self, name: str) -> None:
        rows = read_table(f"model/{name}", "feature", "weight", "label_en", "label_ar")
        self._weights = {row["feature"]: float(row["weight"]) for row in rows}
        self._labels = {row["feature"]: row["label_en"] for row in rows}
        self._bias = self._weights.get("bias", 0.0)

    def weigh(self, features: Mapping[str, float]) -> float:
        """Return the log-odds: the bias and the sum of weight times value."""
        weights = self._weights
        return self._bias + sum(weights.get(f, 0.0) * value for f, value in features.items())

    def explain(self, features: Mapping[str, float], *, most: int = 4) -> str:
        """Return the features that moved a score, heaviest first: ``place word before +2.1``."""
        parts = [(self._weights.get(f, 0.0) * value, f) for f, value in features.items()]
        parts.sort(key=lambda part: (-abs(part[0]), part[1]))
        return "; ".join(
            f"{self._labels[f]} {weight:+.1f}" for weight, f in parts[:most] if abs(weight) >= 0.05
        )


@cache
def load_model(name: str) -> LinearModel:
    """Load a model once."""
    return LinearModel(name)


def to_probability(log_odds: float) -> float:
    """Return the logistic function of the log-odds."""
    return 1 / (1 + exp(-log_odds)) if log_odds > -700 else 0.0


def to_shares(log_odds: Iterable[float]) -> list[float]:
    """Return the softmax: shares that add up to 1."""
    values = list(log_odds)
    top = max(values, default=0.0)
    powers = [exp(value - top) for value in values]
    return [power / sum(powers) for power in powers]


@cache
def read_area_of_interest() -> frozenset[str]:
    """Return the countries whose places a name means first."""
    return frozenset(row["country"] for row in read_table("model/area_of_interest", "country"))

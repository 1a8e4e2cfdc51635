"""What both training scripts share: priors, how strongly they hold, and the model's table."""

import csv
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.geoparse.model import load_model
from geo.settings import DATA_DIR
from geo.tables import read_table

STRENGTHS = (0.25, 0.5, 1.0, 2.0, 4.0)
"""How strongly weights are drawn to their priors: the inverse of the prior's variance."""

TOLERANCE = 0.002
FOLDS = 5
STEPS = 600
MAX_WEIGHT = 7.0

Vector = NDArray[np.float64]


class Prior(NamedTuple):
    """What is believed of each weight: its value and the side of zero it must be on."""

    names: list[str]
    values: Vector
    low: Vector
    high: Vector


class Loss(NamedTuple):
    """The loss on sentences left out: mean negative log belief in the truth, and Brier score."""

    log: float
    brier: float


def read_prior(model: str) -> Prior:
    """Read what a model's table believes of each weight."""
    rows = read_table(f"model/{model}", "feature", "prior", "sign")
    signs = [row["sign"] for row in rows]
    return Prior(
        [row["feature"] for row in rows],
        np.array([float(row["prior"]) for row in rows]),
        np.array([0.0 if sign == "+" else -MAX_WEIGHT for sign in signs]),
        np.array([0.0 if sign == "-" else MAX_WEIGHT for sign in signs]),
    )


def descend(
    gradient_of: Callable[[Vector], Vector], curvature: float, prior: Prior, strength: float
) -> Vector:
    """Return the most probable weights, by projected gradient steps with momentum."""
    step_size = 1 / (curvature + strength)
    weights = previous = prior.values.copy()
    for step in range(STEPS):
        ahead = weights + (step / (step + 3)) * (weights - previous)
        gradient = gradient_of(ahead) + strength * (ahead - prior.values)
        previous = weights
        weights = np.clip(ahead - step_size * gradient, prior.low, prior.high)
    return weights


def choose_strength(measure: Callable[[float], Loss]) -> float:
    """Return the strongest pull that costs no more than `TOLERANCE` of log loss."""
    losses = {strength: measure(strength) for strength in STRENGTHS}
    for strength, loss in losses.items():
        print(f"strength {strength:5}: log loss {loss.log:.4f}, Brier {loss.brier:.4f}")
    least = min(loss.log for loss in losses.values())
    return max(s for s, loss in losses.items() if loss.log <= least + TOLERANCE)


def write_weights(model: str, weights: Vector) -> None:
    """Write the weights into a model's table, and let the model be read again."""
    rows = read_table(f"model/{model}")
    with (DATA_DIR / "model" / f"{model}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row, weight in zip(rows, weights, strict=True):
            writer.writerow({**row, "weight": f"{weight + 0.0:.2f}"})
    read_table.cache_clear()
    load_model.cache_clear()

"""Calibration: how far a belief may be taken at its word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

BINS = 10
"""Into how many intervals of belief a table is divided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """What is believed within ``[low, high)``: how much, the mean belief, how much of it holds."""

    low: float
    high: float
    count: int
    mean_score: float
    holds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The Brier score of a belief (mean squared error, 0 is perfect) and its bins."""

    brier: float | None
    bins: tuple[Bin, ...]


def measure_calibration(told: Sequence[tuple[float, bool]]) -> Calibration:
    """Return the calibration of beliefs, each with whether it holds; of none the Brier is None.

    >>> measure_calibration([(0.9, True), (0.8, False)]).brier
    0.325
    """
    brier = sum((score - holds) ** 2 for score, holds in told) / len(told) if told else None
    return Calibration(brier=None if brier is None else round(brier, 6), bins=tuple(_bins(told)))


def _bins(told: Iterable[tuple[float, bool]]) -> Iterator[Bin]:
    filled: dict[int, list[tuple[float, bool]]] = {}
    for score, holds in told:
        filled.setdefault(min(int(score * BINS), BINS - 1), []).append((score, holds))
    for number, members in sorted(filled.items()):
        yield Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            count=len(members),
            mean_score=sum(score for score, _ in members) / len(members),
            holds=sum(holds for _, holds in members),
        )

"""Times cut of other times: a third of a month, what lies before a day."""

from collections.abc import Callable
from datetime import date

from geo.models import DatePrecision
from geo.text.date_words import Anchor, Shape, Told
from geo.text.periods import ClosedPeriod, Period, third_of


def derive_time(whole: Told, rule: str, cut: Callable[[ClosedPeriod], Period]) -> Told:
    """Return what is cut of a time: from each period it has, wherever it is told from."""
    in_year = whole.in_year

    def resolve(seen: date) -> Period:
        start, end = whole.resolve(seen)
        if start is None or end is None:
            raise ValueError(f"{whole.rule} has an open side, nothing can be cut of it")
        return cut((start, end))

    known = resolve(date.min) if whole.anchor is Anchor.FIXED else (None, None)
    return Told(
        shape=Shape.RANGE,
        rule=f"{rule} {whole.rule}",
        precision=DatePrecision.RANGE,
        resolve=resolve,
        anchor=whole.anchor,
        known=known,
        in_year=(lambda year: derive_time(in_year(year), rule, cut)) if in_year else None,
        needs_capital=whole.needs_capital,
    )


def tell_part(whole: Told, part: str) -> Told:
    """Return the early, middle or late third of a time."""
    return derive_time(whole, f"part-{part}", lambda period: third_of(period, part))

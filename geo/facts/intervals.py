"""Intervals of days: how long they are, and whether they lie behind the news."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from geo.models import DateInterval, DatePrecision, Publication

TOTAL_DAYS = 25
"""A number of attacks or dead over a longer time than this is a statistic, not an event."""

HISTORY_DAYS = 365
"""What happened this long before an article appeared is its background, not its news."""

PLUPERFECT_DAYS = 180
"""The same for what is told in the pluperfect."""

_OPEN = frozenset({DatePrecision.ONGOING, DatePrecision.RECENT})

_BOUNDS = "bounds"
_ONE_DAY = frozenset({"weekday", "day", "day-shift", "overnight", "nth-day"})
"""Rules of words that tell one day, however wide the bounds of publication make its interval."""


def count_days(when: DateInterval) -> int:
    """Return how many days a closed interval that words tell covers, 0 when it is not one.

    A single day seen from a publication known only by its bounds covers none: ``on Sunday`` of
    some year is no year.
    """
    if not when.start or not when.end or when.start_char is None:
        return 0
    rule, *seen_from = when.rule.split("+")
    if rule in _ONE_DAY and _BOUNDS in seen_from:
        return 0
    return (date.fromisoformat(when.end) - date.fromisoformat(when.start)).days


def is_history(when: DateInterval, published: Publication, *, pluperfect: bool = False) -> bool:
    """Return whether a dated thing lies so far back that it is the article's background.

    Told in the pluperfect half as far is enough, and what began so long ago is background even
    where it goes on. Of an article that tells no day of its own whole years are background.
    """
    bounds, last = published.bounds(), when.end or when.start
    if not last or when.start_char is None or when.precision in _OPEN:
        return False
    if not bounds:
        return when.precision is DatePrecision.YEAR or (pluperfect and _is_long(when))
    days = PLUPERFECT_DAYS if pluperfect else HISTORY_DAYS
    if pluperfect and when.start and when.start < _before(bounds[0], HISTORY_DAYS):
        return True
    return last < _before(bounds[0], days)


def _is_long(when: DateInterval) -> bool:
    return when.precision in (DatePrecision.MONTH, DatePrecision.RANGE)


@lru_cache(maxsize=64)
def _before(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


def shift_months(day: str, months: int) -> str:
    """Return the same day some months later or earlier, the last of a shorter month.

    >>> shift_months("2024-08-31", -2)
    '2024-06-30'
    """
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(int(day[8:10]), last)).isoformat()


def is_within(inner: DateInterval, outer: DateInterval) -> bool:
    """Return whether an interval lies in another; what is open on a side holds all on it."""
    return (outer.start or "") <= (inner.start or "") and (inner.end or "~") <= (outer.end or "~")

"""Periods of the calendar: days, weeks, months, years and their parts, as inclusive spans."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

Period = tuple[date | None, date | None]
"""First and last day, inclusive; None where that side is open."""

ClosedPeriod = tuple[date, date]

_HOURS_A_DAY, _MINUTES_A_DAY = 24, 1440
_NEARLY_A_WEEK = timedelta(days=3)


def day_period(day: date) -> ClosedPeriod:
    """Return one day as a period."""
    return day, day


def week_of(day: date) -> ClosedPeriod:
    """Return the ISO week, Monday to Sunday, that holds a day.

    >>> week_of(date(2019, 2, 22))[0].isoformat()
    '2019-02-18'
    """
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def month_of(year: int, month: int) -> ClosedPeriod:
    """Return a calendar month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def years_of(first: int, last: int) -> ClosedPeriod:
    """Return the calendar years from the first to the last."""
    return date(first, 1, 1), date(last, 12, 31)


def move_months(day: date, months: int) -> date:
    """Move a day by calendar months; a day the month lacks becomes its last.

    >>> move_months(date(2019, 3, 31), -1).isoformat()
    '2019-02-28'
    """
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def move(day: date, unit: str, amount: int) -> date:
    """Move a day by an amount of a unit; parts of a day count as whole days.

    Raises `ValueError` or `OverflowError` where the calendar ends.
    """
    if unit in _MONTHS:
        return move_months(day, amount * _MONTHS[unit])
    if unit in {"hour", "minute"}:
        a_day = _HOURS_A_DAY if unit == "hour" else _MINUTES_A_DAY
        return day + timedelta(days=-(-amount // a_day) if amount > 0 else amount // a_day)
    return day + timedelta(days=amount * (1 if unit == "day" else 7))


_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200}


def unit_period(day: date, unit: str, shift: int = 0) -> ClosedPeriod:
    """Return the calendar unit that holds a day, or the one so many units later.

    Weeks are ISO weeks; a weekend is that of the week, the last one where it is yet to come.
    """
    if unit.startswith("weekend"):
        return _weekend_of(day, 4 if unit.endswith("fri") else 5, shift)
    moved = move(day, unit, shift)
    if unit == "week":
        return week_of(moved)
    if unit == "month":
        return month_of(moved.year, moved.month)
    if unit in _YEARS:
        return _years_around(moved.year, _YEARS[unit], offset=1 if unit == "century" else 0)
    return day_period(moved)


_YEARS = {"year": 1, "decade": 10, "century": 100}


def _years_around(year: int, length: int, *, offset: int) -> ClosedPeriod:
    first = (year - offset) // length * length + offset
    return years_of(first, first + length - 1)


def _weekend_of(day: date, weekday: int, shift: int) -> ClosedPeriod:
    first = day - timedelta(days=(day.weekday() - weekday) % 7) + timedelta(days=7 * shift)
    if shift < 0 and (day - first).days >= 9:
        first += timedelta(days=7)
    return first, first + timedelta(days=1)


def week_around(day: date) -> ClosedPeriod:
    """Return the seven days around a day that is only known by its distance in weeks."""
    return day - _NEARLY_A_WEEK, day + _NEARLY_A_WEEK


def back_from(day: date, unit: str, amount: int) -> ClosedPeriod:
    """Return the calendar unit so long before a day: a day, a week around it, a month, a year.

    So many hours before may still be the day itself: then it is the days between.
    """
    past = move(day, unit, -amount)
    if unit == "week":
        return week_around(past)
    if unit in {"month", "year", "decade"}:
        return unit_period(past, unit)
    return past, day if unit in {"hour", "minute"} else past


def third_of(period: ClosedPeriod, part: str) -> ClosedPeriod:
    """Return the early, middle or late third of a period, in whole months where it has many.

    >>> [d.isoformat() for d in third_of(years_of(2019, 2019), "middle")]
    ['2019-05-01', '2019-08-31']
    """
    number = {"early": 1, "middle": 2, "late": 3}[part]
    return slice_of(period, number, 3)


def middle_of(period: ClosedPeriod) -> date:
    """Return the day in the middle of a period, the fifteenth of a month's middle third.

    >>> middle_of((date(2019, 10, 11), date(2019, 10, 20))).isoformat()
    '2019-10-15'
    """
    return period[0] + (period[1] - period[0]) // 2


def slice_of(period: ClosedPeriod, number: int, of: int) -> ClosedPeriod:
    """Return one of several equal slices of a period; `number` counts from 1.

    >>> [d.isoformat() for d in slice_of(years_of(2018, 2018), 1, 4)]
    ['2018-01-01', '2018-03-31']
    """
    start, end = period
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months >= of and months % of == 0:
        length = months // of
        first = move_months(start, length * (number - 1))
        return first, move_months(first, length) - timedelta(days=1)
    days = (end - start).days + 1
    if days < of:
        return period
    return (
        start + timedelta(days=days * (number - 1) // of),
        start + timedelta(days=days * number // of - 1),
    )


def season_of(year: int, first_month: int) -> ClosedPeriod:
    """Return the meteorological season that begins in a month: three whole months."""
    first = date(year, first_month, 1)
    return first, move_months(first, 3) - timedelta(days=1)


def weekday_near(day: date, weekday: int, *, when: str = "") -> date:
    """Return the day of the ISO weekday (Monday is 1) that is meant on a day.

    Without `when` it is the nearest past one, the day itself included; ``past`` excludes the
    day, ``next`` is the first after it, ``this`` the one at most three days away.

    >>> weekday_near(date(2019, 2, 22), 7, when="past").isoformat()
    '2019-02-17'
    """
    back = (day.isoweekday() - weekday) % 7
    if when == "next":
        return day + timedelta(days=7 - back)
    if when == "this":
        return day - timedelta(days=back if back <= 3 else back - 7)
    return day - timedelta(days=7 if when == "past" and not back else back)


def latest(day: date, build: Callable[[int], ClosedPeriod], year: int, when: str) -> ClosedPeriod:
    """Return the period of this year or an earlier one that had begun by a day.

    `build` makes the period of a year and raises `ValueError` for a year without it
    (29 February). ``past`` wants the period over, ``next`` the first that is yet to come.
    """
    years = range(year, year + 10) if when == "next" else range(year + 1, year - 10, -1)
    for candidate in years:
        try:
            period = build(candidate)
        except ValueError:
            continue
        if _suits(period, day, when):
            return period
    raise ValueError(f"no such period near {day.isoformat()}")


def _suits(period: ClosedPeriod, day: date, when: str) -> bool:
    if when == "next":
        return period[0] > day
    return period[1] < day if when == "past" else period[0] <= day

"""The Islamic calendar by the tabular rule: an approximation, a day off where the moon was seen."""

from datetime import date

_EPOCH_ORDINAL = 227_014
_COMMON_YEAR_DAYS = 354


def hijri_to_day(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a Hijri date (civil epoch, 30-year cycle of 11 leap years).

    The rule is that of Reingold and Dershowitz, Calendrical Calculations; an announced month
    may begin a day earlier or later.

    >>> hijri_to_day(1440, 9, 1).isoformat()
    '2019-05-06'
    """
    leaps = (3 + 11 * year) // 30
    before = (59 * (month - 1) + 1) // 2
    return date.fromordinal(_EPOCH_ORDINAL + _COMMON_YEAR_DAYS * (year - 1) + leaps + before + day)


def hijri_month(year: int, month: int) -> tuple[date, date]:
    """Return the first and last day of a Hijri month."""
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    end = hijri_to_day(*following, 1).toordinal() - 1
    return hijri_to_day(year, month, 1), date.fromordinal(end)


def hijri_year_of(day: date) -> int:
    """Return the Hijri year a day falls in.

    >>> hijri_year_of(date(2019, 2, 22))
    1440
    """
    year = (30 * (day.toordinal() - _EPOCH_ORDINAL) + 10_646) // 10_631
    return year if hijri_to_day(year, 1, 1) <= day else year - 1

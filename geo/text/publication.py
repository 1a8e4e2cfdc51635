"""When an article appeared, as a user writes it: a day, a month, a year or bounds."""

import re
from calendar import monthrange
from datetime import date

from geo.errors import InputError
from geo.models import Publication

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_REMEDY = "write 2019-02-22, 2019-02, 2019, or bounds as 2019-02-09/2019-04-30"


def parse_publication(value: str, *, name: str, source: str = "") -> Publication:
    """Read a publication date; empty text is not known.

    A month or a year gives bounds: an ISO prefix is as precise as it is long.

    Raises `InputError` that names the value and `name`, the option or column it stood in.

    >>> parse_publication("2019-02", name="--published")
    Publication(day=None, after='2019-02-01', before='2019-02-28', source='')
    """
    first, slash, last = value.strip().partition("/")
    if not value.strip():
        return Publication(source=source)
    bounds = _parse_days(first), _parse_days(last if slash else first)
    if bounds[0] is None or bounds[1] is None:
        raise InputError(f"{name}: '{value}' is no known date; {_REMEDY}")
    after, before = bounds[0][0], bounds[1][1]
    if after > before:
        raise InputError(f"{name}: '{value}' ends before it begins; {_REMEDY}")
    if after == before:
        return Publication(day=after, source=source)
    return Publication(after=after, before=before, source=source)


def parse_bounds(after: str, before: str, *, name: str, source: str = "") -> Publication:
    """Read the first and last day an article can have appeared on; either may be empty.

    Raises `InputError` as `parse_publication` does.
    """
    if after.strip() and before.strip():
        return parse_publication(f"{after.strip()}/{before.strip()}", name=name, source=source)
    known = parse_publication(after or before, name=name, source=source)
    first, last = known.bounds() or (None, None)
    return Publication(
        after=first if after.strip() else None,
        before=last if before.strip() else None,
        source=source,
    )


def _parse_days(value: str) -> tuple[str, str] | None:
    """Return the first and last day of an ISO date prefix, None when it is none."""
    found = _DATE.fullmatch(value.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    last = first if day else date(year, month or 12, monthrange(year, month or 12)[1])
    return first.isoformat(), last.isoformat()

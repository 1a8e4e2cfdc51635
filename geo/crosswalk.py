"""The crosswalk from our types and precisions to the codes of ACLED, UCDP and PLOVER."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from geo.models import DateInterval, DatePrecision, Kind, LocationPrecision
from geo.tables import read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class FactType:
    """A type of fact with its labels; a code is empty where the scheme has none that fits."""

    type: str
    kind: Kind
    label_en: str
    label_ar: str
    acled_event_type: str
    acled_sub_event_type: str
    plover_event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecisionCodes:
    """How precise a place or a date is in the numbers of ACLED and UCDP; None where none fits."""

    acled: int | None = None
    ucdp: int | None = None


@cache
def read_fact_types() -> dict[str, FactType]:
    """Read ``data/lexicon/fact_types.csv``: a `FactType` by its type, in the file's order."""
    names = ("acled_event_type", "acled_sub_event_type", "plover_event", "label_en", "label_ar")
    rows = read_table("lexicon/fact_types", "type", "kind", *names)
    return {
        row["type"]: FactType(
            type=row["type"], kind=Kind(row["kind"]), **{name: row[name] for name in names}
        )
        for row in rows
    }


def code_location(precision: LocationPrecision) -> PrecisionCodes:
    """Return the ACLED geo precision and the UCDP where precision.

    >>> code_location(LocationPrecision.DISTRICT)
    PrecisionCodes(acled=2, ucdp=3)
    """
    return _read_codes("location")[precision.value][0][1]


def code_date(interval: DateInterval) -> PrecisionCodes:
    """Return the ACLED time precision and the UCDP date precision; a range by its length.

    >>> code_date(DateInterval(precision=DatePrecision.MONTH))
    PrecisionCodes(acled=3, ucdp=4)
    """
    codes = _read_codes("date")[interval.precision.value]
    if interval.precision is not DatePrecision.RANGE:
        return codes[0][1]
    days = _count_days(interval)
    return next((code for most, code in codes if days and days <= most), PrecisionCodes())


def _count_days(interval: DateInterval) -> int | None:
    """Count the days of a closed interval, both ends included; None where a side is open."""
    if not (interval.start and interval.end):
        return None
    return (date.fromisoformat(interval.end) - date.fromisoformat(interval.start)).days + 1


@cache
def _read_codes(axis: str) -> dict[str, list[tuple[int, PrecisionCodes]]]:
    """Read one axis of ``data/lexicon/precisions.csv``: (most days, codes) by precision."""
    rows = read_table("lexicon/precisions", "axis", "precision", "max_days", "acled", "ucdp")
    codes: dict[str, list[tuple[int, PrecisionCodes]]] = {}
    for row in (row for row in rows if row["axis"] == axis):
        code = PrecisionCodes(acled=_read_code(row["acled"]), ucdp=_read_code(row["ucdp"]))
        codes.setdefault(row["precision"], []).append((int(row["max_days"] or 0), code))
    return {precision: sorted(rows, key=lambda row: row[0]) for precision, rows in codes.items()}


def _read_code(cell: str) -> int | None:
    return int(cell) if cell else None

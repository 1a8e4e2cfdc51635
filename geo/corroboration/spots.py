"""Spots: whether two tellings can speak of one place, by stored units before distances."""

from enum import StrEnum
from math import cos, hypot, radians

from geo.corroboration.tellings import Spot
from geo.models import LocationPrecision

SAME_KM = 2.0
"""Two points of different names this near may be one place: sources differ in where a town is."""

_KM_A_DEGREE = 111.19
_POINTS = frozenset({LocationPrecision.SITE, LocationPrecision.SETTLEMENT, LocationPrecision.NEAR})
_UNITS = {LocationPrecision.PROVINCE: "admin1", LocationPrecision.DISTRICT: "admin2"}


class Fit(StrEnum):
    """How two places stand to each other."""

    SAME = "same"
    SAME_AREA = "same_area"
    WITHIN = "within"
    APART = "apart"
    UNKNOWN = "unknown"


def compare_spots(a: Spot, b: Spot) -> Fit:
    """Return how two places stand to each other; UNKNOWN where one is not told.

    A country is stored with a place, never read from a point: what lies in two countries is
    apart however near it is.
    """
    if not a.id or not b.id:
        return Fit.UNKNOWN
    if a.id == b.id:
        return Fit.SAME if a.precision in _POINTS else Fit.SAME_AREA
    if a.country and b.country and a.country != b.country:
        return Fit.APART
    if LocationPrecision.COUNTRY in (a.precision, b.precision):
        return Fit.WITHIN if a.country == b.country else Fit.APART
    for wide, narrow in ((a, b), (b, a)):
        if wide.precision in _UNITS and (told := _lies_in_unit(narrow, wide)) is not None:
            return Fit.WITHIN if told else Fit.APART
    return _compare_reach(a, b)


def _lies_in_unit(spot: Spot, unit: Spot) -> bool | None:
    """Return whether a place lies in a province or a district, None where no code tells."""
    column = _UNITS[LocationPrecision(unit.precision)]
    code, own = getattr(unit, column) or unit.id, getattr(spot, column)
    if own:
        return bool(own == code)
    if spot.provinces and unit.admin1:
        return (unit.admin1 in spot.provinces and column == "admin1") or None
    return None


def _compare_reach(a: Spot, b: Spot) -> Fit:
    """Compare by distance: a point lies in a region or a circle that reaches it."""
    gap_km = _measure_km(a, b)
    if gap_km is None:
        return Fit.WITHIN if set(a.provinces) & set(b.provinces) else Fit.APART
    if a.precision in _POINTS and b.precision in _POINTS:
        near = LocationPrecision.NEAR in (a.precision, b.precision)
        site = LocationPrecision.SITE in (a.precision, b.precision)
        reach_km = max(a.radius_km, b.radius_km) if near or site else SAME_KM
        return Fit.WITHIN if gap_km <= max(reach_km, SAME_KM) else Fit.APART
    touching = not a.provinces or not b.provinces or set(a.provinces) & set(b.provinces)
    return Fit.WITHIN if touching and gap_km <= a.radius_km + b.radius_km else Fit.APART


def _measure_km(a: Spot, b: Spot) -> float | None:
    """Return the distance of two points in km to about 0.5%, None where one has no point."""
    if a.lon is None or b.lon is None or a.lat is None or b.lat is None:
        return None
    width = cos(radians((a.lat + b.lat) / 2))
    return _KM_A_DEGREE * hypot((a.lon - b.lon) * width, a.lat - b.lat)

"""GeoNames feature codes: how exact each is, how wide by default, and which dumps bring."""

from functools import cache
from typing import NamedTuple

from geo.models import LocationPrecision
from geo.tables import read_table


class FeatureCode(NamedTuple):
    """What a feature code says of a place that gives no radius of its own."""

    precision: LocationPrecision
    default_radius_km: float


@cache
def read_feature_codes() -> dict[str, FeatureCode]:
    """Return every feature code that Masar draws and labels."""
    rows = read_table("lexicon/feature_codes", "code", "precision", "default_radius_km")
    return {
        row["code"]: FeatureCode(
            LocationPrecision(row["precision"]), float(row["default_radius_km"])
        )
        for row in rows
    }


@cache
def read_related_codes() -> dict[str, str]:
    """Return the codes that a source may bring and Masar reads as one of its own."""
    rows = read_table("gazetteer/related_codes", "code", "read_as")
    return {row["code"]: row["read_as"] for row in rows}


def find_code(code: str) -> str | None:
    """Return the code under which a place of a source is kept, None when it isn't kept.

    >>> find_code("PPLA"), find_code("PPLF"), find_code("HTL")
    ('PPLA', 'PPLL', None)
    """
    return code if code in read_feature_codes() else read_related_codes().get(code)

"""One row of a source of places, checked: what every kind of source has in common."""

import re
from typing import NamedTuple

from geo.gazetteer.feature_codes import read_feature_codes
from geo.gazetteer.index_file import NamedPlace
from geo.gazetteer.names import clean_name, is_arabic, is_latin
from geo.models import LocationPrecision, Place

UNSHAPED_LINE_KM = 15.0
"""Radius of a river, wadi or road of which a source knows one point only."""

_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]{1,2})?\.?")
_COUNTRY = re.compile("[A-Z]{2}")


class BadRow(NamedTuple):
    """A row that cannot be read, and why; `line` counts from 1."""

    line: int
    reason: str


class PassedOver(NamedTuple):
    """A sound row that is left out on purpose; `reason` is short, for counting."""

    line: int
    reason: str


class SourceRow(NamedTuple):
    """What a row tells of a place; `names` are the aliases, of any script and language."""

    line: int
    id: str
    name_en: str
    name_ar: str
    names: tuple[str, ...]
    feature_code: str
    lon: float
    lat: float
    radius_km: float | None
    country: str
    admin1: str
    admin2: str
    population: int
    source: str

    def named_place(self) -> NamedPlace:
        """Return the place, with the radius of its feature code where the row gives none."""
        names = select_names((self.name_en, self.name_ar, *self.names))
        precision, default_km = read_feature_codes()[self.feature_code]
        if precision is LocationPrecision.LINE:
            default_km = min(default_km, UNSHAPED_LINE_KM)
        place = Place(
            id=self.id,
            name_en=self.name_en or next(filter(is_latin, names), ""),
            name_ar=self.name_ar or next(filter(is_arabic, names), ""),
            feature_code=self.feature_code,
            lon=round(self.lon, 5),
            lat=round(self.lat, 5),
            radius_km=self.radius_km or default_km,
            precision=precision,
            country=self.country,
            admin1=self.admin1,
            admin2=self.admin2,
            population=self.population,
            source=self.source,
        )
        return NamedPlace(place, names)


def select_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the distinct names in Arabic or in Latin letters, in order; others can't be found."""
    cleaned = dict.fromkeys(clean_name(name) for name in names)
    return tuple(name for name in cleaned if is_arabic(name) or is_latin(name))


def read_coordinate(text: str, *, what: str, limit: float) -> float:
    """Return a latitude or longitude in degrees; raises `ValueError` with the reason."""
    degrees = _read_number(text, what=what)
    if abs(degrees) > limit:
        raise ValueError(f"{what} {text} is not between -{limit:g} and {limit:g}")
    return degrees


def read_count(text: str, *, what: str) -> int:
    """Return a number of people, 0 when the cell is empty; raises `ValueError`."""
    count = _read_number(text, what=what) if text else 0.0
    if count < 0 or count != int(count):
        raise ValueError(f"{what} {text} is no count")
    return int(count)


def read_radius(text: str) -> float | None:
    """Return a radius in km, None when the cell is empty; raises `ValueError`."""
    radius_km = _read_number(text, what="radius") if text else None
    if radius_km is not None and not 0 < radius_km < 20_000:
        raise ValueError(f"radius {text} is no distance in km on the Earth")
    return radius_km


def read_country(text: str) -> str:
    """Return an ISO 3166-1 alpha-2 code, empty for a place in no country; raises `ValueError`."""
    if text and not _COUNTRY.fullmatch(text):
        raise ValueError(f"country '{text}' is no ISO 3166-1 code of two capital letters")
    return text


def _read_number(text: str, *, what: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{what} '{text}' is no number")
    return float(text)

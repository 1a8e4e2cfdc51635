"""The provinces (admin1) of the gazetteer: names, and which of them a wide place touches."""

from dataclasses import dataclass
from functools import cache, lru_cache
from math import cos, radians

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.gazetteer.places import place_shape, shape_of
from geo.models import LocationPrecision, Place
from geo.tables import read_table, split_list

LEAST_SHARE = 0.02
"""The least part of a wide place that a province must hold to count as touched."""

LEAST_KM = 5.0
"""The length of a line that is enough, however long the line is."""

EDGE_KM = 1.0
"""How far outside a province a line may run and still count as within it."""

_WITHOUT_PROVINCE = frozenset({LocationPrecision.COUNTRY, LocationPrecision.NONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A first-level division: ISO 3166-2 code, names, every other name it goes by."""

    code: str
    name_en: str
    name_ar: str
    country: str
    aliases: tuple[str, ...] = ()


@cache
def read_provinces() -> dict[str, Province]:
    """Read the provinces of ``data/gazetteer/admin.csv`` by code, in the file's order."""
    columns = ("id", "name_en", "name_ar", "aliases_en", "aliases_ar", "feature_code", "country")
    rows = read_table("gazetteer/admin", *columns)
    return {
        row["id"]: Province(
            code=row["id"],
            name_en=row["name_en"],
            name_ar=row["name_ar"],
            country=row["country"],
            aliases=(*split_list(row["aliases_en"]), *split_list(row["aliases_ar"])),
        )
        for row in rows
        if row["feature_code"] == "ADM1"
    }


@lru_cache(maxsize=65536)
def touched_provinces(place: Place) -> tuple[str, ...]:
    """Return the sorted codes of the provinces a place lies in; empty for a whole country.

    The stored province holds where there is one; a region, a line or a border section lies in
    every province its shape touches.
    """
    if place.admin1:
        return (place.admin1,)
    return () if place.precision in _WITHOUT_PROVINCE else provinces_of(place_shape(place))


@lru_cache(maxsize=4096)
def provinces_of(shape: BaseGeometry) -> tuple[str, ...]:
    """Return the sorted codes of the provinces a shape (lon, lat in EPSG:4326) touches.

    A province touches it that holds `LEAST_SHARE` of it, or `LEAST_KM` of a line; a line counts
    as within a province up to `EDGE_KM` outside, because a border runs along edges.
    """
    return tuple(code for code in _list_near(shape) if _is_touched(shape_of(code), shape))


def _list_near(shape: BaseGeometry) -> list[str]:
    """Return the sorted codes of the provinces whose bounds come within a degree of a shape's."""
    tree, codes = _index_provinces()
    west, south, east, north = shape.bounds
    around = shapely.box(west - 1, south - 1, east + 1, north + 1)
    return [codes[number] for number in sorted(tree.query(around))]


@cache
def _index_provinces() -> tuple[shapely.STRtree, list[str]]:
    """Return the tree of the provinces' shapes, and their codes in its order, which is sorted."""
    codes = sorted(read_provinces())
    return shapely.STRtree([shape_of(code) for code in codes]), codes


def _is_touched(province: BaseGeometry, shape: BaseGeometry) -> bool:
    """Say whether a province holds enough of a shape, measured in km around the shape."""
    lat = shape.centroid.y
    province, shape = _to_km(province, lat), _to_km(shape, lat)
    if shape.area:
        return bool(province.intersection(shape).area >= LEAST_SHARE * shape.area)
    near = province.buffer(EDGE_KM) if shape.length else province
    held = near.intersection(shape)
    enough = min(LEAST_KM, LEAST_SHARE * shape.length)
    return not held.is_empty and bool(held.length >= enough)


def _to_km(shape: BaseGeometry, lat: float) -> BaseGeometry:
    """Lay lon, lat degrees on a plane in km that is true near one latitude."""
    scale = np.array([111.32 * cos(radians(lat)), 110.57])
    return shapely.transform(shape, lambda lon_lat: lon_lat * scale)

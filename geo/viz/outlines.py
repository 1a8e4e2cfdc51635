"""The outline of a place as a small map draws it: few corners, coarse where it is large."""

from functools import lru_cache
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry

from geo.gazetteer.places import shape_of
from geo.models import Place

Outline = tuple[tuple[tuple[float, float], ...], ...]
"""Lines of corners (lon, lat in degrees, EPSG:4326); a ring ends where it begins."""

MOST_CORNERS = 300
_FINEST_SHARE = 1 / 500
_PART_SHARE = 1 / 50
_DECIMALS = 3


def outline_place(place: Place) -> Outline | None:
    """Return the outline of a place, None where only its point and radius are known.

    >>> from geo.gazetteer.index import load_gazetteer
    >>> gazetteer = load_gazetteer()
    >>> [outline_place(gazetteer.place(one)) is None for one in ("rutba", "IQ-AN")]
    [True, False]
    """
    return _outline_named(place.geometry) if place.geometry else None


@lru_cache(maxsize=1024)
def _outline_named(geometry: str) -> Outline:
    return outline_shape(shape_of(geometry))


def outline_shape(shape: BaseGeometry) -> Outline:
    """Return the lines of a shape, coarser until there are few corners."""
    lines, extent = _list_lines(shape), _extent(shape)
    large = [line for line in lines if _extent(line) >= extent * _PART_SHARE] or lines
    tolerance = extent * _FINEST_SHARE
    while True:
        simple = [line.simplify(tolerance) for line in large]
        if sum(shapely.get_num_coordinates(simple)) <= MOST_CORNERS or tolerance > extent:
            return tuple(_corners(line) for line in simple)
        tolerance *= 1.5


def _list_lines(shape: BaseGeometry) -> list[BaseGeometry]:
    """Return the lines of a shape: of an area its outer edges."""
    parts = shapely.get_parts(shape)
    return [part.exterior if part.geom_type == "Polygon" else part for part in parts]


def _extent(shape: BaseGeometry) -> float:
    west, south, east, north = shape.bounds
    return float(max(east - west, north - south))


def _corners(line: BaseGeometry) -> tuple[tuple[float, float], ...]:
    rounded = [(round(lon, _DECIMALS), round(lat, _DECIMALS)) for lon, lat, *_ in line.coords]
    return (*(a for a, b in pairwise(rounded) if a != b), rounded[-1])

"""The shape of a place: polygon, line, circle or point; all geodesic, EPSG:4326."""

import json
from functools import cache, lru_cache
from math import cos, hypot, radians

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from geo.errors import DataError
from geo.models import LocationPrecision, Place
from geo.settings import DATA_DIR
from geo.tables import read_rows, split_list

GEOD = Geod(ellps="WGS84")
CIRCLE_POINTS = 64
PART_SHARE = 0.4
"""``northern X`` is the outer 40% of X's extent on that side: less than half, more than a rim."""

_PINS = frozenset({LocationPrecision.SITE, LocationPrecision.SETTLEMENT})
_DIRECTIONS = {
    "north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0),
    "northeast": (1, 1), "northwest": (-1, 1), "southeast": (1, -1), "southwest": (-1, -1),
    "centre": (0, 0),
}  # fmt: skip


@lru_cache(maxsize=4096)
def place_shape(place: Place) -> BaseGeometry:
    """Return what the place covers: a point only for a site or a settlement.

    Returns
    -------
    shapely geometry, lon/lat in EPSG:4326: the named shape where the place has one, else a
    point (site, settlement) or the geodesic circle of ``radius_km``.
    """
    if place.geometry:
        return shape_of(place.geometry)
    if place.precision in _PINS:
        return shapely.Point(place.lon, place.lat)
    return circle(place.lon, place.lat, radius_km=place.radius_km)


@lru_cache(maxsize=4096)
def shape_of(geometry: str) -> BaseGeometry:
    """Return a shape by name: a feature of the boundaries, or one made of another.

    ``part(north,IQ)`` is a side of a shape, ``clip(36.7 34.7 70,SY-HI)`` what of it lies within
    70 km of a point.

    Raises `DataError` when the boundaries hold no such feature.
    """
    if geometry.startswith("part("):
        direction, whole = geometry[len("part(") : -1].split(",", 1)
        return part_of(shape_of(whole), direction)
    if geometry.startswith("clip("):
        circle_text, whole = geometry[len("clip(") : -1].split(",", 1)
        lon, lat, radius_km = map(float, circle_text.split())
        return shapely.intersection(shape_of(whole), circle(lon, lat, radius_km=radius_km))
    shapes = _read_shapes()
    if geometry not in shapes:
        raise DataError(f"the boundaries have no shape '{geometry}'; run `make data`")
    return shapes[geometry]


def part_of(shape: BaseGeometry, direction: str) -> BaseGeometry:
    """Return the part of a shape that news calls its north, its east, ...

    The outer `PART_SHARE` of the extent on that side; for a diagonal the outer half both ways;
    for the centre the middle third both ways.
    """
    west, south, east, north = shape.bounds
    x, y = _DIRECTIONS[direction]
    share = PART_SHARE if 0 in (x, y) else 0.5
    west, east = _outer(west, east, x, share, centre=(x, y) == (0, 0))
    south, north = _outer(south, north, y, share, centre=(x, y) == (0, 0))
    part = shapely.intersection(shape, shapely.box(west, south, east, north))
    return shape if part.is_empty else part


def _outer(
    low: float, high: float, side: int, share: float, *, centre: bool
) -> tuple[float, float]:
    extent = high - low
    if side > 0:
        return high - share * extent, high
    if side < 0:
        return low, low + share * extent
    return (low + extent / 3, high - extent / 3) if centre else (low, high)


@lru_cache(maxsize=4096)
def circle(lon: float, lat: float, *, radius_km: float) -> BaseGeometry:
    """Return the geodesic circle around a point as a polygon, counter-clockwise."""
    azimuths = np.linspace(360, 0, CIRCLE_POINTS, endpoint=False)
    lons, lats, _ = GEOD.fwd(
        np.full(CIRCLE_POINTS, lon),
        np.full(CIRCLE_POINTS, lat),
        azimuths,
        np.full(CIRCLE_POINTS, radius_km * 1000),
    )
    return shapely.Polygon(np.column_stack([lons, lats]))


def distance_km(a: Place, b: Place) -> float:
    """Return the distance between the points of two places, in km, to about 0.5%.

    An equirectangular approximation on the mean radius: candidates are ranked by the
    thousand, and what is drawn or printed uses `GEOD`.
    """
    dx = (a.lon - b.lon + 540) % 360 - 180
    dy = a.lat - b.lat
    return 111.19 * hypot(dx * cos(radians((a.lat + b.lat) / 2)), dy)


@cache
def _read_shapes() -> dict[str, BaseGeometry]:
    shapes: dict[str, BaseGeometry] = {}
    for path in sorted((DATA_DIR / "boundaries").glob("*.geojson")):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            shapes[feature["properties"]["id"]] = shapely.from_geojson(
                json.dumps(feature["geometry"])
            )
    for row in read_rows(DATA_DIR / "gazetteer" / "roads.csv", ("id", "points")):
        points = [tuple(map(float, point.split())) for point in split_list(row["points"])]
        shapes[row["id"]] = shapely.LineString(points)
    return shapes

"""Which province and district a point lies in, where the boundaries know the country."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import shapely

from geo.gazetteer.index_file import NamedPlace
from geo.gazetteer.places import GEOD, shape_of
from geo.models import Place
from geo.tables import Row, read_table

REACH_KM = 10.0
"""A place this near a district of its country belongs to it: shores and borders are drawn so."""

_REACH_DEGREES = 0.15


def assign_divisions(places: Sequence[NamedPlace]) -> list[NamedPlace]:
    """Return the places with the province and district that their point lies in.

    The country a source tells is kept: a point across the line belongs to the nearest district
    of its own country within `REACH_KM`. Where the boundaries don't know the country, or no
    district is near, the source's own divisions stay. Whole countries are left as they are.
    """
    assigned = list(places)
    for country in sorted({row["country"] for row in _read_districts()}):
        numbers = [n for n, one in enumerate(places) if _is_within(one.place, country)]
        found = _find_districts([places[n].place for n in numbers], country)
        for number, district in zip(numbers, found, strict=True):
            if district:
                assigned[number] = _put_into(assigned[number], district)
    return assigned


def _is_within(place: Place, country: str) -> bool:
    return place.country == country and not place.feature_code.startswith("PCL")


def _put_into(named: NamedPlace, district: Row) -> NamedPlace:
    is_province = named.place.feature_code == "ADM1"
    admin2 = "" if is_province else district["id"]
    return named._replace(place=replace(named.place, admin1=district["admin1"], admin2=admin2))


def _find_districts(places: Sequence[Place], country: str) -> list[Row | None]:
    """Return the district of each place, None where none of the country is near."""
    districts = [row for row in _read_districts() if row["country"] == country]
    points = shapely.points([place.lon for place in places], [place.lat for place in places])
    tree = shapely.STRtree([shape_of(row["geometry"]) for row in districts])
    numbers, hits = tree.query_nearest(points, max_distance=_REACH_DEGREES, all_matches=False)
    found: list[Row | None] = [None] * len(places)
    for number, hit in zip(numbers, hits, strict=True):
        if _distance_km(points[number], tree.geometries[hit]) <= REACH_KM:
            found[number] = districts[hit]
    return found


def _distance_km(point: shapely.Point, shape: shapely.Geometry) -> float:
    """Return the geodesic distance to a shape, 0 inside it, in km."""
    (x, y), (to_x, to_y) = shapely.get_coordinates(shapely.shortest_line(point, shape))
    metres: float = np.hypot(x - to_x, y - to_y) and GEOD.inv(x, y, to_x, to_y)[2]
    return metres / 1000


@cache
def _read_districts() -> tuple[Row, ...]:
    """Return the rows of all districts, sorted by id."""
    rows = read_table("gazetteer/admin", "id", "feature_code", "geometry", "country", "admin1")
    return tuple(row for row in rows if row["feature_code"] == "ADM2")

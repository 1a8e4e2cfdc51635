"""The places around a place: how far, and in which direction."""

from dataclasses import dataclass

import numpy as np

from geo.gazetteer.index import Gazetteer
from geo.gazetteer.places import GEOD
from geo.models import LocationPrecision, Place

COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
"""The eight directions, clockwise."""

_POINTS = (LocationPrecision.SITE, LocationPrecision.SETTLEMENT, LocationPrecision.NEAR)
_KM_OF_DEGREE = 111.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A place near another, with the geodesic distance of their points and the way there."""

    place: Place
    distance_km: float
    direction: str


def find_neighbours(
    place: Place, *, gazetteer: Gazetteer, within_km: float, most: int
) -> list[Neighbour]:
    """Return the places known as points around a place's point, the nearest first.

    >>> from geo.gazetteer.index import load_gazetteer
    >>> gazetteer = load_gazetteer()
    >>> qaim = gazetteer.place("qaim")
    >>> near = find_neighbours(qaim, gazetteer=gazetteer, within_km=10, most=1)
    >>> [(one.distance_km < 10, one.direction in COMPASS) for one in near]
    [(True, True)]
    """
    reach = within_km / _KM_OF_DEGREE * 1.1
    near = [
        one
        for one in gazetteer.places
        if abs(one.lat - place.lat) < reach and one.precision in _POINTS and one.id != place.id
    ]
    if not near:
        return []
    lons, lats = np.array([(one.lon, one.lat) for one in near]).T
    from_lons, from_lats = np.full(len(near), place.lon), np.full(len(near), place.lat)
    azimuths, _, metres = GEOD.inv(from_lons, from_lats, lons, lats)
    order = np.argsort(metres, kind="stable")[:most].tolist()
    return [
        Neighbour(
            place=near[number],
            distance_km=round(float(metres[number]) / 1000, 1),
            direction=COMPASS[round(azimuths[number] / 45) % 8],
        )
        for number in order
        if metres[number] <= within_km * 1000
    ]

"""The shape of a fact on the map: a corridor for a movement, the place itself for the rest."""

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from geo.facts.borders import read_borders
from geo.gazetteer.index import load_gazetteer
from geo.gazetteer.places import GEOD, place_shape
from geo.models import DRAWN_MODALITIES, Fact, Kind, LocationPrecision, Place

Position = tuple[float, float]

CROSSING_HALF_KM = 8.0
"""How far to each side of the border a corridor is drawn when only its crossing is told."""

_ALONG_DEGREES = 0.05
"""The direction of a border is taken over so much of it to each side: some 5 km."""

_NO_END = frozenset({LocationPrecision.COUNTRY, LocationPrecision.NONE, LocationPrecision.BORDER})
_NOT_DRAWN = frozenset({LocationPrecision.COUNTRY, LocationPrecision.NONE})


def fact_shape(fact: Fact) -> BaseGeometry | None:
    """Return what a fact draws, None for what must not be on a map.

    Claims and facts that are planned, feared, denied, hypothetical or history are never drawn,
    nor is a place known only as a country. A movement is the line from its origin over where it
    meets the border to its destinations; known only by its two countries, it is the border.

    Returns
    -------
    shapely geometry in EPSG:4326, or None
    """
    if fact.kind is Kind.CLAIM or fact.modality not in DRAWN_MODALITIES:
        return None
    if fact.kind is Kind.MOVEMENT:
        return corridor_shape(fact)
    shapes = [place_shape(place) for place in fact.places if place.precision not in _NOT_DRAWN]
    return _join(shapes)


def corridor_shape(fact: Fact) -> BaseGeometry | None:
    """Return the line of a movement; its first vertex is where it comes from.

    Ends known only as countries add no vertex: the line then ends where it meets the border.
    """
    origin = fact.origin if fact.origin and fact.origin.precision not in _NO_END else None
    ends = [place for place in fact.destinations if place.precision not in _NO_END]
    border = _crossed_border(fact) or _told_border(fact)
    middle = [_point(place) for place in fact.via if place.precision not in _NO_END]
    if not origin and not ends and not middle:
        return place_shape(border) if border else _join([place_shape(p) for p in fact.places])
    targets: list[Place | None] = [*ends] or [None]
    ways = [
        _list_stops(origin, middle or _meeting_points(origin, end, border), end) for end in targets
    ]
    if border:
        ways = [stops if stops[1:] else _cross_border(stops[0], border, fact) for stops in ways]
    if any(len(stops) > 1 for stops in ways):
        return _join([_line(stops) for stops in ways if len(stops) > 1])
    return _join([place_shape(place) for place in (origin, *fact.via, *ends) if place])


def _list_stops(origin: Place | None, middle: list[Position], end: Place | None) -> list[Position]:
    """Return the points of one way, from where it begins to where it ends."""
    return [
        *([_point(origin)] if origin else []), *middle, *([_point(end)] if end else []),
    ]  # fmt: skip


def _cross_border(point: Position, border: Place, fact: Fact) -> list[Position]:
    """Return a short line over the border at a crossing, from the origin's side.

    Only the crossing is told; the line's length, `CROSSING_HALF_KM` to each side, is schematic.
    """
    line = place_shape(border)
    part = min(shapely.get_parts(line), key=lambda part: part.distance(shapely.Point(point)))
    along = part.project(shapely.Point(point))
    before = part.interpolate(max(0.0, along - _ALONG_DEGREES))
    after = part.interpolate(along + _ALONG_DEGREES)
    azimuth, _, _ = GEOD.inv(before.x, before.y, after.x, after.y)
    ends = [GEOD.fwd(*point, azimuth + turn, CROSSING_HALF_KM * 1000)[:2] for turn in (-90, 90)]
    into = {place.country for place in fact.destinations}
    country = load_gazetteer().place(min(into)) if into else None
    if country and shapely.contains_xy(place_shape(country), *ends[0]):
        ends.reverse()
    return [ends[0], point, ends[1]]


def _told_border(fact: Fact) -> Place | None:
    """Return the border that a movement names as one of its ends, None when it names none."""
    ends = (*fact.via, *fact.destinations, *((fact.origin,) if fact.origin else ()))
    return next((p for p in ends if p.precision is LocationPrecision.BORDER), None)


def _crossed_border(fact: Fact) -> Place | None:
    """Return the border between the countries of origin and destination, None if the same."""
    countries = {fact.origin.country if fact.origin else ""}
    countries |= {place.country for place in fact.destinations}
    if len(countries) < 2:
        return None
    gazetteer = load_gazetteer()
    for pair, place_id in read_borders().items():
        if pair <= countries and place_id in gazetteer:
            return gazetteer.place(place_id)
    return None


def _meeting_points(
    origin: Place | None, end: Place | None, border: Place | None
) -> list[Position]:
    """Return where a movement meets the border when the text doesn't say: at its nearest."""
    known = origin or end
    if border is None or known is None:
        return []
    point = shapely.Point(_point(known))
    nearest, _ = nearest_points(place_shape(border), point)
    return [(nearest.x, nearest.y)]


def _line(stops: list[Position]) -> BaseGeometry:
    distinct = [stop for i, stop in enumerate(stops) if i == 0 or stop != stops[i - 1]]
    return shapely.LineString(distinct) if len(distinct) > 1 else shapely.Point(distinct[0])


def _point(place: Place) -> Position:
    return (place.lon, place.lat)


def _join(shapes: list[BaseGeometry]) -> BaseGeometry | None:
    """Return one shape as it is, several of one family as a multi-geometry."""
    if len(shapes) < 2:
        return shapes[0] if shapes else None
    families = {shape.geom_type.removeprefix("Multi") for shape in shapes}
    if len(families) > 1:
        return shapely.geometrycollections(shapes)
    kind = families.pop()
    if kind == "Polygon":
        return shapely.union_all(shapes)
    parts = [part for shape in shapes for part in shapely.get_parts(shape)]
    return shapely.MultiPoint(parts) if kind == "Point" else shapely.MultiLineString(parts)

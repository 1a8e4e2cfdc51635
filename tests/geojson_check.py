"""Our own check of GeoJSON: what RFC 7946 demands and a machine can see, all defects at once.

Beyond the RFC it asks for what Masar promises: unique ids and at most `MAX_DECIMALS` decimals.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

Json = Any
"""What `json.loads` returns, numbers with a point as `Decimal`."""

MAX_DECIMALS = 7
_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""How many lists stand around the positions of a geometry."""

_TYPES = frozenset({*_DEPTHS, "GeometryCollection", "Feature", "FeatureCollection"})
_OTHERS_MEMBERS = {
    "FeatureCollection": ("coordinates", "geometries", "geometry", "properties"),
    "Feature": ("coordinates", "geometries", "features"),
    "GeometryCollection": ("coordinates", "geometry", "properties", "features"),
    **dict.fromkeys(_DEPTHS, ("geometries", "geometry", "properties", "features")),
}
"""Members that belong to other types and must not stand in these (RFC 7946, 7.1)."""


def check_geojson(data: bytes) -> list[str]:
    """Return every defect of a GeoJSON text, each with where it is; empty when there is none.

    >>> check_geojson(b'{"type": "Point", "coordinates": [40.98, 200]}')
    ['coordinates: latitude 200 is beyond 90']
    """
    defects: list[str] = []
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return [f"byte {error.start}: is not UTF-8"]
    if text.startswith("\ufeff"):
        defects.append("begins with a byte order mark")
    try:
        value = _parse_json(text.removeprefix("\ufeff"), defects)
        return [*defects, *_check_object(value, "", _TYPES)]
    except json.JSONDecodeError as error:
        return [*defects, f"line {error.lineno}: is not JSON ({error.msg})"]
    except RecursionError:
        return [*defects, "is nested too deeply to read"]


def _parse_json(text: str, defects: list[str]) -> Json:
    """Parse JSON; numbers and members that JSON forbids or leaves open become defects."""

    def read_object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        counts = Counter(name for name, _ in pairs)
        defects.extend(f"member '{name}' stands twice" for name, n in counts.items() if n > 1)
        return dict(pairs)

    def read_constant(name: str) -> None:
        defects.append(f"{name} is no number of JSON")

    return json.loads(
        text, object_pairs_hook=read_object, parse_constant=read_constant, parse_float=Decimal
    )


def _check_object(value: Json, where: str, types: frozenset[str]) -> Iterator[str]:
    """Check an object of one of `types`, then what its type demands."""
    if not isinstance(value, dict):
        yield _at(where, "is no object")
        return
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in types:
        yield _at(where, f"type {kind!r} is none of {', '.join(sorted(types))}")
        return
    if "crs" in value:
        yield _at(where, "has a crs member; the only CRS is WGS 84")
    for name in _OTHERS_MEMBERS[kind]:
        if name in value:
            yield _at(where, f"a {kind} must not have a member '{name}'")
    if "bbox" in value:
        yield from _check_bbox(value["bbox"], _join(where, "bbox"))
    yield from _CHECKS.get(kind, _check_geometry)(value, where)


def _check_collection(value: dict[str, Json], where: str) -> Iterator[str]:
    features = value.get("features")
    if not isinstance(features, list):
        yield _at(where, "has no list 'features'")
        return
    for number, feature in enumerate(features):
        yield from _check_object(
            feature, _join(where, f"features[{number}]"), frozenset({"Feature"})
        )
    ids = (feature.get("id") for feature in features if isinstance(feature, dict))
    counts = Counter(json.dumps(i, default=str) for i in ids if i is not None)
    for name, count in counts.items():
        if count > 1:
            yield _at(where, f"id {name} stands {count} times")


def _check_feature(value: dict[str, Json], where: str) -> Iterator[str]:
    if "geometry" not in value:
        yield _at(where, "has no member 'geometry'; write null where there is none")
    elif value["geometry"] is not None:
        types = frozenset({*_DEPTHS, "GeometryCollection"})
        yield from _check_object(value["geometry"], _join(where, "geometry"), types)
    if not isinstance(value.get("properties", ""), dict | None):
        yield _at(where, "has no object 'properties'; write null where there is none")
    if "id" in value and not (isinstance(value["id"], str) or _is_number(value["id"])):
        yield _at(where, "id is neither text nor a number")


def _check_geometries(value: dict[str, Json], where: str) -> Iterator[str]:
    geometries = value.get("geometries")
    if not isinstance(geometries, list):
        yield _at(where, "has no list 'geometries'")
        return
    types = frozenset({*_DEPTHS, "GeometryCollection"})
    for number, geometry in enumerate(geometries):
        yield from _check_object(geometry, _join(where, f"geometries[{number}]"), types)


def _check_geometry(value: dict[str, Json], where: str) -> Iterator[str]:
    kind, inside = value["type"], _join(where, "coordinates")
    defects = list(_check_positions(value.get("coordinates"), inside, _DEPTHS[kind]))
    yield from defects
    if not defects:
        yield from _check_parts(value["coordinates"], inside, kind)


def _check_positions(value: Json, where: str, depth: int) -> Iterator[str]:
    """Check lists within lists down to the positions, and each position."""
    if not isinstance(value, list):
        yield _at(where, "is no list")
    elif depth == 0:
        yield from _check_position(value, where)
    else:
        for number, part in enumerate(value):
            yield from _check_positions(part, f"{where}[{number}]", depth - 1)


def _check_position(position: list[Json], where: str) -> Iterator[str]:
    if not 2 <= len(position) <= 3 or not all(_is_number(n) for n in position):
        yield _at(where, "a position is two numbers, or three with a height")
        return
    lon, lat = position[:2]
    if abs(lon) > 180:
        yield _at(where, f"longitude {lon} is beyond 180")
    if abs(lat) > 90:
        yield _at(where, f"latitude {lat} is beyond 90")
    if any(_count_decimals(number) > MAX_DECIMALS for number in position):
        yield _at(where, f"has more than {MAX_DECIMALS} decimals")


def _check_parts(coordinates: Json, where: str, kind: str) -> Iterator[str]:
    """Check lines and rings whose positions are sound."""
    if kind in {"MultiLineString", "MultiPolygon"}:
        for number, part in enumerate(coordinates):
            yield from _check_parts(part, f"{where}[{number}]", kind.removeprefix("Multi"))
    elif kind == "LineString" and len(coordinates) < 2:
        yield _at(where, "a line has two positions or more")
    elif kind == "Polygon":
        for number, ring in enumerate(coordinates):
            yield from _check_ring(ring, f"{where}[{number}]", is_hole=number > 0)


def _check_ring(ring: list[Json], where: str, *, is_hole: bool) -> Iterator[str]:
    if len(ring) < 4:
        yield _at(where, "a ring has four positions or more")
    elif ring[0] != ring[-1]:
        yield _at(where, "the ring is not closed: its last position must repeat the first")
    elif is_hole and _signed_area(ring) > 0:
        yield _at(where, "the hole is counter-clockwise, against the right-hand rule")
    elif not is_hole and _signed_area(ring) < 0:
        yield _at(where, "the outer ring is clockwise, against the right-hand rule")


def _check_bbox(bbox: Json, where: str) -> Iterator[str]:
    if not isinstance(bbox, list) or len(bbox) not in {4, 6} or not all(map(_is_number, bbox)):
        yield _at(where, "is not four numbers, or six with heights")
        return
    south, north = bbox[1], bbox[len(bbox) // 2 + 1]
    if not -90 <= south <= north <= 90:
        yield _at(where, f"its south {south} and north {north} are no latitudes in that order")


def _signed_area(ring: list[Json]) -> float:
    """Return a ring's area in square degrees, negative when it runs clockwise."""
    x0, y0 = (float(n) for n in ring[0][:2])
    points = [(float(p[0]) - x0, float(p[1]) - y0) for p in ring]
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(points)) / 2


def _is_number(value: Json) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _count_decimals(number: int | Decimal) -> int:
    exponent = Decimal(number).normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _at(where: str, defect: str) -> str:
    return f"{where}: {defect}" if where else defect


_CHECKS: dict[str, Callable[[dict[str, Json], str], Iterator[str]]] = {
    "FeatureCollection": _check_collection,
    "Feature": _check_feature,
    "GeometryCollection": _check_geometries,
}

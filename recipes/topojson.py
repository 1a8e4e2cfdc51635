"""TopoJSON read into shapely: quantised arcs back to degrees, objects back to geometries."""

import itertools
import json
from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import DataError
from recipes.packages import Package, read_member


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """The arcs (lon, lat in degrees) and the layers of a TopoJSON file."""

    arcs: list[list[tuple[float, float]]]
    layers: dict[str, list[dict]]


def read_topology(package: Package, member: str) -> Topology:
    """Return the TopoJSON file `member` of `package`."""
    document = json.loads(read_member(package, member))
    scale, shift = document["transform"]["scale"], document["transform"]["translate"]
    arcs = [_decode_arc(arc, scale, shift) for arc in document["arcs"]]
    layers = {name: layer["geometries"] for name, layer in document["objects"].items()}
    return Topology(arcs=arcs, layers=layers)


def _decode_arc(deltas: list, scale: list, shift: list) -> list[tuple[float, float]]:
    columns = itertools.accumulate(step[0] for step in deltas)
    rows = itertools.accumulate(step[1] for step in deltas)
    points = zip(columns, rows, strict=True)
    return [(x * scale[0] + shift[0], y * scale[1] + shift[1]) for x, y in points]


def build_geometry(topology: Topology, member: dict) -> BaseGeometry:
    """Return the shape of one object of a layer."""
    match member["type"]:
        case "Polygon":
            return _build_polygon(topology, member["arcs"])
        case "MultiPolygon":
            return shapely.union_all([_build_polygon(topology, rings) for rings in member["arcs"]])
        case "LineString":
            return _build_line(topology, member["arcs"])
        case "MultiLineString":
            return shapely.line_merge(
                shapely.multilinestrings([_build_line(topology, one) for one in member["arcs"]])
            )
    raise DataError(f"TopoJSON object is a {member['type']}; only lines and polygons are read")


def _build_polygon(topology: Topology, rings: list[list[int]]) -> BaseGeometry:
    shell, *holes = [_unwrap_ring(_build_line(topology, ring).coords) for ring in rings]
    if len(shell) < 4:
        return shapely.Polygon()
    valid = shapely.make_valid(shapely.Polygon(shell, holes), method="structure")
    return shapely.union_all(keep_polygons(valid))


def _unwrap_ring(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a ring that passes the 180th meridian in one piece, its west beyond 180 degrees."""
    ring = list(points)
    lons = [lon for lon, _ in ring]
    if max(lons) - min(lons) <= 180:
        return ring
    return [(lon + 360 if lon < 0 else lon, lat) for lon, lat in ring]


def keep_polygons(shape: BaseGeometry) -> list[Polygon]:
    """Return the polygons among the parts of `shape`."""
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def _build_line(topology: Topology, indices: list[int]) -> LineString:
    arcs = [topology.arcs[i] if i >= 0 else topology.arcs[~i][::-1] for i in indices]
    return LineString([point for i, arc in enumerate(arcs) for point in arc[bool(i) :]])

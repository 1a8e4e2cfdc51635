"""Outlines of the world beyond the frame, coarse, which the browser loads when it looks there."""

from collections.abc import Iterable

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import DataError
from recipes.boundaries import BOUNDARIES_DIR
from recipes.files import Files
from recipes.geojson import Feature, format_features
from recipes.neighbours import FRAME
from recipes.packages import WORLD_ATLAS
from recipes.tables import read_table
from recipes.topojson import build_geometry, keep_polygons, read_topology

SIMPLIFY_DEG = 0.04
SMALLEST_DEG2 = 2e-3
"""Islands below this area (about 25 km2) are left out, but for the largest of each country."""
DECIMALS = 2
"""Two decimals of a degree are about a kilometre, two pixels at zoom 8."""
SOUTHMOST = -60.0
"""No country lies south of this latitude."""
OVERLAP_DEG = 0.5
"""How far the outlines reach into the frame, whose own ones are drawn over them."""

Parts = list[tuple[str, BaseGeometry]]


def read_parts() -> Parts:
    """Return the polygons of Natural Earth's countries with the name of their country."""
    topology = read_topology(WORLD_ATLAS, "package/countries-50m.json")
    return [
        (member["properties"]["name"], part)
        for member in topology.layers["countries"]
        for part in split_world(build_geometry(topology, member))
        if part.bounds[3] > SOUTHMOST
    ]


def split_world(shape: BaseGeometry) -> list[BaseGeometry]:
    """Return the polygons of `shape`, cut at 180 degrees; what lies beyond begins in the west."""
    east, west = (shape.intersection(shapely.box(lon, -90, lon + 360, 90)) for lon in (-180, 180))
    moved = shapely.transform(west, lambda points: points - [360, 0])
    return [*keep_polygons(east), *keep_polygons(moved)]


def join_parts(parts: Parts, rows: Iterable[dict[str, str]]) -> Parts:
    """Return the polygons with those areas renamed that belong to another country by law."""
    for row in rows:
        area = shapely.box(*(float(row[side]) for side in ("west", "south", "east", "north")))
        parts = [piece for part in parts for piece in _part_area(part, row, area)]
    return parts


def _part_area(part: tuple[str, BaseGeometry], row: dict[str, str], area: BaseGeometry) -> Parts:
    name, shape = part
    if name != row["atlas_name"] or not shape.intersects(area):
        return [part]
    moved = [(row["joins"], one) for one in keep_polygons(shape.intersection(area))]
    return [*moved, *((name, one) for one in keep_polygons(shape.difference(area)))]


def check_parts(parts: Parts, rows: Iterable[dict[str, str]]) -> None:
    """Refuse rows that name a country the atlas does not have."""
    named = {row[column] for row in rows for column in ("atlas_name", "joins")}
    if strangers := sorted(named - {name for name, _ in parts}):
        raise DataError(
            f"table 'world_parts.csv' names {strangers}, of which the atlas has nothing; "
            "correct the name or remove the row"
        )


def simplify_parts(parts: Parts) -> dict[str, BaseGeometry]:
    """Return the countries by name with fewer vertices, edges shared, crumbs left out."""
    shapes = shapely.coverage_simplify(
        shapely.coverage_clean([shape for _, shape in parts]), SIMPLIFY_DEG
    )
    countries: dict[str, list[BaseGeometry]] = {}
    for (name, _), shape in zip(parts, shapes, strict=True):
        countries.setdefault(name, []).append(shape)
    return {name: keep_large(found) for name, found in countries.items()}


def keep_large(shapes: list[BaseGeometry]) -> BaseGeometry:
    """Return the shapes that are large enough to see, or else the largest, as one."""
    large = [shape for shape in shapes if shape.area > SMALLEST_DEG2]
    return shapely.union_all(large or [max(shapes, key=lambda shape: shape.area)])


def trace_borders(countries: Iterable[BaseGeometry], land: BaseGeometry) -> BaseGeometry:
    """Return the edges between countries, each once, without the coasts."""
    edges = shapely.union_all([shape.boundary for shape in countries])
    return shapely.line_merge(edges.difference(land.boundary))


def make_layers() -> dict[str, list[Feature]]:
    """Return the land and the borders on it by their file's name."""
    rows = read_table(BOUNDARIES_DIR / "world_parts.csv")
    parts = read_parts()
    check_parts(parts, rows)
    countries = list(simplify_parts(join_parts(parts, rows)).values())
    land = shapely.union_all(countries)
    borders = trace_borders(countries, land)
    hidden = FRAME.buffer(-OVERLAP_DEG, join_style="mitre")
    return {
        "world_land": [Feature(id="land", geometry=land.difference(hidden))],
        "world_borders": [Feature(id="borders", geometry=borders.difference(hidden))],
    }


def make_files() -> Files:
    """Return one GeoJSON file a layer under ``static/basemap``."""
    return {
        f"static/basemap/{name}.geojson": format_features(features, decimals=DECIMALS)
        for name, features in make_layers().items()
    }

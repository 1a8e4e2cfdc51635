"""Outlines of the countries around, cut so that they meet those we know by district."""

from collections.abc import Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import DataError
from recipes.boundaries import BOUNDARIES_DIR
from recipes.files import Files
from recipes.geojson import (
    Feature,
    format_features,
    read_features,
    round_coordinates,
    sort_features,
)
from recipes.packages import WORLD_ATLAS
from recipes.tables import read_table
from recipes.topojson import build_geometry, keep_polygons, read_topology

FRAME = shapely.box(24, 20, 62, 45)
"""West, south, east, north of all that is drawn, in degrees."""
SIMPLIFY_DEG = 0.02
SMALLEST_DEG2 = 1e-3
"""Islands and crumbs below this area (about 10 km2) are left out."""
INLAND_SHARE = 0.2
"""An opening with less of its outline than this on a neighbour's edge lies on the coast."""


def read_atlas() -> dict[str, BaseGeometry]:
    """Return the parts of Natural Earth's countries inside `FRAME` by name, edges shared."""
    topology = read_topology(WORLD_ATLAS, "package/countries-10m.json")
    names, shapes = [], []
    for member in topology.layers["countries"]:
        for part in keep_polygons(build_geometry(topology, member)):
            if part.intersects(FRAME):
                names.append(member["properties"]["name"])
                shapes.append(part)
    clean = shapely.coverage_clean(shapes)
    simple = shapely.coverage_simplify(clean, SIMPLIFY_DEG)
    return merge_parts(names, [shape.intersection(FRAME) for shape in simple])


def merge_parts(names: list[str], shapes: list[BaseGeometry]) -> dict[str, BaseGeometry]:
    """Return one shape a name."""
    pairs = list(zip(names, shapes, strict=True))
    return {
        name: shapely.union_all([shape for other, shape in pairs if other == name])
        for name in sorted(set(names))
    }


def outline_neighbours(
    atlas: Mapping[str, BaseGeometry], rows: list[dict[str, str]], known: BaseGeometry
) -> dict[str, BaseGeometry]:
    """Return the neighbours by id: free of the `known` area, grown over what it leaves open."""
    names = {row["id"]: row["atlas_names"].split("|") for row in rows}
    taken = {name for listed in names.values() for name in listed}
    if strangers := sorted(taken - set(atlas)):
        raise DataError(
            f"table 'neighbours.csv' names {strangers}, of which the atlas has nothing in the "
            "frame; correct the name or remove the row"
        )
    shapes = {
        key: shapely.union_all([atlas[name] for name in listed]) for key, listed in names.items()
    }
    left = [shape for name, shape in atlas.items() if name not in taken]
    ours = shapely.union_all([shape for shape in left if shape.intersects(known)])
    apart = {key: shape.difference(known) for key, shape in shapes.items()}
    return fill_openings(apart, keep_polygons(ours.difference(known)))


def fill_openings(
    shapes: Mapping[str, BaseGeometry], openings: list[BaseGeometry]
) -> dict[str, BaseGeometry]:
    """Return the shapes with each opening given to the one it touches longest, or to the sea."""
    grown = {key: [shape] for key, shape in shapes.items()}
    for opening in openings:
        contacts = {key: shape.intersection(opening).length for key, shape in shapes.items()}
        key = max(contacts, key=lambda one: contacts[one])
        if contacts[key] > INLAND_SHARE * opening.length:
            grown[key].append(opening)
    return {key: drop_crumbs(shapely.union_all(parts)) for key, parts in grown.items()}


def drop_crumbs(shape: BaseGeometry) -> BaseGeometry:
    """Return the polygons of `shape` that are large enough to see."""
    large = [part for part in keep_polygons(shape) if part.area > SMALLEST_DEG2]
    return shapely.union_all(round_coordinates(large))


def make_files() -> Files:
    """Return ``neighbours.geojson``."""
    rows = {row["id"]: row for row in read_table(BOUNDARIES_DIR / "neighbours.csv")}
    countries = read_features(BOUNDARIES_DIR / "countries.geojson")
    known = shapely.union_all([feature.geometry for feature in countries])
    shapes = outline_neighbours(read_atlas(), list(rows.values()), known)
    features = [
        Feature(
            id=key,
            geometry=shape,
            properties={"name_en": rows[key]["name_en"], "name_ar": rows[key]["name_ar"]},
        )
        for key, shape in shapes.items()
        if not shape.is_empty
    ]
    return {"data/boundaries/neighbours.geojson": format_features(sort_features(features))}

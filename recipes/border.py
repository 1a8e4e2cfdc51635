"""The line where two countries meet, cut into named sections, each with its crossings."""

from collections.abc import Mapping

import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from geo.errors import DataError
from recipes.boundaries import BOUNDARIES_DIR, GEOD
from recipes.files import Files
from recipes.geojson import Feature, format_features, read_features
from recipes.tables import read_table

BORDER_ID = "iraq-syria-border"


def trace_border(first: BaseGeometry, second: BaseGeometry) -> LineString:
    """Return the edge two areas share, from north to south, the first area on its left.

    Raises
    ------
    DataError
        If they do not meet along one unbroken line.
    """
    line = shapely.line_merge(first.boundary.intersection(second.boundary))
    if line.geom_type != "LineString" or line.is_empty:
        raise DataError(
            f"border is a {line.geom_type}, not one LineString; rebuild data/boundaries first"
        )
    return line if line.coords[0][1] > line.coords[-1][1] else line.reverse()


def measure_km(line: LineString) -> float:
    """Return the geodesic length in km."""
    return GEOD.geometry_length(line) / 1000


def cut_sections(
    rows: list[dict[str, str]], districts: Mapping[str, BaseGeometry]
) -> dict[str, LineString]:
    """Return the line of each typed section by its id."""
    return {
        row["id"]: trace_border(districts[row["admin2_iq"]], districts[row["admin2_sy"]])
        for row in rows
    }


def find_section(point: shapely.Point, sections: Mapping[str, LineString]) -> str:
    """Return the id of the section nearest to `point`."""
    return min(sections, key=lambda key: sections[key].distance(point))


def assign_crossings(sections: Mapping[str, LineString]) -> dict[str, list[dict[str, object]]]:
    """Return the typed crossings of each section, in the order of their ids."""
    crossings: dict[str, list[dict[str, object]]] = {key: [] for key in sections}
    for row in read_table(BOUNDARIES_DIR / "crossings.csv"):
        lon, lat = float(row["lon"]), float(row["lat"])
        kept = {key: row[key] for key in ("id", "name_en", "name_ar", "place_iq", "place_sy")}
        section = find_section(shapely.Point(lon, lat), sections)
        crossings[section].append({**kept, "lon": lon, "lat": lat})
    return crossings


def describe_section(
    row: Mapping[str, str], line: LineString, crossings: list[dict[str, object]]
) -> Feature:
    """Return the feature of one border section."""
    names = {key: row[key] for key in ("name_en", "name_ar", "admin2_iq", "admin2_sy", "note")}
    properties = {**names, "length_km": round(measure_km(line), 1), "crossings": crossings}
    return Feature(id=row["id"], geometry=line, properties=properties)


def make_files() -> Files:
    """Return ``border.geojson`` (sections, north to south) and ``border_line.geojson`` (whole)."""
    paths = {name: BOUNDARIES_DIR / f"{name}.geojson" for name in ("admin2", "countries")}
    shapes = {name: read_features(path) for name, path in paths.items()}
    districts = {feature.id: feature.geometry for feature in shapes["admin2"]}
    line = trace_border(*(feature.geometry for feature in shapes["countries"]))
    rows = read_table(BOUNDARIES_DIR / "border_sections.csv")
    sections = cut_sections(rows, districts)
    crossings = assign_crossings(sections)
    features = [describe_section(row, sections[row["id"]], crossings[row["id"]]) for row in rows]
    features.sort(key=lambda one: line.project(one.geometry.interpolate(0.5, normalized=True)))
    whole = Feature(
        id=BORDER_ID, geometry=line, properties={"length_km": round(measure_km(line), 1)}
    )
    return {
        "data/boundaries/border.geojson": format_features(features),
        "data/boundaries/border_line.geojson": format_features([whole]),
    }

"""The vector basemap that the browser loads by address, one small file a layer.

All lines are drawn once: districts, provinces, countries and the coast each hold only the edges
that no wider layer has. Labels are points in order of rank, so that the first to come may stay.
Those beyond the home area have a file of their own, which is loaded when the map looks there.
"""

import math
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from geo.settings import DATA_DIR
from recipes.boundaries import BOUNDARIES_DIR, find_centre
from recipes.files import Files
from recipes.geojson import Feature, format_features, read_features
from recipes.neighbours import FRAME, drop_crumbs
from recipes.rivers import WADI
from recipes.tables import read_table

GAZETTEER_DIR = DATA_DIR / "gazetteer"
PLACE_TABLES = ("admin", "curated", "towns")
DECIMALS = 4
"""Four decimals of a degree are about ten metres, less than a pixel up to zoom 14."""
WATER_ZOOMS = {1: 6.5, 2: 8.0, 3: 9.5}
"""The zoom from which a river or lake of that rank carries its name."""
WATER_RANK = 6
HOME_MARGIN_DEG = 0.5
"""How far beyond our countries small places belong to the home area."""
HOME_ZOOM = 8
"""What is labelled in the frame before this zoom belongs to the first page."""
FAR_ZOOMS = 1.0
"""How much earlier places beyond the frame are named, of which the gazetteer has fewer."""
COUNTRY_PX = 50
"""How wide a country of the world is drawn when its name appears."""
COUNTRY_ZOOMS = (2.0, 6.0)
"""The zooms before and after which no country's name appears."""
NEIGHBOUR_ZOOM = 4.0
"""The zoom from which the countries around are named, however small."""
KM_A_PIXEL = 40_075 / 256
"""Kilometres of the equator in a pixel at zoom 0."""

Shapes = dict[str, BaseGeometry]


def read_shapes(name: str) -> Shapes:
    """Return the shapes of a boundary file by id."""
    return {one.id: one.geometry for one in read_features(BOUNDARIES_DIR / f"{name}.geojson")}


def trace_edges(shapes: Iterable[BaseGeometry], *, without: BaseGeometry) -> BaseGeometry:
    """Return the outlines of `shapes`, each edge once, less the edges `without`."""
    edges = shapely.union_all([shape.boundary for shape in shapes])
    return shapely.line_merge(edges.difference(without))


def find_sea(land: Iterable[BaseGeometry]) -> BaseGeometry:
    """Return what the land leaves of the frame."""
    return drop_crumbs(FRAME.difference(shapely.union_all(list(land))))


def layer_outlines() -> dict[str, list[Feature]]:
    """Return the layers that are made of countries, provinces, districts and the border."""
    countries, neighbours = read_shapes("countries"), read_shapes("neighbours")
    outer = shapely.union_all([shape.boundary for shape in countries.values()])
    provinces = trace_edges(read_shapes("admin1").values(), without=outer)
    wider = shapely.union_all([outer, provinces])
    districts = trace_edges(read_shapes("admin2").values(), without=wider)
    near = outer.buffer(0.0001)
    beyond = shapely.union_all([near, FRAME.boundary])
    return {
        "countries": list_features(countries),
        "provinces": list_features({"provinces": provinces}),
        "districts": list_features({"districts": districts}),
        "neighbours": list_features(
            {"neighbours": trace_edges(neighbours.values(), without=beyond)}
        ),
        "sea": list_features({"sea": find_sea([*countries.values(), *neighbours.values()])}),
        "border": list_features(read_shapes("border_line")),
    }


def list_features(shapes: Mapping[str, BaseGeometry]) -> list[Feature]:
    """Return features that have nothing but their id."""
    return [Feature(id=key, geometry=shape) for key, shape in shapes.items()]


def layer_waters() -> list[Feature]:
    """Return rivers as lines and lakes as polygons, with their rank; wadis are only named."""
    waters = [
        one
        for name in ("rivers", "lakes")
        for one in read_features(BOUNDARIES_DIR / f"{name}.geojson")
        if one.properties["feature_code"] != WADI
    ]
    return [
        Feature(id=one.id, geometry=one.geometry, properties={"rank": one.properties["rank"]})
        for one in waters
    ]


def layer_labels() -> dict[str, list[Feature]]:
    """Return the names by their file, in each the first to be drawn first."""
    labels = [*map(advance_label, label_places()), *label_neighbours(), *label_waters()]
    labels += label_countries({one.id for one in labels})
    labels.sort(key=lambda one: (one.properties["rank"], one.properties["min_zoom"]))
    area = shapely.union_all(list(read_shapes("countries").values())).buffer(HOME_MARGIN_DEG)
    files: dict[str, list[Feature]] = {"labels": [], "near_labels": [], "world_labels": []}
    for label in labels:
        files[choose_file(label, area)].append(label)
    return files


def choose_file(label: Feature, area: BaseGeometry) -> str:
    """Return the file of a label: of the home map, of the home `area` from near, of the world."""
    early = float(str(label.properties["min_zoom"])) < HOME_ZOOM
    if early and FRAME.contains(label.geometry):
        return "labels"
    return "near_labels" if area.contains(label.geometry) else "world_labels"


def advance_label(label: Feature) -> Feature:
    """Return a label that appears earlier where it lies beyond the frame."""
    if FRAME.contains(label.geometry):
        return label
    zoom = float(str(label.properties["min_zoom"])) - FAR_ZOOMS
    return replace(label, properties={**label.properties, "min_zoom": zoom})


def label_places() -> list[Feature]:
    """Return the labels of gazetteer rows for which there is a rule, the most populous first."""
    rules = read_table(BOUNDARIES_DIR / "label_rules.csv")
    rows = [row for name in PLACE_TABLES for row in read_table(GAZETTEER_DIR / f"{name}.csv")]
    rows.sort(key=lambda row: (-count_people(row), row["id"]))
    pairs = [(row, find_rule(row, rules)) for row in rows]
    return [
        make_label(row, (float(row["lon"]), float(row["lat"])), rule) for row, rule in pairs if rule
    ]


def count_people(row: Mapping[str, str]) -> int:
    """Return the population of a gazetteer row, 0 where it is not known."""
    return int(row["population"] or 0)


def find_rule(row: Mapping[str, str], rules: list[dict[str, str]]) -> dict[str, str] | None:
    """Return the rule of the row's code and country with the highest population it reaches."""
    fitting = [
        rule
        for rule in rules
        if rule["feature_code"] == row["feature_code"]
        and rule["country"] in ("", row["country"])
        and int(rule["min_population"]) <= count_people(row)
    ]
    return max(fitting, key=lambda rule: int(rule["min_population"]), default=None)


def make_label(
    row: Mapping[str, str], position: tuple[float, float], rule: Mapping[str, object]
) -> Feature:
    """Return the label of one name at `position` (lon, lat)."""
    properties = {
        "name_en": fill_form(str(rule.get("form_en", "{}")), row["name_en"]),
        "name_ar": fill_form(str(rule.get("form_ar", "{}")), row["name_ar"]),
        "kind": rule["kind"],
        "min_zoom": float(str(rule["min_zoom"])),
        "rank": int(str(rule["rank"])),
    }
    return Feature(id=row["id"], geometry=shapely.Point(position), properties=properties)


def fill_form(form: str, name: str) -> str:
    """Return a name with the words of a form around it, unless it has them itself.

    Examples
    --------
    >>> fill_form("{} district", "Sinjar"), fill_form("{} district", "Green district")
    ('Sinjar district', 'Green district')
    """
    before, after = form.split("{}")
    has_words = name.startswith(before) and name.endswith(after)
    return name if has_words else form.format(name)


def label_neighbours() -> list[Feature]:
    """Return the names of the countries around that have a label point."""
    radii = {
        row["id"]: float(row["radius_km"]) for row in read_table(GAZETTEER_DIR / "countries.csv")
    }
    rows = [row for row in read_table(BOUNDARIES_DIR / "neighbours.csv") if row["lon"]]
    zooms = {row["id"]: min(find_zoom(radii[row["id"]]), NEIGHBOUR_ZOOM) for row in rows}
    return [label_country(row, zooms[row["id"]]) for row in rows]


def label_country(row: Mapping[str, str], min_zoom: float) -> Feature:
    """Return the label of a country at the point its row names."""
    rule = {"kind": "country", "min_zoom": min_zoom, "rank": 1}
    return make_label(row, (float(row["lon"]), float(row["lat"])), rule)


def label_countries(known: Container[str]) -> list[Feature]:
    """Return the names of the countries of the world whose id is not `known`, large ones first."""
    rows = [row for row in read_table(GAZETTEER_DIR / "countries.csv") if row["id"] not in known]
    rows.sort(key=lambda row: (-float(row["radius_km"]), row["id"]))
    return [label_country(row, find_zoom(float(row["radius_km"]))) for row in rows]


def find_zoom(radius_km: float) -> float:
    """Return the zoom, in halves, from which a country of that radius has room for its name.

    Examples
    --------
    >>> find_zoom(620), find_zoom(12)
    (3.0, 6.0)
    """
    zoom = math.ceil(2 * math.log2(COUNTRY_PX * KM_A_PIXEL / (2 * radius_km))) / 2
    return min(max(zoom, COUNTRY_ZOOMS[0]), COUNTRY_ZOOMS[1])


def label_waters() -> list[Feature]:
    """Return the names of rivers and lakes, at the middle of what lies in our countries."""
    known = shapely.union_all(list(read_shapes("countries").values()))
    shapes = {**read_shapes("rivers"), **read_shapes("lakes")}
    labels = []
    for row in read_table(BOUNDARIES_DIR / "waters.csv"):
        point = find_middle(shapes[row["id"]], known)
        zoom = WATER_ZOOMS[int(row["rank"])]
        rule = {"kind": "water", "min_zoom": zoom, "rank": WATER_RANK}
        labels.append(make_label({**row, "id": f"water-{row['id']}"}, (point.x, point.y), rule))
    return labels


def find_middle(shape: BaseGeometry, known: BaseGeometry) -> shapely.Point:
    """Return the middle of the largest part of `shape` in `known`, of all of it if none is."""
    inside = shape.intersection(known)
    part = max(
        shapely.get_parts(shape if inside.is_empty else inside),
        key=lambda one: (one.area, one.length),
    )
    return find_centre(part) if part.area else part.interpolate(0.5, normalized=True)


def make_layers() -> dict[str, list[Feature]]:
    """Return every layer of the basemap by its file's name."""
    return {
        **layer_outlines(),
        "rivers": layer_waters(),
        "roads": list_features(read_shapes("roads")),
        **layer_labels(),
    }


def make_files() -> Files:
    """Return one GeoJSON file a layer under ``static/basemap``."""
    return {
        f"static/basemap/{name}.geojson": format_features(features, decimals=DECIMALS)
        for name, features in make_layers().items()
    }

"""The shipped boundaries agree with each other, with RFC 7946 and with their recipe."""

import csv
import gzip
import json
import math

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.errors import DataError
from geo.settings import DATA_DIR, STATIC_DIR
from geo.viz.basemap import GROUND
from recipes import basemap, boundaries, world
from recipes.geojson import read_features
from recipes.neighbours import FRAME

GEOD = Geod(ellps="WGS84")
BOUNDARY_FILES = sorted((DATA_DIR / "boundaries").glob("*.geojson"))
BASEMAP_FILES = sorted((STATIC_DIR / "basemap").glob("*.geojson"))
WORLD_FILES = sorted((STATIC_DIR / "basemap").glob("world_*.geojson"))
LABELS = ("labels", "near_labels", "world_labels")
SIDES = ("place_iq", "place_sy")
NINE_PLACES = {
    "baghuz-fawqani": "SY",
    "baghuz-tahtani": "SY",
    "al-bukamal": "SY",
    "qaim": "IQ",
    "rummana": "IQ",
    "rabia": "IQ",
    "yarubiyah": "SY",
    "walid": "IQ",
    "tanf": "SY",
}


def read_shapes(name):
    features = read_features(DATA_DIR / "boundaries" / f"{name}.geojson")
    return {feature.id: feature.geometry for feature in features}


def read_rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measure_km2(shape):
    """Edges are straight in degrees (RFC 7946, 3.1.1), so slivers are measured in the plane."""
    return shape.area * 111.2**2 * math.cos(math.radians(shape.centroid.y)) if shape.area else 0


def list_rings(geometry):
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    return polygons.get(geometry["type"], [])


@pytest.fixture(scope="module")
def districts():
    return read_shapes("admin2")


@pytest.mark.parametrize(
    ("name", "country", "count"),
    [
        pytest.param("admin2", "IQ", 101, id="districts-iq"),
        pytest.param("admin2", "SY", 61, id="districts-sy"),
        pytest.param("admin1", "IQ", 19, id="provinces-iq"),
        pytest.param("admin1", "SY", 14, id="provinces-sy"),
        pytest.param("countries", "IQ", 1, id="country-iq"),
        pytest.param("countries", "SY", 1, id="country-sy"),
    ],
)
def test_boundaries_are_complete(name, country, count):
    assert sum(key.split("-")[0] == country for key in read_shapes(name)) == count


def test_halabja_is_a_province_of_its_own():
    shapes = {**read_shapes("admin1"), **read_shapes("admin2")}
    assert shapes["IQ-HA"].equals(shapes["IQ-HA-halabja"])


def test_every_unit_has_a_gazetteer_row_with_both_names():
    rows = {row["id"]: row for row in read_rows(DATA_DIR / "gazetteer" / "admin.csv")}
    levels = ("countries", "admin1", "admin2")
    assert set(rows) == {key for level in levels for key in read_shapes(level)}
    assert [key for key, row in rows.items() if not row["name_en"].isascii()] == []
    assert [
        key for key, row in rows.items() if not "\u0621" <= row["name_ar"][:1] <= "\u064a"
    ] == []


def test_gazetteer_points_lie_in_their_shapes():
    shapes = {**read_shapes("countries"), **read_shapes("admin1"), **read_shapes("admin2")}
    outside = [
        row["id"]
        for row in read_rows(DATA_DIR / "gazetteer" / "admin.csv")
        if not shapes[row["geometry"]].contains(shapely.Point(float(row["lon"]), float(row["lat"])))
    ]
    assert outside == []


@pytest.mark.parametrize(
    ("name", "parts"), [pytest.param("admin1", 2, id="provinces"), pytest.param("countries", 1)]
)
def test_dissolved_districts_equal_the_wider_units(districts, name, parts):
    dissolved = boundaries.shorten_ids(districts, parts=parts)
    wider = read_shapes(name)
    assert sorted(dissolved) == sorted(wider)
    assert [key for key in wider if dissolved[key].normalize() != wider[key].normalize()] == []


def test_districts_share_their_edges_without_overlap(districts):
    shapes = list(districts.values())
    assert all(shapely.is_valid(shapes))
    assert shapely.coverage_is_valid(shapes)
    overlap_deg2 = sum(shape.area for shape in shapes) - shapely.union_all(shapes).area
    assert abs(overlap_deg2) < 1e-9


def test_districts_leave_no_gap(districts):
    parts = shapely.get_parts(shapely.union_all(list(districts.values())))
    gaps = [shapely.Polygon(ring) for part in parts for ring in part.interiors]
    assert [gap.wkt for gap in gaps if measure_km2(gap) > 1] == []


def test_neighbours_do_not_overlap_the_districts():
    ours = shapely.union_all(list(read_shapes("countries").values()))
    overlaps = {key: shape.intersection(ours) for key, shape in read_shapes("neighbours").items()}
    assert {"TR", "IR", "JO", "SA", "KW"} <= set(overlaps)
    assert [key for key, overlap in overlaps.items() if measure_km2(overlap) > 1] == []


def test_border_is_one_line_of_the_known_length():
    (line,) = read_shapes("border_line").values()
    assert line.geom_type == "LineString"
    assert 599 <= GEOD.geometry_length(line) / 1000 <= 605


def test_border_sections_make_up_the_border_from_north_to_south():
    (line,) = read_shapes("border_line").values()
    sections = list(read_shapes("border").values())
    assert len(sections) == 13
    ends = [section.coords[-1] for section in sections]
    assert ends[:-1] == [section.coords[0] for section in sections[1:]]
    assert shapely.line_merge(shapely.union_all(sections)).normalize() == line.normalize()


def test_first_country_is_on_the_left_of_every_section(districts):
    for section in read_features(DATA_DIR / "boundaries" / "border.geojson"):
        left = section.geometry.buffer(0.0005, single_sided=True)
        overlap = left.intersection(districts[section.properties["admin2_iq"]])
        assert overlap.area > 0.95 * left.area, section.id


def test_every_crossing_is_in_one_section_with_its_two_places():
    sections = read_features(DATA_DIR / "boundaries" / "border.geojson")
    found = [(c["id"], s.id) for s in sections for c in s.properties["crossings"]]
    assert sorted(found) == [
        ("faysh-khabur-semalka", "border-zakho-malikiyah"),
        ("qaim-bukamal", "border-qaim-bukamal"),
        ("rabia-yarubiyah", "border-tal-afar-malikiyah"),
        ("walid-tanf", "border-rutba-duma"),
    ]
    curated = {row["id"] for row in read_rows(DATA_DIR / "gazetteer" / "curated.csv")}
    sides = [c[side] for s in sections for c in s.properties["crossings"] for side in SIDES]
    assert [place for place in sides if place not in curated] == []


@pytest.mark.parametrize(("place", "country"), NINE_PLACES.items())
def test_places_at_the_border_lie_on_their_side(place, country):
    rows = {row["id"]: row for row in read_rows(DATA_DIR / "gazetteer" / "curated.csv")}
    point = shapely.Point(float(rows[place]["lon"]), float(rows[place]["lat"]))
    inside = [key for key, shape in read_shapes("countries").items() if shape.contains(point)]
    assert (inside, rows[place]["country"]) == ([country], country)


@pytest.mark.parametrize("path", [*BOUNDARY_FILES, *BASEMAP_FILES], ids=lambda path: path.name)
def test_files_keep_to_rfc_7946(path):
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert set(collection) == {"type", "features"}
    ids = [feature["properties"]["id"] for feature in collection["features"]]
    assert len(ids) == len(set(ids)) > 0
    for feature in collection["features"]:
        assert set(feature) == {"type", "properties", "geometry"}
        for shell, *holes in list_rings(feature["geometry"]):
            assert shapely.LinearRing(shell).is_ccw
            assert not any(shapely.LinearRing(hole).is_ccw for hole in holes)


@pytest.mark.parametrize("path", [*BOUNDARY_FILES, *BASEMAP_FILES], ids=lambda path: path.name)
def test_shapes_are_valid(path):
    assert [one.id for one in read_features(path) if not one.geometry.is_valid] == []


@pytest.mark.parametrize("path", [*BOUNDARY_FILES, *BASEMAP_FILES], ids=lambda path: path.name)
def test_coordinates_are_degrees_in_the_frame_to_five_decimals(path):
    shapes = [feature.geometry for feature in read_features(path)]
    points = shapely.get_coordinates(shapes)
    frame = shapely.box(-180, -90, 180, 90) if path in WORLD_FILES else FRAME
    assert frame.covers(shapely.box(*shapely.total_bounds(shapes)))
    assert not any(shapely.has_z(shapes))
    assert np.array_equal(points, points.round(5))


def test_basemap_is_small():
    packed = {path.stem: len(gzip.compress(path.read_bytes())) for path in BASEMAP_FILES}
    far = {path.stem for path in WORLD_FILES}
    assert sorted(packed) == sorted({*basemap.make_layers(), *far})
    assert sum(size for name, size in packed.items() if name not in far) < 200_000
    assert sum(packed[name] for name in far) < 400_000


def test_home_map_is_the_frame_of_the_recipes():
    (south, west), (north, east) = GROUND
    assert (west, south, east, north) == FRAME.bounds


def test_a_name_is_in_one_file_of_labels():
    home, near, far = ({one.id for one in basemap.layer_labels()[name]} for name in LABELS)
    assert home & near == home & far == near & far == set()
    assert {"IQ", "TR", "water-tigris", "baghdad"} <= home
    assert {"IQ-NI-sinjar", "abbarah"} <= near
    assert {"ML", "UA", "MM"} <= far


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        pytest.param(33.7, 46.1, id="crimea-ukraine"),
        pytest.param(48.5, 9.0, id="somaliland-somalia"),
        pytest.param(-10.5, 26.8, id="berm-in-western-sahara"),
        pytest.param(44.0, 34.0, id="frame-has-its-own"),
    ],
)
def test_world_draws_no_border_there(lon, lat):
    (borders,) = read_features(STATIC_DIR / "basemap" / "world_borders.geojson")
    assert borders.geometry.distance(shapely.Point(lon, lat)) > 0.4


def test_an_area_joins_another_country_by_law():
    parts = [("A", shapely.box(0, 0, 4, 4)), ("B", shapely.box(4, 0, 6, 4))]
    row = {"atlas_name": "A", "joins": "B", "west": "3", "south": "0", "east": "5", "north": "4"}
    joined = world.join_parts(parts, [row])
    assert [(name, shape.area) for name, shape in joined] == [("B", 4), ("A", 12), ("B", 8)]
    with pytest.raises(DataError, match=r"'world_parts\.csv' names \['C'\]"):
        world.check_parts(parts, [{**row, "joins": "C"}])


def test_world_is_cut_at_the_180th_meridian():
    parts = world.split_world(shapely.box(170, 60, 190, 70))
    assert [part.bounds for part in parts] == [(170, 60, 180, 70), (-180, 60, -170, 70)]


def test_districts_are_labelled_with_their_word_once():
    labels = read_features(STATIC_DIR / "basemap" / "near_labels.geojson")
    names = {one.id: one.properties["name_ar"] for one in labels}
    assert names["IQ-WA-hai"] == "قضاء الحي"
    assert names["IQ-NI-sinjar"] == "قضاء سنجار"
    assert names["SY-RD-tall"] == "منطقة التل"


def test_basemap_draws_each_edge_once():
    layers = basemap.layer_outlines()
    names = ("provinces", "districts", "border")
    provinces, districts, border = (layers[name][0].geometry for name in names)
    assert provinces.intersection(districts).length == 0
    assert provinces.intersection(border).length == 0

"""The gazetteer's rows keep what the rest of Masar takes for granted about them."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest
import shapely

from geo.gazetteer.embedded import read_embedded
from geo.gazetteer.index import Gazetteer
from geo.gazetteer.places import GEOD, shape_of
from geo.settings import DATA_DIR, ROOT
from geo.text.fold import fold, fold_text
from recipes.geojson import Feature, read_features
from recipes.regions import make_regions

GAZETTEER_DIR = DATA_DIR / "gazetteer"
REFERENCE = ROOT.parent / "shared" / "data" / "wof_places_iq_sy.csv"
TABLES = ("admin", "countries", "curated", "towns")
HOME = {"IQ", "SY"}
PINNED = {"site", "settlement", "district"}
REACH_KM = 5
"""How far a curated coordinate may lie from the reference before its note must say why."""
LINE_REACH_DEG = 0.05
"""A border's point lies on its line, to about 5 km."""
TWIN_KM = 3
"""How near two settlements of one name are taken for one."""
NAMESAKE_KM = 20
"""How near a place of the same name in the reference must lie to be taken for the same."""


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def table(name: str) -> list[dict[str, str]]:
    return read_rows(GAZETTEER_DIR / f"{name}.csv")


@cache
def precisions() -> dict[str, str]:
    rows = read_rows(DATA_DIR / "lexicon" / "feature_codes.csv")
    return {row["code"]: row["precision"] for row in rows}


@cache
def districts_and_provinces() -> dict[str, shapely.Geometry]:
    files = ("admin1", "admin2")
    folder = DATA_DIR / "boundaries"
    return {f.id: f.geometry for n in files for f in read_features(folder / f"{n}.geojson")}


def names_of(row: dict[str, str]) -> list[str]:
    cells = (row[c] for c in ("name_en", "name_ar", "aliases_en", "aliases_ar"))
    return [name for cell in cells for name in cell.split("|") if name]


def point_of(row: dict[str, str]) -> shapely.Point:
    return shapely.Point(float(row["lon"]), float(row["lat"]))


def distance_km(a: shapely.Point, b: shapely.Point) -> float:
    return GEOD.inv(a.x, a.y, b.x, b.y)[2] / 1000


def test_ids_are_unique_over_every_table_and_sorted():
    ids = [row["id"] for name in TABLES for row in table(name)]
    assert len(ids) == len(set(ids))
    for name in TABLES:
        own = [row["id"] for row in table(name)]
        assert own == sorted(own), name


@pytest.mark.parametrize("name", ["countries", "curated", "towns"])
def test_rows_are_whole(name):
    defects = []
    for row in table(name):
        point = point_of(row)
        if not (row["name_en"] and row["name_ar"] and row["source"]):
            defects.append(f"{row['id']}: a name or the source is empty")
        if row["feature_code"] not in precisions():
            defects.append(f"{row['id']}: feature code {row['feature_code']}")
        if not (-180 <= point.x <= 180 and -90 <= point.y <= 90 and float(row["radius_km"]) > 0):
            defects.append(f"{row['id']}: coordinate or radius")
        if any(cell != cell.strip() or "\u200f" in cell for cell in row.values()):
            defects.append(f"{row['id']}: stray blank or bidi mark")
    assert defects == []


@pytest.mark.parametrize("name", ["curated", "towns"])
def test_admin_codes_are_known(name):
    known = {row["id"] for row in table("admin")}
    countries = {row["id"] for t in ("admin", "countries") for row in table(t)} | {""}
    for row in table(name):
        assert row["country"] in countries, row["id"]
        if row["country"] in HOME:
            assert {row["admin1"], row["admin2"]} <= known | {""}, row["id"]
        else:
            assert re.fullmatch(r"([A-Z]{2}-\w+)?", row["admin1"]), row["id"]


def test_every_geometry_is_a_shape():
    for name in TABLES:
        for row in table(name):
            assert not row["geometry"] or not shape_of(row["geometry"]).is_empty


@pytest.mark.parametrize("name", TABLES)
def test_ambiguous_names_are_marked(name):
    listed = {fold_text(row["name"]) for row in table("ambiguous_names")}
    for row in table(name):
        own = {fold_text(row["name_en"]), fold_text(row["name_ar"])}
        assert row["ambiguous"] == ("1" if own & listed else ""), row["id"]


@pytest.mark.parametrize(
    "name", ["القائم", "ربيعة", "الرمانة", "حديثة", "هيت", "صلاح الدين", "الباب", "بلد", "القدس"]
)
def test_famous_ambiguous_names_are_listed(name):
    assert name in {row["name"] for row in table("ambiguous_names")}


def test_everyday_words_are_no_names():
    words = read_rows(ROOT / "tests" / "cases" / "everyday_words.csv")
    gazetteer = Gazetteer(read_embedded())
    read = {row["word"]: gazetteer.find(fold(row["word"])) for row in words}
    assert len(read) > 80
    assert [word for word, hits in read.items() if hits] == []


def test_points_lie_in_their_province_or_the_note_tells_of_a_border():
    shapes, told = (
        districts_and_provinces(),
        re.compile("border|boundar|claimed|stored|coast", re.IGNORECASE),
    )
    silent = [
        row["id"]
        for row in table("curated")
        if precisions()[row["feature_code"]] in PINNED
        and row["admin1"] in shapes
        and not shapes[row["admin1"]].covers(point_of(row))
        and not told.search(row["note"])
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("place", "country"),
    [
        ("baghuz-fawqani", "SY"), ("baghuz-tahtani", "SY"), ("al-bukamal", "SY"),
        ("yarubiyah", "SY"), ("tanf", "SY"), ("qaim", "IQ"), ("rummana", "IQ"),
        ("rabia", "IQ"), ("walid", "IQ"), ("rabia-crossing", "IQ"), ("tal-safuk", "IQ"),
    ],
)  # fmt: skip
def test_border_places_carry_their_country(place, country):
    assert {row["id"]: row["country"] for row in table("curated")}[place] == country


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("كفر ناها", "kafr-naha"), ("Kafr Naha", "kafr-naha"), ("خرنابات", "khirnabat"),
        ("درعا البلد", "daraa-al-balad"), ("ميس الجبل", "mays-al-jabal"),
        ("Netzarim", "netzarim"), ("باكتيكا", "paktika"), ("صرواح", "sirwah"),
    ],
)  # fmt: skip
def test_places_that_reports_of_war_name_are_found(name, place):
    found = {one.id for one in Gazetteer(read_embedded()).named(name)}
    assert found == {place}


def test_no_settlement_stands_twice():
    """A town of GeoNames that a curated row stands for is claimed by its id."""
    towns = {row["id"]: row for row in table("towns")}
    by_name: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in towns.values():
        by_name.setdefault((row["country"], fold_text(row["name_ar"])), []).append(row)
    twice = [
        (row["id"], twin["id"])
        for row in (*table("curated"), *towns.values())
        if row["feature_code"].startswith("PPL") and row["feature_code"] != "PPLX"
        for twin in by_name.get((row["country"], fold_text(row["name_ar"])), [])
        if twin["id"] != row["id"] and distance_km(point_of(row), point_of(twin)) < TWIN_KM
    ]
    assert twice == []


def test_curated_points_agree_with_the_reference_or_say_why_not():
    if not REFERENCE.exists():
        pytest.skip("the reference places are not beside this checkout")
    near = {row["id"]: nearest_reference_km(row) for row in table("curated")}
    compared = {key: km for key, km in near.items() if km is not None}
    off = [key for key, km in compared.items() if km > REACH_KM]
    notes = {row["id"]: row["note"] for row in table("curated")}
    assert [key for key in off if not re.search("GeoNames|reference", notes[key])] == []
    told = " ".join((ROOT / "docs" / "data.md").read_text(encoding="utf-8").split())
    assert f"{len(compared)} curated points were compared" in told
    assert f"All but {len(off)} agree to 5 km" in told


def nearest_reference_km(row: dict[str, str]) -> float | None:
    """Return the distance to the reference's row of this GeoNames id, else of this name."""
    by_id, by_name = reference()
    match = re.search(r"GeoNames (\d+)", row["source"])
    if match and match[1] in by_id:
        return distance_km(point_of(row), by_id[match[1]])
    if row["country"] not in HOME or precisions()[row["feature_code"]] != "settlement":
        return None
    namesakes = (by_name.get((row["country"], fold_text(n)), []) for n in names_of(row))
    distances = [distance_km(point_of(row), one) for some in namesakes for one in some]
    return min((d for d in distances if d <= NAMESAKE_KM), default=None)


@cache
def reference() -> tuple[dict[str, shapely.Point], dict[tuple[str, str], list[shapely.Point]]]:
    by_id: dict[str, shapely.Point] = {}
    by_name: dict[tuple[str, str], list[shapely.Point]] = {}
    for row in read_rows(REFERENCE):
        point = point_of(row)
        if row["gn"]:
            by_id[row["gn"].split(".")[0]] = point
        for name in {row["name"], *row["ar"].split("|")} - {""}:
            by_name.setdefault((row["cc"], fold_text(name)), []).append(point)
    return by_id, by_name


@cache
def regions() -> list[Feature]:
    return sorted(make_regions(), key=lambda one: one.id)


def test_regions_are_valid_and_hold_the_point_of_their_row():
    rows = {row["geometry"]: row for row in table("curated") if row["geometry"]}
    for region in regions():
        reach = 0 if region.geometry.area else LINE_REACH_DEG
        assert region.geometry.is_valid, region.id
        assert region.geometry.distance(point_of(rows[region.id])) <= reach, region.id


def test_anbar_desert_leaves_out_the_euphrates_strip():
    desert = shape_of("anbar-desert")
    curated = {row["id"]: point_of(row) for row in table("curated")}
    assert desert.covers(curated["rutba"])
    assert not desert.covers(curated["ramadi"])
    assert not desert.covers(curated["qaim"])


def test_every_road_has_a_row_and_its_ends_lie_where_it_says():
    rows = {row["id"]: row for row in table("curated") if row["feature_code"] == "RD"}
    assert rows.keys() == {row["id"] for row in table("roads")}
    ends = shape_of("rutba-walid-road").coords
    assert [ends[0], ends[-1]] == [(40.29, 33.04), (38.935, 33.433)]

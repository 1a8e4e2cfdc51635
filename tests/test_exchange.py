"""Exports keep every word, run nothing, follow their formats, and appear whole or not at all."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest
import shapely
from fact_samples import (
    BAGHUZ,
    IRAQ,
    RUTBA,
    draw,
    make_article,
    make_extraction,
    make_fact,
    make_movement,
    make_place,
)
from geojson_check import check_geojson

from geo.errors import ExportError
from geo.exchange.csv_table import guard_cell
from geo.exchange.files import About
from geo.exchange.formats import find_format, write_facts
from geo.exchange.redaction import publish_safe
from geo.frames import EXPORT_COLUMNS, facts_frame
from geo.models import Evidence, Kind, LocationPrecision, Quantity
from geo.settings import ROOT

KML = "{http://www.opengis.net/kml/2.2}"
OWN_HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</value></Data></ExtendedData><script>alert(1)</script>",
    "]]><b>غامق</b>",
    "{{ 7*7 }} {% raw %} ${7*7}",
    '=HYPERLINK("http://127.0.0.1/","القائم")',
    "@SUM(1+1)",
    "+1",
    "-1",
    "\t=1",
    "\r\n=1",
    "＝1+1",
    "'=1",
    "'' القائم",
    "الأنبار\0القائم",
    "\u202eالقائم\u202c\u2066Anbar\u2069",
    'a "quoted", b\nnext line',
    "\\u0000 \\n",
]


def read_hostile() -> list[str]:
    shared = ROOT.parent / "shared" / "cases" / "hostile.json"
    if not shared.exists():
        return OWN_HOSTILE
    return [*OWN_HOSTILE, *json.loads(shared.read_text(encoding="utf-8"))["texts"]]


HOSTILE = [pytest.param(text, id=f"text-{n}") for n, text in enumerate(read_hostile())]


def make_hostile_frame(text: str) -> gpd.GeoDataFrame:
    quote = Evidence(start=0, end=len(text), quote=text, rule="test")
    place = make_place(name_ar=text)
    fact = make_fact(places=(place,), actor=text, attribution=text, evidence=(quote,))
    article = make_article(title=text, outlet=text, text=text)
    return facts_frame([make_extraction(fact, article=article)], shape_of=draw)


@pytest.fixture(scope="module")
def facts() -> gpd.GeoDataFrame:
    clockwise = shapely.Polygon([(40, 33), (40, 34), (41, 34), (41, 33)])
    count = Quantity(min=1000, max=None, start=0, end=4, text="1000", unit="fighters")

    def shape(fact):
        return clockwise if fact.id == "area" else draw(fact)

    extraction = make_extraction(
        make_fact("area", kind=Kind.PRESENCE, type="hideout"),
        make_fact("claim", kind=Kind.CLAIM, type="strength_estimate", places=(), count=count),
        make_fact("point", places=(make_place(lon=40.123456789),)),
        make_movement("moved"),
    )
    return facts_frame([extraction], shape_of=shape)


def make_bytes(suffix: str, frame, *, about: About = About()) -> bytes:  # noqa: B008 - frozen
    """Return the bytes that a file of this suffix holds."""
    return b"".join(find_format(Path(f"facts{suffix}")).chunks(frame, about))


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_geojson_has_no_defect_and_every_fact_and_property(facts) -> None:
    data = make_bytes(
        ".geojson", facts, about=About(exported="2026-01-01T00:00:00+00:00", note="a note")
    )
    assert check_geojson(data) == []
    collection = json.loads(data)
    assert list(collection) == ["type", "generator", "exported", "licence", "note", "features"]
    features = {feature["id"]: feature for feature in collection["features"]}
    assert list(features) == ["area", "claim", "moved", "point"]
    assert tuple(features["claim"]["properties"]) == EXPORT_COLUMNS
    assert features["claim"]["geometry"] is None
    assert features["claim"]["properties"]["count_min"] == 1000
    assert features["claim"]["properties"]["count_max"] is None
    assert features["point"]["geometry"]["coordinates"] == [40.1234568, 33.038]
    assert features["point"]["properties"]["evidence"][0]["quote"] == "تسلل مسلحو"


def test_geojson_is_the_same_bytes_every_time_with_arabic_as_written(facts) -> None:
    data = make_bytes(".geojson", facts)
    assert data == make_bytes(".geojson", facts.copy())
    assert "الرطبة".encode() in data
    assert b"NaN" not in data
    assert check_geojson(make_bytes(".geojson", facts.iloc[:0])) == []


def test_geojson_writes_no_more_decimals_than_a_number_has() -> None:
    fact = make_fact(places=(make_place(lon=43.0727449, lat=35.00122),))
    data = make_bytes(".geojson", facts_frame([make_extraction(fact)], shape_of=draw))
    assert b'"coordinates":[43.0727449,35.00122]' in data


def test_geojson_turns_rings_by_the_right_hand_rule(facts) -> None:
    area = facts[facts["id"] == "area"]
    ring = json.loads(make_bytes(".geojson", area))["features"][0]["geometry"]["coordinates"][0]
    assert shapely.LinearRing(ring).is_ccw
    assert not area.geometry.iloc[0].exterior.is_ccw


def test_place_off_the_globe_is_refused_and_the_former_file_stays(facts, tmp_path: Path) -> None:
    off = facts_frame(
        [make_extraction(make_fact("x", places=(make_place(lat=200.0),)))], shape_of=draw
    )
    path = tmp_path / "facts.geojson"
    write_facts(facts, path)
    before = path.read_bytes()
    with pytest.raises(ExportError, match=r"facts x have coordinates beyond .* correct their"):
        write_facts(off, path)
    assert [file.name for file in tmp_path.iterdir()] == ["facts.geojson"]
    assert path.read_bytes() == before


def test_folder_that_is_not_there_is_named(facts, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"gone/facts.gpkg' cannot be written .* choose a folder"):
        write_facts(facts, tmp_path / "gone" / "facts.gpkg")


def test_file_name_that_gdal_would_open_as_an_address_is_a_plain_file(facts, tmp_path) -> None:
    (tmp_path / "vsicurl").mkdir()
    path = tmp_path / "vsicurl" / "http:‖127.0.0.1‖x?.gpkg"
    write_facts(facts, path)
    assert path.read_bytes()[:15] == b"SQLite format 3"


@pytest.mark.parametrize(
    ("suffix", "head"),
    [
        (".geojson", b'{"type":"FeatureCollection"'),
        (".json", b'{"type":"FeatureCollection"'),
        (".GPKG", b"SQLite format 3"),
        (".csv", b"\xef\xbb\xbfid,kind,"),
        (".kml", b"<?xml"),
    ],
)
def test_suffix_names_the_format(facts, tmp_path: Path, suffix: str, head: bytes) -> None:
    path = tmp_path / f"facts{suffix}"
    write_facts(facts, path)
    assert path.read_bytes().startswith(head)
    assert path.read_bytes() == make_bytes(suffix, facts)


def test_unknown_suffix_is_refused_with_the_known_ones(facts, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"facts.xlsx'; .* one of .geojson, .gpkg, .csv, .kml"):
        write_facts(facts, tmp_path / "facts.xlsx")


def test_killed_export_leaves_the_former_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_bytes(b"former")
    code = """
import sys, time
from pathlib import Path
from geo.exchange.files import write_export
def chunks():
    yield b"new" * 100_000
    print("mid-write", flush=True)
    time.sleep(60)
write_export(Path(sys.argv[1]), chunks())
"""
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout.readline() == b"mid-write\n"
    child.send_signal(signal.SIGKILL)
    child.wait(timeout=10)
    child.stdout.close()
    assert path.read_bytes() == b"former"


def test_new_file_has_the_permissions_of_any_new_file(facts, tmp_path: Path) -> None:
    write_facts(facts, tmp_path / "facts.geojson")
    (tmp_path / "plain").touch()
    modes = {file.stat().st_mode for file in tmp_path.iterdir()}
    assert len(modes) == 1


def test_csv_has_a_bom_one_row_a_fact_and_a_point_only_for_points(facts) -> None:
    data = make_bytes(".csv", facts)
    rows = {row["id"]: row for row in read_csv(data)}
    assert data.startswith(b"\xef\xbb\xbfid,kind,")
    assert list(rows) == ["area", "claim", "moved", "point"]
    assert (rows["point"]["lon"], rows["point"]["lat"]) == ("40.1234568", "33.038")
    assert (rows["area"]["lon"], rows["area"]["wkt"][:9]) == ("", "POLYGON (")
    assert (rows["claim"]["wkt"], rows["claim"]["count_min"]) == ("", "1000")


def take_guard_off(cell: str) -> str:
    return cell[1:] if re.match(r"'+[=+\-@\t\r\n＝＋－＠]", cell) else cell


def test_csv_guard_can_always_be_taken_off() -> None:
    for text in OWN_HOSTILE:
        assert take_guard_off(guard_cell(text)) == text
    assert guard_cell("'' القائم") == "'' القائم"
    assert guard_cell("'=1") == "''=1"


def test_geopackage_has_a_layer_a_family_text_dates_and_null_for_missing(facts, tmp_path) -> None:
    path = tmp_path / "facts.gpkg"
    write_facts(facts, path, about=About(note="a note"))
    assert dict(pyogrio.list_layers(path)) == {
        "facts_points": "Point",
        "facts_lines": "MultiLineString",
        "facts_areas": "MultiPolygon",
        "facts_not_on_map": None,
    }
    points = pyogrio.read_dataframe(path, layer="facts_points")
    assert points.crs.to_epsg() == 4326
    assert points.loc[0, ["date_start", "place_ar"]].tolist() == ["2019-02-01", "الرطبة"]
    assert points[["actor", "count_min"]].isna().all(axis=None)
    assert pyogrio.read_info(path, layer="facts_lines")["layer_metadata"]["note"] == "a note"


def test_geopackage_does_not_hold_the_clock(facts) -> None:
    about = About(exported="2026-01-01T03:00:00+03:00")
    assert b"2026-01-01T00:00:00.000Z" in make_bytes(".gpkg", facts, about=about)
    assert b"1970-01-01T00:00:00.000Z" in make_bytes(".gpkg", facts)


def test_geopackage_of_nothing_is_a_geopackage(facts, tmp_path: Path) -> None:
    write_facts(facts.iloc[:0], tmp_path / "none.gpkg")
    assert pyogrio.list_layers(tmp_path / "none.gpkg").tolist() == [["facts_not_on_map", None]]


def test_kml_has_a_placemark_a_fact_with_its_time_and_shape(facts) -> None:
    root = ET.fromstring(make_bytes(".kml", facts))  # noqa: S314 (our own output)
    placemarks = list(root.iter(f"{KML}Placemark"))
    names = [placemark.findtext(f"{KML}name") for placemark in placemarks]
    assert names[0] == "hideout - الرطبة - Rutba"
    assert len(placemarks) == 4
    assert placemarks[0].find(f"{KML}Polygon") is not None
    assert placemarks[2].findtext(f"{KML}LineString/{KML}coordinates") == (
        f"{BAGHUZ.lon},{BAGHUZ.lat} {RUTBA.lon},{RUTBA.lat}"
    )
    assert placemarks[3].findtext(f"{KML}TimeSpan/{KML}end") == "2019-02-28"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_from_geojson(text: str) -> None:
    data = make_bytes(".geojson", make_hostile_frame(text))
    properties = json.loads(data)["features"][0]["properties"]
    assert check_geojson(data) == []
    assert properties["actor"] == properties["place_ar"] == properties["article_title"] == text
    assert properties["evidence"][0]["quote"] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_from_csv_and_no_cell_is_a_formula(text: str) -> None:
    (row,) = read_csv(make_bytes(".csv", make_hostile_frame(text)))
    shown = text.replace("\0", "\u2400")
    assert [take_guard_off(row[name]) for name in ("actor", "source_outlet")] == [shown, shown]
    words = [cell for name, cell in row.items() if name not in ("lon", "lat")]
    assert not [cell for cell in words if re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_from_geopackage(text: str, tmp_path: Path) -> None:
    path = tmp_path / "facts.gpkg"
    path.write_bytes(make_bytes(".gpkg", make_hostile_frame(text)))
    (actor,) = pyogrio.read_dataframe(path, layer="facts_points")["actor"]
    assert actor == text.replace("\0", "\u2400")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert_in_kml(text: str) -> None:
    root = ET.fromstring(make_bytes(".kml", make_hostile_frame(text)))  # noqa: S314 (our own output)
    description = root.findtext(f".//{KML}Placemark/{KML}description")
    data = {node.get("name"): node.findtext(f"{KML}value") for node in root.iter(f"{KML}Data")}
    shown = text.replace("\0", "\u2400")
    assert data["actor"] == shown
    assert read_tags(description) == {"p"}
    assert unescape(description).startswith(f"<p>{shown}</p>")


def read_tags(html: str) -> set[str]:
    tags: set[str] = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _: tags.add(tag)
    parser.feed(html)
    return tags


def feature(geometry: str, *, members: str = "") -> str:
    return f'{{"type":"Feature","properties":null,"geometry":{geometry}{members}}}'


def collection(*features: str, members: str = "") -> str:
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]{members}}}'


POINT = '{"type":"Point","coordinates":[40.98,34.4]}'
RING = "[[0,0],[1,0],[1,1],[0,0]]"
GEOMETRIES = (
    "GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon"
)
BACKWARDS = "[[0,0],[1,1],[1,0],[0,0]]"


@pytest.mark.parametrize(
    ("text", "defects"),
    [
        pytest.param(POINT, [], id="point"),
        pytest.param(collection(feature(POINT), feature("null")), [], id="collection"),
        pytest.param(f'{{"type":"Polygon","coordinates":[{RING},{BACKWARDS}]}}', [], id="hole"),
        pytest.param(
            f'{{"type":"Polygon","coordinates":[{BACKWARDS}]}}',
            ["coordinates[0]: the outer ring is clockwise, against the right-hand rule"],
            id="clockwise",
        ),
        pytest.param(
            f'{{"type":"MultiPolygon","coordinates":[[{RING},{RING}]]}}',
            ["coordinates[0][1]: the hole is counter-clockwise, against the right-hand rule"],
            id="hole-as-outer",
        ),
        pytest.param(
            '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}',
            ["coordinates[0]: the ring is not closed: its last position must repeat the first"],
            id="open-ring",
        ),
        pytest.param(
            '{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}',
            ["coordinates[0]: a ring has four positions or more"],
            id="short-ring",
        ),
        pytest.param(
            '{"type":"LineString","coordinates":[[0,0]]}',
            ["coordinates: a line has two positions or more"],
            id="short-line",
        ),
        pytest.param(
            '{"type":"Point","coordinates":[200,200]}',
            ["coordinates: longitude 200 is beyond 180", "coordinates: latitude 200 is beyond 90"],
            id="off-the-globe",
        ),
        pytest.param(
            '{"type":"MultiPoint","coordinates":[[1],[1,2,3,4],["1","2"],[true,1]]}',
            [
                f"coordinates[{n}]: a position is two numbers, or three with a height"
                for n in range(4)
            ],
            id="positions",
        ),
        pytest.param(
            '{"type":"Point","coordinates":[40.12345678,34.1234567]}',
            ["coordinates: has more than 7 decimals"],
            id="decimals",
        ),
        pytest.param(
            '{"type":"Point","coordinates":[NaN,34]}',
            [
                "NaN is no number of JSON",
                "coordinates: a position is two numbers, or three with a height",
            ],
            id="nan",
        ),
        pytest.param(
            collection(members=',"crs":{}'),
            ["has a crs member; the only CRS is WGS 84"],
            id="crs",
        ),
        pytest.param(
            collection(feature(POINT, members=',"id":"a"'), feature(POINT, members=',"id":"a"')),
            ['id "a" stands 2 times'],
            id="duplicate-id",
        ),
        pytest.param(
            collection(feature(POINT, members=',"id":null,"features":[]')),
            [
                "features[0]: a Feature must not have a member 'features'",
                "features[0]: id is neither text nor a number",
            ],
            id="feature-members",
        ),
        pytest.param(
            '{"type":"Feature"}',
            [
                "has no member 'geometry'; write null where there is none",
                "has no object 'properties'; write null where there is none",
            ],
            id="bare-feature",
        ),
        pytest.param(
            collection(POINT),
            ["features[0]: type 'Point' is none of Feature"],
            id="geometry-as-feature",
        ),
        pytest.param(
            collection(members=',"bbox":[40,35,41,34]'),
            ["bbox: its south 35 and north 34 are no latitudes in that order"],
            id="bbox-order",
        ),
        pytest.param(
            '{"type":"GeometryCollection","geometries":[{"type":"Circle"}]}',
            [
                f"geometries[0]: type 'Circle' is none of {GEOMETRIES}",
            ],
            id="unknown-type",
        ),
        pytest.param(
            '{"type":"Point","type":"Point","coordinates":[1,2]}',
            ["member 'type' stands twice"],
            id="duplicate-member",
        ),
        pytest.param("\ufeff" + POINT, ["begins with a byte order mark"], id="bom"),
        pytest.param("[" * 100_000, ["is nested too deeply to read"], id="nested"),
        pytest.param(
            "{",
            ["line 1: is not JSON (Expecting property name enclosed in double quotes)"],
            id="cut",
        ),
        pytest.param("[]", ["is no object"], id="list"),
    ],
)
def test_check_finds_every_defect(text: str, defects: list[str]) -> None:
    assert check_geojson(text.encode()) == defects


def test_check_refuses_what_is_not_utf8() -> None:
    assert check_geojson('"الأنبار"'.encode("cp1256")) == ["byte 1: is not UTF-8"]


def test_published_facts_hold_no_name_and_no_quote() -> None:
    secret = "اسم سري"  # noqa: S105 (a name, no password)
    quote = Evidence(start=3, end=9, quote=secret, rule="test")
    fact = make_fact(
        actor=secret, target=secret, attribution=secret, review=secret, evidence=(quote,)
    )
    frame = facts_frame([make_extraction(fact, article=make_article(title=secret))], shape_of=draw)
    safe = publish_safe(frame)
    assert secret not in make_bytes(".geojson", safe).decode()
    assert json.loads(safe.loc[0, "evidence"]) == [
        {"article_id": "article-1", "start": 3, "end": 9, "quote": "", "rule": "test"}
    ]
    assert safe.loc[0, "publish_note"] == "names and quotes left out"
    assert safe.geometry.iloc[0] == shapely.Point(RUTBA.lon, RUTBA.lat)
    assert secret in frame.loc[0, "actor"]


def test_published_presence_stands_in_its_district_without_its_exact_place() -> None:
    hideout = make_fact(
        kind=Kind.PRESENCE, type="hideout", places=(make_place("cave-7", name_en="Cave"),)
    )
    safe = publish_safe(facts_frame([make_extraction(hideout)], shape_of=draw))
    row = safe.iloc[0]
    assert row[["place_id", "place_en", "location_precision"]].tolist() == [
        "IQ-AN-rutba",
        "Rutba",
        "district",
    ]
    assert (row["acled_geo_precision"], row["ucdp_where_prec"]) == (2, 3)
    assert row.geometry.geom_type == "Polygon"
    assert "cave" not in make_bytes(".geojson", safe).decode().casefold()
    assert dict(safe.dtypes) == {
        **dict(facts_frame([], shape_of=draw).dtypes),
        "publish_note": "str",
    }


def test_published_corridor_is_the_districts_or_provinces_of_its_close_ends() -> None:
    frame = facts_frame([make_extraction(make_movement())], shape_of=draw)
    row = publish_safe(frame).iloc[0]
    assert row[["origin_id", "destination_id"]].tolist() == ["SY-DY", "IQ-AN-rutba"]
    assert row.geometry.geom_type in {"Polygon", "MultiPolygon"}
    assert str(BAGHUZ.lon) not in row.geometry.wkt


def test_published_corridor_of_wide_ends_stays_a_line() -> None:
    wide = {"precision": LocationPrecision.PROVINCE, "admin2": ""}
    ends = {
        "origin": make_place("SY-DY", **wide),
        "destinations": (make_place("IQ-AN", **wide, lon=42),),
    }
    frame = facts_frame([make_extraction(make_movement(**ends))], shape_of=draw)
    assert publish_safe(frame).geometry.iloc[0] == frame.geometry.iloc[0]


def test_published_place_without_a_known_district_or_province_has_no_shape() -> None:
    camp = make_place("camp", admin1="", admin2="")
    frame = facts_frame(
        [make_extraction(make_fact(kind=Kind.PRESENCE, type="camp", places=(camp,)))], shape_of=draw
    )
    row = publish_safe(frame).iloc[0]
    assert row[["place_id", "location_precision"]].tolist() == [IRAQ.id, "country"]
    assert row.geometry is None

"""The schema of a fact is one in frames and documents; nothing missing is told two ways."""

import orjson
import pytest
import shapely
from fact_samples import IRAQ, RUTBA, draw, make_article, make_extraction, make_fact, make_movement

from geo.crosswalk import code_date, code_location, read_fact_types
from geo.frames import EXPORT_COLUMNS, FACT_COLUMNS, extraction_document, facts_frame
from geo.models import (
    DateInterval,
    DatePrecision,
    Fact,
    Kind,
    LocationPrecision,
    Modality,
    Publication,
    Quantity,
)

DESIGNED = """id kind type modality date_start date_end date_precision date_text place_id place_ar
place_en feature_code admin2 admin1 country location_precision radius_km actor target count_min
count_max count_unit killed_min killed_max wounded_min wounded_max attribution
attribution_class source_outlet article_id
article_title article_url article_sha256 published evidence origins score review acled_event_type
acled_sub_event_type acled_geo_precision acled_time_precision ucdp_where_prec ucdp_date_prec
plover_event origin_id origin_ar origin_en destination_id destination_ar destination_en"""


def frame_one(fact: Fact):
    return facts_frame([make_extraction(fact)], shape_of=draw).iloc[0]


def test_every_property_of_the_design_is_a_column() -> None:
    assert set(DESIGNED.split()) <= set(EXPORT_COLUMNS)
    assert tuple(facts_frame([], shape_of=draw).columns) == FACT_COLUMNS


def test_frame_is_wgs84_sorted_by_id_with_types_that_do_not_depend_on_the_rows() -> None:
    facts = make_fact("b"), make_movement("a")
    frame = facts_frame([make_extraction(*facts)], shape_of=draw)
    empty = facts_frame([], shape_of=draw)
    assert list(frame["id"]) == ["a", "b"]
    assert frame.crs.to_epsg() == empty.crs.to_epsg() == 4326
    assert dict(frame.dtypes) == dict(empty.dtypes)
    assert (frame["count_min"].dtype, frame["date_start"].dtype) == ("Int64", "str")


def test_missing_is_an_empty_text_or_na_in_a_frame_and_null_in_json() -> None:
    bare = make_fact(places=(), date=DateInterval(), evidence=())
    row = frame_one(bare)
    document = extraction_document(make_extraction(bare), shape_of=draw)["facts"][0]
    assert (row["date_start"], row["place_en"], row["actor"]) == ("", "", "")
    assert row["count_min"] is not None
    assert str(row["count_min"]) == "<NA>"
    assert row["geometry"] is None
    assert row["location_precision"] == "none"
    assert [document[k] for k in ("date_start", "place_id", "count_min", "geometry")] == [None] * 4


def test_movement_stands_where_it_goes_and_touches_the_provinces_of_both_ends() -> None:
    row = frame_one(make_movement())
    assert (row["place_id"], row["origin_id"]) == ("rutba", "baghuz-fawqani")
    assert (row["admin1"], row["admin1_en"], row["admin1_ar"]) == ("IQ-AN", "Anbar", "الأنبار")
    assert row["admin1_all"] == "IQ-AN|SY-DY"
    assert row["origin_location_precision"] == row["finest_precision"] == "settlement"


def test_open_count_keeps_its_lower_bound() -> None:
    count = Quantity(min=1000, max=None, start=0, end=4, text="1000", unit="fighters")
    row = frame_one(make_fact(count=count))
    assert (row["count_min"], row["count_unit"], str(row["count_max"])) == (
        1000,
        "fighters",
        "<NA>",
    )


def test_killed_and_wounded_are_told_apart() -> None:
    three = Quantity(min=3, max=3, start=0, end=1, text="3", unit="")
    tens = Quantity(min=20, max=None, start=2, end=6, text="tens", unit="")
    row = frame_one(make_fact(killed=three, wounded=tens))
    assert (row["killed_min"], row["killed_max"], row["wounded_min"]) == (3, 3, 20)
    assert str(row["wounded_max"]) == "<NA>"


def test_document_has_the_agreed_shape() -> None:
    article = make_article(published=Publication(after="2019-02-09", before="2019-04-30"))
    document = extraction_document(make_extraction(make_movement(), article=article), shape_of=draw)
    fact, mention = document["facts"][0], document["mentions"][0]
    assert [place["id"] for place in fact["places"]] == ["baghuz-fawqani", "rutba"]
    assert fact["evidence"] == [{"start": 0, "end": 10, "quote": "تسلل مسلحو", "rule": "test"}]
    assert fact["geometry"]["type"] == "LineString"
    assert mention["place"]["lat"] == RUTBA.lat
    assert mention["candidates"] == []
    assert (document["article"]["published"], document["article"]["published_after"]) == (
        None,
        "2019-02-09",
    )


def test_document_geometry_turns_to_the_right_hand_rule_and_seven_decimals() -> None:
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1.123456789, 1), (0, 0)])
    document = extraction_document(make_extraction(make_fact()), shape_of=lambda _: clockwise)
    (ring,) = document["facts"][0]["geometry"]["coordinates"]
    assert [list(p) for p in ring] == [[0, 0], [1.1234568, 1], [0, 1], [0, 0]]


def test_file_name_that_is_no_unicode_still_becomes_json() -> None:
    article = make_article(path="a\udcff.txt")
    document = extraction_document(make_extraction(article=article), shape_of=draw)
    assert document["article"]["path"] == "a?.txt"
    assert orjson.dumps(document)


def test_codes_only_for_what_is_told_as_done_or_tried() -> None:
    happened, planned = make_fact(), make_fact(modality=Modality.PLANNED)
    assert frame_one(happened)["acled_sub_event_type"] == "Remote explosive/landmine/IED"
    assert frame_one(planned)[["acled_event_type", "plover_event"]].tolist() == ["", ""]
    assert frame_one(make_fact(places=(IRAQ,)))["ucdp_where_prec"] == 6


@pytest.mark.parametrize(
    ("precision", "codes"),
    [
        pytest.param(LocationPrecision.SETTLEMENT, (1, 1), id="settlement"),
        pytest.param(LocationPrecision.NEAR, (2, 2), id="near"),
        pytest.param(LocationPrecision.DISTRICT, (2, 3), id="district"),
        pytest.param(LocationPrecision.PROVINCE, (3, 4), id="province"),
        pytest.param(LocationPrecision.BORDER, (3, 5), id="border"),
        pytest.param(LocationPrecision.COUNTRY, (None, 6), id="country"),
        pytest.param(LocationPrecision.NONE, (None, None), id="none"),
    ],
)
def test_location_crosswalk(precision: LocationPrecision, codes: tuple) -> None:
    code = code_location(precision)
    assert (code.acled, code.ucdp) == codes


@pytest.mark.parametrize(
    ("start", "end", "precision", "codes"),
    [
        pytest.param("2019-02-01", "2019-02-01", "day", (1, 1), id="day"),
        pytest.param("2019-02-01", "2019-02-07", "week", (2, 3), id="week"),
        pytest.param("2019-02-01", "2019-02-03", "range", (2, 2), id="a-few-days"),
        pytest.param("2019-02-01", "2019-02-20", "range", (3, 4), id="under-a-month"),
        pytest.param("2018-08-22", "2019-02-22", "range", (None, 5), id="half-a-year"),
        pytest.param("2014-01-01", "2017-12-31", "range", (None, None), id="years"),
        pytest.param(None, "2019-02-22", "range", (None, None), id="open"),
        pytest.param(None, None, "none", (None, None), id="none"),
    ],
)
def test_date_crosswalk(start: str | None, end: str | None, precision: str, codes: tuple) -> None:
    code = code_date(DateInterval(start=start, end=end, precision=DatePrecision(precision)))
    assert (code.acled, code.ucdp) == codes


def test_every_type_of_the_design_has_a_kind_and_a_label_in_both_languages() -> None:
    types = read_fact_types()
    kinds = {kind: sum(t.kind is kind for t in types.values()) for kind in Kind}
    assert kinds == {
        Kind.INCIDENT: 11,
        Kind.MOVEMENT: 5,
        Kind.PRESENCE: 6,
        Kind.SECURITY: 13,
        Kind.CLAIM: 7,
    }
    assert all(t.label_en and t.label_ar for t in types.values())
    assert all(bool(t.acled_event_type) == bool(t.acled_sub_event_type) for t in types.values())

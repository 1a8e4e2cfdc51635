"""Filters show what overlaps, provinces are found in any spelling, counts always add up."""

import geopandas as gpd
import pytest
from fact_samples import (
    BAGHUZ,
    IRAQ,
    RUTBA,
    draw,
    make_extraction,
    make_fact,
    make_movement,
    make_place,
)

from geo.errors import InputError
from geo.frames import facts_frame
from geo.gazetteer.places import place_shape
from geo.models import DateInterval, DatePrecision, Evidence, Kind, LocationPrecision, Modality
from geo.query import (
    Counts,
    EventFilter,
    NotDrawn,
    count_shown,
    find_province,
    read_day,
    select_facts,
)


@pytest.fixture(scope="module")
def facts() -> gpd.GeoDataFrame:
    region = make_place(
        "region", precision=LocationPrecision.REGION, admin1="", lon=41.2, lat=34.9, radius_km=40
    )
    quote = Evidence(start=0, end=3, quote="انفجار عبوة في القائم", rule="test")
    extraction = make_extraction(
        make_fact("month", actor="داعش"),
        make_fact("undated", date=DateInterval(), places=(BAGHUZ,), evidence=(quote,)),
        make_fact("ongoing", date=DateInterval(end="2019-01-15"), kind=Kind.SECURITY, type="clash"),
        make_fact("since", date=DateInterval(start="2019-03-01"), score=0.3),
        make_movement("moved"),
        make_fact(
            "region", places=(region,), date=DateInterval(start="2017-01-01", end="2017-01-02")
        ),
        make_fact(
            "country", places=(IRAQ,), date=DateInterval(start="2017-01-01", end="2017-12-31")
        ),
        make_fact("claim", kind=Kind.CLAIM, type="warning", places=()),
        make_fact("planned", modality=Modality.PLANNED),
    )
    return facts_frame([extraction], shape_of=draw)


def ids(frame: gpd.GeoDataFrame, **wanted: object) -> list[str]:
    return sorted(select_facts(frame, EventFilter(**wanted))["id"])


def test_empty_filter_keeps_everything_and_the_frame_stays_untouched(facts) -> None:
    before = facts.copy()
    assert len(ids(facts)) == 9
    assert facts.equals(before)


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        pytest.param(
            "2019-02-28", None, {"month", "moved", "claim", "planned", "since"}, id="from"
        ),
        pytest.param(None, "2019-01-15", {"ongoing", "region", "country"}, id="to"),
        pytest.param("2019-01-16", "2019-01-31", set(), id="between"),
        pytest.param("2030-01-01", None, {"since"}, id="open-end-reaches-everywhere"),
        pytest.param(None, "2010-01-01", {"ongoing"}, id="open-start-reaches-everywhere"),
        pytest.param("2017-12-31", "2017-12-31", {"ongoing", "country"}, id="last-day-counts"),
    ],
)
def test_date_intervals_match_by_overlap(facts, first, last, shown) -> None:
    assert set(ids(facts, date_from=first, date_to=last, include_undated=False)) == shown
    assert set(ids(facts, date_from=first, date_to=last)) == shown | {"undated"}


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        pytest.param(None, "2019-01-22", [], id="long-before"),
        pytest.param(None, "2019-01-23", ["recent"], id="thirty-days-before"),
        pytest.param("2019-02-22", None, ["recent"], id="its-last-day"),
        pytest.param("2019-02-23", None, [], id="after"),
    ],
)
def test_what_is_recent_reaches_back_a_month_only(first, last, shown) -> None:
    date = DateInterval(end="2019-02-22", precision=DatePrecision.RECENT)
    frame = facts_frame([make_extraction(make_fact("recent", date=date))], shape_of=draw)
    assert ids(frame, date_from=first, date_to=last) == shown


def test_province_matches_place_origin_and_every_province_of_a_region(facts) -> None:
    assert ids(facts, provinces=frozenset({"SY-DY"})) == ["moved", "region", "undated"]
    assert ids(facts, provinces=frozenset({"IQ-NI"})) == ["region"]
    assert "country" not in ids(facts, provinces=frozenset({"IQ-AN", "SY-DY"}))


def test_border_known_by_its_countries_only_is_found_in_the_provinces_it_runs_along() -> None:
    border = place_shape(make_place(geometry="iraq-syria-border"))
    movement = make_movement("m", origin=None, destinations=(IRAQ,))
    frame = facts_frame([make_extraction(movement)], shape_of=lambda _: border)
    assert ids(frame, provinces=frozenset({"IQ-DA"})) == ["m"]
    assert ids(frame, provinces=frozenset({"IQ-BG"})) == []
    assert frame.loc[0, ["place_id", "location_precision"]].tolist() == ["IQ", "border"]


def test_values_and_score(facts) -> None:
    assert ids(facts, kinds=frozenset({Kind.MOVEMENT})) == ["moved"]
    assert ids(facts, types=frozenset({"clash", "warning"})) == ["claim", "ongoing"]
    assert ids(facts, modalities=frozenset({Modality.PLANNED})) == ["planned"]
    assert "since" not in ids(facts, min_score=0.5)
    assert ids(facts, articles=frozenset({"another"})) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("القايم", ["undated"], id="hamza-folds"),
        pytest.param("عبوه انفجار", ["undated"], id="words-in-any-order"),
        pytest.param("BAGHUZ", ["moved", "undated"], id="place-in-english"),
        pytest.param("داعش", ["month"], id="actor"),
        pytest.param("nothing(", [], id="no-pattern"),
    ],
)
def test_search_in_folded_text(facts, text, shown) -> None:
    assert ids(facts, text=text) == shown


def test_box_and_polygon_match_shapes_and_never_what_has_none(facts) -> None:
    around = (BAGHUZ.lon - 0.1, BAGHUZ.lat - 0.1, BAGHUZ.lon + 0.1, BAGHUZ.lat + 0.1)
    west, south, east, north = around
    ring = ((west, south), (east, south), (east, north), (west, north))
    assert ids(facts, bbox=around) == ids(facts, polygon=ring) == ["moved", "undated"]
    assert ids(facts, bbox=(170.0, -10.0, -170.0, 10.0)) == []
    assert ids(facts, bbox=(RUTBA.lon - 0.1, -90.0, -170.0, 90.0)) == ids(
        facts, bbox=(-180.0, -90.0, 180.0, 90.0)
    )


def test_counts_add_up_with_reasons(facts) -> None:
    reasons = (
        (NotDrawn.CLAIM, 1),
        (NotDrawn.MODALITY, 1),
        (NotDrawn.COUNTRY_ONLY, 1),
    )
    counts = count_shown(facts)
    assert counts == Counts(total=9, on_map=6, reasons=reasons)
    assert counts.total == counts.on_map + counts.not_on_map
    assert count_shown(facts.iloc[:0]) == Counts(total=0, on_map=0, reasons=())


@pytest.mark.parametrize(
    "name",
    ["IQ-AN", "iq-an", "Anbar", "al-Anbar", "AL ANBAR", "الأنبار", "الانبار", "محافظة الأنبار"],
)
def test_province_is_found_in_any_spelling(name: str) -> None:
    assert find_province(name) == "IQ-AN"


def test_unknown_province_names_the_nearest_ones() -> None:
    with pytest.raises(
        InputError, match=r"unknown province 'Ninevha'; did you mean Nineveh \(IQ-NI\)"
    ):
        find_province("Ninevha")
    with pytest.raises(InputError, match=r"known codes are .*IQ-AN"):
        find_province("")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("2019-02-22", "2019-02-22", "2019-02-22", id="day"),
        pytest.param("2020-02", "2020-02-01", "2020-02-29", id="month-of-a-leap-year"),
        pytest.param("2019", "2019-01-01", "2019-12-31", id="year"),
        pytest.param("٢٠١٩-٠٢-٢٢", "2019-02-22", "2019-02-22", id="arabic-digits"),
    ],
)
def test_day_is_read(text: str, first: str, last: str) -> None:
    assert (read_day(text), read_day(text, is_end=True)) == (first, last)


@pytest.mark.parametrize("text", ["", "2019-02-30", "22.2.2019", "yesterday", "2019-13", "0000"])
def test_unknown_date_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(InputError, match="write a day as 2019-02-22"):
        read_day(text)

"""Dates: what news expressions mean, where they stand, and from where they are seen."""

import csv
from itertools import groupby
from pathlib import Path

import pytest

from geo.errors import InputError
from geo.models import DateInterval, DatePrecision, Publication
from geo.settings import SEEDS_DIR
from geo.tables import read_table
from geo.text.dates import read_dates
from geo.text.hijri import hijri_month, hijri_to_day, hijri_year_of

CASES = Path(__file__).parent / "cases" / "dates.csv"
PUBLISHED = Publication(day="2019-02-22")
NOTHING_KNOWN = Publication()


def _read_cases() -> list[object]:
    """Return one case for each text, with all of its dates in the order they stand in it."""
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=_seen_text)
    cases = []
    for (text, day, after, before), found in groupby(rows, key=_seen_text):
        told = list(found)
        wanted = sorted((r for r in told if r["words"]), key=lambda r: text.index(r["words"]))
        publication = Publication(day=day or None, after=after or None, before=before or None)
        cases.append(pytest.param(text, publication, wanted, id=told[0]["id"]))
    return cases


def _seen_text(row: dict[str, str]) -> tuple[str, str, str, str]:
    return row["text"], row["published"], row["after"], row["before"]


def read(text: str, publication: Publication = PUBLISHED) -> list[tuple[str | None, str | None]]:
    return [(date.start, date.end) for date in read_dates(text, publication=publication)]


def read_one(text: str, publication: Publication = PUBLISHED) -> DateInterval:
    (date,) = read_dates(text, publication=publication)
    return date


@pytest.mark.parametrize(("text", "publication", "wanted"), _read_cases())
def test_dates_of_the_table(
    text: str, publication: Publication, wanted: list[dict[str, str]]
) -> None:
    found = [
        {"start": d.start or "", "end": d.end or "", "precision": d.precision, "words": d.text}
        for d in read_dates(text, publication=publication)
    ]
    assert found == [{key: row[key] for key in found[0]} if found else row for row in wanted]


def test_the_table_holds_150_expressions_with_ids_in_order() -> None:
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = [row["id"] for row in rows]
    assert ids == sorted(set(ids))
    assert len([row for row in rows if row["words"]]) >= 150


@pytest.mark.parametrize("name", ["000_17fe4e071c8851b0.txt", "002_ddac50323e0613b4.txt"])
def test_words_and_offsets_are_exact_and_in_order(name: str) -> None:
    text = (SEEDS_DIR / name).read_text(encoding="utf-8")
    dates = read_dates(text, publication=PUBLISHED)
    assert [text[d.start_char : d.end_char] for d in dates] == [d.text for d in dates]
    ends = [0, *(d.end_char for d in dates)]
    assert all(end <= d.start_char for end, d in zip(ends, dates, strict=False))


def test_offsets_hold_among_diacritics_tatweel_and_bidi_marks() -> None:
    text = "\u200fفي 3 آذَارَ\u200f 2019، ويــوم الأحـد الماضي"
    dates = read_dates(text, publication=PUBLISHED)
    assert [d.text for d in dates] == ["3 آذَارَ\u200f 2019", "يــوم الأحـد الماضي"]
    assert [text[d.start_char : d.end_char] for d in dates] == [d.text for d in dates]


def test_a_clitic_stays_outside_the_words() -> None:
    assert [d.text for d in read_dates("وأمس والأحد", publication=PUBLISHED)] == ["أمس", "الأحد"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("أمس", id="yesterday"),
        pytest.param("خلال الأشهر الستة الماضية", id="window"),
        pytest.param("منذ بداية العام الجاري", id="since-part"),
        pytest.param("يوم الأحد الماضي", id="weekday"),
        pytest.param("15 تشرين الثاني", id="day-without-year"),
        pytest.param("in early March", id="part-of-month"),
        pytest.param("from 5 to 7 March", id="day-range"),
        pytest.param("مؤخرا", id="recent"),
        pytest.param("in May", id="month-alone"),
    ],
)
def test_without_publication_words_and_precision_stay(text: str) -> None:
    unanchored = read_one(text, NOTHING_KNOWN)
    anchored = read_one(text)
    assert (unanchored.start, unanchored.end) == (None, None)
    assert unanchored.rule.endswith("unanchored")
    assert unanchored.precision is anchored.precision


def test_a_new_publication_day_moves_relative_dates_only() -> None:
    text = "أعلن أمس أن التنظيم هزم في كانون الأول 2017"
    assert read(text, Publication(day="2019-03-24")) == [
        ("2019-03-23", "2019-03-23"),
        ("2017-12-01", "2017-12-31"),
    ]
    assert read(text)[0] == ("2019-02-21", "2019-02-21")


def test_bounds_give_the_union_and_say_so() -> None:
    date = read_one("last Sunday", Publication(after="2019-02-09", before="2019-02-20"))
    assert (date.start, date.end) == ("2019-02-03", "2019-02-17")
    assert date.precision is DatePrecision.RANGE
    assert date.rule == "weekday+past+bounds"


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        pytest.param("الجمعة 22 شباط 2019", False, id="agrees"),
        pytest.param("الجمعة 23 شباط 2019", True, id="levant"),
        pytest.param("Sunday, March 25, 2018", False, id="english-agrees"),
        pytest.param("Sunday, March 26, 2018", True, id="english"),
        pytest.param("أمس الأحد", True, id="yesterday-was-no-sunday"),
        pytest.param("أمس الخميس", False, id="yesterday-was-a-thursday"),
    ],
)
def test_a_weekday_that_contradicts_its_date_is_flagged(text: str, *, flagged: bool) -> None:
    assert ("weekday-mismatch" in read_one(text).rule) is flagged


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        pytest.param("12/3/2019", "order-assumed", id="day-before-month"),
        pytest.param("15 رجب 1440 هـ", "hijri-approximate", id="hijri"),
        pytest.param("الأسبوع المقبل", "future", id="future"),
        pytest.param("15 تشرين الثاني", "nearest-past", id="nearest-past"),
        pytest.param("خلال 6 أشهر", "window-unmarked", id="unmarked"),
    ],
)
def test_the_rule_says_what_was_assumed(text: str, flag: str) -> None:
    assert flag in read_one(text).rule


def test_what_is_told_from_an_event_stays_open_but_keeps_its_words() -> None:
    date = read_one("قبل ثلاثة أيام من الانتخابات")
    assert (date.start, date.end, date.text) == (None, None, "قبل ثلاثة أيام")
    assert date.precision is DatePrecision.DAY


def test_leap_day_without_a_year_is_the_last_one_there_was() -> None:
    assert read("في 29 شباط") == [("2016-02-29", "2016-02-29")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("31 شباط 2019", [("2019-02-01", "2019-02-28")], id="month-still-stands"),
        pytest.param("2019-02-30", [], id="no-such-iso-day"),
        pytest.param("قبل 2500 سنة", [(None, None)], id="before-the-calendar"),
        pytest.param("من 7 إلى 5 آذار 2019", [("2019-03-05", "2019-03-05")], id="backwards"),
    ],
)
def test_impossible_days_are_not_made_up(text: str, wanted: list[tuple[str | None, ...]]) -> None:
    assert read(text) == wanted


def test_a_publication_that_is_no_day_is_refused_with_the_remedy() -> None:
    with pytest.raises(InputError, match=r"22/2/2019.*write 2019-02-22"):
        read_dates("أمس", publication=Publication(day="22/2/2019"))


def test_hijri_conversion_by_the_tabular_rule() -> None:
    assert hijri_to_day(1440, 9, 1).isoformat() == "2019-05-06"
    assert [day.isoformat() for day in hijri_month(1435, 9)] == ["2014-06-29", "2014-07-28"]
    assert hijri_year_of(hijri_to_day(1442, 12, 29)) == 1442


@pytest.mark.parametrize("table", ["lexicon/dates", "lexicon/numbers", "lexicon/units"])
def test_lexicon_rows_are_in_order_and_name_their_source(table: str) -> None:
    rows = read_table(table, "id", "language", "source")
    assert [row["id"] for row in rows] == sorted({row["id"] for row in rows})
    assert {row["language"] for row in rows} == {"ar", "en"}
    assert all(row["source"] for row in rows)


def test_a_quoted_name_that_ends_in_today_is_no_date() -> None:
    assert read("لـ«بغداد اليوم»") == []
    assert read("في بغداد اليوم") == [("2019-02-22", "2019-02-22")]


def test_reading_twice_gives_the_same() -> None:
    text = (SEEDS_DIR / "000_17fe4e071c8851b0.txt").read_text(encoding="utf-8")
    again = read_dates(text + " ", publication=PUBLISHED)
    assert read_dates(text, publication=PUBLISHED) == again

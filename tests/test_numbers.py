"""Numbers: what is counted, from how many to how many, and what is no count at all."""

import csv
from itertools import groupby
from pathlib import Path

import pytest

from geo.models import Quantity
from geo.settings import SEEDS_DIR
from geo.tables import read_table
from geo.text.numbers import read_numbers

CASES = Path(__file__).parent / "cases" / "numbers.csv"
GROUPS = {"person", "family", "event", "thing", "money", "distance", "time", "area"}


def _read_cases() -> list[object]:
    """Return one case for each text, with all of its numbers in the order they stand in it."""
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["text"])
    cases = []
    for text, found in groupby(rows, key=lambda row: row["text"]):
        told = list(found)
        wanted = sorted((r for r in told if r["words"]), key=lambda r: text.index(r["words"]))
        cases.append(pytest.param(text, [_row_of(row) for row in wanted], id=told[0]["id"]))
    return cases


def _row_of(row: dict[str, str]) -> tuple[str, ...]:
    return row["min"], row["max"], row["unit"], row["words"]


def _told(quantity: Quantity) -> tuple[str, ...]:
    most = "" if quantity.max is None else str(quantity.max)
    return str(quantity.min), most, quantity.unit, quantity.text


@pytest.mark.parametrize(("text", "wanted"), _read_cases())
def test_numbers_of_the_table(text: str, wanted: list[tuple[str, ...]]) -> None:
    assert [_told(quantity) for quantity in read_numbers(text)] == wanted


def test_the_table_holds_80_expressions_with_ids_in_order() -> None:
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = [row["id"] for row in rows]
    assert ids == sorted(set(ids))
    assert len([row for row in rows if row["words"]]) >= 80


@pytest.mark.parametrize("name", ["000_17fe4e071c8851b0.txt", "002_ddac50323e0613b4.txt"])
def test_words_and_offsets_are_exact_and_in_order(name: str) -> None:
    text = (SEEDS_DIR / name).read_text(encoding="utf-8")
    found = read_numbers(text)
    assert [text[q.start : q.end] for q in found] == [q.text for q in found]
    assert [q.start for q in found] == sorted(q.start for q in found)


def test_offsets_hold_among_diacritics_and_tatweel() -> None:
    text = "قُتِلَ ١٢ مدنيًّا و\u200fثـلاثـةُ جنودٍ"
    found = read_numbers(text)
    assert [(q.min, q.unit, q.text) for q in found] == [
        (12, "civilians", "١٢"),
        (3, "soldiers", "ثـلاثـةُ"),
    ]
    assert [text[q.start : q.end] for q in found] == [q.text for q in found]


def test_a_number_inside_a_date_is_no_quantity() -> None:
    text = "قتل 12 جنديا قبل 3 أيام، في 12 آذار 2019"
    assert [q.text for q in read_numbers(text)] == ["12"]


def test_numbers_of_the_seed_articles() -> None:
    text = (SEEDS_DIR / "000_17fe4e071c8851b0.txt").read_text(encoding="utf-8")
    counted = {(q.min, q.max, q.unit) for q in read_numbers(text)}
    assert counted >= {
        (1000, None, "fighters"),
        (5000, 7000, "fighters"),
        (20000, None, "fighters"),
        (9, 9, "attacks"),
        (12, 12, "truffle_hunters"),
    }


def test_every_unit_has_a_known_group_and_forms_in_no_other_unit() -> None:
    rows = read_table("lexicon/units", "id", "key", "group", "one", "many", "two")
    assert [row["id"] for row in rows] == sorted({row["id"] for row in rows})
    assert {row["group"] for row in rows} == GROUPS
    owners: dict[str, set[str]] = {}
    for row in rows:
        for form in "|".join((row["one"], row["many"], row["two"])).split("|"):
            owners.setdefault(form, set()).add(row["key"])
    assert {form: keys for form, keys in owners.items() if form and len(keys) > 1} == {}

"""The labelled toponym sentences are well-formed: whoever scores against them can trust them."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from geo.models import LocationPrecision

GOLD_DIR = Path(__file__).resolve().parent.parent / "bench" / "gold"
LANGUAGES = ("ar", "en")
LEAST_LINES = {"ar": 1050, "en": 600}
LEAST_HELD_BACK = {"ar": 356, "en": 197}
MARK = re.compile(
    r"\[\[(?P<surface>[^\[\]{}|]+)\|(?P<key>[a-z0-9_]+)\]\]|\{\{(?P<trap>[^\[\]{}|]+)\}\}"
)
CLITIC_BEFORE_ARTICLE = re.compile(r"ل\[\[ال")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    id: str
    split: str
    group: str
    text: str

    @property
    def plain(self) -> str:
        return MARK.sub(lambda mark: mark["surface"] or mark["trap"], self.text)


def read_lines(language: str) -> list[Line]:
    path = GOLD_DIR / f"toponyms.{language}.txt"
    rows = [row for row in path.read_text(encoding="utf-8").splitlines() if row and row[0] != "#"]
    fields = ("id", "split", "group", "text")
    return [Line(**dict(zip(fields, row.split("\t"), strict=True))) for row in rows]


def read_places() -> list[dict[str, str]]:
    with (GOLD_DIR / "places.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("language", LANGUAGES)
def test_markup_leaves_no_bracket_and_no_loose_blank(language: str) -> None:
    lines = read_lines(language)
    assert [line.id for line in lines if set(line.plain) & set("[]{}|")] == []
    marks = [(line.id, mark) for line in lines for mark in MARK.finditer(line.text)]
    surfaces = [(name, mark["surface"] or mark["trap"]) for name, mark in marks]
    assert [row for row in surfaces if row[1] != row[1].strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_told_twice(language: str) -> None:
    lines = read_lines(language)
    for values in ([line.id for line in lines], [line.plain for line in lines]):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_article_after_the_preposition_is_spelled_together() -> None:
    lines = read_lines("ar")
    assert [line.id for line in lines if CLITIC_BEFORE_ARTICLE.search(line.text)] == []


def test_every_key_has_one_place_and_every_place_a_mention() -> None:
    texts = [line.text for language in LANGUAGES for line in read_lines(language)]
    used = {mark["key"] for text in texts for mark in MARK.finditer(text)} - {None}
    keys = [place["key"] for place in read_places()]
    assert keys == sorted(used)


def test_places_hold_degrees_kilometres_and_known_precisions() -> None:
    for place in read_places():
        assert abs(float(place["lat"])) <= 90, place["key"]
        assert abs(float(place["lon"])) <= 180, place["key"]
        assert 5 <= float(place["tolerance_km"]) <= 4000, place["key"]
        assert re.fullmatch("([A-Z]{2})?", place["country"]), place["key"]
        assert set(place["precision"].split("|")) <= set(LocationPrecision), place["key"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_are_held_back_from_every_class(language: str) -> None:
    lines = read_lines(language)
    assert len(lines) >= LEAST_LINES[language]
    splits = Counter((line.group, line.split) for line in lines)
    groups = {line.group for line in lines}
    assert [
        group for group in groups if not (splits[group, "train"] and splits[group, "test"])
    ] == []
    assert sum(line.split == "test" for line in lines) >= LEAST_HELD_BACK[language]


def test_traps_and_sentences_without_a_place_are_there() -> None:
    lines = [line for language in LANGUAGES for line in read_lines(language)]
    bare = [line for line in lines if not MARK.search(line.text)]
    assert len(bare) >= 40
    assert (
        sum(mark["trap"] is not None for line in lines for mark in MARK.finditer(line.text)) >= 300
    )

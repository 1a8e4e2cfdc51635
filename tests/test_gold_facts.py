"""The labelled short articles are well formed: exact quotes, known words, ISO dates, fair split."""

import csv
import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest

from geo.models import AttributionClass, DatePrecision, Kind, Modality

GOLD = Path(__file__).resolve().parent.parent / "bench" / "gold" / "facts"
TYPES = {
    Kind.INCIDENT: "kidnapping execution assassination armed_attack ambush ied suicide_bombing "
    "shelling disappearance threat extortion",
    Kind.MOVEMENT: "infiltration flight smuggling return displacement",
    Kind.PRESENCE: "hideout tunnel weapons_cache camp sleeper_cells control",
    Kind.SECURITY: "deployment patrol surveillance raid sweep offensive siege airstrike clash "
    "arrest cell_dismantled weapons_seized border_closure",
    Kind.CLAIM: "strength_estimate attack_total capability threat_assessment warning forecast "
    "background",
}
SHOWN = {"pin", "area", "border", "corridor", "line", "panel", "none"}
PLACE_KEYS = ("where", "origin", "destination", "via")


def read_manifest() -> list[dict[str, str]]:
    with (GOLD / "manifest.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def read_json(name: str) -> dict:
    return json.loads((GOLD / name).read_text(encoding="utf-8"))


MANIFEST = {Path(row["file"]).name: row for row in read_manifest()}
TEXTS = {name: (GOLD / row["file"]).read_text(encoding="utf-8") for name, row in MANIFEST.items()}
SPLITS = [("facts.json", "dev"), ("facts.heldout.json", "heldout")]


def is_interval(start: str | None, end: str | None) -> bool:
    days = [dt.date.fromisoformat(day) for day in (start, end) if day is not None]
    return days == sorted(days)


def is_range(pair: list[int | None] | None) -> bool:
    return pair is None or (len(pair) == 2 and pair[0] >= 0 and (pair[1] or pair[0]) >= pair[0])


def find_defects(fact: dict, places: dict) -> list[str]:
    """Return what is wrong with one record, in words."""
    text = TEXTS[fact["article"]]
    unknown = [key for field in PLACE_KEYS for key in fact[field] if key not in places]
    checks = {
        "quote": fact["evidence"] and all(text.count(quote) == 1 for quote in fact["evidence"]),
        "type": fact["type"] in TYPES[Kind(fact["kind"])].split(),
        "place": not unknown,
        "date": is_interval(fact["date_start"], fact["date_end"]),
        "date_precision": fact["date_precision"] in set(DatePrecision),
        "modality": fact["modality"] in set(Modality),
        "attribution_class": fact["attribution_class"] in set(AttributionClass),
        "numbers": all(is_range(fact[name]) for name in ("count", "killed", "wounded")),
        "show": fact["show"] in SHOWN,
        "claim": fact["kind"] != Kind.CLAIM or fact["show"] == "panel",
    }
    return [f"{fact['id']}: {name}" for name, right in checks.items() if not right]


@pytest.mark.parametrize(("name", "split"), SPLITS)
def test_every_record_is_well_formed(name: str, split: str) -> None:
    facts, places = read_json(name)["facts"], read_json("places.json")
    assert [defect for fact in facts for defect in find_defects(fact, places)] == []
    assert {MANIFEST[fact["article"]]["split"] for fact in facts} == {split}
    assert len({fact["id"] for fact in facts}) == len(facts)


@pytest.mark.parametrize(("name", "split"), SPLITS)
def test_passages_without_a_fact_are_quoted_exactly(name: str, split: str) -> None:
    passages = read_json(name)["no_fact"]
    assert [p for p in passages if TEXTS[p["article"]].count(p["quote"]) != 1] == []
    assert {MANIFEST[passage["article"]]["split"] for passage in passages} == {split}


def test_manifest_lists_exactly_the_articles() -> None:
    files = {str(path.relative_to(GOLD)) for path in (GOLD / "articles").rglob("*.txt")}
    assert files == {row["file"] for row in MANIFEST.values()}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_third_is_held_out_in_each_language(language: str) -> None:
    counts = Counter(row["split"] for row in MANIFEST.values() if row["language"] == language)
    assert 3 * counts["heldout"] == counts["dev"] + counts["heldout"] > 0


def test_places_have_a_point_a_tolerance_and_a_country_code() -> None:
    for key, place in read_json("places.json").items():
        assert abs(place["lat"]) <= 90, key
        assert abs(place["lon"]) <= 180, key
        assert place["tolerance_km"] > 0, key
        assert len(place.get("country", "XX")) == 2, key

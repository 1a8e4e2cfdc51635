"""What belongs to a fact: who acts, who suffers, who says so, where, how many; over a table."""

import csv
import hashlib
from pathlib import Path

import pytest

from geo.facts.outlets import class_outlet
from geo.models import Article, Fact, Publication, Quantity
from geo.pipeline import read_article

CASES = Path(__file__).parent / "cases" / "fact_parts.csv"
LEAST_ROWS = 180


def read_rows() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_fact(text: str, name: str) -> Fact:
    """Return the only fact of a type that a text tells."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    published = Publication(day="2019-02-22")
    article = Article(id=f"a-{digest[:16]}", text=text, sha256=digest, published=published)
    (fact,) = (fact for fact in read_article(article).facts if fact.type == name)
    return fact


def write_bounds(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    return f"{quantity.min}-{'' if quantity.max is None else quantity.max}"


def list_parts(fact: Fact) -> dict[str, str]:
    """Return the parts of a fact as the table writes them."""
    return {
        "actor": fact.actor,
        "target": fact.target,
        "speaker": fact.attribution,
        "speaker_class": fact.attribution_class,
        "places": "|".join(place.name_en for place in fact.places),
        "origin": fact.origin.name_en if fact.origin else "",
        "destinations": "|".join(place.name_en for place in fact.destinations),
        "via": "|".join(place.name_en for place in fact.via),
        "killed": write_bounds(fact.killed),
        "wounded": write_bounds(fact.wounded),
        "count": write_bounds(fact.count),
        "date": f"{fact.date.start}..{fact.date.end}",
    }


@pytest.mark.parametrize(
    ("text", "name", "part", "value"),
    [
        pytest.param(row["text"], row["type"], row["part"], row["value"], id=row["id"])
        for row in read_rows()
    ],
)
def test_a_part_of_a_fact_is_read_as_told(text: str, name: str, part: str, value: str) -> None:
    fact = read_fact(text, name)
    assert list_parts(fact)[part] == value
    assert fact.actor in text
    assert fact.target in text


def test_the_table_holds_every_part_in_both_languages_with_ids_in_order() -> None:
    rows = read_rows()
    ids = [row["id"] for row in rows]
    assert len(rows) >= LEAST_ROWS
    assert ids == sorted(set(ids))
    parts = {"actor", "target", "speaker", "places", "origin", "via", "killed", "wounded"}
    told = {(row["id"][:2], row["part"]) for row in rows if row["value"]}
    assert {(language, part) for language in ("ar", "en") for part in parts} <= told


@pytest.mark.parametrize(
    ("outlet", "told"),
    [
        pytest.param("Institute for the Study of War", "monitor", id="think-tank"),
        pytest.param("UNAMA press statement", "monitor", id="mission-before-statement"),
        pytest.param("Ministry of Defence communiqué", "group_claim", id="communique"),
        pytest.param("مركز دراسات", "monitor", id="ar-centre"),
        pytest.param("Christian Science Monitor", None, id="paper"),
        pytest.param("Army Times", None, id="paper-of-a-force"),
    ],
)
def test_an_outlet_speaks_for_itself_or_for_nobody(outlet: str, told: str | None) -> None:
    assert class_outlet(outlet) == told

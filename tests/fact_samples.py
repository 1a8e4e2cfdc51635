"""Places, facts and articles that several tests share; all made up."""

import hashlib
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.models import (
    Article,
    DateInterval,
    DatePrecision,
    Evidence,
    Extraction,
    Fact,
    Kind,
    LocationPrecision,
    Mention,
    Modality,
    Place,
    Publication,
    SentenceRole,
)

TEXT = "تسلل مسلحون من الباغوز إلى الرطبة في شباط 2019."


def make_place(place_id: str = "rutba", **changed: Any) -> Place:
    values: dict[str, Any] = {
        "name_en": "Rutba",
        "name_ar": "الرطبة",
        "feature_code": "PPL",
        "lon": 40.283,
        "lat": 33.038,
        "radius_km": 5.0,
        "precision": LocationPrecision.SETTLEMENT,
        "country": "IQ",
        "admin1": "IQ-AN",
        "admin2": "IQ-AN-rutba",
    }
    return Place(id=place_id, **{**values, **changed})


RUTBA = make_place()
BAGHUZ = make_place(
    "baghuz-fawqani",
    name_en="Baghuz Fawqani",
    name_ar="الباغوز فوقاني",
    lon=40.957,
    lat=34.456,
    country="SY",
    admin1="SY-DY",
    admin2="",
)
IRAQ = make_place(
    "IQ",
    name_en="Iraq",
    name_ar="العراق",
    feature_code="PCLI",
    precision=LocationPrecision.COUNTRY,
    admin1="",
    admin2="",
)


def make_fact(fact_id: str = "fact-1", **changed: Any) -> Fact:
    values: dict[str, Any] = {
        "kind": Kind.INCIDENT,
        "type": "ied",
        "modality": Modality.ASSERTED,
        "places": (RUTBA,),
        "date": DateInterval(start="2019-02-01", end="2019-02-28", precision=DatePrecision.MONTH),
        "evidence": (Evidence(start=0, end=10, quote=TEXT[:10], rule="test"),),
        "score": 0.8,
    }
    return Fact(id=fact_id, **{**values, **changed})


def make_movement(fact_id: str = "fact-2", **changed: Any) -> Fact:
    values = {"places": (), "origin": BAGHUZ, "destinations": (RUTBA,), **changed}
    return make_fact(fact_id, kind=Kind.MOVEMENT, type="infiltration", **values)


def make_article(article_id: str = "article-1", **changed: Any) -> Article:
    text = changed.pop("text", TEXT)
    values: dict[str, Any] = {
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "path": "seeds/a.txt",
        "title": "عنوان",
        "outlet": "Outlet",
        "published": Publication(day="2019-02-22"),
    }
    return Article(id=article_id, text=text, **{**values, **changed})


def make_extraction(*facts: Fact, article: Article | None = None) -> Extraction:
    mention = Mention(
        start=27, end=33, surface=TEXT[27:33], role=SentenceRole.BODY,
        score=0.9, reason="a preposition before it", place=RUTBA,
    )  # fmt: skip
    return Extraction(article=article or make_article(), mentions=(mention,), facts=facts)


def draw(fact: Fact) -> BaseGeometry | None:
    """Draw a point where the fact is, a line from origin to destination, nothing for a claim."""
    if fact.kind is Kind.CLAIM:
        return None
    ends = [p for p in (fact.origin, *fact.destinations) if p]
    if len(ends) > 1:
        return shapely.LineString([(p.lon, p.lat) for p in ends])
    place = fact.places[0] if fact.places else None
    drawn = place and place.precision is not LocationPrecision.COUNTRY
    return shapely.Point(place.lon, place.lat) if place and drawn else None

"""Synthetic facts in number, labelled as such, to measure the dashboard: nobody reported them."""

import hashlib
import random
from collections.abc import Iterator

from geo.gazetteer.index import load_gazetteer
from geo.models import (
    Article,
    AttributionClass,
    DateInterval,
    DatePrecision,
    Evidence,
    Extraction,
    Fact,
    Kind,
    LocationPrecision,
    Modality,
    Place,
    Publication,
)

TEXT = "واقعة مصنوعة للقياس فقط\nلا خبر فيها ولا مصدر لها."
FACTS_AN_ARTICLE = 500
TYPES = (
    *((Kind.INCIDENT, name) for name in ("kidnapping", "ied", "ambush", "armed_attack")),
    *((Kind.SECURITY, name) for name in ("raid", "arrest", "airstrike", "sweep")),
    *((Kind.PRESENCE, name) for name in ("hideout", "camp")),
    (Kind.CLAIM, "warning"),
)


def make_readings(count: int, *, seed: int = 7) -> Iterator[Extraction]:
    """Yield readings that together hold `count` facts, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    places = [place for place in load_gazetteer().places if place.admin1[:2] in {"IQ", "SY"}]
    for start in range(0, count, FACTS_AN_ARTICLE):
        numbers = range(start, min(count, start + FACTS_AN_ARTICLE))
        digest = hashlib.sha256(f"{seed}-{start}".encode()).hexdigest()
        article = Article(
            id=f"a-bench-{start:06}", text=TEXT, sha256=digest, title="للقياس", outlet="قياس",
            language="ar", published=Publication(day="2019-02-22"),
        )  # fmt: skip
        facts = tuple(_make_fact(number, places, chance) for number in numbers)
        yield Extraction(article=article, facts=facts)


def _make_fact(number: int, places: list[Place], chance: random.Random) -> Fact:
    kind, name = chance.choice(TYPES)
    place = chance.choice(places)
    if chance.random() < 0.8:
        place = _scatter(place, chance)
    day = f"20{chance.randint(13, 19)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return Fact(
        id=f"f-bench-{number:06}", kind=kind, type=name, modality=Modality.ASSERTED,
        places=(place,),
        date=DateInterval(start=day, end=day, precision=DatePrecision.DAY),
        attribution_class=chance.choice(list(AttributionClass)),
        evidence=(Evidence(start=0, end=6, quote=TEXT[:6], rule="synthetic"),),
        score=round(chance.random(), 2),
    )  # fmt: skip


def _scatter(place: Place, chance: random.Random) -> Place:
    """Return a site of its own near a place, so that a scene has many spots."""
    lon, lat = place.lon + chance.gauss(0, 0.2), place.lat + chance.gauss(0, 0.2)
    return Place(
        id=f"site-{lon:.5f}-{lat:.5f}", name_en="", name_ar="", feature_code="PPL", lon=lon,
        lat=lat, radius_km=1, precision=LocationPrecision.SITE, country=place.country,
        admin1=place.admin1,
    )  # fmt: skip

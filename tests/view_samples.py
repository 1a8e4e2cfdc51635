"""Synthetic facts, labelled as such: made-up readings of made-up texts, for tests of what is seen.

Places are real so that they lie on the map; nothing here was reported by anyone.
"""

import hashlib

import shapely
from shapely.geometry.base import BaseGeometry

from geo.gazetteer.places import place_shape
from geo.models import (
    Article,
    AttributionClass,
    Candidate,
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
    Quantity,
    Sentence,
    SentenceRole,
)

TEXT = (
    "نص تجريبي مصنوع للاختبار\n"
    "خطف مسلحون 12 شخصاً من جامعي الكمأ في محافظة الأنبار يوم الأحد الماضي. "
    "وقال مصدر أمني إن القوات داهمت وكراً في الرطبة.\n"
    "تسلل عشرات المسلحين من الباغوز إلى القائم عبر الحدود، ونشر الجيش قواته على الحدود.\n"
    "وأعدم مسلحون ثلاثة أشخاص في قرية قرب بادوش في كانون الثاني.\n"
    "يقدر عدد المسلحين في العراق بما بين 5 و7 آلاف. ويُخشى هجوم على ربيعة."
)


ANBAR = Place(
    id="IQ-AN", name_en="Anbar", name_ar="الأنبار", feature_code="ADM1", lon=41.4, lat=32.9,
    radius_km=190, precision=LocationPrecision.PROVINCE, country="IQ", admin1="IQ-AN",
    geometry="IQ-AN",
)  # fmt: skip
RUTBA = Place(
    id="rutba", name_en="Rutba", name_ar="الرطبة", feature_code="PPLA2", lon=40.284, lat=33.038,
    radius_km=4, precision=LocationPrecision.SETTLEMENT, country="IQ", admin1="IQ-AN",
)  # fmt: skip
RUTBA_TWIN = Place(
    id="rutba-east", name_en="Rutba", name_ar="الرطبة", feature_code="PPL", lon=47.6, lat=30.9,
    radius_km=3, precision=LocationPrecision.SETTLEMENT, country="IQ", admin1="IQ-BA",
)  # fmt: skip
BAGHUZ = Place(
    id="baghuz-fawqani", name_en="Baghuz Fawqani", name_ar="الباغوز فوقاني", feature_code="PPL",
    lon=40.95, lat=34.45, radius_km=4, precision=LocationPrecision.SETTLEMENT, country="SY",
    admin1="SY-DY",
)  # fmt: skip
QAIM = Place(
    id="qaim", name_en="Al-Qaim", name_ar="القائم", feature_code="PPLA2", lon=41.09, lat=34.37,
    radius_km=5, precision=LocationPrecision.SETTLEMENT, country="IQ", admin1="IQ-AN",
)  # fmt: skip
BADUSH = Place(
    id="badush", name_en="Badush", name_ar="بادوش", feature_code="PPL", lon=42.974, lat=36.406,
    radius_km=12, precision=LocationPrecision.NEAR, country="IQ", admin1="IQ-NI",
)  # fmt: skip
BORDER = Place(
    id="iraq-syria-border", name_en="Iraq-Syria border", name_ar="الحدود العراقية السورية",
    feature_code="BDRY", lon=41.3, lat=34.9, radius_km=300, precision=LocationPrecision.BORDER,
    geometry="iraq-syria-border",
)  # fmt: skip
IRAQ = Place(
    id="IQ", name_en="Iraq", name_ar="العراق", feature_code="PCLI", lon=43.7, lat=33.1,
    radius_km=500, precision=LocationPrecision.COUNTRY, country="IQ",
)  # fmt: skip
RABIA = Place(
    id="rabia", name_en="Rabia", name_ar="ربيعة", feature_code="PPL", lon=42.09, lat=36.81,
    radius_km=4, precision=LocationPrecision.SETTLEMENT, country="IQ", admin1="IQ-NI",
)  # fmt: skip

GAO = Place(
    id="gao", name_en="Gao", name_ar="غاو", feature_code="PPLA", lon=-0.045, lat=16.272,
    radius_km=5, precision=LocationPrecision.SETTLEMENT, country="ML",
)  # fmt: skip
CAIRO = Place(
    id="cairo", name_en="Cairo", name_ar="القاهرة", feature_code="PPLC", lon=31.25, lat=30.06,
    radius_km=20, precision=LocationPrecision.SETTLEMENT, country="EG",
)  # fmt: skip


def quote_of(text: str, quote: str) -> Evidence:
    """Return the evidence of a quote that stands in a text."""
    start = text.index(quote)
    return Evidence(start=start, end=start + len(quote), quote=quote, rule="synthetic")


def make_extraction(
    *, text: str = TEXT, title: str = "خبر تجريبي مصنوع للاختبار", outlet: str = "اختبار",
    name: str = "synthetic", facts: tuple[Fact, ...] | None = None,
) -> Extraction:  # fmt: skip
    """Return a synthetic reading of a text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    article = Article(
        id=f"a-{name}-{digest[:8]}", text=text, sha256=digest, path=f"{name}.txt", title=title,
        outlet=outlet, language="ar", published=Publication(day="2019-02-22"),
    )  # fmt: skip
    end = text.find("\n")
    headline = Sentence(
        start=0, end=end if end > 0 else len(text), role=SentenceRole.HEADLINE, paragraph=0
    )
    told = make_facts() if facts is None else facts
    return Extraction(
        article=article, sentences=(headline,), facts=told,
        mentions=make_mentions() if text == TEXT else (),
    )  # fmt: skip


def make_mentions() -> tuple[Mention, ...]:
    """Return the toponyms of the synthetic text, one of them with a namesake."""
    return tuple(
        Mention(
            start=TEXT.index(surface), end=TEXT.index(surface) + len(surface), surface=surface,
            role=SentenceRole.BODY, score=0.9, reason="synthetic", place=place,
            candidates=tuple(
                Candidate(place=one, score=score, reason="synthetic")
                for one, score in ((place, 0.9), *((RUTBA_TWIN, 0.1),) * (place is RUTBA))
            ),
        )
        for surface, place in (
            ("الأنبار", ANBAR), ("الرطبة", RUTBA), ("الباغوز", BAGHUZ), ("القائم", QAIM),
            ("بادوش", BADUSH), ("ربيعة", RABIA), ("العراق", IRAQ),
        )
    )  # fmt: skip


def make_abroad(place: Place) -> Extraction:
    """Return a synthetic reading whose one fact is told of a place."""
    text = f"نص تجريبي مصنوع للاختبار\nخطف مسلحون شخصاً في {place.name_ar}."
    fact = Fact(
        id=f"f-{place.id}", kind=Kind.INCIDENT, type="kidnapping", modality=Modality.ASSERTED,
        places=(place,), date=DateInterval(), evidence=(quote_of(text, "خطف مسلحون شخصاً"),),
        score=0.8,
    )  # fmt: skip
    return make_extraction(text=text, name=place.id, facts=(fact,))


def make_facts() -> tuple[Fact, ...]:
    """Return one synthetic fact of every way of being drawn or not drawn."""
    day = DateInterval(
        start="2019-02-17", end="2019-02-17", precision=DatePrecision.DAY, text="يوم الأحد الماضي"
    )
    month = DateInterval(start="2019-01-01", end="2019-01-31", precision=DatePrecision.MONTH)
    ongoing = DateInterval(end="2019-02-22", precision=DatePrecision.ONGOING)
    twelve = Quantity(min=12, max=12, start=0, end=0, text="12", unit="civilians")
    three = Quantity(min=3, max=3, start=0, end=0, text="ثلاثة", unit="civilians")
    thousands = Quantity(min=5000, max=7000, start=0, end=0, text="5 و7 آلاف", unit="fighters")
    official = AttributionClass.UNNAMED_OFFICIAL
    rows = (
        ("kidnapping", Kind.INCIDENT, (ANBAR,), day, "خطف مسلحون 12 شخصاً", {"count": twelve}),
        ("raid", Kind.SECURITY, (RUTBA,), ongoing, "داهمت وكراً في الرطبة",
         {"attribution": "مصدر أمني", "attribution_class": official}),
        ("hideout", Kind.PRESENCE, (RUTBA,), ongoing, "وكراً في الرطبة", {}),
        ("infiltration", Kind.MOVEMENT, (), ongoing, "تسلل عشرات المسلحين من الباغوز إلى القائم",
         {"origin": BAGHUZ, "destinations": (QAIM,), "via": (BORDER,)}),
        ("deployment", Kind.SECURITY, (BORDER,), DateInterval(), "ونشر الجيش قواته على الحدود", {}),
        ("execution", Kind.INCIDENT, (BADUSH,), month, "وأعدم مسلحون ثلاثة أشخاص",
         {"killed": three}),
        ("ambush", Kind.INCIDENT, (RABIA,), month, "هجوم على ربيعة",
         {"modality": Modality.ATTEMPTED}),
        ("sleeper_cells", Kind.PRESENCE, (IRAQ,), ongoing, "المسلحين في العراق", {}),
        ("strength_estimate", Kind.CLAIM, (IRAQ,), ongoing, "يقدر عدد المسلحين في العراق",
         {"count": thousands, "attribution_class": official}),
        ("armed_attack", Kind.INCIDENT, (RABIA,), DateInterval(), "ويُخشى هجوم على ربيعة",
         {"modality": Modality.FEARED}),
    )  # fmt: skip
    return tuple(
        Fact(**{
            "id": f"f-synthetic-{number:02}", "kind": kind, "type": type_,
            "modality": Modality.ASSERTED, "places": places, "date": when,
            "evidence": (quote_of(TEXT, quote),), "score": 0.8, **values,
        })
        for number, (type_, kind, places, when, quote, values) in enumerate(rows)
    )  # fmt: skip


def shape_of(fact: Fact) -> BaseGeometry | None:
    """Draw a synthetic fact: a corridor from its origin to its destination, else its place."""
    if fact.origin and fact.destinations:
        ends = (fact.origin, fact.destinations[0])
        return shapely.LineString([(place.lon, place.lat) for place in ends])
    if not fact.places or fact.places[0].precision is LocationPrecision.COUNTRY:
        return None
    return place_shape(fact.places[0])

"""Places of the gazetteer as they are searched and shown."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from geo.gazetteer.index import load_gazetteer
from geo.labels import LANGUAGES, label
from geo.models import Place
from geo.provinces import read_provinces
from geo.text.fold import fold_text
from geo.viz.markup import Html, element, escape_text, isolated
from geo.viz.panels import Row
from geo.viz.tallies import name_value

PLACE_COLUMNS = (
    ("name_ar", "name"),
    ("name_en", "name"),
    ("feature", "name"),
    ("province", "name"),
    ("country", "name"),
    ("population", "number"),
    ("id", "name"),
)
"""The columns of the table of places, in order, with what their cells hold."""


_PREFIXES = {"note": "column"}
"""Where the label of a property stands, when not with those of the gazetteer."""


def search_places(text: str, *, most: int) -> list[Place]:
    """Return places by a name or a part of one, folded; exact names first, then the populous.

    An empty text finds the provinces and the most populous places in them.
    """
    folded = fold_text(text).strip()
    if not folded:
        found = [place for place in load_gazetteer().places if place.admin1 in read_provinces()]
        return sorted(found, key=lambda p: (p.id != p.admin1, -p.population, p.id))[:most]
    exact = {place.id for place in load_gazetteer().named(text)}
    found = [place for place, names in _folded_names() if place.id in exact or folded in names]
    return sorted(found, key=lambda p: (p.id not in exact, -p.population, p.id))[:most]


def focus_place(place: Place) -> tuple[float, float, float]:
    """Return latitude, longitude and radius in km of a place."""
    return (place.lat, place.lon, place.radius_km)


def table_places(places: Sequence[Place], language: str) -> list[Row]:
    """Return places as rows of plain text, in the order of `PLACE_COLUMNS`."""
    return [(place.id, _place_cells(place, language)) for place in places]


def render_place(place: Place, language: str) -> Html:
    """Return what is known of a place, its source and its note."""
    names = (place.name_ar, place.name_en)
    first, second = names if language == LANGUAGES[0] else names[::-1]
    values: dict[str, str] = {
        "other_name": second,
        "feature": label(f"feature.{place.feature_code}", language),
        "position": f"{place.lat:.4f}, {place.lon:.4f}",
        "radius": f"{place.radius_km:g} {label('fact.km', language)}",
        "precision": label(f"precision.{place.precision}", language),
        "population": f"{place.population:,}" if place.population else "",
        "ambiguous": label("gazetteer.is_ambiguous", language) if place.ambiguous else "",
        "id": place.id,
        "source": place.source,
        "note": place.note,
    }
    rows = [
        element("dt", escape_text(label(f"{_PREFIXES.get(name, 'gazetteer')}.{name}", language)))
        + element("dd", isolated(value))
        for name, value in values.items()
        if value
    ]
    heading = element("h4", isolated(first or second))
    return element(
        "article", heading, element("dl", *rows, css="masar-properties"), css="masar-card"
    )


def _place_cells(place: Place, language: str) -> list[Any]:
    return [
        place.name_ar,
        place.name_en,
        label(f"feature.{place.feature_code}", language),
        name_value("admin1", place.admin1, language) if place.admin1 else "",
        place.country,
        f"{place.population:,}" if place.population else "",
        place.id,
    ]


@cache
def _folded_names() -> tuple[tuple[Place, str], ...]:
    places = load_gazetteer().places
    return tuple((p, fold_text(f"{p.name_ar}\n{p.name_en}\n{p.id}")) for p in places)

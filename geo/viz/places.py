"""Places of the gazetteer as they are searched and shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd

from geo.gazetteer.index import load_gazetteer
from geo.gazetteer.lookup import LookupResult, find_within, lookup_places
from geo.gazetteer.nearby import find_neighbours
from geo.labels import LANGUAGES, label
from geo.models import Place
from geo.provinces import read_provinces
from geo.viz.markup import Html, element, escape_text, isolated
from geo.viz.panels import Row
from geo.viz.tallies import name_value

PLACE_COLUMNS = (
    ("name_ar", "name"),
    ("name_en", "name"),
    ("feature", "name"),
    ("province", "name"),
    ("country", "name"),
    ("why", "name"),
    ("population", "number"),
    ("id", "name"),
)
"""The columns of the table of places, in order, with what their cells hold."""

AROUND_COLUMNS = (("name", "name"), ("feature", "name"), ("distance", "number"))
"""The columns of the table of what holds a place and what lies near it."""

NEAR_KM = 30.0
_NEAR_MOST = 40

_PREFIXES = {"note": "column"}
"""Where the label of a property stands, when not with those of the gazetteer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A place that a search found, and why: `result` is None where nothing was searched for."""

    place: Place
    result: LookupResult | None = None


def search_places(text: str, *, most: int) -> list[FoundPlace]:
    """Return places by any usual spelling of a name, typos included, best first.

    An empty text finds the provinces and the most populous places in them.
    """
    gazetteer = load_gazetteer()
    if text.strip():
        results = lookup_places(text, gazetteer=gazetteer, limit=most)
        return [FoundPlace(place=result.place, result=result) for result in results]
    known = [place for place in gazetteer.places if place.admin1 in read_provinces()]
    known.sort(key=lambda p: (p.id != p.admin1, -p.population, p.id))
    return [FoundPlace(place=place) for place in known[:most]]


def find_known(place_id: str) -> FoundPlace | None:
    """Return the place with this id, None where the gazetteer has none."""
    gazetteer = load_gazetteer()
    return FoundPlace(place=gazetteer.place(place_id)) if place_id in gazetteer else None


def name_known(place_id: str, language: str) -> str:
    """Return a place's name in the reader's language, else in the other, else its id."""
    found = find_known(place_id)
    return name_in(found.place, language) if found else place_id


def name_in(place: Place, language: str) -> str:
    """Return a place's name in the reader's language, else in the other, else its id."""
    names = _order_names(place, language)
    return names[0] or names[1] or place.id


def focus_place(place: Place) -> tuple[float, float, float]:
    """Return latitude, longitude and radius in km of a place."""
    return (place.lat, place.lon, place.radius_km)


def table_places(found: Sequence[FoundPlace], language: str) -> list[Row]:
    """Return places as rows of plain text, in the order of `PLACE_COLUMNS`."""
    return [(one.place.id, _place_cells(one, language)) for one in found]


def render_place(found: FoundPlace, language: str) -> Html:
    """Return what is known of a place, why it was found, its source and its note."""
    place = found.place
    first, second = _order_names(place, language)
    values: dict[str, str] = {
        "other_name": second,
        **_tell_why(found, language),
        "feature": label(f"feature.{place.feature_code}", language),
        "radius": f"{place.radius_km:g} {label('fact.km', language)}",
        "precision": label(f"precision.{place.precision}", language),
        "population": f"{place.population:,}" if place.population else "",
        "ambiguous": label("gazetteer.is_ambiguous", language) if place.ambiguous else "",
        "names": " · ".join(_other_names(place)),
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
    heading = element("h4", isolated(first or second), css="masar-heading")
    return element(
        "article", heading, element("dl", *rows, css="masar-properties"), css="masar-card"
    )


def write_position(place: Place) -> str:
    """Return latitude and longitude as other maps take them.

    >>> write_position(load_gazetteer().place("rutba"))
    '33.0360, 40.2860'
    """
    return f"{place.lat:.4f}, {place.lon:.4f}"


def table_around(place: Place, language: str) -> list[Row]:
    """Return what holds a place and, of one known as a point, what lies near it.

    Rows of plain text, in the order of `AROUND_COLUMNS`.
    """
    gazetteer = load_gazetteer()
    holders = find_within(place, gazetteer=gazetteer)
    rows = [_around_row(one, label("gazetteer.holds", language), -1, language) for one in holders]
    if place.geometry:
        return rows
    near = find_neighbours(place, gazetteer=gazetteer, within_km=NEAR_KM, most=_NEAR_MOST)
    for one in near:
        way = label(f"compass.{one.direction}", language)
        told = f"{one.distance_km:.1f} {label('fact.km', language)} {way}"
        rows.append(_around_row(one.place, told, one.distance_km, language))
    return rows


def render_use(told: gpd.GeoDataFrame, language: str) -> Html:
    """Return how many facts are told of a place, and in how many articles."""
    if told.empty:
        return element("p", escape_text(label("gazetteer.unused", language)), css="masar-note")
    counts = (("used", len(told)), ("used_articles", _count_articles(told)))
    parts = [
        element(
            "span",
            escape_text(f"{label(f'gazetteer.{name}', language)} "),
            element("b", str(count)),
        )
        for name, count in counts
    ]
    return element("p", *parts, css="masar-counts")


def _count_articles(told: gpd.GeoDataFrame) -> int:
    return len(set("|".join(told["article_ids"]).split("|")))


def _around_row(place: Place, told: str, distance_km: float, language: str) -> Row:
    feature = label(f"feature.{place.feature_code}", language)
    return (place.id, [name_in(place, language), feature, [told, distance_km]])


def _order_names(place: Place, language: str) -> tuple[str, str]:
    """Return a place's two names, that of the reader's language first."""
    names = (place.name_ar, place.name_en)
    return names if language == LANGUAGES[0] else names[::-1]


def _other_names(place: Place) -> list[str]:
    """Return the names of a place beside its two main ones."""
    gazetteer = load_gazetteer()
    names = gazetteer.names_of(place.id) if place.id in gazetteer else ()
    return [name for name in names if name not in (place.name_ar, place.name_en)]


def _tell_why(found: FoundPlace, language: str) -> dict[str, str]:
    """Return why a search found a place, and how far it lies from the border."""
    result = found.result
    if result is None:
        return {}
    why = f"{label(f'likeness.{result.likeness}', language)} · {result.name} · {result.score:.2f}"
    if result.border_km is None:
        return {"why": why}
    return {"why": why, "border": f"{result.border_km:.0f} {label('fact.km', language)}"}


def _place_cells(found: FoundPlace, language: str) -> list[Any]:
    place, result = found.place, found.result
    return [
        place.name_ar,
        place.name_en,
        label(f"feature.{place.feature_code}", language),
        name_value("admin1", place.admin1, language) if place.admin1 else "",
        place.country,
        label(f"likeness.{result.likeness}", language) if result else "",
        f"{place.population:,}" if place.population else "",
        place.id,
    ]

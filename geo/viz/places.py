"""Places of the gazetteer as they are searched and shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo.gazetteer.index import load_gazetteer
from geo.gazetteer.lookup import LookupResult, lookup_places
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


def focus_place(place: Place) -> tuple[float, float, float]:
    """Return latitude, longitude and radius in km of a place."""
    return (place.lat, place.lon, place.radius_km)


def table_places(found: Sequence[FoundPlace], language: str) -> list[Row]:
    """Return places as rows of plain text, in the order of `PLACE_COLUMNS`."""
    return [(one.place.id, _place_cells(one, language)) for one in found]


def render_place(found: FoundPlace, language: str) -> Html:
    """Return what is known of a place, why it was found, its source and its note."""
    place = found.place
    names = (place.name_ar, place.name_en)
    first, second = names if language == LANGUAGES[0] else names[::-1]
    values: dict[str, str] = {
        "other_name": second,
        **_tell_why(found, language),
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

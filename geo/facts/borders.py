"""Borders as places: which border a text means when it says only 'the border'."""

from collections.abc import Iterable
from functools import cache

import shapely
from shapely.ops import nearest_points

from geo.facts.reading import Reading
from geo.facts.signals import SignalKind
from geo.gazetteer.index import Gazetteer
from geo.gazetteer.places import GEOD, place_shape
from geo.models import LocationPrecision, Mention, Place
from geo.tables import read_table

NEAR_CHARS = 45
"""Countries named this close to the word 'border' say which border it is."""

CROSSING_KM = 25.0
"""A place this near the line can be where a movement meets the border."""


@cache
def read_borders() -> dict[frozenset[str], str]:
    """Return the place id of every border the data know, by its two countries."""
    rows = read_table("lexicon/borders", "country_a", "country_b", "place_id")
    return {frozenset((row["country_a"], row["country_b"])): row["place_id"] for row in rows}


def find_border(
    reading: Reading, countries: Iterable[str], *, gazetteer: Gazetteer
) -> Place | None:
    """Return the border a sentence speaks of, None when it speaks of none or of another.

    `countries` are those the article names; they decide where the sentence leaves it open.
    """
    words = reading.border_words
    if not words:
        return None
    named = {c for word in words for c in _countries_near(word.start, word.end, reading)}
    told = set(countries)
    fitting = [
        (len(pair & told), place_id)
        for pair, place_id in read_borders().items()
        if (named <= pair if named else pair <= told) and place_id in gazetteer
    ]
    best = max(fitting, key=lambda item: item[0], default=None)
    return gazetteer.place(best[1]) if best else None


def _countries_near(start: int, end: int, reading: Reading) -> set[str]:
    """Return the countries named or implied by a demonym beside the word 'border'."""
    low, high = start - NEAR_CHARS, end + NEAR_CHARS
    demonyms = {s.row.key for s in reading.of_kind(SignalKind.DEMONYM) if low <= s.start < high}
    named = {
        m.place.id for m in reading.mentions if m.place and low <= m.start < high and _is_country(m)
    }
    return {country for country in demonyms | named if len(country) == 2}


def _is_country(mention: Mention) -> bool:
    return mention.place is not None and mention.place.precision is LocationPrecision.COUNTRY


def other_side(country: str, via: Iterable[Place], *, gazetteer: Gazetteer) -> Place | None:
    """Return the country across the border that a movement into `country` came from.

    Only when a place it passed through lies within `CROSSING_KM` of a border of `country`.
    """
    for pair, place_id in read_borders().items():
        if country not in pair or place_id not in gazetteer:
            continue
        line = gazetteer.place(place_id)
        if any(_distance_to_line_km(place, line) <= CROSSING_KM for place in via):
            (other,) = pair - {country}
            return gazetteer.place(other)
    return None


def _distance_to_line_km(place: Place, line: Place) -> float:
    point = shapely.Point(place.lon, place.lat)
    nearest, _ = nearest_points(place_shape(line), point)
    _, _, metres = GEOD.inv(point.x, point.y, nearest.x, nearest.y)
    return float(metres) / 1000

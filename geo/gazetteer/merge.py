"""The built gazetteer beside the one that ships: one row for one place, the curated one first."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from geo.gazetteer.index_file import NamedPlace
from geo.gazetteer.names import fold_names
from geo.gazetteer.places import distance_km
from geo.models import Place
from geo.tables import read_table, split_list

SAME_PLACE_KM = 5.0
"""Two places of one kind that share a name and stand this near are one place."""

_GEONAMES_SOURCE = re.compile(r"GeoNames ([0-9]+)")


def merge_places(shipped: Sequence[NamedPlace], built: Sequence[NamedPlace]) -> list[NamedPlace]:
    """Return the shipped places, then those built places that are none of them.

    A built place is a shipped one when both have one GeoNames id, or share a name, are of one
    kind and stand near each other: within `SAME_PLACE_KM`, or for a province or district within
    the shipped one's radius. The shipped place stays as it is and takes the built one's names,
    except those that are common words too: whoever curated it left them out with reason.
    """
    known = _KnownPlaces(shipped)
    words = _read_common_words()
    more_names: dict[int, dict[str, None]] = defaultdict(dict)
    others = []
    for (place, names), folded in zip(built, _fold_all(built), strict=True):
        number = known.find(place, folded)
        if number is None:
            is_ambiguous = not words.isdisjoint(folded)
            others.append(
                NamedPlace(replace(place, ambiguous=True) if is_ambiguous else place, names)
            )
        else:
            safe = (n for n, key in zip(names, folded, strict=True) if key not in words)
            more_names[number].update(dict.fromkeys(safe))
    joined = [
        NamedPlace(place, tuple(dict.fromkeys((*names, *more_names.get(number, ())))))
        for number, (place, names) in enumerate(shipped)
    ]
    return [*joined, *others]


class _KnownPlaces:
    """The places that ship, found by GeoNames id, or by kind and name."""

    def __init__(self, shipped: Sequence[NamedPlace]) -> None:
        self._places = [named.place for named in shipped]
        self._by_id = {key: n for n, place in enumerate(self._places) for key in _ids_of(place)}
        self._by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, names in enumerate(_fold_all(shipped)):
            for name in names:
                self._by_name[_kind_of(self._places[number]), name].append(number)

    def find(self, place: Place, folded_names: Iterable[str]) -> int | None:
        """Return the number of the shipped place that this one is, None when it is none."""
        if place.id in self._by_id:
            return self._by_id[place.id]
        kind = _kind_of(place)
        near = [
            (distance_km(place, self._places[number]), number)
            for name in folded_names
            for number in self._by_name.get((kind, name), ())
            if self._is_near(place, self._places[number])
        ]
        return min(near)[1] if near else None

    def _is_near(self, place: Place, shipped: Place) -> bool:
        wide = shipped.feature_code.startswith(("ADM", "PCL"))
        limit_km = max(shipped.radius_km, SAME_PLACE_KM) if wide else SAME_PLACE_KM
        return place.country == shipped.country and distance_km(place, shipped) <= limit_km


def _ids_of(place: Place) -> list[str]:
    """Return the ids under which a source may bring a shipped place: its own, GeoNames'."""
    source = _GEONAMES_SOURCE.match(place.source)
    return [place.id, *([f"gn-{source[1]}"] if source else [])]


def _kind_of(place: Place) -> str:
    """Return what kind of place a code tells; a town and a district's seat are of one kind."""
    return "PPL" if place.feature_code.startswith("PPL") else place.feature_code


def _fold_all(places: Sequence[NamedPlace]) -> list[tuple[str, ...]]:
    """Return the folded names of every place, folded in one go."""
    folded = iter(fold_names(list(chain.from_iterable(named.names for named in places))))
    return [tuple(next(folded) for _ in named.names) for named in places]


@cache
def _read_common_words() -> frozenset[str]:
    """Return the folded names that are also words, persons or organisations."""
    names = [row["name"] for row in read_table("gazetteer/ambiguous_names", "name")]
    rows = read_table("lexicon/homographs", "words")
    return frozenset(fold_names([*names, *(w for row in rows for w in split_list(row["words"]))]))

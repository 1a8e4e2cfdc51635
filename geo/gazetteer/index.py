"""The gazetteer in memory: every name, the places it may mean, and a matcher over a text."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from geo.errors import DataError
from geo.garbage import collecting_later
from geo.gazetteer.embedded import read_embedded
from geo.gazetteer.index_file import NamedPlace, read_index
from geo.gazetteer.merge import merge_places
from geo.models import Place
from geo.settings import gazetteer_path
from geo.tables import read_table
from geo.text.fold import Folded, fold_text
from geo.text.name_parts import read_name_parts
from geo.text.phrases import Hit, PhraseIndex, read_article


class Gazetteer:
    """Places by id and by any of their names.

    Parameters
    ----------
    named_places : iterable of (Place, names), names as spelled in the source
    """

    def __init__(self, named_places: Iterable[tuple[Place, Iterable[str]]]) -> None:
        self.places: list[Place] = []
        self._spellings: list[tuple[str, ...]] = []
        self._number_of: dict[str, int] = {}
        names: dict[str, list[int]] = defaultdict(list)
        for place, spellings in named_places:
            if place.id in self._number_of:
                continue
            self._number_of[place.id] = number = len(self.places)
            self.places.append(place)
            self._spellings.append(tuple(dict.fromkeys(spellings)))
            for name in self._spellings[-1]:
                names[name].append(number)
                if joined := join_head(name):
                    names[joined].append(number)
        for (_, place_id), name in _read_conventions().items():
            if place_id in self._number_of:
                names[name].append(self._number_of[place_id])
        self._names = PhraseIndex(names)

    def __iter__(self) -> Iterator[NamedPlace]:
        """Yield every place with its names, in the order of `places`."""
        return map(NamedPlace, self.places, self._spellings)

    def __len__(self) -> int:
        return len(self.places)

    def __contains__(self, place_id: str) -> bool:
        return place_id in self._number_of

    def place(self, place_id: str) -> Place:
        """Return the place with this id; raises `DataError` when there is none."""
        if place_id not in self._number_of:
            raise DataError(f"the gazetteer has no place '{place_id}'; run `make data`")
        return self.places[self._number_of[place_id]]

    def names_of(self, place_id: str) -> tuple[str, ...]:
        """Return every name of a place as its source spells it."""
        return self._spellings[self._number_of[place_id]]

    def find(self, folded: Folded) -> list[Hit]:
        """Return every known name in a text; a hit's entries go to `places_of`."""
        return self._names.find(folded)

    def places_of(self, hit: Hit) -> list[Place]:
        """Return all places that the name of a hit may mean."""
        return [self.places[number] for number in hit.entries]

    def spellings_of(self, folded_name: str, entries: Iterable[int]) -> set[str]:
        """Return how the source spells a folded name for the places with these numbers."""
        spellings = {spelling for number in entries for spelling in self._spellings[number]}
        return {spelling for spelling in spellings if fold_text(spelling) == folded_name}

    def named(self, name: str) -> list[Place]:
        """Return all places that bear exactly this name, letters folded.

        >>> [place.id for place in load_gazetteer().named("محافظة")]
        []
        """
        folded = fold_text(name)
        return [
            self.places[number]
            for hit in self.find(Folded(folded, folded))
            if hit.word_start == 0 and hit.end == len(folded) and not hit.clitic
            for number in hit.entries
        ]


def join_head(name: str) -> str:
    """Return a name of two words as texts write it in one, empty where they don't.

    >>> join_head("كفر تخاريم"), join_head("تل أبيض"), join_head("كفر الزيات")
    ('كفرتخاريم', 'تلأبيض', '')
    """
    head, _, rest = name.partition(" ")
    if not rest or " " in rest or rest.startswith(read_article()):
        return ""
    return head + rest if fold_text(head) in read_name_parts("joined_head") else ""


def load_gazetteer(index: Path | None = None) -> Gazetteer:
    """Load the gazetteer that ships, merged with a built index, once for each index.

    Parameters
    ----------
    index : Path, optional
        a file made by `build_index`; without one, what `gazetteer_path` names serves if it is
        there. A rebuilt index is loaded anew.

    Raises
    ------
    DataError
        when an index that was asked for is missing, or one is damaged
    """
    path = index or gazetteer_path()
    asked_for = index is not None or "MASAR_GAZETTEER" in os.environ
    if path is None or not (asked_for or path.exists()):
        return _load(None, 0)
    return _load(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=2)
def _load(index: Path | None, _changed_ns: int) -> Gazetteer:
    with collecting_later(is_kept=True):
        shipped = read_embedded()
        return Gazetteer(merge_places(shipped, read_index(index).places) if index else shipped)


def is_convention(folded_name: str, place: Place) -> bool:
    """Return whether outlets call a place by this name although it isn't its own."""
    return (folded_name, place.id) in _read_conventions()


@cache
def _read_conventions() -> dict[tuple[str, str], str]:
    """Return the conventional names: folded name and place id to the name as spelled."""
    rows = read_table("gazetteer/conventions", "name", "place_id")
    return {(fold_text(row["name"]), row["place_id"]): row["name"] for row in rows}

"""The gazetteer in memory: every name, the places it may mean, and a matcher over a text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from geo.errors import DataError
from geo.models import LocationPrecision, Place
from geo.settings import DATA_DIR
from geo.tables import Row, read_rows, read_table, split_list
from geo.text.fold import Folded, fold_text
from geo.text.phrases import Hit, PhraseIndex

EMBEDDED = ("countries", "admin", "curated", "towns")
"""Tables under ``data/gazetteer`` that ship; where two rows share an id, the first holds."""

COLUMNS = ("id", "name_en", "name_ar", "feature_code", "lon", "lat", "country")
NAME_COLUMNS = ("name_en", "name_ar", "aliases_en", "aliases_ar")


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
        for (_, place_id), name in _read_conventions().items():
            if place_id in self._number_of:
                names[name].append(self._number_of[place_id])
        self._names = PhraseIndex(names)

    def __len__(self) -> int:
        return len(self.places)

    def __contains__(self, place_id: str) -> bool:
        return place_id in self._number_of

    def place(self, place_id: str) -> Place:
        """Return the place with this id; raises `DataError` when there is none."""
        if place_id not in self._number_of:
            raise DataError(f"the gazetteer has no place '{place_id}'; run `make data`")
        return self.places[self._number_of[place_id]]

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
            for hit in self.find(Folded(folded, folded, (), ()))
            if hit.word_start == 0 and hit.end == len(folded) and not hit.clitic
            for number in hit.entries
        ]


@cache
def load_gazetteer(path: Path | None = None) -> Gazetteer:
    """Load the gazetteer that ships, or the one built at `path`, once for each path."""
    paths = [path] if path else [DATA_DIR / "gazetteer" / f"{name}.csv" for name in EMBEDDED]
    return Gazetteer(named for source in paths for named in _read_places(source))


def is_convention(folded_name: str, place: Place) -> bool:
    """Return whether outlets call a place by this name although it isn't its own."""
    return (folded_name, place.id) in _read_conventions()


@cache
def _read_conventions() -> dict[tuple[str, str], str]:
    """Return the conventional names: folded name and place id to the name as spelled."""
    rows = read_table("gazetteer/conventions", "name", "place_id")
    return {(fold_text(row["name"]), row["place_id"]): row["name"] for row in rows}


def _read_places(path: Path) -> Iterator[tuple[Place, list[str]]]:
    for line, row in enumerate(read_rows(path, COLUMNS), 2):
        try:
            yield place_of(row), list(names_of(row))
        except (ValueError, KeyError) as error:
            raise DataError(
                f"table '{path.name}' line {line} ({row.get('id')}): {error}; "
                "correct the row, or run `make data`"
            ) from error


def place_of(row: Row) -> Place:
    """Make a place of a gazetteer row; its feature code gives what the row leaves out."""
    code = row["feature_code"]
    precision, default_radius_km = read_feature_codes()[code]
    return Place(
        id=row["id"],
        name_en=row["name_en"],
        name_ar=row["name_ar"],
        feature_code=code,
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        radius_km=float(row.get("radius_km") or default_radius_km),
        precision=precision,
        country=row["country"],
        admin1=row.get("admin1", ""),
        admin2=row.get("admin2", ""),
        geometry=row.get("geometry", ""),
        population=int(row.get("population") or 0),
        ambiguous=row.get("ambiguous") == "1",
        source=row.get("source", ""),
        note=row.get("note", ""),
    )


def names_of(row: Row) -> Iterator[str]:
    """Yield every name of a gazetteer row, as spelled."""
    for column in NAME_COLUMNS:
        yield from split_list(row.get(column, ""))


@cache
def read_feature_codes() -> dict[str, tuple[LocationPrecision, float]]:
    """Return the precision and the default radius in km of every feature code."""
    rows = read_table("lexicon/feature_codes", "code", "precision", "default_radius_km")
    return {
        row["code"]: (LocationPrecision(row["precision"]), float(row["default_radius_km"]))
        for row in rows
    }

"""All names of a gazetteer in one table, to be searched by how they are written and sound."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.gazetteer.index import Gazetteer
from geo.gazetteer.names import fold_names, is_arabic
from geo.gazetteer.sounds import sound_names, take_consonants
from geo.tables import read_table, split_list
from geo.text.phrases import split_article

LEAST_LIKENESS = 0.66
"""Names less like the query than this are not offered; one letter of three may differ."""

MOST_LIKE = 400
SHORTEST_PART = 3
SHORTEST_CONSONANTS = 3


class Likeness(StrEnum):
    """Why a name was offered, the surest first."""

    SAME = "same"
    SAME_BUT_ARTICLE = "same_but_article"
    SAME_SOUND = "same_sound"
    SAME_CONSONANTS = "same_consonants"
    PART = "part"
    LIKE = "like"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """A name of a place that is like the query: `score` from 0 to 1, 1 when it is the same."""

    place_number: int
    name: str
    score: float
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Query:
    """A name that is looked for: folded, without the article, as it sounds."""

    folded: str
    bare: str
    sound: str
    consonants: str


class NameTable:
    """Every name of a gazetteer with its sound; made once for each gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        pairs = [
            (number, form)
            for number, named in enumerate(gazetteer)
            for name in named.names
            for form in _list_forms(name)
        ]
        self._numbers = [number for number, _ in pairs]
        self._names = [name for _, name in pairs]
        self._folded = fold_names(self._names)
        self._sounds = sound_names(self._folded)
        consonants = take_consonants(self._sounds)
        rows_of: dict[str, list[int]] = defaultdict(list)
        for row, sound in enumerate(self._sounds):
            rows_of[sound].append(row)
        self._rows_of = dict(rows_of)
        self._distinct = list(self._rows_of)
        self._joined = [sound.replace(" ", "") for sound in self._distinct]
        sounds_of: dict[str, list[str]] = defaultdict(list)
        for sound, letters in dict(zip(self._sounds, consonants, strict=True)).items():
            sounds_of[letters].append(sound)
        self._sounds_of = dict(sounds_of)

    def search(self, name: str) -> list[NameMatch]:
        """Return the best match of each place whose name is like this one, in no order."""
        query = _make_query(name)
        best: dict[int, NameMatch] = {}
        for row in self._find_rows(query):
            match = self._compare(query, row)
            known = best.get(match.place_number)
            if match.score >= LEAST_LIKENESS and (known is None or match.score > known.score):
                best[match.place_number] = match
        return list(best.values())

    def _find_rows(self, query: Query) -> Iterator[int]:
        """Yield the rows that may be like a query: same consonants, a part, or few changes."""
        if not query.sound:
            return
        sounds = dict.fromkeys(self._sounds_of.get(query.consonants, ()))
        found = process.extract(
            query.sound.replace(" ", ""),
            self._joined,
            scorer=OSA.normalized_similarity,
            score_cutoff=LEAST_LIKENESS,
            limit=MOST_LIKE,
        )
        sounds.update((self._distinct[position], None) for *_, position in found)
        if len(query.sound) >= SHORTEST_PART:
            part = f" {query.sound} "
            sounds.update((sound, None) for sound in self._distinct if part in f" {sound} ")
        for sound in sounds:
            yield from self._rows_of[sound]

    def _compare(self, query: Query, row: int) -> NameMatch:
        folded, sound = self._folded[row], self._sounds[row]
        score, likeness = _rate(query, folded, split_article(self._names[row])[0], sound)
        return NameMatch(
            place_number=self._numbers[row],
            name=self._names[row],
            score=score,
            likeness=likeness,
        )


@lru_cache(maxsize=2)
def tabulate_names(gazetteer: Gazetteer) -> NameTable:
    """Return the table of a gazetteer's names, made once."""
    return NameTable(gazetteer)


def _list_forms(name: str) -> Iterator[str]:
    """Yield a name, and what a person may type of one that bears its place word: ``بلدة صدد``."""
    yield name
    first, _, rest = name.partition(" ")
    if rest and first in _read_first_words():
        yield rest


@cache
def _read_first_words() -> frozenset[str]:
    """Return the words for a kind of place that stand before a name and are no part of it."""
    rows = read_table("lexicon/place_words", "word", "side", "in_name")
    return frozenset(
        word
        for row in rows
        if row["side"] == "before" and row["in_name"] != "1"
        for word in split_list(row["word"])
    )


def _make_query(name: str) -> Query:
    folded = fold_names([name])
    sounds = sound_names(folded)
    return Query(folded[0], split_article(name)[0], sounds[0], take_consonants(sounds)[0])


def _rate(query: Query, folded: str, bare: str, sound: str) -> tuple[float, Likeness]:
    """Return how like a name is to a query, and why."""
    joined, query_joined = sound.replace(" ", ""), query.sound.replace(" ", "")
    likeness = OSA.normalized_similarity(query_joined, joined)
    if folded == query.folded:
        return 1.0, Likeness.SAME
    if bare == query.bare:
        return 0.98, Likeness.SAME_BUT_ARTICLE
    written = OSA.normalized_similarity(query.bare, bare)
    if joined == query_joined:
        return 0.9 + 0.06 * written, Likeness.SAME_SOUND
    part = _share(query.sound, sound)
    if part:
        return 0.7 + 0.15 * part, Likeness.PART
    if (
        len(query.consonants) >= SHORTEST_CONSONANTS
        and take_consonants([sound])[0] == query.consonants
    ):
        same_script = is_arabic(bare) == is_arabic(query.bare)
        return (0.7 if same_script else 0.78) + 0.15 * likeness, Likeness.SAME_CONSONANTS
    return 0.88 * max(likeness, 0.5 * likeness + 0.5 * written), Likeness.LIKE


def _share(query: str, name: str) -> float:
    """Return how much of a name a query is whose words stand in it; 0 when they don't."""
    if len(query) < SHORTEST_PART or f" {query} " not in f" {name} ":
        return 0.0
    return len(query) / len(name)

"""Names of the gazetteer in a text: which of the overlapping hits to read, and their spans."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from geo.gazetteer.index import Gazetteer
from geo.geoparse.cues import Cue, CueKind, Cues
from geo.geoparse.passage import Passage
from geo.models import Discarded, Place
from geo.tables import read_table
from geo.text.fold import fold_text
from geo.text.name_parts import read_name_parts
from geo.text.phrases import Hit, full_phrase

_JOINING = frozenset({CueKind.RELATION, CueKind.PREPOSITION, CueKind.INSIDE})
_LINES = frozenset({"RD", "BDRY"})
_PLACING = frozenset({CueKind.INSIDE, CueKind.PREPOSITION, CueKind.PLACE_WORD})
_PLACING |= {CueKind.VERB_OF_PLACE, CueKind.STATE_DOES}
_NEWSPAPER = CueKind.NEWSPAPER.value
_FUTURE = "will"
"""The letter that only verbs take."""


class Name(NamedTuple):
    """A name of the gazetteer at ``[start, end)`` of the folded text, place words outside.

    `key` is the name as folded, with the article a clitic swallowed. `own_words` are the place
    words that the gazetteer counts to the name and we don't. `whole` is the road that a name
    is part of (``Baghdad`` in ``the Baghdad-Kirkuk road``).
    """

    start: int
    end: int
    word_start: int
    clitic: str
    key: str
    entries: tuple[int, ...]
    own_words: tuple[Cue, ...] = ()
    whole: Place | None = None


def choose_names(passage: Passage) -> tuple[list[Name], list[Discarded]]:
    """Return the leftmost longest names outside masked ones (organisations, newspapers ...).

    A road's or border's name that joins two names is read as those two, unless it is made of
    demonyms alone.
    """
    hits = passage.gazetteer.find(passage.folded)
    names: list[Name] = []
    discarded: list[Discarded] = []
    masks = _Masks(passage.cues.masks)
    free_from = 0
    lines = _line_entries(passage.gazetteer)
    for number, hit in enumerate(hits):
        if hit.start < free_from or hit.clitic == _FUTURE:
            continue
        if not lines.isdisjoint(hit.entries) and _joins_names(number, hits, passage):
            continue
        mask = masks.around(hit)
        if mask and not _is_told_where(hit, mask, passage.cues):
            code = f"mask_{mask.row.values[0]}"
            reason = f"{code}: {_read_mask_words().get(code, code)}"
            discarded.append(Discarded(reason=reason, start=hit.start, end=hit.end))
            free_from = mask.end
            continue
        names.append(_trim(hit, passage))
        free_from = names[-1].end
    return _with_roads(names, hits, passage.gazetteer), discarded


def _is_told_where(hit: Hit, mask: Cue, cues: Cues) -> bool:
    """Return whether a name that begins an outlet's is where something is: ``في بغداد اليوم``."""
    if mask.row.values[0] != _NEWSPAPER or hit.start != mask.start:
        return False
    kinds = {cue.row.kind for cue in cues.before(hit.word_start)}
    return hit.clitic == "in" or (not kinds.isdisjoint(_PLACING) and CueKind.AGAINST not in kinds)


@cache
def _read_mask_words() -> dict[str, str]:
    """Return what a masked name is part of, in words, by code of ``data/lexicon/discards.csv``."""
    rows = read_table("lexicon/discards", "code", "label_en")
    return {row["code"]: row["label_en"] for row in rows}


class _Masks:
    """The masked names of a text; hits are asked in rising order of their start."""

    def __init__(self, masks: list[Cue]) -> None:
        self._masks = sorted(masks, key=lambda cue: (cue.start, -cue.end))
        self._first = 0

    def around(self, hit: Hit) -> Cue | None:
        """Return the masked name that a hit is a part of, not the whole."""
        masks = self._masks
        while self._first < len(masks) and masks[self._first].end <= hit.start:
            self._first += 1
        for number in range(self._first, len(masks)):
            mask = masks[number]
            if mask.start > hit.start:
                return None
            if hit.end <= mask.end and mask.end - mask.start > hit.end - hit.start:
                return mask
        return None


def _joins_names(number: int, hits: Sequence[Hit], passage: Passage) -> bool:
    """Return whether a road's or border's name holds two other names and what joins them."""
    hit = hits[number]
    if " " not in passage.folded.words[hit.start : hit.end]:
        return False
    codes = {passage.gazetteer.places[entry].feature_code for entry in hit.entries}
    if codes == {"BDRY"} and not _says_between(hit, passage.cues):
        return False
    return len(list(_inner_hits(hit, number, hits))) > 1


@lru_cache(maxsize=4)
def _line_entries(gazetteer: Gazetteer) -> frozenset[int]:
    """Return the numbers of the roads and borders, whose names may join others."""
    places = enumerate(gazetteer.places)
    return frozenset(number for number, place in places if place.feature_code in _LINES)


def _inner_hits(hit: Hit, number: int, hits: Sequence[Hit]) -> Iterator[Hit]:
    """Yield the hits inside another, leftmost longest."""
    free_from = hit.start
    for position in range(number + 1, len(hits)):
        inner = hits[position]
        if inner.start >= hit.end:
            return
        shorter = inner.end - inner.start < hit.end - hit.start
        if inner.start >= free_from and inner.end <= hit.end and shorter:
            free_from = inner.end
            yield inner


def _says_between(hit: Hit, cues: Cues) -> bool:
    positions = range(hit.start + 1, hit.end)
    return any(cue.row.kind in _JOINING for p in positions for cue in cues.starting_at(p))


def _with_roads(names: list[Name], hits: Sequence[Hit], gazetteer: Gazetteer) -> list[Name]:
    """Tell the names that a road joins which road it is."""
    lines = _line_entries(gazetteer)
    found = ((hit, _road_of(hit, gazetteer)) for hit in hits if not lines.isdisjoint(hit.entries))
    roads = [(hit, road) for hit, road in found if road]
    if not roads:
        return names
    told, number = [], 0
    for name in names:
        while number < len(roads) and roads[number][0].end < name.end:
            number += 1
        hit, road = roads[number] if number < len(roads) else (None, None)
        if hit and hit.start <= name.start and hit.end - hit.start > name.end - name.start:
            name = name._replace(whole=road)  # noqa: PLW2901
        told.append(name)
    return told


def _road_of(hit: Hit, gazetteer: Gazetteer) -> Place | None:
    """Return the first road among the places of a hit."""
    places = (gazetteer.places[entry] for entry in hit.entries)
    return next((place for place in places if place.feature_code == "RD"), None)


def _trim(hit: Hit, passage: Passage) -> Name:
    """Return the name of a hit without the place words that stand outside a name.

    The gazetteer knows ``منفذ ربيعة`` and ``al-Hol camp``; the name is ``ربيعة``, ``al-Hol``.
    A town whose own name has the word for town in it (``مدينة الصدر``) keeps it.
    """
    start, end, word_start, clitic, entries = hit
    cues, words = passage.cues, passage.folded.words
    if _begins_with_preposition(start, end, passage):
        start = word_start = words.index(" ", start) + 1
    key = full_phrase(hit, passage.folded)
    own: tuple[Cue, ...] = ()
    if " " in key:
        is_town = _is_town_name(key, entries, passage.gazetteer)
        end = _end_before_locator(start, end, passage)
        for cue in (*cues.starting_at(word_start), *cues.starting_at(start)):
            if _is_outside(cue, "before", is_town=is_town) and cue.end < end:
                own, start = (cue,), _skip_space(words, cue.end)
                break
        for cue in () if own else cues.ending_at(end):
            if _is_outside(cue, "after", is_town=is_town) and start < cue.word_start:
                own, end = (cue,), _skip_space_back(words, cue.word_start)
                break
        end = _end_before_attribute(hit.start, start, end, passage)
    return Name(start, end, word_start, clitic, key, entries, own)


def _begins_with_preposition(start: int, end: int, passage: Passage) -> bool:
    """Return whether a Latin name begins with a preposition that looks like its article.

    ``at Tanf`` is no ``At Tanf``: the text writes the first word small, the second not.
    """
    surface = passage.surface(start, end)
    first, space, rest = surface.partition(" ")
    if not space or not first.isascii() or not first.islower() or not rest[0].isupper():
        return False
    return any(
        cue.end == start + len(first) and cue.row.kind in (CueKind.PREPOSITION, CueKind.INSIDE)
        for cue in passage.cues.starting_at(start)
    )


@lru_cache(maxsize=65536)
def _is_town_name(key: str, entries: tuple[int, ...], gazetteer: Gazetteer) -> bool:
    """Return whether a settlement bears the name itself, not as an alias."""
    places = (gazetteer.places[entry] for entry in entries)
    return any(
        place.feature_code.startswith("PPL")
        and key in (fold_text(place.name_ar), fold_text(place.name_en))
        for place in places
    )


def _skip_space_back(words: str, position: int) -> int:
    while words[position - 1] == " ":
        position -= 1
    return position


def _skip_space(words: str, position: int) -> int:
    while words[position] == " ":
        position += 1
    return position


def _is_outside(cue: Cue, side: str, *, is_town: bool) -> bool:
    row = cue.row
    if row.kind is not CueKind.PLACE_WORD or row.in_name or row.side != side:
        return False
    return not (row.own and is_town)


def _end_before_attribute(first: int, start: int, end: int, passage: Passage) -> int:
    """Return where a name ends whose last word describes the place word that leads it.

    ``منفذ ربيعة الحدودي``; the place word, at `first`, may be in the name or before it.
    """
    words = passage.folded.words
    last = words.rfind(" ", start, end)
    if last == -1 or words[last + 1 : end] not in read_name_parts("attribute"):
        return end
    leading = [c for c in passage.cues.starting_at(first) if c.row.kind is CueKind.PLACE_WORD]
    return last if any(start >= cue.end or cue.end < last for cue in leading) else end


def _end_before_locator(start: int, end: int, passage: Passage) -> int:
    """Return where a name ends whose last words only say where it is: الحاضر بريف حلب."""
    words = passage.folded.words
    position = words.find(" ", start, end)
    while position != -1:
        if any(cue.clitic == "in" for cue in passage.cues.starting_at(position + 1)):
            return position
        position = words.find(" ", position + 1, end)
    return end

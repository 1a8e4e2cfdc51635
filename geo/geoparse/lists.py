"""Lists of names: which names stand in one list, and the words its members share."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo.geoparse.cues import Cue, CueKind
from geo.geoparse.names import Name
from geo.geoparse.passage import Passage
from geo.models import LocationPrecision, Place
from geo.text.name_parts import read_name_parts

MAX_GAP_CHARS = 24

_LATIN_COMMA = ","
_COMMAS = ",،"
_PROVINCE = LocationPrecision.PROVINCE
_SHARED = frozenset({CueKind.PLACE_WORD, CueKind.PREPOSITION, CueKind.INSIDE, CueKind.RELATION})
_BETWEEN_MEMBERS = re.compile(r"\s*(?:\(?\d+\)?\s*)?[,،/–—−_-]?\s*")
_DRAWN_OUT = "\u0640"
"""The stroke that lengthens a letter, which texts put for a dash; folding drops it."""


class Member(NamedTuple):
    """A name as a list sees it."""

    name: Name
    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    places: tuple[Place, ...] = ()


def find_lists(members: Sequence[Member], passage: Passage) -> Iterator[range]:
    """Yield the runs of two or more names parted only by a comma, a conjunction or both."""
    first = 0
    for number in range(1, len(members) + 1):
        if number < len(members) and _is_listed(members[number - 1], members[number], passage):
            continue
        if number - first > 1:
            yield range(first, number)
        first = number


def _is_listed(first: Member, second: Member, passage: Passage) -> bool:
    name = second.name
    if name.start - first.name.end > MAX_GAP_CHARS:
        return False
    begin, joined = name.word_start, name.clitic == "and"
    nearest = second.before[0] if second.before else None
    if nearest and nearest.row.kind is CueKind.CONJUNCTION and nearest.start >= first.name.end:
        begin, joined = nearest.word_start, True
    between = _leave_out_surroundings(passage.folded.text[first.name.end : begin])
    if not joined and _is_province_of(first, second, between):
        return False
    if not _BETWEEN_MEMBERS.fullmatch(between):
        return False
    return joined or bool(between.strip()) or _has_stroke(first.name.end, begin, passage)


def _leave_out_surroundings(between: str) -> str:
    """Return what stands between two names without the surroundings: ``حمص وريفها، وحماة``."""
    word, space, rest = between.strip().partition(" ")
    alone = word.rstrip(_COMMAS)
    if alone not in read_name_parts("surroundings"):
        return between
    return f"{word[len(alone) :]}{space}{rest}"


def _has_stroke(start: int, end: int, passage: Passage) -> bool:
    """Return whether a lengthening stroke stands alone between two words: ``بيجي ـ حديثة``."""
    folded = passage.folded
    return _DRAWN_OUT in passage.source[folded.end_origin(start) : folded.origin(end)]


def shared_heads(members: Sequence[Member]) -> tuple[Cue, ...]:
    """Return the cues that hold for all members: what leads the first, what ends the last.

    ``محافظات نينوى وصلاح الدين وكركوك``; ``Nineveh, Salah al-Din and Kirkuk provinces``.
    """
    leading = [cue for cue in members[0].before if cue.row.kind in _SHARED]
    ending = [cue for cue in members[-1].after if cue.row.kind is CueKind.PLACE_WORD]
    return (*leading, *ending)


def _is_province_of(first: Member, second: Member, between: str) -> bool:
    """Return whether a Latin comma puts a name into a foreign province: ``Lebanon, Pennsylvania``.

    No place of the first name lies in the province's country, so the two are no list.
    """
    if between.strip() != _LATIN_COMMA or not second.places:
        return False
    countries = {place.country for place in first.places}
    return all(
        place.precision is _PROVINCE and place.country not in countries for place in second.places
    )

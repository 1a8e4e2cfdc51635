"""Lists of names: which names stand in one list, and the words its members share."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo.geoparse.cues import Cue, CueKind
from geo.text.fold import Folded

_SHARED = frozenset({CueKind.PLACE_WORD, CueKind.PREPOSITION, CueKind.INSIDE, CueKind.RELATION})
_BETWEEN_MEMBERS = re.compile(r"\s*(?:\(\d+\)\s*)?[,،/–-]?\s*")


class Member(NamedTuple):
    """A name as a list sees it."""

    start: int
    end: int
    word_start: int
    clitic: str
    before: tuple[Cue, ...]
    after: tuple[Cue, ...]


def find_lists(members: Sequence[Member], folded: Folded) -> Iterator[range]:
    """Yield the runs of two or more names parted only by a comma, a conjunction or both."""
    first = 0
    for number in range(1, len(members) + 1):
        if number < len(members) and _is_listed(members[number - 1], members[number], folded):
            continue
        if number - first > 1:
            yield range(first, number)
        first = number


def _is_listed(first: Member, second: Member, folded: Folded) -> bool:
    if second.start - first.end > 16:
        return False
    begin, joined = second.word_start, second.clitic == "and"
    nearest = second.before[0] if second.before else None
    if nearest and nearest.row.kind is CueKind.CONJUNCTION and nearest.start >= first.end:
        begin, joined = nearest.word_start, True
    between = folded.text[first.end : begin]
    if not _BETWEEN_MEMBERS.fullmatch(between):
        return False
    return joined or bool(between.strip())


def shared_heads(members: Sequence[Member]) -> tuple[Cue, ...]:
    """Return the cues that hold for all members: what leads the first, what ends the last.

    ``محافظات نينوى وصلاح الدين وكركوك``; ``Nineveh, Salah al-Din and Kirkuk provinces``.
    """
    leading = [cue for cue in members[0].before if cue.row.kind in _SHARED]
    ending = [cue for cue in members[-1].after if cue.row.kind is CueKind.PLACE_WORD]
    return (*leading, *ending)

"""How the spelling of a name in a text differs from the name's own, before folding."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache

from geo.tables import read_table, split_list
from geo.text.fold import drop_marks

_HAMZA = frozenset("أإآؤئءٱ")
_MADDA = "آ"
_ROUND = frozenset("ةه")
_CARELESS = "careless"


class Spelling(StrEnum):
    """How a text spells a name; each but `OWN` is a feature of recognition."""

    OWN = ""
    HAMZA_ADDED = "hamza_added"
    ENDING_CHANGED = "ending_changed"


def compare_spelling(surface: str, spellings: Iterable[str]) -> Spelling:
    """Return how a surface differs from the nearest of a name's own spellings.

    A text that leaves a hamza out is only careless; one that writes a hamza or another ending
    where the name has none often means another word.

    >>> compare_spelling("بأن", ["بان"]), compare_spelling("حديثه", ["حديثة"])
    (<Spelling.HAMZA_ADDED: 'hamza_added'>, <Spelling.ENDING_CHANGED: 'ending_changed'>)
    """
    bare = drop_marks(surface)
    found = {_compare(bare, drop_marks(spelling)) for spelling in spellings}
    if not found or Spelling.OWN in found:
        return Spelling.OWN
    return min(found, key=lambda spelling: spelling is Spelling.HAMZA_ADDED)


@lru_cache(maxsize=64)
def is_careless(text: str) -> bool:
    """Return whether a text writes words without the hamza or the dots that belong to them."""
    return bool(_careless_words().search(text))


@cache
def _careless_words() -> re.Pattern[str]:
    rows = read_table("lexicon/name_parts", "side", "words")
    words = (word for row in rows if row["side"] == _CARELESS for word in split_list(row["words"]))
    return re.compile(rf"\b(?:{'|'.join(sorted(words))})\b")


def has_loose_ending(surface: str) -> bool:
    """Return whether a noun that is spelled with a round ending stands without its dots.

    ``بلده`` may be a careless ``بلدة``, or ``his country``.
    """
    return surface.endswith("ه")


def marks_fit(surface: str, spellings: Iterable[str]) -> bool | None:
    """Return whether a surface with vowel marks is one of the spellings that have marks too.

    None when no spelling has marks, so that they tell nothing.

    >>> marks_fit("عمّان", ["عمان", "عمّان"]), marks_fit("عمّان", ["عُمان"])
    (True, False)
    """
    own = _read_marks(surface)
    marked = [marks for marks in map(_read_marks, spellings) if marks]
    if not own or not marked:
        return None
    return any(_agree(own, marks) for marks in marked)


def _agree(first: dict[int, str], second: dict[int, str]) -> bool:
    """Return whether two spellings share a marked letter and differ at none."""
    shared = first.keys() & second.keys()
    return bool(shared) and all(first[letter] == second[letter] for letter in shared)


def _read_marks(text: str) -> dict[int, str]:
    """Return the marks of each letter that bears some, by the number of the letter."""
    marks: dict[int, str] = {}
    letters = 0
    for character in text:
        if drop_marks(character):
            letters += 1
        else:
            marks[letters] = marks.get(letters, "") + character
    return marks


def _compare(surface: str, spelling: str) -> Spelling:
    if len(surface) != len(spelling):
        return Spelling.OWN
    differing = [(a, b) for a, b in zip(surface, spelling, strict=True) if a != b]
    if any(a in _HAMZA and (b not in _HAMZA or a == _MADDA) for a, b in differing):
        return Spelling.HAMZA_ADDED
    if differing and {*differing[-1]} == _ROUND:
        return Spelling.ENDING_CHANGED
    return Spelling.OWN

"""How the spelling of a name in a text differs from the name's own, before folding."""

from collections.abc import Iterable
from enum import StrEnum

from geo.text.fold import drop_marks

_HAMZA = frozenset("أإآؤئءٱ")
_MADDA = "آ"
_ROUND = frozenset("ةه")


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


def has_loose_ending(surface: str) -> bool:
    """Return whether a noun that is spelled with a round ending stands without its dots.

    ``بلده`` may be a careless ``بلدة``, or ``his country``.
    """
    return surface.endswith("ه")


def _compare(surface: str, spelling: str) -> Spelling:
    if len(surface) != len(spelling):
        return Spelling.OWN
    differing = [(a, b) for a, b in zip(surface, spelling, strict=True) if a != b]
    if any(a in _HAMZA and (b not in _HAMZA or a == _MADDA) for a, b in differing):
        return Spelling.HAMZA_ADDED
    if differing and {*differing[-1]} == _ROUND:
        return Spelling.ENDING_CHANGED
    return Spelling.OWN

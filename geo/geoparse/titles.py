"""Names inside the title of a book, film or ship: after its word, in quotation marks."""

from geo.geoparse.cues import CueKind
from geo.geoparse.names import Name
from geo.geoparse.passage import Passage

MAX_TITLE_CHARS = 80
"""How far from its opening quotation mark a name may stand, and that mark from the closing."""

_OPENING = "«“„"
_CLOSING = "»”"
_PLAIN = '"'
_TITLED = frozenset(
    {CueKind.WORK, CueKind.NEWSPAPER, CueKind.INSTITUTION, CueKind.STREET, CueKind.THING}
    | {CueKind.ORGANISATION, CueKind.TEAM}
)


def is_in_title(name: Name, passage: Passage) -> bool:
    """Return whether a name stands in quotation marks that a word for a work leads to.

    ``فيلم «بغداد»``, ``رواية «فرانكشتاين في بغداد»``, ``the film "Mosul"``.
    """
    opening = _find_opening(passage.folded.text, name.word_start)
    if opening < 0 or not _is_closed(passage.folded.text, opening, name.end):
        return False
    return any(cue.row.kind in _TITLED for cue in passage.cues.before(opening))


def _find_opening(text: str, position: int) -> int:
    """Return where the quotation begins that holds a position, -1 when none does."""
    low = max(text.rfind("\n", 0, position) + 1, position - MAX_TITLE_CHARS)
    if all(text.find(mark, low, position) < 0 for mark in (*_OPENING, _PLAIN)):
        return -1
    for number in range(position - 1, low - 1, -1):
        mark = text[number]
        if mark in _CLOSING:
            return -1
        if mark in _OPENING:
            return number
        if mark == _PLAIN:
            line = text.rfind("\n", 0, position) + 1
            return number if text.count(_PLAIN, line, position) % 2 else -1
    return -1


def _is_closed(text: str, opening: int, end: int) -> bool:
    closing = _PLAIN if text[opening] == _PLAIN else _CLOSING
    high = min(len(text), max(end + MAX_TITLE_CHARS, opening + MAX_TITLE_CHARS))
    return any(text[number] in closing for number in range(end, high))

"""Names inside the title of a book, film or ship: after its word, in quotation marks."""

from geo.geoparse.cues import CueKind
from geo.geoparse.names import Name
from geo.geoparse.passage import Passage

MAX_TITLE_CHARS = 80
"""How far from its opening quotation mark a name may stand, and that mark from the closing."""

MAX_PHRASE_CHARS = 45
"""Up to this length what stands between quotation marks is a phrase, no sentence somebody said."""

_OPENING = "«“„"
_CLOSING = "»”"
_PLAIN = '"'
_TITLED = frozenset(
    {CueKind.WORK, CueKind.NEWSPAPER, CueKind.INSTITUTION, CueKind.STREET, CueKind.THING}
    | {CueKind.ORGANISATION, CueKind.TEAM}
)


def find_quotation(name: Name, passage: Passage) -> str:
    """Return the feature of a name in quotation marks: titled, phrase_quoted or none.

    It is titled where a word for a work leads to the marks (``فيلم «بغداد»``, ``the film
    "Mosul"``); a short phrase between marks may be a title without one (``نال «آخر الرجال في
    حلب» جائزة``).
    """
    text = passage.folded.text
    opening = _find_opening(text, name.word_start)
    closing = _find_closing(text, opening, name.end) if opening >= 0 else -1
    if closing < 0:
        return ""
    if any(cue.row.kind in _TITLED for cue in passage.cues.before(opening)):
        return "titled"
    is_phrase = closing - opening <= MAX_PHRASE_CHARS and opening + 1 < name.word_start
    return "phrase_quoted" if is_phrase else ""


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


def _find_closing(text: str, opening: int, end: int) -> int:
    """Return where a quotation ends, -1 when it doesn't within reach of a name's end."""
    closing = _PLAIN if text[opening] == _PLAIN else _CLOSING
    high = min(len(text), end + MAX_TITLE_CHARS)
    return next((number for number in range(end, high) if text[number] in closing), -1)

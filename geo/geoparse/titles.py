"""Names inside the title of a book, film or ship: after its word, in quotation marks."""

from bisect import bisect_right

from geo.geoparse.cues import CueKind
from geo.geoparse.names import Name
from geo.geoparse.passage import Passage

MAX_PHRASE_CHARS = 45
"""Up to this length what stands between quotation marks is a phrase, no sentence somebody said."""

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
    number = bisect_right(passage.quotations, (name.word_start,)) - 1
    if number < 0:
        return ""
    opening, closing = passage.quotations[number]
    if closing < name.end:
        return ""
    if any(cue.row.kind in _TITLED for cue in passage.cues.before(opening)):
        return "titled"
    is_phrase = closing - opening <= MAX_PHRASE_CHARS and opening + 1 < name.word_start
    return "phrase_quoted" if is_phrase else ""

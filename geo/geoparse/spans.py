"""Where the name of a toponym begins and ends: which of the words beside it belong to it."""

from geo.geoparse.cues import Cue, CueKind
from geo.geoparse.recognise import Toponym
from geo.text.fold import Folded
from geo.text.name_parts import read_name_parts

_ABBREVIATION = "."


def find_span(toponym: Toponym, folded: Folded, *, composed: bool) -> tuple[int, int]:
    """Return the span of a name in the folded text.

    A desert, mountain, dam, base ... and a direction belong to the name they touch; a direction
    only when the place is composed of it and no distance is told. The Arabic article of a Latin
    spelling (``As-Sukhna``) and the last stop of an abbreviation (``U.S.``) do too.
    """
    return _find_start(toponym, folded, composed=composed), _find_end(toponym, folded)


def _find_start(toponym: Toponym, folded: Folded, *, composed: bool) -> int:
    start = toponym.start
    nearest = toponym.before[0] if toponym.before else None
    if nearest and nearest.row.in_name and nearest.end == toponym.word_start - 1:
        if nearest.row.kind is CueKind.PLACE_WORD:
            return nearest.start
        if composed and not any(cue.row.side == "distance" for cue in toponym.before):
            return nearest.start
    text = folded.text
    if start > 2 and text[start - 1] == "-" and text[start].isascii():
        begin = folded.words.rfind(" ", 0, start - 1) + 1
        if text[begin : start - 1] in read_name_parts("article"):
            return begin
    return start


def _find_end(toponym: Toponym, folded: Folded) -> int:
    end, text = toponym.end, folded.text
    for cue in toponym.after:
        if cue.row.in_name and cue.row.kind is CueKind.PLACE_WORD and _touches(cue, end):
            return cue.end
    if text[end : end + 1] == _ABBREVIATION and _ABBREVIATION in text[toponym.start : end]:
        return end + 1
    return end


def _touches(cue: Cue, end: int) -> bool:
    return cue.word_start == end + 1

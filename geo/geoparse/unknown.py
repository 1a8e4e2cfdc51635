"""Names no source knows, read because a word for a settlement leads to them."""

import re
from collections.abc import Collection, Iterator

from geo.geoparse.cues import Cue, CueKind, Cues
from geo.geoparse.passage import Passage
from geo.text.fold import Folded
from geo.text.name_parts import read_name_parts

MAX_UNKNOWN_WORDS = 4

MAX_APPOSITION_CHARS = 80
_APPOSITION = re.compile(
    r"((?:[A-Z][\w'’]*)(?:[ -](?:[a-z]{2}-)?[A-Z][\w'’]*){0,3}), ((?:[a-z]+ ){1,3})\Z"
)
_DETERMINERS = frozenset({CueKind.ARTICLE, CueKind.PARTICLE})
_WHERE = frozenset({CueKind.RELATION, CueKind.INSIDE, CueKind.PREPOSITION, CueKind.BELONGS})
_WORD = re.compile(r"\w+")
_JOINT = re.compile(r"[ \u00a0-]")
_PARTS_OF_NAMES = frozenset(
    {CueKind.TITLE, CueKind.KUNYA, CueKind.GIVEN_NAME, CueKind.PLACE_WORD, CueKind.ARTICLE}
    | {
        CueKind.MONTH,
        CueKind.SPEECH,
        CueKind.SPEECH_HE,
        CueKind.SPEECH_SHE,
        CueKind.INSTITUTION,
        CueKind.THING,
        CueKind.WORK,
    }
)


def find_unknown_names(passage: Passage, taken: Collection[int]) -> Iterator[tuple[int, int, Cue]]:
    """Yield start, end and place word of names that stand after the word for a settlement.

    ``قرية تل أصفر بمنطقة بادوش``, ``the village of Tal Asfar``; and of Latin names that an
    apposition calls so: ``Tal Asfar, a small village near Badush``. `taken` are the words where
    known names begin; one may be the end of an unknown name: ``قرية عين الكرمة``.
    """
    folded = passage.folded
    for cue in passage.cues.leading:
        if cue.row.side == "after":
            yield from _find_apposition(cue, passage, taken)
            continue
        start = cue.end + 1
        if start in taken or cue.start in taken or not _JOINT.match(folded.text, cue.end):
            continue
        latin = folded.text[start : start + 1].isascii()
        find_end = _end_of_capitals if latin else _end_of_name
        end = find_end(start, passage, taken)
        if end > start:
            yield start, end, cue


def _find_apposition(
    cue: Cue, passage: Passage, taken: Collection[int]
) -> Iterator[tuple[int, int, Cue]]:
    """Yield the capitalised words before the comma that a settlement's word explains."""
    found = _APPOSITION.search(passage.source, *_window(cue, passage))
    if not found or not _says_where(cue, passage):
        return
    length = len(passage.folded.words)
    start = cue.start - (passage.folded.origin(cue.start) - found.start(1))
    end = start + len(found[1])
    if not 0 <= start < end <= length or passage.surface(start, end) != found[1]:
        return
    article = cue.start - (found.end() - found.start(2))
    kinds = {known.row.kind for known in passage.cues.starting_at(article)}
    if kinds & _DETERMINERS and _is_free(start, end, passage, taken):
        yield start, end, cue


def _is_free(start: int, end: int, passage: Passage, taken: Collection[int]) -> bool:
    """Return whether no known name stands in a span, but at its end after a name's first word."""
    head, _, rest = passage.folded.words[start:end].partition(" ")
    if rest and head in read_name_parts("head"):
        end = start + len(head)
    return not any(position in taken for position in range(start, end))


def _window(cue: Cue, passage: Passage) -> tuple[int, int]:
    end = passage.folded.origin(cue.start)
    return max(0, end - MAX_APPOSITION_CHARS), end


def _says_where(cue: Cue, passage: Passage) -> bool:
    """Return whether a word of nearness or place follows the settlement's word."""
    return any(known.row.kind in _WHERE for known in passage.cues.starting_at(cue.end + 1))


def _end_of_name(start: int, passage: Passage, taken: Collection[int]) -> int:
    """Return where an unknown Arabic name ends: one word, more where its parts call for more."""
    end, previous = start, ""
    for number in range(MAX_UNKNOWN_WORDS):
        word = _next_word(end, number, passage.folded)
        if word is None or _ends_name(passage.cues, word.start(), number):
            break
        if word.start() in taken and previous not in read_name_parts("head"):
            break
        text = word[0]
        if (
            number
            and previous not in read_name_parts("head")
            and text not in read_name_parts("tail")
        ):
            break
        end, previous = word.end(), text
    return end


def _end_of_capitals(start: int, passage: Passage, taken: Collection[int]) -> int:
    """Return where a run of capitalised words ends; name heads (al-, el-) may be small."""
    source, folded = passage.source, passage.folded
    end = start
    for number in range(MAX_UNKNOWN_WORDS):
        word = _next_word(end, number, folded)
        if word is None or word.start() in taken:
            break
        if not source[folded.origin(word.start())].isupper():
            if word[0] not in read_name_parts("head"):
                break
            following = _next_word(word.end(), 1, folded)
            if following is None or not source[folded.origin(following.start())].isupper():
                break
        end = word.end()
    return end


def _next_word(position: int, number: int, folded: Folded) -> re.Match[str] | None:
    """Return the word at a position, or after one joint when it isn't the first."""
    if number:
        if not _JOINT.match(folded.text, position):
            return None
        position += 1
    return _WORD.match(folded.words, position)


def _ends_name(cues: Cues, position: int, number: int) -> bool:
    """Return whether a cue begins here that cannot stand in a name."""
    return any(
        cue.row.kind not in _PARTS_OF_NAMES and not (number and cue.row.side == "after")
        for cue in cues.starting_at(position)
    )

"""The words around a name that say what it is: place words, prepositions, titles, demonyms."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from geo.tables import split_list
from geo.text.fold import Folded, fold_text
from geo.text.forms import read_forms
from geo.text.phrases import Match, PhraseIndex


class CueKind(StrEnum):
    """What a cue says of the name beside it; the words of each kind are rows of data."""

    PLACE_WORD = "place_word"
    RELATION = "relation"
    PREPOSITION = "preposition"
    INSIDE = "inside"
    BELONGS = "belongs"
    POSSESSED = "possessed"
    VERB_OF_PLACE = "verb_of_place"
    CONJUNCTION = "conjunction"
    DEMONYM = "demonym"
    MASK = "mask"
    TITLE = "title"
    SPEECH = "speech"
    SPEECH_HE = "speech_he"
    SPEECH_SHE = "speech_she"
    STATE_DOES = "state_does"
    WOMAN_DOES = "woman_does"
    REPORTING = "reporting"
    GIVEN_NAME = "given_name"
    KUNYA = "kunya"
    TRIBE = "tribe"
    ORGANISATION = "organisation"
    INSTITUTION = "institution"
    NEWSPAPER = "newspaper"
    TEAM = "team"
    SPORT = "sport"
    STREET = "street"
    MONTH = "month"
    WORK = "work"
    THING = "thing"
    BIRTH = "birth"
    ARTICLE = "article"
    POSSESSIVE = "possessive"
    PLURAL = "plural"
    PARTICLE = "particle"
    AGAINST = "against"
    TOWARD = "toward"


class CueRow(NamedTuple):
    """One entry of the lexicon: `values` are feature codes, a relation or a place id.

    `side` is where the cue stands: before or after the name, ``anywhere`` in its sentence, or
    empty for both sides. `in_name` cues belong to the name they touch; those that lead are
    followed by a name even if no source knows it; `own` ones may be part of a town's own name.
    """

    kind: CueKind
    values: tuple[str, ...]
    side: str
    in_name: bool = False
    leads: bool = False
    own: bool = False


class Cue(NamedTuple):
    """A cue found at ``[start, end)`` of the folded text; `word_start` includes clitics."""

    start: int
    end: int
    word_start: int
    clitic: str
    row: CueRow

    @property
    def kind(self) -> CueKind:
        """What the cue says of the name beside it."""
        return self.row.kind


_VERBS = frozenset(
    {CueKind.SPEECH_HE, CueKind.SPEECH_SHE, CueKind.REPORTING, CueKind.VERB_OF_PLACE}
    | {CueKind.STATE_DOES, CueKind.WOMAN_DOES}
)
"""What the letter of the future may be joined to."""

_JOINTS = " -\u00a0"
_JOINTS_AFTER = " -\u00a0'’"


class Cues:
    """The cues of one text, found by where they end and where they begin.

    A text has many cues and few names, so what was matched becomes a `Cue` when it is asked for.
    """

    def __init__(self, folded: Folded) -> None:
        self._words = folded.words
        self._text = folded.text
        self.masks: list[Cue] = []
        self.leading: list[Cue] = []
        self._anywhere: dict[CueKind, list[int]] = defaultdict(list)
        lexicon = load_cues()
        self._rows, notable = lexicon.rows, lexicon.notable
        self._by_end = matches = lexicon.phrases.match(folded)
        self._ends = [match[1] for match in matches]
        self._by_start = sorted(matches, key=itemgetter(2))
        self._starts = [match[2] for match in self._by_start]
        for match in matches:
            if match[4] in notable:
                self._note(match)

    def _note(self, match: Match) -> None:
        """Keep the cues that are looked for by themselves, not beside a name."""
        for entry in match[4]:
            row = self._rows[entry]
            if row.side == "anywhere":
                self._anywhere[row.kind].append(match[0])
            elif row.kind is CueKind.MASK:
                self.masks.append(Cue(*match[:4], row))
            elif row.leads:
                self.leading.append(Cue(*match[:4], row))

    def _ending(self, position: int) -> list[Match]:
        """Return what was matched up to a position, longest first."""
        first = bisect_left(self._ends, position)
        last = bisect_right(self._ends, position, first)
        return self._by_end[first:last]

    def _starting(self, position: int) -> list[Match]:
        """Return what was matched from a position on, longest first."""
        first = bisect_left(self._starts, position)
        last = bisect_right(self._starts, position, first)
        return self._by_start[first:last][::-1]

    def _cues_of(self, matches: Iterable[Match], other_side: str | None) -> list[Cue]:
        rows = self._rows
        return [
            Cue(start, end, word_start, clitic, rows[entry])
            for start, end, word_start, clitic, entries in matches
            for entry in entries
            if rows[entry].side != other_side and rows[entry].side != "anywhere"
            if clitic != "will" or rows[entry].kind in _VERBS
        ]

    def before(self, position: int) -> list[Cue]:
        """Return the cues that end just before a position, longest first.

        Only white space and hyphens may stand between: a comma or a full stop parts them.
        """
        end, words, text = position, self._words, self._text
        while end and words[end - 1] == " ":
            if text[end - 1] not in _JOINTS:
                return []
            end -= 1
        found = self._ending(end)
        return self._cues_of(found, "after") if found else []

    def after(self, position: int) -> list[Cue]:
        """Return the cues that begin just after a position, longest first."""
        start, words, text = position, self._words, self._text
        while start < len(words) and words[start] == " ":
            if text[start] not in _JOINTS_AFTER:
                return []
            start += 1
        found = self._starting(start)
        if not found:
            return []
        return [cue for cue in self._cues_of(found, "before") if cue.clitic != "and"]

    def starting_at(self, position: int) -> list[Cue]:
        """Return the cues whose word begins at a position, longest first."""
        return self._cues_of(self._starting(position), None)

    def ending_at(self, position: int) -> list[Cue]:
        """Return the cues that end at a position, longest first."""
        return self._cues_of(self._ending(position), None)

    def anywhere(self) -> dict[CueKind, list[int]]:
        """Return where the cues stand that speak for a whole sentence, in order, by kind."""
        return self._anywhere

    def has_between(self, kind: CueKind, start: int, end: int) -> bool:
        """Return whether a cue that speaks for a whole sentence stands in a span."""
        positions = self._anywhere.get(kind, [])
        number = bisect_left(positions, start)
        return number < len(positions) and positions[number] < end


def _rows_of(entries: tuple[int, ...], rows: tuple[CueRow, ...]) -> list[CueRow]:
    """Return the rows of one phrase; ``على`` folds like a given name, and is none."""
    found = [rows[entry] for entry in entries]
    if len(found) > 1 and any(row.kind is CueKind.PREPOSITION for row in found):
        return [row for row in found if row.kind is not CueKind.GIVEN_NAME]
    return found


class Lexicon(NamedTuple):
    """All cue phrases, the rows their entries stand for, and the entries `Cues` notes at once."""

    phrases: PhraseIndex
    rows: tuple[CueRow, ...]
    notable: frozenset[tuple[int, ...]]


@cache
def load_cues() -> Lexicon:
    """Return the index of all cue phrases.

    A phrase that folds like a preposition (``على``) is no given name (``علي``).
    """
    rows: list[CueRow] = []
    phrases: dict[str, list[int]] = defaultdict(list)
    for forms, row in _cue_rows():
        rows.append(row)
        for form in forms:
            phrases[form].append(len(rows) - 1)
    prepositions = {
        fold_text(form)
        for form, entries in phrases.items()
        if any(rows[entry].kind is CueKind.PREPOSITION for entry in entries)
    }
    for form, entries in phrases.items():
        if fold_text(form) in prepositions:
            entries[:] = [e for e in entries if rows[e].kind is not CueKind.GIVEN_NAME]
    found = PhraseIndex(phrases)
    notable = frozenset(e for e in found.all_entries() if any(_is_notable(rows[i]) for i in e))
    return Lexicon(found, tuple(rows), notable)


def _is_notable(row: CueRow) -> bool:
    return row.side == "anywhere" or row.leads or row.kind is CueKind.MASK


def _cue_rows() -> Iterator[tuple[list[str], CueRow]]:
    for row, forms in read_forms(
        "lexicon/place_words", "word", "codes", "in_name", "leads", "own", "side"
    ):
        codes = tuple(split_list(row["codes"]))
        in_name = row["in_name"] == "1"
        leads = row["leads"] == "1"
        yield (
            forms,
            CueRow(CueKind.PLACE_WORD, codes, row["side"], in_name, leads, row["own"] == "1"),
        )
    for row, forms in read_forms("lexicon/relations", "word", "relation", "side", "in_name"):
        in_name = row["in_name"] == "1"
        yield forms, CueRow(CueKind.RELATION, (row["relation"],), row["side"], in_name)
    for row, forms in read_forms("lexicon/demonyms", "form", "place_id"):
        yield forms, CueRow(CueKind.DEMONYM, (row["place_id"],), "")
    for row, forms in read_forms("lexicon/masks", "phrase", "what"):
        yield forms, CueRow(CueKind.MASK, (row["what"],), "")
    for row, forms in read_forms("lexicon/cues", "phrase", "cue", "side"):
        yield forms, CueRow(CueKind(row["cue"]), (), row["side"])

"""The words a fact is read from: triggers, concepts, speakers, modality, directions, modes."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property
from operator import itemgetter
from typing import NamedTuple

from geo.facts.types import read_deadly
from geo.facts.units import read_units
from geo.tables import Row, split_list
from geo.text.fold import Folded
from geo.text.forms import read_forms
from geo.text.phrases import PhraseIndex

CASUALTY = "casualty"
"""Triggers that tell only that somebody was killed."""

IDIOM = "idiom"
"""Triggers that tell nothing, and cover those inside them."""

_LIKE = "like"
"""The clitic of a comparison: what is only likened to a deed is none."""


class SignalKind(StrEnum):
    """Which table of ``data/lexicon`` a signal's words stand in."""

    TRIGGER = "trigger"
    CONCEPT = "concept"
    SPEAKER = "speaker"
    MODALITY = "modality"
    DIRECTION = "direction"
    MODE = "mode"
    DEMONYM = "demonym"


_TRIGGER = SignalKind.TRIGGER


class SignalRow(NamedTuple):
    """One row of the lexicon: `key` is its type, concept, class, modality, role or mode.

    `requires` and `excludes` are concepts that must, or must not, stand in the sentence; of
    `requires` any one is enough, and ``a+b`` asks for both. `detail` is the noun's key of one
    person, the role of a speaker's word (speaker, post, anonymous, speech, according, anaphor,
    verified) or the reach of a modality; `side` is where a verb's speaker stands, tried in this
    order, or whether the first or the last of the words that name a speaker is their head.
    """

    kind: SignalKind
    key: str
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    strength: float = 1.0
    detail: str = ""
    side: tuple[str, ...] = ()


class Signal(NamedTuple):
    """A row's words at ``[start, end)`` of the article; `clitic` is what was joined to them."""

    start: int
    end: int
    clitic: str
    row: SignalRow


class Signals:
    """All signals of an article by kind, each list in order of position."""

    def __init__(
        self,
        folded: Folded,
        lists: Mapping[SignalKind, list[Signal]],
        covered: Sequence[Signal] = (),
    ) -> None:
        self.folded = folded
        self._lists = lists
        self._covered = covered
        self._starts: dict[SignalKind, list[int]] = {}

    def within(self, kind: SignalKind, start: int, end: int) -> list[Signal]:
        """Return the signals of a kind that begin in ``[start, end)``."""
        found = self._lists.get(kind)
        if not found:
            return []
        starts = self._starts.get(kind)
        if starts is None:
            starts = self._starts[kind] = list(map(_start, found))
        first = bisect_left(starts, start)
        return found[first : bisect_left(starts, end, first)]

    def of_kind(self, kind: SignalKind) -> Sequence[Signal]:
        """Return all signals of a kind."""
        return self._lists.get(kind, ())

    def inside(self, trigger: Signal) -> list[Signal]:
        """Return the triggers that a longer one covers."""
        covered = self._covered
        first = bisect_left(covered, trigger.start, key=_start)
        last = bisect_left(covered, trigger.end, first, key=_start)
        return [s for s in covered[first:last] if s.end <= trigger.end]

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each concept is named in the article, and each word that tells a fact."""
        kinds = (SignalKind.CONCEPT, SignalKind.TRIGGER)
        return Counter([signal.row.key for kind in kinds for signal in self.of_kind(kind)])


def find_signals(folded: Folded) -> Signals:
    """Find every signal of the lexicon in a text; of overlapping triggers the longest."""
    index, rows = load_signals()
    lists: dict[SignalKind, list[Signal]] = defaultdict(list)
    matches = sorted(index.match(folded), key=_position)
    spans = folded.origins(map(_position, matches))
    for (start, end), (_, _, _, clitic, entries) in zip(spans, matches, strict=True):
        for entry in entries:
            row = rows[entry]
            lists[row[0]].append(tuple.__new__(Signal, (start, end, clitic, row)))
    triggers = [trigger for trigger in lists[_TRIGGER] if trigger.clitic != _LIKE]
    lists[_TRIGGER], covered = _part_covered(triggers)
    return Signals(folded, lists, covered)


_position = itemgetter(0, 1)
_start = itemgetter(0)


def _part_covered(triggers: list[Signal]) -> tuple[list[Signal], list[Signal]]:
    """Return the triggers that stand in no longer one, and the others; of one span all stay.

    Words that say that people died stay in those at which people die.
    """
    deadly = read_deadly()
    kept: list[Signal] = []
    shorter: list[Signal] = []
    longest: Signal | None = None
    for trigger in sorted(triggers, key=lambda trigger: (trigger.start, -trigger.end)):
        covered = longest and trigger.end <= longest.end and trigger[:2] != longest[:2]
        if longest is None or trigger.end > longest.end:
            longest = trigger
        if not covered or (trigger.row.key == CASUALTY and longest.row.key in deadly):
            kept.append(trigger)
        else:
            shorter.append(trigger)
    return kept, shorter


@cache
def load_signals() -> tuple[PhraseIndex, tuple[SignalRow, ...]]:
    """Return the index of all signal phrases and the rows its entries stand for."""
    rows: list[SignalRow] = []
    phrases: dict[str, list[int]] = defaultdict(list)
    for forms, row in _signal_rows():
        rows.append(row)
        for form in forms:
            phrases[form].append(len(rows) - 1)
    return PhraseIndex(phrases), tuple(rows)


def _signal_rows() -> Iterator[tuple[list[str], SignalRow]]:
    for row, forms in read_forms(
        "lexicon/triggers", "forms", "type", "requires", "excludes", "strength"
    ):
        yield forms, _trigger_row(row)
    for row, forms in read_forms("lexicon/concepts", "forms", "concept"):
        detail = "people" if row["concept"] == "one_person" else ""
        yield forms, SignalRow(SignalKind.CONCEPT, row["concept"], detail=detail)
    for row, forms in read_forms("lexicon/units", "one", "key", "group"):
        if row["group"] == "person" and row["key"] not in read_units("never_single"):
            yield forms, SignalRow(SignalKind.CONCEPT, "one_person", detail=row["key"])
    for row, forms in read_forms("lexicon/speakers", "forms", "role", "attribution_class", "side"):
        yield forms, SignalRow(
            SignalKind.SPEAKER, row["attribution_class"], detail=row["role"],
            side=tuple(split_list(row["side"])),
        )  # fmt: skip
    for row, forms in read_forms("lexicon/modality", "forms", "modality", "reach"):
        yield forms, SignalRow(SignalKind.MODALITY, row["modality"], detail=row["reach"])
    for row, forms in read_forms("lexicon/directions", "forms", "role"):
        yield forms, SignalRow(SignalKind.DIRECTION, row["role"])
    for row, forms in read_forms("lexicon/modes", "forms", "mode"):
        yield forms, SignalRow(SignalKind.MODE, row["mode"])
    for row, forms in read_forms("lexicon/demonyms", "form", "place_id"):
        yield forms, SignalRow(SignalKind.DEMONYM, row["place_id"])


def _trigger_row(row: Row) -> SignalRow:
    return SignalRow(
        SignalKind.TRIGGER, row["type"], tuple(split_list(row["requires"])),
        tuple(split_list(row["excludes"])), float(row["strength"]),
    )  # fmt: skip

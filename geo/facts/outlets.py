"""Outlets: whose words a text prints as its own, by the name of the outlet."""

import re
from collections import defaultdict
from functools import cache

from geo.facts.signals import load_signals
from geo.facts.words import read_words
from geo.models import AttributionClass
from geo.text.fold import Folded, fold, fold_text
from geo.text.forms import read_forms
from geo.text.phrases import PhraseIndex

OUTLET_SHARE = 0.6
"""How much of an outlet's name the words must be that name a monitor or a force."""

_TELLING = frozenset({AttributionClass.MONITOR, AttributionClass.GROUP_CLAIM})
_ENDS = re.compile("[,،(&:]")
_ORDER = (
    AttributionClass.MEDIA, AttributionClass.MONITOR, AttributionClass.GROUP_CLAIM,
    AttributionClass.UNNAMED_OFFICIAL, AttributionClass.WITNESS,
)  # fmt: skip
"""A paper is one whatever it is called; a UN mission that gives out a statement is a monitor."""


def class_outlet(outlet: str) -> AttributionClass | None:
    """Return the class of an outlet that tells of itself: a monitor, a force; None for others.

    A kind of outlet (think tank, flash update, communiqué) or one known by its name tells it;
    else what names a speaker must end its name, or be most of it: no paper is a force that it
    writes about, and of two outlets neither tells of itself.

    >>> class_outlet("Institute for the Study of War"), class_outlet("Christian Science Monitor")
    (<AttributionClass.MONITOR: 'monitor'>, None)
    """
    if "/" in outlet:
        return None
    words = fold(_ENDS.split(outlet)[0])
    known = _class_kind(words)
    if known:
        return None if known is AttributionClass.MEDIA else known
    return (
        None
        if {*fold_text(outlet).split()} & read_words("conjunction")
        else _class_speaker(outlet, words)
    )


def _class_kind(words: Folded) -> AttributionClass | None:
    """Return the class that a kind of outlet, or one known by its name, belongs to."""
    index, classes = _load_kinds()
    found = {classes[entry] for hit in index.find(words) for entry in hit.entries}
    return next((known for known in _ORDER if known in found), None)


def _class_speaker(outlet: str, words: Folded) -> AttributionClass | None:
    """Return the class of the monitor or the force that an outlet is called after."""
    index, rows = load_signals()
    size = len(words.text.rstrip())
    for start, end, _, _, entries in index.match(words):
        for row in (rows[entry] for entry in entries):
            told = AttributionClass(row.key) if row.detail == "speaker" else None
            named = outlet[start].isupper() or not outlet[start].isascii()
            named = named and outlet[start - 1 : start] != "-"
            fits = end == size or end - start >= size * OUTLET_SHARE
            if told in _TELLING and named and fits:
                return told
    return None


@cache
def _load_kinds() -> tuple[PhraseIndex, tuple[AttributionClass, ...]]:
    """Return the index of the words that tell an outlet's class, and the class of each entry."""
    kinds: list[AttributionClass] = []
    phrases: dict[str, list[int]] = defaultdict(list)
    for row, forms in read_forms("lexicon/outlets", "forms", "attribution_class"):
        for form in forms:
            phrases[form].append(len(kinds))
        kinds.append(AttributionClass(row["attribution_class"]))
    return PhraseIndex(phrases), tuple(kinds)

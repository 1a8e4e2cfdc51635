"""Speakers: the words that name who says something, and what class he is of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from geo.facts.reading import NAMING, Reading
from geo.facts.signals import Signal, SignalKind, SignalRow, load_signals
from geo.models import AttributionClass
from geo.tables import read_table, split_list
from geo.text.fold import fold, fold_text
from geo.text.phrases import PhraseIndex, read_article

MAX_PHRASE_CHARS = 60
"""How long the phrase that names a speaker may be: his post, his office, his name."""

MAX_WORDS_CHARS = 90
"""How much of a speaker's words an attribution quotes at most."""

MAX_DETERMINER_WORDS = 4
"""How many words may stand between an article and the post it belongs to."""

_PERSONAL = frozenset({"speaker", "post", "spokesman"})
_POSTS = frozenset({"post", "spokesman"})
_TELLING_OUTLETS = frozenset({AttributionClass.MONITOR, AttributionClass.GROUP_CLAIM})
_NAMED = {AttributionClass.UNNAMED_OFFICIAL: AttributionClass.NAMED_OFFICIAL}
_PHRASE_ENDS = re.compile(r"[«»“”\"،,:;؛.(]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The words that name who says so, and their class."""

    words: str = ""
    attribution_class: AttributionClass = AttributionClass.UNATTRIBUTED


def find_speakers(reading: Reading) -> list[Signal]:
    """Return the words of a sentence that name somebody who may speak.

    A number of them is none: ``ten officers were killed``.
    """
    ends = {quantity.end for quantity in reading.quantities}
    return [
        word
        for word in reading.of_kind(SignalKind.SPEAKER)
        if word.row.detail in NAMING and not ends & {word.start, word.start - 1, word.start - 2}
    ]


def name_speaker(
    speaker: Signal, beside: Sequence[Signal], reading: Reading, *, until: int
) -> Attribution:
    """Return who a speaker is: the words from his post to `until` or the next stop.

    `beside` are the other words of his phrase: the spokesman of the army, with the army.
    """
    words = _phrase_of(speaker, reading, until)
    return Attribution(words=words, attribution_class=_classify(speaker, beside, reading, words))


def find_head(speaker: Signal, speakers: Sequence[Signal], reading: Reading) -> list[Signal]:
    """Return the words of a speaker's phrase, its head first.

    The head of ``المتحدث باسم الجيش`` is the first word of the clause that names a speaker; of
    ``a coalition spokesman`` it is the last of the words that stand side by side.
    """
    clause = reading.clause_of(speaker.start)
    phrase = [
        other
        for other in speakers
        if abs(other.start - speaker.start) <= MAX_PHRASE_CHARS
        and reading.clause_of(other.start) == clause
    ]
    head = min(phrase, key=lambda other: (other.start, -other.end), default=speaker)
    while following := [
        other
        for other in phrase
        if "last" in other.row.side and 0 < other.start - head.end <= 1
    ]:  # fmt: skip
        head = max(following, key=lambda other: other.end)
    return [head, *(other for other in phrase if other is not head)]


def class_outlet(outlet: str) -> AttributionClass | None:
    """Return the class of an outlet that tells of itself: a monitor, a force; None for others."""
    for row in find_speaker_rows(outlet):
        told = AttributionClass(row.key) if row.detail == "speaker" else None
        if told in _TELLING_OUTLETS:
            return told
    return None


def drop_article(words: str) -> str:
    """Return folded words without the article they begin with.

    >>> drop_article("المصدر"), drop_article("the officer")
    ('مصدر', 'officer')
    """
    folded = fold_text(words)
    first, _, rest = folded.partition(" ")
    if rest and first in _read_words("definite"):
        return rest
    return folded.removeprefix(read_article())


def _classify(
    speaker: Signal, beside: Sequence[Signal], reading: Reading, words: str
) -> AttributionClass:
    """Return the class of a speaker.

    A post without its article is held by nobody in particular; such a spokesman speaks for the
    body beside him, as a monitor's activists do for it.
    """
    told = AttributionClass(speaker.row.key)
    bodies = [AttributionClass(o.row.key) for o in beside if o.row.detail == "speaker"]
    if speaker.row.detail in _POSTS and _is_indefinite(speaker, reading):
        told = AttributionClass.UNNAMED_OFFICIAL
        if speaker.row.detail == "spokesman" and bodies:
            told = bodies[0]
    if told is AttributionClass.WITNESS and AttributionClass.MONITOR in bodies:
        return AttributionClass.MONITOR
    if speaker.row.detail in _PERSONAL and _names_person(words[speaker.end - speaker.start :]):
        return _NAMED.get(told, told)
    return told


def _is_indefinite(post: Signal, reading: Reading) -> bool:
    """Return whether a post is one of several: ``a commander``, ``قائد في``, ``قائد ميداني``."""
    text = reading.article.text
    after = text[post.end : post.end + MAX_PHRASE_CHARS].split(maxsplit=1)
    if after and fold_text(after[0]) in _read_words("partitive"):
        return True
    clause = reading.clause_starts[reading.clause_of(post.start) - 1]
    before = text[clause : post.start].split()[-MAX_DETERMINER_WORDS:]
    for word in reversed(before):
        folded = fold_text(word)
        if folded in _read_words("definite"):
            return False
        if folded in _read_words("indefinite"):
            return True
    return False


@cache
def _read_words(concept: str) -> frozenset[str]:
    rows = read_table("lexicon/concepts", "concept", "forms")
    return frozenset(
        fold_text(form)
        for row in rows
        if row["concept"] == concept
        for form in split_list(row["forms"])
    )


def _phrase_of(speaker: Signal, reading: Reading, until: int) -> str:
    """Return the words from a speaker to the next stop, or to what he says."""
    end = min(until, speaker.start + MAX_WORDS_CHARS, reading.sentence.end)
    said = reading.of_concept("that")
    end = min((word.start for word in said if speaker.end <= word.start < end), default=end)
    text = reading.article.text
    stop = _PHRASE_ENDS.search(text, speaker.end, max(speaker.end, end))
    return text[speaker.start : stop.start() if stop else max(speaker.end, end)].strip()


def find_speaker_rows(words: str) -> list[SignalRow]:
    """Return the rows of the lexicon that name a speaker in some words, the longest last."""
    index, rows = load_signals()
    found = [rows[entry] for *_, entries in index.match(fold(words)) for entry in entries]
    return [row for row in found if row.kind is SignalKind.SPEAKER]


def _names_person(words: str) -> bool:
    return bool(_load_given_names().match(fold(words)))


@cache
def _load_given_names() -> PhraseIndex:
    names = [
        row for row in read_table("lexicon/cues", "phrase", "cue") if row["cue"] == "given_name"
    ]
    return PhraseIndex({name: [0] for row in names for name in split_list(row["phrase"])})

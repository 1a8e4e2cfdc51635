"""Named speakers: who is told by his name alone beside his verb, and states told by a capital."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind
from geo.facts.speakers import Attribution, begins_name, pairs_of
from geo.facts.words import read_words
from geo.models import AttributionClass, LocationPrecision, Mention
from geo.tables import read_table, split_list
from geo.text.fold import fold_text

MAX_NAME_WORDS = 5
"""How many words a person's name has at most."""

MAX_NAME_CHARS = 40
"""How far behind a verb a person's name ends at most."""

ADJOINING_CHARS = 2
"""A post or an office this near to a name belongs to it."""

_PLAIN_WORDS = re.compile(rf"[^\W\d]+(?: [^\W\d]+){{0,{MAX_NAME_WORDS - 1}}}")
_CAPITAL = "PPLC"
_AFTER = "after"
_TITLES = frozenset({"post_holder", "one_person", "person", "parent_of"})
_KNOWN = (SignalKind.CONCEPT, SignalKind.SPEAKER, SignalKind.DEMONYM, SignalKind.TRIGGER)


class _Patterns(NamedTuple):
    """How a name is written in letters that have capitals.

    `before` is one right before a verb; `apposed` has what is told of him between commas, after
    what he says or where that begins.
    """

    name: re.Pattern[str]
    before: re.Pattern[str]
    apposed: re.Pattern[str]


@cache
def _load_patterns() -> _Patterns:
    parts = {
        row["side"]: "|".join(map(re.escape, split_list(row["words"])))
        for row in read_table("lexicon/name_parts", "side", "words")
        if row["side"] in ("name_prefix", "name_link")
    }
    word = rf"(?:(?:{parts['name_prefix']})?[A-ZÀ-Þ][\w'’.-]*|{parts['name_link']})"
    name = rf"{word}(?:[ ]{word}){{0,{MAX_NAME_WORDS - 1}}}"
    return _Patterns(
        name=re.compile(name),
        before=re.compile(rf"(?<![\w.'’-])({name}),? $"),
        apposed=re.compile(rf"(?:^|[\"”»] ?)({name}), [^\"“”.]{{3,100}}, $"),
    )


class NamedSpeaker(NamedTuple):
    """Who speaks by his name, which begins at `start`.

    `attribution` is None for a single name that says nothing by itself; `pointer` is the last
    part of the name, by which he may have been named before.
    """

    start: int
    attribution: Attribution | None
    pointer: str = ""


def find_named(
    verb: Signal, speakers: Sequence[Signal], reading: Reading
) -> NamedSpeaker | None:  # fmt: skip
    """Return the name, or the capital that stands for a state, right beside a verb of speech.

    None where nobody is named so, or where a post or an office stands with the name.
    """
    if force := _find_force(verb, speakers, reading):
        return force
    for side in verb.row.side:
        span = _name_after(verb, reading) if side == _AFTER else _name_before(verb, reading)
        if span is None or _adjoins(span, speakers):
            continue
        place = next((m for m in reading.mentions if _overlap(span, (m.start, m.end))), None)
        if place is None:
            return _tell_person(span, reading)
        beside = 0 <= verb.start - place.end <= 1 and not _is_prefixed(place, reading)
        if _is_state(place) and (beside or place.start == verb.end + 1):
            return _tell_state(place, reading)
    return None


def _find_force(verb: Signal, speakers: Sequence[Signal], reading: Reading) -> NamedSpeaker | None:
    """Return the force or the group right beside a verb that no row names as a speaker."""
    comes_after = verb.row.side[:1] == (_AFTER,)
    for word in (*reading.of_concept("force"), *reading.of_concept("militant")):
        if comes_after:
            beside = word.start == verb.end + 1 and not word.clitic
        else:
            beside = word.end == verb.start - 1
        if not beside or _adjoins((word.start, word.end), speakers):
            continue
        if not any(word.start == other.start for other in reading.of_concept("party_adjective")):
            told = Attribution(
                words=reading.article.text[word.start : word.end],
                attribution_class=AttributionClass.GROUP_CLAIM,
            )
            return NamedSpeaker(word.start, told)
    return None


def _name_after(verb: Signal, reading: Reading) -> tuple[int, int] | None:
    """Return the span of the name right behind a verb: ``وقال عبد الرحمن``, ``said Rami Ali``."""
    text, start = reading.article.text, verb.end + 1
    for mention in reading.mentions:
        if mention.start == start and not text[verb.end : start].strip():
            return mention.start, mention.end
    if text[start : start + 1].isascii():
        found = _load_patterns().name.match(text, start, reading.sentence.end)
        return found.span() if found else None
    end = min(start + MAX_NAME_CHARS, reading.sentence.end)
    end = next((stop for stop in reading.phrase_stops if start < stop <= end), end)
    found = _PLAIN_WORDS.match(text, start, end)
    if found is None or not begins_name(pairs_of(found[0])[0]):
        return None
    return start, start + len(found[0].rstrip())


def _name_before(verb: Signal, reading: Reading) -> tuple[int, int] | None:
    """Return the span of the name right before a verb: ``Rebin said``, ``Rami Ali, said``."""
    text = reading.article.text
    for mention in reading.mentions:
        if 0 <= verb.start - mention.end <= 1 and not _is_prefixed(mention, reading):
            return mention.start, mention.end
    start, patterns = reading.sentence.start, _load_patterns()
    found = patterns.before.search(text, start, verb.start)
    found = found or patterns.apposed.search(text, start, verb.start)
    return found.span(1) if found else None


def _is_prefixed(mention: Mention, reading: Reading) -> bool:
    """Return whether a place is not itself who acts: ``in Mosul``, ``governor of Mosul``."""
    before = reading.article.text[reading.sentence.start : mention.start].rstrip(" «\"“'")
    return bool(before) and before[-1] not in ",،.;:"


def _adjoins(span: tuple[int, int], speakers: Iterable[Signal]) -> bool:
    """Return whether words that name a speaker stand in a name, or right beside it."""
    start, end = span
    return any(
        s.start <= end + ADJOINING_CHARS and s.end >= start - ADJOINING_CHARS for s in speakers
    )


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _is_state(mention: Mention) -> bool:
    place = mention.place or next((one.place for one in mention.candidates), None)
    if place is None:
        return False
    return place.precision is LocationPrecision.COUNTRY or place.feature_code == _CAPITAL


def _tell_state(mention: Mention, reading: Reading) -> NamedSpeaker:
    """Return a state as the speaker; of its own forces it makes a claim."""
    own = reading.of_concept("own_force")
    told_class = AttributionClass.GROUP_CLAIM if own else AttributionClass.UNNAMED_OFFICIAL
    told = Attribution(words=mention.surface, attribution_class=told_class)
    return NamedSpeaker(mention.start, told)


def _tell_person(span: tuple[int, int], reading: Reading) -> NamedSpeaker | None:
    words = reading.article.text[span[0] : span[1]].rstrip(".,")
    parts = words.split()
    if _is_known_word(span, reading) or len(parts) > MAX_NAME_WORDS:
        return None
    pointer = fold_text(parts[-1])
    if len(parts) == 1 and not begins_name((pointer, "")):
        return NamedSpeaker(span[0], None, pointer)
    told = Attribution(words=words, attribution_class=_class_person(parts))
    return NamedSpeaker(span[0], told, pointer)


def _class_person(parts: Sequence[str]) -> AttributionClass:
    """Return the class of a name: who is told by a first name or as a parent is a witness."""
    plain = len(parts) == 1 or (len(parts) == 2 and fold_text(parts[0]) in read_words("parent_of"))
    return AttributionClass.WITNESS if plain else AttributionClass.NAMED_OFFICIAL


def _is_known_word(span: tuple[int, int], reading: Reading) -> bool:
    """Return whether a capital begins a known word, not a name: ``Police said``."""
    dates = ((d.start_char, d.end_char) for d in reading.dates if d.start_char and d.end_char)
    known = [
        (s.start, s.end)
        for kind in _KNOWN
        for s in reading.of_kind(kind)
        if s.row.key not in _TITLES
    ]
    return any(_overlap(span, word) for word in (*dates, *known))

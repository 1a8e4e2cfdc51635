"""Sayings: the verbs of a sentence that tell who says what, each with the stretch it tells."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo.facts.named_speakers import find_named
from geo.facts.reading import COUNTED_CHARS, Reading
from geo.facts.signals import Signal, SignalKind
from geo.facts.speakers import (
    Attribution,
    drop_article,
    find_head,
    find_speakers,
    name_speaker,
)
from geo.models import AttributionClass

MAX_AFTER_CHARS = 45
"""How far behind a verb of speech its speaker may be named."""

MAX_BEFORE_CHARS = 110
"""How far before a verb of speech its speaker may be named, with all that describes him."""

BESIDE_CHARS = 4
"""A group that acts (rebels, a militia) is a speaker only this near to the verb."""

MAX_INVERTED_CHARS = 18
"""How far behind an English verb of speech its speaker may be named: 'said a local official'."""

MAX_TITLE_CHARS = 90
"""How far from a sentence's beginning a name and a colon may be its title."""

MAX_NAME_CHARS = 40
"""A speaker this near to a sentence's beginning opens it: only a name may stand before."""

MAX_CLAUSES_BETWEEN = 3
"""How many stops may stand between a speaker and the verb behind him: those of an apposition."""

MAX_CLAUSES_OPENING = 5
"""The same for a speaker who opens the sentence."""

POINTING_CHARS = 6
"""A word that points back stands this near to its verb."""

MIN_SAID_CHARS = 25
"""What stands before a speaker and his verb is what is said when it is at least this long."""

OPENING_CHARS = 14
"""A verb this near to a sentence's beginning opens it."""

_QUOTE_BEGINS = re.compile(r'[:«"“”]')
_STOP = re.compile('[,،"”»]')
_SPEAKING = frozenset({"speech", "telling", "according", "appeal"})


class Saying(NamedTuple):
    """A verb at `verb` and the stretch ``[start, end)`` that it tells.

    `attribution` is None where nobody is named: the last speaker goes on. `pointer` is the noun
    of a speaker who was named before (``the officer``), without its article.
    """

    verb: int
    start: int
    end: int
    attribution: Attribution | None
    pointer: str = ""


def read_sayings(reading: Reading) -> Iterator[Saying]:
    """Yield the sayings of a sentence, each with the stretch that it tells."""
    words = reading.of_kind(SignalKind.SPEAKER)
    if not words:
        return
    speakers = find_speakers(reading)
    yield from _read_title(reading, speakers)
    for word in words:
        if word.row.detail == "verified":
            yield _verify(word, reading)
        elif word.row.detail == "pronoun":
            yield Saying(word.start, reading.sentence.start, reading.sentence.end, None)
        elif word.row.detail in _SPEAKING and not _is_otherwise_meant(word, reading):
            yield from _read_saying(word, speakers, reading)


def _is_otherwise_meant(verb: Signal, reading: Reading) -> bool:
    return (
        any(verb.start == word.start for word in reading.of_concept("hearsay"))
        or reading.is_behind(verb.start, "writer", 1)
        or _is_adjective(verb, reading)
        or _is_carried(verb, reading)
    )


def _is_adjective(verb: Signal, reading: Reading) -> bool:
    """Return whether an article stands right before a verb: ``an estimated 45,000 people``."""
    articles = (*reading.of_concept("definite"), *reading.of_concept("indefinite"))
    return any(verb.start == word.end + 1 for word in articles)


def _is_carried(verb: Signal, reading: Reading) -> bool:
    """Return whether a verb moves things, not news: ``نقل`` without ``عن`` behind it."""
    if not any(verb.start == word.start for word in reading.of_concept("moving_or_relaying")):
        return False
    return not any(
        0 <= word.start - verb.end <= MAX_AFTER_CHARS for word in reading.of_concept("relayed_from")
    )


def _verify(word: Signal, reading: Reading) -> Saying:
    """Return the saying of an outlet that has checked what the sentence tells."""
    checked = Attribution(
        words=reading.article.text[word.start : word.end],
        attribution_class=AttributionClass.AGENCY_VERIFIED,
    )
    return Saying(word.start, reading.sentence.start, reading.sentence.end, checked)


def _read_title(reading: Reading, speakers: Sequence[Signal]) -> Iterator[Saying]:
    """Yield what stands behind a name and a colon at the sentence's beginning."""
    start, end = reading.sentence.start, reading.sentence.end
    colon = reading.article.text.find(":", start, end)
    for speaker in speakers if colon >= 0 else ():
        first = speaker.start - start <= 2 and colon <= speaker.end + MAX_AFTER_CHARS
        last = colon - speaker.end <= 2 and colon - start <= MAX_TITLE_CHARS
        if speaker.end <= colon and (first or last):
            yield Saying(start, colon, end, attribute_to(speaker, speakers, reading))
            return


def _read_saying(verb: Signal, speakers: Sequence[Signal], reading: Reading) -> Iterator[Saying]:
    """Yield what a verb tells, by the speaker on the first of its sides that has one."""
    if reading.quotations:
        speakers = [s for s in speakers if not _is_quoted_apart(s, verb, reading)]
    pointer = _find_pointer(verb, speakers, reading)
    pronoun = _is_pronoun(verb, reading)
    named = None if pointer or pronoun else find_named(verb, speakers, reading)
    if named:
        first = min(verb.start, named.start)
        yield Saying(verb.start, *_stretch(verb, first, reading), named.attribution, named.pointer)
        return
    sides = _order_sides(verb, speakers, reading) if speakers and not pronoun else ()
    for side in sides:
        find = _find_after if side == "after" else _find_before
        speaker = find(verb, speakers, reading)
        if speaker:
            stretch = _stretch(verb, min(verb.start, speaker.start), reading)
            who = attribute_to(speaker, speakers, reading, verb=verb)
            yield Saying(verb.start, *stretch, who, pointer)
            return
    opens = verb.start - reading.sentence.start <= OPENING_CHARS
    opens = opens and verb.row.detail != "according"
    if pointer or opens or pronoun:
        yield Saying(verb.start, *_stretch(verb, verb.start, reading), None, pointer)


def _is_quoted_apart(speaker: Signal, verb: Signal, reading: Reading) -> bool:
    """Return whether a word stands in quotation marks that its verb is outside of."""
    return any(
        start + BESIDE_CHARS < speaker.start < end and not start < verb.start < end
        for start, end in reading.quotations
    )


def _order_sides(verb: Signal, speakers: Sequence[Signal], reading: Reading) -> Sequence[str]:
    """Return the sides on which a verb's speaker is sought: before it where he opens the sentence.

    ``نعيم كعود، رئيس اللجنة، وجه الأهالي``: what follows such a verb is whom he speaks to.
    """
    if verb.clitic or "before" not in verb.row.side[1:]:
        return verb.row.side
    first = reading.sentence.start + MAX_NAME_CHARS
    turns = [word.start for word in reading.of_concept("boundary") if word.start < verb.start]
    opens = any(
        s.start <= first and s.end < verb.start and not any(turn > s.end for turn in turns)
        for s in speakers
    )
    if opens:
        return ("before", *(side for side in verb.row.side if side != "before"))
    return verb.row.side


def _find_after(verb: Signal, speakers: Sequence[Signal], reading: Reading) -> Signal | None:
    """Return the first speaker behind a verb, before what is said begins."""
    for speaker in speakers:
        if verb.end <= speaker.start <= verb.end + _reach_of(speaker, verb):
            if speaker.clitic == "to" and verb.row.detail != "according":
                continue
            if reading.is_behind(speaker.start, "none_of", 1):
                continue
            if verb.row.detail == "appeal" and speaker.row.key == AttributionClass.WITNESS:
                continue
            return None if _says_between(verb.end, speaker.start, reading) else speaker
    return None


def _reach_of(speaker: Signal, verb: Signal) -> int:
    """Return how far behind a verb a speaker may stand: a group that acts speaks beside it.

    So does everybody whose verb has its speaker before it as a rule: ``says a contractor``.
    """
    if speaker.row.detail == "group":
        return BESIDE_CHARS
    return MAX_INVERTED_CHARS if verb.row.side[:1] == ("before",) else MAX_AFTER_CHARS


def _says_between(start: int, end: int, reading: Reading) -> bool:
    """Return whether what is said begins, or is counted, between a verb and a speaker.

    The speaker's own number is none of it: ``according to two officers``.
    """
    quote = _QUOTE_BEGINS.search(reading.article.text, start, end)
    if quote and quote.end() < end:
        return True
    return any(start <= word.start <= end for word in reading.of_concept("that")) or any(
        start <= quantity.start < end and end - quantity.end > COUNTED_CHARS
        for quantity in reading.quantities
    )


def _find_before(verb: Signal, speakers: Sequence[Signal], reading: Reading) -> Signal | None:
    """Return the nearest speaker before a verb, in the sentence's own words."""
    before = [
        s
        for s in speakers
        if 0 <= verb.start - s.end <= MAX_BEFORE_CHARS
        and (s.row.detail != "group" or verb.start - s.end <= 2 * BESIDE_CHARS)
    ]
    nearest = max(before, key=lambda speaker: speaker.end, default=None)
    if nearest is None:
        return None
    first = reading.clause_of(nearest.start)
    opens = first == reading.clause_of(reading.sentence.start)
    most = MAX_CLAUSES_OPENING if opens else MAX_CLAUSES_BETWEEN
    return nearest if reading.clause_of(verb.start) - first <= most else None


def _find_pointer(verb: Signal, speakers: Sequence[Signal], reading: Reading) -> str:
    """Return the noun beside a verb that points back to a speaker, without its article."""
    for word in reading.of_role("pointer"):
        beside = (
            0 <= word.start - verb.end <= POINTING_CHARS
            or 0 <= verb.start - word.end <= POINTING_CHARS
        )
        headed = any(0 <= word.start - s.end <= 1 for s in speakers if s.start < word.start)
        if beside and not headed:
            return drop_article(reading.article.text[word.start : word.end])
    return ""


def _is_pronoun(verb: Signal, reading: Reading) -> bool:
    """Return whether a pronoun is the verb's speaker: 'he said'."""
    return any(
        word.start < verb.start < word.end and " " in reading.article.text[word.start : verb.start]
        for word in reading.of_role("anaphor")
    )


def _stretch(verb: Signal, first: int, reading: Reading) -> tuple[int, int]:
    """Return what a verb tells: all behind it up to 'while', or the whole sentence.

    It tells the whole sentence when it stands behind what is said, or when that only begins
    with words that say when or why.
    """
    start, end = reading.sentence.start, reading.sentence.end
    if verb.row.detail == "according":
        return start, end
    stops = [stop.end() for stop in _STOP.finditer(reading.article.text, start, first)]
    trails = verb.row.side[:1] == ("before",) or (verb.start == first and not verb.clitic)
    beside = [word for word in reading.of_concept("meanwhile") if word.start > verb.end]
    relative = reading.is_behind(first, "relative", 1)
    if relative or (trails and stops and stops[-1] - start >= MIN_SAID_CHARS):
        return start, end
    return first, min((word.start for word in beside), default=end)


def attribute_to(
    speaker: Signal, speakers: Sequence[Signal], reading: Reading, *, verb: Signal | None = None
) -> Attribution:
    """Return who a speaker is, from the words on his side of the verb."""
    if verb and speaker.start < verb.start:
        speakers = [other for other in speakers if other.end <= verb.start]
    elif verb:
        speakers = [other for other in speakers if other.start >= verb.end]
    head, *beside = find_head(speaker, speakers, reading)
    head, *beside = _find_relayed(head, beside, reading) or [head, *beside]
    until = verb.start if verb and head.start < verb.start else reading.sentence.end
    return name_speaker(head, beside, reading, until=until)


def _find_relayed(head: Signal, beside: Sequence[Signal], reading: Reading) -> list[Signal]:
    """Return whom another outlet has it from, first, and the others: ``صحيفة عن مصدر أمني``."""
    if head.row.key != AttributionClass.MEDIA:
        return []
    sources = [
        other
        for other in beside
        if other.row.key != AttributionClass.MEDIA
        and reading.is_behind(other.start, "relayed_from", 1)
    ]
    return (
        [*sources[:1], *(other for other in beside if other not in sources[:1])] if sources else []
    )

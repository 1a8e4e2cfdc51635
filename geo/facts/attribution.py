"""Attribution: who says so in each sentence of an article, carried on from one to the next."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from geo.facts.outlets import class_outlet
from geo.facts.reading import Reading
from geo.facts.sayings import OPENING_CHARS, Saying, attribute_to, read_sayings
from geo.facts.signals import Signal
from geo.facts.speakers import UNATTRIBUTED, Attribution, find_speakers
from geo.facts.words import read_words
from geo.models import AttributionClass, SentenceRole
from geo.text.fold import fold_text

MIN_SAYINGS = 2
"""Whom so many sentences name has told the others too."""

LEAD_SENTENCES = 2
"""Who speaks in so many first sentences speaks for the headline."""

_QUOTE = re.compile('[«"“]')
_HEADLINE, _BODY = SentenceRole.HEADLINE, SentenceRole.BODY
_TOLD_ROLES = frozenset({SentenceRole.BODY, SentenceRole.QUOTE})
_HEADING_CLASSES = frozenset(
    {
        AttributionClass.NAMED_OFFICIAL,
        AttributionClass.UNNAMED_OFFICIAL,
        AttributionClass.GROUP_CLAIM,
        AttributionClass.MONITOR,
    }
)
_OWN_VOICES = {
    "own_army": AttributionClass.GROUP_CLAIM,
    "own_finding": AttributionClass.MONITOR,
}
"""Words of a writer on his own forces, and on what he has found out himself."""

_RANKS = {AttributionClass.AGENCY_VERIFIED: 0, AttributionClass.MEDIA: 2}


class Voices(NamedTuple):
    """Who speaks in a sentence: the sayings, and who is meant where none holds."""

    sayings: tuple[Saying, ...] = ()
    default: Attribution = UNATTRIBUTED
    last: Attribution = UNATTRIBUTED

    def at(self, position: int) -> Attribution:
        """Return who says what stands at a position."""
        return self.said(position) or self.default

    def said(self, position: int) -> Attribution | None:
        """Return whom the sentence itself names for a position, None when it names nobody."""
        over = [saying for saying in self.sayings if saying.start <= position < saying.end]
        over.sort(key=lambda saying: abs(saying.verb - position))
        return _choose(over)


def _choose(sayings: Iterable[Saying]) -> Attribution | None:
    """Return the speaker of the first saying; another outlet only relays, one that checks leads."""
    named = [saying.attribution for saying in sayings if saying.attribution]
    return min(named, key=lambda told: _RANKS.get(told.attribution_class, 1), default=None)


def attribute(readings: Sequence[Reading]) -> list[Voices]:
    """Return who speaks in each sentence of an article.

    A sentence that begins to speak without naming anybody (``وأضاف``, ``he added``), or stands
    in quotation marks, carries on with the speaker before it in the article; ``the officer`` is
    the one named before. Where nobody speaks it is the outlet's own, if that is a monitor or a
    force, or writes of its own; a first line that is only a name and a colon speaks for the
    whole article; and where an article names one kind of speaker only, and more than once, it
    goes on to have its news from there.
    """
    told_in = [[*read_sayings(reading)] for reading in readings]
    header = _read_header(readings) or _read_outlet(readings) or _read_voice(readings, told_in)
    voices: list[Voices] = []
    named: list[Attribution] = []
    for reading, told_here in zip(readings, told_in, strict=True):
        sayings = tuple([_resolve(saying, named) for saying in told_here])
        last = named[-1] if named else UNATTRIBUTED
        default = last if _goes_on(reading) else header or UNATTRIBUTED
        told = _choose(reversed(sayings))
        named += [saying.attribution for saying in sayings if saying.attribution]
        named += [told] if told else []
        voices.append(Voices(sayings=sayings, default=default, last=told or last))
    only = None if header else _find_only(voices)
    return _voice_headline(_spread(voices, readings, only) if only else voices, readings)


def _voice_headline(voices: list[Voices], readings: Sequence[Reading]) -> list[Voices]:
    """Return the voices with the lead's speaker for a headline that names none.

    A witness and another outlet tell nothing but their own.
    """
    body = [i for i, r in enumerate(readings) if r.sentence.role in _TOLD_ROLES][:LEAD_SENTENCES]
    told = next((i for i in body if voices[i].sayings), None)
    if told is None or voices[told].last.attribution_class not in _HEADING_CLASSES:
        return voices
    if readings[told].of_concept("separate"):
        return voices
    return [
        voice._replace(default=voices[told].last)
        if number < told
        and not voice.sayings
        and voice.default is UNATTRIBUTED
        and reading.sentence.role is _HEADLINE
        else voice
        for number, (voice, reading) in enumerate(zip(voices, readings, strict=True))
    ]


def _goes_on(reading: Reading) -> bool:
    """Return whether a sentence goes on with what somebody says: a quotation, 'also'."""
    start = reading.sentence.start
    if reading.sentence.role is SentenceRole.QUOTE:
        return True
    quote = _QUOTE.search(reading.article.text, start, start + OPENING_CHARS)
    words = reading.of_role("anaphor")
    return bool(quote) or any(word.start - start <= OPENING_CHARS for word in words)


def _spread(
    voices: Sequence[Voices], readings: Sequence[Reading], only: Attribution
) -> list[Voices]:
    """Return the voices with the article's only speaker where nobody speaks after him."""
    first = next(i for i, voice in enumerate(voices) if voice.sayings)
    return [
        voice._replace(default=only)
        if number >= first and not voice.sayings and not reading.of_concept("separate")
        else voice
        for number, (voice, reading) in enumerate(zip(voices, readings, strict=True))
    ]


def _resolve(saying: Saying, named: Sequence[Attribution]) -> Saying:
    """Return a saying with whom it points back to, among those `named` before."""
    for before in reversed(named) if saying.pointer else ():
        if saying.pointer in fold_text(before.words):
            return saying._replace(attribution=before)
    if saying.attribution is None and named:
        return saying._replace(attribution=named[-1])
    body = saying.pointer in read_words("collective")
    if body and named and named[-1].attribution_class is AttributionClass.MONITOR:
        return saying._replace(attribution=named[-1])
    return saying


def _find_only(voices: Iterable[Voices]) -> Attribution | None:
    """Return the first speaker when several sentences name one and all are of one class."""
    named = [voice.last for voice in voices if _choose(voice.sayings)]
    classes = {attribution.attribution_class for attribution in named}
    return named[0] if len(named) >= MIN_SAYINGS and len(classes) == 1 else None


def _read_header(readings: Sequence[Reading]) -> Attribution | None:
    """Return the speaker of a whole article: its first line is a name and a colon."""
    if not readings or not readings[0].text.rstrip().endswith(":"):
        return None
    speakers = find_speakers(readings[0])
    return attribute_to(speakers[0], speakers, readings[0]) if speakers else None


def _read_outlet(readings: Sequence[Reading]) -> Attribution | None:
    """Return the outlet as the speaker when it is a monitor or a force that tells of itself."""
    outlet = readings[0].article.outlet if readings else ""
    found_class = class_outlet(outlet) if outlet else None
    return Attribution(words=outlet, attribution_class=found_class) if found_class else None


def _read_voice(
    readings: Sequence[Reading], told_in: Sequence[Sequence[Saying]]
) -> Attribution | None:
    """Return the speaker of a text that tells of its writer's own: our forces, our estimate.

    What stands in quotation marks, or in a sentence that names who speaks, is another's.
    """
    for reading, sayings in zip(readings, told_in, strict=True):
        if reading.sentence.role is not _BODY or any(s.attribution for s in sayings):
            continue
        for concept, own_class in _OWN_VOICES.items():
            own = [word for word in reading.of_concept(concept) if not _is_quoted(word, reading)]
            for word in own[:1]:
                words = reading.article.text[word.start : word.end]
                return Attribution(words=words, attribution_class=own_class)
    return None


def _is_quoted(word: Signal, reading: Reading) -> bool:
    """Return whether a word stands in quotation marks."""
    return any(start < word.start < end for start, end in reading.quotations)

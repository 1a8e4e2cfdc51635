"""Attribution: who says so, carried on through quoted sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind
from geo.models import AttributionClass, SentenceRole
from geo.tables import read_table, split_list
from geo.text.fold import fold
from geo.text.phrases import PhraseIndex

MAX_SPEAKER_CHARS = 90
"""How far a speaker may stand from the verb of speech."""

MAX_PHRASE_CHARS = 60
"""How long the phrase that names a speaker may be: his post, his office, his name."""

LEAD_SENTENCES = 2
"""Headline and lead: what they tell is said by whom the text names next."""

_QUOTE_BEGINS = re.compile(r'[:«"“”]')
_NEAR_CHARS = 14
_NAMING = frozenset({"speaker", "anonymous"})
_NAMED = {AttributionClass.UNNAMED_OFFICIAL: AttributionClass.NAMED_OFFICIAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The words that name who says so, and their class."""

    words: str = ""
    attribution_class: AttributionClass = AttributionClass.UNATTRIBUTED


UNATTRIBUTED = Attribution()


def attribute(readings: Sequence[Reading]) -> list[Attribution]:
    """Return who says each sentence.

    A sentence that begins to speak without naming anybody (``وأضاف``, ``he added``), or stands
    in quotation marks, carries on with the speaker before it in the article. A headline and a
    lead that name nobody are said by whom the next sentence names. A first line that is
    only a name and a colon speaks for the whole article.
    """
    named = [_read_attribution(reading) for reading in readings]
    attributions: list[Attribution] = []
    header = _read_header(readings, named)
    last = UNATTRIBUTED
    for number, (reading, own) in enumerate(zip(readings, named, strict=True)):
        said = own
        if said is None and _carries_on(reading):
            said = last
        if said is None and number < LEAD_SENTENCES:
            said = next((a for a in named[number + 1 : number + LEAD_SENTENCES + 1] if a), None)
        attributions.append(said or header)
        last = own or last
    return attributions


def _read_header(readings: Sequence[Reading], named: Sequence[Attribution | None]) -> Attribution:
    header = named[0] if readings and readings[0].text.rstrip().endswith(":") else None
    return header or UNATTRIBUTED


def _read_attribution(reading: Reading) -> Attribution | None:
    """Return the speaker that a sentence names, None when it names none."""
    words = reading.of_kind(SignalKind.SPEAKER)
    verified = next((w for w in words if w.row.detail == "verified"), None)
    if verified:
        return _make(reading, verified, verified, AttributionClass.AGENCY_VERIFIED)
    verbs = [w for w in words if w.row.detail in ("speech", "according")]
    speakers = [w for w in words if w.row.detail in _NAMING and not _is_counted(w, reading)]
    if reading.text.rstrip().endswith(":") and speakers:
        return _make(reading, speakers[0], speakers[0], AttributionClass(speakers[0].row.key))
    pairs = [
        (_gap(verb, speaker), verb, speaker)
        for verb in verbs
        for speaker in speakers
        if _gap(verb, speaker) <= MAX_SPEAKER_CHARS and not _is_quoted(verb, speaker, reading)
    ]
    if not pairs:
        return None
    _, verb, speaker = min(pairs, key=lambda pair: (pair[0], pair[2].start, -pair[2].end))
    speaker = _head_of(speaker, speakers, verb, reading)
    attribution_class = AttributionClass(speaker.row.key)
    if speaker.row.detail == "speaker" and _names_person(reading, speaker):
        attribution_class = _NAMED.get(attribution_class, attribution_class)
    return _make(reading, verb, speaker, attribution_class)


def _head_of(speaker: Signal, speakers: list[Signal], verb: Signal, reading: Reading) -> Signal:
    """Return the head of a speaker's phrase: the spokesman of the army, not the army.

    The first speaker of the same clause and side of the verb, the longest that begins there.
    """
    phrase = [
        other
        for other in speakers
        if (other.start >= verb.end) == (speaker.start >= verb.end)
        and reading.clause_of(other.start) == reading.clause_of(speaker.start)
        and speaker.start - other.start <= MAX_PHRASE_CHARS
    ]
    return min(phrase, key=lambda other: (other.start, -other.end), default=speaker)


def _gap(verb: Signal, speaker: Signal) -> int:
    """Return the distance of a speaker from its verb; a speaker before a verb is rarer."""
    if speaker.start >= verb.end:
        return speaker.start - verb.end
    return verb.start - speaker.end + 8 if verb.start >= speaker.end else 0


def _is_quoted(verb: Signal, speaker: Signal, reading: Reading) -> bool:
    """Return whether a name after a verb of speech stands in what is said, not before it."""
    if speaker.start < verb.end:
        return False
    between = reading.article.text[verb.end : speaker.start]
    return bool(_QUOTE_BEGINS.search(between)) or bool(_said_from(reading, verb.end, speaker.start))


def _said_from(reading: Reading, start: int, end: int) -> list[Signal]:
    """Return the words that open what is said (``إن``, ``that``) between two positions."""
    concepts = reading.signals.within(SignalKind.CONCEPT, start, end)
    return [s for s in concepts if s.row.key == "that"]


def _is_counted(speaker: Signal, reading: Reading) -> bool:
    """Return whether a speaker's word is no speaker here: a number of them was killed."""
    return any(q.end <= speaker.start <= q.end + 2 for q in reading.quantities)


def _names_person(reading: Reading, speaker: Signal) -> bool:
    end = min(speaker.end + MAX_PHRASE_CHARS, reading.sentence.end)
    end = min((s.start for s in _said_from(reading, speaker.end, end)), default=end)
    after = re.split(r"[«»“”\"،,:]", reading.article.text[speaker.end : end])[0]
    return bool(_load_given_names().find(fold(after)))


@cache
def _load_given_names() -> PhraseIndex:
    names = [
        row for row in read_table("lexicon/cues", "phrase", "cue") if row["cue"] == "given_name"
    ]
    return PhraseIndex({name: [0] for row in names for name in split_list(row["phrase"])})


def _carries_on(reading: Reading) -> bool:
    if reading.sentence.role is SentenceRole.QUOTE:
        return True
    start = reading.sentence.start
    return any(
        word.start - start <= _NEAR_CHARS
        for word in reading.of_kind(SignalKind.SPEAKER)
        if word.row.detail in ("anaphor", "speech", "according")
    )


def _make(
    reading: Reading, verb: Signal, speaker: Signal, attribution_class: AttributionClass
) -> Attribution:
    """Return the attribution with the words from the speaker to the next stop."""
    end = min(
        (s for s in reading.clause_starts if s > speaker.end),
        default=reading.sentence.end,
    )
    if speaker.end <= verb.start:
        end = min(end, verb.start)
    end = min((s.start for s in _said_from(reading, speaker.end, end)), default=end)
    words = reading.article.text[speaker.start : min(end, speaker.start + MAX_SPEAKER_CHARS)]
    return Attribution(words=words.strip(' \n،,:؛.“”"«»'), attribution_class=attribution_class)

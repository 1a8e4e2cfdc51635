"""Attribution: who says so, carried on through quoted sentences."""

from collections.abc import Iterable
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

_NEAR_CHARS = 14
_UPGRADED = frozenset({AttributionClass.UNNAMED_OFFICIAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The words that name who says so, and their class."""

    words: str = ""
    attribution_class: AttributionClass = AttributionClass.UNATTRIBUTED


UNATTRIBUTED = Attribution()


def attribute(readings: Iterable[Reading]) -> list[Attribution]:
    """Return who says each sentence.

    A sentence that begins to speak without naming anybody (``وأضاف``, ``he added``), or stands
    in quotation marks, carries on with the speaker before it in the article.
    """
    attributions: list[Attribution] = []
    last = UNATTRIBUTED
    for reading in readings:
        own = _read_attribution(reading)
        if own is None and _carries_on(reading):
            own = last
        attributions.append(own or UNATTRIBUTED)
        if own and own is not UNATTRIBUTED:
            last = own
    return attributions


def _read_attribution(reading: Reading) -> Attribution | None:
    """Return the speaker that a sentence names, None when it names none."""
    words = reading.of_kind(SignalKind.SPEAKER)
    verified = next((w for w in words if w.row.detail == "verified"), None)
    if verified:
        return _make(reading, verified, verified, AttributionClass.AGENCY_VERIFIED)
    verbs = [w for w in words if w.row.detail in ("speech", "according")]
    speakers = [w for w in words if w.row.detail == "speaker" and not _is_object(w, reading)]
    pairs = [
        (_gap(verb, speaker), verb, speaker)
        for verb in verbs
        for speaker in speakers
        if _gap(verb, speaker) <= MAX_SPEAKER_CHARS
    ]
    if not pairs:
        return None
    _, verb, speaker = min(pairs, key=lambda pair: (pair[0], pair[2].start, -pair[2].end))
    speaker = max(
        (s for s in speakers if s.start == speaker.start), key=lambda s: s.end, default=speaker
    )
    attribution_class = AttributionClass(speaker.row.key)
    if attribution_class in _UPGRADED and _names_person(reading, speaker):
        attribution_class = AttributionClass.NAMED_OFFICIAL
    return _make(reading, verb, speaker, attribution_class)


def _gap(verb: Signal, speaker: Signal) -> int:
    """Return the distance of a speaker from its verb; a speaker before a verb is rarer."""
    if speaker.start >= verb.end:
        return speaker.start - verb.end
    return verb.start - speaker.end + 8 if verb.start >= speaker.end else 0


def _is_object(speaker: Signal, reading: Reading) -> bool:
    """Return whether a speaker's word is no speaker here: a number of them was killed."""
    return any(q.end <= speaker.start <= q.end + 2 for q in reading.quantities)


def _names_person(reading: Reading, speaker: Signal) -> bool:
    after = reading.article.text[speaker.end : speaker.end + MAX_SPEAKER_CHARS]
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
    words = reading.article.text[speaker.start : min(end, speaker.start + MAX_SPEAKER_CHARS)]
    return Attribution(words=words.strip(' \n،,:؛.“”"«»'), attribution_class=attribution_class)

"""Modality: whether a trigger is told as having happened, tried, planned, feared or denied."""

from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind
from geo.facts.types import Mark, has_mark, read_kind
from geo.models import Kind, Modality

REACH_CHARS = {
    "beside": 3, "next": 9, "habit": 2, "clause": 70, "long": 160, "sentence": 210, "after": 70,
    "behind": 150, "campaign": 90,
}  # fmt: skip
"""How far a cue governs, in characters: what is beside it, the next word but one, its clause, a
long way, the sentence, or what stands before it (`after`, and `behind` from farther); a habit
(`used to`) governs only what lasts, a campaign that began (`launched an operation to comb`) only
the search or the push it is. A cue that reaches `over` governs the trigger among its own
words."""

JOINED_CHARS = 12
"""Two triggers this close are governed together: 'kidnappings and killings'."""

UNDERGOING_CHARS = 90
"""``تعرضت ... لقصف``: what is undergone may stand this far behind its verb."""

_BACKWARD = frozenset({"after", "behind"})
_ORDER = (
    Modality.DENIED, Modality.HYPOTHETICAL, Modality.FEARED, Modality.PLANNED,
    Modality.ATTEMPTED, Modality.HISTORY,
)  # fmt: skip


def read_modality(trigger: Signal, reading: Reading) -> Modality:
    """Return the modality of a trigger: the strongest cue that governs it, else asserted.

    A cue governs the first trigger after it, and those joined to that one. What somebody does
    something for is planned, unless he is told to have managed it. What is no longer so is a
    claim as much as what is.
    """
    cues = [
        cue
        for cue in reading.of_kind(SignalKind.MODALITY)
        if _governs(cue, trigger, reading) and not _is_of_date(cue, reading)
    ]
    told = {Modality(cue.row.key) for cue in cues if cue.row.detail != "over"}
    managed = Modality.ASSERTED in told
    if trigger.clitic == "will" or (_is_purpose(trigger, reading) and not managed):
        return Modality.PLANNED
    if found := next((modality for modality in _ORDER if modality in told), None):
        return found
    aimed_at = any(cue.row.detail == "over" for cue in cues)
    return Modality.PLANNED if aimed_at and not managed else Modality.ASSERTED


def _is_of_date(cue: Signal, reading: Reading) -> bool:
    """Return whether a cue is a word of a date: the month of May."""
    return any(
        told.start_char is not None
        and told.start_char <= cue.start
        and cue.end <= (told.end_char or 0)
        for told in reading.dates
    )


def _governs(cue: Signal, trigger: Signal, reading: Reading) -> bool:
    reach = cue.row.detail
    if reach == "over":
        return cue.start < trigger.start < cue.end
    if reach in _BACKWARD:
        near = 0 <= cue.start - trigger.end <= REACH_CHARS[reach]
        return near and not (
            cue.row.key == Modality.ATTEMPTED and has_mark(trigger.row.key, Mark.SUCCESS)
        )
    gap = trigger.start - cue.end
    if cue.start >= trigger.start or gap > REACH_CHARS[reach]:
        return False
    if cue.row.key == Modality.DENIED and _says_more(cue, trigger, reading):
        return False
    return _may_govern(cue, trigger) and (
        reach != "clause"
        or (reading.share_clause(cue.start, trigger.start) and not _is_taken(cue, trigger, reading))
    )


def _says_more(cue: Signal, trigger: Signal, reading: Reading) -> bool:
    """Return whether who denies goes on to say what is so: ``denied that ... and said``."""
    return any(
        cue.end <= verb.start < trigger.start
        and (
            verb.clitic == "and"
            or reading.is_behind(verb.start, "boundary", 1)
            or not reading.share_clause(cue.start, verb.start)
        )
        and not reading.is_behind(verb.start, "relative", 1)
        for verb in reading.of_role("speech")
    )


def _may_govern(cue: Signal, trigger: Signal) -> bool:
    """Return whether a cue's kind of reach fits what a trigger tells: a habit only what lasts."""
    kind = read_kind(trigger.row.key)
    match cue.row.detail:
        case "habit":
            return kind is Kind.PRESENCE
        case "campaign":
            return has_mark(trigger.row.key, Mark.CAMPAIGN)
        case "beside":
            return kind is not Kind.CLAIM or cue.row.key != Modality.DENIED
    return True


def _is_purpose(trigger: Signal, reading: Reading) -> bool:
    """Return whether a trigger is what something is done for: ``لاغتيال``, but not 'undergo'.

    Things and people are no purpose: ``مستودعا للصواريخ``.
    """
    if trigger.clitic != "to" or any(
        word.start == trigger.start for word in reading.of_concept("object")
    ):
        return False
    return not any(
        0 <= trigger.start - word.end <= UNDERGOING_CHARS
        for word in reading.of_concept("undergoing")
    )


def _is_taken(cue: Signal, trigger: Signal, reading: Reading) -> bool:
    """Return whether the cue already governs a trigger before this one.

    Words that may tell several types take no cue from the words behind them.
    """
    return any(
        cue.end <= other.start
        and other.end <= trigger.start
        and trigger.start - other.end > JOINED_CHARS
        and read_kind(other.row.key)
        for other in reading.triggers
    )

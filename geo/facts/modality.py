"""Modality: whether a trigger is told as having happened, tried, planned, feared or denied."""

from collections.abc import Sequence

from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind
from geo.facts.types import read_kind
from geo.models import Kind, Modality

REACH_CHARS = {"next": 9, "habit": 2, "clause": 70, "long": 160, "sentence": 210, "after": 70}
"""How far a cue governs, in characters: the next word, its clause, a long way, the sentence,
or what stands before it; a habit (`used to`) governs only what lasts."""

JOINED_CHARS = 12
"""Two triggers this close are governed together: 'kidnappings and killings'."""

UNDERGOING_CHARS = 90
"""``تعرضت ... لقصف``: what is undergone may stand this far behind its verb."""

_ORDER = (
    Modality.DENIED, Modality.HYPOTHETICAL, Modality.FEARED, Modality.PLANNED,
    Modality.ATTEMPTED, Modality.HISTORY,
)  # fmt: skip


def read_modality(trigger: Signal, triggers: Sequence[Signal], reading: Reading) -> Modality:
    """Return the modality of a trigger: the strongest cue that governs it, else asserted.

    A cue governs the first of the `triggers` after it, and those joined to that one.
    """
    if trigger.clitic == "will" or _is_purpose(trigger, reading):
        return Modality.PLANNED
    cues = {
        Modality(cue.row.key)
        for cue in reading.of_kind(SignalKind.MODALITY)
        if _governs(cue, trigger, triggers, reading)
    }
    return next((modality for modality in _ORDER if modality in cues), Modality.ASSERTED)


def _governs(cue: Signal, trigger: Signal, triggers: Sequence[Signal], reading: Reading) -> bool:
    reach = cue.row.detail
    if reach == "habit" and read_kind(trigger.row.key) is not Kind.PRESENCE:
        return False
    if reach == "after":
        return 0 <= cue.start - trigger.end <= REACH_CHARS[reach]
    if cue.start >= trigger.start or trigger.start - cue.end > REACH_CHARS[reach]:
        return False
    if reach != "clause":
        return True
    same_clause = reading.clause_of(cue.start) == reading.clause_of(trigger.start)
    return same_clause and not _is_taken(cue, trigger, triggers)


def _is_purpose(trigger: Signal, reading: Reading) -> bool:
    """Return whether a trigger is what something is done for: ``لاغتيال``, but not 'undergo'."""
    if trigger.clitic != "to":
        return False
    return not any(
        s.row.key == "undergoing" and 0 <= trigger.start - s.end <= UNDERGOING_CHARS
        for s in reading.of_kind(SignalKind.CONCEPT)
    )


def _is_taken(cue: Signal, trigger: Signal, triggers: Sequence[Signal]) -> bool:
    """Return whether the cue already governs a trigger before this one."""
    return any(
        cue.end <= other.start and trigger.start - other.end > JOINED_CHARS
        for other in triggers
        if other.end <= trigger.start
    )

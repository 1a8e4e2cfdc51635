"""Modality: whether a trigger is told as having happened, tried, planned, feared or denied."""

from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind
from geo.models import Modality

MAX_REACH_CHARS = 70
"""A cue governs what follows it in its clause, up to this distance."""

_ORDER = (
    Modality.DENIED, Modality.HYPOTHETICAL, Modality.FEARED, Modality.PLANNED, Modality.ATTEMPTED,
)  # fmt: skip


def read_modality(trigger: Signal, reading: Reading) -> Modality:
    """Return the modality of a trigger: the strongest cue that governs it, else asserted."""
    if trigger.clitic == "will":
        return Modality.PLANNED
    cues = {
        Modality(cue.row.key)
        for cue in reading.of_kind(SignalKind.MODALITY)
        if _governs(cue, trigger, reading)
    }
    return next((modality for modality in _ORDER if modality in cues), Modality.ASSERTED)


def _governs(cue: Signal, trigger: Signal, reading: Reading) -> bool:
    if cue.row.detail == "sentence":
        return cue.start < trigger.start and trigger.start - cue.end <= 3 * MAX_REACH_CHARS
    if cue.start > trigger.start or trigger.start - cue.end > MAX_REACH_CHARS:
        return False
    if cue.end > trigger.start:
        return cue.start < trigger.start
    return reading.clause_of(cue.start) == reading.clause_of(trigger.start)

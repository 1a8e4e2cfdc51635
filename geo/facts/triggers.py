"""Triggers: which words of a sentence tell a fact, and of which type."""

from typing import NamedTuple

from geo.facts.absorption import absorb_triggers
from geo.facts.conditions import UNREQUIRED, find_against
from geo.facts.likelihood import Candidate, is_likely, weigh_candidates
from geo.facts.meanings import type_of
from geo.facts.reading import Reading
from geo.facts.reasons import discard
from geo.facts.signals import CASUALTY, IDIOM, Signal
from geo.models import Discarded, SentenceRole

SILENT_ROLES = frozenset({SentenceRole.CAPTION, SentenceRole.DATELINE, SentenceRole.BYLINE})
"""Sentences that tell no fact, whatever words stand in them."""

_WEIGHED = frozenset({"excluded", "peaceful", UNREQUIRED})
"""What speaks against a trigger without forbidding it."""


class Choice(NamedTuple):
    """The triggers of a sentence that tell a fact, how likely each does, and what was left."""

    triggers: list[Signal]
    odds: dict[Signal, float]
    discarded: list[Discarded]


def choose_triggers(reading: Reading) -> Choice:
    """Return the triggers that tell a fact, with their log-odds; the others with the reason."""
    if reading.sentence.role in SILENT_ROLES:
        return Choice([], {}, [discard(trigger, "silent") for trigger in reading.triggers])
    candidates, discarded = list_candidates(reading)
    odds: dict[Signal, float] = {}
    for candidate, weight in zip(candidates, weigh_candidates(candidates, reading), strict=True):
        if is_likely(candidate, weight):
            odds[candidate.trigger] = weight
        else:
            discarded.append(discard(candidate.trigger, *(candidate.against or ("unlikely",))))
    return Choice(absorb_triggers([*odds], reading, discarded), odds, discarded)


def list_candidates(reading: Reading) -> tuple[list[Candidate], list[Discarded]]:
    """Return the triggers that may tell a fact and their types; the others with the reason.

    Of the same words only the rows count whose conditions are met, if there are such; where none
    is, the shorter triggers of another type inside them count as well.
    """
    found = [_make_candidate(t, reading) for t in reading.triggers if t.row.key != IDIOM]
    met = {candidate.trigger[:2] for candidate in found if not candidate.against}
    for failed in [c for c in found if c.against and c.trigger[:2] not in met]:
        inside = [_make_candidate(t, reading) for t in _list_shorter(failed.trigger, reading)]
        if any(not c.against for c in inside):
            met.add(failed.trigger[:2])
            found += [c for c in inside if not c.against and c not in found]
    candidates: list[Candidate] = []
    discarded: list[Discarded] = []
    for candidate in sorted(found, key=lambda c: c.trigger[:2]):
        against = candidate.against
        if not against or (
            against[0] in _WEIGHED and candidate.trigger[:2] not in met and candidate.type
        ):
            candidates.append(candidate)
        else:
            discarded.append(discard(candidate.trigger, *against))
    return candidates, discarded


def _make_candidate(trigger: Signal, reading: Reading) -> Candidate:
    """Return a trigger with the type it would tell; a toll that nothing fails has none."""
    told = type_of(trigger, [], reading)
    against = find_against(trigger, told, reading)
    if told is None or (trigger.row.key == CASUALTY and not against):
        return Candidate(trigger, "", against)
    return Candidate(trigger, told.name, against)


def _list_shorter(trigger: Signal, reading: Reading) -> list[Signal]:
    """Return the triggers of another type inside a longer one."""
    return [s for s in reading.signals.inside(trigger) if s.row.key not in (trigger.row.key, IDIOM)]

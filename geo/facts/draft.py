"""A draft: one trigger of a sentence with all that its fact may draw on."""

from dataclasses import dataclass

from geo.facts.attribution import Voices
from geo.facts.memory import Memory
from geo.facts.numbers import Numbers
from geo.facts.places import PlaceGroup, find_group
from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind
from geo.facts.speakers import Attribution
from geo.facts.types import FactType
from geo.gazetteer.index import Gazetteer
from geo.models import Evidence, Kind, LocationPrecision, Place

ACTOR_BEHIND_CHARS = 2
ACTOR_BEFORE_CHARS = 60
"""How far behind and before its verb the word for who acts may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A trigger, its type, and what stands around it; `triggers` are all of its sentence."""

    trigger: Signal
    triggers: list[Signal]
    type: FactType
    reading: Reading
    groups: list[PlaceGroup]
    numbers: Numbers
    border: Place | None
    memory: Memory
    voices: Voices
    gazetteer: Gazetteer

    @property
    def is_lasting(self) -> bool:
        """Whether the type is a state or a practice rather than an event."""
        return self.type.is_lasting

    def find_group(self, role: str = "", *, wide: bool = False) -> PlaceGroup | None:
        """Return the places told together nearest to the trigger, of one role if given."""
        return find_group(
            self.trigger, self.groups, self.reading, self.triggers, role=role, wide=wide
        )

    def find_places(self, role: str = "", *, wide: bool = False) -> tuple[Place, ...]:
        """Return the places nearest to the trigger, of one role if given; empty if none."""
        group = self.find_group(role, wide=wide)
        return group.places if group else ()

    def find_speaker(self) -> Attribution:
        """Return who says it; of events pointed back to, who told of them."""
        position = self.trigger.start
        if "same_events" in self.reading.concepts and not self.voices.said(position):
            return self.memory.attribution
        return self.voices.at(position)

    def find_modes(self) -> str:
        """Return how a movement is made, keys joined by ``|``; empty for other kinds."""
        modes = self.reading.of_kind(SignalKind.MODE) if self.type.kind is Kind.MOVEMENT else []
        return "|".join(sorted({signal.row.key for signal in modes}))

    def find_actor(self) -> str:
        """Return the words that name who acts; empty where the sentence leaves it open.

        The force or group right behind the trigger (``اختطف مسلحون``), else the last before it
        in its clause; what a preposition is joined to does not act.
        """
        actors = [
            (s.start < self.trigger.start, abs(s.start - self.trigger.start), s)
            for s in self.reading.of_kind(SignalKind.CONCEPT)
            if s.row.key in ("militant", "force") and s.clitic in ("", "and") and self._may_act(s)
        ]
        if not actors:
            return ""
        actor = min(actors, key=lambda item: item[:2])[2]
        return self.reading.article.text[actor.start : actor.end]

    def _may_act(self, actor: Signal) -> bool:
        behind = actor.start - self.trigger.end
        if behind >= 0:
            return behind <= ACTOR_BEHIND_CHARS
        near = self.trigger.start - actor.end <= ACTOR_BEFORE_CHARS
        return near and self.reading.clause_of(actor.start) == self.reading.clause_of(
            self.trigger.start
        )


def make_evidence(trigger: Signal, reading: Reading) -> Evidence:
    """Return the sentence of a trigger as evidence; the rule names the trigger and its words."""
    sentence, text = reading.sentence, reading.article.text
    return Evidence(
        start=sentence.start, end=sentence.end, quote=text[sentence.start : sentence.end],
        rule=f"{trigger.row.key}: {text[trigger.start : trigger.end]}",
    )  # fmt: skip


def is_narrow(place: Place) -> bool:
    """Return whether a place is known closer than its country."""
    return place.precision is not LocationPrecision.COUNTRY

"""A draft: one trigger of a sentence with all that its fact may draw on."""

from dataclasses import dataclass, replace

from geo.facts.attribution import Voices
from geo.facts.lazy import lazy
from geo.facts.memory import Memory
from geo.facts.numbers import Numbers
from geo.facts.parties import Parties, Roles
from geo.facts.places import PlaceGroup, find_group
from geo.facts.reading import Reading
from geo.facts.signals import Signal, SignalKind
from geo.facts.speakers import Attribution
from geo.facts.types import FactType
from geo.gazetteer.index import Gazetteer
from geo.models import AttributionClass, Evidence, Kind, Place


@dataclass(kw_only=True, eq=False)
class Draft:
    """A trigger, its type, and what stands around it; `triggers` are all of its sentence.

    `odds` is the log-odds that the trigger tells its type, `best_odds` the highest of its sentence.
    """

    trigger: Signal
    odds: float
    best_odds: float
    triggers: list[Signal]
    type: FactType
    reading: Reading
    groups: list[PlaceGroup]
    numbers: Numbers
    parties: Parties
    border: Place | None
    memory: Memory
    voices: Voices
    gazetteer: Gazetteer
    countries: frozenset[str] = frozenset()

    @property
    def is_lasting(self) -> bool:
        """Whether the type is a state or a practice rather than an event."""
        return self.type.is_lasting

    def find_group(self, role: str = "", *, wide: bool = False) -> PlaceGroup | None:
        """Return the places told together nearest to the trigger, of one role if given."""
        return self._find_group(role, wide=wide) if role or wide else self._group

    @lazy
    def _group(self) -> PlaceGroup | None:
        return self._find_group("", wide=False)

    def _find_group(self, role: str, *, wide: bool) -> PlaceGroup | None:
        if not self.groups:
            return None
        return find_group(
            self.trigger, self.groups, self.reading, self.triggers, role=role, wide=wide
        )

    def find_places(self, role: str = "", *, wide: bool = False) -> tuple[Place, ...]:
        """Return the places nearest to the trigger, of one role if given; empty if none."""
        group = self.find_group(role, wide=wide)
        return group.places if group else ()

    def find_speaker(self) -> Attribution:
        """Return who says it; of events pointed back to, who told of them.

        An armed body that tells of arrests, raids and finds tells of its own and makes a claim.
        """
        position = self.trigger.start
        if "same_events" in self.reading.concepts and not self.voices.said(position):
            return self.memory.attribution
        said = self.voices.at(position)
        if said.is_armed and self.type.kind in (Kind.SECURITY, Kind.PRESENCE):
            return replace(said, attribution_class=AttributionClass.GROUP_CLAIM)
        return said

    def find_modes(self) -> str:
        """Return how a movement is made, keys joined by ``|``; empty for other kinds."""
        modes = self.reading.of_kind(SignalKind.MODE) if self.type.kind is Kind.MOVEMENT else []
        return "|".join(sorted({signal.row.key for signal in modes}))

    def find_roles(self) -> Roles:
        """Return the words that name who acts and who suffers; empty where it is left open."""
        return self.parties.roles_of(self.trigger, self.type.name)


def make_evidence(trigger: Signal, reading: Reading) -> Evidence:
    """Return the sentence of a trigger as evidence; the rule names the trigger and its words."""
    sentence, text = reading.sentence, reading.article.text
    return Evidence(
        start=sentence.start, end=sentence.end, quote=text[sentence.start : sentence.end],
        rule=f"{trigger.row.key}: {text[trigger.start : trigger.end]}",
    )  # fmt: skip

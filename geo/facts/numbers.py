"""Which number belongs to which trigger: the killed apart from those who acted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geo.facts.lazy import lazy
from geo.facts.persons import find_person
from geo.facts.reading import Reading
from geo.facts.signals import CASUALTY, Signal
from geo.facts.tallies import Tally, list_tallies
from geo.facts.types import Mark, has_mark, read_counts, read_deadly, read_kind
from geo.facts.units import PERSON, read_units
from geo.models import Kind, Quantity

MAX_COUNT_CHARS = 110
"""How far a number may stand from the trigger that counts it, stops counted."""

MAX_BARE_CHARS = 40
"""A number that counts no named noun must stand this near to its trigger."""

MAX_TOLL_CHARS = 75
"""How far a number may stand from the word that says they were killed, stops counted."""

STOP_CHARS = 12
"""What a comma between the two adds to their distance."""

MAX_SINGLE_CHARS = 36
"""How far one person told without a number may stand behind that word, or behind a trigger."""

MAX_SINGLE_BEFORE_CHARS = 26
"""The same for one who stands before it."""

MAX_OWNER_DISTANCE = 600
"""How far a toll may be told from the event it is of, clauses counted."""

BESIDE_CHARS = 15
"""How near to a number the word must stand that says those were hurt, killed or taken."""

_LATE_CHARS = 15
"""What a toll adds to its distance that is told before its event: mostly it comes after."""

_LESS_DEADLY_CHARS = 180
"""What an event adds at which people only may die, beside one that kills."""

_ADJACENT_CHARS = 2
"""A number this near to a trigger is its own."""

_STOP = re.compile("[،,;؛]")
_HURT = "wounded"


class Toll(NamedTuple):
    """A number of killed or wounded, and the word or the number that says they were."""

    cue: Signal | Quantity
    people: Tally


@dataclass(kw_only=True, eq=False)
class Numbers:
    """The numbers of a sentence, each of one of its `triggers`; found when first asked for."""

    reading: Reading
    triggers: Sequence[Signal]

    @lazy
    def tallies(self) -> tuple[Tally, ...]:
        """The quantities of the sentence, people told in a row added up."""
        return list_tallies(self.reading)

    @lazy
    def tolls(self) -> list[Toll]:
        """The numbers of killed, each with the word that says so."""
        dead = read_units("dead")
        told = [t for t in self.tallies if self._casualties or t.quantity.unit in dead]
        left = [t for t in told if self._may_be_dead(t)]
        tolls = []
        for cue in self._casualties:
            costs = [(cost, t) for t in left if (cost := self._toll_cost(cue, t)) is not None]
            if costs:
                _, tally = min(costs, key=lambda item: (item[1].is_single, item[0]))
                left.remove(tally)
                tolls.append(Toll(cue, tally))
            elif cue.row.key == CASUALTY and (one := find_person(cue, self.reading)):
                tolls.append(Toll(cue, Tally(one, is_single=True)))
        tolls += [Toll(t.quantity, t) for t in left if t.quantity.unit in dead]
        return tolls

    @lazy
    def _killed(self) -> list[tuple[Signal | None, Tally]]:
        """The numbers of killed, each with the trigger at which they were."""
        return [(self._owner_of(toll.cue), toll.people) for toll in self.tolls]

    def killed_at(self, trigger: Signal) -> Tally | None:
        """Return the number of killed that is told of a trigger, None when none is.

        Each number is told of one thing only: of the triggers at which people die the nearest.
        """
        told = next((people for owner, people in self._killed if owner is trigger), None)
        return told or (None if self.tolls else self.spared_at(trigger))

    def spared_at(self, trigger: Signal) -> Tally | None:
        """Return a toll of nobody, where the sentence says that a trigger cost no lives."""
        words = self.reading.of_concept("nobody_killed")
        word = next((w for w in words if self._owner_of(w) is trigger), None)
        if word is None or read_deadly().get(trigger.row.key) != 1:
            return None
        text = self.reading.article.text[word.start : word.end]
        return Tally(Quantity(min=0, max=0, start=word.start, end=word.end, text=text))

    @lazy
    def hurts(self) -> list[Toll]:
        """The numbers of wounded, each with the word or the noun that says so."""
        words = self.reading.of_concept(_HURT)
        if not words and not any(t.quantity.unit == _HURT for t in self.tallies):
            return []
        killed = {toll.people for toll in self.tolls}
        left = [t for t in self.tallies if t.is_of_people and t not in killed]
        hurts = [Toll(t.quantity, t) for t in left if t.quantity.unit == _HURT]
        left = [t for t in left if t.quantity.unit not in read_units("dead") | {_HURT}]
        for cue in words:
            told = [*left, *self._list_more(cue)]
            costs = [(c, t) for t in told if (c := self._toll_cost(cue, t)) is not None]
            if costs and not any(_gap(cue, toll.people.quantity) == 0 for toll in hurts):
                _, tally = min(costs, key=lambda item: (item[1].is_single, item[0]))
                left = [other for other in left if other is not tally]
                hurts.append(Toll(cue, tally))
        return hurts

    def wounded_at(self, trigger: Signal) -> Tally | None:
        """Return the number of wounded that is told of a trigger, None when none is."""
        return next((t.people for t in self.hurts if self._owner_of(t.cue) is trigger), None)

    def toll_alone(self) -> tuple[Quantity | None, Quantity | None]:
        """Return the killed and the wounded of a sentence that tells no event beside them."""
        killed = next((toll.people.quantity for toll in self.tolls), None)
        wounded = next((toll.people.quantity for toll in self.hurts), None)
        return killed, wounded

    def _list_more(self, cue: Signal) -> Iterator[Tally]:
        """Yield one more who is told beside the word that hurts him: ``إصابة ثالث``."""
        for word in self.reading.of_concept("one_more"):
            if 0 <= word.start - cue.end <= 1:
                text = self.reading.article.text[word.start : word.end]
                one = Quantity(min=1, max=1, start=word.start, end=word.end, text=text)
                yield Tally(one, is_single=True)

    def counted_by(
        self, trigger: Signal, *, counts: frozenset[str], taken: Tally | None = None
    ) -> Tally | None:
        """Return the number that a trigger counts: of the right nouns, and nearest.

        `counts` are groups of nouns, or nouns by their key. The number of killed (`taken`), of
        wounded and of a part is never the count; a number without a noun is, where it stands
        beside the trigger.
        """
        if not counts:
            return None
        near = [
            (tally.is_single, distance, tally)
            for tally in self.tallies
            if (distance := self._count_distance(trigger, tally, counts)) is not None
            and not self._is_other(tally, trigger, taken)
            and not self._is_of_doers(tally, trigger)
            and not self._is_of_another(tally, trigger)
        ]
        if near:
            return min(near, key=lambda item: item[:2])[2]
        one = find_person(trigger, self.reading) if PERSON in counts else None
        return Tally(one, is_single=True) if one else None

    @lazy
    def _told_dead(self) -> list[Signal]:
        return [word for word in self.reading.triggers if word.row.key == CASUALTY]

    @lazy
    def _casualties(self) -> list[Signal]:
        told = self._told_dead
        starts = {word.start for word in told}
        others = [word for word in self.reading.of_concept("died") if word.start not in starts]
        return sorted((*told, *others), key=lambda word: word.start)

    def _owner_of(self, cue: Signal | Quantity) -> Signal | None:
        """Return the trigger at which the people of a cue were killed, None when none is near."""
        ranks = read_deadly()
        owners = [
            (self._owner_cost(trigger, cue, ranks[trigger.row.key]), trigger)
            for trigger in self.triggers
            if trigger.row.key in ranks
        ]
        near = [owner for owner in owners if owner[0] <= MAX_OWNER_DISTANCE]
        if near:
            return min(near, key=lambda owner: (owner[0], owner[1].start))[1]
        told = [trigger for trigger in self.triggers if trigger.row.key == CASUALTY]
        own = next((t for t in told if (t.start, t.end) == (cue.start, cue.end)), None)
        is_told = any(cue.start == word.start for word in self._told_dead)
        return own or (None if is_told else _first(told))

    def _owner_cost(self, trigger: Signal, cue: Signal | Quantity, rank: int) -> int:
        late = _LATE_CHARS if trigger.start > cue.start else 0
        distance = self.reading.distance(trigger.start, cue.start)
        return distance + late + _LESS_DEADLY_CHARS * (rank - 1)

    def _toll_cost(self, cue: Signal, tally: Tally) -> int | None:
        """Return how far the killed stand from the word that says so, None when too far."""
        quantity = tally.quantity
        if quantity.start > cue.start and self._is_passive(cue):
            return None
        if self._does_deed(tally, cue):
            return None
        low, high = min(cue.end, quantity.end), max(cue.start, quantity.start)
        others = (*self.reading.of_concept(_HURT), *self._casualties)
        if any(low <= word.start < high for word in others if word is not cue):
            return None
        gap, stops = _gap(cue, quantity), self._count_stops(cue, quantity)
        if tally.is_single:
            reach = MAX_SINGLE_CHARS if quantity.start >= cue.end else MAX_SINGLE_BEFORE_CHARS
            return gap if gap <= reach and not stops else None
        part = any(low <= word.start < high for word in self.reading.of_concept("subset"))
        cost = gap + STOP_CHARS * stops
        return cost if cost <= MAX_TOLL_CHARS * (1 + part) else None

    def _does_deed(self, tally: Tally, cue: Signal) -> bool:
        """Return whether a number counts those who attack, right behind the verb that says so."""
        quantity = tally.quantity
        return quantity.unit in read_units("doing") and any(
            has_mark(trigger.row.key, Mark.DOERS_BEHIND) and 0 <= quantity.start - trigger.end <= 1
            for trigger in self.triggers
            if not trigger.start <= cue.start < trigger.end
        )

    def _is_passive(self, cue: Signal) -> bool:
        """Return whether who died stands before the word that says so: 'were killed'."""
        return any(
            0 <= cue.start - w.end <= 1 or cue.start <= w.start < cue.end
            for w in self.reading.of_concept("passive")
        )

    def _count_stops(self, word: Signal, quantity: Quantity) -> int:
        """Return how many stops part a word and a number."""
        low, high = sorted((word.start, quantity.start))
        return len(_STOP.findall(self.reading.article.text, low, high))

    def _may_be_dead(self, tally: Tally) -> bool:
        """Return whether a number may count the killed: of people, and not of the living.

        ``killing one`` counts a person whatever noun its words are read as.
        """
        quantity = tally.quantity
        beside = any(_gap(word, quantity) <= 1 for word in self._casualties)
        if not tally.is_of_people and not (beside and tally.group == "event"):
            return False
        return not self._is_of_living(quantity)

    def _is_of_living(self, quantity: Quantity) -> bool:
        """Return whether a number counts the wounded, or people who were taken."""
        if quantity.unit == _HURT:
            return True
        killed = min((_gap(word, quantity) for word in self._casualties), default=BESIDE_CHARS + 1)
        hurt = [_gap(word, quantity) for word in self.reading.of_concept(_HURT)]
        if any(gap <= BESIDE_CHARS and gap < killed for gap in hurt):
            return True
        if any(self._is_killed(quantity, word) for word in self._casualties):
            return False
        counts, ranks = read_counts(), read_deadly()
        return any(
            PERSON in counts.get(trigger.row.key, ())
            and ranks.get(trigger.row.key) != 1
            and _gap(trigger, quantity) <= _ADJACENT_CHARS
            for trigger in self.reading.triggers
        )

    def _is_killed(self, quantity: Quantity, word: Signal) -> bool:
        """Return whether a word right behind those counted says they died: ``left six dead``."""
        joins = (*self.reading.of_concept("conjunction"), *self.reading.of_concept("passive"))
        near = 0 <= word.start - quantity.end <= BESIDE_CHARS
        return near and not any(quantity.end <= join.start <= word.start for join in joins)

    def _count_distance(self, trigger: Signal, tally: Tally, counts: frozenset[str]) -> int | None:
        """Return how far what a trigger may count stands from it, None when it can't."""
        quantity = tally.quantity
        stops = self._count_stops(trigger, quantity)
        low, high = sorted((trigger.start, quantity.start))
        turns = sum(low <= word.start < high for word in self.reading.of_concept("boundary"))
        distance = _gap(trigger, quantity) + STOP_CHARS * (stops + turns)
        if tally.is_single:
            reach = MAX_SINGLE_CHARS if quantity.start >= trigger.end else MAX_SINGLE_BEFORE_CHARS
            return distance if PERSON in counts and distance <= reach and not stops else None
        counted = bool({tally.group, quantity.unit} & counts) or not quantity.unit
        claimed = read_kind(trigger.row.key) is Kind.CLAIM
        limit = MAX_COUNT_CHARS if quantity.unit or claimed else MAX_BARE_CHARS
        return distance if counted and distance <= limit else None

    def _is_of_doers(self, tally: Tally, trigger: Signal) -> bool:
        """Return whether a number counts those who do a deed, told before it: two gunmen."""
        before = tally.quantity.end <= trigger.start
        deed = read_kind(trigger.row.key) is Kind.INCIDENT
        return deed and before and tally.quantity.unit in read_units("doing")

    def _is_of_another(self, tally: Tally, trigger: Signal) -> bool:
        """Return whether a number stands beside a trigger of another kind that counts it."""
        counts = read_counts()
        gap = min(_gap(trigger, tally.quantity), BESIDE_CHARS)
        nouns = {tally.group, tally.quantity.unit}
        return any(
            _gap(other, tally.quantity) < gap and nouns & counts.get(other.row.key, frozenset())
            for other in self.triggers
            if read_kind(other.row.key) not in (None, read_kind(trigger.row.key))
        )

    def _is_other(self, tally: Tally, trigger: Signal, taken: Tally | None) -> bool:
        """Return whether a number is that of the killed or the wounded.

        What stands right beside the trigger is its own: ``and seven taken alive``.
        """
        if tally == taken or tally.quantity.unit == _HURT:
            return True
        if _gap(trigger, tally.quantity) <= _ADJACENT_CHARS:
            return False
        words = (*self.reading.of_concept(_HURT), *self._casualties)
        return any(_gap(word, tally.quantity) <= BESIDE_CHARS for word in words)


def _first(triggers: Sequence[Signal]) -> Signal | None:
    return triggers[0] if triggers else None


def _gap(cue: Signal, quantity: Quantity) -> int:
    """Return the characters between a word and a number, 0 when one holds the other."""
    if quantity.start >= cue.end:
        return quantity.start - cue.end
    return cue.start - quantity.end if quantity.end <= cue.start else 0

"""Parties: who does a deed and whom it is done to, as phrases of the text, never as names.

A party is a phrase around a known noun: a force, a group, people by what they are, a thing that
is attacked. Which of a sentence's parties acts and which suffers is told by what stands before
it (``by``, ``against``, ``على يد``), by the voice, by its place beside the deed, and by who may
do or suffer such a deed at all. Where that leaves a doubt nothing is said.
"""

from functools import cache
from typing import NamedTuple

from geo.facts.lazy import lazy
from geo.facts.party_phrases import ARMED, OBJECT, Party, find_parties
from geo.facts.reading import Reading
from geo.facts.signals import CASUALTY, Signal, SignalKind
from geo.facts.types import Mark, has_mark
from geo.facts.words import read_party_words
from geo.tables import read_table, split_list
from geo.text.fold import fold_text

BESIDE_CHARS = 24
"""How far behind a deed, or behind the party before it, a party may begin."""

MAX_UNKNOWN_WORDS = 1
"""How many words that count or point to nothing may stand there."""

OWNER_CHARS = 12
"""How far behind a deed its owner may begin: ``هجوم جديد لداعش``."""

BEFORE_CHARS = 80
"""How far before a deed who acts may stand, in its clause."""

MARK_CHARS = 90
"""How far behind a deed the word may stand that marks who did it, or whom it was done to."""

UNDERGONE_CHARS = 60
"""How far before its deed a verb of undergoing may stand."""

VICTIM_CHARS = 110
"""How far from a deed those may be told who were killed or hurt."""

_STOPS = frozenset('.,;:،؛!?؟()«»"“”\n')
_Pair = tuple[Party | None, Party | None]


class Roles(NamedTuple):
    """Who acts and who suffers, as words of the text; empty where it is not told."""

    actor: str = ""
    target: str = ""


class Parties:
    """The parties of a sentence, and their roles in its deeds."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @lazy
    def _all(self) -> list[Party]:
        return find_parties(self._reading)

    def roles_of(self, deed: Signal, name: str) -> Roles:
        """Return who does a deed, told as a type, and whom it is done to."""
        actors, targets = _read_roles().get(name, (frozenset(), frozenset()))
        if not (actors or targets) or not self._all:
            return Roles()
        actor, target = self._choose(self._bare(deed), name, actors, targets)
        return Roles(self._words(actor), self._words(target))

    def _bare(self, deed: Signal) -> Signal:
        """Return a deed without the parties that its words begin or end with.

        ``gunmen killed`` is a killing behind gunmen, ``اعتقلت قوات`` an arrest before forces.
        """
        for party in self._all:
            if party.start <= deed.start < party.end < deed.end:
                deed = deed._replace(start=party.end)
            elif deed.start < party.start < deed.end <= party.end:
                deed = deed._replace(end=party.start)
        return deed

    def _words(self, party: Party | None) -> str:
        return self._reading.article.text[party.start : party.end] if party else ""

    def _choose(
        self, deed: Signal, name: str, actors: frozenset[str], targets: frozenset[str]
    ) -> _Pair:
        """Return the party that acts and the one that suffers, None where it is not told."""
        owner = self._owner(deed)
        actor = self._marked("agent_mark", deed, actors) or self._inside(deed, actors)
        actor = actor or _of_kind(owner, actors)
        target = self._marked("target_mark", deed, targets)
        target = target or (None if actor == owner else _of_kind(owner, targets))
        first, suffering = self._behind(deed.end), self._before(deed, targets)
        second = self._behind(first.end) if first else None
        if self._is_undergone(deed, suffering):
            target = target or _of_kind(self._undergoing(deed) or suffering, targets)
        elif first and second and first.kind in actors and second.kind in targets:
            actor, target = actor or first, target or second
        else:
            leading = self._before(deed, actors)
            if leading and self._reading.article.text[deed.start].isascii():
                first = _of_kind(first, targets)
            alone = _tell_alone(first, leading, name, actors, targets)
            actor, target = actor or alone[0], target or alone[1]
        target = target or self._victim(deed, targets)
        return (None if actor and actor == target else actor), target

    def _owner(self, deed: Signal) -> Party | None:
        """Return the party right behind a deed that 'of' is joined to: ``هجوم لداعش``."""
        near = (p for p in self._all if 0 <= p.start - deed.end <= OWNER_CHARS)
        return next((party for party in near if party.clitic == "to"), None)

    def _inside(self, deed: Signal, actors: frozenset[str]) -> Party | None:
        """Return who acts in the midst of a deed's words, or is all of them: ``suicide bomber``."""
        for party in self._all:
            if deed.start < party.start and party.end < deed.end:
                return _of_kind(party, actors)
            if party.start <= deed.start and deed.end <= party.end:
                return _of_kind(party, actors & {ARMED})
        return None

    def _marked(self, mark: str, deed: Signal, kinds: frozenset[str]) -> Party | None:
        """Return the party right behind a word that marks it, after a deed."""
        for word in self._reading.of_concept(mark):
            if 0 <= word.start - deed.end <= MARK_CHARS and not self._parted(deed, word.start):
                return _of_kind(self._behind(word.end), kinds)
        return None

    def _parted(self, deed: Signal, end: int) -> bool:
        """Return whether another deed or a clause's end stands between a deed and a position."""
        reading = self._reading
        others = (t for t in reading.triggers if t.row.key not in (CASUALTY, deed.row.key))
        return not reading.share_clause(deed.end - 1, end) or any(
            deed.end <= other.start < end for other in others
        )

    def _behind(self, position: int) -> Party | None:
        """Return the party that begins right behind a position, without a preposition."""
        party = next((party for party in self._all if party.start >= position), None)
        if party is None or party.clitic in ("to", "in"):
            return None
        between = self._reading.article.text[position : party.start]
        if len(between) > BESIDE_CHARS or _is_stopped(between):
            return None
        told = [q.text for q in self._reading.quantities if position <= q.start < party.start]
        words = [w for w in between.split() if not any(w in words for words in told)]
        unknown = [w for w in words if fold_text(w) not in read_party_words("determiner")]
        return party if len(unknown) <= MAX_UNKNOWN_WORDS else None

    def _before(self, deed: Signal, kinds: frozenset[str]) -> Party | None:
        """Return the last party of some kinds before a deed in its clause.

        None where a preposition governs it, another deed was done to it, or it speaks.
        """
        reading = self._reading
        for party in reversed(self._all):
            if party.end > deed.start or party.kind not in kinds:
                continue
            near = deed.start - party.end <= BEFORE_CHARS and party.clitic in ("", "and")
            if not near or not reading.share_clause(party.start, deed.start):
                return None
            if self._is_object(party, deed):
                continue
            return None if self._is_governed(party) or self._speaks(party, deed) else party
        return None

    def _is_object(self, party: Party, deed: Signal) -> bool:
        """Return whether a party stands right behind another deed, with others before it."""
        first = self._all[0].start == party.start
        return not first and any(
            trigger.start != deed.start and trigger.end + 3 >= party.start > trigger.start
            for trigger in self._reading.triggers
        )

    def _speaks(self, party: Party, deed: Signal) -> bool:
        """Return whether a party belongs to who speaks: ``an officer said that`` it was done."""
        reading = self._reading
        words = reading.of_kind(SignalKind.SPEAKER)
        opened = (*reading.of_concept("that"), *(w for w in words if w.row.detail == "speech"))
        said = any(party.end <= word.start < deed.start for word in opened)
        posts = (word for word in words if word.row.detail == "post")
        held = any(0 <= party.start - post.end <= 1 for post in posts)
        return said or held or reading.in_speaker(party.start)

    def _is_governed(self, party: Party) -> bool:
        """Return whether a preposition stands before a party: ``in the army base``."""
        start = self._reading.sentence.start
        before = self._reading.article.text[max(start, party.start - BESIDE_CHARS) : party.start]
        words = before.split()
        while words and fold_text(words[-1]) in read_party_words("determiner"):
            words.pop()
        return bool(words) and fold_text(words[-1]) in read_party_words("preposition")

    def _is_undergone(self, deed: Signal, before: Party | None) -> bool:
        """Return whether a deed is told in the passive, or as what somebody undergoes."""
        low = before.end if before else deed.start - BESIDE_CHARS
        passive = any(low <= w.start < deed.end for w in self._reading.of_concept("passive"))
        return passive or self._undergoing(deed) is not None

    def _undergoing(self, deed: Signal) -> Party | None:
        """Return who undergoes a deed: ``تعرضت دورية للشرطة إلى هجوم``."""
        for mark in self._reading.of_concept("undergoing"):
            if 0 <= deed.start - mark.end <= UNDERGONE_CHARS:
                party = self._behind(mark.end)
                return party if party and party.end <= deed.start else None
        return None

    def _victim(self, deed: Signal, targets: frozenset[str]) -> Party | None:
        """Return who was killed or hurt beside a deed."""
        reading = self._reading
        told = [t for t in reading.triggers if t.row.key == CASUALTY]
        for cue in (*told, *reading.of_concept("wounded")):
            passive = any(cue.start - 6 <= w.start < cue.end for w in reading.of_concept("passive"))
            party = self._before(cue, targets) if passive else self._behind(cue.end)
            near = abs(cue.start - deed.start) <= VICTIM_CHARS
            if near and party and party.kind in targets and party.kind != OBJECT:
                return party
        return None


def _tell_alone(
    first: Party | None, before: Party | None, name: str,
    actors: frozenset[str], targets: frozenset[str],
) -> _Pair:  # fmt: skip
    """Return what the party behind a deed and the one before it are, where they are no pair."""
    acts, suffers = _of_kind(before, actors), _of_kind(first, targets)
    if first is None or (acts and suffers):
        return acts, suffers
    if first.kind in actors and (not has_mark(name, Mark.DONE_TO) or first.kind not in targets):
        return first, None
    return acts, suffers


def _of_kind(party: Party | None, kinds: frozenset[str]) -> Party | None:
    return party if party and party.kind in kinds else None


def _is_stopped(between: str) -> bool:
    """Return whether a mark or a preposition stands in a text."""
    if not _STOPS.isdisjoint(between):
        return True
    return any(fold_text(word) in read_party_words("stop") for word in between.split())


@cache
def _read_roles() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return the kinds of party that do a type of deed, and those it is done to."""

    def kinds(cell: str) -> frozenset[str]:
        return frozenset(split_list(cell))

    rows = read_table("lexicon/party_roles", "type", "actors", "targets")
    return {row["type"]: (kinds(row["actors"]), kinds(row["targets"])) for row in rows}

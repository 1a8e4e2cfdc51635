"""What the data know of each type of fact: its kind, what it counts, whether people die of it."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from geo.models import Kind
from geo.tables import Row, read_table, split_list

EVENT_KINDS = frozenset({Kind.INCIDENT, Kind.SECURITY})
"""Kinds of what happens somewhere on some day."""


class Mark(StrEnum):
    """What is peculiar to a type, or to a trigger that may tell several: marks of a row."""

    LASTING = "lasting"
    """A state or a practice, although its kind is that of events."""
    OF_EVENTS = "of_events"
    """A claim on events, and no state: a total, the background of the news."""
    PEACEFUL = "peaceful"
    """May be told by a text in which nobody fights or is hurt."""
    BROAD = "broad"
    """As which a deed that was told more exactly may be told again: ``the attack``."""
    CAMPAIGN = "campaign"
    """Goes on for days and may be told as begun: ``launched an operation to comb``."""
    SUCCESS = "success"
    """Done to those who did not reach their aim: an attempt of theirs leaves it done."""
    DONE_TO = "done_to"
    """Who stands behind its words mostly suffers it, not does it."""
    DOERS_BEHIND = "doers_behind"
    """Those who do it are often counted behind its words: ``attacked by ten gunmen``."""
    COUNTS_KILLED = "counts_killed"
    """Its number is that of those killed."""
    COUNTED = "counted"
    """A large number of it is a statistic, as of incidents."""
    SENT = "sent"
    """Is where it goes to: a brigade sent from Mosul to Sinjar."""
    TAKEN = "taken"
    """Is not where it goes to: men taken away to Mosul."""
    CROSSES = "crosses"
    """Goes over a border."""
    LEAVES = "leaves"
    """Leaves the place told before it, when it names no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactType:
    """A type of fact: `counts` are the nouns its number may count, by group or by key.

    `is_lasting` when it is a state or a practice rather than an event.
    """

    name: str
    kind: Kind
    counts: frozenset[str]
    is_lasting: bool


@cache
def read_types() -> dict[str, FactType]:
    """Return every type of fact by name."""
    counts = read_counts()
    lasting = read_marked(Mark.LASTING)
    return {
        row["type"]: FactType(
            name=row["type"], kind=Kind(row["kind"]),
            counts=counts.get(row["type"], frozenset()),
            is_lasting=row["type"] in lasting or _is_state(row),
        )
        for row in read_table("lexicon/fact_types", "type", "kind")
    }  # fmt: skip


def _is_state(row: Row) -> bool:
    """Return whether a row's type is a presence or a claim; totals and history are of events."""
    is_state = Kind(row["kind"]) in (Kind.PRESENCE, Kind.CLAIM)
    return is_state and not has_mark(row["type"], Mark.OF_EVENTS)


@cache
def read_counts() -> dict[str, frozenset[str]]:
    """Return what the number of each trigger counts: groups of nouns, or nouns by their key."""
    rows = read_table("lexicon/counts", "type", "counts")
    return {row["type"]: frozenset(split_list(row["counts"])) for row in rows}


@cache
def read_deadly() -> dict[str, int]:
    """Return the triggers at which people die: 1 those that kill, 2 those at which it happens."""
    rows = read_table("lexicon/counts", "type", "deadly")
    return {row["type"]: int(row["deadly"]) for row in rows if row["deadly"]}


def has_mark(name: str, mark: Mark) -> bool:
    """Return whether a type, or a trigger, has a mark."""
    return name in read_marked(mark)


@cache
def read_marked(mark: Mark) -> frozenset[str]:
    """Return the types and triggers that have a mark."""
    rows = read_table("lexicon/counts", "type", "marks")
    return frozenset(row["type"] for row in rows if mark in split_list(row["marks"]))


def read_kind(name: str) -> Kind | None:
    """Return the kind of a type, None for words that tell several types."""
    fact_type = read_types().get(name)
    return fact_type.kind if fact_type else None

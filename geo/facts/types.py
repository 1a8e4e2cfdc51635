"""What the data know of each type of fact: its kind, what it counts, whether people die of it."""

from dataclasses import dataclass
from functools import cache

from geo.models import Kind
from geo.tables import Row, read_table, split_list

_OF_EVENTS = frozenset({"attack_total", "background"})


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
    lasting = _read_marked("lasting")
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
    return Kind(row["kind"]) in (Kind.PRESENCE, Kind.CLAIM) and row["type"] not in _OF_EVENTS


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


def read_peaceful() -> frozenset[str]:
    """Return the types that a text may tell in which nobody fights or is hurt."""
    return _read_marked("peaceful")


def read_broad() -> frozenset[str]:
    """Return the types as which a deed that was told more exactly may be told again."""
    return _read_marked("broad")


def read_doers_behind() -> frozenset[str]:
    """Return the triggers whose doers are often counted behind them."""
    return _read_marked("doers_behind")


@cache
def _read_marked(mark: str) -> frozenset[str]:
    """Return the types and triggers that have a mark."""
    rows = read_table("lexicon/counts", "type", mark)
    return frozenset(row["type"] for row in rows if row[mark])


def read_kind(name: str) -> Kind | None:
    """Return the kind of a type, None for words that tell several types."""
    fact_type = read_types().get(name)
    return fact_type.kind if fact_type else None

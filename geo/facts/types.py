"""What the data know of each type of fact: its kind and what it counts."""

from dataclasses import dataclass
from functools import cache

from geo.models import Kind
from geo.tables import read_table, split_list


@dataclass(frozen=True, slots=True, kw_only=True)
class FactType:
    """A type of fact: `counts` are the groups of nouns its number may count."""

    name: str
    kind: Kind
    counts: frozenset[str]


@cache
def read_types() -> dict[str, FactType]:
    """Return every type of fact by name."""
    counts = {
        row["type"]: frozenset(split_list(row["groups"]))
        for row in read_table("lexicon/counts", "type", "groups")
    }
    return {
        row["type"]: FactType(
            name=row["type"], kind=Kind(row["kind"]),
            counts=counts.get(row["type"], frozenset()),
        )
        for row in read_table("lexicon/fact_types", "type", "kind")
    }  # fmt: skip

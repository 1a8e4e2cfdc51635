"""Counted nouns: the group of each, and the parts that some play."""

from functools import cache

from geo.models import Quantity
from geo.tables import read_table, split_list

PERSON = "person"
FAMILY = "family"


def group_of(quantity: Quantity) -> str:
    """Return the group of the noun counted: person, family, event, thing ...; empty if none."""
    return read_groups().get(quantity.unit, "")


@cache
def read_groups() -> dict[str, str]:
    """Return the group of every counted noun."""
    return {row["key"]: row["group"] for row in read_table("lexicon/units", "key", "group")}


@cache
def read_units(role: str) -> frozenset[str]:
    """Return the keys of the nouns that play a part: ``armed``, ``dead``, ``moving`` ...

    >>> sorted(read_units("dead"))
    ['bodies', 'killed', 'lives']
    """
    rows = {r["role"]: r["units"] for r in read_table("lexicon/unit_roles", "role", "units")}
    return frozenset(split_list(rows[role]))

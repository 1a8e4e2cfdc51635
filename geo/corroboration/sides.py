"""Sides: which group, force or kind of people some words name, the same in every language."""

from functools import cache, lru_cache

from geo.tables import Row, read_table, split_list
from geo.text.fold import fold
from geo.text.forms import read_forms
from geo.text.phrases import PhraseIndex

_NOUN_FORMS = ("one", "many", "two", "alone")
"""Where a counted noun is written: alone or in number, so that no form is listed twice."""


@lru_cache(maxsize=65_536)
def find_side(words: str) -> str:
    """Return the side that some words name, the narrowest they name; empty if none is known.

    >>> find_side("عناصر تنظيم داعش"), find_side("ISIS militants")
    ('islamic_state', 'islamic_state')
    """
    index, sides = _read_index()
    hits = index.find(fold(words)) if words else []
    named = [
        (len(list_wider(sides[entry])), hit.end - hit.start, sides[entry])
        for hit in hits
        for entry in hit.entries
    ]
    return max(named)[2] if named else ""


def side_of_unit(unit: str) -> str:
    """Return the side that a counted noun tells of; empty if it tells of none."""
    return _read_units().get(unit, "")


def is_general(side: str) -> bool:
    """Return whether a side holds others, so that two may differ and still have its name."""
    return side in _read_wider().values()


def exclude_each_other(a: str, b: str) -> bool:
    """Return whether both sides are known and neither is a part of the other."""
    return bool(a and b) and a != b and a not in list_wider(b) and b not in list_wider(a)


@cache
def list_wider(side: str) -> tuple[str, ...]:
    """Return the sides that a side is a part of, the nearest first."""
    wider = _read_wider().get(side, "")
    return (wider, *list_wider(wider)) if wider else ()


@cache
def _read_rows() -> tuple[Row, ...]:
    return read_table("lexicon/sides", "side", "within", "units")


@cache
def _read_wider() -> dict[str, str]:
    return {row["side"]: row["within"] for row in _read_rows() if row["within"]}


@cache
def _read_units() -> dict[str, str]:
    return {unit: row["side"] for row in _read_rows() for unit in split_list(row["units"])}


@cache
def _read_index() -> tuple[PhraseIndex, list[str]]:
    """Return the index of all forms, and the side of each of its entries."""
    told = [
        (form, row["side"]) for row, forms in read_forms("lexicon/sides", "forms") for form in forms
    ]
    told += [
        (form, _read_units()[row["key"]])
        for column in _NOUN_FORMS
        for row, forms in read_forms("lexicon/units", column, "key")
        for form in forms
        if row["key"] in _read_units()
    ]
    sides = sorted({side for _, side in told})
    entries: dict[str, set[int]] = {}
    for form, side in told:
        entries.setdefault(form, set()).add(sides.index(side))
    return PhraseIndex(entries), sides

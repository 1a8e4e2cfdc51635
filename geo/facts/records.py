"""The record of a trigger's words: how often they told their type in labelled texts.

The counts stand in ``data/model/records.csv``, made by `bench.train_triggers`. Words that were
read too seldom to be listed have the record of their type.
"""

from functools import cache
from math import log
from typing import NamedTuple

from geo.facts.reading import Reading
from geo.facts.signals import Signal
from geo.tables import read_table

WEIGHT_OF_TYPE = 2
"""The record of all words of a type counts as much as so many readings of the words themselves."""

_ALL_WORDS = ""


class Record(NamedTuple):
    """How well words kept to their type: log-odds, from `times` readings of these very words."""

    odds: float
    times: int


def find_record(trigger: Signal, name: str, reading: Reading) -> Record:
    """Return the record of a trigger's words as words for type `name`."""
    records = load_records()
    return records.get((name, find_form(trigger, reading))) or records.get(
        (name, _ALL_WORDS), _UNKNOWN
    )


def find_form(trigger: Signal, reading: Reading) -> str:
    """Return a trigger's words in their match form."""
    folded = reading.signals.folded
    return folded.words[folded.position(trigger.start) : folded.position(trigger.end)].strip()


@cache
def load_records() -> dict[tuple[str, str], Record]:
    """Return the records by type and match form; the empty form is all words of the type."""
    counts = {
        (row["type"], row["form"]): (int(row["right"]), int(row["read"]))
        for row in read_table("model/records", "type", "form", "right", "read")
    }
    return {
        (name, form): _make_record(right, read, *counts[name, _ALL_WORDS])
        for (name, form), (right, read) in counts.items()
    }


def _make_record(right: int, read: int, all_right: int, all_read: int) -> Record:
    usual = (all_right + 1) / (all_read + 2)
    share = (right + WEIGHT_OF_TYPE * usual) / (read + WEIGHT_OF_TYPE)
    return Record(log(share / (1 - share)), read)


_UNKNOWN = Record(0.0, 0)

"""Tallies: how many are told in one row: ``a farmer and his son``, ``an officer and 22 men``."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from geo.facts.reading import COUNTED_CHARS, Reading
from geo.facts.signals import Signal
from geo.facts.units import PERSON, group_of, read_units
from geo.models import Quantity
from geo.text.phrases import clitic_role

MAX_ROW_GAP_CHARS = 45
"""How far two members of a row stand apart at most."""

MAX_SINGLE_GAP_CHARS = 14
"""The same before one person without a number: ``and a``, ``and his teenage``."""

MAX_OWNED_GAP_CHARS = 75
"""The same before somebody told by whose he is: ``a man known as a trader, his wife``."""

SUBSET_CHARS = 12
"""A word for 'among them' this near to a number makes it a part of one told before."""

SPEAKING_CHARS = 25
"""How far before his verb somebody who speaks may stand."""

_PARTING = ("wounded", "subset", "relative", "meanwhile")
_COMMAS = frozenset({",", "،"})


class Tally(NamedTuple):
    """A quantity, or the sum of a row; `is_single` when it is one person without a number."""

    quantity: Quantity
    is_single: bool = False

    @property
    def is_of_people(self) -> bool:
        """Whether people are counted, or nothing is named that is."""
        return self.group in (PERSON, "")

    @property
    def group(self) -> str:
        """The group of the noun counted."""
        return group_of(self.quantity)


def list_tallies(reading: Reading) -> tuple[Tally, ...]:
    """Return the quantities of a sentence and the sums of people told in one row, in order.

    One person named without a number counts one; a sum stands in place of its members; a part
    of a number told before (``12 of them children``) is left out.
    """
    told = [Tally(quantity) for quantity in reading.quantities]
    told += _list_singles(reading)
    told.sort(key=lambda tally: tally.quantity.start)
    tallies: list[Tally] = []
    for number, tally in enumerate(told):
        if _is_part(tally, [t for t in told[:number] if not t.is_single], reading):
            continue
        if tallies and _in_one_row(tallies[-1], tally, reading):
            tallies[-1] = _add(tallies[-1], tally, reading)
        else:
            tallies.append(_add_owner(tally, reading))
    return tuple(tallies)


def _list_singles(reading: Reading) -> Iterator[Tally]:
    """Yield everybody told in the singular, but those whom a number counts or is told as."""
    words = reading.of_concept("one_person")
    if not words:
        return
    text, end = reading.article.text, 0
    counted = [(q.start - COUNTED_CHARS, q.end + COUNTED_CHARS) for q in reading.quantities]
    adjectives = {word.start for word in reading.of_concept("adjective")}
    denied = {word.end + 1 for word in reading.of_concept("none_of")}
    for word in words:
        if (
            word.start < end
            or word.start in adjectives | denied
            or any(low <= word.start <= high for low, high in counted)
            or _speaks(word, reading)
        ):
            continue
        end = word.end
        one = Quantity(
            min=1, max=1, start=word.start, end=end,
            text=text[word.start : end], unit=word.row.detail,
        )  # fmt: skip
        yield Tally(one, is_single=True)


def _speaks(person: Signal, reading: Reading) -> bool:
    """Return whether somebody stands beside a verb of speech: he tells, he is not told of."""
    hearsay = {word.start for word in reading.of_concept("hearsay")}
    verbs = [s for s in reading.of_role("speech") if s.start not in hearsay]
    starts = [trigger.start for trigger in reading.triggers]
    return any(
        0 <= person.start - verb.end <= 1
        or (
            0 <= verb.start - person.end <= SPEAKING_CHARS
            and reading.share_clause(person.start, verb.start)
            and not any(person.end <= start < verb.start for start in starts)
        )
        for verb in verbs
    )


def _is_part(tally: Tally, before: Sequence[Tally], reading: Reading) -> bool:
    """Return whether a number only tells a part of one told before: '86, including 32'.

    Three of them who are told a fate of their own are none: ``the bodies of three of them``.
    """
    start, end = tally.quantity.start, tally.quantity.end
    text = reading.article.text
    told_apart = any(
        0 <= start - t.end <= COUNTED_CHARS and not text[t.end : start].strip()
        for t in reading.triggers
    )
    if not before or told_apart:
        return False
    return any(
        0 <= start - word.end <= SUBSET_CHARS or 0 <= word.start - end <= SUBSET_CHARS
        for word in reading.of_concept("subset")
    )


def _in_one_row(a: Tally, b: Tally, reading: Reading) -> bool:
    """Return whether two tallies count people who are told together."""
    start, end = a.quantity.end, b.quantity.start
    if a.group != PERSON or not b.is_of_people or end - start > MAX_OWNED_GAP_CHARS or end < start:
        return False
    owned = b.is_single and any(0 <= end - word.end <= 12 for word in reading.of_concept("owned"))
    most = MAX_SINGLE_GAP_CHARS if b.is_single else MAX_ROW_GAP_CHARS
    if end - start > most and not owned:
        return False
    if any(start <= word.start < end for key in _PARTING for word in reading.of_concept(key)):
        return False
    parting = (*reading.triggers, *reading.of_role("speech"))
    if any(start <= word.start < end for word in parting):
        return False
    between = reading.article.text[start:end].strip()
    if between in _COMMAS or (owned and not _COMMAS.isdisjoint(between)):
        return True
    return clitic_role(between.rpartition(" ")[2]) == "and" or any(
        start <= word.start < end for word in reading.of_concept("together")
    )


def _add_owner(tally: Tally, reading: Reading) -> Tally:
    """Return a number of somebody's own with him: ``executed him with two of his brothers``."""
    kin = tally.quantity
    if kin.unit not in read_units("accompanying"):
        return tally
    owners = [kin.start, *(w.start for w in reading.of_concept("owned") if w.end + 1 == kin.start)]
    beside = any(0 <= start - w.end <= 1 for w in reading.of_concept("with") for start in owners)
    if not beside:
        return tally
    most = None if kin.max is None else kin.max + 1
    return Tally(replace(kin, min=kin.min + 1, max=most))


def _add(a: Tally, b: Tally, reading: Reading) -> Tally:
    low, high = a.quantity, b.quantity
    most = None if low.max is None or high.max is None else low.max + high.max
    return Tally(
        Quantity(
            min=low.min + high.min, max=most, start=low.start, end=high.end,
            text=reading.article.text[low.start : high.end], unit=low.unit,
        ),
        is_single=a.is_single and b.is_single,
    )  # fmt: skip

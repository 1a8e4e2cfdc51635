"""What the words of a date tell: an interval that may wait for the day they are told from."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from geo.models import DatePrecision
from geo.text.lexemes import Lexeme
from geo.text.periods import Period
from geo.text.tokens import Value


class Anchor(StrEnum):
    """From where a time is told: from nowhere, the publication, the date before, an event."""

    FIXED = "fixed"
    PUBLICATION = "publication"
    PREVIOUS = "previous"
    EVENT = "event"


class Shape(StrEnum):
    """The symbol of a time once read, so that larger expressions can be built of it.

    `MONTH_ALONE` and `YEAR_ALONE` are no dates until a word beside them says so; `NOTHING` is
    what only looked like a date (``every Sunday``).
    """

    DAY = "d"
    WEEKDAY = "w"
    SHIFT = "s"
    MONTH = "m"
    YEAR = "y"
    UNIT = "u"
    RANGE = "r"
    MONTH_ALONE = "p"
    YEAR_ALONE = "q"
    NOTHING = "!"


class Told(NamedTuple):
    """A time as told. `resolve` gives its period seen from a day.

    `in_year` completes a date told without its year, `known` is what holds without an anchor,
    `weekday` the ISO weekday it is said to be, `unit` the calendar unit it is made of.
    `needs_capital` holds for words that are names of months only when capitalised.
    """

    shape: Shape
    rule: str
    precision: DatePrecision
    resolve: Callable[[date], Period]
    anchor: Anchor = Anchor.PUBLICATION
    in_year: "Callable[[int], Told] | None" = None
    known: Period = (None, None)
    weekday: int = 0
    unit: str = ""
    needs_capital: bool = False

    def flagged(self, flag: str) -> "Told":
        """Return the same time with a flag added to its rule."""
        return self._replace(rule=f"{self.rule}+{flag}")


def tell_period(shape: Shape, rule: str, precision: DatePrecision, period: Period) -> Told:
    """Return a time that is the same from wherever it is told."""
    return Told(
        shape=shape,
        rule=rule,
        precision=precision,
        resolve=lambda _: period,
        anchor=Anchor.FIXED,
        known=period,
    )


NOTHING = tell_period(Shape.NOTHING, "nothing", DatePrecision.NONE, (None, None))


class Words(NamedTuple):
    """The tokens a rule matched, by the named groups of its pattern."""

    match: re.Match[str]
    values: Sequence["Value | Told"]

    def has(self, group: str) -> bool:
        """Tell whether a group took part in the match; False where the rule has no such group."""
        return group in self.match.re.groupindex and self.match[group] is not None

    def of(self, group: str) -> list["Value | Told"]:
        """Return the values of a group's tokens, none where it took no part in the match."""
        if not self.has(group):
            return []
        start, end = self.match.span(group)
        return list(self.values[start:end])

    def told(self, group: str) -> Told:
        """Return the time read before that a group holds."""
        found = self.of(group)[0]
        if not isinstance(found, Told):
            raise TypeError(f"group '{group}' of {self.match.re.pattern!r} holds no time")
        return found

    def word(self, group: str, *roles: str) -> str:
        """Return the value of the first of a group's words that has one of the roles."""
        for value in self.of(group):
            if isinstance(value, Lexeme):
                for role in roles:
                    if role in value.values:
                        return value.values[role]
        return ""

    def numerals(self, group: str) -> list[Value]:
        """Return the values of a group's tokens that are no times."""
        return [value for value in self.of(group) if not isinstance(value, Told)]

    def first_of(self, *groups: str) -> str:
        """Return the first of the groups that took part in the match, empty if none did."""
        return next((group for group in groups if self.has(group)), "")

"""Tellings: what one article says of a fact, in a form that can be compared with another's."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from geo.corroboration.sides import find_side, side_of_unit
from geo.facts.types import read_types
from geo.models import DatePrecision, LocationPrecision
from geo.tables import read_table
from geo.text.reprints import hash_runs

Bounds = tuple[int | None, int | None]
Days = tuple[int, int]
"""First and last day of a time, as ordinals."""

NO_BOUNDS: Bounds = (None, None)

RECENT_DAYS = 3
"""How long before its publication a text without a date is taken to speak of."""

ONGOING_DAYS = 14
LASTING_DAYS = 30
OPEN_DAYS = 365
"""How long what began on a known day and has no end is taken to go on at most."""


SAME_WORDS_SHARE = 0.6
"""How much of the shorter of two sentences stands in the other when they are nearly the same."""

SAME_WORDS_RUNS = 5
"""Sentences of fewer runs of words are too short for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place as a telling has it; `lon` and `lat` (degrees) are None where no point is known."""

    id: str = ""
    precision: str = LocationPrecision.NONE.value
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    provinces: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    radius_km: float = 0.0


NOWHERE = Spot()


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A fact as one article tells it; `published` and dates are ISO days, empty if not known.

    `quotes` are its sentences. `origin`, `destination` and `via` are those of a movement.
    """

    id: str
    article_id: str
    outlet: str = ""
    published: str = ""
    kind: str = ""
    type: str = ""
    modality: str = ""
    date_start: str = ""
    date_end: str = ""
    date_precision: str = DatePrecision.NONE.value
    date_text: str = ""
    place: Spot = NOWHERE
    origin: Spot = NOWHERE
    destination: Spot = NOWHERE
    via: Spot = NOWHERE
    count: Bounds = NO_BOUNDS
    count_unit: str = ""
    killed: Bounds = NO_BOUNDS
    wounded: Bounds = NO_BOUNDS
    actor: str = ""
    target: str = ""
    attribution: str = ""
    attribution_class: str = ""
    quotes: tuple[str, ...] = ()

    @property
    def actor_sides(self) -> frozenset[str]:
        """Return who acts, empty if not known."""
        return frozenset({find_side(self.actor)} - {""})

    @property
    def target_sides(self) -> frozenset[str]:
        """Return who is hit, taken or found, by the words for them and by the noun counted."""
        return frozenset({find_side(self.target), side_of_unit(self.count_unit)} - {""})

    @property
    def days(self) -> Days | None:
        """Return the days on which it may have been, None where nothing tells when.

        What has no date is taken to be of the days before its article appeared.
        """
        return _read_days(
            self.date_start, self.date_end, self.date_precision, self.published, self.type
        )

    @property
    def is_dated(self) -> bool:
        """Return whether the text tells when it began."""
        return bool(self.date_start)

    @property
    def is_of_one_day(self) -> bool:
        """Return whether it is told to the day."""
        return bool(self.date_start) and self.date_start == self.date_end


def is_lasting(type_: str) -> bool:
    """Return whether a type is a state or a practice rather than an event."""
    known = read_types().get(type_)
    return known is not None and known.is_lasting


def share_a_sentence(a: Telling, b: Telling) -> bool:
    """Return whether a sentence of one is nearly a sentence of the other."""
    return measure_words(a, b) >= SAME_WORDS_SHARE


def measure_words(a: Telling, b: Telling) -> float:
    """Return how much of a sentence of one stands in one of the other, 0 to 1.

    Of two sentences the shorter is measured; too short ones count nothing.
    """
    shares = [
        len(runs & others) / min(len(runs), len(others))
        for runs in _hash_quotes(a.quotes)
        for others in _hash_quotes(b.quotes)
        if min(len(runs), len(others)) >= SAME_WORDS_RUNS
    ]
    return max(shares, default=0.0)


@lru_cache(maxsize=65_536)
def _hash_quotes(quotes: tuple[str, ...]) -> tuple[frozenset[int], ...]:
    return tuple(hash_runs(quote) for quote in quotes)


def list_kin() -> frozenset[tuple[str, str]]:
    """Return the pairs of types that may tell one thing, each both ways."""
    rows = read_table("lexicon/type_kin", "type", "kin")
    pairs = [(row["type"], row["kin"]) for row in rows]
    return frozenset([*pairs, *((b, a) for a, b in pairs)])


@lru_cache(maxsize=65_536)
def _read_days(start: str, end: str, precision: str, published: str, type_: str) -> Days | None:
    if start:
        first = date.fromisoformat(start).toordinal()
        return first, date.fromisoformat(end).toordinal() if end else first + OPEN_DAYS
    last = end or published
    if not last:
        return None
    day = date.fromisoformat(last).toordinal()
    return day - _look_back(precision, type_), day


def _look_back(precision: str, type_: str) -> int:
    if is_lasting(type_):
        return LASTING_DAYS
    return ONGOING_DAYS if precision == DatePrecision.ONGOING else RECENT_DAYS

"""Blocks: tellings that may be of one fact, so that not every pair has to be compared.

Two tellings share a block by a sentence, by an area and a day, by an area, a month and a telling
number, or, where they tell a state, by the place itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from geo.corroboration.agreement import FEW, MANY, NUMBERS
from geo.corroboration.tellings import (
    SAME_WORDS_RUNS,
    Days,
    Spot,
    Telling,
    is_lasting,
    list_kin,
)
from geo.models import DRAWN_MODALITIES, Kind, LocationPrecision
from geo.text.reprints import RUN_WORDS

MOST_COMPARED = 48
"""In a crowded block a telling is compared with so many that come after it in time."""

BLOCK_DAYS = 3
"""A date of at most so many days after its first puts a telling in the block of each."""

MONTH_DAYS = 30

WORDS_GAPS = SAME_WORDS_RUNS + RUN_WORDS - 2
"""Gaps between the words of the shortest sentence that can be known again."""

_POINTS = frozenset({LocationPrecision.SITE, LocationPrecision.SETTLEMENT})
_COUNTRY_WIDE = frozenset({LocationPrecision.COUNTRY, LocationPrecision.BORDER})

Key = tuple[object, ...]
Pair = tuple[int, int]
Place = tuple[Key, bool]
"""A block and whether its telling is active in it: two passive ones are not compared there."""


def list_pairs(tellings: Sequence[Telling]) -> Iterator[Pair]:
    """Yield the positions of every two tellings that share a block, the lower first, once."""
    count, seen = len(tellings), set[int]()
    for block in _make_blocks(tellings):
        for a, b in _pair_block(block, tellings):
            if a * count + b not in seen:
                seen.add(a * count + b)
                yield a, b


def _pair_block(block: dict[int, bool], tellings: Sequence[Telling]) -> Iterator[Pair]:
    """Yield the pairs of a block; of a crowded one only those near each other in time."""
    numbers = list(block)
    if len(numbers) > MOST_COMPARED:
        numbers.sort(key=lambda number: (tellings[number].days or (0, 0), number))
    for place, a in enumerate(numbers):
        for b in numbers[place + 1 : place + 1 + MOST_COMPARED]:
            if block[a] or block[b]:
                yield (a, b) if a < b else (b, a)


def _make_blocks(tellings: Sequence[Telling]) -> list[dict[int, bool]]:
    """Return the positions of tellings, block by block, those without an active one left out."""
    blocks: dict[Key, dict[int, bool]] = defaultdict(dict)
    for number, telling in enumerate(tellings):
        for key, is_active in _list_keys(telling):
            blocks[key][number] = is_active
    return [block for block in blocks.values() if len(block) > 1 and any(block.values())]


def _list_keys(telling: Telling) -> Iterator[Place]:
    group = _read_groups().get(telling.type, telling.type), telling.modality
    for quote in telling.quotes:
        if quote.count(" ") >= WORDS_GAPS:
            yield ("words", *group, quote), True
    days = telling.days
    if days:
        areas = list(_list_areas(telling))
        if days[1] - days[0] <= BLOCK_DAYS and telling.modality in DRAWN_MODALITIES:
            yield from _list_day_keys(areas, days, group)
        for month in {days[0] // MONTH_DAYS, days[1] // MONTH_DAYS}:
            yield from _list_number_keys(telling, areas, (month, *group))
            if is_lasting(telling.type) or telling.kind == Kind.MOVEMENT:
                ids = tuple(spot.id for spot in _list_spots(telling))
                yield ("place", month, *group, *ids), True


def _list_day_keys(areas: Iterable[Place], days: Days, group: Key) -> Iterator[Place]:
    """Yield an area and every day, and the day after: reports may be a day apart."""
    for day in range(days[0], days[1] + 2):
        for area, is_active in areas:
            yield ("day", day, *group, *area), is_active


def _list_number_keys(telling: Telling, areas: Iterable[Place], group: Key) -> Iterator[Place]:
    """Yield an area with a number; of a large number the country too.

    What is told to the day meets its like in the block of the day.
    """
    is_open = not telling.is_of_one_day
    for name in NUMBERS:
        low = getattr(telling, name)[0]
        if low is None or low < FEW:
            continue
        for area, is_active in areas:
            yield ("number", name, low, *group, *area), is_open and is_active
        for country in _list_countries(telling) if low >= MANY else ():
            is_wide = telling.place.precision in _COUNTRY_WIDE
            yield ("country", name, low, *group, country), is_wide


def _list_areas(telling: Telling) -> Iterator[Place]:
    """Yield the district of a point, and the provinces, where points meet what is wider only."""
    spots = _list_spots(telling)
    is_wide = not all(spot.precision in _POINTS for spot in spots if spot.id)
    if not is_wide:
        for spot in spots:
            if spot.id:
                yield (spot.admin1, spot.admin2), True
    found = {code for spot in spots for code in ((spot.admin1,) if spot.admin1 else spot.provinces)}
    for code in found or _list_countries(telling):
        yield (code,), is_wide


def _list_countries(telling: Telling) -> set[str]:
    return {spot.country for spot in _list_spots(telling) if spot.country} or {""}


def _list_spots(telling: Telling) -> tuple[Spot, ...]:
    return telling.place, telling.origin, telling.destination


@cache
def _read_groups() -> Mapping[str, str]:
    """Return for each type the name of its group: types joined by kinship, however far."""
    names: dict[str, str] = {}
    for a, b in sorted(list_kin()):
        old = {names.get(a, a), names.get(b, b)}
        names |= {a: min(old), b: min(old)}
        names = {one: min(old) if name in old else name for one, name in names.items()}
    return names

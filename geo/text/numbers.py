"""Quantities as news tells them, Arabic and English: how many of what, from least to most."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from geo.models import Quantity
from geo.text.counted import find_after, find_at_count, find_before
from geo.text.dates import find_wordings
from geo.text.lexemes import LATIN_WORD, WORD, Lexeme, read_lexicon
from geo.text.numerals import NUMERAL, expand_roles, read_scale, read_value, round_out
from geo.text.passages import Passage, Reading, read_passages
from geo.text.tokens import CODE, OTHER, YEAR, Island, Value, read_tokens

_QUANTITY = (
    r"(?=[$DYHIB]|{more}|{less}|{approx}|{number_anchor}|{few}|{a}|{half}|{one_of})"
    r"(?P<lead>(?:{more}|{less}|{approx}){{0,3}})"
    r"(?:(?P<open>(?:{few}|{vague}){of}?(?:{open}|{scale}|{hundred}|{dozen}))"
    r"|(?P<tens>{open}(?:{of}?{the}?{open})?)"
    rf"|(?P<sign>\$)?(?P<low>{NUMERAL})"
    rf"(?:(?:{{to}}|{{or}}|[-_]|(?P<and>{{and}})){{approx}}?\$?(?P<high>{NUMERAL}))?"
    r"|(?P<some>{vague})|(?P<two>{noun_two}))"
)
_TRAIL = r"(?:\+|{more_after}|{less_after}|{approx_after})(?![$DYHIB]|{approx}|{number_anchor})"
_DIGITS = frozenset("DYHIB")
_JOINED = _DIGITS | {CODE, "/", "-"}
_COMPOUND = frozenset({WORD, LATIN_WORD})
_HOURS_A_DAY = 24
_CHANGE_TOKENS = 3
_OPEN_SCALES = ("open", "scale", "hundred", "dozen")


class _Count(NamedTuple):
    """A number read: its bounds and its tokens ``[first, last)``."""

    low: int
    high: int | None
    first: int
    last: int
    unit: str = ""


class _Found(NamedTuple):
    """A number of a passage: its bounds, span and unit.

    `is_sought` asks for the noun at a word for *number* before it, `stands_alone` lets it be a
    quantity without any noun.
    """

    low: int
    high: int | None
    start: int
    end: int
    unit: str
    stands_alone: bool
    is_sought: bool = False


def read_numbers(text: str) -> list[Quantity]:
    """Return the quantities of a text in order, with source offsets and the noun counted.

    ``more than 1,000`` is 1000 to open, ``up to 40`` is 0 to 40,
    ``about 600`` is 600; tens, hundreds and thousands are open above. Left
    out are numbers in dates, clock times, percentages, ordinals, telephone numbers, bare years
    and the numbers of roads, brigades and articles of law. Empty: no quantities.

    >>> [(q.min, q.max, q.unit) for q in read_numbers("أكثر من 20 ألف مقاتل")]
    [(20000, None, 'fighters')]
    """
    reading = read_passages(text)
    dates = [wording.folded for wording in find_wordings(text)]
    return [
        quantity
        for passage in reading.passages
        if passage.has_numbers
        for found in _read_passage(passage.text, passage.words, _list_hidden(passage, dates))
        if (quantity := _locate(reading, passage, found))
    ]


def _list_hidden(passage: Passage, dates: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the spans of dates within a passage, counted from its begin."""
    start, end = passage.start, passage.start + len(passage.text)
    first = max(0, bisect_left(dates, (start, 0)) - 1)
    inside = dates[first : bisect_left(dates, (end, 0))]
    return tuple((first - start, last - start) for first, last in inside if last > start)


def _locate(reading: Reading, passage: Passage, found: _Found) -> Quantity | None:
    """Return a number found as a quantity of the text; None where it counts nothing."""
    unit = found.unit
    if not unit and found.is_sought:
        unit = find_at_count(reading.folded, passage.start + found.start)
    if not unit and not found.stands_alone:
        return None
    start, end = reading.locate(passage.start + found.start, passage.start + found.end)
    return Quantity(
        min=found.low,
        max=found.high,
        start=start,
        end=end,
        text=reading.source[start:end],
        unit=unit,
    )


def _read_passage(text: str, words: str, hidden: tuple[tuple[int, int], ...]) -> tuple[_Found, ...]:
    """Return the numbers of a passage outside of its dates."""
    island = _hide(read_tokens(text, words), hidden)
    if _known().anchors.isdisjoint(island.symbols):
        return ()
    return tuple(_read_island(island))


def _hide(island: Island, spans: Sequence[tuple[int, int]]) -> Island:
    """Return the island with the tokens of dates made unreadable."""
    if not spans:
        return island
    symbols = list(island.symbols)
    for start, end in spans:
        first, last = bisect_left(island.starts, start), bisect_left(island.starts, end)
        symbols[first:last] = OTHER * (last - first)
    return island._replace(symbols="".join(symbols))


def _read_island(island: Island) -> Iterator[_Found]:
    position = 0
    while match := _known().quantity.search(island.symbols, position):
        count = _read_count(match, island)
        position = max(count.last, match.start() + 1)
        if not _is_excluded(island, count):
            found = _measure(island, count, match)
            position = max(position, bisect_left(island.starts, found.end))
            yield found


def _read_count(match: re.Match[str], island: Island) -> _Count:
    """Read the number a match holds, with the words before it that bound it."""
    first, last = match.span()
    if match["two"]:
        unit = _value(island, last - 1, "noun_two")
        if _value(island, last, "unit_number") == "2":
            last += 1
        return _limit(_Count(2, 2, first, last, unit), match["lead"])
    if match["some"]:
        low, high = _value(island, last - 1, "vague").split("..")
        return _Count(int(low), int(high), first, last)
    if match["open"]:
        return _Count(int(_value(island, last - 1, *_OPEN_SCALES)), None, first, last)
    if match["tens"]:
        return _read_tens(island, first, match.start("tens"), last)
    return _limit(_read_range(match, island), match["lead"])


def _read_tens(island: Island, first: int, tens: int, last: int) -> _Count:
    """Read ``عشرات`` and ``tens of thousands``: open above."""
    low = int(_value(island, tens, "open"))
    if last - 1 > tens:
        low *= int(_value(island, last - 1, "open"))
    return _Count(low, None, first, last)


def _read_range(match: re.Match[str], island: Island) -> _Count:
    """Read a number or a range; ``5 to 7 thousand`` shares its scale."""
    first, last = match.span()
    low_values = island.values[slice(*match.span("low"))]
    low, top = round_out(read_value(low_values))
    if not match["high"] or (match["and"] and not _is_between(island, first)):
        return _Count(low, top, first, match.end("low"))
    high_values = island.values[slice(*match.span("high"))]
    high = round_out(read_value(high_values))[1]
    scale = read_scale(high_values)
    if scale > 1 and read_scale(low_values) == 1 and low * scale < high:
        low *= scale
    if low >= high and not _is_changed(island, first):
        return _Count(low, top, first, match.end("low"))
    if _is_changed(island, first):
        return _Count(high, high, first, last)
    return _Count(low, high, _begin_range(match, island), last)


def _is_changed(island: Island, first: int) -> bool:
    """Tell whether a range tells of a change, whose end counts: ``rose from 38 to 61``."""
    known = _known()
    symbols = island.symbols[max(0, first - _CHANGE_TOKENS) : first]
    return symbols[-1:] in known.origin and not known.change.isdisjoint(symbols)


def _is_between(island: Island, first: int) -> bool:
    return first > 0 and island.symbols[first - 1] in _known().between


def _begin_range(match: re.Match[str], island: Island) -> int:
    """Return the first token of a range: the word for between or from, where one stands."""
    first = match.start()
    if first and not match["lead"]:
        before = island.symbols[first - 1]
        if before in _known().between or (not match["and"] and before in _known().origin):
            return first - 1
    return first


def _limit(count: _Count, symbols: str) -> _Count:
    """Return the count as the words around it bound it, from below or from above."""
    if not symbols or count.high not in {None, count.low}:
        return count
    known = _known()
    if not known.more.isdisjoint(symbols):
        return count._replace(high=None)
    few = count.low <= 1 or known.less.isdisjoint(symbols)
    return count if few else count._replace(low=0)


def _measure(island: Island, count: _Count, match: re.Match[str]) -> _Found:
    """Return a number with what it counts, as far as the words around it tell."""
    count = _limit_after(island, count, count.last)
    if match["two"]:
        return _found(island, count, count.unit)
    if match["sign"]:
        sign = island.values[match.start("sign")]
        return _found(island, count, read_lexicon().signs.get(str(sign), ""))
    is_one = _is_one(island, count)
    after = find_after(island, count.last, one=count.low == count.high == 1 or is_one)
    if after:
        return _found(island, _limit_after(island, count, after.last), after.unit)
    if is_one or _is_two(island, count) or _is_definite(island, count):
        return _found(island, count, find_before(island, count.first))
    return _found(island, count, "")._replace(is_sought=True)


def _limit_after(island: Island, count: _Count, position: int) -> _Count:
    """Return the count with what bounds it after the number or its noun, if anything does."""
    trail = _known().trail.match(island.symbols, position)
    return _limit(count, trail[0])._replace(last=trail.end()) if trail else count


def _found(island: Island, count: _Count, unit: str) -> _Found:
    return _Found(
        low=count.low,
        high=count.high,
        start=island.starts[count.first],
        end=island.ends[count.last - 1],
        unit=unit,
        stands_alone=_stands_alone(island, count),
    )


def _is_one(island: Island, count: _Count) -> bool:
    value = island.values[count.last - 1]
    return count.low == 1 and isinstance(value, Lexeme) and "one" in value.values


def _is_two(island: Island, count: _Count) -> bool:
    """Tell whether the number is a two in words, which Arabic may set after its noun."""
    value = island.values[count.last - 1]
    return count.low == count.high == 2 and isinstance(value, Lexeme) and not value.cased


def _is_definite(island: Island, count: _Count) -> bool:
    """Tell whether the number carries the article, as after a noun in Arabic."""
    value = island.values[count.first]
    if isinstance(value, Lexeme):
        return value.definite
    return count.first > 0 and island.symbols[count.first - 1] in _known().article


def _stands_alone(island: Island, count: _Count) -> bool:
    """Tell whether a number without a noun counts anything: bare years and marks do not."""
    symbols = island.symbols[count.first : count.last]
    before = island.symbols[count.first - 1] if count.first else ""
    after = island.symbols[count.last : count.last + 1]
    if symbols[0] not in _DIGITS and before in _known().clitic:
        return False
    if symbols == YEAR or _is_one(island, count) or before in _known().designator:
        return False
    in_brackets = before == "(" and after == ")"
    is_item = before in {"", "\n"} and after in {".", ")", "_", "-"}
    return not (len(symbols) == 1 and symbols in _DIGITS and (in_brackets or is_item))


def _is_excluded(island: Island, count: _Count) -> bool:
    """Tell whether digits are part of a code, a percentage, a clock time or a list of digits."""
    before = island.symbols[max(0, count.first - 1) : count.first]
    after = island.symbols[count.last : count.last + 1]
    known = _known()
    if after == "%" or before == "%" or after in known.no_count:
        return True
    if island.symbols[count.first] in known.tens and _follows_ordinal(island, count.first):
        return True
    if before in known.clock or (after in known.clock_after and count.low <= _HOURS_A_DAY):
        return True
    if after == "-":
        after = island.symbols[count.last + 1 : count.last + 2]
        if after in _COMPOUND or after in known.ordinal or after in known.no_count:
            return True
    return island.symbols[count.first] in _DIGITS and (before in _JOINED or after in _JOINED)


def _follows_ordinal(island: Island, first: int) -> bool:
    """Tell whether tens end an ordinal: ``السابع عشر``, ``الحادي والعشرين``."""
    before = island.symbols[max(0, first - 2) : first]
    return before[-1:] in _known().ordinal or (
        before[:1] in _known().ordinal and before[-1:] in _known().conjunction
    )


def _value(island: Island, position: int, *roles: str) -> str:
    """Return the value of a token's word in the first of the roles it has."""
    word: Value = island.values[position] if position < len(island.values) else ""
    values = word.values if isinstance(word, Lexeme) else {}
    return next((values[role] for role in roles if role in values), "")


class _Known(NamedTuple):
    """Patterns and symbols of the words around numbers."""

    quantity: re.Pattern[str]
    trail: re.Pattern[str]
    anchors: frozenset[str]
    more: frozenset[str]
    less: frozenset[str]
    between: frozenset[str]
    origin: frozenset[str]
    change: frozenset[str]
    no_count: frozenset[str]
    clock: frozenset[str]
    clock_after: frozenset[str]
    designator: frozenset[str]
    article: frozenset[str]
    clitic: frozenset[str]
    ordinal: frozenset[str]
    tens: frozenset[str]
    conjunction: frozenset[str]


@cache
def _known() -> _Known:
    lexicon = read_lexicon()

    def symbols(*roles: str) -> frozenset[str]:
        return frozenset("".join(lexicon.symbols[role] for role in roles))

    return _Known(
        quantity=re.compile(expand_roles(_QUANTITY, lexicon)),
        trail=re.compile(expand_roles(_TRAIL, lexicon)),
        anchors=symbols("number_anchor") | _DIGITS,
        more=symbols("more", "more_after") | {"+"},
        less=symbols("less", "less_after"),
        between=symbols("between"),
        origin=symbols("from"),
        change=symbols("change"),
        no_count=symbols("percent", "th", "fraction"),
        clock=symbols("clock"),
        clock_after=symbols("clock_after"),
        designator=symbols("designator"),
        article=symbols("the@ar"),
        clitic=symbols("clitic_in", "clitic_to"),
        ordinal=symbols("ordinal"),
        tens=symbols("ten", "tens"),
        conjunction=symbols("and"),
    )

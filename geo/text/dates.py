"""Dates as news tells them, Arabic and English: intervals with their precision and words."""

import re
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from geo.errors import InputError
from geo.models import DateInterval, DatePrecision, Publication
from geo.text import calendar_rules, relation_rules, relative_rules
from geo.text.date_words import Anchor, Shape, Told
from geo.text.grammar import Grammar, line_of
from geo.text.lexemes import read_lexicon
from geo.text.passages import Reading, read_passages
from geo.text.periods import Period
from geo.text.tokens import read_tokens

UNANCHORED = "unanchored"
"""Flag in the rule of a date that waits for a publication date."""

WEEKDAY_MISMATCH = "weekday-mismatch"
"""Flag in the rule of a date that does not fall on the weekday told with it."""

_LEVELS = (
    (*calendar_rules.RULES, *relative_rules.RULES),
    relation_rules.MERGE_RULES,
    relation_rules.PART_RULES,
    relation_rules.RELATION_RULES,
    relation_rules.CUE_RULES,
)
_NO_DATES = frozenset({Shape.NOTHING, Shape.MONTH_ALONE, Shape.YEAR_ALONE})
_CLOSING = frozenset('"”»“')
_NAME_BEFORE = re.compile(r"[\"“«”]\w+ $")
_MOST_NAME_CHARS = 30
_UNBOUNDED = frozenset({DatePrecision.ONGOING, DatePrecision.RECENT, DatePrecision.NONE})


class Wording(NamedTuple):
    """A time as told and the span of its words, in the source and in the folded text."""

    told: Told
    start: int
    end: int
    folded: tuple[int, int]


def read_dates(text: str, *, publication: Publication) -> list[DateInterval]:
    """Return all dates of a text in order, not overlapping, with source offsets.

    What is told from now (``yesterday``, ``الأسبوع الماضي``) is seen from the publication
    day; with bounds only, the interval is the union over the bounds and, where it is wider
    than what the words say, of precision ``range``; with nothing known `start` and `end` are
    None and `rule` ends in ``unanchored``, while words and precision stay. Empty: no dates.

    Raises `InputError` when the publication holds no ISO day.

    >>> [d.start for d in read_dates("في 3 آذار 2019", publication=Publication())]
    ['2019-03-03']
    """
    bounds = _read_bounds(publication)
    found: list[DateInterval] = []
    previous: DateInterval | None = None
    for wording in find_wordings(text):
        words = (text[wording.start : wording.end], wording.start, wording.end)
        interval = _resolve(wording.told, bounds, previous, words)
        found.append(interval)
        if interval.start and interval.end:
            previous = interval
    return found


@lru_cache(maxsize=16)
def find_wordings(text: str) -> tuple[Wording, ...]:
    """Return the times a text tells, not yet anchored; the last few texts are kept."""
    reading = read_passages(text)
    return tuple(
        wording
        for passage in reading.passages
        if passage.has_dates
        for told, first, last in _read_passage(passage.text, passage.words)
        if told.shape not in _NO_DATES
        for wording in [_locate(reading, told, passage.start + first, passage.start + last)]
        if _is_written_so(wording, text)
    )


def _locate(reading: Reading, told: Told, start: int, end: int) -> Wording:
    return Wording(told, *reading.locate(start, end), folded=(start, end))


def _read_passage(text: str, words: str) -> tuple[tuple[Told, int, int], ...]:
    """Return the times of a passage with their spans in it."""
    line = line_of(read_tokens(text, words))
    for grammar in _read_grammars():
        line = grammar.rewrite(line)
    found = zip(line.values, line.starts, line.ends, strict=True)
    return tuple((told, start, end) for told, start, end in found if isinstance(told, Told))


@cache
def _read_grammars() -> tuple[Grammar, ...]:
    return tuple(Grammar(rules, read_lexicon()) for rules in _LEVELS)


def _is_written_so(wording: Wording, text: str) -> bool:
    """Tell whether the words are written as a date: capitals where they matter, no quoted name.

    An outlet may be called *Baghdad Today*: what ends a short quotation names something.
    """
    start, end = wording.start, wording.end
    if wording.told.shape is Shape.SHIFT and text[end : end + 1] in _CLOSING:
        return not _NAME_BEFORE.search(text, max(0, start - _MOST_NAME_CHARS), start)
    return not wording.told.needs_capital or any(c.isupper() for c in text[start:end])


def _read_bounds(publication: Publication) -> tuple[date, date] | None:
    bounds = publication.bounds()
    if not bounds:
        return None
    try:
        first, last = (date.fromisoformat(day) for day in bounds)
    except ValueError as error:
        raise InputError(
            f"publication '{bounds[0]}' to '{bounds[1]}' is no ISO day ({error}); write 2019-02-22"
        ) from error
    return first, last


_Words = tuple[str, int | None, int | None]
"""The words of a date and their span."""


def _resolve(
    told: Told, bounds: tuple[date, date] | None, previous: DateInterval | None, words: _Words
) -> DateInterval:
    """Return the interval of a time: fixed, seen from the bounds, or told from the date before."""
    if told.anchor is Anchor.FIXED:
        return _interval(told, told.resolve(date.min), "", words)
    if told.anchor is Anchor.PREVIOUS:
        seen = _read_previous(told, previous)
        bounds = (seen, seen) if seen else None
    if told.anchor is Anchor.EVENT or not bounds:
        return _interval(told, told.known, f"+{UNANCHORED}", words)
    try:
        first = told.resolve(bounds[0])
        last = told.resolve(bounds[1]) if bounds[1] != bounds[0] else first
    except (ValueError, OverflowError):
        return _interval(told, (None, None), f"+{UNANCHORED}", words)
    if first == last:
        return _interval(told, first, "", words)
    precision = told.precision if told.precision in _UNBOUNDED else DatePrecision.RANGE
    return _interval(told._replace(precision=precision), (first[0], last[1]), "+bounds", words)


def _read_previous(told: Told, previous: DateInterval | None) -> date | None:
    """Return a day of the date before, None where that is no single one of the unit told."""
    if not previous or not previous.start or not previous.end:
        return None
    start, end = date.fromisoformat(previous.start), date.fromisoformat(previous.end)
    return start if told.resolve(start) == told.resolve(end) else None


def _interval(told: Told, period: Period, flag: str, words: _Words) -> DateInterval:
    start, end = period
    rule = f"{told.rule}{flag}"
    if told.weekday and start and start == end and start.isoweekday() != told.weekday:
        rule = f"{rule}+{WEEKDAY_MISMATCH}"
    return DateInterval(
        start=start.isoformat() if start else None,
        end=end.isoformat() if end else None,
        precision=told.precision,
        text=words[0],
        rule=rule,
        start_char=words[1],
        end_char=words[2],
    )

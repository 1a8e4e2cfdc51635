"""Rules over the tokens of an island: the longest match is read and becomes one token."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from geo.text.date_words import Told, Words
from geo.text.lexemes import Lexicon
from geo.text.numerals import expand_roles
from geo.text.pattern_starts import read_starts
from geo.text.tokens import Island, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pattern over roles and how to read what it matched; None when it tells no time.

    `anchors` are the roles or symbols of which one must be in an island for the rule to be
    tried at all.
    """

    pattern: str
    anchors: str
    read: Callable[[Words], Told | None]


class Line(NamedTuple):
    """The tokens of an island while they are rewritten: symbols, spans, values."""

    symbols: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    values: tuple[Value | Told, ...]


_Start = tuple[int, Callable[[str, int], re.Match[str] | None], frozenset[str]]
"""A rule's number, how it is matched, and the symbols of which it needs one."""


class Grammar:
    """A level of rules, compiled for a lexicon and sorted by the symbols they may begin with."""

    def __init__(self, rules: Iterable[Rule], lexicon: Lexicon) -> None:
        self._reads: list[Callable[[Words], Told | None]] = []
        self._by_start: dict[str, list[_Start]] = {}
        self.anchors: frozenset[str] = frozenset()
        for number, rule in enumerate(rules):
            pattern = re.compile(expand_roles(rule.pattern, lexicon))
            self._reads.append(rule.read)
            anchors = _symbols_of(rule.anchors, lexicon)
            self.anchors |= anchors
            for symbol in read_starts(pattern.pattern):
                self._by_start.setdefault(symbol, []).append((number, pattern.match, anchors))

    def rewrite(self, line: Line) -> Line:
        """Return the line with every time of this level read, the longest first."""
        if self.anchors.isdisjoint(line.symbols):
            return line
        taken: list[tuple[int, int, Told]] = []
        free = bytearray(b"\x01") * len(line.symbols)
        for negative_length, start, number, match in sorted(self._find(line.symbols)):
            end = start - negative_length
            if 0 in free[start:end]:
                continue
            told = self._reads[number](Words(match, line.values))
            if told:
                taken.append((start, end, told))
                free[start:end] = bytes(end - start)
        return _replace(line, taken) if taken else line

    def _find(self, symbols: str) -> Iterator[tuple[int, int, int, re.Match[str]]]:
        """Yield what each rule matches at each token: minus its length, start and rule first."""
        present = frozenset(symbols)
        for start, symbol in enumerate(symbols):
            if symbol in self._by_start:
                for number, match_at, anchors in self._by_start[symbol]:
                    if not anchors.isdisjoint(present) and (match := match_at(symbols, start)):
                        yield start - match.end(), start, number, match


def line_of(island: Island) -> Line:
    """Return the tokens of an island as a line nothing was read of yet."""
    return Line(island.symbols, island.starts, island.ends, island.values)


def _symbols_of(anchors: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the symbols of anchors: roles by name, times and digits by their letter."""
    symbols: set[str] = set()
    for anchor in anchors.split():
        symbols.update(anchor if len(anchor) == 1 else lexicon.symbol_class(anchor)[1:-1])
    return frozenset(symbols)


def _replace(line: Line, taken: list[tuple[int, int, Told]]) -> Line:
    """Return the line with each range of tokens taken as one token."""
    symbols: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: list[Value | Told] = []
    done = 0
    for first, last, told in sorted(taken, key=_begin):
        symbols += (line.symbols[done:first], told.shape)
        starts += line.starts[done : first + 1]
        ends += (*line.ends[done:first], line.ends[last - 1])
        values += (*line.values[done:first], told)
        done = last
    return Line(
        "".join((*symbols, line.symbols[done:])),
        (*starts, *line.starts[done:]),
        (*ends, *line.ends[done:]),
        (*values, *line.values[done:]),
    )


def _begin(taken: tuple[int, int, Told]) -> int:
    return taken[0]

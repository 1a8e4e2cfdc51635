"""An index of phrases: finds every known name or cue in a folded text in one pass."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from geo.tables import read_table
from geo.text.fold import Folded, fold_text, fold_texts

_CLITICS = "lexicon/clitics"
_ENCODING, _UNKNOWN = "cp1256", b"?"
PIECE_CHARS = 20_000
_STOP = re.compile(r"[.!?؟،؛;:]\s")
_PARTING = re.compile(r"[^\w\s\-–'’.]|_")
"""A mark that parts sentences or phrases; hyphens, apostrophes and points stand in names too."""


Match = tuple[int, int, int, str, tuple[int, ...]]
"""A hit as a plain tuple: start, end, word_start, clitic, entries."""


class Hit(NamedTuple):
    """A phrase found at ``[start, end)`` of the folded text, clitics outside.

    `clitic` is the role of the prefix that was taken off (``in``, ``to``, ``and`` ...), empty
    when none was. `entries` are the values the index holds for the phrase.
    """

    start: int
    end: int
    word_start: int
    clitic: str
    entries: tuple[int, ...]


class PhraseIndex:
    """Phrases to entries (numbers the caller gives), matched whole-word after clitics.

    A phrase that begins with the Arabic article is found in all its written forms
    (``القائم`` in ``بالقائم`` and ``للقائم``), and never without the article. A letter is taken
    for a clitic only when what remains is a known phrase.

    Parameters
    ----------
    phrases : mapping of phrase (source spelling) to entry numbers
    """

    def __init__(self, phrases: Mapping[str, Iterable[int]]) -> None:
        plain, definite = _collect_entries(phrases)
        self._cores = sorted(plain.keys() | definite.keys())
        self._plain = [plain.get(core, ()) for core in self._cores]
        self._definite = [definite.get(core, ()) for core in self._cores]
        spaced = [f" {core} " if core.isascii() else f"{core} " for core in self._cores]
        encoded = _encode("\n".join(spaced)).split(b"\n") if spaced else []
        self._is_rare = bytes([_UNKNOWN in phrase for phrase in encoded])
        self._is_doubtful = bytes(
            [rare or " " in core for core, rare in zip(self._cores, self._is_rare, strict=True)]
        )
        self._automaton = BytesAhoCorasick(encoded, implementation=Implementation.ContiguousNFA)

    def __len__(self) -> int:
        return len(self._cores)

    def all_entries(self) -> Iterator[tuple[int, ...]]:
        """Yield the entries of every phrase, as hits hold them."""
        yield from filter(None, (*self._plain, *self._definite))

    def find(self, folded: Folded) -> list[Hit]:
        """Return all hits, overlapping ones too, by start and then longest first."""
        matches = sorted(self.match(folded), key=_by_position)
        return [tuple.__new__(Hit, match) for match in matches]

    def match(self, folded: Folded) -> list[Match]:
        """Return all hits as plain tuples, by end and then longest first; quicker than `find`."""
        matches: list[Match] = []
        for first, last in _split_at_stops(folded):
            self._match_piece(folded.words[first:last], folded.text[first:last], first, matches)
        return matches

    def _match_piece(self, words: str, marks: str, offset: int, matches: list[Match]) -> None:
        """Add the hits of a piece of text that begins at an offset."""
        text, offset = f" {words} ", offset - 1
        endings, plain, is_doubtful = _clitic_endings(), self._plain, self._is_doubtful
        found = self._automaton.find_matches_as_indexes(_encode(text), overlapping=True)
        for index, start, end in found:
            if text[start] == " ":
                start += 1  # noqa: PLW2901 - the space that a Latin phrase is matched with
            letter = text[start - 1]
            if letter != " " and letter not in endings:
                continue
            if is_doubtful[index] and not self._stands(index, text, marks, start):
                continue
            begin, last = offset + start, offset + end - 1
            if letter != " ":
                for word_start, role, shift, entries in self._read_prefix(text, start, index):
                    matches.append((begin - shift, last, offset + word_start, role, entries))
            elif entries := plain[index]:
                matches.append((begin, last, begin, "", entries))

    def _stands(self, index: int, text: str, marks: str, start: int) -> bool:
        """Return whether a phrase of several words, or of rare letters, stands where it was found.

        No mark may part its words; rare letters look alike to the automaton.
        """
        core = self._cores[index]
        if _PARTING.search(marks, start - 1, start - 1 + len(core)):
            return False
        return not self._is_rare[index] or text.startswith(core, start)

    def _read_prefix(
        self, text: str, start: int, index: int
    ) -> list[tuple[int, str, int, tuple[int, ...]]]:
        """Return what letters joined before a phrase may be: word start, role, shift, entries."""
        word_start = text.rfind(" ", max(0, start - _longest_clitic() - 1), start) + 1
        roles = _read_clitics().get(text[word_start:start]) if word_start else None
        if not roles:
            return []
        return [
            (word_start, role, shift, entries)
            for definite, needed, role, shift in roles
            if (entries := (self._definite if definite else self._plain)[index])
            and (not needed or text.startswith(needed, start))
        ]


_Entries = dict[str, tuple[int, ...]]
"""The sorted entries of each folded phrase."""


def _collect_entries(phrases: Mapping[str, Iterable[int]]) -> tuple[_Entries, _Entries]:
    """Return the entries of the phrases without the article, and of those that begin with it."""
    plain: dict[str, list[int]] = defaultdict(list)
    definite: dict[str, list[int]] = defaultdict(list)
    for (phrase, entries), form in zip(phrases.items(), fold_texts(phrases), strict=True):
        core, has_article = _part_article(phrase, form)
        if core:
            (definite if has_article else plain)[core].extend(entries)
    return _share_entries(plain), _share_entries(definite)


def _share_entries(entries: Mapping[str, list[int]]) -> _Entries:
    """Return entries sorted, each once; phrases of the same entries share one tuple."""
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}
    packed: _Entries = {}
    for core, found in entries.items():
        numbers = tuple(sorted(set(found)) if len(found) > 1 else found)
        packed[core] = shared.setdefault(numbers, numbers)
    return packed


def _split_at_stops(folded: Folded) -> Iterator[tuple[int, int]]:
    """Yield the pieces a long text is matched in, each up to a mark no phrase goes across.

    What a piece gives stays in the processor's cache; a text of megabytes would not.
    """
    text, first = folded.text, 0
    while len(text) - first > 2 * PIECE_CHARS:
        stop = _STOP.search(text, first + PIECE_CHARS)
        if stop is None:
            break
        yield first, stop.end()
        first = stop.end()
    yield first, len(text)


def _encode(text: str) -> bytes:
    """Return one byte a letter, ``?`` for rare ones: places in bytes are places in the text.

    The automaton reads the bytes of Arabic nearly twice as quickly as its letters.
    """
    return text.encode(_ENCODING, "replace")


def _by_position(match: Match) -> tuple[int, int]:
    return match[0], -match[1]


def split_article(phrase: str) -> tuple[str, bool]:
    """Return the folded phrase without the Arabic article, and whether it had one.

    Only a plain alef begins the article: ``ألمانيا`` keeps its letters.

    >>> split_article("القائم"), split_article("ألمانيا")
    (('قايم', True), ('المانيا', False))
    """
    return _part_article(phrase, fold_text(phrase))


def _part_article(phrase: str, folded: str) -> tuple[str, bool]:
    """Return the folded form of a phrase without its article, and whether it had one."""
    article = read_article()
    if phrase.startswith(article) and len(folded) > len(article) + 1:
        return folded[len(article) :], True
    return folded, False


def clitic_role(prefix: str) -> str:
    """Return what letters joined before a name mean (``in``, ``to``, ``and`` ...), else ``""``.

    >>> clitic_role("ب"), clitic_role("ول")
    ('in', 'to')
    """
    readings = _read_clitics().get(fold_text(prefix), ()) if prefix else ()
    return next((role for _, before, role, _ in readings if not before), "")


def full_phrase(hit: Hit, folded: Folded) -> str:
    """Return the words of a hit with the article that a clitic swallowed: للقائم is القائم."""
    words = folded.words[hit.start : hit.end]
    prefix = folded.words[hit.word_start : hit.start]
    if not prefix or prefix.endswith(read_article()):
        return words
    only_definite = all(definite for definite, *_ in _read_clitics().get(prefix, ()))
    return f"{read_article()}{words}" if only_definite else words


@cache
def read_article() -> str:
    """Return the article as it is written before a definite name."""
    return next(row["prefix"] for row in read_table(_CLITICS) if row["role"] == "the")


@cache
def _clitic_endings() -> frozenset[str]:
    """Return the letters that may stand just before a name inside its word."""
    return frozenset(prefix[-1] for prefix in _read_clitics() if prefix)


@cache
def _longest_clitic() -> int:
    return max(map(len, _read_clitics()))


@cache
def _read_clitics() -> dict[str, list[tuple[bool, str, str, int]]]:
    """Return what each prefix may be.

    Whether with the article, before which letter, its role, and how many of its letters belong
    to the name: the article where it is written.
    """
    clitics: dict[str, list[tuple[bool, str, str, int]]] = defaultdict(list)
    article = read_article()
    for row in read_table(_CLITICS, "prefix", "definite", "before", "role"):
        role = "" if row["role"] == "the" else row["role"]
        prefix, definite = row["prefix"], row["definite"] == "1"
        shift = len(article) if definite and prefix.endswith(article) else 0
        clitics[prefix].append((definite, row["before"], role, shift))
    return dict(clitics)

"""Party phrases: the words around a noun that names a force, a group, people or a thing."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from geo.facts.reading import Reading
from geo.facts.signals import SignalKind
from geo.facts.units import read_units
from geo.facts.words import read_party_words
from geo.text.fold import fold_text
from geo.text.phrases import read_article

MAX_WORDS = 7
"""How many words a phrase has at most."""

MAX_CLITIC_CHARS = 4
"""How far into a word its noun may begin: behind a conjunction, a preposition, an article."""

ARMED, FORCE, PEOPLE, OBJECT, SMUGGLER = "armed", "force", "people", "object", "smuggler"
_ADJECTIVE = ""
_KINDS = {
    "militant": ARMED, "force": FORCE, "smuggler": SMUGGLER, "party_object": OBJECT,
    "party_armed": ARMED, "party_adjective": _ADJECTIVE,
    **dict.fromkeys(
        ("person", "families", "civilian", "post_holder", "one_person", "suspects",
         "prisoner", "party_people"),
        PEOPLE,
    ),
}  # fmt: skip
_ORDER = (_ADJECTIVE, ARMED, SMUGGLER, FORCE, OBJECT, PEOPLE)
_WORD = re.compile(r"[^\W_][\w'’-]*")
_GROUP_CLAIM = "group_claim"
_GROUPS = {"group": ARMED, "speaker": FORCE}
_HYPHENS = frozenset("-‑")
_CLITIC_GAPS = (1, 2)
_MEANS = ("explosion", "weapon")
_CLOSED = ("relative", "boundary", "that", "conjunction", "already")


class Party(NamedTuple):
    """A phrase that names a party, its kind, and the clitic joined to it."""

    start: int
    end: int
    kind: str
    clitic: str = ""


_Known = tuple[int, int, str, str]
"""Where a known noun or adjective begins and ends, its kind, and its clitic."""


def find_parties(reading: Reading) -> list[Party]:
    """Return the parties of a sentence in order, each as long as its known words go."""
    nouns, sentence = _find_known(reading), reading.sentence
    if not nouns:
        return []
    words = list(_WORD.finditer(reading.article.text, sentence.start, sentence.end))
    known = _join_to_words(nouns, words)
    parties: list[Party] = []
    for number, word in enumerate(words):
        start = word.start()
        if start not in known or (parties and start < parties[-1].end):
            continue
        party = _read_phrase(words[number : number + MAX_WORDS + 2], known, reading)
        if party:
            parties.append(party)
    return parties


def _join_to_words(nouns: dict[int, _Known], words: Sequence[re.Match[str]]) -> dict[int, _Known]:
    """Return the known noun that each word begins with, a clitic before it, by the word's start."""
    starts = [word.start() for word in words]
    known: dict[int, _Known] = {}
    for begin in sorted(nouns):
        number = bisect_right(starts, begin) - 1
        if number >= 0 and begin < min(words[number].end(), starts[number] + MAX_CLITIC_CHARS):
            known.setdefault(starts[number], nouns[begin])
    return known


def _find_known(reading: Reading) -> dict[int, _Known]:
    """Return the known nouns and adjectives of a sentence by their start, the longest each.

    Of words that are both, the adjective: ``security``, ``مسلح``. A car that is a bomb is no
    thing that is attacked.
    """
    nouns = (s for s in reading.of_kind(SignalKind.CONCEPT) if s.row.key in _KINDS)
    groups = (s for s in reading.of_kind(SignalKind.SPEAKER) if s.row.key == _GROUP_CLAIM)
    found = [(s, _KINDS[s.row.key]) for s in nouns if s.row.detail not in read_units("harmed")]
    found += [(s, _ADJECTIVE) for s in reading.of_kind(SignalKind.DEMONYM)]
    found += [(s, _GROUPS[s.row.detail]) for s in groups if s.row.detail in _GROUPS]
    means = {word.start for key in _MEANS for word in reading.of_concept(key)}
    text = reading.article.text
    known: dict[int, _Known] = {}
    for signal, kind in found:
        compound = text[signal.end : signal.end + 1] in _HYPHENS
        if compound or (kind == OBJECT and signal.end + 1 in means):
            continue
        before = known.get(signal.start)
        if before is None or _rank(signal.end, kind) < _rank(before[1], before[2]):
            known[signal.start] = (signal.start, signal.end, kind, signal.clitic)
    ends = {noun[1]: start for start, noun in sorted(known.items())}
    return {s: noun for s, noun in known.items() if ends[noun[1]] - s not in _CLITIC_GAPS}


def _rank(end: int, kind: str) -> tuple[int, int]:
    return -end, _ORDER.index(kind)


def _read_phrase(
    words: Sequence[re.Match[str]], known: dict[int, _Known], reading: Reading
) -> Party | None:
    """Return the phrase that begins with a known word, None where it names no party."""
    text = reading.article.text
    begin, end, kind, clitic = known[words[0].start()]
    kinds, is_linked, last = [kind], False, end
    for number, word in enumerate(words[1:MAX_WORDS], start=1):
        if word.start() < end:
            continue
        if text[end : word.start()] != " ":
            break
        noun = known.get(word.start())
        if noun:
            if not _joins(noun, text[begin:end], is_prefixed=noun[0] > word.start()):
                break
            is_linked |= noun[0] > word.start()
            kinds += [] if is_linked else [noun[2]]
            end = last = noun[1]
        elif _is_link(word, words[number + 1 : number + 3], known):
            is_linked, end = True, word.end()
        elif _is_adjective(word[0]) and not _begins_other(word.start(), reading):
            end = last = word.end()
        else:
            break
    heads = [one for one in kinds if one != _ADJECTIVE]
    if not heads or fold_text(text[begin:last]) in read_party_words("stop"):
        return None
    return Party(begin, last, heads[-1] if text[begin].isascii() else heads[0], clitic)


def _begins_other(position: int, reading: Reading) -> bool:
    """Return whether what begins at a position is no part of a phrase: a clause, a deed, a day."""
    words = (*(word for key in _CLOSED for word in reading.of_concept(key)), *reading.triggers)
    return (
        any(word.start == position for word in words)
        or any(mention.start == position for mention in reading.mentions)
        or any(told.start_char == position for told in reading.dates)
    )


def _joins(noun: _Known, words: str, *, is_prefixed: bool) -> bool:
    """Return whether a known noun goes on with the words of a phrase: ``دورية للشرطة``."""
    _, _, kind, clitic = noun
    if is_prefixed:
        return clitic == "to" and kind in (ARMED, FORCE)
    return kind == _ADJECTIVE or not _is_closed(words)


def _is_link(
    word: re.Match[str], following: Sequence[re.Match[str]], known: dict[int, _Known]
) -> bool:
    """Return whether a word links a phrase to the body it is of: ``an officer of the army``."""
    return fold_text(word[0]) in read_party_words("link") and _names_body(following, known)


def _is_closed(words: str) -> bool:
    """Return whether no noun may be joined to words: they end definite, or as an absolute plural.

    ``مسلحون نقطة``, ``الجيش موقعا`` are two parties, ``عناصر داعش`` is one.
    """
    last = words.rpartition(" ")[2]
    if last.isascii():
        return False
    return _carries_article(last) or fold_text(last).endswith(read_party_words("absolute_ending"))


def _names_body(following: Sequence[re.Match[str]], known: dict[int, _Known]) -> bool:
    """Return whether a force or a group is named next: ``an officer of the army``."""
    nouns = [known.get(word.start()) for word in following]
    kinds = [noun[2] if noun else None for noun in nouns]
    return any(kind in (ARMED, FORCE) for kind in kinds[:1]) or (
        kinds[:1] != [OBJECT] and any(kind in (ARMED, FORCE) for kind in kinds[1:])
    )


def _is_adjective(word: str) -> bool:
    """Return whether an unknown word may be an adjective of a definite noun: ``الشعبي``."""
    return _carries_article(word) and fold_text(word).endswith(read_party_words("adjective_ending"))


def _carries_article(word: str) -> bool:
    folded = fold_text(word)
    return folded.startswith(read_article()) and folded not in read_party_words("stop")

"""Speakers: the words that name who says something, and what class he is of."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.facts.reading import COUNTED_CHARS, NAMING, Reading, is_hearer
from geo.facts.signals import Signal, SignalKind
from geo.facts.words import read_given_names, read_words
from geo.models import AttributionClass
from geo.text.fold import fold_text
from geo.text.phrases import clitic_role, read_article

MAX_PHRASE_CHARS = 60
"""How long the phrase that names a speaker may be: his post, his office, his name."""

HEARER_CHARS = 5
"""Whom somebody tells something stands right behind the verb: ``told Reuters``."""

MAX_WORDS_CHARS = 90
"""How much of a speaker's words an attribution quotes at most."""

MAX_NAME_WORDS = 4
"""How many words a name behind a post may have."""

MAX_DETERMINER_WORDS = 4
"""How many words may stand between an article and the post it belongs to."""

_PERSONAL = frozenset({"speaker", "post", "spokesman"})
_POSTS = frozenset({"post", "spokesman"})
_NAMED = {AttributionClass.UNNAMED_OFFICIAL: AttributionClass.NAMED_OFFICIAL}
_RANK = "(?<!\\b[A-Z][a-z])(?<!\\b[A-Z][a-z]{2})(?<!\\b[A-Z][a-z]{3})"
_PHRASE_ENDS = re.compile(rf"[«»“”\"،,:;؛(]|{_RANK}\.")
"""Where a speaker's phrase ends; a full stop that shortens a rank (``Capt.``) ends nothing."""
_WORD = re.compile(r"[^\s.,،]+")
_FOLLOWING = re.compile(r" (\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The words that name who says so, and their class.

    `is_armed` when it is a state's armed body: of what its own men did it makes a claim.
    """

    words: str = ""
    attribution_class: AttributionClass = AttributionClass.UNATTRIBUTED
    is_armed: bool = False


UNATTRIBUTED = Attribution()
"""Nobody is named."""


def find_speakers(reading: Reading) -> list[Signal]:
    """Return the words of a sentence that name somebody who may speak.

    A number of them is none, ``ten officers were killed``, unless a word of speech stands right
    beside it: ``according to two officers``.
    """
    words = reading.of_kind(SignalKind.SPEAKER)
    saying = [word for word in words if word.row.detail in ("speech", "telling", "according")]
    counted = [(q.start, q.end) for q in reading.quantities]
    told = [word.end for word in words if word.row.detail == "telling"]
    hearers = [word for word in words if is_hearer(word)]
    return [
        word
        for word in words
        if word.row.detail in NAMING
        and not any(
            0 <= word.start - end <= COUNTED_CHARS and not _is_said(start, word.end, saying)
            for start, end in counted
        )
        and not any(0 <= word.start - end <= HEARER_CHARS for end in told)
        and not any(h.start <= word.start <= h.end + 1 for h in hearers)
    ]


def _is_said(start: int, end: int, saying: Sequence[Signal]) -> bool:
    """Return whether a word of speech stands right before or behind ``[start, end)``."""
    return any(
        0 <= start - verb.end <= COUNTED_CHARS or 0 <= verb.start - end <= COUNTED_CHARS
        for verb in saying
    )


def name_speaker(
    speaker: Signal, beside: Sequence[Signal], reading: Reading, *, until: int
) -> Attribution:
    """Return who a speaker is: the words from his post to `until` or the next stop.

    `beside` are the other words of his phrase: the spokesman of the army, with the army.
    """
    words = _phrase_of(speaker, reading, until)
    return Attribution(
        words=words,
        attribution_class=_classify(speaker, beside, reading, words),
        is_armed=speaker.row.detail == "anonymous" and _is_armed(speaker, reading),
    )


def find_head(speaker: Signal, speakers: Sequence[Signal], reading: Reading) -> list[Signal]:
    """Return the words of a speaker's phrase, its head first.

    The head of ``المتحدث باسم الجيش`` is the first word of the clause that names a speaker; of
    ``a coalition spokesman`` it is the last of the words that stand side by side.
    """
    clause = reading.clause_of(speaker.start)
    phrase = [
        other
        for other in speakers
        if abs(other.start - speaker.start) <= MAX_PHRASE_CHARS
        and reading.clause_of(other.start) == clause
    ]
    head = min(phrase, key=lambda other: (other.start, -other.end), default=speaker)
    while following := [
        other
        for other in phrase
        if "last" in other.row.side and 0 < other.start - head.end <= 1
    ]:  # fmt: skip
        head = max(following, key=lambda other: other.end)
    return [head, *(other for other in phrase if other is not head)]


def drop_article(words: str) -> str:
    """Return folded words without the article they begin with.

    >>> drop_article("المصدر"), drop_article("the officer")
    ('مصدر', 'officer')
    """
    folded = fold_text(words)
    first, _, rest = folded.partition(" ")
    if rest and first in read_words("definite"):
        return rest
    return folded.removeprefix(read_article())


def _classify(
    speaker: Signal, beside: Sequence[Signal], reading: Reading, words: str
) -> AttributionClass:
    """Return the class of a speaker.

    A post without its article is held by nobody in particular; such a spokesman speaks for the
    body beside him, as a monitor's activists do for it. A state's armed body that tells of its
    own forces makes a claim.
    """
    told = AttributionClass(speaker.row.key)
    bodies = [AttributionClass(o.row.key) for o in beside if o.row.detail == "speaker"]
    if speaker.row.detail in _POSTS and _is_indefinite(speaker, words, reading):
        told = AttributionClass.UNNAMED_OFFICIAL
        if speaker.row.detail == "spokesman":
            told = bodies[0] if bodies else _class_force(speaker, words, reading) or told
    if speaker.row.detail == "anonymous" and _tells_of_itself(speaker, reading):
        return AttributionClass.GROUP_CLAIM
    if speaker.row.detail in _PERSONAL and AttributionClass.MONITOR in bodies:
        return AttributionClass.MONITOR
    if speaker.row.detail in _PERSONAL and _tells_name(speaker, words, reading):
        return _NAMED.get(told, told)
    return told


def _tells_name(speaker: Signal, words: str, reading: Reading) -> bool:
    """Return whether a phrase tells a person's name beside the word for who he is."""
    own = reading.article.text[speaker.start : speaker.end]
    before, _, behind = words.partition(own)
    return _names_person(behind) or _names_person(before)


def _class_force(speaker: Signal, words: str, reading: Reading) -> AttributionClass | None:
    """Return the class of those who fight, when a spokesman's words name some."""
    end = speaker.start + len(words)
    fighting = (*reading.of_concept("force"), *reading.of_concept("militant"))
    named = any(speaker.end <= word.start < end for word in fighting)
    return AttributionClass.GROUP_CLAIM if named else None


def _tells_of_itself(speaker: Signal, reading: Reading) -> bool:
    """Return whether an armed body tells of its own: the interior ministry of its forces."""
    return _is_armed(speaker, reading) and bool(reading.of_concept("own_force"))


def _is_armed(speaker: Signal, reading: Reading) -> bool:
    """Return whether a speaker's word is that of a state's armed body."""
    return any(
        word.start < speaker.end and speaker.start < word.end
        for word in reading.of_concept("armed_body")
    )


def _is_indefinite(post: Signal, words: str, reading: Reading) -> bool:
    """Return whether a post is one of several: ``a commander``, ``قائد في``, ``قائد ميداني``."""
    text = reading.article.text
    own = text[post.start : post.end]
    if not own.isascii() and " " in own and _has_article(own.rpartition(" ")[2]):
        return False
    after = text[post.end : post.end + MAX_PHRASE_CHARS].split(maxsplit=1)[:1]
    if {*map(fold_text, after)} & read_words("partitive"):
        return True
    own_words = fold_text(own).split()
    if {*own_words, *map(fold_text, after)} & read_words("named_of"):
        return read_article() not in own_words[0][:4]
    return _has_indefinite(post, reading) if own.isascii() else _is_bare(post, words, reading)


def _has_indefinite(post: Signal, reading: Reading) -> bool:
    """Return whether 'a' stands before a post, and not 'the' nearer to it."""
    clause = reading.clause_starts[reading.clause_of(post.start) - 1]
    before = reading.article.text[clause : post.start].split()[-MAX_DETERMINER_WORDS:]
    for word in reversed(before):
        folded = fold_text(word)
        if folded in read_words("definite"):
            return False
        if folded in read_words("indefinite"):
            return True
    return False


def _has_article(word: str) -> bool:
    return read_article() in fold_text(word)[:4]


def _is_bare(post: Signal, words: str, reading: Reading) -> bool:
    """Return whether nothing makes a post one man's: no article, owner, place or name.

    Only adjectives of a people or a kind may stand behind it: ``قائد عراقي``.
    """
    if any(map(_has_article, words.split())) or reading.has_possessive(post):
        return False
    following = _FOLLOWING.match(reading.article.text, post.end)
    if following is None:
        return True
    start = following.start(1)
    stops = (*reading.phrase_stops, *(w.start for w in reading.of_concept("party_adjective")))
    return start in stops or any(
        word.start == start for word in reading.of_kind(SignalKind.DEMONYM)
    )


def _phrase_of(speaker: Signal, reading: Reading, until: int) -> str:
    """Return the words that name a speaker: from what qualifies him to the end of his phrase."""
    end = min(until, speaker.start + MAX_WORDS_CHARS, reading.sentence.end)
    stops = reading.phrase_stops
    next_stop = bisect_left(stops, speaker.end)
    end = min(end, stops[next_stop]) if next_stop < len(stops) else end
    text = reading.article.text
    stop = _PHRASE_ENDS.search(text, speaker.end, max(speaker.end, end))
    end = stop.start() if stop else max(speaker.end, end)
    if not text[speaker.start].isascii():
        end = _end_definite(speaker, end, reading)
    return _drop_links(text[_find_begin(speaker, reading) : end].strip(" \n."))


def _drop_links(words: str) -> str:
    """Return words without the prepositions they end with: ``مصدر أمني لـ``."""
    first, _, last = words.rpartition(" ")
    folded = fold_text(last)
    bare = not folded or folded in read_words("speaker_link") or clitic_role(folded) == "to"
    return first if first and bare else words


def _end_definite(speaker: Signal, end: int, reading: Reading) -> int:
    """Return where a definite phrase ends: before the first word that may not go on with it.

    After a word with the article stand others with it, prepositions, and names of persons.
    """
    text, article = reading.article.text, read_article()
    definite = article in fold_text(text[speaker.start : speaker.end]).rpartition(" ")[2][:4]
    words = list(_WORD.finditer(text, speaker.end, end))
    for number, word in enumerate(words):
        folded = fold_text(word[0])
        has_article = _is_joined(folded, article)
        links = has_article or folded in read_words("speaker_link")
        if definite and not links and not _may_be_name(speaker, word, len(words) - number):
            return word.start()
        definite = has_article and article in folded[:3]
    return end


def _is_joined(word: str, article: str) -> bool:
    """Return whether a word goes on with a definite one: it has the article, or 'to' before it."""
    prefixed = clitic_role(word[:1])
    return (
        word.startswith(article)
        or prefixed == "to"
        or (bool(prefixed) and word[1:].startswith(article))
    )


def _may_be_name(speaker: Signal, word: re.Match[str], left: int) -> bool:
    """Return whether a word begins the name of somebody who is told by his post."""
    personal = speaker.row.detail in _PERSONAL
    return personal and (left <= MAX_NAME_WORDS or _names_person(word[0]))


def _find_begin(speaker: Signal, reading: Reading) -> int:
    """Return where the words begin that qualify a speaker: ``Peshmerga commander``."""
    begin, text = speaker.start, reading.article.text
    clause = reading.clause_starts[reading.clause_of(speaker.start) - 1]
    for word in reversed(list(_WORD.finditer(text, max(clause, begin - MAX_PHRASE_CHARS), begin))):
        folded = fold_text(word[0])
        known = folded in read_words("definite") or folded in read_words("indefinite")
        if known or not word[0][0].isupper() or text[word.end() : begin].strip(" ."):
            break
        begin = word.start()
    return begin


def _names_person(words: str) -> bool:
    return any(map(begins_name, pairs_of(words)))


def begins_name(pair: tuple[str, str]) -> bool:
    """Return whether a word, or it with the next, is a given name: ``عبد الله``."""
    first, second = pair
    names = read_given_names()
    return first in names or f"{first} {second}" in names


def pairs_of(words: str) -> list[tuple[str, str]]:
    """Return each folded word with the next, the last with nothing."""
    folded = fold_text(words).split()
    return list(pairwise((*folded, "")))

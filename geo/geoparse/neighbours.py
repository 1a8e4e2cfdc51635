"""What the plain words beside an Arabic name tell: whose adjective it is, whose family name."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from geo.geoparse.appositions import is_explained_as_person
from geo.geoparse.cues import Cue, CueKind
from geo.geoparse.homographs import WORD, homograph_strength
from geo.geoparse.names import Name
from geo.geoparse.passage import Passage
from geo.text.fold import fold_text
from geo.text.forms import read_forms
from geo.text.name_parts import read_name_parts
from geo.text.phrases import read_article

MIN_SURNAME_CHARS = 5
MIN_ACCUSATIVE_CHARS = 4
MAX_SUBJECT_WORDS = 3
"""How many words may stand between a verb and the place it takes."""

_VERB = CueKind.VERB_OF_PLACE
_NOUNS = frozenset({None, CueKind.DEMONYM, CueKind.PLACE_WORD})
"""What the noun may be whose adjective a name is; None is a word no lexicon knows."""

_BODIES = frozenset(
    {CueKind.ORGANISATION, CueKind.INSTITUTION, CueKind.NEWSPAPER, CueKind.TEAM, CueKind.WORK}
    | {CueKind.THING}
)
"""What may be named with a noun before a name: ``نقابة أطباء حلب``, ``الباخرة حلم الموصل``."""

_SHARED_BODIES = _BODIES | {CueKind.TRIBE, CueKind.STREET}
"""What several may be named after one word: ``عشائر الدليم والعبيد``, ``صحيفتا الحياة والصباح``."""

MAX_JOINED_WORDS = 4
"""How many words back the word is looked for that a name joined by 'and' shares."""

_OPENING = frozenset({CueKind.PARTICLE, CueKind.CONJUNCTION})
_MASCULINE = frozenset({CueKind.PLACE_WORD, CueKind.RELATION, CueKind.POSSESSED})
"""What before a name a man's adjective behind it may belong to: ``ريف القصير السوري``."""

_PLACING = frozenset({CueKind.INSIDE, CueKind.PREPOSITION, CueKind.PLACE_WORD})
"""What says that a name is where something is: ``من بغداد، جدي`` tells no person."""

_WORD_AFTER = re.compile(r" (\w+)")
_TWO_AFTER = re.compile(r" (\w+)(?: (\w+))?")
_SURNAME_ENDING = "ي"
_ACCUSATIVE = "ا"
_HIS = "ه"
MIN_VERB_CHARS = 4
_AND = "and"
_LONG_VOWEL = "ي"
"""What nouns of the second form have before their last letter, verbs of the present seldom."""


def describe_neighbours(
    name: Name, before: tuple[Cue, ...], after: tuple[Cue, ...], passage: Passage
) -> Iterator[tuple[str, float]]:
    """Yield what the letters joined to an Arabic name and the plain words beside it tell."""
    if name.word_start != name.start:
        whole = passage.folded.words[name.word_start : name.end]
        if homograph_strength(whole, obscure=True) >= WORD:
            yield "word_with_clitic", 1.0
    demonym = not _read_demonyms().isdisjoint((name.key, f"{read_article()}{name.key}"))
    if demonym:
        yield "demonym_form", 1.0
    if not after and not name.own_words and _is_followed_by_surname(name, passage):
        yield "surname_after", 1.0
    if name.clitic == _AND:
        yield from _describe_joined(name, passage)
    word = _word_before(name, passage)
    if word:
        yield from _describe_word_before(name, word, before, passage, demonym=demonym)
    if not before and not is_masculine(name.key):
        yield from _describe_gender(name, word, after, passage)
    if not _says_where(before) and is_explained_as_person(name, passage):
        yield "person_apposed", 1.0
    may_be_object = all(cue.row.kind is CueKind.TITLE for cue in before) and not name.clitic
    if may_be_object and _is_object_of_place_verb(name, passage):
        yield "object_of_verb", 1.0


def _says_where(before: tuple[Cue, ...]) -> bool:
    return any(cue.row.kind in _PLACING for cue in before)


def _is_followed_by_surname(name: Name, passage: Passage) -> bool:
    """Return whether a word follows that is a family name by its form.

    A definite adjective of relation that no lexicon knows (``سامراء الجبوري``), or a word with
    an ending of foreign family names (``صلاح الدين أوغلو``).
    """
    word = _WORD_AFTER.match(passage.folded.text, name.end)
    if not word:
        return False
    if not word[1].startswith(read_article()):
        return _has_foreign_ending(word[1])
    surname = word[1].endswith(_SURNAME_ENDING) and len(word[1]) > MIN_SURNAME_CHARS
    return surname and word[1] not in read_name_parts("tail") | read_name_parts("attribute")


@lru_cache(maxsize=8192)
def _has_foreign_ending(word: str) -> bool:
    return len(word) > MIN_SURNAME_CHARS and word.endswith(_surname_endings())


@cache
def _surname_endings() -> tuple[str, ...]:
    return tuple(sorted(read_name_parts("surname_ending")))


def is_masculine(key: str) -> bool:
    """Return whether a name is one of the few of places that take a masculine verb: العراق."""
    return key.partition(" ")[0] in read_name_parts("masculine")


def is_followed_by_his_demonym(
    name: Name, before: tuple[Cue, ...], after: tuple[Cue, ...], passage: Passage
) -> bool:
    """Return whether a man's demonym follows, where a town has a woman's: ``فاس المغربية``.

    A place word may be masculine (``معبر نصيب السوري``), and so are a few names.
    """
    words = passage.folded.words
    if any(cue.row.kind in _MASCULINE for cue in before) or is_masculine(name.key):
        return False
    return any(
        cue.row.kind is CueKind.DEMONYM
        and words.startswith(read_article(), cue.start)
        and words.endswith(_SURNAME_ENDING, cue.start, cue.end)
        for cue in after
    )


def _describe_gender(
    name: Name, word: str, after: tuple[Cue, ...], passage: Passage
) -> Iterator[tuple[str, float]]:
    """Yield what takes a name for masculine, as a man or a team is, where towns are feminine.

    A verb that begins the sentence (``يستضيف الرمثا``; after a noun the verb is the noun's, and
    the name what it acts on: ``زلزال يضرب الحسيمة``), a noun of his (``ليفربول هزيمته``). `word`
    is the one before the name.
    """
    if _is_his_verb(word) and _begins_sentence(name.word_start - 1 - len(word), passage):
        yield "verb_he", 1.0
    elif not name.clitic and (_is_her_verb(word) or _is_her_past(word)):
        yield "verb_she", 1.0
    if name.clitic or after or name.own_words:
        return
    if _is_followed_by_his(name, passage):
        yield "his_after", 1.0
    following = _WORD_AFTER.match(passage.folded.text, name.end)
    if following and _begins_sentence(name.word_start, passage):
        if _is_his_verb(following[1]):
            yield "verb_he_after", 1.0
        elif _is_her_verb(following[1]):
            yield "verb_she_after", 1.0


@lru_cache(maxsize=8192)
def _is_her_verb(word: str) -> bool:
    """Return whether a word is a verb in the present with one woman or place as its subject."""
    heads = tuple(read_name_parts("verb_head_she"))
    if len(word) < MIN_VERB_CHARS or not word.startswith(heads):
        return False
    middle = word[1:-1]
    return _LONG_VOWEL not in middle[1:] and not word.endswith(tuple(read_name_parts("noun_tail")))


@lru_cache(maxsize=8192)
def _is_her_past(word: str) -> bool:
    """Return whether a word may be a verb in the past with one woman or place as its subject."""
    if len(word) < MIN_VERB_CHARS - 1 or word.startswith(read_article()):
        return False
    return word.endswith(tuple(read_name_parts("verb_tail_she"))) and not word.endswith(
        tuple(read_name_parts("noun_tail"))
    )


def _begins_sentence(position: int, passage: Passage) -> bool:
    """Return whether a mark, a line's beginning or a particle stands before a position."""
    text = passage.folded.text
    if position < 2 or text[position - 1] == "\n" or not _is_letter(text[position - 2]):
        return True
    return any(cue.row.kind in _OPENING for cue in passage.cues.before(position))


def _is_letter(character: str) -> bool:
    return character.isalnum()


@lru_cache(maxsize=8192)
def _is_his_verb(word: str) -> bool:
    """Return whether a word is a verb in the present with one man as its subject, by its form."""
    heads = tuple(read_name_parts("verb_head"))
    if len(word) < MIN_VERB_CHARS or not word.startswith(heads):
        return False
    tails = tuple(read_name_parts("no_verb_tail"))
    return not word.endswith(tails) and word not in read_name_parts("no_verb")


def _word_before(name: Name, passage: Passage) -> str:
    """Return the word that a name follows, empty when a mark parts them."""
    words, end = passage.folded.words, name.word_start - 1
    if end < 1 or passage.folded.text[end] != " " or words[end - 1] == " ":
        return ""
    return words[words.rfind(" ", 0, end) + 1 : end]


def _is_followed_by_his(name: Name, passage: Passage) -> bool:
    """Return whether one of the two words after ends in the pronoun of a man."""
    found = _TWO_AFTER.match(passage.folded.text, name.end)
    if not found:
        return False
    for group in (1, 2):
        if group == 2 and found[1].endswith(_ACCUSATIVE):
            return False
        if found[group] and _may_be_his(found[group]):
            last = passage.folded.origin(found.end(group) - 1)
            if passage.source[last] == _HIS:
                return True
    return False


@lru_cache(maxsize=8192)
def _may_be_his(word: str) -> bool:
    """Return whether a folded word may be a noun that ends in the pronoun of a man."""
    if len(word) < MIN_VERB_CHARS or not word.endswith(_HIS):
        return False
    return not word.startswith(_joined_heads()) and word not in read_name_parts("no_his")


@cache
def _joined_heads() -> tuple[str, ...]:
    """Return the article and the letters that join a word to what stands before."""
    return (read_article(), *sorted(read_name_parts("joined_letter")))


def _describe_word_before(
    name: Name, word: str, before: tuple[Cue, ...], passage: Passage, *, demonym: bool
) -> Iterator[tuple[str, float]]:
    """Yield what tells that an Arabic name is the adjective of the noun before it.

    The noun ends as the name does (``طائرة سورية``), both have the article (``العمل العظيم``,
    ``القرى الشمالية``), or both are in the indefinite accusative (``مقاتلا سوريا``).
    """
    words, end = passage.folded.words, name.word_start - 1
    start, article = end - len(word), read_article()
    kind = before[0].row.kind if before and before[0].end == end else None
    if word.startswith(article) and kind in _NOUNS:
        if words.startswith(article, name.start):
            yield "both_definite_joined" if name.clitic else "both_definite", 1.0
            if not name.clitic and (demonym or name.key in read_name_parts("adjective_name")):
                yield "adjective", 1.0
        elif kind is None and not name.clitic and " " not in name.key:
            yield "definite_before", 1.0
    elif kind in (None, CueKind.POSSESSED) and _is_body_before(start, passage):
        yield "body_of_noun", 1.0
    if demonym or not name.clitic:
        yield from _describe_agreement(name, word, kind, passage, demonym=demonym)


def _describe_agreement(
    name: Name, word: str, kind: CueKind | None, passage: Passage, *, demonym: bool
) -> Iterator[tuple[str, float]]:
    """Yield how an Arabic name agrees as an adjective with the word before it.

    ``84 روسيا`` are Russians, what is ``غير سورية`` is no country.
    """
    words, article = passage.folded.words, read_article()
    of_relation = words.endswith(_accusative_endings(), name.start, name.end)
    if demonym and word in read_name_parts("negating"):
        yield "adjective", 1.0
    if of_relation and word.isdigit():
        yield "accusative", 1.0
    alike = word.startswith(article) == words.startswith(article, name.start)
    if alike and kind in (None, CueKind.DEMONYM) and word[-1] == words[name.end - 1]:
        yield "agrees", 1.0
        if demonym:
            yield "adjective", 1.0
        if of_relation and _is_accusative(word):
            yield "accusative", 1.0


def _describe_joined(name: Name, passage: Passage) -> Iterator[tuple[str, float]]:
    """Yield what the word is that a name shares with the names it is joined to, if a body's.

    ``شيوخ الدليم والبو نمر``: a word that leads to a word before, all but the nearest of which
    are joined too.
    """
    words, text, cues = passage.folded.words, passage.folded.text, passage.cues
    end = name.word_start - 1
    for _ in range(MAX_JOINED_WORDS):
        if end < 1 or text[end] != " " or words[end - 1] == " ":
            return
        start = words.rfind(" ", 0, end) + 1
        kinds = {cue.row.kind for cue in cues.before(start)}
        if kinds:
            shared = sorted(kinds & _SHARED_BODIES)
            yield from ((f"{kind}_joined", 1.0) for kind in shared)
            return
        end = start - 1


def _is_body_before(position: int, passage: Passage) -> bool:
    """Return whether a word for a body or a work leads to the noun at a position."""
    return any(cue.row.kind in _BODIES for cue in passage.cues.before(position))


@cache
def _accusative_endings() -> tuple[str, ...]:
    """Return the ending of an adjective of relation in the accusative."""
    return (f"{_SURNAME_ENDING}{_ACCUSATIVE}",)


@lru_cache(maxsize=8192)
def _is_accusative(word: str) -> bool:
    """Return whether a word may be a noun in the indefinite accusative, by its ending."""
    if len(word) < MIN_ACCUSATIVE_CHARS or word.startswith(read_article()):
        return False
    return word.endswith(_ACCUSATIVE) and not word.endswith(_other_endings())


@cache
def _other_endings() -> tuple[str, ...]:
    return tuple(sorted(read_name_parts("verb_ending")))


def _is_object_of_place_verb(name: Name, passage: Passage) -> bool:
    """Return whether a verb that takes a place stands a few words before: ``دخل الجيش هيت``.

    The words between are its subject: the first has the article, no mark parts them.
    """
    words, text, cues = passage.folded.words, passage.folded.text, passage.cues
    article = read_article()
    end = name.word_start - 1
    for number in range(MAX_SUBJECT_WORDS):
        if end < 1 or text[end] != " " or words[end - 1] == " ":
            return False
        start = words.rfind(" ", 0, end) + 1
        is_subject = number and words.startswith(article, end + 1)
        if is_subject and any(cue.row.kind is _VERB for cue in cues.starting_at(start)):
            return True
        end = start - 1
    return False


@cache
def _read_demonyms() -> frozenset[str]:
    """Return the folded adjectives of peoples, in all their forms."""
    found = read_forms("lexicon/demonyms", "form")
    return frozenset(fold_text(form) for _, forms in found for form in forms)

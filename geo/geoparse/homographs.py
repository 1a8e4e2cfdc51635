"""Names that are other words too: how much a name is one, by hand and by our other lexicons."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from geo.tables import read_table, split_list
from geo.text.fold import fold_text, fold_texts
from geo.text.forms import read_forms

WORD, POINTER = 3, 4
"""Nearly always another word; a word that points back to a place, or to a part of one."""

_LEXICONS = {
    "triggers": ("forms",),
    "concepts": ("forms",),
    "speakers": ("forms",),
    "numbers": ("forms",),
    "dates": ("forms",),
    "units": ("one", "many", "two", "alone"),
    "cues": ("phrase",),
    "frequent_words": ("word",),
}
_ROUND_ENDING = "ة"
_WORDS_OF_PLACE = {"place_words": ("word",), "relations": ("word",)}
"""The tables of ordinary words, and their columns of forms."""


_ROUND_ENDING = "ة"


def homograph_strength(name: str, *, obscure: bool, is_round: bool = False) -> int:
    """Return how much a folded name is also another word, 0 when it is none.

    1 seldom, 2 often, 3 nearly always; 4 when it points back to a place: ``the city``. A name
    that only obscure places bear is weighed against every word our lexicons know; one that the
    text spells with a round ending is none of the words that end in a pronoun (راوة, رأوه).
    """
    strength = _read_homographs(is_round=is_round).get(name, 0)
    if not obscure or strength == POINTER:
        return strength
    if name in _read_words_of_place():
        return POINTER
    return WORD if not strength and name in _read_ordinary_words() else strength


@cache
def _read_homographs(*, is_round: bool) -> dict[str, int]:
    """Return the strength of every folded word, of those with a round ending alone if asked."""
    homographs: dict[str, int] = {}
    for row in read_table("lexicon/homographs", "words", "strength"):
        for word in split_list(row["words"]):
            if is_round and not word.endswith(_ROUND_ENDING):
                continue
            key = fold_text(word)
            homographs[key] = max(homographs.get(key, 0), int(row["strength"]))
    return homographs


@cache
def _read_ordinary_words() -> frozenset[str]:
    return frozenset(_list_words(_LEXICONS))


@cache
def _read_words_of_place() -> frozenset[str]:
    return frozenset(_list_words(_WORDS_OF_PLACE))


def _list_words(lexicons: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield every form of some tables that is one word, folded."""
    cells = (
        forms
        for table, columns in lexicons.items()
        for column in columns
        for _, forms in read_forms(f"lexicon/{table}", column)
    )
    yield from (word for word in fold_texts(chain.from_iterable(cells)) if " " not in word)

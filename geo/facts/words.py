"""Small words that the code asks for by what they are for, from the tables of the lexicon."""

from functools import cache

from geo.text.fold import fold_text
from geo.text.forms import list_forms


@cache
def read_words(concept: str) -> frozenset[str]:
    """Return the folded words of a concept."""
    return frozenset(map(fold_text, list_forms("lexicon/concepts", concept=concept)))


@cache
def read_endings(concept: str) -> tuple[str, ...]:
    """Return the endings of words that a concept lists, as they are written."""
    return tuple(list_forms("lexicon/concepts", concept=concept))


@cache
def read_party_words(role: str) -> tuple[str, ...]:
    """Return the folded words, or endings, that have a role in a phrase that names a party."""
    return tuple(map(fold_text, list_forms("lexicon/party_words", role=role)))


@cache
def read_given_names() -> frozenset[str]:
    """Return the folded given names of persons."""
    return frozenset(map(fold_text, list_forms("lexicon/cues", "phrase", cue="given_name")))

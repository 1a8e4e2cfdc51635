"""The language of a text, from its script and its most frequent words."""

import re
from collections import Counter
from functools import cache

from geo.tables import read_table

_SAMPLE_CHARS = 4000
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_BY_SCRIPT = {"arabic": "ar", "latin": "en"}


def detect_language(text: str) -> str:
    """Return the ISO 639 code of a text's language, empty when no known script is in it.

    The script decides; another language of the same script is named only when its frequent
    words (``data/lexicon/frequent_words.csv``) outnumber the usual one's two to one.

    >>> detect_language("قال مصدر أمني"), detect_language("Police said on Monday"),
    ('ar', 'en')
    """
    sample = text[:_SAMPLE_CHARS]
    arabic, latin = len(_ARABIC.findall(sample)), len(_LATIN.findall(sample))
    if not arabic and not latin:
        return ""
    usual = _BY_SCRIPT["arabic" if arabic >= latin else "latin"]
    counts = count_frequent_words(sample)
    best = max(sorted(counts), key=counts.__getitem__, default=usual)
    return best if counts[best] > 2 * counts[usual] + 2 else usual


def count_frequent_words(text: str) -> Counter[str]:
    """Count, for each language, how many words of a text are among its frequent ones."""
    known = _read_frequent_words()
    return Counter(
        language for word in _WORD.findall(text.lower()) for language in known.get(word, ())
    )


@cache
def _read_frequent_words() -> dict[str, tuple[str, ...]]:
    languages: dict[str, tuple[str, ...]] = {}
    for row in read_table("lexicon/frequent_words", "word", "language"):
        languages[row["word"]] = (*languages.get(row["word"], ()), row["language"])
    return languages

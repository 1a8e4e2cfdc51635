"""The words of the interface in each language, by key; they are data, not code."""

from functools import cache

from geo.tables import read_table

LANGUAGES = ("ar", "en")
"""The languages of the interface; the first reads from right to left."""


def label(key: str, language: str) -> str:
    """Return the words for `key`; an unknown key comes back as its last part, spaced.

    Types of facts come from ``data/lexicon/fact_types.csv``, codes of places from
    ``data/lexicon/feature_codes.csv``, everything else from ``data/labels.csv``.

    >>> label("kind.incident", "en"), label("type.kidnapping", "ar")
    ('Incidents', 'خطف')
    """
    words = read_labels().get(key)
    if words is None:
        return key.rpartition(".")[2].replace("_", " ")
    return words[LANGUAGES.index(language)]


def direction(language: str) -> str:
    """Return the writing direction as HTML names it."""
    return "rtl" if language == LANGUAGES[0] else "ltr"


@cache
def read_labels() -> dict[str, tuple[str, str]]:
    """Read every label: the words in the order of `LANGUAGES`, by key."""
    labels = {row["key"]: (row["ar"], row["en"]) for row in read_table("labels", "key", "en", "ar")}
    for row in read_table("lexicon/fact_types", "type", "label_en", "label_ar"):
        labels[f"type.{row['type']}"] = (row["label_ar"], row["label_en"])
    for row in read_table("lexicon/feature_codes", "code", "label_en", "label_ar"):
        labels[f"feature.{row['code']}"] = (row["label_ar"], row["label_en"])
    return labels

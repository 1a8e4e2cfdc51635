"""The words of the interface in each language, by key; they are data, not code."""

from functools import cache

from geo.tables import read_table, split_list

LANGUAGES = ("ar", "en")
"""The languages of the interface; the first reads from right to left."""


def label(key: str, language: str) -> str:
    """Return the words for `key`; an unknown key comes back as its last part, spaced.

    Types of facts, codes of places, counted nouns and ways of moving are named by their tables
    under ``data/lexicon``, everything else by ``data/labels.csv``.

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
def list_labels(prefix: str) -> tuple[str, ...]:
    """Return the keys that begin with `prefix`, in order."""
    return tuple(sorted(key for key in read_labels() if key.startswith(prefix)))


@cache
def read_labels() -> dict[str, tuple[str, str]]:
    """Read every label: the words in the order of `LANGUAGES`, by key."""
    labels = {row["key"]: (row["ar"], row["en"]) for row in read_table("labels", "key", "en", "ar")}
    for row in read_table("lexicon/fact_types", "type", "label_en", "label_ar"):
        labels[f"type.{row['type']}"] = (row["label_ar"], row["label_en"])
    for row in read_table("lexicon/feature_codes", "code", "label_en", "label_ar"):
        labels[f"feature.{row['code']}"] = (row["label_ar"], row["label_en"])
    labels |= _read_forms("unit", "lexicon/units", key="key", forms="many")
    labels |= _read_forms("mode", "lexicon/modes", key="mode", forms="forms")
    return labels


def _read_forms(prefix: str, table: str, *, key: str, forms: str) -> dict[str, tuple[str, str]]:
    """Read a table with one row a key and language; its first form is the label."""
    words: dict[str, dict[str, str]] = {}
    for row in read_table(table, key, "language", forms):
        first = next(iter(split_list(row[forms])), row[key])
        words.setdefault(row[key], {}).setdefault(row["language"], first)
    return {
        f"{prefix}.{name}": (told.get("ar", name), told.get("en", name))
        for name, told in words.items()
    }

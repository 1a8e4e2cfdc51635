"""Names of places: the form under which two count as the same, and those that are ambiguous."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from geo.settings import DATA_DIR
from recipes.tables import read_table

FOLDED_LETTERS = str.maketrans("أإآىةؤئ", "ااايهوي")
APOSTROPHE = re.compile("['‘’ʻʼʿʾ`]")


def fold_latin(name: str) -> str:
    """Return a Latin name without accents and apostrophes.

    Examples
    --------
    >>> fold_latin("Al-Bū Kamāl")
    'Al-Bu Kamal'
    """
    plain = unicodedata.normalize("NFKD", APOSTROPHE.sub("", name))
    return "".join(c for c in plain if not unicodedata.combining(c)).strip()


def fold_name(name: str) -> str:
    """Return the form under which two names count as the same."""
    return fold_latin(name.translate(FOLDED_LETTERS)).lower().replace("-", " ")


@cache
def read_ambiguous() -> frozenset[str]:
    """Return the folded names of the list of ambiguous names."""
    rows = read_table(DATA_DIR / "gazetteer" / "ambiguous_names.csv")
    return frozenset(fold_name(row["name"]) for row in rows)


def mark_ambiguous(row: Mapping[str, object]) -> dict[str, object]:
    """Return the row marked when one of its two names is in the list of ambiguous names."""
    names = {fold_name(str(row["name_en"])), fold_name(str(row["name_ar"]))}
    return {**row, "ambiguous": "1" if names & read_ambiguous() else ""}

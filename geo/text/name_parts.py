"""The first and last words of names, as the lexicon lists them."""

from functools import cache

from geo.tables import read_table, split_list
from geo.text.fold import fold_text


@cache
def read_name_parts(side: str) -> frozenset[str]:
    """Return the folded words of one side: head, tail, article or attribute."""
    rows = read_table("lexicon/name_parts", "side", "words")
    return frozenset(
        fold_text(word) for row in rows if row["side"] == side for word in split_list(row["words"])
    )

"""Inflection as data: a lexicon writes ``stem:paradigm`` and means every written form."""

from functools import cache

from geo.errors import DataError
from geo.tables import read_table, split_list


def expand_forms(cell: str) -> list[str]:
    """Return all written forms of a lexicon cell: ``اختطف:past|ختطف:present|kidnapped``.

    A form without a paradigm stands for itself; words after a paradigm follow the inflected
    one. Raises `DataError` for an unknown paradigm.

    >>> expand_forms("سور:nisba")[:4]
    ['سوري', 'سورية', 'سوريون', 'سوريين']
    """
    forms: dict[str, None] = {}
    for form in split_list(cell):
        stem, _, inflection = form.partition(":")
        paradigm, _, rest = inflection.partition(" ")
        prefixes, suffixes = _affixes(paradigm) if paradigm else (("",), ("",))
        forms.update((f"{p}{stem}{s} {rest}".strip(), None) for p in prefixes for s in suffixes)
    return list(forms)


@cache
def _affixes(paradigm: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    for row in read_table("lexicon/paradigms", "paradigm", "prefixes", "suffixes"):
        if row["paradigm"] == paradigm:
            return tuple(row["prefixes"].split("|")), tuple(row["suffixes"].split("|"))
    raise DataError(f"lexicon/paradigms.csv has no paradigm '{paradigm}'; add its row")

"""The reasons of a mention in words, in the reader's language."""

import re
from functools import cache

from geo.tables import read_table

_SECTION = re.compile(r"(recognition|resolution): ?([^|]*)")
_CODE = re.compile(r"([a-z]\w*)([+-]\d+\.\d)?")


def explain_reason(reason: str, *, language: str = "en") -> str:
    """Return the reason of a mention or of a candidate as a person reads it.

    Parameters
    ----------
    reason : str
        `Mention.reason` or `Candidate.reason`: feature codes with what each added to the score
    language : {'en', 'ar'}

    >>> explain_reason("resolution: inside_match+4.0")
    'this place: lies in the place it is said to be in (+4.0)'
    """
    sections = _SECTION.findall(reason)
    if not sections:
        return _explain_codes(reason, "resolution", language)
    stop = ". "
    return stop.join(
        f"{_labels(language)[section]}: {_explain_codes(codes, section, language)}"
        for section, codes in sections
    )


def _explain_codes(codes: str, section: str, language: str) -> str:
    labels = _labels(language)
    parts = []
    for code, weight in _CODE.findall(codes):
        label = labels.get(f"{section}.{code}") or labels.get(code, code)
        parts.append(f"{label} ({weight})" if weight else label)
    return labels["separator"].join(parts) or labels["nothing"]


@cache
def _labels(language: str) -> dict[str, str]:
    """Return the words of every code; those of the two models under ``model.feature``."""
    column = f"label_{language}"
    labels = {row["code"]: row[column] for row in read_table("model/reasons", "code", column)}
    labels["separator"] += " "
    for model in ("recognition", "resolution"):
        for row in read_table(f"model/{model}", "feature", column):
            labels[f"{model}.{row['feature']}"] = row[column]
    return labels

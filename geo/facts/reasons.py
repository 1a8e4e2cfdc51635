"""Why something that looked like a fact was not taken: a code, and the words for it."""

import re
from functools import cache

from geo.facts.signals import Signal
from geo.models import Discarded
from geo.tables import read_table, split_list

_CODE = re.compile(r"([a-z_]+)(?:\(([^()]*)\))?(?::|$)")


def discard(trigger: Signal, code: str, *concepts: str) -> Discarded:
    """Return a trigger as what looked like a fact and was not taken.

    The reason is a code of ``data/lexicon/discards.csv`` with the trigger's type and the
    concepts that decided, then the same in English.
    """
    reason = _tell_reason(code, trigger.row.key, *concepts)
    return Discarded(reason=reason, start=trigger.start, end=trigger.end)


@cache
def _tell_reason(code: str, *names: str) -> str:
    """Return a code with its type and concepts, and the same in words; few differ."""
    head = f"{code}({', '.join(names)})"
    return f"{head}: {explain_reason(head)}"


def explain_reason(reason: str, *, language: str = "en") -> str:
    """Return the reason why something was not taken as a person reads it.

    A reason without a known code comes back as it is.

    >>> explain_reason("excluded(siege, sport): ...")
    "'Siege' beside words such as 'match'"
    """
    found = _CODE.match(reason)
    words = _read_words(language).get(found[1]) if found else None
    if not found or words is None:
        return reason
    name, *concepts = [part.strip() for part in (found[2] or "").split(",")]
    told = [_read_concepts(language).get(concept, concept) for concept in concepts]
    return words.format(type=_read_types(language).get(name, name), words=", ".join(told))


@cache
def _read_words(language: str) -> dict[str, str]:
    column = f"label_{language}"
    return {row["code"]: row[column] for row in read_table("lexicon/discards", "code", column)}


@cache
def _read_types(language: str) -> dict[str, str]:
    column = f"label_{language}"
    return {row["type"]: row[column] for row in read_table("lexicon/fact_types", "type", column)}


@cache
def _read_concepts(language: str) -> dict[str, str]:
    """Return the first word of each concept in a language, and of types of facts their label."""
    rows = read_table("lexicon/concepts", "concept", "language", "forms")
    words = {
        row["concept"]: next(iter(split_list(row["forms"])), row["concept"]).partition(":")[0]
        for row in rows
        if row["language"] == language
    }
    return words | _read_types(language)

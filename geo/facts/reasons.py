"""Why something that looked like a fact was not taken: a code, and the words for it."""

import re
from functools import cache

from geo.facts.signals import Signal
from geo.models import Discarded, Fact
from geo.tables import read_table
from geo.text.forms import read_forms

_NAMED_MOST = 4
"""How many concepts a reason names."""

_CODE = re.compile(r"([a-z_]+)(?:\(([^()]*)\))?(?::|$)")


def discard(trigger: Signal, code: str, *concepts: str) -> Discarded:
    """Return a trigger as what looked like a fact and was not taken.

    The reason is a code of ``data/lexicon/discards.csv`` with the trigger's type and the
    concepts that decided, then the same in English.
    """
    reason = _tell_reason(code, trigger.row.key, *concepts)
    return Discarded(reason=reason, start=trigger.start, end=trigger.end)


def discard_fact(fact: Fact, code: str) -> Discarded:
    """Return a fact as what looked like one and was not taken, at the words that told it."""
    evidence = fact.evidence[0]
    words = evidence.rule.partition(": ")[2]
    start = evidence.start + max(0, evidence.quote.find(words))
    return Discarded(reason=_tell_reason(code, fact.type), start=start, end=start + len(words))


@cache
def _tell_reason(code: str, *names: str) -> str:
    """Return a code with its type and concepts, and the same in words; few differ."""
    head = f"{code}({', '.join(names)})"
    return f"{head}: {explain_reason(head)}"


def explain_reason(reason: str, *, language: str = "en") -> str:
    """Return the reason why something was not taken as a person reads it.

    A reason without a known code comes back as it is.

    >>> explain_reason("excluded(siege, sport): ...")
    "'Siege' beside words of another matter: sport"
    """
    found = _CODE.match(reason)
    words = _read_words(language).get(found[1]) if found else None
    if not found or words is None:
        return reason
    name, *concepts = [part.strip() for part in (found[2] or "").split(",")]
    named = [_name_concept(concept, language) for concept in concepts[:_NAMED_MOST]]
    more = ["…"] if len(concepts) > _NAMED_MOST else []
    told = f"{_read_words(language)['separator']} ".join([*named, *more])
    return words.format(type=_name_signal(name, language), words=told)


def _name_concept(concept: str, language: str) -> str:
    """Return a concept in words; one with a plus asks for both."""
    return " + ".join(_name_signal(part, language) for part in concept.split("+"))


def _name_signal(key: str, language: str) -> str:
    return _read_names(language).get(key, key.replace("_", " "))


@cache
def _read_words(language: str) -> dict[str, str]:
    column = f"label_{language}"
    return {row["code"]: row[column] for row in read_table("lexicon/discards", "code", column)}


@cache
def _read_names(language: str) -> dict[str, str]:
    """Return what types and concepts are called in a language.

    Types by their label, concepts by a name of their own, else by their first word, else by a
    word of another language, which is then one of those that the text may hold.
    """
    column = f"label_{language}"
    names: dict[str, str] = {}
    spoken: dict[str, str] = {}
    for row, forms in read_forms("lexicon/concepts", "forms", "concept", "language"):
        for first in forms[:1]:
            (spoken if row["language"] == language else names)[row["concept"]] = first
    for table, key in (("signal_names", "key"), ("fact_types", "type")):
        spoken |= {row[key]: row[column] for row in read_table(f"lexicon/{table}", key, column)}
    return names | spoken

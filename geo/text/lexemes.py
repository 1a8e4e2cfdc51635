"""The known words of dates, numbers and counted nouns, in every form a text may write them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from geo.errors import DataError
from geo.tables import Row, read_table
from geo.text.fold import fold_text
from geo.text.forms import expand_forms

_TABLES = ("lexicon/dates", "lexicon/numbers")
_COLUMNS = ("id", "language", "role", "value", "forms", "affix")
_NOUN_COLUMNS = {"one": "noun", "many": "noun", "two": "noun_two", "alone": "noun_alone"}
_BY_VALUE = frozenset(
    [
        *("unit=day", "unit=week", "unit=month", "unit=year", "unit=century", "units=year"),
        *("unit_pair=day", "unit_pair=month", "unit_pair=year", "past=window"),
        *("scale=1000", "scale_two=1000", "scale_or_two=1000"),
    ]
)
_BY_LANGUAGE = frozenset({"month", "weak_month", "season", "past", "this", "next", "of", "the"})
_SYMBOLS = "".join(
    chr(code) for part in ((0xA1, 0x100), (1, 9), (14, 32), (127, 161)) for code in range(*part)
)

DATE_ANCHORS = frozenset(
    [
        *("month", "weak_month", "hijri_month", "weekday", "shift", "today", "overnight"),
        *("unit", "units", "unit_two", "unit_pair", "season", "quarter", "decade"),
        *("weak_decade", "ongoing", "recent", "daypart", "night", "current"),
    ]
)
"""Roles of words that may begin or hold a date; the others only join or modify."""

NUMBER_ANCHORS = frozenset(
    [
        *("unit_number", "one", "ten", "teen", "tens", "hundred", "hundreds", "dozen", "couple"),
        *("scale", "scale_two", "scale_or_two", "open", "vague", "noun_two"),
    ]
)
"""Roles of words that hold a number by themselves."""

_ANCHORS = frozenset("anb")
WORD, LATIN_WORD = "~", "x"
"""Symbols of unknown words, Latin ones apart."""

DATE_ANCHOR, NUMBER_ANCHOR, BOTH, YEAR_DIGITS, GLUE, NOUN, UNKNOWN, NOTHING = "anbygu. "
"""What a word is worth in the first look at a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexeme:
    """A written form: one `symbol` for the set of its roles, and its value in each role.

    `clitic` is the role of the prefix written with it (empty when none), `skip` the number of
    its letters that stand before the word proper. `cased` tells a script with capitals.
    """

    symbol: str
    values: Mapping[str, str]
    clitic: str = ""
    skip: int = 0
    definite: bool = False
    cased: bool = False


Phrase = tuple[list[str], Lexeme]
"""The words after the first of a longer form, and what the form is."""


class Entry(NamedTuple):
    """What a word is itself, and the longer forms it begins.

    `lexeme` is None for what is only part of longer forms; `phrases` are found by their second
    word. A `plain` word holds no clitic.
    """

    symbol: str
    lexeme: Lexeme | None
    phrases: Mapping[str, list[Phrase]]
    plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All written words, what they are worth, and what their roles and units are.

    `symbols` are the letters that stand for a role (``month``, ``month@en``, ``unit=year``),
    `clitics` the role of a written prefix. `groups`, `generic` and `signs` are the kind, the
    general ones and the signs of the units counted.
    """

    entries: Mapping[str, Entry]
    worths: Mapping[str, str]
    symbols: Mapping[str, str]
    clitics: Mapping[str, str]
    groups: Mapping[str, str]
    generic: frozenset[str]
    signs: Mapping[str, str]

    def lexeme(self, word: str) -> Lexeme | None:
        """Return what a folded word is, None where it is not known by itself."""
        entry = self.entries.get(word)
        return entry.lexeme if entry else None

    def symbol_class(self, role: str) -> str:
        """Return the regular expression class of a role's symbols.

        Raises `DataError` when no row has the role.
        """
        if role not in self.symbols:
            raise DataError(f"the lexicon has no word of role '{role}'; add a row to lexicon/dates")
        return f"[{self.symbols[role]}]"

    def clitic_symbol(self, role: str) -> str:
        """Return the symbol of a prefix written with a word: its role, or the article."""
        return self.symbols["the"][0] if role == "the" else self.symbols[f"clitic_{role}"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variant:
    """How a form may be written: the prefix before its bare or definite shape."""

    prefix: str
    role: str
    skip: int
    definite: bool
    before: str = ""


@cache
def read_lexicon() -> Lexicon:
    """Read the tables once and expand every form by the clitics that may be written with it."""
    senses = _read_senses()
    symbols, by_roles = _assign_symbols(senses)
    words: dict[str, Lexeme] = {}
    phrases: dict[str, dict[str, list[Phrase]]] = {}
    for (first, *tail), lexeme in _write_forms(senses, by_roles):
        if tail:
            phrases.setdefault(first, {}).setdefault(tail[0], []).append((tail, lexeme))
        else:
            words.setdefault(first, lexeme)
    for found in (found for by_second in phrases.values() for found in by_second.values()):
        found.sort(key=lambda phrase: -len(phrase[0]))
    units = read_table("lexicon/units", "key", "group", "generic", "sign", *_NOUN_COLUMNS)
    return Lexicon(
        entries=_list_entries(words, phrases),
        worths=_rate_words(words, phrases),
        symbols=symbols,
        clitics={v.prefix: "the" if v.definite else v.role for v in _read_variants()},
        groups={row["key"]: row["group"] for row in units},
        generic=frozenset(row["key"] for row in units if row["generic"]),
        signs={row["sign"]: row["key"] for row in units if row["sign"]},
    )


_Senses = dict[tuple[tuple[str, ...], str], dict[str, tuple[str, str]]]
"""A folded form and its affix rule, to the value and language of each of its roles."""


def _read_senses() -> _Senses:
    senses: _Senses = {}
    for forms, affix, role, value, language in _read_rows():
        for form in expand_forms(forms):
            key = (tuple(fold_text(form).split()), affix)
            senses.setdefault(key, {}).setdefault(role, (value, language))
    return _join_affixes(senses)


def _read_rows() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield forms, affix rule, role, value and language of every row of every table."""
    for table in _TABLES:
        for row in read_table(table, *_COLUMNS):
            yield row["forms"], row["affix"], row["role"], row["value"], row["language"]
    for row in read_table("lexicon/units", "key", "language", *_NOUN_COLUMNS):
        yield from _read_noun(row)


def _read_noun(row: Row) -> Iterator[tuple[str, str, str, str, str]]:
    for column, role in _NOUN_COLUMNS.items():
        if row["language"] == "en":
            role_here, affix = ("noun_one" if column == "one" else role), ""
        else:
            role_here, affix = role, "both" if column == "two" else "article"
        yield row[column], affix, role_here, row["key"], row["language"]


def _join_affixes(senses: _Senses) -> _Senses:
    """Give a form that several affix rules write all of its roles under each of them."""
    joined: dict[tuple[str, ...], dict[str, tuple[str, str]]] = {}
    for (form, _), roles in senses.items():
        joined.setdefault(form, {}).update(roles)
    return {(form, affix): joined[form] for form, affix in senses}


def _role_names(roles: Mapping[str, tuple[str, str]]) -> frozenset[str]:
    names = set(roles)
    for role, (value, language) in roles.items():
        if role in _BY_LANGUAGE:
            names.add(f"{role}@{language}")
        if f"{role}={value}" in _BY_VALUE:
            names.add(f"{role}={value}")
    return frozenset(names)


def _assign_symbols(senses: _Senses) -> tuple[dict[str, str], dict[frozenset[str], str]]:
    """Return the symbols of each role, and the symbol of each set of roles."""
    by_roles: dict[frozenset[str], str] = {}
    symbols: dict[str, str] = {}
    clitic_roles = {v.role for v in _read_variants() if v.role}
    found = [_role_names(roles) for roles in senses.values()]
    for names in (*found, *(frozenset({f"clitic_{role}"}) for role in sorted(clitic_roles))):
        if names not in by_roles:
            by_roles[names] = _next_symbol(len(by_roles))
            for name in names:
                symbols[name] = symbols.get(name, "") + by_roles[names]
    symbols["number_anchor"] = "".join(
        sorted({symbol for names, symbol in by_roles.items() if names & NUMBER_ANCHORS})
    )
    for role in ("and", "in", "to"):
        symbols[role] = symbols.get(role, "") + (symbols[f"clitic_{role}"] if role != "to" else "")
    return symbols, by_roles


def _next_symbol(number: int) -> str:
    """Return a letter that is neither digit nor punctuation of a text, nor needs an escape.

    Letters below 256 keep the classes of the patterns small and quick.
    """
    if number >= len(_SYMBOLS):
        raise DataError("lexicon/dates.csv and numbers.csv give words too many sets of roles")
    return _SYMBOLS[number]


def _write_forms(
    senses: _Senses, by_roles: Mapping[frozenset[str], str]
) -> Iterator[tuple[tuple[str, ...], Lexeme]]:
    """Yield every written form with its lexeme, bare forms before those with a clitic."""
    for with_prefix in (False, True):
        for (form, affix), roles in senses.items():
            symbol = by_roles[_role_names(roles)]
            values = {role: value for role, (value, _) in roles.items()}
            for first, variant in _write_first(form[0], affix):
                if bool(variant.prefix and first != form[0]) is with_prefix:
                    yield (
                        (first, *form[1:]),
                        Lexeme(
                            symbol=symbol,
                            values=values,
                            clitic=variant.role,
                            skip=variant.skip,
                            definite=variant.definite,
                            cased=first.upper() != first,
                        ),
                    )


def _write_first(word: str, affix: str) -> Iterator[tuple[str, _Variant]]:
    """Yield a first word as each variant writes it; ``definite`` forms come with the article."""
    article = next((v.prefix for v in _read_variants() if v.definite and not v.role), "")
    bare = _Variant(prefix="", role="", skip=0, definite=False)
    if not affix:
        yield word, bare
        return
    core = word.removeprefix(article) if affix == "definite" else word
    for variant in _read_variants():
        if _takes(affix, variant) and core.startswith(variant.before):
            yield variant.prefix + core, variant


def _takes(affix: str, variant: _Variant) -> bool:
    """Tell whether a word of an affix rule may be written with a prefix."""
    if affix == "and":
        return not variant.definite and variant.role in {"", "and"}
    if affix == "article":
        return not variant.role
    return affix == "both" or variant.definite is (affix == "definite")


@cache
def _read_variants() -> tuple[_Variant, ...]:
    """Read the prefixes a noun may carry; ``like`` makes too many other words (كمية)."""
    rows = read_table("lexicon/clitics", "prefix", "definite", "before", "role")
    article = next(row["prefix"] for row in rows if row["role"] == "the")
    variants = []
    for row in rows:
        if row["role"] in {"", "the", "and", "in", "to"}:
            definite = row["definite"] == "1"
            prefix = row["prefix"]
            kept = len(article) if definite and prefix.endswith(article) else 0
            contracted = definite and not kept
            variants.append(
                _Variant(
                    prefix=prefix,
                    role="" if row["role"] == "the" else row["role"],
                    skip=0 if contracted else len(prefix) - kept,
                    definite=definite,
                    before=row["before"],
                )
            )
    return tuple(variants)


def _list_entries(
    words: Mapping[str, Lexeme], phrases: Mapping[str, Mapping[str, list[Phrase]]]
) -> dict[str, Entry]:
    entries = {}
    for word in words.keys() | phrases.keys():
        lexeme, begun = words.get(word), phrases.get(word, {})
        symbol = lexeme.symbol if lexeme else LATIN_WORD if word.isascii() else WORD
        entries[word] = Entry(symbol, lexeme, begun, not (lexeme and lexeme.clitic))
    return entries


def _rate_words(
    words: Mapping[str, Lexeme],
    phrases: Mapping[str, Mapping[str, list[Phrase]]],
) -> dict[str, str]:
    """Return what each word is worth; one telling word of a phrase stands for the phrase."""
    rated = {"": NOTHING} | {word: _rate(lexeme) for word, lexeme in words.items()}
    for first, by_second in phrases.items():
        for tail, lexeme in (phrase for found in by_second.values() for phrase in found):
            worth = _rate(lexeme)
            for word in filter(str.isalpha, (first, *tail)):
                rated.setdefault(word, NOUN if worth == NOUN else GLUE)
            if worth in _ANCHORS and _ANCHORS.isdisjoint(
                rated.get(w, UNKNOWN) for w in (first, *tail)
            ):
                rated[tail[-1] if first in words else first] = worth
    return rated


def _rate(lexeme: Lexeme) -> str:
    roles = lexeme.values.keys()
    if roles & DATE_ANCHORS:
        return BOTH if roles & NUMBER_ANCHORS else DATE_ANCHOR
    if roles & NUMBER_ANCHORS:
        return NUMBER_ANCHOR
    return NOUN if roles <= {"noun", "noun_one", "noun_alone"} else GLUE

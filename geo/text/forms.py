"""Written forms: a lexicon cell writes choices, groups and paradigms and means every form."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from geo.errors import DataError
from geo.tables import Row, read_table, split_list

_GROUPS, _PARADIGMS = "lexicon/groups", "lexicon/paradigms"
_SLOT = re.compile(r"\(([^()]*)\)|<([^()<>/]*)>")
_BRACKET = re.compile(r"[()<>]")

Groups = Mapping[str, list[str]]
"""The written forms of each named group."""


def expand_forms(cell: str) -> list[str]:
    """Return all written forms of a lexicon cell: ``اختطف:past|ختطف:present|kidnapped``.

    ``|`` parts forms. In a form ``(a/b)`` is a choice and ``<name>`` what the group of that name
    holds; a form with several of them means every combination. ``stem:paradigm`` is every
    inflected form; words after it follow. Raises `DataError` for what is none of these.

    >>> expand_forms("(sent/ship:verb) (troops/tanks)")[:4]
    ['sent troops', 'sent tanks', 'ship troops', 'ship tanks']
    >>> expand_forms("سور:nisba")[:4]
    ['سوري', 'سوريا', 'سورية', 'سوريون']
    """
    return _expand_cell(cell, _read_groups())


def read_forms(table: str, column: str, *columns: str) -> Iterator[tuple[Row, list[str]]]:
    """Yield every row of ``data/<table>.csv`` with all written forms of one of its columns.

    Raises `DataError` when the table lacks a column; and, with the table, the line and the form,
    for what cannot be read.
    """
    for line, row in enumerate(read_table(table, column, *columns), 2):
        try:
            forms = expand_forms(row[column])
        except DataError as error:
            raise DataError(f"table '{table}.csv', line {line}: {error}") from error
        yield row, forms


def list_forms(table: str, column: str = "forms", **wanted: str) -> list[str]:
    """Return the written forms of all rows of a table whose cells are as wanted.

    >>> list_forms("lexicon/groups", group="lose")
    ['lose', 'loses', 'lost', 'losing']
    """
    rows = read_table(table, column, *wanted)
    cells = (row[column] for row in rows if all(row[key] == wanted[key] for key in wanted))
    return [form for cell in cells for form in expand_forms(cell)]


def _expand_cell(cell: str, groups: Groups) -> list[str]:
    forms = (written for form in split_list(cell) for written in _expand_form(form, groups))
    return list(dict.fromkeys(forms))


def _expand_form(form: str, groups: Groups) -> Iterator[str]:
    """Yield what one form means; choices and groups first, as they may hold stems."""
    if not _BRACKET.search(form):
        yield from _inflect(form)
        return
    for parts in product(*_list_parts(form, groups)):
        yield from _inflect(" ".join("".join(parts).split()))


def _list_parts(form: str, groups: Groups) -> Iterator[list[str]]:
    """Yield what may stand in each part of a form, the words between its slots too."""
    end = 0
    for slot in _SLOT.finditer(form):
        yield [_check_words(form[end : slot.start()], form)]
        choice, group = slot.groups()
        yield _expand_choice(choice, groups) if group is None else _find_group(group, form, groups)
        end = slot.end()
    yield [_check_words(form[end:], form)]


def _check_words(words: str, form: str) -> str:
    if _BRACKET.search(words):
        raise DataError(f"form '{form}' has a bracket alone; write (one/other) or <group>")
    return words


def _expand_choice(choice: str, groups: Groups) -> list[str]:
    alternatives = choice.split("/")
    if len(alternatives) < 2:
        raise DataError(f"choice '({choice})' has one alternative; part them with '/'")
    return [written for one in alternatives for written in _expand_form(one.strip(), groups)]


def _find_group(name: str, form: str, groups: Groups) -> list[str]:
    if name not in groups:
        raise DataError(f"form '{form}': no group '{name}'; add it to {_GROUPS}.csv, above its use")
    return groups[name]


@cache
def _read_groups() -> Groups:
    """Return the groups; each may be made of those above it, so that none holds itself."""
    groups: dict[str, list[str]] = {}
    for row in read_table(_GROUPS, "group", "forms"):
        groups[row["group"]] = _expand_cell(row["forms"], groups)
    return groups


def _inflect(form: str) -> list[str]:
    """Return the forms of ``stem:paradigm rest``; a form without a paradigm is itself."""
    stem, colon, inflection = form.partition(":")
    if not colon:
        return [form]
    paradigm, _, rest = inflection.partition(" ")
    prefixes, suffixes = _read_affixes(paradigm, form)
    return [f"{p}{stem}{s} {rest}".strip() for p in prefixes for s in suffixes]


def _read_affixes(paradigm: str, form: str) -> tuple[list[str], list[str]]:
    paradigms = _read_paradigms()
    if paradigm not in paradigms or form.count(":") > 1:
        known = ", ".join(paradigms)
        raise DataError(
            f"form '{form}' needs one paradigm after its stem, of {_PARADIGMS}.csv: {known}"
        )
    return paradigms[paradigm]


@cache
def _read_paradigms() -> dict[str, tuple[list[str], list[str]]]:
    """Return the prefixes and suffixes of each paradigm."""
    rows = read_table(_PARADIGMS, "paradigm", "prefixes", "suffixes")
    return {
        row["paradigm"]: (row["prefixes"].split("|"), row["suffixes"].split("|")) for row in rows
    }

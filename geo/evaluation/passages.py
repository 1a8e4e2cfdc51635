"""A gold of passages: a few sentences of news each, and what they tell, without places and days.

A folder with ``passages.dev.txt``, ``passages.train.txt`` and ``passages.heldout.txt``; blocks
between blank lines::

    # en | wire | Mali 2021
    Headline, if any -- Gunmen opened fire on a market in Ogossagou, killing seven, he said.
    + armed_attack | Gunmen opened fire on a market | asserted | killed=7 | unnamed_official
    ? clash | opened fire | asserted | | unnamed_official
    - siege | words that look like a fact and tell none

The first line tells the language, the manner, and the country with the year; ``?`` marks what
counts neither for nor against. Numbers are ``3``, ``>=20``, ``<=20``, ``~40`` or ``20-30``.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from geo.crosswalk import read_fact_types
from geo.errors import InputError
from geo.evaluation.fact_gold import DEV, HELDOUT, Bounds, FactGold, GoldFact, read_neighbours
from geo.models import Article, AttributionClass, Modality, Publication
from geo.text.articles import make_article

TRAIN = "train"
PASSAGES = {name: f"passages.{name}.txt" for name in (DEV, TRAIN, HELDOUT)}

_HEADLINE_END = " -- "
_FACT, _OPTIONAL, _NO_FACT = "+", "?", "-"
_YEAR = re.compile(r"\b\d{4}\b")
_NUMBER = re.compile(r"(killed|wounded|count)=(>=|<=|~)?(\d+)(?:-(\d+))?")


class _Block(NamedTuple):
    """A passage and the lines of its labels; `where` is its place in the file."""

    where: str
    article: Article
    labels: list[list[str]]


def is_passage_gold(folder: Path) -> bool:
    """Return whether a folder holds a gold of passages."""
    return all((folder / name).is_file() for name in PASSAGES.values())


def read_passage_gold(folder: Path, *, split: str = DEV) -> FactGold:
    """Read one split of a gold of passages, an article each.

    Raises
    ------
    InputError
        Names the passage, and the label that is malformed or quotes what it doesn't hold.
    """
    if split not in PASSAGES:
        raise InputError(f"'{split}' is no split; give one of {', '.join(PASSAGES)}")
    blocks = list(_read_blocks(folder / PASSAGES[split]))
    return FactGold(
        split=split,
        articles=tuple(block.article for block in blocks),
        facts=tuple(
            _make_fact(label, block)
            for block in blocks
            for label in block.labels
            if label[0] != _NO_FACT
        ),
        no_fact={
            block.article.path: tuple(
                _find_span(label[2], block) for label in block.labels if label[0] == _NO_FACT
            )
            for block in blocks
        },
        places={},
        neighbours=read_neighbours(folder),
    )


def _read_blocks(path: Path) -> Iterator[_Block]:
    for number, block in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n"), 1):
        head, *rest = block.splitlines()
        where = f"{path.name} {number}"
        told = [part.strip() for part in head.removeprefix("#").split("|")]
        if not head.startswith("#") or len(told) != len(("language", "manner", "year")) or not rest:
            raise InputError(
                f"'{where}' begins '{head}'; give '# language | manner | year', a text"
            )
        article = make_article(
            rest[0].replace(_HEADLINE_END, "\n\n", 1),
            path=where, outlet=told[1], language=told[0], published=_read_year(told[2]),
        )  # fmt: skip
        yield _Block(where, article, [_read_label(line, where) for line in rest[1:]])


def _read_year(told: str) -> Publication:
    year = _YEAR.search(told)
    if not year:
        return Publication()
    return Publication(after=f"{year[0]}-01-01", before=f"{year[0]}-12-31", source="editor")


def _read_label(line: str, where: str) -> list[str]:
    """Return the mark of a label and its columns: type, quote, modality, numbers, speaker."""
    label = [line[:1], *(part.strip() for part in line[1:].split("|"))]
    columns = len(("mark", "type", "quote"))
    if label[0] in (_FACT, _OPTIONAL):
        columns = len(("mark", "type", "quote", "modality", "numbers", "speaker"))
    known = label[0] in (_FACT, _OPTIONAL, _NO_FACT) and label[1] in read_fact_types()
    if len(label) < columns or not known:
        raise InputError(
            f"'{where}' has the label '{line}'; give '+ type | quote | modality | numbers | "
            "speaker' with a type of data/lexicon/fact_types.csv, or '- type | quote'"
        )
    return label


def _make_fact(label: list[str], block: _Block) -> GoldFact:
    mark, name, quote, modality, numbers, speaker = label[:6]
    span = _find_span(quote, block)
    try:
        told, said = Modality(modality), AttributionClass(speaker)
    except ValueError as error:
        raise InputError(f"'{block.where}': {error}; see geo/models.py for those known") from error
    return GoldFact(
        id=f"{block.where} {span[0]}", file=block.article.path,
        kind=read_fact_types()[name].kind, type=name, places=(),
        start=None, end=None, date_precision="",
        counts=_read_bounds(numbers, "count"), killed=_read_bounds(numbers, "killed"),
        wounded=_read_bounds(numbers, "wounded"), attribution="", attribution_class=said,
        modality=told, optional=mark == _OPTIONAL, shown=None, quotes=(quote,), spans=(span,),
    )  # fmt: skip


def _find_span(quote: str, block: _Block) -> tuple[int, int]:
    text = block.article.text
    if text.count(quote) != 1:
        raise InputError(
            f"'{block.where}' holds «{quote}» {text.count(quote)} times; quote it once"
        )
    return text.index(quote), text.index(quote) + len(quote)


def _read_bounds(numbers: str, name: str) -> frozenset[Bounds]:
    """Return the bounds told of one number, none where it isn't told."""
    return frozenset(
        _bound(how, int(low), int(high) if high else None)
        for told, how, low, high in _NUMBER.findall(numbers)
        if told == name
    )


def _bound(how: str, low: int, high: int | None) -> Bounds:
    if how == "<=":
        return (0, low)
    return (low, None) if how == ">=" else (low, low if high is None else high)

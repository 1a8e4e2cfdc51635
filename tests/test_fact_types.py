"""What a sentence tells: the types and modalities of its facts, over a table in both languages."""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from geo.facts.types import Mark, read_types
from geo.models import Article, Modality, Publication
from geo.pipeline import read_article
from geo.tables import read_table, split_list

CASES = [Path(__file__).parent / "cases" / name for name in ("facts.csv", "facts_english.csv")]
LEAST_SENTENCES = 120
LEAST_EMPTY = 40


def read_rows() -> list[dict[str, str]]:
    rows = []
    for path in CASES:
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return rows


def tell(text: str) -> set[str]:
    """Return ``type`` or ``type/modality`` of each fact of a text; asserted goes without."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    published = Publication(day="2019-02-22")
    article = Article(id=f"a-{digest[:16]}", text=text, sha256=digest, published=published)
    return {
        fact.type if fact.modality is Modality.ASSERTED else f"{fact.type}/{fact.modality}"
        for fact in read_article(article).facts
    }


def test_every_type_stands_once_among_the_counts_and_every_mark_is_known() -> None:
    rows = read_table("lexicon/counts", "type", "marks")
    assert [name for name, n in Counter(row["type"] for row in rows).items() if n > 1] == []
    assert {mark for row in rows for mark in split_list(row["marks"])} == set(Mark)


@pytest.mark.parametrize(
    ("text", "facts"),
    [pytest.param(row["text"], row["facts"], id=row["id"]) for row in read_rows()],
)
def test_a_sentence_tells_these_facts_and_no_others(text: str, facts: str) -> None:
    assert tell(text) == set(filter(None, facts.split("|")))


def test_the_table_holds_every_type_in_both_languages_and_sentences_that_tell_nothing() -> None:
    rows = read_rows()
    assert len(rows) >= LEAST_SENTENCES
    assert sum(not row["facts"] for row in rows) >= LEAST_EMPTY
    ids = [row["id"] for row in rows]
    assert ids == sorted(set(ids))
    told = {
        (row["id"][:2], fact.partition("/")[0])
        for row in rows
        for fact in row["facts"].split("|")
        if fact
    }
    assert told == {(language, name) for language in ("ar", "en") for name in read_types()}

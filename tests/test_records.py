"""The record of a trigger's words: counts of labelled texts, as log-odds."""

from math import log

import pytest

from geo.facts.reading import Reading
from geo.facts.records import WEIGHT_OF_TYPE, find_form, find_record
from geo.facts.signals import Signal
from geo.pipeline import read_sentences
from geo.tables import read_table
from geo.text.articles import make_article


def read_trigger(text: str, words: str) -> tuple[Signal, Reading]:
    reading = read_sentences(make_article(text))[1][0]
    start = text.index(words)
    row = reading.triggers[0].row
    return Signal(start, start + len(words), "", row), reading


def read_counts() -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (row["type"], row["form"]): (int(row["right"]), int(row["read"]))
        for row in read_table("model/records", "type", "form", "right", "read")
    }


@pytest.mark.parametrize(
    ("text", "words", "form"),
    [
        pytest.param("Gunmen KIDNAPPED two men.", "KIDNAPPED", "kidnapped", id="case"),
        pytest.param("خَطَفَ مسلحون رجلين.", "خَطَفَ", "خطف", id="vowels"),
    ],
)
def test_words_are_known_by_their_match_form(text: str, words: str, form: str) -> None:
    assert find_form(*read_trigger(text, words)) == form


def test_a_record_draws_the_share_that_was_right_to_that_of_the_type() -> None:
    counts = read_counts()
    all_right, all_read = counts["kidnapping", ""]
    right, read = counts["kidnapping", "kidnapped"]
    usual = (all_right + 1) / (all_read + 2)
    share = (right + WEIGHT_OF_TYPE * usual) / (read + WEIGHT_OF_TYPE)
    trigger, reading = read_trigger("Gunmen kidnapped two men.", "kidnapped")
    record = find_record(trigger, "kidnapping", reading)
    assert record.times == read
    assert record.odds == pytest.approx(log(share / (1 - share)))


def test_words_without_a_record_have_that_of_their_type() -> None:
    trigger, reading = read_trigger("Gunmen kidnapped two men.", "kidnapped")
    counts = read_counts()
    assert ("tunnel", "kidnapped") not in counts
    assert find_record(trigger, "tunnel", reading).times == counts["tunnel", ""][1]

"""The match form: what is folded, and that every character finds its way back."""

import random

import pytest

from geo.text.fold import Folded, drop_marks, fold, fold_text, fold_texts

MARKS = "\u200f\u202b\u2067\u064e\u0640\u00ad\ufeff"


def slice_back(source: str, folded: Folded, start: int, end: int) -> str:
    return source[folded.origin(start) : folded.end_origin(end)]


@pytest.mark.parametrize(
    ("source", "folded"),
    [
        pytest.param("القَائِم", "القايم", id="diacritics and hamza"),
        pytest.param("الرطبـة", "الرطبه", id="tatweel and ta marbuta"),
        pytest.param("كركوگ", "كركوك", id="kurdish letter"),
        pytest.param("\u202bالموصل\u202c", "الموصل", id="bidi embedding"),
        pytest.param("٣٠ كم", "30 كم", id="arabic digits"),
        pytest.param("ﻻ إله", "لا اله", id="presentation form"),
        pytest.param("Qa'im", "qaim", id="apostrophe inside a word"),
        pytest.param("Mosul's", "mosul s", id="possessive stays apart"),
        pytest.param("Şırnak, İdil", "sirnak idil", id="turkish letters"),
        pytest.param("Dayr az\u200c-Zawr", "dayr az zawr", id="zero width non-joiner"),
    ],
)
def test_fold_text(source: str, folded: str) -> None:
    assert fold_text(source) == folded


@pytest.mark.parametrize(
    "more", [pytest.param([], id="plain"), pytest.param(["ﷲ أكبر"], id="ligature")]
)
def test_texts_folded_together_are_folded_as_alone(more: list[str]) -> None:
    texts = ["can't hold", "القـائم", "two\nlines", "", "Deir ez-Zor’s", *more]
    assert fold_texts(texts) == [fold_text(text) for text in texts]
    assert fold_texts([]) == []


def test_words_have_the_length_of_the_text() -> None:
    folded = fold("قُتل (12)، في «الرطبة»! Al-Qa'im's\x00end")
    assert len(folded.words) == len(folded.text)
    assert folded.words.split() == ["قتل", "12", "في", "الرطبه", "al", "qaim", "s", "end"]


def test_origin_walks_over_dropped_marks() -> None:
    source = "قُرب الرُّطْبَة"
    folded = fold(source)
    start = folded.text.index("الرطبه")
    assert slice_back(source, folded, start, start + 6) == "الرُّطْبَة"


def test_position_is_the_inverse_of_origin() -> None:
    folded = fold("وَصَلَ إِلَى القَائِم")
    assert [folded.position(folded.origin(i)) for i in range(len(folded.text))] == list(
        range(len(folded.text))
    )


def test_offsets_hold_for_any_mixture_of_scripts_and_marks() -> None:
    chance = random.Random(7)  # noqa: S311 - the same mixture at every run
    letters = f"ابةأإآىؤئ aZé.'’1٢ﻻﷲ\n\x00{MARKS}"
    for _ in range(300):
        source = "".join(chance.choices(letters, k=40))
        folded = fold(source)
        origins = [folded.origin(i) for i in range(len(folded.text))]
        assert origins == sorted(origins)
        assert all(0 <= origin < len(source) for origin in origins)
        assert len(folded.words) == len(folded.text)


def test_drop_marks_keeps_the_letters() -> None:
    assert drop_marks("عمّان\u200f") == "عمان"
    assert drop_marks("حديثة") == "حديثة"

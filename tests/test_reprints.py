"""Reprints are found by what two texts share, not by their headline, outlet or spelling."""

import pytest

from geo.text.reprints import (
    SKETCH_HASHES,
    is_reprint,
    measure_share,
    pack_sketch,
    sketch_text,
    unpack_sketch,
)

ENGLISH = (
    "Gunmen attacked a checkpoint on the desert road before dawn, killing two guards. "
    "They burned a truck and fled towards the valley, a farmer who saw them told the agency. "
    "Reinforcements searched the farms until noon and found the road mined in three places."
)
ARABIC = (
    "هاجم مسلحون حاجزاً على الطريق الصحراوي قبل الفجر وقتلوا اثنين من الحراس. "
    "وأحرقوا شاحنة ثم فروا باتجاه الوادي، كما قال مزارع شاهدهم. "
    "وفتشت التعزيزات المزارع حتى الظهر ووجدت الطريق ملغماً في ثلاثة مواضع."
)
OTHER = (
    "Two guards died when a checkpoint on the road through the desert came under fire. "
    "The provincial council met in the evening and asked the ministry for more towers."
)


@pytest.mark.parametrize(
    ("text", "again"),
    [
        pytest.param(ENGLISH, f"Night of fire\n\n{ENGLISH.upper()}", id="headline-and-case"),
        pytest.param(ENGLISH, ENGLISH.split(". ", 1)[1], id="a-sentence-dropped"),
        pytest.param(ARABIC, f"عنوان آخر\n\n{ARABIC}", id="arabic-headline"),
        pytest.param(ARABIC, ARABIC.replace("اً", "ا").replace("أ", "ا"), id="arabic-spelling"),
        pytest.param(ENGLISH, f"{OTHER} {ENGLISH} {OTHER}", id="inside-a-longer-text"),
    ],
)
def test_edited_text_is_a_reprint(text: str, again: str) -> None:
    sketches = sketch_text(text), sketch_text(again)
    assert is_reprint(*sketches)
    assert measure_share(*sketches) == measure_share(*reversed(sketches))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        pytest.param(ENGLISH, OTHER, id="own-words-for-one-event"),
        pytest.param(ENGLISH, ARABIC, id="translation"),
        pytest.param("Three killed in Hit", "Three killed in Hit", id="too-short-to-say"),
        pytest.param("", ENGLISH, id="empty"),
    ],
)
def test_other_text_is_no_reprint(text: str, other: str) -> None:
    assert not is_reprint(sketch_text(text), sketch_text(other))


def test_sketch_of_a_long_text_stays_small_and_tells_what_was_cut() -> None:
    words = [f"word{number}" for number in range(4000)]
    whole, half = sketch_text(" ".join(words)), sketch_text(" ".join(words[:2000]))
    assert (whole.runs, len(whole.hashes)) == (3997, SKETCH_HASHES)
    assert measure_share(whole, half) == pytest.approx(1, abs=0.15)


def test_packed_sketch_comes_back_and_is_the_same_everywhere() -> None:
    sketch = sketch_text("one two three four five")
    packed = pack_sketch(sketch)
    assert unpack_sketch(packed) == sketch
    assert packed.hex() == "02000000c843d01466c71ef5"

"""Phrases in a text: whole words, clitics outside, never across a stop."""

import pytest

from geo.text.fold import fold
from geo.text.phrases import Hit, PhraseIndex, clitic_role, full_phrase, split_article

NAMES = {
    "القائم": [0],
    "بادوش": [1],
    "دير الزور": [2],
    "اللاذقية": [3],
    "ألمانيا": [4],
    "Mosul": [5],
}
INDEX = PhraseIndex(NAMES)


def find(text: str) -> list[tuple[str, str, int]]:
    folded = fold(text)
    return [
        (text[folded.origin(hit.start) : folded.end_origin(hit.end)], hit.clitic, hit.entries[0])
        for hit in INDEX.find(folded)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("القائم", [("القائم", "", 0)], id="bare"),
        pytest.param("بالقائم", [("القائم", "in", 0)], id="in the"),
        pytest.param("للقائم", [("قائم", "to", 0)], id="to the: the article's alef is not written"),
        pytest.param("لـالقائم", [("القائم", "to", 0)], id="to the: written out"),
        pytest.param("والقائم", [("القائم", "and", 0)], id="and the"),
        pytest.param("قائم", [], id="never without its article"),
        pytest.param("للاذقية", [("لاذقية", "to", 3)], id="the article's lam written once"),
        pytest.param("ببادوش", [("بادوش", "in", 1)], id="a name that begins like a clitic"),
        pytest.param("بادوش", [("بادوش", "", 1)], id="no letter is stripped before looking"),
        pytest.param("وألمانيا", [("ألمانيا", "and", 4)], id="hamza: no article"),
        pytest.param("دير\u00a0الزور", [("دير\u00a0الزور", "", 2)], id="no-break space"),
        pytest.param("دير-الزور", [("دير-الزور", "", 2)], id="hyphen"),
        pytest.param("دير. الزور", [], id="a stop parts the words"),
        pytest.param("دير\nالزور", [("دير\nالزور", "", 2)], id="a line break does not"),
        pytest.param("Mosulite", [], id="whole words only"),
        pytest.param("MOSUL's", [("MOSUL", "", 5)], id="case and possessive"),
    ],
)
def test_find(text: str, found: list[tuple[str, str, int]]) -> None:
    assert find(text) == found


def test_hits_come_by_position_then_longest_first() -> None:
    index = PhraseIndex({"دير": [0], "دير الزور": [1], "الزور": [2]})
    hits = index.find(fold("في دير الزور"))
    assert [(hit.start, hit.end, hit.entries) for hit in hits] == [
        (3, 12, (1,)), (3, 6, (0,)), (7, 12, (2,)),
    ]  # fmt: skip


def test_spellings_that_fold_alike_share_their_entries() -> None:
    index = PhraseIndex({"إدلب": [0], "ادلب": [1]})
    assert len(index) == 1
    assert index.find(fold("أدلب"))[0].entries == (0, 1)


def test_full_phrase_gives_the_swallowed_article_back() -> None:
    folded = fold("للقائم")
    (hit,) = INDEX.find(folded)
    assert hit == Hit(2, 6, 0, "to", (0,))
    assert full_phrase(hit, folded) == "القايم"


def test_split_article_keeps_short_words_whole() -> None:
    assert split_article("الى") == ("الي", False)


def test_clitic_role_of_chains() -> None:
    assert [clitic_role(prefix) for prefix in ("", "و", "فب", "لل", "س")] == [
        "", "and", "in", "to", "will",
    ]  # fmt: skip

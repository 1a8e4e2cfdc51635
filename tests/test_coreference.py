"""What an article tells twice: joined to one fact with every sentence, its reason in words."""

import csv

import pytest

from geo.evaluation.fact_gold import read_fact_gold
from geo.evaluation.passages import TRAIN, read_passage_gold
from geo.facts.coreference import Telling, compare_tellings, describe_pair, explain_link
from geo.facts.extract import tell_article
from geo.facts.merge import merge_tellings
from geo.gazetteer.index import load_gazetteer
from geo.models import Fact, Publication
from geo.pipeline import read_sentences
from geo.settings import ROOT
from geo.tables import read_table
from geo.text.articles import make_article

GOLD = ROOT / "bench" / "gold"


def tell(text: str) -> list[Telling]:
    """Return the tellings of a text that appeared on 22 February 2019."""
    article = make_article(text, published=Publication(day="2019-02-22"))
    return tell_article(read_sentences(article)[1], gazetteer=load_gazetteer())[0]


def merge(text: str, type_: str) -> list[Fact]:
    """Return the facts of a type that a text tells."""
    return [fact for fact in merge_tellings(tell(text)).facts if fact.type == type_]


@pytest.mark.parametrize(
    ("text", "type_", "sentences"),
    [
        pytest.param(
            "Seven killed in bombing in Diyala\n\nA roadside bomb killed seven policemen in "
            "Muqdadiya on Thursday, police said.",
            "ied", [2], id="headline-and-text",
        ),
        pytest.param(
            "مقتل ستة جنود بانفجار عبوة في ديالى\n\nقتل ستة جنود، الخميس، بانفجار عبوة ناسفة في "
            "قضاء المقدادية.",
            "ied", [2], id="عنوان-وخبر",
        ),
        pytest.param(
            "Mortar shells hit Tal Afar on Monday, killing two people. In Hit, rockets fell on a "
            "market on Tuesday and killed five.",
            "shelling", [1, 1], id="two-shellings",
        ),
        pytest.param(
            "سقطت قذائف هاون على تلعفر الاثنين وقتلت شخصين. وفي هيت سقطت صواريخ على سوق الثلاثاء "
            "وقتلت خمسة.",
            "shelling", [1, 1], id="قصفان",
        ),
    ],
)  # fmt: skip
def test_a_deed_is_told_as_often_as_it_happened(
    text: str, type_: str, sentences: list[int]
) -> None:
    assert [len(fact.evidence) for fact in merge(text, type_)] == sentences


def test_the_text_beneath_tells_more_exactly_than_its_headline() -> None:
    (fact,) = merge(
        "Dozens killed in Anbar bombing\n\nA roadside bomb killed 26 people in Ramadi on "
        "Thursday, police said.",
        "ied",
    )
    assert [place.name_en for place in fact.places] == ["Ramadi"]
    assert fact.killed is not None
    assert (fact.killed.min, fact.killed.max) == (26, 26)
    assert [bool(one.retells) for one in fact.evidence] == [False, True]


def test_a_reason_names_what_speaks_for_it() -> None:
    first, second = (
        one
        for one in tell("Bomb kills seven in Hit\n\nA bomb killed seven people in Hit.")
        if one.fact.type == "ied"
    )
    link = compare_tellings(first, second)
    assert link is not None
    assert link.weight > 0
    assert "the headline and its text" in explain_link(link.reason)
    assert "العنوان ونصه" in explain_link(link.reason, language="ar")


def test_every_sign_has_a_weight() -> None:
    known = {row["feature"] for row in read_table("model/coreference", "feature")}
    for article in read_fact_gold(GOLD / "facts").articles[:12]:
        tellings = tell(article.text)
        pairs = [(a, b) for n, b in enumerate(tellings) for a in tellings[:n]]
        signs = {sign for a, b in pairs for sign in describe_pair(a, b) or ()}
        assert signs <= known


def test_labelled_pairs_stand_in_their_texts() -> None:
    golds = [read_fact_gold(GOLD / "facts")]
    golds += [read_passage_gold(GOLD / "passages", split=split) for split in ("dev", TRAIN)]
    texts = {article.path: article.text for gold in golds for article in gold.articles}
    with (GOLD / "retellings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for name in ("first", "second"):
            assert texts[row["text"]].startswith(row[f"{name}_words"], int(row[name]))
    assert {row["same"] for row in rows} == {"yes", "no"}

"""The belief in a fact: from its signs to a score, its words, and a mark when it is in doubt."""

import pytest

from geo.facts.belief import DOUBTFUL, DOUBTFUL_SCORE, explain_reason, rate_fact, reason_of
from geo.geoparse.model import load_model, to_probability
from geo.models import Article, Evidence, Fact, Kind, Modality, Publication
from geo.pipeline import read_article

STRONG = (
    ("strength", 1.0),
    ("likely", 2.0),
    ("has_number", 1.0),
    ("own_date", 1.0),
    ("place_beside", 1.0),
)
WEAK = (("several_types", 1.0), ("peaceful_words", 1.0), ("definite", 1.0), ("no_parties", 1.0))


def make_fact(signs: tuple[tuple[str, float], ...], *, quotes: int = 1, review: str = "") -> Fact:
    evidence = tuple(Evidence(start=n, end=n + 1, quote="x", rule="raid: x") for n in range(quotes))
    return Fact(
        id="f-1", kind=Kind.SECURITY, type="raid", modality=Modality.ASSERTED, signs=signs,
        evidence=evidence, review=review,
    )  # fmt: skip


def test_the_score_is_the_logistic_function_of_the_signs() -> None:
    weights = load_model("facts").weights
    log_odds = weights["bias"] + sum(weights[name] * value for name, value in STRONG)
    assert rate_fact(make_fact(STRONG)).score == round(to_probability(log_odds), 4)


def test_a_fact_told_twice_is_believed_more() -> None:
    once, twice = (rate_fact(make_fact(STRONG, quotes=number)) for number in (1, 2))
    assert twice.score > once.score
    assert dict(twice.signs)["merged"] == 1.0


@pytest.mark.parametrize(
    ("signs", "review", "mark"),
    [
        pytest.param(STRONG, "", "", id="believed"),
        pytest.param(WEAK, "", DOUBTFUL, id="in-doubt"),
        pytest.param(WEAK, "place-from-before", "place-from-before", id="marked-before"),
    ],
)
def test_who_is_in_doubt_is_marked(
    signs: tuple[tuple[str, float], ...], review: str, mark: str
) -> None:
    rated = rate_fact(make_fact(signs, review=review))
    assert (rated.score < DOUBTFUL_SCORE) is (signs is WEAK)
    assert rated.review == mark


def test_the_reason_is_told_in_both_languages() -> None:
    reason = reason_of(make_fact((("has_number", 1.0),)))
    assert reason == f"has_number{load_model('facts').weights['has_number']:+.1f}"
    assert explain_reason("has_number+0.6") == "a number of its own (+0.6)"
    assert explain_reason("has_number+0.6", language="ar") == "له عدد (+0.6)"


def test_every_sign_of_a_fact_has_a_weight_and_words() -> None:
    text = "اختطف مسلحون ثلاثة رعاة قرب الرطبة يوم الاثنين. ونفذت القوات حملة دهم في هيت."
    article = Article(id="a-1", text=text, sha256="0" * 64, published=Publication(day="2020-03-11"))
    signs = {name for fact in read_article(article).facts for name, _ in fact.signs}
    assert signs
    assert signs <= load_model("facts").weights.keys()

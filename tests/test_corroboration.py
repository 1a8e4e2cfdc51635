"""Several articles that tell one fact become one; what only resembles it stays apart."""

import itertools
import json
import random
from dataclasses import replace
from hashlib import sha256
from typing import Any

import orjson
import pytest
from fact_samples import RUTBA, draw, make_article, make_extraction, make_fact, make_place
from hostile_texts import list_hostile

from geo.corroboration.agreement import compare_tellings, explain_agreement, read_threshold
from geo.corroboration.corroborated import corroborate_facts, map_tellings
from geo.corroboration.joining import corroborate
from geo.corroboration.origins import Dependence, count_origins
from geo.corroboration.sides import exclude_each_other, find_side, is_general
from geo.corroboration.spots import Fit, compare_spots
from geo.corroboration.tellings import Spot, Telling
from geo.frames import facts_frame
from geo.models import (
    Article,
    AttributionClass,
    DateInterval,
    DatePrecision,
    LocationPrecision,
    Publication,
    Quantity,
)
from geo.pipeline import read_article
from geo.query import EventFilter, select_facts
from geo.settings import ROOT
from geo.tables import read_table
from geo.text.reprints import is_reprint, sketch_text
from geo.viz.panels import facts_told
from geo.viz.reports import list_reports, phrase_support, render_report

CASES = json.loads((ROOT / "tests" / "cases" / "corroboration.json").read_text(encoding="utf-8"))
FOUND = 28
"""How many of the pairs that tell one fact are joined at least; the others are read otherwise."""

HIT = Spot(
    id="hit", precision="settlement", country="IQ", admin1="IQ-AN", admin2="IQ-AN-hit",
    provinces=("IQ-AN",), lon=42.83, lat=33.64, radius_km=4,
)  # fmt: skip
ANBAR = Spot(
    id="IQ-AN", precision="province", country="IQ", admin1="IQ-AN", provinces=("IQ-AN",),
    lon=41.6, lat=33.0, radius_km=268,
)  # fmt: skip
RAMADI = replace(HIT, id="ramadi", admin2="IQ-AN-ramadi", lon=43.3, lat=33.42)
ABU_KAMAL = replace(
    HIT, id="abu-kamal", country="SY", admin1="SY-DY", admin2="SY-DY-abu-kamal",
    provinces=("SY-DY",), lon=40.92, lat=34.45,
)  # fmt: skip
QAIM = replace(HIT, id="qaim", admin2="IQ-AN-qaim", lon=41.09, lat=34.37)
BORDER = Spot(
    id="iraq-syria-border", precision="border", provinces=("IQ-AN", "SY-DY"),
    lon=41.25, lat=35.1, radius_km=150,
)  # fmt: skip


def tell(article: str, **changed: Any) -> Telling:
    values: dict[str, Any] = {
        "id": f"f-{article}", "article_id": article, "outlet": f"Outlet {article}",
        "published": "2021-05-04", "kind": "incident", "type": "ied", "modality": "asserted",
        "date_start": "2021-05-03", "date_end": "2021-05-03", "date_precision": "day",
        "place": HIT, "killed": (7, 7), "attribution_class": "unnamed_official",
        "quotes": (f"{article} tells it in its own words",),
    }  # fmt: skip
    return Telling(**{**values, **changed})


def is_never(_a: str, _b: str) -> bool:
    return False


def is_joined(a: Telling, b: Telling) -> bool:
    joined = bool(corroborate([a, b], is_reprint=is_never))
    agreement = compare_tellings(b, a, is_reprint=is_never)
    assert joined == (agreement is not None and agreement.weight >= read_threshold())
    return joined


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="day-town-and-toll"),
        pytest.param({"place": ANBAR}, id="the-town-lies-in-the-province"),
        pytest.param({"killed": (None, None), "target": "police"}, id="target"),
        pytest.param({"type": "suicide_bombing"}, id="neighbouring-type"),
        pytest.param({"date_start": "", "date_end": "2021-05-04"}, id="recent"),
        pytest.param({"date_start": "2021-05-01", "date_end": "2021-05-07"}, id="week"),
        pytest.param({"killed": (5, None), "target": "الشرطة"}, id="open-number-and-target"),
    ],
)
def test_what_agrees_in_enough_is_one_fact(changed: dict[str, Any]) -> None:
    assert is_joined(tell("a", target="police", wounded=(9, 9)), tell("b", **{
        "wounded": (9, 9), **changed,
    }))  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"killed": (3, 3)}, id="other-toll"),
        pytest.param({"killed": (None, None)}, id="a-town-and-a-day-are-not-enough"),
        pytest.param({"place": RAMADI}, id="other-town"),
        pytest.param({"place": ABU_KAMAL}, id="other-country"),
        pytest.param({"place": replace(ANBAR, id="IQ-NI", admin1="IQ-NI")}, id="other-province"),
        pytest.param({"date_start": "2021-05-01", "date_end": "2021-05-01"}, id="other-day"),
        pytest.param({"modality": "denied"}, id="denied"),
        pytest.param({"modality": "attempted"}, id="attempted"),
        pytest.param({"type": "kidnapping"}, id="other-type"),
        pytest.param({"target": "shepherds"}, id="other-target"),
        pytest.param({"article_id": "a"}, id="one-article-tells-them-apart"),
        pytest.param(
            {"date_start": "", "date_end": "2021-06-20", "published": "2021-06-20"},
            id="recent-weeks-later",
        ),
    ],
)
def test_what_contradicts_or_agrees_in_little_stays_apart(changed: dict[str, Any]) -> None:
    assert not is_joined(tell("a", target="policemen"), tell("b", **changed))


def test_country_stands_before_distance_and_a_border_touches_both_sides() -> None:
    assert compare_spots(QAIM, ABU_KAMAL) is Fit.APART
    assert compare_spots(QAIM, replace(QAIM, id="gn-1", lon=41.1)) is Fit.WITHIN
    assert compare_spots(QAIM, BORDER) is compare_spots(BORDER, ABU_KAMAL) is Fit.WITHIN
    assert compare_spots(HIT, ANBAR) is Fit.WITHIN
    assert compare_spots(HIT, Spot()) is Fit.UNKNOWN


def test_movements_need_both_ends_to_be_compatible() -> None:
    ends = {"kind": "movement", "type": "infiltration", "place": QAIM, "origin": ABU_KAMAL}
    told = tell("a", **ends, destination=QAIM)
    assert is_joined(told, tell("b", **ends, destination=QAIM))
    assert is_joined(told, tell("b", **ends))
    assert not is_joined(told, tell("b", **ends, destination=HIT))


def test_states_of_one_place_are_one_while_they_are_told_of_together() -> None:
    state = {"kind": "presence", "type": "control", "killed": (None, None), "date_start": ""}
    told = tell("a", **state, date_end="2021-05-04", date_precision="ongoing")
    assert is_joined(told, replace(told, id="f-b", article_id="b", date_end="2021-05-20"))
    assert not is_joined(told, replace(told, id="f-b", article_id="b", date_end="2021-08-20"))


def test_group_never_holds_two_that_contradict_each_other() -> None:
    silent = {"killed": (None, None), "wounded": (9, 9)}
    few, many = tell("a", killed=(3, 3), wounded=(9, 9)), tell("c", wounded=(9, 9))
    (found,) = corroborate([few, tell("b", **silent), many], is_reprint=is_never)
    assert [telling.article_id for telling in found.tellings] == ["a", "b"]


def test_order_of_reading_changes_nothing() -> None:
    tellings = [
        tell("a"), tell("b", published="2021-05-03"), tell("c", place=ANBAR),
        tell("d", killed=(3, 3)), tell("e", killed=(3, 3), target="police"),
        tell("f", killed=(3, 3), target="شرطة"),
    ]  # fmt: skip
    expected = corroborate(tellings, is_reprint=is_never)
    assert [one.tellings[0].id for one in expected] == ["f-b", "f-d"]
    for seed in range(5):
        random.Random(seed).shuffle(tellings)  # noqa: S311 (no secret)
        assert corroborate(tellings, is_reprint=is_never) == expected


def test_what_an_analyst_set_apart_is_not_joined() -> None:
    apart = frozenset({frozenset({"f-a", "f-b"}), frozenset({"f-a", "f-c"})})
    (found,) = corroborate([tell("a"), tell("b"), tell("c")], is_reprint=is_never, apart=apart)
    assert [telling.id for telling in found.tellings] == ["f-b", "f-c"]


TEMPLATE = (
    "A force of the intelligence service arrested a terrorist named {} in Anbar after a judge "
    "had issued a warrant under the law against terrorism"
)


def test_wording_that_is_used_again_and_again_joins_only_the_very_same_sentence() -> None:
    told = tell(
        "a", type="arrest", kind="security", place=ANBAR, killed=(None, None), count=(1, 1),
        date_start="", quotes=(TEMPLATE.format("Salim Abd"),), date_end="2021-05-04",
    )  # fmt: skip
    again = replace(told, id="f-b", article_id="b")
    assert is_joined(told, again)
    assert not is_joined(told, replace(again, quotes=(TEMPLATE.format("Omar Daham"),)))


SPEAKER = {"attribution": "Yahya Rasool, the spokesman", "attribution_class": "named_official"}
SENTENCE = ("Seven people died when the bomb went off beside the bridge in Hit on Monday",)


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        pytest.param({}, {}, None, id="independent"),
        pytest.param({"quotes": SENTENCE}, {"quotes": SENTENCE}, "same_words", id="same-words"),
        pytest.param({"outlet": "أعماق"}, {"outlet": "اعماق"}, "same_outlet", id="same-outlet"),
        pytest.param(
            {"outlet": "Al-Sumaria"},
            {"attribution": "al-Sumaria television", "attribution_class": "media"},
            "cited_outlet", id="cited-outlet",
        ),
        pytest.param(
            SPEAKER, {**SPEAKER, "attribution": "Yahya Rasool"}, "same_speaker", id="same-person"
        ),
        pytest.param(
            {"attribution": "المرصد السوري لحقوق الإنسان", "attribution_class": "monitor"},
            {"attribution": "Syrian Observatory", "attribution_class": "monitor"},
            "same_speaker", id="one-observatory-in-two-languages",
        ),
        pytest.param(
            {"attribution": "a security source"}, {"attribution": "a security source"}, None,
            id="unnamed-sources-may-be-two",
        ),
    ],
)  # fmt: skip
def test_a_report_that_depends_on_another_is_no_origin(
    first: dict[str, Any], second: dict[str, Any], why: str | None
) -> None:
    told = [tell("a", **first), tell("b", **second)]
    origins = count_origins(told, is_reprint=is_never)
    assert origins.dependences == (None, Dependence(why) if why else None)
    assert origins.count == (1 if why else 2)


def test_reports_that_hang_together_through_a_third_are_one_origin() -> None:
    copies = {frozenset("ac"), frozenset("bc")}
    tellings = [tell("a"), tell("b"), tell("c"), tell("d")]
    origins = count_origins(tellings, is_reprint=lambda a, b: frozenset(a + b) in copies)
    assert (origins.count, origins.dependences[2]) == (2, Dependence.REPRINT)


def test_relative_day_of_a_reprint_moves_with_its_printing() -> None:
    first = tell("a", quotes=SENTENCE, date_text="on Monday")
    later = replace(first, id="f-b", article_id="b", date_start="2021-05-05", date_end="2021-05-05")
    assert corroborate([first, later], is_reprint=lambda _a, _b: True)
    assert not corroborate([first, later], is_reprint=is_never)


def test_sides_are_the_same_in_both_languages_and_general_ones_hold_others() -> None:
    assert find_side("عناصر من تنظيم داعش") == find_side("Islamic State militants")
    assert find_side("جنود من الجيش العراقي") == "iraqi_army"
    assert find_side("نقطة للشرطة") == find_side("police checkpoint") == "police"
    assert is_general("militants")
    assert exclude_each_other(find_side("soldiers"), find_side("رعاة"))
    assert not exclude_each_other(find_side("gunmen"), find_side("ISIS"))
    assert find_side("bicycle") == ""


def test_words_of_sides_belong_to_one_side_and_wider_ones_exist() -> None:
    rows = read_table("lexicon/sides", "side", "within", "forms")
    owners: dict[str, set[str]] = {}
    for row in rows:
        for form in row["forms"].split("|"):
            owners.setdefault(form, set()).add(row["side"])
    assert {form for form, sides in owners.items() if len(sides) > 1} == set()
    assert {row["within"] for row in rows} - {"", *(row["side"] for row in rows)} == set()


def test_every_sign_is_told_in_words() -> None:
    codes = [row["feature"] for row in read_table("model/corroboration", "feature")]
    for language in ("en", "ar"):
        assert all(explain_agreement(f"{one}+1.0", language=language) != one for one in codes)
    assert explain_agreement("same_day+2.0 many_killed+3.0", language="ar") == (
        "اليوم نفسه؛ عدد القتلى نفسه"
    )


# ---- frames -----------------------------------------------------------------------------------

MONDAY = DateInterval(start="2019-02-18", end="2019-02-18", precision=DatePrecision.DAY)


def count(number: int) -> Quantity:
    return Quantity(min=number, max=number, start=0, end=1, text=str(number))


def frame_two(**changed: Any) -> Any:
    """Return the joined facts of two articles that tell one, the second with changes."""
    told = {"date": MONDAY, "killed": count(10), "wounded": count(30)}
    extractions = [
        make_extraction(
            make_fact("f-a", **told, attribution="مصدر أمني"),
            article=make_article("a", title="الأول"),
        ),
        make_extraction(
            make_fact("f-b", **{**told, **changed}),
            article=make_article("b", outlet="Second", published=Publication(day="2019-02-23")),
        ),
    ]
    frame = facts_frame(extractions, shape_of=draw)
    return corroborate_facts(frame, is_reprint=is_never)


def test_joined_fact_keeps_every_article_with_its_words() -> None:
    frame = frame_two()
    row = frame.iloc[0]
    pieces = orjson.loads(row["evidence"])
    assert (len(frame), row["id"], row["reports"], row["article_ids"]) == (1, "f-a", 2, "a|b")
    assert [(p["article_id"], p["fact_id"], p["outlet"]) for p in pieces] == [
        ("a", "f-a", "Outlet"),
        ("b", "f-b", "Second"),
    ]
    assert [p["quote"] for p in pieces] == ["تسلل مسلحو"] * 2
    assert pieces[1]["joined_by"].startswith("many_killed+3.0 many_wounded+3.0")
    assert row["review"] == ""
    assert map_tellings(frame) == {"f-a": "f-a", "f-b": "f-a"}


def test_numbers_that_differ_are_a_span_for_review_and_each_report_keeps_its_own() -> None:
    row = frame_two(killed=count(12)).iloc[0]
    assert (row["killed_min"], row["killed_max"], row["wounded_min"]) == (10, 12, 30)
    assert row["review"] == "reports-differ"
    assert [p["killed"] for p in orjson.loads(row["evidence"])] == [[10, 10], [12, 12]]


def test_closest_place_and_date_are_kept() -> None:
    area = make_place(
        "IQ-AN", name_en="Anbar", feature_code="ADM1", radius_km=268.0, admin2="",
        precision=LocationPrecision.PROVINCE,
    )  # fmt: skip
    vague = DateInterval(end="2019-02-20", precision=DatePrecision.RECENT)
    row = frame_two(places=(area,), date=vague).iloc[0]
    assert (row["place_id"], row["location_precision"]) == (RUTBA.id, "settlement")
    assert (row["date_start"], row["acled_time_precision"]) == ("2019-02-18", 1)


def test_filters_find_a_fact_by_any_of_its_articles_and_speakers() -> None:
    frame = frame_two(attribution_class=AttributionClass.WITNESS)
    wanted = (
        EventFilter(articles=frozenset({"b"})),
        EventFilter(attribution_classes=frozenset({AttributionClass.WITNESS})),
        EventFilter(attribution_classes=frozenset({AttributionClass.UNATTRIBUTED})),
    )
    assert [len(select_facts(frame, one)) for one in wanted] == [1, 1, 1]
    assert len(select_facts(frame, EventFilter(articles=frozenset({"c"})))) == 0
    assert [len(select_facts(frame, EventFilter(min_origins=n))) for n in (1, 2, 3)] == [1, 1, 0]


# ---- texts ------------------------------------------------------------------------------------


def read_case(case: dict[str, Any]) -> Any:
    """Return the facts of a pair of articles, joined."""
    articles = [
        Article(
            id=f"{case['id']}-{side}", text=told["text"], title=told["text"].split("\n")[0],
            sha256=sha256(told["text"].encode()).hexdigest(), outlet=told["outlet"],
            published=Publication(day=told["published"]),
        )
        for side, told in (("a", case["a"]), ("b", case["b"]))
    ]  # fmt: skip
    sketches = {article.id: sketch_text(article.text) for article in articles}
    frame = facts_frame(map(read_article, articles))
    joined = corroborate_facts(frame, is_reprint=lambda a, b: is_reprint(sketches[a], sketches[b]))
    return joined[joined["reports"] > 1]


def test_pairs_of_articles_are_joined_rightly_and_never_wrongly() -> None:
    read = {case["id"]: read_case(case) for case in CASES}
    wrong = [case["id"] for case in CASES if not case["merge"] and len(read[case["id"]])]
    found = [case for case in CASES if case["merge"] and len(read[case["id"]])]
    wanted = sum(bool(case["merge"]) for case in CASES)
    assert (len(CASES), wanted, wrong) == (73, 35, [])
    assert len(found) >= FOUND
    types = [set(case["merge"]) - set(read[case["id"]]["type"]) for case in found]
    assert types == [set()] * len(found)
    origins = {case["id"]: (set(read[case["id"]]["origins"]), case["origins"]) for case in found}
    assert {name for name, (got, told) in origins.items() if told not in got} == set()


def test_labelled_articles_of_other_events_are_not_joined() -> None:
    sides = [(case["id"], case[side]) for case in CASES for side in "ab" if not case["merge"]]
    others = list(itertools.pairwise(sides))[1::2]
    pairs = [{"id": f"{a}+{b}", "a": first, "b": second} for (a, first), (b, second) in others]
    assert [pair["id"] for pair in pairs if len(read_case(pair))] == []


# ---- shown ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("en", "2 reports, 1 independent origin (the same outlet: 1)", id="en"),
        pytest.param("ar", "عدد التقارير 2، والمستقل منها 1 (الوسيلة نفسها: 1)", id="ar"),
    ],
)
def test_support_is_told_in_words(language: str, words: str) -> None:
    extractions = [
        make_extraction(
            make_fact(f"f-{name}", date=MONDAY, killed=count(10), wounded=count(30)),
            article=make_article(name),
        )
        for name in "ab"
    ]
    frame = facts_frame(extractions, shape_of=draw)
    (told,) = facts_told(corroborate_facts(frame, is_reprint=is_never))
    assert phrase_support(told, language) == words
    assert phrase_support(facts_told(frame)[0], language) == ""


@pytest.mark.parametrize("text", list_hostile())
def test_no_text_of_a_report_is_markup(text: str) -> None:
    (told,) = facts_told(frame_two(attribution=text))
    first, second = list_reports(told)
    hostile = {**second, "quotes": [text], "title": text, "outlet": text}
    shown = render_report(hostile, "ar")
    assert "<script" not in shown.lower()
    assert "<img" not in shown.lower()
    assert render_report(first, "ar").count("<blockquote") == 1

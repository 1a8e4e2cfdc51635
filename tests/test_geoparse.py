"""The geoparser: what is a place, which one, how wide; and that nothing in a text breaks it."""

import csv
import random
from pathlib import Path
from time import process_time

import pytest

from geo.gazetteer.index import Gazetteer, load_gazetteer
from geo.geoparse.mentions import Geoparse, geoparse
from geo.geoparse.reasons import explain_reason
from geo.models import Article, LocationPrecision, Mention, Place, Sentence, SentenceRole
from geo.text.fold import fold

PIECES = (
    *("الأنبار", "بالموصل", "Mosul", "al-Qa'im", "قرية ", "طريق ", "between ", "شمال ", "في "),
    *("30 كم ", "’s", "ﷲ", "𐎀", "-", " و", "،", ".", "\n", " ", "\u202b", "\u0640", "\x00"),
)
CASES = Path(__file__).parent / "cases" / "geoparse.csv"


def read(text: str, gazetteer: Gazetteer | None = None) -> Geoparse:
    article = Article(id="a", text=text, sha256="")
    return geoparse(article, (), fold(text), gazetteer=gazetteer or load_gazetteer())


def find_places(text: str) -> list[Mention]:
    return [mention for mention in read(text).mentions if mention.place]


def list_cases() -> list[object]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return [pytest.param(row["text"], row["mentions"], id=row["id"])
            for row in csv.DictReader(file)]  # fmt: skip


@pytest.mark.parametrize(("text", "mentions"), list_cases())
def test_cases(text: str, mentions: str) -> None:
    found = [f"{m.surface}={m.place.id}" for m in find_places(text) if m.place]
    assert "|".join(found) == mentions


def test_offsets_are_those_of_the_untouched_text() -> None:
    text = "قُتل ثلاثة في مُحافظة الأَنْبار\u200f، وفي «الرُّطْبَة»"
    surfaces = [(text[m.start : m.end], m.surface) for m in find_places(text)]
    assert surfaces == [("الأَنْبار", "الأَنْبار"), ("الرُّطْبَة", "الرُّطْبَة")]


def test_bidi_controls_inside_a_name_do_not_hide_it() -> None:
    text = "وصل الوفد إلى الر\u200fط\u202bبة\u202c مساء"
    (mention,) = find_places(text)
    assert mention.place is not None
    assert (mention.place.id, text[mention.start : mention.end]) == (
        "rutba", "الر\u200fط\u202bبة",
    )  # fmt: skip


def test_mixed_scripts_in_one_sentence() -> None:
    found = [m.place.id for m in find_places("قصف قرب Sinjar في محافظة نينوى (Iraq)") if m.place]
    assert found == ["near(sinjar)", "IQ-NI", "IQ"]


def test_nul_bytes_part_words_and_break_nothing() -> None:
    text = "في\x00 محافظة الأنبار\x00 وفي ني\x00نوى"
    assert [m.surface for m in find_places(text)] == ["الأنبار"]


def test_an_empty_text_has_no_mentions() -> None:
    assert read("") == Geoparse((), ())


def make_village(number: int) -> Place:
    return Place(
        id=f"g-{number}", name_en=f"Ghazlan {number}", name_ar="تل الغزلان", feature_code="PPL",
        lon=40.0 + number, lat=36.0, radius_km=2.0, precision=LocationPrecision.SETTLEMENT,
        country="IQ",
    )  # fmt: skip


def test_duplicate_names_are_one_candidate_each() -> None:
    names = ["تل الغزلان", "تل الغزلان", "تل غزلان", "تل الغزلان"]
    gazetteer = Gazetteer((make_village(number), names) for number in (1, 2, 1))
    (mention,) = read("في قرية تل الغزلان", gazetteer).mentions
    assert sorted(candidate.place.id for candidate in mention.candidates) == ["g-1", "g-2"]


def test_a_million_characters_without_a_stop() -> None:
    text = "وصل المسلحون من سوريا إلى الأنبار ثم " * 27_027
    mentions = read(text).mentions
    assert len(mentions) == 54_054
    assert all(text[m.start : m.end] == m.surface for m in mentions[::997])


def test_time_grows_linearly_with_the_text() -> None:
    unit = "قال ضابط في الأنبار إن مسلحين تسللوا من سوريا عبر البوكمال نحو صحراء الرطبة.\n"
    short, long = unit * 40, unit * 4000

    def measure(text: str, times: int) -> float:
        start = process_time()
        for _ in range(times):
            read(text)
        return process_time() - start

    measure(short, 5)
    assert measure(long, 1) < 6 * measure(short, 100)  # quadratic growth would be a hundredfold


def test_any_mixture_of_characters_keeps_exact_offsets() -> None:
    chance = random.Random(11)  # noqa: S311 - the same mixture at every run
    for _ in range(200):
        text = "".join(chance.choices(PIECES, k=30))
        for mention in read(text).mentions:
            assert text[mention.start : mention.end] == mention.surface


def test_unknown_village_takes_its_container_and_says_so() -> None:
    village, _ = find_places("قتل ثلاثة في قرية تل الغزلان بقضاء البعاج")
    assert village.place is not None
    assert village.place.precision is LocationPrecision.DISTRICT
    assert village.place.note.startswith("no source knows the name")
    assert village.reason.endswith("resolution: unknown_name")


def test_a_name_whose_candidates_contradict_the_text_resolves_to_nothing() -> None:
    inner, _ = read("وصلوا إلى الفلوجة في محافظة حلب").mentions
    assert inner.place is None
    assert [candidate.place.admin1 for candidate in inner.candidates][:1] == ["IQ-AN"]
    assert "none_outside" in inner.reason


def test_candidates_are_ranked_and_share_belief() -> None:
    (mention,) = find_places("وصل الوفد إلى كركوك")
    scores = [candidate.score for candidate in mention.candidates]
    assert scores == sorted(scores, reverse=True)
    assert 0.9 < sum(scores) <= 1.0001


def test_below_the_threshold_candidates_stay_for_review() -> None:
    (mention,) = read("اسم الطفلة نينوى كامل").mentions
    assert (mention.place, mention.candidates[0].place.id) == (None, "IQ-NI")


def test_masked_names_are_told_as_discarded() -> None:
    (left_out,) = read("قالت قوات سوريا الديمقراطية").discarded
    assert (left_out.reason, left_out.start, left_out.end) == (
        "mask_organisation: part of the name of an organisation", 10, 15,
    )  # fmt: skip


def test_role_is_that_of_the_sentence() -> None:
    text = "الأنبار آمنة\nقال مسؤول في الأنبار"
    sentences = (
        Sentence(start=0, end=12, role=SentenceRole.HEADLINE, paragraph=0),
        Sentence(start=13, end=len(text), role=SentenceRole.BODY, paragraph=1),
    )
    article = Article(id="a", text=text, sha256="")
    found = geoparse(article, sentences, fold(text), gazetteer=load_gazetteer()).mentions
    assert [mention.role.value for mention in found] == ["headline", "body"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param(
            "en",
            "named a place: a place word of its type beside it (+2.0). "
            "this place: lies in the place it is said to be in (+4.0)",
            id="english",
        ),
        pytest.param(
            "ar",
            "اسم مكان: بجانبه كلمة مكان من نوعه (+2.0). هذا المكان: يقع في المكان المذكور (+4.0)",
            id="arabic",
        ),
    ],
)
def test_reasons_read_in_both_languages(language: str, words: str) -> None:
    reason = "recognition: place_word+2.0 | resolution: inside_match+4.0"
    assert explain_reason(reason, language=language) == words


def test_a_candidates_reason_reads_too() -> None:
    assert explain_reason("proximity+1.2 population-0.3") == (
        "near the article's other places (+1.2); populous (-0.3)"
    )


def test_every_feature_told_has_words_in_both_languages() -> None:
    text = CASES.read_text(encoding="utf-8")
    for mention in read(text).mentions:
        reasons = [mention.reason, *(candidate.reason for candidate in mention.candidates)]
        for reason in reasons:
            assert "_" not in explain_reason(reason)
            assert not explain_reason(reason, language="ar").isascii()

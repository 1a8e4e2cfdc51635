"""Sentences: spans over the untouched text, roles, linear time."""

import time

import pytest

from geo.models import Article, Sentence
from geo.settings import SEEDS_DIR
from geo.text.articles import make_article, read_articles
from geo.text.sentences import MAX_SENTENCE_CHARS, split_sentences

BODY = "قال مصدر أمني إن القوات دخلت المدينة."


def split(text: str, *, title: str = "") -> tuple[Sentence, ...]:
    return split_sentences(Article(id="a-1", text=text, sha256="", title=title))


def pieces(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split(text)]


def tagged(text: str, *, title: str = "") -> list[tuple[str, str]]:
    return [(s.role.value, text[s.start : s.end]) for s in split(text, title=title)]


def assert_covered(text: str, sentences: tuple[Sentence, ...]) -> None:
    """Every non-blank character is in exactly one sentence, and no sentence is padded."""
    left, end = [], 0
    for sentence in sentences:
        assert end <= sentence.start < sentence.end
        left.append(text[end : sentence.start])
        piece, end = text[sentence.start : sentence.end], sentence.end
        assert piece == piece.strip()
    assert not "".join([*left, text[end:]]).strip()


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param(["قتل 3.5 بالمئة في 2014.", "ثم انسحبوا."], id="decimal-and-year"),
        pytest.param(["دخلوا المدينة .", "ثم انسحبوا ."], id="space-before-stop"),
        pytest.param(["قال د. أحمد علي إنه وصل.", "ثم غادر."], id="arabic-title"),
        pytest.param(["هل عادوا؟", "نعم!", "عادوا."], id="question-and-exclamation"),
        pytest.param(["قال “لا نعرف.”", "ثم غادر."], id="stop-inside-quotation"),
        pytest.param(["قال «لا نعرف».", "ثم غادر."], id="stop-after-quotation"),
        pytest.param(["العراق.. مقتل ثلاثة في كمين."], id="two-dots-are-a-dash"),
        pytest.param(["انسحبوا... ثم عادوا."], id="ellipsis"),
        pytest.param(["Gen. John A. Smith met Dr. Ali on Feb. 3.", "He left."], id="titles"),
        pytest.param(["The U.S. Army left at 5 p.m.", "The road is open."], id="acronyms"),
        pytest.param(['"Where?" he asked.', '"Here!"', "They left."], id="question-goes-on"),
        pytest.param(["See www.example.org for No. 5 at 3.5 km."], id="address"),
        pytest.param(["1. They left.", "2. They came."], id="numbered"),
        pytest.param(["They waited...", "Then they left…", "It was late."], id="english-dots"),
    ],
)
def test_sentences_end_where_a_reader_ends_them(sentences: list[str]) -> None:
    assert pieces(" ".join(sentences)) == sentences


def test_a_missing_space_after_the_stop_still_ends_it() -> None:
    assert pieces("انسحبوا.ثم عادوا .وقتل اثنان") == ["انسحبوا.", "ثم عادوا .", "وقتل اثنان"]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("صورة لمقاتلين في المدينة (أرشيف)", "caption"),
        ("مقاتلون قرب الحدود (رويترز)", "caption"),
        ("صورة جوية أظهرت دمار المدينة، قال المصدر.", "body"),
        ("وصل الجنود إلى المدينة. (رويترز)", "body"),
        ("FILE - In this Feb. 3, 2019 photo, a soldier stands guard.", "caption"),
        ("Fighters near the border (AFP/Getty Images)", "caption"),
        ("By Jane Doe", "byline"),
        ("By Monday the army had left.", "body"),
        ("كتب: أحمد علي", "byline"),
        ("(Reporting by Jane Doe; Editing by John Roe)", "byline"),
        ("الأنبار - واع", "dateline"),
    ],
)
def test_roles_of_paragraphs(line: str, role: str) -> None:
    found = tagged(f"{BODY}\n{line}")[1:]
    assert {name for name, _ in found} == {role}
    assert " ".join(piece for _, piece in found) == line


@pytest.mark.parametrize(
    "dateline",
    [
        *("الأنبار (واع) -", "بغداد/ واع/", "دمشق-سانا", "شفق نيوز/", "بغداد ـ «القدس العربي»:"),
        *("بغداد (أ ف ب) –", "دير الزور -", "BAGHDAD (Reuters) -", "(CNN) —"),
        *("BAGHDAD, Feb. 22, 2019 (AP) —", "BEIRUT —", "Mosul, Iraq (Local Agency) -"),
        *("بغداد/ المدى", "الأنبار - (واع) -", "TIKRIT / Aswat al-Iraq:"),
    ],
)
def test_datelines_are_spans_of_their_own(dateline: str) -> None:
    body = BODY if dateline[-1] != "—" else "The army entered the city."
    assert tagged(f"{dateline} {body}") == [("dateline", dateline), ("body", body)]


@pytest.mark.parametrize(
    ("text", "title", "headline"),
    [
        (f"مقتل ثلاثة في كمين\n\n{BODY}", "", "مقتل ثلاثة في كمين"),
        (f"مقتل ثلاثة في كمين\n{BODY * 4}", "", "مقتل ثلاثة في كمين"),
        (f"مقتل ثلاثة في كمين\nالأنبار (واع) - {BODY}", "", "مقتل ثلاثة في كمين"),
        (f"وكالة: مقتل ثلاثة.\n{BODY}", "وكالة:  مقتل ثلاثة.", "وكالة: مقتل ثلاثة."),
        (f"صورة من المدينة\n\n{BODY}", "", None),
        (f"{BODY}\n\n{BODY}", "", None),
        ("مقتل ثلاثة في كمين", "", None),
    ],
)
def test_headline_stands_apart(text: str, title: str, headline: str | None) -> None:
    found = [piece for role, piece in tagged(text, title=title) if role == "headline"]
    assert found == ([] if headline is None else [headline])


def test_a_sentence_within_quotation_marks_is_a_quote() -> None:
    text = "قال العميد “لا نملك القوة. نحتاج الدعم .” ثم أضاف: «انتهى»."
    assert [role for role, _ in tagged(text)] == ["body", "quote", "body"]
    text = 'He left. "We saw them. They ran," he said.'
    assert [role for role, _ in tagged(text)] == ["body", "quote", "body"]


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The army said on Monday that it had arrested three men near the\n"
        "border. Two of them were wounded, the statement said, adding that\n"
        "they were held.\n"
        "\n"
        "Short lines\nstay apart."
    )
    assert [(s.paragraph, text[s.start : s.end][:9]) for s in split(text)] == [
        (0, "The army "),
        (0, "Two of th"),
        (1, "Short lin"),
        (2, "stay apar"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\0القائم\0. \0", id="nul"),
        pytest.param("\u202eالقائم\u202c.\u200f\r\n\u2028\u200b", id="bidi"),
        pytest.param("...\n؟!\n\u00a0. .\n(\n«", id="marks-only"),
        pytest.param("", id="empty"),
    ],
)
def test_every_character_is_in_one_sentence(text: str) -> None:
    assert_covered(text, split(text))


def test_seeds_are_covered_and_their_roles_found() -> None:
    first, second = read_articles([SEEDS_DIR])
    for article in (first, second):
        assert_covered(article.text, split_sentences(article))
    assert [s.role.value for s in split_sentences(first)].count("quote") == 1
    assert split_sentences(first)[0].role.value == "headline"
    assert split_sentences(second)[0].role.value == "caption"


@pytest.mark.parametrize(
    "unit",
    [
        "كلمة ",
        "ك",
        "ك.ك",
        "د. ",
        "A. ",
        "«ا. ",
        '" . "',
        "…”",
        "x - ",
        "(صورة ",
        "1. ",
        "ا\n",
        "\0",
    ],
)
def test_a_million_characters_take_linear_time(unit: str) -> None:
    text = (unit * (1_000_000 // len(unit)))[:1_000_000]
    article = make_article(f"ا{text}", title="-", language="ar")
    begun = time.process_time()
    sentences = split_sentences(article)
    assert time.process_time() - begun < 20
    assert max(s.end - s.start for s in sentences) <= MAX_SENTENCE_CHARS
